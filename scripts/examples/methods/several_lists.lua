-- Вид 5. Несколько списков одним расчётом: низкие результаты несколько лет, стабильно высокие и «группа
-- риска» — школы, где низкие результаты появились и ещё не стали стабильными.

local OWN = "допущение: приказ называет списки, но не формулы"

return methodology {
  api = 1,
  id = "several-lists",
  category = "Низкие результаты",
  title = "Школы с низкими результатами за несколько лет",
  params = {
    years = integer(3, {
      title = "Лет",
      basis = "Новосибирская область, приказ от 24.01.2020 № 183: низкие результаты 2017–2019 гг.", min = 2, max = 5,
    }),
    low_share = percent(25, { title = "Низкие результаты: доля отметок «2», не менее", basis = OWN, min = 1, max = 100 }),
    high_share = percent(55, { title = "Высокие результаты: доля отметок «4» и «5», не менее", basis = OWN, min = 1, max = 100 }),
    min_n = integer(10, { title = "Участников в каждом году, не менее", basis = OWN, min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
    good_mark = integer(4, { title = "Хорошая отметка, от", basis = "шкала отметок", min = 1, max = 5 }),
  },
  inputs = { "results" },
  source = "Новосибирская область, приказ от 24.01.2020 № 183: три отдельных списка",
  assumes = "все работы года складываются",
  limits = "школа «группы риска» — повод для наблюдения, не для мер",

  decide = function(ctx, p)
    local high = ctx:category("Стабильно высокие результаты", { title = "Школы со стабильно высокими результатами" })
    local risk = ctx:category("Группа риска", { title = "Школы, где низкие результаты появились" })
    local years = ctx.results
      :where("year", ">", ctx.year - p.years):where("year", "<=", ctx.year):where("mark", ">=", p.lowest_mark)
      :group("school", "year"):tally {
        n = count(), low = count_where("mark", "==", p.lowest_mark), good = count_where("mark", ">=", p.good_mark),
      }
    years = years:with { is_low = (years.low / years.n):is(">=", p.low_share), is_high = (years.good / years.n):is(">=", p.high_share) }
    local schools = years:group("school"):tally { known = count(), low_years = sum("is_low"), high_years = sum("is_high"), fewest = min("n") }
      :where("known", "==", p.years):with { span = ctx.year - p.years + 1 .. "–" .. ctx.year }
    local now = years:where("year", "==", ctx.year):with { span = tostring(ctx.year) }

    local function rule(list, name, title, frame, value, n, op, threshold)
      list:check(frame, {
        rule = name, title = title, name = "span",
        value = value, n = n, op = op, threshold = threshold, min_n = p.min_n,
      })
      list:require { rule = name, at_least = 1 }
    end
    rule(ctx, "low", "Лет с низкими результатами", schools, "low_years", "fewest", ">=", p.years)
    rule(high, "high", "Лет с высокими результатами", schools, "high_years", "fewest", ">=", p.years)
    rule(risk, "low_now", "Доля отметок «2» в году списка", now, share("low", "n"), "n", ">=", p.low_share)
    rule(risk, "not_yet_stable", "Лет с низкими результатами", schools, "low_years", "fewest", "<", p.years)
    for _, list in ipairs { ctx, high, risk } do list:assess(ctx.schools) end
  end,
}
