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
    columns = { { name = "place", title = "№ п/п", type = "integer", width = 0.5 }, { name = "procedure", title = "Работа", width = 2 },
                { name = "text", title = "Тема или умение", width = 5 },
                { name = "share", title = "Выполнение", type = "percent" }, { name = "others", title = "Сравнимые школы", type = "percent" } },
    rows = rows,
    note = "Темы упорядочены по отставанию от сравнимых школ.",
  }
end

-- Работы школы, в которых больше всего заданий, значимо более трудных ей, чем сравнимым школам; без таких — с наибольшим отставанием.
local function profile_works(figures, most)
  local works, rows = {}, figures:present("share", "region_share")
  local of_work = rows:with { behind = rows.region_share - rows.share }:group("procedure"):tally { behind = mean("behind"), deficits = sum("deficit") }
  for row in of_work:sort("-deficits", "-behind", "procedure"):rows() do
    if #works < most then table.insert(works, row.procedure) end
  end
  return works
end

-- Профиль заданий: доля набранных баллов по заданиям в школе, с интервалом, и в регионе.
local function profile(ctx, doc, p)
  local figures = ctx.figures["task-completion"]
  if not figures or p.profiles == 0 then return end
  local works = profile_works(figures, p.profiles)
  if #works == 0 then return end
  doc:heading(1, "Профиль заданий")
  for _, work in ipairs(works) do
    local own, region, behind, n = {}, {}, {}, 0
    for row in figures:where("procedure", "==", work):sort("task_position"):rows() do
      if row.share and row.region_share then
        n = math.max(n, row.n)
        table.insert(own, { x = row.task_position, label = row.task, y = 100 * row.share, low = row.low and 100 * row.low or nil,
          high = row.high and 100 * row.high or nil, n = row.n })
        table.insert(region, { x = row.task_position, label = row.task, y = 100 * row.region_share })
        if row.deficit == 1 then table.insert(behind, row.task) end
      end
    end
    doc:chart {
      kind = "lines", caption = paper.work(ctx, work) .. ": доля набранных баллов по заданиям, %", x_title = "задание", y_title = "%",
      series = { { name = "Школа (участников: " .. n .. ")", points = own }, { name = "регион", points = region } },
      description = "Доля набранных баллов по заданиям в школе (с интервалом) и в регионе. " ..
        (#behind > 0 and "Значимо ниже, чем в сравнимых школах, задания: " .. table.concat(behind, ", ") .. "." or "Заданий, выполненных значимо хуже, чем в сравнимых школах, нет."),
    }
  end
end

local function grounds(doc, school)
  doc:heading(1, "Основания")
  local points, found = {}, {}
  for _, decision in ipairs(school.decisions) do
    for _, check in ipairs(decision.checks) do
      if check.met and decision.answer == "yes" then
        local key = decision.title .. ": " .. check.rule .. ", порог " .. check.threshold
        if not found[key] then
          found[key] = {}
          table.insert(points, key)
        end
        table.insert(found[key], check.name .. " — " .. check.value)
      end
    end
  end
  for i, key in ipairs(points) do points[i] = key .. ": " .. table.concat(found[key], "; ") end
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
  needs = { "school", "run", "plan?", "indicator:school-deficits", "indicator:task-completion?" },
  params = {
    profiles = integer(2, { title = "Работ с профилем заданий, не более", basis = "выбор региона", min = 0, max = 30 }),
    topics = integer(5, { title = "Тем, не более", basis = "выбор региона", min = 1, max = 100 }),
    small_cell = integer(5, { title = "Группы меньше не показываются", basis = "защита персональных данных: решение региона", min = 0, max = 50 }),
  },
  write = function(ctx, doc, p)
    doc:title("Адресные рекомендации")
    doc:paragraph { style = "plain", text = { { text = ctx.school.name, bold = true }, ", " .. ctx.school.municipality } }
    grounds(doc, ctx.school)
    deficits(ctx, doc, p)
    profile(ctx, doc, p)
    measures(ctx, doc)
    paper.remark(doc, p.small_cell)
  end,
}
