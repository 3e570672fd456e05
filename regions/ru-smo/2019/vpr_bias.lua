-- Признаки необъективных результатов ВПР (список 2 приказа № 863): маркеры (a), (b), (c) методики ФИОКО
-- «Уровень объективности оценки образовательных результатов» (2019). Признак, требующий проверки.
-- Чего методика не уточняет, принято здесь явно: квартили — определение R-7; ранги связок — средние;
-- коэффициент (b) — Спирмен с поправкой на связки; пары лет (c) — программа N в прошлом году и N + 1 в этом.

-- Показатели считает плагин ru.opora.objectivity (pack.lua); здесь они сравниваются с границами.

local function select(p, more)
  local arguments = { kind = p.kind, subject_1 = p.subject_1, subject_2 = p.subject_2 }
  for name, value in pairs(more) do arguments[name] = value end
  return arguments
end

return methodology {
  api = 1,
  id = "vpr-bias",
  category = "Признаки необъективности ВПР",
  title = "Школы с признаками необъективных результатов ВПР, требующими проверки",
  params = {
    kind = choice("ВПР", { "ВПР" }, { title = "Процедура", basis = "методика ФИОКО 2019 г., признаки 1–4, 7–14" }),
    subject_1 = choice("RU", { "RU" }, { title = "Первый предмет", basis = "методика ФИОКО 2019 г.: русский язык" }),
    subject_2 = choice("MA", { "MA" }, { title = "Второй предмет", basis = "методика ФИОКО 2019 г.: математика" }),
    grade_1 = integer(4, { title = "Младший класс", basis = "методика ФИОКО 2019 г.", min = 1, max = 11 }),
    grade_2 = integer(5, { title = "Старший класс", basis = "методика ФИОКО 2019 г.", min = 1, max = 11 }),
    z = number(1.96, { title = "Квантиль доверительного интервала", basis = "методика ФИОКО 2019 г.: 95 %", min = 0, max = 10 }),
    fence = number(3, { title = "Межквартильных размахов", basis = "методика ФИОКО 2019 г.", min = 0, max = 10 }),
    markers = integer(1, { title = "Признаков, не менее", basis = "методика ФИОКО 2019 г.: «хотя бы по одному признаку»", min = 1, max = 14 }),
    min_n = integer(10, { title = "Участников, не менее", basis = "решение региона: малые группы не оцениваются", min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Наименьшая отметка", basis = "шкала отметок", min = 1, max = 5 }),
  },
  inputs = { "results" },

  decide = function(ctx, p)
    for _, grade in ipairs { p.grade_1, p.grade_2 } do
      -- (a) нижняя граница интервала школы выше верхней границы интервала региона.
      ctx:check(ctx:indicator("mean-intervals", select(p, { grade = grade, z = p.z })), {
        rule = "inflated_mean", title = "Завышенный средний балл: нижняя граница интервала школы", name = "procedure",
        value = "lower", n = "n", op = ">", threshold = "upper", min_n = p.min_n,
      })
      -- (b) обратная связь между отметками в журнале и баллами.
      ctx:check(ctx:indicator("journal-agreement", select(p, { grade = grade, lowest_mark = p.lowest_mark })), {
        rule = "journal_mismatch", title = "Связь баллов с отметками в журнале (ранговая корреляция)", name = "procedure",
        value = "r", n = "n", op = "<", threshold = 0, min_n = p.min_n,
      })
    end
    -- (c) резкое изменение результатов одной параллели: отношение вне 3 межквартильных размахов.
    local change = ctx:indicator("class-change", select(p, { grade_1 = p.grade_1, grade_2 = p.grade_2, fence = p.fence }))
    ctx:check(change, { rule = "sharp_fall", title = "Резкий спад от класса к классу", name = "procedure",
                        value = "k", n = "fewer", op = ">", threshold = "upper", min_n = p.min_n })
    ctx:check(change, { rule = "sharp_rise", title = "Резкий рост от класса к классу", name = "procedure",
                        value = "k", n = "fewer", op = "<", threshold = "lower", min_n = p.min_n })
    ctx:require { at_least = p.markers }
    ctx:combine("all")
    ctx:assess(ctx.schools)
  end,
}
