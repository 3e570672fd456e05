-- Воронкообразная диаграмма: доля отметок «2» школы рядом с границами, в которых она колеблется случайно при таком числе отметок.

return indicator {
  api = 1,
  id = "low-funnel",
  title = "Доля отметок «2» по школам и границы случайных колебаний",
  inputs = { "results" },
  params = {
    kind = choice("ВПР", { "ВПР", "ОГЭ", "ЕГЭ" }, { title = "Процедура", basis = "решение региона" }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
    confidence = number(0.95, { title = "Доверительная вероятность границ", basis = "решение региона: обычные 95 %", min = 0.5, max = 0.9999 }),
    wide = number(0.998, { title = "Доверительная вероятность внешних границ", basis = "Spiegelhalter (2005): 99,8 %", min = 0.5, max = 0.99999 }),
  },
  outputs = {
    school = { type = "text", always = true, title = "Школа" },
    n = { type = "whole", always = true, min = 0, title = "Отметок" },
    low = { type = "whole", always = true, min = 0, title = "Отметок «2»" },
    share = { type = "number", min = 0, max = 1, title = "Доля отметок «2»" },
    centre = { type = "number", min = 0, max = 1, title = "Доля в регионе" },
    lower = { type = "number", min = 0, max = 1, title = "Нижняя граница" },
    upper = { type = "number", min = 0, max = 1, title = "Верхняя граница" },
    far_lower = { type = "number", min = 0, max = 1, title = "Внешняя нижняя граница" },
    far_upper = { type = "number", min = 0, max = 1, title = "Внешняя верхняя граница" },
    factor = { type = "number", min = 0, title = "Множитель избыточного разброса" },
  },
  source = "Spiegelhalter (2005), Statistics in Medicine 24; границы расширены множителем избыточного разброса",
  assumes = "работы года складываются; отметки одного ученика связаны, поэтому границы расширены по наблюдаемому разбросу школ",
  uncertainty = "при отсутствии различий за границы 95 % выходит одна школа из двадцати, за внешние — две из тысячи",
  limits = "место вне границ — признак, требующий проверки: состав и отбор учащихся в нём не учтены",

  compute = function(ctx, p)
    local marks = ctx.results:where("year", "==", ctx.year):where("kind", "==", p.kind):where("mark", ">=", 1)
    local f = marks:group("school"):tally { n = count(), low = count_where("mark", "<=", p.lowest_mark) }
    local near = f:funnel("low", "n", { confidence = p.confidence, overdispersion = true })
    local far = f:funnel("low", "n", { confidence = p.wide, overdispersion = true })
    return f:with { share = f.low / f.n, centre = near.centre, lower = near.lower, upper = near.upper, far_lower = far.lower, far_upper = far.upper, factor = near.factor }
      :select("school", "n", "low", "share", "centre", "lower", "upper", "far_lower", "far_upper", "factor")
  end,
}
