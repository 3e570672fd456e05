-- Резильентные школы: неблагоприятный социальный контекст и результаты выше ожидаемых, несколько лет подряд.

local PLACES = { residual = "place", median = "result_percentile" }

return methodology {
  api = 1,
  id = "resilient",
  category = "Резильентные школы",
  title = "Школы с устойчиво хорошими результатами в неблагоприятных социальных условиях",
  each = "region",
  params = {
    worst = number(30, {
      title = "Процентиль индекса, не более",
      basis = "определение резильентности: 30 % наименее благополучных", min = 1, max = 50,
    }),
    strong = choice("residual", { "residual", "median" }, {
      title = "Сильный результат: сжатый остаток в верхней части (residual) или результат выше медианы (median)",
      basis = "решение региона",
    }),
    top = number(25, { title = "Верхняя часть по остатку, %", basis = "верхняя четверть школ", min = 1, max = 50 }),
    years = integer(2, { title = "Лет подряд", basis = "определение резильентности: два года подряд", min = 1, max = 5 }),
    min_n = integer(10, { title = "Участников, не менее", basis = "решение региона: малые группы не оцениваются", min = 1, max = 1000 }),
    variant = choice("zscore", { "zscore", "weighted", "percentile", "component", "regression" }, {
      title = "Вариант индекса", basis = "решение региона: равные веса показателей",
    }),
  },
  inputs = { "schools" },
  source = "определение по исследованиям резильентных школ (Звягинцев; ВШЭ); остаток регрессии результата на индекс, сжатый по числу участников",
  assumes = "связь результата с индексом линейна; работы года сравнимы после стандартизации",
  uncertainty = "остаток содержит случайность числа участников; требование двух лет подряд и сжатие делают случайное попадание редким",
  limits = "сначала исключить школы с признаками необъективных результатов; отбор при приёме даёт то же, что и хорошая работа",

  decide = function(ctx, p)
    local years = ctx:indicator("school-resilience", { variant = p.variant, years = p.years, min_n = p.min_n })
    ctx:check(years, {
      rule = "context", title = "Процентиль индекса социального благополучия", name = "period",
      value = "index_percentile", n = "n", op = "<=", threshold = p.worst, min_n = p.min_n,
    })
    local least = p.strong == "residual" and 100 - p.top or 50
    ctx:check(years, {
      rule = "strong", title = "Процентиль результата с учётом контекста", name = "period",
      value = PLACES[p.strong], n = "n", op = p.strong == "residual" and ">=" or ">", threshold = least, min_n = p.min_n,
    })
    ctx:require { rule = "context", at_least = p.years }
    ctx:require { rule = "strong", at_least = p.years }
    ctx:combine("all")
    ctx:assess(ctx.schools)
    ctx:value(years:where("period", "==", tostring(ctx.year)), "note", "Почему не оценена")
  end,
}
