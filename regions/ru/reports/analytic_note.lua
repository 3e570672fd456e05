-- Аналитическая справка: результаты года, школы в списках по муниципалитетам, что не удалось оценить, как идёт план.

local paper, marks = include("paper"), include("marks")

local function results(ctx, doc, p)
  doc:heading(1, "Результаты оценочных процедур")
  local rows = {}
  for _, one in ipairs(ctx.results) do
    if one.year == ctx.year and one.n > 0 then
      table.insert(rows, { title = one.title, schools = one.schools, n = one.n, mean = { value = one.mean, n = one.n }, low = marks.low(one, p.lowest_mark),
                           region_low = marks.low(one.region, p.lowest_mark) })
    end
  end
  if #rows == 0 then
    doc:paragraph("Результатов за год нет.")
    return
  end
  local columns = {
    { name = "title", title = "Работа", width = 4 }, { name = "schools", title = "Школ", type = "integer" }, { name = "n", title = "Участников", type = "integer" },
    { name = "mean", title = "Средний балл", type = "number" }, { name = "low", title = "Доля отметок ниже положительной", type = "percent", show_n = true, width = 2 },
  }
  if ctx.subject.scope ~= "region" then table.insert(columns, { name = "region_low", title = "в регионе", type = "percent" }) end
  doc:table { columns = columns, rows = rows }
end

-- Число школ каждого ответа по муниципалитетам.
local function by_municipality(schools)
  local found, order = {}, {}
  for _, school in ipairs(schools) do
    local row = found[school.municipality]
    if not row then
      row = { municipality = school.municipality, yes = 0, no = 0, not_assessable = 0, all = 0 }
      found[school.municipality] = row
      table.insert(order, row)
    end
    row[school.answer] = row[school.answer] + 1
    row.all = row.all + 1
  end
  table.sort(order, function(a, b) return a.municipality < b.municipality end)
  for _, row in ipairs(order) do row.share = share(row.yes, row.all) end
  return order
end

local function lists(ctx, doc)
  doc:heading(1, "Школы в списках")
  for _, one in ipairs(ctx.decisions) do
    local rows, yes, open = by_municipality(one.schools), 0, 0
    for _, row in ipairs(rows) do yes, open = yes + row.yes, open + row.not_assessable end
    doc:heading(2, one.title)
    doc:paragraph("В списке " .. paper.schools(doc, yes) .. " из " .. #one.schools .. (open > 0 and "; не оцениваются " .. paper.schools(doc, open) or "") .. ".")
    if yes > 0 and ctx.subject.scope == "region" then
      doc:table {
        columns = {
          { name = "municipality", title = "Муниципалитет", width = 4 }, { name = "yes", title = "В списке", type = "integer" },
          { name = "not_assessable", title = "Не оценивается", type = "integer" }, { name = "all", title = "Школ", type = "integer" },
          { name = "share", title = "Доля школ в списке", type = "percent", open = true },
        },
        rows = rows,
      }
    end
  end
end

return report {
  api = 1,
  id = "analytic-note",
  title = "Аналитическая справка",
  scope = { "region", "municipality" },
  needs = { "results", "decisions", "run", "schools", "plan?" },
  params = {
    lowest_mark = integer(2, { title = "Отметка ниже положительной", basis = "шкала отметок", min = 1, max = 5 }),
    small_cell = integer(5, { title = "Группы меньше не показываются", basis = "защита персональных данных: решение региона", min = 0, max = 50 }),
  },
  write = function(ctx, doc, p)
    doc:title("Аналитическая справка: " .. ctx.year .. " год")
    doc:paragraph { style = "plain", text = paper.subject(ctx) .. ", " .. paper.schools(doc, #ctx.schools) }
    results(ctx, doc, p)
    lists(ctx, doc)
    if ctx.plan then
      doc:heading(1, "Исполнение плана")
      doc:paragraph { style = "plain", text = ctx.plan.title }
      doc:key_figures {
        { title = "Выполнено поручений", value = share(ctx.plan.done, ctx.plan.asked), type = "percent", open = true },
        { title = "Просрочено", value = ctx.plan.late, open = true },
      }
    end
    paper.remark(doc, p.small_cell)
  end,
}
