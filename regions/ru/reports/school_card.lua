-- Карточка школы на двух страницах: результаты рядом с регионом и прошлыми годами, контекст, списки по годам, признаки,
-- поручения плана. Всё, что не вошло, названо числом: полностью — в листе объяснения и в плане.

local paper, marks = include("paper"), include("marks")

-- Сколько не показано.
local function rest(doc, rows, most, one, few, many, where)
  local more = #rows - most
  while #rows > most do table.remove(rows) end
  if more > 0 then return "Не показано ещё: " .. doc:counted(more, one, few, many) .. "; " .. where .. "." end
end

local function figures(ctx, doc)
  local listed, met = 0, 0
  for _, decision in ipairs(ctx.school.decisions) do
    if decision.answer == "yes" then listed = listed + 1 end
    for _, check in ipairs(decision.checks) do
      if check.met then met = met + 1 end
    end
  end
  local shown = {
    { title = "Списков, в которых стоит школа", value = listed, open = true, note = ctx.run.year .. " год" },
    { title = "Признаков, требующих проверки", value = met, open = true },
  }
  if ctx.plan and ctx.plan.asked > 0 then
    table.insert(shown, { title = "Поручений выполнено", value = share(ctx.plan.done, ctx.plan.asked), type = "percent", open = true })
    table.insert(shown, { title = "Срок прошёл", value = ctx.plan.late, open = true })
  end
  doc:key_figures(shown)
end

-- Работа без года → год → запись.
local function by_work(ctx, p)
  local works, order = {}, {}
  for _, one in ipairs(ctx.results) do
    local key = marks.title(one)
    if one.year > ctx.year - p.years then
      if not works[key] then
        works[key] = { title = key, final = one.grade >= 9 and 1 or 0, years = {} }
        table.insert(order, works[key])
      end
      works[key].years[one.year] = one
    end
  end
  return order
end

local function results(ctx, doc, p)
  doc:heading(1, "Результаты")
  local rows = {}
  for _, work in ipairs(by_work(ctx, p)) do
    local now = work.years[ctx.year]
    if now then
      local low, region = marks.low(now, p.lowest_mark), marks.low(now.region, p.lowest_mark)
      local row = { title = work.title, final = work.final, n = now.n, mean = { value = now.mean, n = now.n }, region_mean = now.region.mean, low = low, region = region,
                    gap = low and region and low.value - region.value or -1 }
      for year = ctx.year - p.years + 1, ctx.year - 1 do row["low_" .. year] = work.years[year] and marks.low(work.years[year], p.lowest_mark) end
      table.insert(rows, row)
    end
  end
  if #rows == 0 then
    doc:paragraph("Результатов за " .. ctx.year .. " год нет.")
    return
  end
  table.sort(rows, function(a, b)
    if a.final ~= b.final then return a.final > b.final end
    if a.gap ~= b.gap then return a.gap > b.gap end
    return a.title < b.title
  end)
  local note = rest(doc, rows, p.works, "работа", "работы", "работ", "их доли ближе к региону")
  local columns = {
    { name = "title", title = "Работа", width = 4 }, { name = "n", title = "Участников", type = "integer", width = 1.2 }, { name = "mean", title = "Средний балл", type = "number", width = 1.2 },
    { name = "region_mean", title = "в регионе", type = "number", width = 1.2 }, { name = "low", title = ctx.year .. " год", type = "percent", width = 1.2 }, { name = "region", title = "в регионе", type = "percent", width = 1.2 },
  }
  local groups = { { value = "", columns = 2 }, { value = "Первичный балл", columns = 2 }, { value = "Отметки ниже положительной", columns = 1 + p.years } }
  for year = ctx.year - 1, ctx.year - p.years + 1, -1 do table.insert(columns, { name = "low_" .. year, title = tostring(year), type = "percent", width = 1.1 }) end
  doc:table { caption = "Выпускные работы и те, что дальше всего от региона", header = { groups }, columns = columns, rows = rows, note = note }
  local school, region = {}, {}
  for _, row in ipairs(rows) do
    if row.low and row.region and #school < p.charted then
      table.insert(school, { label = row.title, y = row.low.percent, n = row.n })
      table.insert(region, { label = row.title, y = row.region.percent })
    end
  end
  if #school == 0 then return end
  doc:chart {
    kind = "bars", caption = "Доля отметок ниже положительной, " .. ctx.year .. " год, %", y_title = "%",
    series = { { name = "школа", points = school }, { name = "регион", points = region } },
    description = "Столбцы повторяют первые строки таблицы: доля отметок ниже положительной в школе и в регионе.",
  }
end

local function context(ctx, doc)
  local found = {}
  for row in ctx.figures["social-items"] and ctx.figures["social-items"]:rows() or function() end do
    if row.value then table.insert(found, paper.item(ctx, row.item) .. " — " .. doc:shown({ value = row.value, n = row.n }, "percent")) end
  end
  if #found == 0 then return end
  doc:heading(1, "Контекст")
  doc:paragraph { style = "plain", text = "Доли обучающихся по социальному паспорту: " .. table.concat(found, "; ") .. "." }
end

-- Перечень → годы, в которые школа в нём стояла.
local function lists(doc, school, p)
  doc:heading(1, "Списки по годам")
  local rows, known = {}, {}
  for _, list in ipairs(school.lists) do
    local row = known[list.title]
    if not row then
      row = { title = list.title, years = {}, newest = 0 }
      known[list.title] = row
      table.insert(rows, row)
    end
    table.insert(row.years, list.year .. (list.on_list and "" or " (снята решением человека)"))
    if list.year > row.newest then row.newest, row.act, row.in_row = list.year, paper.act_of_list(doc, list), list.years_in_row end
  end
  for _, row in ipairs(rows) do
    table.sort(row.years)
    row.years = table.concat(row.years, ", ")
  end
  if #rows == 0 then
    doc:paragraph("Школа не стояла ни в одном перечне.")
    return
  end
  local note = rest(doc, rows, p.lists, "перечень", "перечня", "перечней", "opora explain показывает все")
  doc:table {
    columns = { { name = "title", title = "Перечень", width = 4 }, { name = "years", title = "Годы", width = 2 }, { name = "in_row", title = "Лет подряд", type = "integer", width = 1 }, { name = "act", title = "Основание", width = 3.5 } },
    rows = rows, note = note,
  }
end

-- Каждый список, в котором школа стоит, и выполненные условия, по очереди из каждого.
local function checks(doc, school, p)
  doc:heading(1, "Признаки, требующие проверки")
  local groups, all, rows = {}, 0, {}
  for _, decision in ipairs(school.decisions) do
    local group = {}
    for _, check in ipairs(decision.checks) do
      if check.met and decision.answer == "yes" then table.insert(group, { check.name, check.rule, check.value, check.threshold, check.n }) end
    end
    all = all + #group
    group.title = decision.title
    if #group > 0 then table.insert(groups, group) end
  end
  if all == 0 then
    doc:paragraph("Школа не стоит ни в одном списке этого расчёта.")
    return
  end
  local shown, left = {}, p.checks
  for place = 1, p.checks do
    for i, group in ipairs(groups) do
      if group[place] and left > 0 then shown[i], left = place, left - 1 end
    end
  end
  for i, group in ipairs(groups) do
    if shown[i] then table.insert(rows, { { value = group.title .. ": " .. doc:counted(#group, "признак", "признака", "признаков"), columns = 5, strong = true } }) end
    for place = 1, shown[i] or 0 do table.insert(rows, group[place]) end
  end
  local more = all - (p.checks - left)
  doc:table {
    columns = {
      { title = "Что измерено", width = 4.5 }, { title = "Признак", width = 4 }, { title = "Значение", width = 1.5 }, { title = "Порог", width = 1.3 },
      { title = "Участников", type = "integer", width = 1.5 },
    },
    rows = rows, note = more > 0 and "Не показано ещё: " .. doc:counted(more, "признак", "признака", "признаков") .. "; все — в листе объяснения." or nil,
  }
end

local function assignments(ctx, doc, p)
  if not ctx.plan then return end
  doc:heading(1, "Поручения плана")
  doc:paragraph { style = "plain", text = ctx.plan.title }
  if #ctx.plan.assignments == 0 then
    doc:paragraph("Поручений у школы нет.")
    return
  end
  local rows = {}
  for i, one in ipairs(ctx.plan.assignments) do
    table.insert(rows, { number = one.number, measure = one.measure, until_day = one["until"], state = paper.state(one.state) .. (one.late and ", срок прошёл" or ""),
                         first = one.late and 0 or one.done and 2 or 1, day = one["until"] or one.deadline or "", place = i })
  end
  -- Сначала те, чей срок прошёл, потом ближайшие.
  table.sort(rows, function(a, b)
    if a.first ~= b.first then return a.first < b.first end
    if a.day ~= b.day then return a.day < b.day end
    return a.place < b.place
  end)
  local note = rest(doc, rows, p.assignments, "поручение", "поручения", "поручений", "все — в плане")
  doc:table {
    columns = { { name = "number", title = "№", width = 0.7 }, { name = "measure", title = "Мероприятие", width = 6 }, { name = "until_day", title = "До", type = "date", width = 1.4 }, { name = "state", title = "Состояние", width = 2 } },
    rows = rows, note = note,
  }
end

return report {
  api = 1,
  id = "school-card",
  title = "Карточка школы",
  scope = "school",
  needs = { "school", "run", "results", "plan?", "indicator:social-items?" },
  params = {
    years = integer(3, { title = "Сколько последних лет показать", basis = "выбор региона", min = 1, max = 5 }),
    lowest_mark = integer(2, { title = "Отметка ниже положительной", basis = "шкала отметок", min = 1, max = 5 }),
    small_cell = integer(5, { title = "Группы меньше не показываются", basis = "защита персональных данных: решение региона", min = 0, max = 50 }),
    works = integer(10, { title = "Работ в таблице, не больше", basis = "карточка на двух страницах", min = 1, max = 100 }),
    charted = integer(5, { title = "Работ на диаграмме, не больше", basis = "карточка на двух страницах", min = 1, max = 20 }),
    lists = integer(6, { title = "Перечней, не больше", basis = "карточка на двух страницах", min = 1, max = 100 }),
    checks = integer(6, { title = "Признаков, не больше", basis = "карточка на двух страницах", min = 1, max = 200 }),
    assignments = integer(5, { title = "Поручений, не больше", basis = "карточка на двух страницах", min = 1, max = 200 }),
  },
  write = function(ctx, doc, p)
    doc:title("Карточка школы")
    doc:paragraph { style = "plain", text = { { text = ctx.school.name, bold = true }, ", " .. ctx.school.municipality } }
    figures(ctx, doc)
    results(ctx, doc, p)
    context(ctx, doc)
    lists(doc, ctx.school, p)
    checks(doc, ctx.school, p)
    assignments(ctx, doc, p)
    paper.remark(doc, p.small_cell)
  end,
}
