-- Адресные рекомендации: что поручено школе планом и какие темы ей труднее всего. Меры берутся из плана региона, а не
-- придумываются программой.

local paper = include("paper")

local function deficits(ctx, doc, p)
  doc:heading(1, "Предметные дефициты")
  local rows = {}
  for row in ctx.figures["school-deficits"]:rows() do
    if row.place and row.place <= p.topics then
      table.insert(rows, { place = row.place, procedure = paper.work(ctx, row.procedure), text = row.text or row.code,
                           share = { value = row.share, n = row.n }, others = row.others_share })
    end
  end
  if #rows == 0 then
    doc:paragraph("Данные не показывают тем, которые школе заметно труднее, чем другим.")
    return
  end
  table.sort(rows, function(a, b) return a.place < b.place end)
  doc:table {
    columns = { { name = "place", title = "№ п/п", type = "integer", width = 0.5 }, { name = "procedure", title = "Работа", width = 2 }, { name = "text", title = "Тема или умение", width = 5 },
                { name = "share", title = "Выполнение", type = "percent" }, { name = "others", title = "Сравнимые школы", type = "percent" } },
    rows = rows,
    note = "Темы упорядочены по отставанию от сравнимых школ.",
  }
end

local function grounds(doc, school)
  doc:heading(1, "Основания")
  local points = {}
  for _, decision in ipairs(school.decisions) do
    for _, check in ipairs(decision.checks) do
      if check.met and decision.answer == "yes" then
        table.insert(points, decision.title .. ": " .. check.rule .. ", " .. check.name .. " — " .. check.value .. " при пороге " .. check.threshold)
      end
    end
  end
  if #points == 0 then doc:paragraph("Школа не стоит в списках этого расчёта.") end
  doc:bullets(points)
end

local function measures(ctx, doc)
  doc:heading(1, "Мероприятия поддержки")
  local rows = {}
  for _, one in ipairs(ctx.plan and ctx.plan.assignments or {}) do
    if one.state == "open" or one.state == "returned" then
      table.insert(rows, { number = one.number, measure = one.measure, deadline = one.deadline, result = one.result })
    end
  end
  if #rows == 0 then
    doc:paragraph("План не поручает школе мероприятий, которые ещё не выполнены.")
    return
  end
  doc:table {
    columns = { { name = "number", title = "№ в плане", width = 0.8 }, { name = "measure", title = "Мероприятие", width = 5 }, { name = "deadline", title = "Срок", width = 2 },
                { name = "result", title = "Ожидаемый результат", width = 3 } },
    rows = rows,
  }
end

return report {
  api = 1,
  id = "recommendations",
  title = "Адресные рекомендации",
  scope = "school",
  needs = { "school", "run", "plan?", "indicator:school-deficits" },
  params = {
    topics = integer(5, { title = "Тем, не более", basis = "выбор региона", min = 1, max = 100 }),
    small_cell = integer(5, { title = "Группы меньше не показываются", basis = "защита персональных данных: решение региона", min = 0, max = 50 }),
  },
  write = function(ctx, doc, p)
    doc:title("Адресные рекомендации")
    doc:paragraph { style = "plain", text = { { text = ctx.school.name, bold = true }, ", " .. ctx.school.municipality } }
    grounds(doc, ctx.school)
    deficits(ctx, doc, p)
    measures(ctx, doc)
    paper.remark(doc, p.small_cell)
  end,
}
