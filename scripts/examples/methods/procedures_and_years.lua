-- Вид 2. Счёт процедур и лет: низкой считается процедура, где доля отметок «2» не ниже границы каждый год
-- подряд; школа попадает в список, когда таких процедур несколько.

return methodology {
  api = 1,
  id = "procedures-and-years",
  category = "Стабильно низкие результаты",
  title = "Школы со стабильно низкими результатами по одним и тем же процедурам",
  params = {
    low_share = percent(30, {
      title = "Доля участников с отметкой «2», не менее", min = 1, max = 100,
      basis = "федеральный критерий 2025 г.: «не менее 30% участников, не преодолевших минимальный порог»",
    }),
    years = integer(2, {
      title = "Лет подряд по одной процедуре", min = 1, max = 5,
      basis = "федеральный критерий 2025 г.: «по одной и той же оценочной процедуре в 2024 и 2025 годах»",
    }),
    procedures = integer(2, {
      title = "Таких процедур, не менее", min = 1, max = 20,
      basis = "допущение: Северная Осетия — Алания пишет «стабильно», но формулы не публикует",
    }),
    min_n = integer(10, {
      title = "Участников в каждом году, не менее",
      basis = "допущение: малые группы не оцениваются", min = 1, max = 1000,
    }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок ВПР и ОГЭ", min = 1, max = 5 }),
  },
  inputs = { "results" },
  source = "федеральный критерий школ с низкими образовательными результатами, редакция 2025 г.",
  assumes = "процедура — вид, предмет и класс; судить можно о процедурах, которые проводились каждый год",
  limits = "школа, где процедуры менялись, не оценивается",

  decide = function(ctx, p)
    local of_year = ctx.results
      :where("year", ">", ctx.year - p.years):where("year", "<=", ctx.year):where("mark", ">=", p.lowest_mark)
      :group("school", "kind", "subject", "grade", "level", "year")
      :tally { n = count(), low = count_where("mark", "==", p.lowest_mark) }
    of_year = of_year:with { is_low = (of_year.low / of_year.n):is(">=", p.low_share) }
    local of_procedure = of_year:group("school", "kind", "subject", "grade", "level")
      :tally { years = count(), low_years = sum("is_low"), fewest = min("n") }
      :where("years", "==", p.years)
    ctx:check(of_procedure, {
      rule = "stably", title = "Лет подряд с долей отметок «2» не ниже границы", name = { "kind", "subject", "grade", "level" },
      value = "low_years", n = "fewest", op = ">=", threshold = p.years, min_n = p.min_n,
    })
    ctx:require { rule = "stably", at_least = p.procedures }
    ctx:assess(ctx.schools)
  end,
}
