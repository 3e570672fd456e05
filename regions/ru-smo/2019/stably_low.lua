-- Школы со стабильно низкими результатами (список 1 приказа № 863).
-- Приказ не публикует формулу; принято допущение: низкие результаты повторяются несколько лет подряд,
-- по нескольким процедурам в каждом году. Все числа ниже — параметры этого допущения.

return methodology {
  api = 1,
  id = "stably-low",
  category = "ШНОР",
  title = "Школы со стабильно низкими результатами",
  params = {
    low_share = percent(30, {
      title = "Доля участников с отметкой «2», не менее",
      basis = "допущение: по образцу федерального критерия",
      min = 1, max = 100,
    }),
    procedures = integer(2, {
      title = "Процедур в каждом году, не менее", basis = "допущение: по образцу федерального критерия", min = 1, max = 20,
    }),
    years = integer(2, { title = "Лет подряд", basis = "допущение: «стабильно» — не менее двух лет", min = 1, max = 5 }),
    min_n = integer(10, { title = "Участников в процедуре, не менее", basis = "решение региона: малые группы не оцениваются", min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок ВПР и ОГЭ", min = 1, max = 5 }),
  },
  inputs = { "results" },

  decide = function(ctx, p)
    for year = ctx.year - p.years + 1, ctx.year do
      local rule = "year_" .. year
      local shares = ctx.results
        :where("year", "==", year)
        :where("mark", ">=", p.lowest_mark)
        :group("school", "procedure")
        :tally { n = count(), low = count_where("mark", "==", p.lowest_mark) }
      ctx:check(shares, {
        rule = rule, title = "Доля отметок «2», " .. year .. " год", name = "procedure",
        value = share("low", "n"), op = ">=", threshold = p.low_share, min_n = p.min_n, unit = "%",
      })
      ctx:require { rule = rule, at_least = p.procedures }
    end
    ctx:combine("all")
    ctx:assess(ctx.schools)
  end,
}
