-- Доли отметок «2» по муниципалитетам и предметам: для тепловой таблицы.

return indicator {
  api = 1,
  id = "municipal-shares",
  title = "Доля отметок «2» по муниципалитетам и предметам",
  inputs = { "results" },
  params = {
    kind = choice("ВПР", { "ВПР", "ОГЭ", "ЕГЭ" }, { title = "Процедура", basis = "решение региона" }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
  },
  outputs = {
    municipality = { type = "text", always = true, title = "Муниципалитет" },
    subject = { type = "text", always = true, title = "Предмет" },
    n = { type = "whole", always = true, min = 0, title = "Отметок" },
    low = { type = "whole", always = true, min = 0, title = "Отметок «2»" },
  },
  source = "подсчёт отметок работ года по схемам перевода баллов",
  assumes = "классы года складываются; схемы перевода у работ одного предмета сопоставимы",
  uncertainty = "при малом числе отметок доля колеблется случайно: интервалы — у столбцов диаграммы над таблицей",
  limits = "муниципалитеты различаются составом учащихся и охватом работ; глубина цвета — место, требующее проверки, а не оценка",

  compute = function(ctx, p)
    return ctx.results:where("year", "==", ctx.year):where("kind", "==", p.kind):where("mark", ">=", 1)
      :group("municipality", "subject"):tally { n = count(), low = count_where("mark", "<=", p.lowest_mark) }:present("municipality")
  end,
}
