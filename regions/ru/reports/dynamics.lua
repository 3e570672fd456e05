-- Динамика: результаты рядом по годам с интервалами, школы, которые изменились больше случайного, волны мониторинга, движение списков.

local paper, history = include("paper"), include("history")

local MEASURE = "доля «2»"
local ON_A_PAGE = 3  -- столько лет помещается на странице без поворота

local function cell(point)
  if not point then return nil end
  if point.n == 0 then return { reason = "отметок нет" } end
  return { value = share(point.low, point.n), n = point.n, interval = { point.lower, point.upper } }
end

local function years_of(works)
  local seen, years = {}, {}
  for _, work in ipairs(works) do
    for _, point in ipairs(work.points) do
      if not seen[point.year] then
        seen[point.year] = true
        table.insert(years, point.year)
      end
    end
  end
  table.sort(years)
  return years
end

-- Работы хотя бы двух лет; отметки есть не у всех.
local function repeated(works)
  local marked, scored = {}, {}
  for _, work in ipairs(works) do
    if #work.points > 1 then table.insert(work.points[#work.points].n > 0 and marked or scored, work) end
  end
  return marked, scored
end

local function marked_table(ctx, doc, works, years, broken)
  local verdicts, rows, notes, noted = history.verdicts(works, broken), {}, {}, {}
  local last = years[#years]
  for _, work in ipairs(works) do
    local row = { name = work.name, verdict = verdicts[work.name] or "не с чем сравнить" }
    for _, year in ipairs(years) do row["y" .. year] = cell(work.by_year[year]) end
    local now = work.by_year[last]
    if now then row.region = cell(now.region) end
    table.insert(rows, row)
    for i = 2, #work.points do
      local reason = broken(work, work.points[i - 1].year, work.points[i].year)
      local words = reason and work.kind .. ", " .. work.points[i - 1].year .. " и " .. work.points[i].year .. " годы: " .. reason
      if words and not noted[words] then
        noted[words] = true
        table.insert(notes, words)
      end
    end
  end
  local columns = { { name = "name", title = "Работа", width = 2.4 } }
  for _, year in ipairs(years) do table.insert(columns, { name = "y" .. year, title = year .. " год", type = "percent", show_n = true, width = 2.5 }) end
  if ctx.subject.scope ~= "region" then table.insert(columns, { name = "region", title = "Регион, " .. last .. " год", type = "percent", width = 1.5 }) end
  table.insert(columns, { name = "verdict", title = "Последнее изменение", width = 1.7 })
  doc:table {
    caption = "Доля отметок ниже положительной по годам, с 95-процентным интервалом", columns = columns, rows = rows,
    note = "Изменение засчитывается, когда интервал разности двух последних лет не содержит нуля." ..
      (#notes > 0 and " Сравнивать нельзя: " .. table.concat(notes, "; ") .. "." or ""),
  }
end

local function scored_table(doc, works, years)
  if #works == 0 then return end
  local rows, columns = {}, { { name = "name", title = "Работа", width = 3 } }
  for _, work in ipairs(works) do
    local row = { name = work.name }
    for _, year in ipairs(years) do
      local point = work.by_year[year]
      if point then row["y" .. year], row["n" .. year] = { value = point.mean, n = point.people }, point.people end
    end
    table.insert(rows, row)
  end
  for _, year in ipairs(years) do
    table.insert(columns, { name = "y" .. year, title = year .. " год", type = "number" })
    table.insert(columns, { name = "n" .. year, title = "участников", type = "integer" })
  end
  doc:table { caption = "Средний балл по годам: работы без отметок", columns = columns, rows = rows,
    note = "Средние разных лет зависят от трудности работы: их разность — не изменение школы." }
end

local function line(segments, name, of)
  local made = {}
  for i, segment in ipairs(segments) do
    local points = {}
    for _, point in ipairs(segment) do
      local one = of(point)
      if one.n > 0 and one.lower then
        table.insert(points, { x = point.year, label = tostring(point.year), y = 100 * one.low / one.n, low = 100 * one.lower, high = 100 * one.upper, n = one.n })
      end
    end
    if #points > 0 then table.insert(made, { name = #segments > 1 and name .. ", " ..
      (#segment > 1 and segment[1].year .. "–" .. segment[#segment].year or segment[1].year) or name, points = points }) end
  end
  return made
end

local function trend(ctx, doc, work, broken, verdict)
  local segments = history.segments(work, broken)
  local own_name = ctx.subject.scope == "school" and "школа" or ctx.subject.scope == "municipality" and "муниципалитет" or "регион"
  local series = line(segments, own_name, function(point) return point end)
  if ctx.subject.scope ~= "region" then
    for _, one in ipairs(line(segments, "регион", function(point) return point.region end)) do table.insert(series, one) end
  end
  local words = {}
  for _, point in ipairs(work.points) do
    if point.n > 0 then table.insert(words, point.year .. " год — " .. doc:shown(share(point.low, point.n), "percent", 1) .. " (" ..
      doc:counted(point.n, "отметка", "отметки", "отметок") .. ")") end
  end
  doc:chart {
    kind = "lines", caption = work.name .. ": доля отметок ниже положительной, %", x_title = "год", y_title = "%", series = series,
    description = "Доля отметок ниже положительной с 95-процентным интервалом: " .. table.concat(words, "; ") .. ". Последнее изменение: " ..
      (verdict or "не с чем сравнить") .. "." ..
      (#segments > 1 and " Годы, которые нельзя сравнивать, линией не соединены." or ""),
  }
end

-- Сначала работы, которые изменились больше случайного.
local function changed_first(works, verdicts)
  local changed, same = {}, {}
  for _, work in ipairs(works) do
    local verdict = verdicts[work.name]
    table.insert((verdict == "улучшение" or verdict == "ухудшение") and changed or same, work)
  end
  for _, work in ipairs(same) do table.insert(changed, work) end
  return changed
end

local function results(ctx, doc, p)
  doc:heading(1, "Результаты по годам")
  local broken = history.breaks(ctx)
  local works = history.works(ctx, p.years, p.lowest_mark)
  local marked, scored = repeated(works)
  local years = years_of(works)
  if #marked + #scored == 0 then
    doc:paragraph("Работ, которые проводились хотя бы два года, нет: сравнивать нечего.")
    return
  end
  if #marked > 0 then
    marked_table(ctx, doc, marked, years, broken)
    local verdicts = history.verdicts(marked, broken)
    for i, work in ipairs(changed_first(marked, verdicts)) do
      if i <= p.charts then trend(ctx, doc, work, broken, verdicts[work.name]) end
    end
  end
  scored_table(doc, scored, years)
end

-- Сравнений школа × работа каждого вывода.
local function verdict_counts(rows)
  local found = { all = 0, better = 0, same = 0, worse = 0, open = 0 }
  for row in rows:group("verdict"):tally { k = count() }:rows() do
    local where = row.verdict == "улучшение" and "better" or row.verdict == "ухудшение" and "worse" or row.verdict == "в пределах ошибки" and "same" or "open"
    found[where], found.all = found[where] + row.k, found.all + row.k
  end
  return found
end

local VERDICTS = {
  { name = "all", title = "Сравнений", type = "integer" }, { name = "better", title = "Улучшение", type = "integer" },
  { name = "same", title = "В пределах ошибки", type = "integer" },
  { name = "worse", title = "Ухудшение", type = "integer" }, { name = "open", title = "Сравнить нельзя", type = "integer" },
}

local function with_verdicts(columns)
  for _, column in ipairs(VERDICTS) do table.insert(columns, column) end
  return columns
end

local function listed_rows(change, schools)
  local codes = {}
  for _, school in ipairs(schools) do
    if school.answer == "yes" then table.insert(codes, { school.code, 1 }) end
  end
  if #codes == 0 then return nil, 0 end
  return change:join(frame({ { "school", "text" }, { "listed", "whole" } }, codes), "school"):present("listed"), #codes
end

local function changes(ctx, doc)
  if ctx.subject.scope == "school" or not ctx.figures["school-change"] then return end
  local change = ctx.figures["school-change"]:where("measure", "==", MEASURE)
  doc:heading(1, "Изменения за год")
  local rows = { verdict_counts(change) }
  rows[1].schools, rows[1].group = #ctx.schools, "Все школы"
  for _, one in ipairs(ctx.decisions or {}) do
    local of_list, schools = listed_rows(change, one.schools)
    if of_list then
      local row = verdict_counts(of_list)
      row.schools, row.group = schools, one.title
      table.insert(rows, row)
    end
  end
  doc:table {
    caption = "Доля отметок ниже положительной: сравнения школ и работ " .. ctx.year - 1 .. " и " .. ctx.year .. " годов",
    columns = with_verdicts { { name = "group", title = "Школы", width = 3 }, { name = "schools", title = "Школ", type = "integer", width = 1.2 } },
    rows = rows,
    note = "Сравнение — одна школа и одна работа. Улучшение и ухудшение засчитываются, когда интервал изменения не содержит нуля; из двадцати неизменных одно отмечается случайно. " ..
      "Школы, выбранные за низкий результат, в среднем улучшаются и без помощи.",
  }
end

local function stage_points(rows)
  local counts = {}
  for i, row in ipairs(rows) do counts[i] = { row.low, row.n } end
  local found = frame({ { "low", "whole" }, { "n", "whole" } }, counts):interval("low", "n")
  for i, row in ipairs(rows) do row.lower, row.upper = found.lower[i], found.upper[i] end
end

local function wave_rows(ctx)
  local rows, works, found, stages, seen = {}, {}, {}, {}, {}
  local totals = ctx.figures["wave-results"]:group("kind", "subject", "grade", "place", "stage"):tally { schools = count(), n = sum("n"), low = sum("low") }
  for row in totals:sort("kind", "subject", "grade", "place"):rows() do table.insert(rows, row) end
  if #rows == 0 then return works, stages end
  stage_points(rows)
  for _, row in ipairs(rows) do
    local name = row.kind .. ", " .. (ctx.titles[row.subject] or row.subject) .. (row.grade and ", " .. row.grade .. " класс" or "")
    if not found[name] then
      found[name] = { name = name, points = {} }
      table.insert(works, found[name])
    end
    found[name][row.place] = row
    table.insert(found[name].points, { x = row.place, label = row.stage, y = 100 * row.low / row.n, low = 100 * row.lower, high = 100 * row.upper, n = row.n })
    if not seen[row.place] then
      seen[row.place] = true
      table.insert(stages, { place = row.place, title = row.stage })
    end
  end
  table.sort(stages, function(a, b) return a.place < b.place end)
  return works, stages
end

local function waves(ctx, doc)
  if not ctx.figures["wave-results"] then return end
  local works, stages = wave_rows(ctx)
  if #works == 0 then return end
  doc:heading(1, "Этапы мониторинга " .. ctx.year .. " года")
  local columns, rows = { { name = "name", title = "Работа", width = 3 } }, {}
  for _, stage in ipairs(stages) do
    table.insert(columns, { name = "s" .. stage.place, title = stage.title .. " этап", type = "percent", show_n = true, width = 2.4 })
    table.insert(columns, { name = "k" .. stage.place, title = "школ", type = "integer", width = 0.8 })
  end
  for _, work in ipairs(works) do
    local row = { name = work.name }
    for _, stage in ipairs(stages) do
      local point = work[stage.place]
      if point then row["s" .. stage.place], row["k" .. stage.place] = cell(point), point.schools end
    end
    table.insert(rows, row)
  end
  doc:table { caption = "Доля отметок ниже положительной по этапам, с 95-процентным интервалом", columns = columns, rows = rows }
  local series = {}
  for _, work in ipairs(works) do table.insert(series, { name = work.name, points = work.points }) end
  doc:chart {
    kind = "lines", caption = "Доля отметок ниже положительной по этапам мониторинга, %", x_title = "этап", y_title = "%", series = series,
    description = "Линии повторяют таблицу: доля отметок ниже положительной по этапам, с 95-процентным интервалом.",
  }
  if not ctx.figures["wave-change"] then return end
  local verdicts, found = {}, {}
  for row in ctx.figures["wave-change"]:group("stages"):tally { all = count() }:rows() do
    local one = verdict_counts(ctx.figures["wave-change"]:where("stages", "==", row.stages))
    one.stages = row.stages
    table.insert(verdicts, one)
  end
  doc:table { caption = "Изменения между этапами: сравнения школ и работ", columns = with_verdicts { { name = "stages", title = "Этапы", width = 4 } }, rows = verdicts }
end

-- Перечни одного вида по годам; из двух перечней года — утверждённый.
local function lists_by_kind(ctx)
  local found, order = {}, {}
  for _, list in ipairs(ctx.lists) do
    local key = (list.pack or "") .. "/" .. (list.category or list.title)
    if not found[key] then
      found[key] = { title = list.title, pack = list.pack, years = {}, by_year = {} }
      table.insert(order, found[key])
    end
    local kind = found[key]
    local known = kind.by_year[list.year]
    if not known then
      table.insert(kind.years, list.year)
      kind.by_year[list.year] = list
    elseif list.state == "approved" or known.state ~= "approved" then
      kind.by_year[list.year] = list
    end
  end
  for _, kind in ipairs(order) do table.sort(kind.years) end
  return order
end

local function codes_of(list)
  local codes = {}
  for _, entry in ipairs(list.entries) do codes[entry.code] = true end
  return codes
end

local function movement(kind, doc)
  local rows, before = {}, nil
  for _, year in ipairs(kind.years) do
    local list = kind.by_year[year]
    local now = codes_of(list)
    local row = { year = year, act = paper.act_of_list(doc, list), all = #list.entries }
    if before then
      row.entered, row.left, row.stayed = 0, 0, 0
      for code in pairs(now) do
        if before[code] then row.stayed = row.stayed + 1 else row.entered = row.entered + 1 end
      end
      for code in pairs(before) do
        if not now[code] then row.left = row.left + 1 end
      end
    end
    table.insert(rows, row)
    before = now
  end
  return rows
end

local function lists(ctx, doc)
  local kinds = lists_by_kind(ctx)
  if #kinds == 0 then
    doc:paragraph("Перечней в базе нет.")
    return
  end
  local series, words = {}, {}
  for _, kind in ipairs(kinds) do
    local rows = movement(kind, doc)
    doc:table {
      caption = "«" .. kind.title .. "» (" .. kind.pack .. ")",
      columns = {
        { name = "year", title = "Год", width = 0.8 }, { name = "act", title = "Основание", width = 3 }, { name = "all", title = "Школ", type = "integer" },
        { name = "entered", title = "Вошли", type = "integer" }, { name = "left", title = "Вышли", type = "integer" }, { name = "stayed", title = "Остались", type = "integer" },
      },
      rows = rows,
    }
    if #rows > 1 then
      local points = {}
      for i, row in ipairs(rows) do points[i] = { x = row.year, label = tostring(row.year), y = row.all } end
      table.insert(series, { name = kind.title, points = points })
      table.insert(words, "«" .. kind.title .. "»: " .. rows[1].year .. " год — " .. paper.schools(doc, rows[1].all) .. ", " .. rows[#rows].year .. " год — " .. rows[#rows].all)
    end
  end
  if #series > 0 then
    doc:chart { kind = "bars", caption = "Число школ в перечнях по годам", x_title = "год", y_title = "школ", series = series, description = table.concat(words, "; ") .. "." }
  end
end

local MOVES = { ["вход"] = "entered", ["остаётся"] = "stayed", ["выход"] = "left", ["не оценивается"] = "open" }

-- Кто отвечал бы федеральному критерию в каждом году: до решений людей.
local function by_criterion(ctx, doc)
  if not ctx.figures["list-changes"] then return end
  local rows, found = {}, {}
  for row in ctx.figures["list-changes"]:group("year", "move"):tally { schools = count() }:sort("year"):rows() do
    if not found[row.year] then
      found[row.year] = { year = row.year, entered = 0, stayed = 0, left = 0, open = 0, listed = 0 }
      table.insert(rows, found[row.year])
    end
    local move = MOVES[row.move]
    if move then found[row.year][move] = found[row.year][move] + row.schools end
  end
  for _, row in ipairs(rows) do row.listed = row.entered + row.stayed end
  doc:table {
    caption = "Школы, отвечающие критерию низких результатов, по годам",
    columns = {
      { name = "year", title = "Год" }, { name = "listed", title = "Отвечают критерию", type = "integer" },
      { name = "entered", title = "из них впервые или снова", type = "integer" },
      { name = "stayed", title = "и в прошлом году", type = "integer" }, { name = "left", title = "Больше не отвечают", type = "integer" },
      { name = "open", title = "Не оцениваются", type = "integer" },
    },
    rows = rows,
    note = "Критерий применён к данным каждого года заново; утверждённые перечни могут отличаться решениями людей.",
  }
end

local function school_years(ctx, doc)
  local rows = {}
  for _, list in ipairs(ctx.lists) do
    for _, entry in ipairs(list.entries) do table.insert(rows, { year = list.year, title = list.title, act = paper.act_of_list(doc, list), place = "в перечне",
      reasons = entry.reasons }) end
    for _, entry in ipairs(list.removed) do table.insert(rows, { year = list.year, title = list.title, act = paper.act_of_list(doc, list),
      place = "снята решением человека", reasons = entry.reasons }) end
  end
  if #rows == 0 then
    doc:paragraph("Школа не стояла ни в одном перечне.")
    return
  end
  doc:table {
    columns = {
      { name = "year", title = "Год", width = 0.7 }, { name = "title", title = "Перечень", width = 3 }, { name = "act", title = "Основание", width = 2.5 },
      { name = "place", title = "Место школы", width = 1.5 },
      { name = "reasons", title = "Причины", width = 5 },
    },
    rows = rows,
  }
end

return report {
  api = 1,
  id = "dynamics",
  title = "Динамика результатов и списков",
  scope = { "region", "municipality", "school" },
  needs = { "results", "schools", "lists", "decisions?", "indicator:comparability-breaks?", "indicator:school-change?", "indicator:list-changes?", "indicator:wave-results?", "indicator:wave-change?" },
  params = {
    years = integer(3, { title = "Сколько последних лет показать", basis = "выбор региона", min = 2, max = 10 }),
    charts = integer(4, { title = "Диаграмм, не более", basis = "выбор региона", min = 0, max = 30 }),
    lowest_mark = integer(2, { title = "Отметка ниже положительной", basis = "шкала отметок", min = 1, max = 5 }),
    small_cell = integer(5, { title = "Группы меньше не показываются", basis = "защита персональных данных: решение региона", min = 0, max = 50 }),
  },
  write = function(ctx, doc, p)
    if p.years > ON_A_PAGE then doc:landscape(true) end
    doc:title("Динамика результатов и списков: " .. ctx.year - p.years + 1 .. "–" .. ctx.year .. " годы")
    doc:paragraph { style = "plain", text = paper.subject(ctx) .. (ctx.subject.scope ~= "school" and ", " .. paper.schools(doc, #ctx.schools) or "") }
    results(ctx, doc, p)
    changes(ctx, doc)
    waves(ctx, doc)
    doc:heading(1, "Списки по годам")
    if ctx.subject.scope == "school" then school_years(ctx, doc) else
      lists(ctx, doc)
      by_criterion(ctx, doc)
    end
    paper.remark(doc, p.small_cell)
  end,
}
