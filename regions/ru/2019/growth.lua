-- Школы роста: прежний результат низкий, подъём больше своей случайной ошибки и больше возврата к среднему.

return methodology {
  api = 1,
  id = "growth",
  category = "Школы роста",
  title = "Школы с положительной динамикой после низких результатов",
  each = "region",
  params = {
    low = number(25, {
      title = "Процентиль прежнего результата, не более",
      basis = "решение региона: нижняя четверть школ", min = 1, max = 50,
    }),
    span = integer(1, { title = "Лет между измерениями", basis = "решение региона", min = 1, max = 10 }),
    z = number(1.96, { title = "Квантиль доверительного интервала", basis = "95 %", min = 0, max = 10 }),
    beyond_mean = flag(true, {
      title = "Подъём и сверх возврата к среднему",
      basis = "решение региона: низкий результат одного года частью случаен",
    }),
    min_n = integer(10, { title = "Участников, не менее", basis = "решение региона: малые группы не оцениваются", min = 1, max = 1000 }),
  },
  inputs = { "schools" },
  source = "разность средних двух лет с её ошибкой; поправка на возврат к среднему по надёжности прежнего результата",
  assumes = "результат — место среди школ региона каждого года: рост относительный",
  uncertainty = "интервал 95 % из-за числа участников; смена состава параллелей в нём не учтена",
  limits = "сначала исключить школы с признаками необъективных результатов: резкий подъём бывает и от них",

  decide = function(ctx, p)
    local growth = ctx:indicator("school-growth", { span = p.span, z = p.z, min_n = p.min_n })
    local between = ctx.year - p.span .. "–" .. ctx.year
    local function rule(name, title, value, op, threshold)
      ctx:check(growth:with { period = between }, {
        rule = name, title = title, name = "period", value = value, n = "n", op = op, threshold = threshold, min_n = p.min_n,
      })
      ctx:require { rule = name, at_least = 1 }
    end
    rule("low_before", "Процентиль прежнего результата", "before_percentile", "<=", p.low)
    rule("rise", "Нижняя граница подъёма, станд. баллы", "lower", ">", 0)
    if p.beyond_mean then rule("beyond_mean", "Нижняя граница подъёма сверх возврата к среднему", "excess_lower", ">", 0) end
    ctx:combine("all")
    ctx:assess(ctx.schools)
    ctx:value(growth, "note", "Почему не оценена")
  end,
}
