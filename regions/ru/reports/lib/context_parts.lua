-- Части справки о контексте: типы школ, связь контекста с результатом, семьи сильных и слабых школ, группы похожих школ.

local paper = include("paper")

local parts = {}

local function middle(frame, column) return frame:tally { m = quantile(column, 0.5) }.m[1] end

-- Точки школ по типам. Границы типов — середины всех школ региона: в документе о муниципалитете их не провести.
local function scatter(ctx, doc, rows)
  local series, found = {}, {}
  for row in rows:sort("type", "school"):rows() do
    if not found[row.type] then
      found[row.type] = { name = "тип " .. #series + 1, points = {}, title = row.type }
      table.insert(series, found[row.type])
    end
    table.insert(found[row.type].points, { x = row.index, y = row.result, n = row.n })
  end
  local words = {}
  for _, one in ipairs(series) do
    table.insert(words, one.name .. " (" .. one.title .. ") — " .. paper.schools(doc, #one.points))
    one.title = nil
  end
  doc:chart {
    kind = "scatter", caption = "Социальный контекст и результаты школ", x_title = "индекс социального благополучия",
      y_title = "результат, станд. баллы", series = series,
    marks = ctx.subject.scope == "region" and { { label = "середина", at = middle(rows, "index"), vertical = true }, { label = "середина", at = middle(rows, "result") } } or {},
    description = "Точка — школа, правее — благоприятнее контекст; школы делятся на четыре типа по серединам индекса и результата школ региона: " .. table.concat(words, "; ") .. ".",
  }
end

local function types(ctx, doc, rows)
  local counts = {}
  for row in rows:group("type"):tally { schools = count(), sure = sum("certain") }:sort("type"):rows() do
    table.insert(counts, { place = #counts + 1, type = row.type, schools = row.schools, sure = row.sure, share = share(row.schools, #rows) })
  end
  doc:table {
    columns = { { name = "place", title = "Тип", type = "integer", width = 0.6 }, { name = "type", title = "Контекст и результат", width = 4 },
                { name = "schools", title = "Школ", type = "integer" }, { name = "share", title = "Доля школ", type = "percent", open = true, show_n = true, width = 1.6 },
                { name = "sure", title = "из них тип не зависит от случайной ошибки", type = "integer", width = 1.6 } },
    rows = counts,
    note = "Тип — место школы среди школ этого года. У границы соседний тип так же возможен.",
  }
end

-- Школы с трудным контекстом и низкими результатами и школы, у которых результат выше контекста: по названиям.
function parts.typology(ctx, doc)
  local all = ctx.figures["context-typology"]
  if not all then return false end
  local rows = all:present("type", "index", "result")
  if #rows == 0 then return false end
  doc:heading(1, "Контекст и результаты вместе")
  scatter(ctx, doc, rows)
  types(ctx, doc, rows)
  return true
end

function parts.contrast(ctx, doc)
  local figures = ctx.figures["context-contrast"]
  if not figures then return end
  local rows, words = {}, {}
  for row in figures:present("difference"):rows() do
    local title = paper.item(ctx, row.item)
    table.insert(rows, { title = title, strong = row.strong, strong_schools = row.strong_schools, weak = row.weak, weak_schools = row.weak_schools,
                         difference = { value = 100 * row.difference, interval = row.lower and { 100 * row.lower, 100 * row.upper } or nil } })
    table.insert(words, title .. " — " .. doc:shown(row.strong, "percent", 0, true) .. " и " .. doc:shown(row.weak, "percent", 0, true))
  end
  if #rows == 0 then return end
  doc:heading(2, "Семьи школ с высокими и низкими результатами")
  doc:paragraph("Четверть школ с самыми высокими результатами рядом с четвертью с самыми низкими: " .. table.concat(words, "; ") .. ".")
  doc:table {
    columns = {
      { name = "title", title = "Показатель социального паспорта", width = 3 }, { name = "strong", title = "Высокие результаты", type = "percent" },
      { name = "strong_schools", title = "школ", type = "integer", width = 0.8, open = true },
      { name = "weak", title = "Низкие результаты", type = "percent" }, { name = "weak_schools", title = "школ", type = "integer", width = 0.8, open = true },
      { name = "difference", title = "Разность, процентных пунктов", type = "number", width = 2 },
    },
    rows = rows,
    note = "Средние по школам региона; в скобках — 95-процентный интервал разности. Связь не называет причины.",
  }
end

-- Группы похожих школ словами показателя; строка на группу.
function parts.clusters(ctx, doc)
  local figures = ctx.figures["cluster-profiles"]
  if not figures then return end
  local rows = {}
  for row in figures:group("stratum", "cluster"):tally { name = first("name"), schools = first("schools"), description = first("description") }:sort("stratum", "cluster"):rows() do
    table.insert(rows, { name = row.name, schools = row.schools, description = row.description })
  end
  if #rows == 0 then return end
  doc:heading(2, "Группы похожих школ")
  doc:table {
    columns = { { name = "name", title = "Группа", width = 2 }, { name = "schools", title = "Школ", type = "integer", width = 0.7, open = true },
                { name = "description", title = "Чем отличается от региона", width = 7 } },
    rows = rows,
    note = "Описана группа в целом, а не каждая её школа.",
  }
end

return parts
