-- Кто не сдал: школы без результатов работ, которые писали другие, и просроченные поручения школ.

local paper = include("paper")

-- Школы и работы года, результатов которых от них нет; работы, которые писали немногие, не в счёт.
local function missing(ctx, p)
  local found, order = {}, {}
  for _, one in ipairs(ctx.results) do
    if one.without and one.region.schools > 0 and share(one.region.schools, math.max(1, p.schools)) >= p.taken_by then
      for _, school in ipairs(one.without) do
        local row = found[school.code]
        if not row then
          row = { municipality = school.municipality, name = school.name, works = {} }
          found[school.code] = row
          table.insert(order, row)
        end
        table.insert(row.works, one.title)
      end
    end
  end
  return order
end

local function by_place(a, b)
  if a.municipality ~= b.municipality then return a.municipality < b.municipality end
  return a.name < b.name
end

return report {
  api = 1,
  id = "not-submitted",
  title = "Кто не сдал",
  scope = { "region", "municipality" },
  needs = { "results", "schools", "plan?" },
  params = {
    taken_by = percent(50, { title = "Работа ожидается, если её сдали школ региона, не менее", basis = "решение региона", min = 1, max = 100 }),
  },
  write = function(ctx, doc, p)
    doc:title("Кто не сдал: " .. ctx.year .. " год")
    doc:paragraph { style = "plain", text = paper.subject(ctx) .. ", на " .. doc:date_words(ctx.on) }
    local most = 1
    for _, one in ipairs(ctx.results) do
      if one.without then most = math.max(most, one.region.schools) end
    end
    local rows = missing(ctx, { taken_by = p.taken_by, schools = most })
    table.sort(rows, by_place)
    doc:heading(1, "Результаты оценочных процедур")
    if #rows == 0 then
      doc:paragraph("Все " .. paper.schools(doc, #ctx.schools) .. " сдали результаты.")
    else
      for _, row in ipairs(rows) do row.count, row.works = #row.works, table.concat(row.works, "; ") end
      doc:table {
        columns = {
          { name = "place", title = "№ п/п", type = "integer", width = 0.5 }, { name = "municipality", title = "Муниципалитет", width = 2 },
          { name = "name", title = "Школа", width = 4 }, { name = "count", title = "Работ", type = "integer", width = 0.8 }, { name = "works", title = "Нет результатов", width = 6 },
        },
        rows = paper.numbered(rows),
        note = "Работа ожидается, если её сдало не менее " .. doc:shown(p.taken_by, "percent", 0, true) .. " школ от наибольшего числа школ одной работы года.",
      }
    end
    if not ctx.plan then return end
    doc:heading(1, "Поручения плана, срок которых прошёл")
    if #ctx.plan.late_assignments == 0 then
      doc:paragraph("Просроченных поручений нет.")
      return
    end
    local late = {}
    for _, one in ipairs(ctx.plan.late_assignments) do
      table.insert(late, { holder = one.holder, municipality = one.municipality, measure = one.measure, until_day = one["until"], days = one.days_late })
    end
    doc:table {
      columns = {
        { name = "municipality", title = "Муниципалитет", width = 2 }, { name = "holder", title = "Исполнитель", width = 3 }, { name = "measure", title = "Мероприятие", width = 5 },
        { name = "until_day", title = "Срок", type = "date", width = 1.2 }, { name = "days", title = "Дней", type = "integer", width = 0.8 },
      },
      rows = late,
    }
  end,
}
