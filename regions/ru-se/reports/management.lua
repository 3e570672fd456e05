-- Оценка управления качеством и переходом в эффективный режим (план, п. 26–27): восемь критериев экспертов, сумма и вывод методики; школе —
-- её лист, региону и муниципалитету — сводная таблица.

local paper = include("paper")

local METHODOLOGY, EFFECTIVE = "management", "Управление эффективно"  -- методика и её вторая категория
local MARK = "Критерий "  -- так методика называет столбцы

-- «Критерий 1: соответствие программ ФГОС» → 1, «соответствие программ ФГОС».
local function criteria_of(values)
  local found = {}
  for name, value in pairs(values) do
    if name:sub(1, #MARK) == MARK then
      local colon = name:find(":", 1, true)
      local number = tonumber(name:sub(#MARK + 1, colon - 1))
      found[number] = { title = name:sub(colon + 2), value = value }
    end
  end
  return found
end

-- Категория, в которой стоят оценки по критериям.
local function management(ctx)
  for _, one in ipairs(ctx.decisions) do
    if one.methodology == METHODOLOGY and one.category ~= EFFECTIVE then return one end
  end
end

-- Вывод обеих категорий методики: нужны решения, эффективно или между ними.
local function conclusions(ctx)
  local words = {}
  for _, one in ipairs(ctx.decisions) do
    if one.methodology == METHODOLOGY then
      for _, school in ipairs(one.schools) do
        if school.answer == "yes" then words[school.code] = one.category == EFFECTIVE and "управление эффективно" or "нужны управленческие решения"
        elseif school.answer == "not_assessable" then words[school.code] = "не оценивается"
        else words[school.code] = words[school.code] or "приемлемо" end
      end
    end
  end
  return words
end

local function assessed(ctx, one, words)
  local rows, titles, sums, counted = {}, {}, {}, 0
  for _, school in ipairs(one.schools) do
    local criteria = criteria_of(school.values)
    if words[school.code] ~= "не оценивается" and #criteria > 0 then
      local row = { municipality = school.municipality, name = school.name, conclusion = words[school.code], total = 0 }
      for i, one_of in ipairs(criteria) do
        local points = tonumber(one_of.value)
        titles[i], row["c" .. i] = one_of.title, points
        sums[i], row.total = (sums[i] or 0) + (points or 0), row.total + (points or 0)
      end
      counted = counted + 1
      table.insert(rows, row)
    end
  end
  table.sort(rows, function(a, b)
    if a.total ~= b.total then return a.total < b.total end
    if a.municipality ~= b.municipality then return a.municipality < b.municipality end
    return a.name < b.name
  end)
  return rows, titles, sums, counted
end

local function overview(ctx, doc, one, words)
  local rows, titles, sums, counted = assessed(ctx, one, words)
  if #rows == 0 then
    doc:paragraph("Оценок экспертов за " .. ctx.year .. " год нет.")
    return
  end
  local counts, open = { ["нужны управленческие решения"] = 0, ["управление эффективно"] = 0, ["приемлемо"] = 0 }, #one.schools - #rows
  for _, row in ipairs(rows) do counts[row.conclusion] = (counts[row.conclusion] or 0) + 1 end
  doc:key_figures {
    { title = "Оценены", value = #rows, open = true }, { title = "Нужны управленческие решения", value = counts["нужны управленческие решения"], open = true },
    { title = "Управление эффективно", value = counts["управление эффективно"], open = true }, { title = "Без оценок", value = open, open = true },
  }
  local points, weakest = {}, 1
  for i, title in ipairs(titles) do
    points[i] = { label = title, y = sums[i] / counted }
    if sums[i] < sums[weakest] then weakest = i end
  end
  doc:chart {
    kind = "bars", caption = "Средний балл по критериям", y_title = "балл", series = { { points = points } },
    description = "Средний балл экспертов по каждому критерию. Слабее всего — «" .. titles[weakest] .. "»: " .. doc:shown(sums[weakest] / counted, "number", 1, true) .. ".",
  }
  local columns = { { name = "place", title = "№ п/п", type = "integer", width = 0.6 }, { name = "municipality", title = "Муниципалитет", width = 2 },
    { name = "name", title = "Школа", width = 3.5 } }
  for i in ipairs(titles) do table.insert(columns, { name = "c" .. i, title = tostring(i), type = "number", digits = 0, width = 0.5, open = true }) end
  table.insert(columns, { name = "total", title = "Сумма", type = "number", digits = 0, width = 0.8, open = true })
  table.insert(columns, { name = "conclusion", title = "Вывод", width = 2 })
  local named = {}
  for i, title in ipairs(titles) do named[i] = i .. " — " .. title end
  doc:landscape(true)
  doc:heading(1, "Критерии по школам")
  doc:table { columns = columns, rows = paper.numbered(rows), note = "Критерии: " .. table.concat(named, "; ") ..
    ". Вывод сделан с весами критериев; оценивается организация управления, а не отдельные работники." }
  doc:landscape(false)
end

local function sheet(ctx, doc, one, words)
  local school = one.schools[1]
  local criteria = school and criteria_of(school.values) or {}
  if #criteria == 0 or words[school.code] == "не оценивается" then
    doc:paragraph("Оценок экспертов по школе за " .. ctx.year .. " год нет.")
    return
  end
  local rows, weak = {}, {}
  for i, one_of in ipairs(criteria) do
    rows[i] = { place = i, title = one_of.title, value = tonumber(one_of.value) }
    if rows[i].value == 0 then table.insert(weak, one_of.title) end
  end
  doc:paragraph { "Вывод: ", { text = words[school.code], bold = true }, "." }
  doc:table { columns = { { name = "place", title = "№", type = "integer", width = 0.5 }, { name = "title", title = "Критерий", width = 6 },
    { name = "value", title = "Балл", type = "number", digits = 0, open = true } }, rows = rows }
  doc:heading(1, "Адресные рекомендации")
  if #weak == 0 then
    doc:paragraph("Критериев с нулевой оценкой нет.")
  else
    doc:paragraph("Начать с критериев, оценённых в ноль баллов:")
    doc:bullets(weak)
  end
  doc:signature { post = paper.field(ctx, "post", "Руководитель экспертной группы"), name = ctx.document.signed_by }
end

return report {
  api = 1,
  id = "management",
  title = "Оценка управления качеством и переходом",
  scope = { "region", "municipality", "school" },
  needs = { "decisions", "run" },
  write = function(ctx, doc)
    doc:title("Эффективность управления качеством образования: " .. ctx.year .. " год")
    doc:paragraph { style = "plain", text = paper.subject(ctx) }
    local one = management(ctx)
    if not one then doc:paragraph("В этом расчёте управление не оценивалось.")
    elseif ctx.subject.scope == "school" then sheet(ctx, doc, one, conclusions(ctx))
    else overview(ctx, doc, one, conclusions(ctx)) end
    paper.remark(doc)
  end,
}
