-- Вид 4. Баллы и зоны: каждый показатель даёт баллы по своей шкале, сумма баллов — зону. Шкала показателя —
-- возрастающие границы: за каждую пройденную начисляется шаг баллов, поэтому пропусков и наложений нет.

local INDICATORS = {
  { id = "passed", title = "Доля участников с отметкой не «2»" },
  { id = "good", title = "Доля участников с отметками «4» и «5»" },
  { id = "confirmed", title = "Доля участников, подтвердивших отметку в журнале" },
}
local BASIS = "допущение по образцу Самарской области: границы и баллы утверждаются на год для кластера и уровня образования"

local function border(value, title) return percent(value, { title = title, basis = BASIS, min = 0, max = 100 }) end

-- Баллы строки по шкале показателя.
local function points_of(value, p, id)
  return (value:is(">=", p[id .. "_yellow"]) + value:is(">=", p[id .. "_green"])) * p.step
end

return methodology {
  api = 1,
  id = "points-and-zones",
  category = "Красная зона",
  title = "Школы в красной зоне по сумме баллов",
  params = {
    passed_yellow = border(70, "Отметка не «2»: жёлтая граница"),
    passed_green = border(90, "Отметка не «2»: зелёная граница"),
    good_yellow = border(30, "«4» и «5»: жёлтая граница"),
    good_green = border(50, "«4» и «5»: зелёная граница"),
    confirmed_yellow = border(50, "Подтвердили отметку: жёлтая граница"),
    confirmed_green = border(70, "Подтвердили отметку: зелёная граница"),
    step = integer(1, { title = "Баллов за границу", basis = BASIS, min = 1, max = 100 }),
    yellow_min = integer(3, { title = "Жёлтая зона: баллов, не менее", basis = BASIS, min = 0, max = 1000 }),
    green_min = integer(5, { title = "Зелёная зона: баллов, не менее", basis = BASIS, min = 0, max = 1000 }),
    min_n = integer(10, { title = "Участников, не менее", basis = "допущение: малые группы не оцениваются", min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
    good_mark = integer(4, { title = "Хорошая отметка, от", basis = "шкала отметок", min = 1, max = 5 }),
  },
  inputs = { "results" },
  source = "веб-система самооценки и рейтинга школ Самарской области: красная зона — меньше yellow_min баллов, зелёная — не меньше green_min",
  assumes = "показатели считаются по всем ВПР года вместе",
  limits = "баллы не измеряют, а упорядочивают: рядом с зоной смотрите сами доли",

  decide = function(ctx, p)
    local f = ctx.results:where("kind", "==", "ВПР"):where("year", "==", ctx.year):where("mark", ">=", p.lowest_mark):where("journal", ">=", p.lowest_mark)
      :group("school"):tally {
        n = count(), passed = count_where("mark", ">", p.lowest_mark), good = count_where("mark", ">=", p.good_mark),
        confirmed = count_where("mark", "==", col("journal")),
      }
    local points
    for _, indicator in ipairs(INDICATORS) do
      local own = points_of(f:column(indicator.id) / f.n, p, indicator.id)
      f = f:with { [indicator.id .. "_points"] = own }
      points = points and points + own or own
    end
    f = f:with { points = points, what = tostring(ctx.year) }
    ctx:check(f, {
      rule = "zone", title = "Сумма баллов", name = "what",
      value = "points", n = "n", op = "<", threshold = p.yellow_min, min_n = p.min_n,
    })
    ctx:require { rule = "zone", at_least = 1 }
    ctx:assess(ctx.schools)
    for _, indicator in ipairs(INDICATORS) do ctx:value(f, indicator.id .. "_points", indicator.title .. ", баллов") end
    for zone, rows in pairs {
      ["красная"] = f:where("points", "<", p.yellow_min), ["зелёная"] = f:where("points", ">=", p.green_min),
      ["жёлтая"] = f:where("points", ">=", p.yellow_min):where("points", "<", p.green_min),
    } do ctx:value(rows:with { zone = zone }, "zone", "Зона") end
  end,
}
