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
  needs = { "decisions", "run", "schools", "plan?", "indicator:low-funnel?" },
  params = {
    small_cell = integer(5, { title = "Группы меньше не показываются", basis = "защита персональных данных: решение региона", min = 0, max = 50 }),
  },
  write = function(ctx, doc, p)
    doc:title("Свод по спискам: " .. ctx.run.year .. " год")
    doc:paragraph { style = "plain", text = paper.subject(ctx) .. ", " .. paper.schools(doc, #ctx.schools) }
    overview(doc, ctx.decisions)
    low_marks(ctx, doc)
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
