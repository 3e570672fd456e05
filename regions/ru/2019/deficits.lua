-- Предметные дефициты по рекомендациям ФИОКО (2026): умения, с которыми школа справляется хуже сравнимых школ и ниже
-- порогов своего уровня. Признак, требующий проверки: причина (программа, учитель, состав класса) данными не названа.

-- Параметры показателей плагина, которые повторяют параметры методики.
local function arguments(p, more)
  local given = { dimension = p.dimension, group = p.group, margin = p.margin, false_discovery = p.false_discovery, min_n = p.min_n }
  for name, value in pairs(more or {}) do given[name] = value end
  return given
end

return methodology {
  api = 1,
  id = "subject-deficits",
  category = "Предметные дефициты",
  title = "Школы с предметными дефицитами, требующими адресной помощи",
  source = "ФИОКО, рекомендации по анализу результатов ВПР, 2026 г., с. 16–20; поправка: Benjamini, Hochberg (1995)",
  assumes = "описание работы верно относит задания к умениям; участник — единица выборки",
  uncertainty = "q — ожидаемая доля ложных находок среди всех сравнений; похожесть учеников класса не учтена",
  limits = "причина отставания (программа, учитель, состав класса) данными не названа",
  params = {
    dimension = choice("content", { "content", "requirement", "difficulty", "block" }, {
      title = "Умения по: КЭС (content), КТ (requirement), уровню (difficulty), блоку программы (block)",
      basis = "ФИОКО, рекомендации 2026 г., с. 16–20",
    }),
    group = choice("region", { "region", "municipality", "comparison-group" }, {
      title = "С кем сравнивать: с регионом, муниципалитетом или группой comparison-group", basis = "решение региона",
    }),
    margin = percent(5, { title = "Отставание от сравнимых школ, не менее, п. п.", basis = "решение региона" }),
    false_discovery = percent(5, {
      title = "Доля ложных находок, не более", basis = "решение региона: поправка Бенджамини — Хохберга на число сравнений", min = 0.001, max = 50,
    }),
    most = integer(5, { title = "Дефицитов в карточке, не более", basis = "решение региона", min = 1, max = 100 }),
    skills = integer(2, { title = "Умений с дефицитом, не менее", basis = "решение региона", min = 1, max = 100 }),
    min_n = integer(10, {
      title = "Участников, не менее", basis = "ФИОКО, рекомендации 2026 г., с. 23: группы от 10 участников", min = 1, max = 1000,
    }),
  },
  inputs = { "tasks", "context", "schools", "task_descriptions", "code_texts" },

  decide = function(ctx, p)
    local skills = ctx:indicator("skill-deficits", arguments(p)):present("q"):group("school")
      :tally { deficits = sum("deficit"), pupils = max("n") }
    ctx:check(skills, {
      rule = "number", title = "Умений, в которых школа значимо отстаёт от сравнимых школ",
      value = "deficits", n = "pupils", op = ">=", threshold = p.skills, min_n = p.min_n,
    })
    for school, rows in ctx:indicator("school-deficits", arguments(p, { most = p.most })):by("school") do
      local d = ctx:decision(school)
      for _, row in ipairs(rows) do
        d:check {
          rule = "behind", title = "Отставание от сравнимых школ, доля баллов",
          name = row.procedure .. ", " .. row.code .. (row.text and " " .. row.text or ""),
          value = row.difference, n = row.n, op = "<=", threshold = -p.margin.value, min_n = p.min_n,
        }
      end
    end
    ctx:require { rule = "number", at_least = 1 }
    ctx:assess(ctx.schools)
  end,
}
