-- Ход исполнения плана: выполнено, просрочено, без даты; по мероприятиям и муниципалитетам.

local paper = include("paper")

local COUNTS = {
  { name = "asked", title = "Поручений", type = "integer" }, { name = "done", title = "Выполнено", type = "integer" },
  { name = "accepted", title = "Принято", type = "integer" }, { name = "late", title = "Просрочено", type = "integer" },
  { name = "share", title = "Доля выполненных", type = "percent", show_n = true, width = 1.5, open = true },
}

local function with_counts(columns)
  for _, column in ipairs(COUNTS) do table.insert(columns, column) end
  return columns
end

local function measures(doc, plan)
  local rows = {}
  for _, row in ipairs(plan.rows) do
    if row.asked > 0 then
      table.insert(rows, { number = row.number, measure = row.measure, deadline = row.deadline, asked = row.asked, done = row.done, accepted = row.accepted,
                           late = row.late, share = share(row.done, row.asked) })
    end
  end
  doc:heading(1, "По мероприятиям")
  doc:table {
    columns = with_counts { { name = "number", title = "№", width = 0.6 }, { name = "measure", title = "Мероприятие", width = 5 }, { name = "deadline", title = "Срок", width = 2 } },
    rows = rows,
    totals = { number = "", measure = "Всего", deadline = "", asked = plan.asked, done = plan.done, accepted = plan.accepted, late = plan.late,
        share = share(plan.done, plan.asked) },
  }
end

-- Показатели плана по порядку: целые и те, у которых есть мероприятие.
local function figures(doc, plan)
  if #plan.figures == 0 then return end
  local rows = {}
  for _, figure in ipairs(plan.figures) do
    table.insert(rows, { title = figure.title, row = figure.row or "весь план", value = figure.value.value and figure.value or { reason = "нет данных" },
                         target = figure.target and figure.target .. " %" or "" })
  end
  doc:heading(1, "Показатели плана")
  doc:table {
    columns = { { name = "title", title = "Показатель", width = 4 }, { name = "row", title = "Пункт плана", width = 4 },
                { name = "value", title = "Значение", type = "percent", show_n = true, open = true, width = 2 }, { name = "target", title = "Цель" } },
    rows = rows,
  }
end

-- Сроки мероприятий на одной оси: что закончено, что идёт, что просрочено.
local function timeline(ctx, doc, plan, p)
  local series = { done = { name = "выполнено", points = {} }, late = { name = "есть просроченные поручения", points = {} }, open = { name = "не закончено", points = {} } }
  local shown, first_, last_ = 0, nil, nil
  for _, row in ipairs(plan.rows) do
    for _, window in ipairs(row.windows) do
      if window["until"] and shown < p.rows_of_timeline then
        shown = shown + 1
        local from = window.from or window["until"]
        local state = row.late > 0 and "late" or row.asked > 0 and row.done == row.asked and "done" or "open"
        table.insert(series[state].points, { label = (row.number ~= "" and paper.bare(row.number) .. ". " or "") .. row.measure, x = from, y = window["until"] })
        if not first_ or from < first_ then first_ = from end
        if not last_ or window["until"] > last_ then last_ = window["until"] end
      end
    end
  end
  if shown == 0 then return end
  local drawn = {}
  for _, state in ipairs { "late", "open", "done" } do
    if #series[state].points > 0 then table.insert(drawn, series[state]) end
  end
  doc:heading(1, "Сроки мероприятий")
  doc:chart {
    kind = "timeline", caption = "Сроки мероприятий плана", series = drawn, marks = first_ <= ctx.on and ctx.on <= last_ and { { label = doc:date_words(ctx.on),
        at = ctx.on, vertical = true } } or {},
    description = "Полоса — срок мероприятия (с " .. doc:date_words(first_) .. " по " .. doc:date_words(last_) .. "). С просроченными поручениями — " ..
        #series.late.points .. ", выполнено — " .. #series.done.points ..
      ", не закончено — " .. #series.open.points .. ". Мероприятия без даты не показаны.",
  }
end

local function municipalities(ctx, doc, plan)
  if ctx.subject.scope ~= "region" or #plan.municipalities == 0 then return end
  local rows = {}
  for _, row in ipairs(plan.municipalities) do
    table.insert(rows, { municipality = row.municipality, asked = row.asked, done = row.done, accepted = row.accepted, late = row.late, share = share(row.done, row.asked) })
  end
  doc:heading(1, "По муниципалитетам")
  doc:table { columns = with_counts { { name = "municipality", title = "Муниципальное образование", width = 4 } }, rows = rows }
end

local function assignments(doc, title, none, list, columns)
  doc:heading(1, title)
  if #list == 0 then
    doc:paragraph(none)
    return
  end
  local rows = {}
  for _, one in ipairs(list) do
    table.insert(rows, { number = one.number, measure = one.measure, holder = one.holder, municipality = one.municipality, deadline = one.deadline,
                         until_day = one["until"], days = one.days_late })
  end
  doc:table { columns = columns, rows = rows }
end

local NUMBER, MEASURE = { name = "number", title = "№", width = 0.6 }, { name = "measure", title = "Мероприятие", width = 4 }
local HOLDER, PLACE = { name = "holder", title = "Исполнитель", width = 3 }, { name = "municipality", title = "Муниципалитет", width = 2 }

return report {
  api = 1,
  id = "plan-progress",
  title = "Ход исполнения плана",
  scope = { "region", "municipality" },
  needs = { "plan" },
  params = {
    rows_of_timeline = integer(60, { title = "Полос на диаграмме сроков, не более", basis = "страница", min = 1, max = 60 }),
  },
  write = function(ctx, doc, p)
    local plan = ctx.plan
    doc:title("Справка о ходе исполнения плана")
    doc:paragraph { style = "plain", text = plan.title }
    if plan.criterion then doc:paragraph { style = "plain", text = "Критерий оценки механизмов управления: " .. plan.criterion } end
    doc:paragraph { style = "plain", text = paper.subject(ctx) .. ", на " .. doc:date_words(ctx.on) }
    doc:key_figures {
      { title = "Выполнено поручений", value = share(plan.done, plan.asked), type = "percent", open = true },
      { title = "Просрочено", value = plan.late, open = true },
      { title = "Без даты", value = plan.dateless, open = true },
    }
    figures(doc, plan)
    timeline(ctx, doc, plan, p)
    measures(doc, plan)
    municipalities(ctx, doc, plan)
    assignments(doc, "Просрочено", "Просроченных поручений нет.", plan.late_assignments, { NUMBER, MEASURE, HOLDER, PLACE,
      { name = "until_day", title = "Срок", type = "date", width = 1.2 }, { name = "days", title = "Дней", type = "integer", width = 0.8 } })
    assignments(doc, "Без даты", "Поручений без даты нет.", plan.dateless_assignments, { NUMBER, MEASURE, HOLDER, PLACE, { name = "deadline", title = "Срок по плану", width = 2 } })
  end,
}
