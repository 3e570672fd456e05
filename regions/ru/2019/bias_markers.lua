-- Признаки необъективных результатов, требующие проверки: федеральные маркеры (a), (b), (c) и статистические признаки. Ни один
-- из них не доказывает нарушения: у каждого есть другие объяснения, они названы в списке рядом со школой.
-- Показатели считает плагин ru.opora.objectivity; список извне показывается рядом и не пересчитывается.

local signs = include("bias_signs")

local function settings(p)
  return {
    kind = p.kind, grade_from = p.grade_from, grade_to = p.grade_to, subjects = p.subjects, min_n = p.min_n, alpha = p.alpha,
    adjust = p.adjust, earlier_grade = p.earlier_grade, later_grade = p.later_grade,
  }
end

-- Чем признаки школы могут объясняться кроме нарушения.
local function other_explanations(p, name, rows, one_class_in)
  local found, one_class, small = {}, false, false
  for _, row in ipairs(rows) do
    one_class = one_class or one_class_in[row.school .. row.procedure]
    small = small or row.n < p.small_n
  end
  if name and (name:find("имнази") or name:find("ицей")) then found[#found + 1] = "школа с отбором учащихся" end
  if small then found[#found + 1] = "мало участников" end
  if one_class then found[#found + 1] = "один класс" end
  return table.concat(found, ", ")
end

return methodology {
  api = 1,
  id = "bias-markers",
  category = "Признаки, требующие проверки",
  title = "Школы с признаками необъективных результатов, требующими проверки",
  source = "методика ФИОКО 2019 г., рекомендации ФИОКО 2026 г., критерии Рособрнадзора 2017–2018 гг.; поправка: Benjamini, Hochberg (1995)",
  assumes = "участники школы независимы; ученики одного класса похожи, поэтому большие школы отмечаются чаще",
  uncertainty = "q — ожидаемая доля ложных находок признака; один признак слишком часто случаен, поэтому нужно два",
  limits = "признак, требующий проверки, а не вывод: иные объяснения названы рядом со школой",
  params = {
    kind = choice("ВПР", { "ВПР", "ОГЭ", "ЕГЭ" }, { title = "Процедура", basis = "решение региона" }),
    grade_from = integer(4, { title = "Класс, не младше", basis = "решение региона", min = 1, max = 11 }),
    grade_to = integer(8, { title = "Класс, не старше", basis = "решение региона", min = 1, max = 11 }),
    subjects = choice("все", { "все", "RU и MA" }, { title = "Предметы", basis = "решение региона; методика ФИОКО 2019 г. — RU и MA" }),
    markers = integer(2, { title = "Признаков, не менее", basis = "решение региона: один признак слишком часто случаен", min = 1, max = 100 }),
    min_n = integer(10, { title = "Участников, не менее", basis = "решение региона: малые группы не оцениваются", min = 2, max = 1000 }),
    small_n = integer(25, { title = "Мало участников: меньше", basis = "решение региона: примерно один класс", min = 2, max = 1000 }),
    alpha = number(0.01, { title = "Признак отмечается при q, не более", basis = "решение региона: доля ложных находок", min = 0, max = 1 }),
    adjust = choice("BH", { "BH", "Holm" }, { title = "Поправка на число проверок", basis = "решение региона" }),
    earlier_grade = integer(8, { title = "Подтверждение: класс ВПР", basis = "решение региона", min = 1, max = 10 }),
    later_grade = integer(9, { title = "Подтверждение: класс ОГЭ", basis = "решение региона", min = 2, max = 11 }),
  },
  inputs = { "results", "tasks", "external_lists" },

  decide = function(ctx, p)
    local matrix = ctx:indicator("markers", settings(p))
    -- Чего нельзя вычислить, то не мешает ответу по остальным признакам; почему — столбец status показателя markers.
    local computed = matrix:present("flag")
    signs.check(ctx, computed, p)
    ctx:require { at_least = p.markers }
    ctx:combine("all")
    ctx:assess(ctx.schools)

    local names, one_class_in = {}, {}
    for school, rows in ctx.schools:by("school") do names[school] = rows[1].name end
    for row in matrix:where("marker", "==", "class_range"):select("school", "procedure", "status"):rows() do
      if row.status:find("меньше двух классов") then one_class_in[row.school .. row.procedure] = true end
    end
    for school, rows in matrix:where("flag", "==", 1):select("school", "procedure", "n"):by("school") do
      ctx:decision(school):value("Иные объяснения", other_explanations(p, names[school], rows, one_class_in))
    end
    for school, rows in ctx:indicator("marker-agreement", settings(p)):present("agreement"):by("school") do
      local count = { ["оба"] = 0, ["только свои"] = 0, ["только список"] = 0 }
      for _, row in ipairs(rows) do
        if count[row.agreement] then count[row.agreement] = count[row.agreement] + 1 end
      end
      ctx:decision(school):value("Список извне", ("оба %d, только свои %d, только список %d"):format(count["оба"], count["только свои"], count["только список"]))
    end
  end,
}
