-- Группа риска: школы, «имеющие наиболее сложный контингент обучающихся и показывающие наиболее низкие результаты» (программа
-- № 59-б, § 5), и остальные клетки таблицы «контингент × результаты»: по ним программа оценивает эффективность работы школы.

local ASSUMED = "допущение: «наиболее сложный», «наиболее низкие» — четверть школ"

return methodology {
  api = 1,
  id = "risk-group",
  category = "Группа риска",
  title = "Школы с наиболее сложным контингентом и наиболее низкими результатами",
  each = "region",
  params = {
    context_worst = number(25, { title = "Сложный контингент: процентиль индекса, не более", basis = ASSUMED, min = 1, max = 50 }),
    results_worst = number(25, { title = "Низкие результаты: процентиль результата, не более", basis = ASSUMED, min = 1, max = 50 }),
    variant = choice("zscore", { "zscore", "weighted", "percentile", "component", "regression" },
      { title = "Вариант индекса", basis = "допущение: равные веса четырёх показателей § 5" }),
    min_n = integer(10, { title = "Участников, не менее", basis = "допущение: малые группы не оцениваются", min = 1, max = 1000 }),
  },
  inputs = { "schools" },
  source = "муниципальная программа Большеберезниковского района (приказ № 59-б от 10.06.2021), § 5; таблица 2 × 2",
  assumes = "результат — место среди школ республики по стандартизованным баллам ВПР; контингент — по индексу социального благополучия",
  uncertainty = "границы относительные; ошибки индекса и результата в клетку не входят",
  limits = "клетка описывает условия и результат, а не причину: сильный результат при сложном контингенте бывает и от отбора",

  decide = function(ctx, p)
    local found = ctx:indicator("school-resilience", { variant = p.variant, years = 1, min_n = p.min_n })
    local coping = ctx:category("Сложный контингент, результаты не низкие", { title = "Школы, которые справляются со сложным контингентом" })
    local failing = ctx:category("Низкие результаты, контингент не сложный", { title = "Школы с низкими результатами при обычном контингенте" })
    local function cell(category, context, results)
      category:check(found, {
        rule = "context", title = "Процентиль индекса социального благополучия", name = "period",
        value = "index_percentile", n = "n", op = context, threshold = p.context_worst, min_n = p.min_n,
      })
      category:check(found, {
        rule = "results", title = "Процентиль результата", name = "period",
        value = "result_percentile", n = "n", op = results, threshold = p.results_worst, min_n = p.min_n,
      })
      for _, rule in ipairs { "context", "results" } do category:require { rule = rule, at_least = 1 } end
      category:combine("all")
      category:assess(ctx.schools)
    end
    cell(ctx, "<=", "<=")
    cell(coping, "<=", ">")
    cell(failing, ">", "<=")
    ctx:value(found, "note", "Почему не оценена")
  end,
}
