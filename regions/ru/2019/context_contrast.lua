-- Семьи и условия сильных и слабых школ: показатели социального паспорта в верхней и нижней части школ по результатам (программа № 59-б,
-- § 2: «более 50 % родителей с высшим образованием … менее 20 %»).

local Z = { [0.9] = 1.645, [0.95] = 1.96, [0.99] = 2.576 }

local function of_part(rows, place, from, to)
  return rows:where(place, ">=", from):where(place, "<", to):group("item"):tally { k = count(), m = mean("value"), s = sd("value") }
end

return indicator {
  api = 1,
  id = "context-contrast",
  title = "Показатели социального паспорта в школах с высокими и низкими результатами",
  inputs = { "context", "results", "schools" },
  params = {
    part = percent(25, { title = "Какая часть школ сверху и снизу", basis = "решение региона: четверть", min = 1, max = 50 }),
    min_n = integer(10, { title = "Участников в школе, не менее", basis = "решение региона: малые группы не оцениваются", min = 1, max = 1000 }),
    confidence = number(0.95, { title = "Доверительная вероятность: 0,9, 0,95 или 0,99", basis = "решение региона: обычные 95 %", min = 0.9, max = 0.99 }),
  },
  outputs = {
    item = { type = "text", always = true, title = "Показатель" },
    strong_schools = { type = "whole", min = 0, title = "Школ с высокими результатами" },
    strong = { type = "number", title = "Среднее по ним" },
    weak_schools = { type = "whole", min = 0, title = "Школ с низкими результатами" },
    weak = { type = "number", title = "Среднее по ним" },
    difference = { type = "number", title = "Разность" },
    lower = { type = "number", title = "Нижняя граница разности" },
    upper = { type = "number", title = "Верхняя граница разности" },
  },
  source = "программа Большеберезниковского района (приказ № 59-б от 10.06.2021), § 2; разность средних по школам с нормальным приближением",
  assumes = "школа считается один раз, сколько бы в ней ни было обучающихся",
  uncertainty = "границы разности между группами школ с заданной вероятностью; при малом числе школ они занижены",
  limits = "связь, а не причина; паспорт заполняет школа",

  compute = function(ctx, p)
    local results = ctx:indicator("school-results"):present("result"):where("n", ">=", p.min_n):select("school", "result")
    results = results:with { place = (results:rank("result", {}, "mean") - 0.5) / #results }
    local rows = ctx:indicator("social-items"):present("value"):select("school", "item", "value"):join(results, "school"):present("place")
    local strong, weak = of_part(rows, "place", 1 - p.part, 2), of_part(rows, "place", 0, p.part)
    local f = strong:with { strong = strong.m, strong_schools = strong.k, sv = strong.s * strong.s / strong.k }:select("item", "strong_schools", "strong", "sv")
      :join(weak:with { weak = weak.m, weak_schools = weak.k, wv = weak.s * weak.s / weak.k }:select("item", "weak_schools", "weak", "wv"), "item")
    local z = Z[p.confidence] or Z[0.95]
    local bound = (f.sv + f.wv):sqrt() * z
    local difference = f.strong - f.weak
    return f:with { difference = difference, lower = difference - bound, upper = difference + bound }
      :select("item", "strong_schools", "strong", "weak_schools", "weak", "difference", "lower", "upper")
  end,
}
