-- Пример, не правило региона: за 2023 год и позже методики нет. Зона риска — нижние 15 % школ области по средней доле ниже порога;
-- школа, которая уже была в перечне, выходит из зоны, только когда она не в нижних 30 %.

local low = include("low_marks")

local KINDS = { "ВПР", "ОГЭ", "ЕГЭ" }
local EXAMPLE = "допущение: пример следующего года, не правило региона"
local MINIMUM = "минимальный тестовый балл ЕГЭ 2023–2027 гг."
local LIST = "risk-zone-irk"

return methodology {
  api = 1,
  id = "risk-zone",
  category = "Зона риска",
  title = "Школы, находящиеся в зоне риска по низким образовательным результатам",
  params = {
    worst = number(15, { title = "Школ в нижней части, %", basis = EXAMPLE, min = 1, max = 50 }),
    leave = number(30, { title = "Школа перечня остаётся в зоне, пока она в нижней части, %", basis = EXAMPLE, min = 1, max = 100 }),
    min_n = integer(20, { title = "Работ за год, не менее", basis = EXAMPLE, min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
    ege_russian = integer(24, { title = "ЕГЭ, русский язык: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
    ege_mathematics = integer(27, { title = "ЕГЭ, профильная математика: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
  },
  inputs = { "results", "external_lists" },
  source = "пример, не правило региона: место среди школ и правило выхода",
  assumes = "все школы пишут сравнимый набор работ",
  uncertainty = "в списке всегда около worst % школ; школа у границы может быть по другую её сторону случайно",
  limits = "не утверждено министерством; перечень министерства берётся как пришёл и не пересчитывается",

  decide = function(ctx, p)
    local of_school = low.of_year(ctx, p, ctx.year, KINDS):group("school"):tally { n = sum("n"), low = sum("low") }:where("n", ">=", p.min_n)
    local shares = of_school:with { part = of_school.low / of_school.n }
    local listed = ctx:external_lists(ctx.year):where("list", "==", LIST):group("school"):tally { markers = count() }
    local all = shares:join(listed, "school")
    -- Граница своя у школы перечня и у прочих: правило выхода.
    local was_listed = all.markers:is(">=", 1):or_else(0)
    all = all:with {
      place = (all:rank("part", {}, "mean") - 0.5) / #all * 100, border = was_listed * (p.worst - p.leave) + (100 - p.worst),
      period = tostring(ctx.year),
    }
    ctx:check(all, {
      rule = "place", title = "Место по доле работ ниже порога, процентиль", name = "period",
      value = "place", n = "n", op = ">=", threshold = "border", min_n = p.min_n,
    })
    ctx:require { rule = "place", at_least = 1 }
    ctx:assess(ctx.schools)
  end,
}
