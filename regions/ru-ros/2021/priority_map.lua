-- Карта приоритетов (дорожная карта, п. 4.6): четыре зоны самооценки школы от самой проблемной к самой благополучной.

local passport = include("passport")

local ZONES = {
  { item = "zone_teaching", title = "планирование и организация обучения" },
  { item = "zone_support", title = "поддержка и мотивация учащихся" },
  { item = "zone_climate", title = "школьный климат и уклад" },
  { item = "zone_methods", title = "методическая работа" },
}
local ITEMS = {}
for i, zone in ipairs(ZONES) do ITEMS[i] = zone.item end

return indicator {
  api = 1,
  id = "priority-map",
  title = "Карта приоритетов школы по самооценке",
  inputs = { "context" },
  params = {
    problem_below = number(50, { title = "Проблемная зона: балл ниже", basis = "допущение: шкала самооценки от 0 до 100", min = 0, max = 100 }),
  },
  outputs = {
    school = { type = "text", always = true, title = "Школа" },
    priority = { type = "whole", always = true, min = 1, max = 4, title = "Очередь" },
    zone = { type = "text", always = true, title = "Зона" },
    score = { type = "number", title = "Балл самооценки" },
    problem = { type = "whole", min = 0, max = 1, title = "Проблемная" },
  },
  source = "дорожная карта РИПК и ППРО на 2020–2023 гг., п. 4.6: четыре зоны; шкала и граница — допущение",
  assumes = "школа отвечает откровенно; баллы зон сравнимы между собой",
  uncertainty = "не статистическая величина",
  limits = "самооценка: с другими школами не сравнивать и в списки не включать",

  compute = function(ctx, p)
    local answers = passport.with_items(ctx:context(ctx.year), ITEMS)
    local all
    for _, zone in ipairs(ZONES) do
      local one = answers:with { zone = zone.title, score = answers:column(zone.item) * 1.0 }:select("school", "zone", "score"):present("score")
      all = all and all:append(one) or one
    end
    return all:with { priority = all:rank("score", "school", "first"):round(), problem = all.score:is("<", p.problem_below) }
      :select("school", "priority", "zone", "score", "problem"):sort("school", "priority")
  end,
}
