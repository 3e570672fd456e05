-- Диаграммы, которые нужны нескольким документам; у каждой есть описание словами.

local paper = include("paper")

local charts = {}

-- Строки показателя score-distribution по работам: { { title, all, points, borders } }; сначала работы, границы отметок которых известны, по
-- убыванию числа участников.
function charts.distributions(ctx, most)
  local found, order = {}, {}
  local totals = ctx.figures["score-distribution"]:group("procedure"):tally { all = first("all"), known = max("border") }:sort("-known", "-all", "procedure")
  for row in totals:rows() do
    if #order < most then
      found[row.procedure] = { procedure = row.procedure, title = paper.work(ctx, row.procedure), all = row.all, points = {}, borders = {} }
      table.insert(order, found[row.procedure])
    end
  end
  for _, work in ipairs(order) do
    for row in ctx.figures["score-distribution"]:where("procedure", "==", work.procedure):sort("score"):rows() do
      table.insert(work.points, { score = row.score, n = row.n })
      if row.border == 1 then table.insert(work.borders, row.score) end
    end
  end
  return order
end

local function percents(points, all)
  local made = {}
  for _, one in ipairs(points) do table.insert(made, { x = one.score, y = 100 * one.n / all, n = one.n }) end
  return made
end

local function border_marks(borders)
  local made = {}
  for i, score in ipairs(borders) do made[i] = { label = "«" .. i + 2 .. "»", at = score - 0.5, vertical = true } end
  return made
end

local function border_words(borders)
  if #borders == 0 then return " Границы отметок работы не загружены." end
  local words = {}
  for i, score in ipairs(borders) do words[i] = "«" .. i + 2 .. "» — с " .. score end
  return " Отметки: " .. table.concat(words, ", ") .. (#borders == 1 and " балла." or " баллов.")
end

-- Балл, который набрали чаще всего.
local function most_frequent(points)
  local best
  for _, one in ipairs(points) do
    if not best or one.n > best.n then best = one end
  end
  return best
end

-- Распределение первичных баллов; own — баллы своих участников ({ score → n }), когда документ не о регионе.
function charts.distribution(doc, work, own, name, small)
  local series, top = {}, most_frequent(work.points)
  local words = "Чаще всего в регионе набирали " .. doc:counted(top.score, "балл", "балла", "баллов") .. " (" .. doc:shown(share(top.n, work.all), "percent", 1) ..
    " из " .. work.all .. ")."
  if own then
    local points, all = {}, 0
    for _, one in ipairs(work.points) do
      if own[one.score] then
        table.insert(points, { score = one.score, n = own[one.score] })
        all = all + own[one.score]
      end
    end
    if all == 0 then return end
    table.insert(series, { name = name .. " (участников: " .. all .. ")", points = percents(points, all) })
    local best = most_frequent(points)
    words = words .. " " .. name .. ": " .. doc:counted(all, "участник", "участника", "участников") ..
      (best.n >= small and ", чаще всего " .. doc:counted(best.score, "балл", "балла", "баллов") or "") .. "; баллы, которые набрали менее " ..
        doc:counted(small, "участника", "участников", "участников") .. ", не показаны."
  end
  table.insert(series, { name = "Регион (участников: " .. work.all .. ")", points = percents(work.points, work.all) })
  doc:chart {
    kind = "histogram", caption = work.title .. ": распределение первичных баллов", x_title = "первичный балл", y_title = "% участников",
    series = series, marks = border_marks(work.borders), description = words .. border_words(work.borders),
  }
end

-- Баллы школы группами: группа не переходит границу отметки и, где возможно, не меньше small человек.
local function bands(work, own, small)
  local at_border, made, band = {}, {}, nil
  for _, score in ipairs(work.borders) do at_border[score] = true end
  for _, one in ipairs(work.points) do
    if not band or at_border[one.score] or band.n >= small then
      band = { from = one.score, to = one.score, n = 0, region = 0, border = at_border[one.score] }
      table.insert(made, band)
    end
    band.to = one.score
    band.n = band.n + (own[one.score] or 0)
    band.region = band.region + one.n
  end
  -- Остаток, который сам слишком мал, присоединяется к предыдущей группе той же отметки.
  for i = #made, 2, -1 do
    if made[i].n < small and not made[i].border then
      local before = made[i - 1]
      before.to, before.n, before.region = made[i].to, before.n + made[i].n, before.region + made[i].region
      table.remove(made, i)
    end
  end
  return made
end

-- Малые группы скрыты; если вместе они всё ещё малы, скрыта и наименьшая из остальных, иначе их число видно по разности.
local function hide(all_bands, small)
  local hidden, least = 0, nil
  for _, band in ipairs(all_bands) do
    band.hidden = band.n < small
    if band.hidden then hidden = hidden + band.n elseif not least or band.n < least.n then least = band end
  end
  if hidden > 0 and hidden < small and least then least.hidden = true end
  return hidden > 0
end

function charts.school_distribution(doc, work, own, small)
  local all, school, region = 0, {}, {}
  for _, n in pairs(own) do all = all + n end
  local found = bands(work, own, small)
  local some_hidden = hide(found, small)
  for _, band in ipairs(found) do
    local label = band.from == band.to and tostring(band.from) or band.from .. "–" .. band.to
    if not band.hidden then table.insert(school, { label = label, y = 100 * band.n / all, n = band.n }) end
    table.insert(region, { label = label, y = 100 * band.region / work.all })
  end
  doc:chart {
    kind = "bars", caption = work.title .. ": первичные баллы группами", x_title = "первичный балл", y_title = "% участников",
    series = { { name = "Школа (участников: " .. all .. ")", points = school }, { name = "Регион (участников: " .. work.all .. ")", points = region } },
    description = "Доли участников по группам первичных баллов в школе и в регионе; группа не переходит границу отметки." .. border_words(work.borders) ..
      (some_hidden and " Группы, в которых меньше " .. doc:counted(small, "участника", "участников", "участников") .. " школы, не показаны." or ""),
  }
end

-- Воронка: доля отметок ниже положительной по школам и границы случайных колебаний.
local STEPS = 24

local function limits(rows)
  local points, last = {}, nil
  local step = math.max(1, #rows // STEPS)
  for i, row in ipairs(rows) do
    if row.far_upper and (i % step == 1 or step == 1 or i == #rows) and row.n ~= last then
      table.insert(points, { x = row.n, y = 100 * row.far_upper })
      if row.far_lower > 0 then table.insert(points, { x = row.n, y = 100 * row.far_lower }) end
      last = row.n
    end
  end
  return points
end

function charts.funnel(doc, ctx, kind)
  local figures = ctx.figures["low-funnel"]
  local rows, inside, outside, centre = {}, {}, {}, nil
  for row in figures:sort("n", "school"):rows() do
    table.insert(rows, row)
    if row.share then
      centre = row.centre
      local out = row.share > row.far_upper or row.share < row.far_lower
      table.insert(out and outside or inside, { x = row.n, y = 100 * row.share, n = row.n })
    end
  end
  if #inside + #outside == 0 then return false end
  local above = 0
  for _, row in ipairs(rows) do
    if row.share and row.share > row.far_upper then above = above + 1 end
  end
  doc:chart {
    kind = "scatter", caption = "Доля отметок ниже положительной и число отметок школы, " .. kind, x_title = "отметок в школе", y_title = "%",
    series = { { name = "внутри границ", points = inside }, { name = "вне границ", points = outside }, { name = "границы 99,8 %", points = limits(rows) } },
    marks = { { label = "регион", at = 100 * centre } },
    description = "Точка — школа. Чем меньше отметок, тем шире границы, в которых доля колеблется случайно. Доля в регионе — " .. doc:shown(centre, "percent", 1, true) ..
      "; выше внешней границы — " .. paper.schools(doc, above) .. " из " .. #rows .. ".",
  }
  return true
end

return charts
