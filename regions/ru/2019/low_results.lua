-- Школы с низкими образовательными результатами по федеральному критерию.
-- A: в году списка доля отметок «2» не ниже порога по нескольким оценочным процедурам.
-- B: по одной и той же процедуре не ниже порога и в году списка, и годом раньше.
-- Союз «а также» между A и B в тексте критерия допускает два чтения: параметр combine.

local function name_of(p, row)
  local name = row.kind .. " " .. row.subject
  if p.pooling ~= "grades" and row.grade then name = name .. " " .. row.grade end
  if row.level and row.level ~= "" then name = name .. " " .. row.level end
  return name
end

-- Доли отметок «2» школ по процедурам одного года; строки без отметки не считаются.
local function shares(ctx, p, year)
  local query = ctx.results:where("year", "==", year):where("mark", ">=", p.lowest_mark)
  local group = p.pooling == "grades" and query:group("school", "kind", "subject", "level")
      or query:group("school", "kind", "subject", "grade", "level")
  return group:tally { n = count(), low = count_where("mark", "==", p.lowest_mark) }
end

local function by_school_and_name(p, frame)
  local found = {}
  for school, rows in frame:by("school") do
    local of_school = {}
    for _, row in ipairs(rows) do of_school[name_of(p, row)] = row end
    found[school] = of_school
  end
  return found
end

return methodology {
  api = 1,
  id = "low-results",
  category = "ШНОР",
  title = "Школы с низкими образовательными результатами",
  params = {
    low_share = percent(30, {
      title = "Доля участников с отметкой «2», не менее",
      basis = "федеральный критерий 2025 г.: «не менее 30% участников, не преодолевших минимальный порог»",
      min = 1, max = 100,
    }),
    procedures = integer(2, {
      title = "Процедур в году списка, не менее",
      basis = "федеральный критерий 2025 г.: «по двум и более оценочным процедурам»",
      min = 1, max = 20,
    }),
    combine = choice("and", { "and", "or" }, {
      title = "Условия A и B вместе (and) или любое (or)",
      basis = "решение региона: чтение союза «а также» в федеральном критерии",
    }),
    pooling = choice("none", { "none", "grades" }, {
      title = "Объединять параллели одного предмета",
      basis = "решение региона: что считать одной оценочной процедурой",
    }),
    min_n = integer(10, {
      title = "Участников в процедуре, не менее",
      basis = "решение региона: малые группы не оцениваются",
      min = 1, max = 1000,
    }),
    lowest_mark = integer(2, {
      title = "Отметка ниже минимального порога",
      basis = "федеральный критерий 2025 г.: «верхняя граница отметки “2”»",
      min = 1, max = 5,
    }),
  },
  inputs = { "results" },
  source = "федеральный критерий школ с низкими образовательными результатами, редакция 2025 г.",
  assumes = "отметка «2» выставлена по границам, которые одинаковы для всех школ; пересдачи и неявка не учитываются",
  uncertainty = "доли посчитаны по всем участникам, это не выборка; у малых школ доля от года к году меняется случайно",
  limits = "малые группы участников не оцениваются; где есть признаки необъективных результатов, сначала нужна проверка",

  decide = function(ctx, p)
    local earlier = by_school_and_name(p, shares(ctx, p, ctx.year - 1))
    for school, rows in shares(ctx, p, ctx.year):by("school") do
      local d = ctx:decision(school)
      for _, row in ipairs(rows) do
        local name = name_of(p, row)
        d:check {
          rule = "this_year", title = "Доля отметок «2» в году списка", name = name .. " " .. ctx.year,
          value = share(row.low, row.n), op = ">=", threshold = p.low_share, min_n = p.min_n, unit = "%",
        }
        local before = earlier[school] and earlier[school][name]
        if before then
          -- «и в том, и в другом году»: решает меньшая из двух долей.
          local lower = row.low * before.n <= before.low * row.n and row or before
          d:check {
            rule = "both_years", title = "Меньшая из долей отметок «2» за два года",
            name = name .. " " .. ctx.year - 1 .. " " .. ctx.year,
            value = share(lower.low, lower.n), n = math.min(row.n, before.n),
            op = ">=", threshold = p.low_share, min_n = p.min_n, unit = "%",
          }
        end
      end
    end
    ctx:require { rule = "this_year", at_least = p.procedures }
    ctx:require { rule = "both_years", at_least = 1 }
    ctx:combine(p.combine == "and" and "all" or "any")
    ctx:assess(ctx.schools)
  end,
}
