-- Охват 100 % (программа № 59-б, § 4: «ежегодное осуществление в 100 % общеобразовательных организаций … анализа данных об
-- образовательных результатах и внешних социальных условиях»; 2021 г., п. 2; 2022 г., п. 2). В список попадает школа, о которой
-- нечего анализировать: нет результатов года или социального паспорта.

local passport = include("passport")

local PUPILS = "passport_pupils"
local BASIS = "программа № 59-б, § 4: 100 % общеобразовательных организаций"

return methodology {
  api = 1,
  id = "coverage",
  category = "Нет данных для анализа",
  title = "Школы, которых не охватывает ежегодный анализ результатов и условий",
  params = {
    results = integer(1, { title = "Участников оценочных процедур за год, не менее", basis = BASIS, min = 1, max = 10000 }),
    pupils = integer(1, { title = "Обучающихся в социальном паспорте, не менее", basis = BASIS, min = 1, max = 10000 }),
  },
  inputs = { "results", "context", "schools" },
  source = "муниципальная программа Большеберезниковского района (приказ № 59-б от 10.06.2021), § 4; дорожная карта 2021 г., п. 2, и 2022 г., п. 2",
  assumes = "реестр содержит все школы района и только их",
  uncertainty = "не статистическая величина",
  limits = "говорит о наличии данных, а не об их качестве",

  decide = function(ctx, p)
    local registry = ctx.schools:select("school")
    local results = ctx.results:where("year", "==", ctx.year):group("school"):tally { participants = count() }
    local answers = passport.with_items(ctx:context(ctx.year), { PUPILS }):select("school", PUPILS)
    local known = registry:join(results, "school"):join(answers, "school")
    known = known:with { participants = known.participants:or_else(0), pupils = known:column(PUPILS):or_else(0), year = tostring(ctx.year) }
    local function missing(rule, title, value, least)
      ctx:check(known, { rule = rule, title = title, name = "year", value = value, op = "<", threshold = least })
      ctx:require { rule = rule, at_least = 1 }
    end
    missing("results", "Участников оценочных процедур за год", "participants", p.results)
    missing("passport", "Обучающихся в социальном паспорте", "pupils", p.pupils)
    ctx:combine("any")
    ctx:assess(ctx.schools)
  end,
}
