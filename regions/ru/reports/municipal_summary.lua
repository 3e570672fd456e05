-- Свод по муниципалитету: какие школы в каких списках и почему, что не удалось оценить, как идёт план.

local paper = include("paper")

local function count(schools, answer)
  local found = {}
  for _, school in ipairs(schools) do
    if school.answer == answer then table.insert(found, school) end
  end
  return found
end

local function overview(doc, decisions)
  local rows = {}
  for _, one in ipairs(decisions) do
    table.insert(rows, { title = one.title, yes = #count(one.schools, "yes"), all = #one.schools, open = #count(one.schools, "not_assessable") })
  end
  doc:table {
    columns = { { name = "title", title = "Список", width = 5 }, { name = "yes", title = "В списке", type = "integer", open = true },
                { name = "open", title = "Не оценивается", type = "integer", open = true }, { name = "all", title = "Школ", type = "integer", open = true } },
    rows = rows,
  }
end

-- Муниципалитеты по убыванию доли школ в списке.
local function by_municipality(doc, one)
  local found, order = {}, {}
  for _, school in ipairs(one.schools) do
    local row = found[school.municipality]
    if not row then
      row = { name = school.municipality, yes = 0, all = 0 }
      found[school.municipality] = row
      table.insert(order, row)
    end
    row.all, row.yes = row.all + 1, row.yes + (school.answer == "yes" and 1 or 0)
  end
  table.sort(order, function(a, b)
    if a.yes * b.all ~= b.yes * a.all then return a.yes * b.all > b.yes * a.all end
    return a.name < b.name
  end)
  local points, first_ = {}, order[1]
  for _, row in ipairs(order) do
    if row.yes > 0 then table.insert(points, { label = row.name .. " (" .. row.yes .. " из " .. row.all .. ")", y = 100 * row.yes / row.all }) end
  end
  local without = #order - #points
  doc:chart {
    kind = "bars", caption = "«" .. one.title .. "»: доля школ в списке по муниципалитетам, %", y_title = "%", series = { { points = points } },
    description = "Муниципалитеты стоят по убыванию доли школ в списке. Больше всего — " .. first_.name .. ": " .. first_.yes .. " из " .. first_.all .. "." ..
      (without > 0 and " Без школ в списке: " .. doc:counted(without, "муниципалитет", "муниципалитета", "муниципалитетов") .. "." or ""),
  }
end

-- Доля отметок ниже положительной по муниципалитетам, с интервалами, по убыванию: где труднее всего.
local function low_marks(ctx, doc)
  if not ctx.figures["low-funnel"] or ctx.subject.scope ~= "region" then return end
  local places = {}
  for i, school in ipairs(ctx.schools) do places[i] = { school.code, school.municipality } end
  local rows = ctx.figures["low-funnel"]:join(frame({ { "school", "text" }, { "municipality", "text" } }, places), "school"):present("municipality")
    :group("municipality"):tally { n = sum("n"), low = sum("low") }
  if #rows < 2 then return end
  local bounds, all = rows:interval("low", "n"), rows:tally { n = sum("n"), low = sum("low") }
  rows = rows:with { y = rows.low / rows.n * 100, low_bound = bounds.lower * 100, high_bound = bounds.upper * 100 }:sort("-y", "municipality")
  local points = {}
  for row in rows:rows() do table.insert(points, { label = row.municipality, y = row.y, low = row.low_bound, high = row.high_bound, n = row.n }) end
  local region = share(all.low[1], all.n[1])
  doc:heading(1, "Результаты по муниципалитетам")
  doc:chart {
    kind = "bars", caption = "Доля отметок ниже положительной за ВПР по муниципалитетам, %", y_title = "%", series = { { points = points } },
      marks = { { label = "регион", at = region.percent } },
    description = "Муниципалитеты стоят по убыванию доли отметок ниже положительной, с 95-процентным интервалом; в регионе — " .. doc:shown(region, "percent", 1) ..
      " из " .. all.n[1] ..
      ". Больше всего — " .. points[1].label .. ", меньше всего — " .. points[#points].label .. ".",
  }
end

-- Тепловая таблица: муниципалитет × предмет; глубина цвета — доля отметок ниже положительной.
local function heat(ctx, doc, p)
  if not ctx.figures["municipal-shares"] or ctx.subject.scope ~= "region" then return end
  local subjects, places, deepest = {}, {}, 0
  for row in ctx.figures["municipal-shares"]:group("subject"):tally { n = sum("n") }:sort("-n", "subject"):rows() do
    if #subjects < p.subjects then table.insert(subjects, row.subject) end
  end
  local found = {}
  for row in ctx.figures["municipal-shares"]:sort("municipality", "subject"):rows() do
    if not found[row.municipality] then
      found[row.municipality] = { municipality = row.municipality, n = 0, low = 0 }
      table.insert(places, found[row.municipality])
    end
    local place = found[row.municipality]
    place[row.subject], place.n, place.low = share(row.low, row.n), place.n + row.n, place.low + row.low
  end
  if #places < 2 or #subjects == 0 then return end
  for _, place in ipairs(places) do
    place.all = share(place.low, place.n)
    for _, subject in ipairs(subjects) do
      if place[subject] and place.n >= p.small_cell then deepest = math.max(deepest, place[subject].value) end
    end
  end
  table.sort(places, function(a, b)
    if a.all.value ~= b.all.value then return a.all.value > b.all.value end
    return a.municipality < b.municipality
  end)
  local columns = { { name = "municipality", title = "Муниципалитет", width = 3 }, { name = "all", title = "все предметы", type = "percent", show_n = true, width = 2.6 } }
  for _, subject in ipairs(subjects) do
    table.insert(columns, { name = subject, title = ctx.titles[subject] or subject, type = "percent", width = 1.6 })
    for _, place in ipairs(places) do
      if place[subject] and deepest > 0 then place[subject] = { value = place[subject], shade = place[subject].value / deepest } end
    end
  end
  doc:table {
    caption = "Доля отметок ниже положительной за ВПР по муниципалитетам и предметам", columns = columns, rows = places,
    note = "Чем глубже цвет, тем больше доля; самый глубокий — " .. doc:shown(deepest, "percent", 1, true) .. ". Показаны предметы с наибольшим числом отметок.",
  }
end

local function school_columns(of_region, reasons)
  local columns = { { name = "name", title = "Школа", width = 3 }, { name = "reasons", title = reasons, width = 5 } }
  if of_region then table.insert(columns, 1, { name = "municipality", title = "Муниципалитет", width = 2 }) end
  return columns
end

local function listed(doc, one, of_region)
  local yes, open = count(one.schools, "yes"), count(one.schools, "not_assessable")
  if #yes == 0 and #open == 0 then return end
  doc:heading(1, one.title)
  if #yes > 0 and of_region then by_municipality(doc, one) end
  if #yes > 0 then
    doc:table { columns = school_columns(of_region, "Основание"), rows = yes }
  end
  if #open > 0 then
    doc:paragraph { style = "plain", text = "Не оцениваются: " .. paper.schools(doc, #open) .. "." }
    doc:table { columns = school_columns(of_region, "Почему"), rows = open }
  end
end

return report {
  api = 1,
  id = "municipal-summary",
  title = "Свод по муниципалитету",
  scope = { "municipality", "region" },
  needs = { "decisions", "run", "schools", "plan?", "indicator:low-funnel?", "indicator:municipal-shares?" },
  params = {
    subjects = integer(6, { title = "Предметов в тепловой таблице", basis = "ширина страницы", min = 1, max = 12 }),
    small_cell = integer(5, { title = "Группы меньше не показываются", basis = "защита персональных данных: решение региона", min = 0, max = 50 }),
  },
  write = function(ctx, doc, p)
    doc:title("Свод по спискам: " .. ctx.run.year .. " год")
    doc:paragraph { style = "plain", text = paper.subject(ctx) .. ", " .. paper.schools(doc, #ctx.schools) }
    overview(doc, ctx.decisions)
    low_marks(ctx, doc)
    heat(ctx, doc, p)
    for _, one in ipairs(ctx.decisions) do listed(doc, one, ctx.subject.scope == "region") end
    if ctx.plan then
      doc:heading(1, "План")
      doc:paragraph { style = "plain", text = ctx.plan.title }
      doc:key_figures {
        { title = "Выполнено поручений", value = share(ctx.plan.done, ctx.plan.asked), type = "percent", open = true },
        { title = "Просрочено", value = ctx.plan.late, open = true },
      }
    end
    paper.remark(doc, p.small_cell)
  end,
}
