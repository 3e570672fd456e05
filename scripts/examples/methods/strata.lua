-- Вид 6. Свои границы для похожих школ: кластер (местность) × уровень образования × размер. Граница страты —
-- верхний квартиль доли отметок «2» её школ; в страте из единиц школ — граница всего уровня.

local LEVELS = { "НОО", "ООО", "СОО" }

-- Результаты одного уровня образования.
local function of_level(query, p, level)
  if level == "НОО" then return query:where("grade", "<=", p.primary_to) end
  if level == "ООО" then return query:where("grade", ">", p.primary_to):where("grade", "<=", p.basic_to) end
  return query:where("grade", ">", p.basic_to)
end

return methodology {
  api = 1,
  id = "strata",
  category = "Ниже похожих школ",
  title = "Школы с результатами ниже, чем у школ той же страты",
  each = "region",
  params = {
    worst = percent(25, {
      title = "Часть школ страты с наибольшей долей отметок «2»", min = 1, max = 50,
      basis = "практика Санкт-Петербурга: нижний квартиль внутри кластеров; в Самарской области — кластер × уровень образования",
    }),
    levels = integer(1, { title = "Уровней образования, не менее", basis = "допущение", min = 1, max = 3 }),
    min_schools = integer(8, {
      title = "Школ в страте, не менее",
      basis = "допущение: квартиль из единиц школ случаен", min = 4, max = 1000,
    }),
    min_n = integer(10, { title = "Участников, не менее", basis = "допущение: малые группы не оцениваются", min = 1, max = 1000 }),
    primary_to = integer(4, { title = "НОО: класс, не старше", basis = "ФГОС", min = 1, max = 11 }),
    basic_to = integer(9, { title = "ООО: класс, не старше", basis = "ФГОС", min = 1, max = 11 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
  },
  inputs = { "results", "context" },
  source = "модель РСОКО Санкт-Петербурга; рейтинг школ Самарской области",
  assumes = "местность и размер — из анкеты образовательной организации",
  limits = "школа без анкеты сравнивается со всеми школами уровня",

  decide = function(ctx, p)
    local strata = ctx:indicator("school-strata"):present("locality", "size")
    local marks = ctx.results:where("year", "==", ctx.year):where("mark", ">=", p.lowest_mark)
    local part = 1 - p.worst
    for _, level in ipairs(LEVELS) do
      local f = of_level(marks, p, level):group("school"):tally { n = count(), low = count_where("mark", "==", p.lowest_mark) }
        :join(strata, "school")
      f = f:with { low_share = f.low / f.n, locality = f.locality:or_else(""), size = f.size:or_else(""), level = level }
      local compared = f:where("n", ">=", p.min_n)
      local all = compared:group("level"):tally { of_level = quantile("low_share", part) }
      local own = compared:where("size", "!=", ""):group("locality", "size")
        :tally { schools = count(), of_stratum = quantile("low_share", part) }:where("schools", ">=", p.min_schools)
      f = f:join(all, "level"):join(own, "locality", "size")
      f = f:with { limit = f.of_stratum:or_else(f.of_level) }
      ctx:check(f, {
        rule = "worst", title = "Доля отметок «2» (граница — своя у страты)", name = "level",
        value = share("low", "n"), op = ">", threshold = "limit", min_n = p.min_n,
      })
    end
    ctx:require { rule = "worst", at_least = p.levels }
    ctx:assess(ctx.schools)
    ctx:value(strata, "locality", "Местность")
    ctx:value(strata, "size", "Размер")
  end,
}
