-- Карточка школы: результаты рядом с регионом, списки по годам, выполненные условия, поручения плана.

local paper, marks = include("paper"), include("marks")

local function lists(doc, school)
  doc:heading(1, "Списки по годам")
  if #school.lists == 0 then
    doc:paragraph("Школа не стояла ни в одном перечне.")
    return
  end
  local rows = {}
  for _, list in ipairs(school.lists) do
    table.insert(rows, { year = list.year, title = list.title, act = paper.act_of_list(doc, list), on_list = list.on_list and "в перечне" or "снята решением человека",
                         years = list.years_in_row })
  end
  doc:table {
    columns = {
      { name = "year", title = "Год", width = 0.7 }, { name = "title", title = "Перечень", width = 4 }, { name = "act", title = "Основание", width = 3 },
      { name = "on_list", title = "Место школы", width = 2 }, { name = "years", title = "Лет подряд", type = "integer", width = 1 },
    },
    rows = rows,
  }
end

local function results(ctx, doc, p)
  doc:heading(1, "Результаты")
  local rows, school, region = {}, {}, {}
  for _, one in ipairs(ctx.results) do
    if one.year > ctx.year - p.years then
      local own, of_all = marks.low(one, p.lowest_mark), marks.low(one.region, p.lowest_mark)
      table.insert(rows, { title = one.title, n = one.n, mean = { value = one.mean, n = one.n }, region_mean = one.region.mean, low = own, region_low = of_all })
      if one.year == ctx.year and own and of_all then
        table.insert(school, { label = one.title, y = own.percent, n = one.n })
        table.insert(region, { label = one.title, y = of_all.percent })
      end
    end
  end
  if #rows == 0 then
    doc:paragraph("Результатов за последние годы нет.")
    return
  end
  doc:table {
    caption = "Работы за последние годы и регион",
    columns = {
      { name = "title", title = "Работа", width = 4 }, { name = "n", title = "Участников", type = "integer" },
      { name = "mean", title = "Средний балл", type = "number" }, { name = "region_mean", title = "в регионе", type = "number" },
      { name = "low", title = "Доля отметок ниже положительной", type = "percent", show_n = true, width = 2 }, { name = "region_low", title = "в регионе", type = "percent" },
    },
    rows = rows,
  }
  if #school == 0 then return end
  doc:chart {
    kind = "bars", caption = "Доля отметок ниже положительной, " .. ctx.year .. " год, %", y_title = "%",
    series = { { name = "школа", points = school }, { name = "регион", points = region } },
    description = "Столбцы повторяют таблицу: доля отметок ниже положительной в школе и в регионе по работам " .. ctx.year .. " года.",
  }
end

local function checks(doc, school)
  doc:heading(1, "Выполненные условия списков")
  local rows = {}
  for _, decision in ipairs(school.decisions) do
    for _, check in ipairs(decision.checks) do
      if check.met then
        table.insert(rows, { list = decision.title, rule = check.rule, name = check.name, value = check.value, threshold = check.threshold, n = check.n })
      end
    end
  end
  if #rows == 0 then
    doc:paragraph("Ни одно условие не выполнено.")
    return
  end
  doc:table {
    columns = {
      { name = "list", title = "Список", width = 3 }, { name = "rule", title = "Признак, требующий проверки", width = 3 }, { name = "name", title = "Что измерено", width = 3 },
      { name = "value", title = "Значение", width = 1.5 }, { name = "threshold", title = "Порог" }, { name = "n", title = "Участников", type = "integer" },
    },
    rows = rows,
  }
end

local function assignments(ctx, doc)
  if not ctx.plan then return end
  doc:heading(1, "Поручения плана")
  doc:paragraph { style = "plain", text = ctx.plan.title }
  if #ctx.plan.assignments == 0 then
    doc:paragraph("Поручений у школы нет.")
    return
  end
  local rows = {}
  for _, one in ipairs(ctx.plan.assignments) do
    table.insert(rows, { number = one.number, measure = one.measure, deadline = one.deadline, until_day = one["until"],
                         state = paper.state(one.state) .. (one.late and ", срок прошёл" or "") })
  end
  doc:table {
    columns = {
      { name = "number", title = "№", width = 0.6 }, { name = "measure", title = "Мероприятие", width = 5 }, { name = "deadline", title = "Срок по плану", width = 2 },
      { name = "until_day", title = "До", type = "date", width = 1.2 }, { name = "state", title = "Состояние", width = 2 },
    },
    rows = rows,
  }
end

return report {
  api = 1,
  id = "school-card",
  title = "Карточка школы",
  scope = "school",
  needs = { "school", "run", "results", "plan?" },
  params = {
    years = integer(3, { title = "Сколько последних лет показать", basis = "выбор региона", min = 1, max = 10 }),
    lowest_mark = integer(2, { title = "Отметка ниже положительной", basis = "шкала отметок", min = 1, max = 5 }),
    small_cell = integer(5, { title = "Группы меньше не показываются", basis = "защита персональных данных: решение региона", min = 0, max = 50 }),
  },
  write = function(ctx, doc, p)
    local listed, met = 0, 0
    for _, decision in ipairs(ctx.school.decisions) do
      if decision.answer == "yes" then listed = listed + 1 end
      for _, check in ipairs(decision.checks) do
        if check.met then met = met + 1 end
      end
    end
    doc:title("Карточка школы")
    doc:paragraph { style = "plain", text = { { text = ctx.school.name, bold = true }, ", " .. ctx.school.municipality } }
    local figures = {
      { title = "Списков, в которых стоит школа", value = listed, open = true, note = ctx.run.year .. " год" },
      { title = "Признаков, требующих проверки", value = met, open = true },
    }
    if ctx.plan then
      table.insert(figures, { title = "Поручений выполнено", value = share(ctx.plan.done, ctx.plan.asked), type = "percent", open = true })
      table.insert(figures, { title = "Срок прошёл", value = ctx.plan.late, open = true })
    end
    doc:key_figures(figures)
    results(ctx, doc, p)
    lists(doc, ctx.school)
    checks(doc, ctx.school)
    assignments(ctx, doc)
    paper.remark(doc, p.small_cell)
  end,
}
