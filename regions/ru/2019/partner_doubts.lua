-- Школы, которых не предлагают в партнёры и наставники, пока не проверены признаки необъективных результатов. Из признаков списка
-- bias-markers здесь нет тех, которые даёт и отбор учащихся (высокое среднее, высокие отметки, малый разброс при высоком среднем): по
-- ним сильная школа не могла бы помогать никогда.

local signs = include("bias_signs")

return methodology {
  api = 1,
  id = "partner-doubts",
  category = "Не партнёр до проверки",
  title = "Школы, которых не предлагают в партнёры до проверки признаков необъективных результатов",
  params = {
    kind = choice("ВПР", { "ВПР", "ОГЭ", "ЕГЭ" }, { title = "Процедура", basis = "решение региона" }),
    markers = integer(2, { title = "Признаков, не менее", basis = "решение региона: один признак слишком часто случаен", min = 1, max = 100 }),
    alpha = number(0.01, { title = "Признак отмечается при q, не более", basis = "решение региона: доля ложных находок", min = 0, max = 1 }),
    min_n = integer(10, { title = "Участников, не менее", basis = "решение региона: малые группы не оцениваются", min = 2, max = 1000 }),
  },
  inputs = { "results", "tasks" },
  source = "маркеры (b), (c) методики ФИОКО 2019 г. и статистические признаки плагина ru.opora.objectivity",
  assumes = "участники одной школы независимы; отметки в журнале выставлены за тот же период",
  uncertainty = "q — вероятность случайного признака с поправкой на число проверок",
  limits = "признак, требующий проверки: школа вне этого списка не проверена, а школа в нём не нарушитель",

  decide = function(ctx, p)
    local matrix = ctx:indicator("markers", { kind = p.kind, min_n = p.min_n, alpha = p.alpha })
    signs.check(ctx, matrix:present("flag"), p, signs.of_strong_schools)
    ctx:require { at_least = p.markers }
    ctx:combine("all")
    ctx:assess(ctx.schools)
  end,
}
