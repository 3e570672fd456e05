-- Справка о признаках, требующих проверки: школы, признаки и другие объяснения. Признак не доказывает нарушения.

local paper, charts = include("paper"), include("charts")

-- Методики признаков: федеральной основы и регионов.
local METHODOLOGIES = { ["bias-markers"] = true, ["vpr-bias"] = true, objectivity = true }

-- Отметки за работу рядом с отметками журнала: сколько участников понизили, подтвердили, повысили.
local function journal(ctx, doc, p)
  local figures = ctx.figures["journal-comparison"]
  if not figures then return end
  local rows = {}
  for row in figures:present("n", "confirmed"):group("procedure"):tally { n = sum("n"), lowered = sum("lowered"), confirmed = sum("confirmed"), raised = sum("raised"),
    far = sum("far") }:sort("-n", "procedure"):rows() do
    if row.n > 0 then
      table.insert(rows, { name = paper.short_work(ctx, row.procedure), n = row.n, lowered = share(row.lowered, row.n), confirmed = share(row.confirmed, row.n),
        raised = share(row.raised, row.n), far = share(row.far, row.n) })
    end
  end
  if #rows == 0 then return end
  doc:heading(1, "Отметки за работу и в журнале")
  local lowered, confirmed, raised = {}, {}, {}
  for i, row in ipairs(rows) do
    if i <= p.journal_works then
      table.insert(lowered, { label = row.name, y = row.lowered.percent, n = row.n })
      table.insert(confirmed, { label = row.name, y = row.confirmed.percent, n = row.n })
      table.insert(raised, { label = row.name, y = row.raised.percent, n = row.n })
    end
  end
  doc:chart {
    kind = "bars", caption = "Отметка за работу по сравнению с журналом, % участников", y_title = "%",
    series = { { name = "понизили", points = lowered }, { name = "подтвердили", points = confirmed }, { name = "повысили", points = raised } },
    description = "Столбцы повторяют таблицу для работ с наибольшим числом участников: доли участников, чья отметка за работу ниже, равна и выше отметки в журнале.",
  }
  doc:table {
    columns = {
      { name = "name", title = "Работа", width = 3 }, { name = "n", title = "Участников с обеими отметками", type = "integer", width = 1.4 },
      { name = "lowered", title = "Понизили", type = "percent" },
      { name = "confirmed", title = "Подтвердили", type = "percent" }, { name = "raised", title = "Повысили", type = "percent" },
      { name = "far", title = "Расхождение в две отметки и больше", type = "percent", width = 1.4 },
    },
    rows = rows,
    note = "Расхождение объясняется и другой датой, и другим содержанием работы: само по себе оно не говорит о необъективности.",
  }
end

-- Работы, в которых баллы школы или школ документа скапливаются у границ отметок больше, чем в других школах.
local function works_at_borders(ctx, most)
  local names = {}
  for row in ctx.figures["border-bunching"]:present("p"):group("procedure"):tally { p = min("p") }:sort("p", "procedure"):rows() do
    if #names < most then table.insert(names, row.procedure) end
  end
  return names
end

local function distributions(ctx, doc, p)
  if p.works == 0 or not (ctx.figures["score-distribution"] and ctx.figures["border-bunching"]) then return end
  local wanted, works = works_at_borders(ctx, p.works), {}
  for _, work in ipairs(charts.distributions(ctx, 1000)) do works[work.procedure] = work end
  if #wanted == 0 then return end
  doc:heading(1, "Распределение первичных баллов и границы отметок")
  for _, name in ipairs(wanted) do
    local own = {}
    if ctx.figures["school-scores"] then
      for row in ctx.figures["school-scores"]:where("procedure", "==", name):group("score"):tally { n = sum("n") }:rows() do own[row.score] = row.n end
    end
    if ctx.subject.scope == "school" then charts.school_distribution(doc, works[name], own, math.max(1, p.small_cell))
    else charts.distribution(doc, works[name], ctx.subject.scope == "municipality" and own or nil, "Муниципалитет", p.small_cell) end
  end
  doc:paragraph { style = "remark", text = "Показаны работы, в которых баллы ближе всего к границам отметок по сравнению с другими школами. Пик у границы — повод посмотреть на проверку работ, а не вывод." }
end

return report {
  api = 1,
  id = "objectivity",
  title = "Справка о признаках, требующих проверки",
  scope = { "region", "municipality", "school" },
  needs = { "decisions", "run", "indicator:journal-comparison?", "indicator:border-bunching?", "indicator:score-distribution?", "indicator:school-scores?" },
  params = {
    works = integer(3, { title = "Работ, распределение баллов которых показано", basis = "выбор региона", min = 0, max = 30 }),
    journal_works = integer(8, { title = "Работ на диаграмме отметок журнала, не более", basis = "выбор региона", min = 1, max = 30 }),
    small_cell = integer(5, { title = "Группы меньше не показываются", basis = "защита персональных данных: решение региона", min = 0, max = 50 }),
  },
  write = function(ctx, doc, p)
    doc:title("Признаки, требующие проверки: " .. ctx.run.year .. " год")
    doc:paragraph { style = "plain", text = paper.subject(ctx) }
    doc:paragraph("Ни один из признаков не доказывает нарушения: у каждого есть другие объяснения. Вывод делается после проверки, с участием школы.")
    local found = false
    for _, one in ipairs(ctx.decisions) do
      if METHODOLOGIES[one.methodology] then
        local rows, open = {}, 0
        for _, school in ipairs(one.schools) do
          if school.answer == "yes" then
            table.insert(rows, { municipality = school.municipality, name = school.name, reasons = school.reasons, other = school.values["Иные объяснения"] })
          elseif school.answer == "not_assessable" then
            open = open + 1
          end
        end
        found = true
        doc:heading(1, one.title)
        if #rows == 0 then
          doc:paragraph("Школ с признаками нет.")
        else
          doc:table {
            columns = { { name = "municipality", title = "Муниципалитет", width = 2 }, { name = "name", title = "Школа", width = 3 },
                        { name = "reasons", title = "Признаки, требующие проверки", width = 5 }, { name = "other", title = "Иные объяснения", width = 2 } },
            rows = rows,
          }
        end
        if open > 0 then doc:paragraph { style = "plain", text = "Не оцениваются: " .. paper.schools(doc, open) .. "." } end
      end
    end
    if not found then doc:paragraph("В этом расчёте признаки не вычислялись.") end
    journal(ctx, doc, p)
    distributions(ctx, doc, p)
    paper.remark(doc, p.small_cell)
  end,
}
