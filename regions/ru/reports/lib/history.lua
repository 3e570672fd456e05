-- Одни и те же работы по годам: доли отметок ниже положительной с интервалами, разрывы сопоставимости, изменение за год.

local marks = include("marks")

local history = {}

-- «ВПР, русский язык, 5 класс, 2022» без года: имя, общее для всех лет.
local function name_of(one)
  local year = ", " .. one.year
  local at = one.title:find(year, 1, true)
  if not at then return one.title end
  return one.title:sub(1, at - 1) .. one.title:sub(at + #year)
end

-- Интервалы Уилсона для записей с полями low и n, все разом.
local function add_intervals(points)
  local rows = {}
  for i, point in ipairs(points) do rows[i] = { point.low, point.n } end
  if #rows == 0 then return end
  local found = frame({ { "low", "whole" }, { "n", "whole" } }, rows):interval("low", "n")
  for i, point in ipairs(points) do point.lower, point.upper = found.lower[i], found.upper[i] end
end

-- Работы с годами, по убыванию числа участников в последнем году; points — по возрастанию года.
function history.works(ctx, years, lowest)
  local found, order, all = {}, {}, {}
  for _, one in ipairs(ctx.results) do
    if one.year > ctx.year - years and one.n > 0 then
      local name = name_of(one)
      local work = found[name]
      if not work then
        work = { name = name, kind = one.kind, subject = one.subject, grade = one.grade, points = {}, by_year = {} }
        found[name] = work
        table.insert(order, work)
      end
      local point = { year = one.year, people = one.n, mean = one.mean, low = marks.low_count(one, lowest), n = one.marked,
                      region = { low = marks.low_count(one.region, lowest), n = one.region.marked, mean = one.region.mean } }
      table.insert(work.points, 1, point)  -- записи идут от новых к старым
      work.by_year[one.year] = point
      if point.n > 0 then table.insert(all, point) end
      if point.region.n > 0 then table.insert(all, point.region) end
    end
  end
  add_intervals(all)
  table.sort(order, function(a, b)
    local x, y = a.by_year[ctx.year], b.by_year[ctx.year]
    if (x and x.people or 0) ~= (y and y.people or 0) then return (x and x.people or 0) > (y and y.people or 0) end
    return a.name < b.name
  end)
  return order
end

-- Почему результаты работы за два года нельзя сравнивать; nil — можно.
function history.breaks(ctx)
  local list = {}
  local found = ctx.figures["comparability-breaks"]
  if found then
    for row in found:rows() do table.insert(list, row) end
  end
  return function(work, before, now)
    for _, one in ipairs(list) do
      local subject = ctx.titles[one.subject] or one.subject
      if one.kind == work.kind and subject == work.subject and (not one.grade or one.grade == work.grade) and before < one.year and one.year <= now then return one.reason end
    end
  end
end

-- Вывод о двух последних годах работы: { name → «улучшение», «ухудшение», «в пределах ошибки», «несопоставимо» }.
function history.verdicts(works, broken)
  local names, rows, verdicts = {}, {}, {}
  for _, work in ipairs(works) do
    local now, before = work.points[#work.points], work.points[#work.points - 1]
    if now and before and now.n > 0 and before.n > 0 then
      if broken(work, before.year, now.year) then
        verdicts[work.name] = "несопоставимо"
      else
        table.insert(names, work.name)
        table.insert(rows, { now.low, now.n, before.low, before.n })
      end
    end
  end
  if #rows == 0 then return verdicts end
  local change = frame({ { "low", "whole" }, { "n", "whole" }, { "low_before", "whole" }, { "n_before", "whole" } }, rows)
    :compare_shares("low", "n", "low_before", "n_before")
  for i, name in ipairs(names) do
    verdicts[name] = change.lower[i] > 0 and "ухудшение" or change.upper[i] < 0 and "улучшение" or "в пределах ошибки"
  end
  return verdicts
end

-- Отрезки лет без разрыва внутри: линия через разрыв сопоставимости не проводится.
function history.segments(work, broken)
  local segments = {}
  for i, point in ipairs(work.points) do
    local before = work.points[i - 1]
    if not before or broken(work, before.year, point.year) then table.insert(segments, {}) end
    table.insert(segments[#segments], point)
  end
  return segments
end

return history
