-- Аналитическая справка: результаты года и распределение баллов, разрывы между школами, контекст и результаты, школы в списках, план.

local paper, marks, charts, context = include("paper"), include("marks"), include("charts"), include("context_parts")

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

-- Баллы участников документа по работам: { процедура → { балл → n } }.
local function own_scores(ctx, works)
  local own = {}
  for _, work in ipairs(works) do
    own[work.procedure] = {}
    for row in ctx.figures["school-scores"]:where("procedure", "==", work.procedure):group("score"):tally { n = sum("n") }:rows() do own[work.procedure][row.score] = row.n end
  end
  return own
end

local function distributions(ctx, doc, p)
  if p.works == 0 or not ctx.figures["score-distribution"] then return end
  doc:heading(1, "Распределение первичных баллов")
  local works = charts.distributions(ctx, p.works)
  local own = ctx.subject.scope ~= "region" and ctx.figures["school-scores"] and own_scores(ctx, works) or {}
  for _, work in ipairs(works) do charts.distribution(doc, work, own[work.procedure], "Муниципалитет", p.small_cell) end
  doc:paragraph { style = "remark", text = "Показаны работы с наибольшим числом участников. Вертикальные линии — баллы, с которых начинается отметка." }
end

local function spread(ctx, doc)
  if not ctx.figures["low-funnel"] then return end
  doc:heading(1, "Различия школ и случайные колебания")
  if not charts.funnel(doc, ctx, "ВПР") then return end
  doc:paragraph { style = "remark", text = "Границы — 99,8 %: без различий между школами за них выходят две школы из тысячи. Место вне границ — признак, требующий проверки; состав учащихся в нём не учтён." }
end

local SHORT_GAPS = { ["верхний и нижний дециль"] = "верхние и нижние 10 % школ", ["верхняя и нижняя квартиль"] = "верхние и нижние 25 % школ" }

-- Разрывы последнего года по работам и то же в прошлые годы: сокращаются ли они.
local function gaps(ctx, doc, p)
  local figures = ctx.figures["result-gaps"]
  if not figures then return end
  local rows, found, years, seen = {}, {}, {}, {}
  for row in figures:present("difference"):sort("gap", "procedure", "year"):rows() do
    local key = row.gap .. "/" .. row.procedure
    if not found[key] then
      found[key] = { gap = SHORT_GAPS[row.gap] or row.gap, work = paper.work(ctx, row.procedure) }
      table.insert(rows, found[key])
    end
    found[key]["y" .. row.year] = { value = 100 * row.difference, interval = row.lower and { 100 * row.lower, 100 * row.upper } or nil }
    found[key].schools = row.schools + row.others
    if not seen[row.year] then
      seen[row.year] = true
      table.insert(years, row.year)
    end
  end
  table.sort(rows, function(a, b)
    if a.gap ~= b.gap then return a.gap < b.gap end
    if a.schools ~= b.schools then return a.schools > b.schools end
    return a.work < b.work
  end)
  local last, of_gap = {}, {}
  for _, row in ipairs(rows) do
    of_gap[row.gap] = (of_gap[row.gap] or 0) + (row["y" .. ctx.year] and 1 or 0)
    if row["y" .. ctx.year] and of_gap[row.gap] <= p.gaps then table.insert(last, row) end
  end
  if #last == 0 then return end
  table.sort(years)
  local columns = { { name = "gap", title = "Какие школы сравниваются", width = 2.2 }, { name = "work", title = "Работа", width = 2.6 } }
  for _, year in ipairs(years) do table.insert(columns, { name = "y" .. year, title = year .. " год", type = "number", width = 2.4 }) end
  table.insert(columns, { name = "schools", title = "Школ", type = "integer", width = 1, open = true })
  doc:heading(1, "Разрывы в результатах между школами")
  doc:table {
    caption = "Разность средних долей набранных баллов, процентных пунктов" .. (ctx.subject.scope == "region" and "" or "; все школы региона"), columns = columns, rows = last,
    note = "Показаны работы с наибольшим числом школ; в скобках — 95-процентный интервал. Школа считается один раз; разрыв не называет причины.",
  }
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
  needs = { "results", "decisions", "run", "schools", "plan?", "indicator:score-distribution?", "indicator:school-scores?", "indicator:low-funnel?", "indicator:result-gaps?",
            "indicator:context-typology?", "indicator:context-contrast?", "indicator:cluster-profiles?" },
  params = {
    works = integer(2, { title = "Работ, распределение баллов которых показано", basis = "выбор региона", min = 0, max = 30 }),
    gaps = integer(5, { title = "Работ в таблице разрывов, не более, для каждой пары групп", basis = "выбор региона", min = 1, max = 500 }),
    lowest_mark = integer(2, { title = "Отметка ниже положительной", basis = "шкала отметок", min = 1, max = 5 }),
    small_cell = integer(5, { title = "Группы меньше не показываются", basis = "защита персональных данных: решение региона", min = 0, max = 50 }),
  },
  write = function(ctx, doc, p)
    doc:title("Аналитическая справка: " .. ctx.year .. " год")
    doc:paragraph { style = "plain", text = paper.subject(ctx) .. ", " .. paper.schools(doc, #ctx.schools) }
    results(ctx, doc, p)
    distributions(ctx, doc, p)
    spread(ctx, doc)
    gaps(ctx, doc, p)
    if context.typology(ctx, doc) then
      context.contrast(ctx, doc)
      context.clusters(ctx, doc)
    end
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
