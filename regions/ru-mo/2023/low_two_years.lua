-- Пример, не правило региона: программа действовала до конца 2022 года. Здесь — как сменить правило: вместо порога на долю —
-- место среди школ республики по доле работ ниже минимального порога за два года вместе.

local low = include("low_marks")

local KINDS = { "ВПР", "ОГЭ", "ЕГЭ" }
local EXAMPLE = "допущение: пример следующего года, не правило региона"
local MINIMUM = "минимальный тестовый балл ЕГЭ 2023–2027 гг."

-- Работы школы за все годы и место среди школ: 100 % — у школы с наибольшей долей ниже порога.
local function places(ctx, p)
  local works = low.of_year(ctx, p, ctx.year, KINDS)
  for year = ctx.year - p.years + 1, ctx.year - 1 do works = works:append(low.of_year(ctx, p, year, KINDS)) end
  local of_school = works:group("school"):tally { n = sum("n"), low = sum("low") }:where("n", ">=", p.min_n)
  local shares = of_school:with { part = of_school.low / of_school.n }
  return shares:with { place = (shares:rank("part", {}, "mean") - 0.5) / #shares * 100, period = tostring(ctx.year - p.years + 1) .. "–" .. tostring(ctx.year) }
end

return methodology {
  api = 1,
  id = "low-two-years",
  category = "ШНР",
  title = "Школы с устойчиво низкими результатами обучения",
  each = "region",
  params = {
    worst = number(15, { title = "Школ в нижней части, %", basis = EXAMPLE, min = 1, max = 50 }),
    low_share = percent(15, { title = "И доля работ ниже порога, не менее", basis = EXAMPLE, min = 0, max = 100 }),
    years = integer(2, { title = "Лет вместе", basis = EXAMPLE, min = 1, max = 5 }),
    min_n = integer(20, { title = "Работ за все годы, не менее", basis = EXAMPLE, min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
    ege_russian = integer(24, { title = "ЕГЭ, русский язык: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
    ege_mathematics = integer(27, { title = "ЕГЭ, профильная математика: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
  },
  inputs = { "results" },
  source = "пример, не правило региона: место среди школ вместо порога на долю",
  assumes = "все школы пишут сравнимый набор работ",
  uncertainty = "в списке всегда около worst % школ; школа у границы может быть по другую её сторону случайно",
  limits = "не утверждено республикой; школа без достаточного числа работ места не имеет и не оценивается",

  decide = function(ctx, p)
    local found = places(ctx, p)
    ctx:check(found, {
      rule = "place", title = "Место по доле работ ниже порога, процентиль", name = "period",
      value = "place", n = "n", op = ">=", threshold = 100 - p.worst, min_n = p.min_n,
    })
    ctx:check(found, {
      rule = "share", title = "Доля работ ниже порога", name = "period",
      value = share("low", "n"), op = ">=", threshold = p.low_share, min_n = p.min_n, unit = "%",
    })
    for _, rule in ipairs { "place", "share" } do ctx:require { rule = rule, at_least = 1 } end
    ctx:combine("all")
    ctx:assess(ctx.schools)
  end,
}
