-- Мониторинг объективности проведения процедур (п. 22 плана: ВПР, НИКО, ОГЭ, ЕГЭ и др.). Каждый признак — повод проверить, а не
-- вывод о нарушении. ВПР, ОГЭ, ЕГЭ: признаки плагина ru.opora.objectivity. НИКО — внешняя процедура: с нею сравниваются ВПР того
-- же предмета и класса, и признак — результат ВПР, который НИКО не подтверждает.

local signs = include("bias_signs")

local KINDS = { "ВПР", "ОГЭ", "ЕГЭ" }
local ASSUMED = "допущение: план называет процедуры, но не правило"

-- ВПР против НИКО того же года, предмета и класса, в единицах разброса участников: насколько ВПР выше.
local function against_niko(ctx, p)
  local found = ctx:indicator("school-change", { years_back = 0, kind_before = "НИКО", equate = "z", confidence = p.confidence, min_n = p.min_n })
    :where("measure", "==", "средний балл, z"):present("lower")  -- где НИКО не было, там и признака нет
  return found:with { fewer = (found.n + found.n_before - (found.n - found.n_before):abs()) // 2 }
end

return methodology {
  api = 1,
  id = "objectivity",
  category = "Признаки, требующие проверки",
  title = "Школы с признаками необъективных результатов оценочных процедур, требующими проверки",
  params = {
    markers = integer(3, { title = "Признаков, не менее", basis = "допущение: один-два признака слишком часто случайны", min = 1, max = 100 }),
    alpha = number(0.01, { title = "Признак отмечается при q, не более", basis = ASSUMED, min = 0, max = 1 }),
    subjects = choice("RU и MA", { "все", "RU и MA" }, { title = "Предметы", basis = "методика ФИОКО 2019 г.: русский язык и математика" }),
    grade_from = integer(4, { title = "Класс, не младше", basis = "ВПР начинаются в 4 классе", min = 1, max = 11 }),
    grade_to = integer(11, { title = "Класс, не старше", basis = "ЕГЭ — 11 класс", min = 1, max = 11 }),
    confidence = number(0.99, { title = "ВПР и НИКО: доверительная вероятность", basis = ASSUMED, min = 0.5, max = 0.9999 }),
    min_n = integer(10, { title = "Участников, не менее", basis = "допущение: малые группы не оцениваются", min = 2, max = 1000 }),
  },
  inputs = { "results", "tasks" },
  source = "план мероприятий РСО-Алания на 2021–2022 гг., п. 22; маркеры — методика ФИОКО 2019 г. и рекомендации ФИОКО 2026 г.; формула республики не опубликована",
  assumes = "участники одной школы независимы; НИКО проведена с внешней проверкой",
  uncertainty = "q — вероятность случайного признака с поправкой на число проверок; НИКО пишут немногие школы, и по ней судить можно редко",
  limits = "признак, требующий проверки: отбор учащихся, один класс и малая школа дают те же признаки",

  decide = function(ctx, p)
    for _, kind in ipairs(KINDS) do
      local matrix = ctx:indicator("markers", {
        kind = kind, subjects = p.subjects, grade_from = p.grade_from, grade_to = p.grade_to, min_n = p.min_n, alpha = p.alpha,
      })
      -- Чего нельзя вычислить, то не мешает ответу по остальным признакам.
      signs.check(ctx, matrix:present("flag"), p)
    end
    ctx:check(against_niko(ctx, p), {
      rule = "niko", title = "ВПР выше НИКО: нижняя граница, станд. баллы; иное объяснение: работы проверяют разное", name = "procedure",
      value = "lower", n = "fewer", op = ">", threshold = 0, min_n = p.min_n,
    })
    ctx:require { at_least = p.markers }
    ctx:combine("all")
    ctx:assess(ctx.schools)
  end,
}
