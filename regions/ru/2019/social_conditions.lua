-- Школы, функционирующие в неблагоприятных социальных условиях: по индексу социального благополучия школы.

return methodology {
  api = 1,
  id = "social-conditions",
  category = "ШФНСУ",
  title = "Школы, функционирующие в неблагоприятных социальных условиях",
  each = "region",
  params = {
    worst = number(25, {
      title = "Процентиль индекса среди школ региона, не более",
      basis = "решение региона: нижняя четверть школ", min = 1, max = 50,
    }),
    min_n = integer(20, { title = "Обучающихся, не менее", basis = "решение региона: доли в малых школах случайны", min = 1, max = 1000 }),
    variant = choice("zscore", { "zscore", "weighted", "percentile", "component", "regression" }, {
      title = "Вариант индекса", basis = "решение региона: равные веса показателей",
    }),
    missing = choice("drop_item", { "drop_item", "mean_of_stratum", "not_assessable" }, {
      title = "Если показателя нет", basis = "решение региона: считать по имеющимся, не менее min_items",
    }),
    min_items = integer(3, { title = "Показателей у школы, не менее", basis = "решение региона", min = 1, max = 100 }),
    strata = choice("none", { "none", "locality", "size", "both" }, {
      title = "Сравнивать внутри страт", basis = "решение региона: со всеми школами",
    }),
  },
  inputs = { "schools" },
  source = "индекс социального благополучия школы (ВШЭ), порог — решение региона",
  assumes = "социальные паспорта заполнены всеми школами по одним правилам",
  uncertainty = "порог относительный: в списке всегда около worst % школ; школа у порога может быть по другую его сторону случайно",
  limits = "признак условий, а не качества работы школы; школы-интернаты и специальные школы рассматривать отдельно",

  decide = function(ctx, p)
    local index = ctx:indicator("social-index", {
      variant = p.variant, missing = p.missing, min_items = p.min_items, min_pupils = p.min_n, strata = p.strata,
    })
    ctx:check(index:with { period = tostring(ctx.year) }, {
      rule = "unfavourable", title = "Процентиль индекса социального благополучия", name = "period",
      value = "percentile", n = "n", op = "<=", threshold = p.worst, min_n = p.min_n,
    })
    ctx:require { rule = "unfavourable", at_least = 1 }
    ctx:assess(ctx.schools)
    ctx:value(index:with { shown = (index.index * 10):round() / 10 }, "shown", "Индекс")
    ctx:value(index, "note", "Почему не оценена")
  end,
}
