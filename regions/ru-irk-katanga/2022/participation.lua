-- Цель 100 % (п. 11 дорожной карты: участие работников «100 % школ, находящихся в зоне риска» в региональных мероприятиях). В список
-- попадает школа перечня министерства, которая в мероприятиях года не участвовала; школа без сведений не оценивается.

local passport = include("passport")

local LIST = "risk-zone-irk"
local ITEMS = { "events_planned", "events_attended" }

return methodology {
  api = 1,
  id = "participation",
  category = "Цель участия не достигнута",
  title = "Школы зоны риска, работники которых не участвовали в региональных мероприятиях",
  params = {
    attended = integer(1, { title = "Мероприятий с участием школы, не менее",
      basis = "дорожная карта Катангского района, п. 11: 100 % школ; сколько мероприятий нужно, не сказано — допущение", min = 1, max = 1000 }),
    list_lag = integer(0, { title = "На сколько лет год перечня позже года сведений", basis = "допущение: участие и перечень одного года", min = 0, max = 3 }),
  },
  inputs = { "context", "external_lists", "schools" },
  source = "дорожная карта Катангского района на 2023–2024 гг., п. 11 (первый)",
  assumes = "школы зоны риска — школы перечня министерства за год, как он пришёл",
  uncertainty = "не статистическая величина",
  limits = "считает участие школы, а не отдельных работников; качество участия не оценивает",

  decide = function(ctx, p)
    local listed = ctx:external_lists(ctx.year + p.list_lag):where("list", "==", LIST):where("known", "==", 1)
    local wanted = listed:group("school"):tally { markers = count() }:select("school")
    local asked = wanted:join(passport.with_items(ctx:context(ctx.year), ITEMS):select("school", table.unpack(ITEMS)), "school")
    ctx:check(asked:with { year = tostring(ctx.year) }, {
      rule = "attended", title = "Мероприятий с участием школы", name = "year",
      value = "events_attended", op = "<", threshold = p.attended,
    })
    ctx:require { rule = "attended", at_least = 1 }
    ctx:assess(wanted)
    ctx:value(asked, "events_planned", "Мероприятий по плану")
  end,
}
