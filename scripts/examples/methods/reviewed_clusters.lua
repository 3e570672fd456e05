-- Вид 7. Кластеры, которые толкует человек: расчёт группирует похожие школы и описывает группы, комиссия читает
-- описания (opora indicator cluster-profiles --pack examples --year ГОД) и называет кластер риска номером и числом школ,
-- которое в нём видела. Пока она этого не сделала или кластер стал другим, ответ — «не оценивается».

local OWN = "допущение: состав показателей выбирает регион"

return methodology {
  api = 1,
  id = "reviewed-clusters",
  category = "Кластер риска",
  title = "Школы кластера, который комиссия признала кластером риска",
  params = {
    k = integer(3, {
      title = "Кластеров",
      basis = "допущение; в Томской области кластеры строятся отдельно для городских, сельских, малокомплектных школ", min = 2, max = 20,
    }),
    strata = choice("none", { "none", "locality", "size", "locality-size" }, {
      title = "Отдельно по группам школ",
      basis = "опыт Томской области",
    }),
    risk_cluster = integer(1, {
      title = "Номер кластера риска",
      basis = "протокол комиссии, которая прочла описания кластеров", min = 1, max = 20,
    }),
    reviewed_schools = integer(0, {
      title = "Школ в этом кластере, когда его рассматривали; 0 — ещё не рассмотрен", min = 0, max = 5000,
      basis = "протокол комиссии; стратификация «кластера риска» — опыт Саратовской области",
    }),
    inside = number(0, {
      title = "Силуэт школы, не менее",
      basis = "допущение: школы на границе кластеров решает комиссия", min = -1, max = 1,
    }),
    missing = choice("exclude", { "exclude", "median" }, { title = "Школы с неполными данными", basis = OWN }),
  },
  inputs = { "results", "context" },
  source = "Саратовская область: стратификация школ кластера риска; Томская область: k-средних по группам школ",
  assumes = "номера кластеров упорядочены по среднему первого показателя и не зависят от случайного начала",
  limits = "метод делит на группы любые данные: сначала посмотрите cluster-choice",

  decide = function(ctx, p)
    local schools = ctx:indicator("clusters", { k = p.k, strata = p.strata, missing = p.missing })
    local clustered = schools:present("cluster", "name")
    clustered = clustered:join(clustered:group("name"):tally { size = count() }, "name")
    local risk = clustered:where("cluster", "==", p.risk_cluster):where("size", "==", p.reviewed_schools)
    local read = #risk > 0 and 1 or 0  -- деление на 0 значения не даёт: непрочитанный кластер не оценивается
    local f = clustered:with { in_risk = clustered.cluster:is("==", p.risk_cluster) / read, silhouette = clustered.silhouette / read }
    ctx:check(f, { rule = "cluster", title = "В кластере риска", name = "name", value = "in_risk", n = "size", op = ">=", threshold = 1 })
    ctx:check(f, {
      rule = "inside", title = "Силуэт школы", name = "name",
      value = "silhouette", n = "size", op = ">=", threshold = p.inside,
    })
    ctx:require { rule = "cluster", at_least = 1 }
    ctx:require { rule = "inside", at_least = 1 }
    ctx:assess(ctx.schools)
    ctx:value(clustered, "name", "Кластер")
    ctx:value(schools, "reason", "Почему нет кластера")
  end,
}
