-- Участники ниже минимального порога по процедурам школы: общая часть методик регионов.
-- Процедуры с отметками: наименьшая отметка. ЕГЭ: тестовый балл ниже минимального; отметка у него есть только на базовом
-- уровне. Параметры методики: lowest_mark, ege_russian, ege_mathematics.

local KEYS = { "school", "procedure", "kind", "subject", "grade", "level" }

local function tally(query, column, op, value)
  return query:group(table.unpack(KEYS)):tally { n = count(), low = count_where(column, op, value) }
end

local function by_marks(query, p) return tally(query:where("mark", ">=", p.lowest_mark), "mark", "==", p.lowest_mark) end

-- Русский язык и профильная математика: по ним ЕГЭ сдаёт каждый, кто не сдаёт базовую математику.
local function by_test_scores(query, p)
  local russian = query:where("subject", "==", "RU"):where("score", ">=", 0)
  local mathematics = query:where("subject", "==", "MA"):where("level", "==", "профиль"):where("score", ">=", 0)
  return tally(russian, "score", "<", p.ege_russian):append(tally(mathematics, "score", "<", p.ege_mathematics))
end

-- Строка — школа и процедура года: n участников, из них low ниже порога. kinds — виды процедур, какие нужны.
local function of_year(ctx, p, year, kinds)
  local with_marks, exam = {}, false
  for _, kind in ipairs(kinds) do
    if kind == "ЕГЭ" then exam = true else with_marks[#with_marks + 1] = kind end
  end
  local query = ctx.results:where("year", "==", year)
  local found = by_marks(query:where("kind", "in", with_marks), p)
  if not exam then return found end
  local of_exam = query:where("kind", "==", "ЕГЭ")
  return found:append(by_marks(of_exam:where("level", "==", "база"), p)):append(by_test_scores(of_exam, p))
end

-- Название процедуры без года: её результаты разных лет сравниваются.
local function name_of(row)
  local name = row.kind .. " " .. row.subject
  if row.grade then name = name .. " " .. row.grade end
  if row.level and row.level ~= "" then name = name .. " " .. row.level end
  return name
end

-- «Низкие результаты» по одному году: процедур с долей ниже порога p.low_share — не меньше p.procedures. rule — имя правила.
local function check_year(category, ctx, p, year, kinds, rule)
  category:check(of_year(ctx, p, year, kinds), {
    rule = rule, title = "Доля участников ниже минимального порога, " .. year .. " год", name = "procedure",
    value = share("low", "n"), op = ">=", threshold = p.low_share, min_n = p.min_n, unit = "%",
  })
  category:require { rule = rule, at_least = p.procedures }
end

-- То же в каждом из p.years лет подряд.
local function check_years(category, ctx, p, kinds)
  for year = ctx.year - p.years + 1, ctx.year do check_year(category, ctx, p, year, kinds, "year_" .. year) end
  category:combine("all")
  category:assess(ctx.schools)
end

return { of_year = of_year, name_of = name_of, check_year = check_year, check_years = check_years }
