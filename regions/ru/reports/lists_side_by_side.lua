-- Списки из разных источников рядом: перечни всех уровней, расчёт года и списки извне, как пришли; какие школы в скольких списках и как часто
-- списки называют одни и те же школы. Расхождение не говорит, кто прав.

local paper = include("paper")

local function list_of(title, source, year, schools) return { title = title, source = source, year = year, codes = schools, count = 0 } end

-- Новейший перечень каждого вида.
local function own_lists(ctx, all)
  local newest, order = {}, {}
  for _, list in ipairs(ctx.lists) do
    local key = (list.pack or "") .. "/" .. (list.category or list.title)
    if not newest[key] then table.insert(order, key) end
    newest[key] = list
  end
  for _, key in ipairs(order) do
    local list, codes = newest[key], {}
    for _, entry in ipairs(list.entries) do codes[entry.code] = true end
    table.insert(all, list_of(list.title, list.pack .. ", " .. list.state_title, list.year, codes))
  end
end

local function is_equal(a, b)
  for code in pairs(a) do
    if not b[code] then return false end
  end
  for code in pairs(b) do
    if not a[code] then return false end
  end
  return true
end

local function is_known(all, title, codes)
  for _, list in ipairs(all) do
    if list.title == title and is_equal(list.codes, codes) then return true end
  end
  return false
end

-- Категории расчёта, которые никого не называют или повторяют перечень, не показываются: в них нечего сопоставлять.
local function decided(ctx, all)
  for _, one in ipairs(ctx.decisions or {}) do
    local codes, any = {}, false
    for _, school in ipairs(one.schools) do
      if school.answer == "yes" then codes[school.code], any = true, true end
    end
    if any and not is_known(all, one.title, codes) then table.insert(all, list_of(one.title, "расчёт", ctx.year, codes)) end
  end
end

local MARKERS = 4  -- у списка с большим числом отметок школа показана один раз, сколько бы отметок у неё ни было

local function from_outside(ctx, all)
  local figures = ctx.figures["outside-lists"]
  if not figures then return end
  local found, order, markers = {}, {}, {}
  for row in figures:group("list", "marker", "year"):tally { schools = count() }:rows() do
    local key = row.list .. "/" .. row.year
    markers[key] = (markers[key] or 0) + 1
  end
  for row in figures:sort("list", "marker", "year", "school"):rows() do
    local key, title = row.list .. "/" .. row.year, ctx.titles[row.list] or "список извне"
    if markers[key] <= MARKERS then key, title = key .. "/" .. row.marker, title .. ": " .. row.marker end
    if not found[key] then
      found[key] = list_of(title, "список извне, как пришёл", row.year, {})
      table.insert(order, key)
    end
    found[key].codes[row.school] = true
  end
  for _, key in ipairs(order) do table.insert(all, found[key]) end
end

local function matrix(ctx, doc, lists)
  local rows, columns = {}, { { name = "place", title = "№ п/п", type = "integer", width = 0.7 }, { name = "municipality", title = "Муниципалитет", width = 2 },
    { name = "name", title = "Школа", width = 4 } }
  for i in ipairs(lists) do table.insert(columns, { name = "l" .. i, title = tostring(i), width = 0.5 }) end
  table.insert(columns, { name = "count", title = "Списков", type = "integer", width = 0.8 })
  for _, school in ipairs(ctx.schools) do
    local row = { municipality = school.municipality, name = school.name, count = 0 }
    for i, list in ipairs(lists) do
      if list.codes[school.code] then
        row["l" .. i], row.count, list.count = "✓", row.count + 1, list.count + 1
      else
        row["l" .. i] = ""
      end
    end
    if row.count > 0 then table.insert(rows, row) end
  end
  table.sort(rows, function(a, b)
    if a.count ~= b.count then return a.count > b.count end
    if a.municipality ~= b.municipality then return a.municipality < b.municipality end
    return a.name < b.name
  end)
  return rows, columns
end

local function legend(doc, lists)
  local rows = {}
  for i, list in ipairs(lists) do rows[i] = { place = i, title = list.title, source = list.source, year = list.year, count = list.count } end
  doc:table {
    columns = { { name = "place", title = "№", type = "integer", width = 0.5 }, { name = "title", title = "Список", width = 5 },
                { name = "source", title = "Источник", width = 3 }, { name = "year", title = "Год", width = 0.8 },
                { name = "count", title = "Школ", type = "integer", width = 0.8 } },
    rows = rows,
  }
end

local function common(ctx, doc, lists)
  if #lists < 2 then return end
  doc:heading(1, "Сколько школ названы обоими списками")
  local columns, rows = { { name = "list", title = "Список", width = 1 } }, {}
  for i in ipairs(lists) do table.insert(columns, { name = "l" .. i, title = tostring(i), type = "integer", width = 0.7 }) end
  for i, one in ipairs(lists) do
    local row = { list = tostring(i) }
    for j, other in ipairs(lists) do
      local both = 0
      for _, school in ipairs(ctx.schools) do
        if one.codes[school.code] and other.codes[school.code] then both = both + 1 end
      end
      row["l" .. j] = { value = both, strong = i == j }
    end
    table.insert(rows, row)
  end
  doc:table { columns = columns, rows = rows, note = "На пересечении списка с самим собой — все его школы." }
end

return report {
  api = 1,
  id = "lists-side-by-side",
  title = "Списки из разных источников",
  scope = { "region", "municipality" },
  needs = { "schools", "lists", "decisions?", "indicator:outside-lists?" },
  write = function(ctx, doc)
    local lists = {}
    own_lists(ctx, lists)
    decided(ctx, lists)
    from_outside(ctx, lists)
    doc:title("Списки школ из разных источников: " .. ctx.year .. " год")
    doc:paragraph { style = "plain", text = paper.subject(ctx) .. ", " .. paper.schools(doc, #ctx.schools) }
    if #lists == 0 then
      doc:paragraph("Ни перечней, ни расчётов, ни списков извне в базе нет.")
      return
    end
    local rows, columns = matrix(ctx, doc, lists)
    doc:landscape(#lists > 6)
    doc:heading(1, "Списки")
    legend(doc, lists)
    doc:heading(1, "Школы, названные хотя бы одним списком")
    if #rows == 0 then doc:paragraph("Таких школ нет.") else doc:table { columns = columns, rows = paper.numbered(rows) } end
    common(ctx, doc, lists)
    doc:landscape(false)
    doc:paragraph { style = "remark", text = "Списки показаны как получены и не пересчитаны. Расхождение списков — повод для проверки, а не ошибка одной из сторон." }
  end,
}
