-- Сравнительный анализ школ обеих категорий по ВПР, РИКО, ОГЭ и ЕГЭ (дорожная карта, п. 4.5): школы с низкими результатами и школы в
-- сложных условиях рядом со всеми; группы сопоставимых условий по годам; связь ВПР с экзаменами.

local paper = include("paper")

-- Коды школ каждой категории расчёта, кроме пустых; первая строка — все школы.
local function groups_of(ctx)
  local groups = { { title = "Все школы", name = "Все школы", codes = false, schools = #ctx.schools } }
  for _, one in ipairs(ctx.decisions or {}) do
    local codes = {}
    for _, school in ipairs(one.schools) do
      if school.answer == "yes" then table.insert(codes, { school.code, 1 }) end
    end
    if #codes > 0 then table.insert(groups, { title = one.title, name = one.category, codes = codes, schools = #codes }) end
  end
  return groups
end

local function by_category(ctx, doc)
  local figures = ctx.figures["monitoring-indicators"]
  if not figures then return end
  local schools = figures:where("level", "==", "школа")
  local known = {}
  for i, school in ipairs(ctx.schools) do known[i] = { school.code, 1 } end
  local all = {}
  local columns = { { "place", "text" }, { "in_group", "whole" } }
  for _, group in ipairs(groups_of(ctx)) do
    local rows = schools:join(frame(columns, group.codes or known), "place"):present("in_group", "n", "low_share")
    rows = rows:with { low = (rows.low_share * rows.n):round(), good = (rows.good_share * rows.n):round() }
    local totals = rows:group("kind"):tally { schools = count(), n = sum("n"), low = sum("low"), good = sum("good") }
    local bounds = totals:interval("low", "n")
    totals = totals:with { lower = bounds.lower, upper = bounds.upper }
    for row in totals:rows() do
      table.insert(all, { kind = row.kind, group = group.title, name = group.name, schools = row.schools, n = row.n,
        low = { value = share(row.low, row.n), interval = { row.lower, row.upper } }, good = share(row.good, row.n), percent = 100 * row.low / row.n,
                          from = 100 * row.lower, to = 100 * row.upper })
    end
  end
  if #all == 0 then return end
  local place = {}
  for i, row in ipairs(all) do place[row] = i end
  table.sort(all, function(a, b)
    if a.kind ~= b.kind then return a.kind < b.kind end
    return place[a] < place[b]
  end)
  doc:heading(1, "Категории школ по процедурам")
  local series, found = {}, {}
  for _, row in ipairs(all) do
    if not found[row.group] then
      found[row.group] = { name = row.name, points = {} }
      table.insert(series, found[row.group])
    end
    table.insert(found[row.group].points, { label = row.kind, y = row.percent, low = row.from, high = row.to, n = row.n })
  end
  doc:chart {
    kind = "bars", caption = "Доля отметок «2» по процедурам, %", y_title = "%", series = series,
    description = "Столбцы повторяют таблицу: доля отметок «2» по процедурам у всех школ и у школ каждой категории, с 95-процентным интервалом.",
  }
  doc:table {
    columns = {
      { name = "kind", title = "Процедура" }, { name = "group", title = "Школы", width = 4 }, { name = "schools", title = "Школ", type = "integer" },
      { name = "n", title = "Отметок", type = "integer" },
      { name = "low", title = "Доля «2», с интервалом", type = "percent", width = 2.4 }, { name = "good", title = "Доля «4» и «5»", type = "percent" },
    },
    rows = all, note = "Школа может относиться к нескольким категориям. ЕГЭ без отметок сюда не входит.",
  }
end

local function by_conditions(ctx, doc)
  local figures = ctx.figures["comparative-analysis"]
  if not figures then return end
  local rows = {}
  for row in figures:present("n"):sort("kind"):rows() do
    table.insert(rows, { kind = row.kind, group = row.group, year = row.year, schools = row.schools, n = row.n, low = { value = row.low_share, n = row.n },
      good = { value = row.good_share, n = row.n } })
  end
  if #rows == 0 then return end
  doc:heading(1, "Школы в сопоставимых социальных условиях")
  doc:table {
    columns = {
      { name = "kind", title = "Процедура" }, { name = "group", title = "Условия", width = 4 }, { name = "year", title = "Год" },
      { name = "schools", title = "Школ", type = "integer" }, { name = "n", title = "Отметок", type = "integer" },
      { name = "low", title = "Доля «2»", type = "percent" }, { name = "good", title = "Доля «4» и «5»", type = "percent" },
    },
    rows = rows, note = "Группы — четверти школ региона по индексу социального благополучия; школа без паспорта не входит ни в одну.",
  }
end

local function with_exams(ctx, doc)
  local figures = ctx.figures["exam-agreement"]
  if not figures then return end
  local rows = {}
  for row in figures:present("spearman"):sort("subject", "exam"):rows() do
    table.insert(rows, { subject = ctx.titles[row.subject] or row.subject, exam = row.exam, schools = row.schools,
                         value = { value = row.spearman, interval = row.spearman_lower and { row.spearman_lower, row.spearman_upper } or nil } })
  end
  if #rows == 0 then return end
  doc:heading(1, "Связь ВПР с экзаменами")
  doc:table {
    columns = { { name = "subject", title = "Предмет", width = 2 }, { name = "exam", title = "Экзамен" }, { name = "schools", title = "Школ", type = "integer" },
                { name = "value", title = "Ранговая корреляция, с интервалом", type = "number", digits = 2, width = 2.4 } },
    rows = rows, note = "По средним школ: 1 — порядок школ в двух процедурах одинаков, 0 — не связан. Низкая связь — признак, требующий проверки: участники двух процедур различаются.",
  }
end

return report {
  api = 1,
  id = "comparative-analysis",
  title = "Сравнительный анализ школ обеих категорий",
  scope = { "region", "municipality" },
  needs = { "schools", "run", "decisions", "indicator:monitoring-indicators?", "indicator:comparative-analysis?", "indicator:exam-agreement?" },
  params = {
    small_cell = integer(5, { title = "Группы меньше не показываются", basis = "защита персональных данных: решение региона", min = 0, max = 50 }),
  },
  write = function(ctx, doc, p)
    doc:title("Сравнительный анализ школ обеих категорий: " .. ctx.year .. " год")
    doc:paragraph { style = "plain", text = paper.subject(ctx) .. ", " .. paper.schools(doc, #ctx.schools) }
    by_category(ctx, doc)
    if ctx.subject.scope == "region" then
      by_conditions(ctx, doc)
      with_exams(ctx, doc)
    end
    paper.remark(doc, p.small_cell)
  end,
}
