-- Кластер риска: школы, которые по контексту и результатам входят в группу похожих школ, где менее благоприятно и то и другое.
-- Кластеры строит плагин ru.opora.clusters (pack.lua), здесь читаются их профили. Это описание группы, к которой школа ближе
-- всего, и повод посмотреть на её условия; о самой школе кластер не говорит ничего, чего нет в её показателях.

local ITEMS = {
  "none", "low_share", "completion", "single_parent", "both_parents_higher_education", "on_record", "russian_not_native", "passport_pupils",
  "pupils", "teachers", "teachers_top_share", "teachers_qualified_share", "teachers_young_share", "teachers_pension_share",
  "rooms_projector_share", "computers_online_share", "parents_primary", "parents_basic", "parents_upper",
}
local OWN = "решение региона"
local CONTEXT = "решение региона: показатели социального паспорта школы"

-- Параметры показателей плагина; остальные (results, context, …) относятся к проверкам.
local OF_CLUSTERS = {
  "method", "k", "standardise", "strata", "small_school", "item_1", "item_2", "item_3", "item_4", "item_5", "item_6", "item_7", "item_8",
  "kind", "min_n", "missing", "most_missing", "min_schools", "restarts", "seed",
}

local function item(usual, title, basis) return choice(usual, ITEMS, { title = title, basis = basis }) end

-- Насколько кластер менее благоприятен, чем регион: среднее по показателям группы, в стандартных отклонениях.
local function unfavourable(profiles, group)
  return profiles:where("group", "==", group):group("name"):tally { [group] = mean("unfavourable") }
end

return methodology {
  api = 1,
  id = "risk-cluster",
  category = "Кластер риска",
  title = "Школы в кластере с менее благоприятным контекстом и низкими результатами",
  source = "кластеры школ: Arthur, Vassilvitskii (2007), Murtagh, Legendre (2014); отличие 0,5: Cohen (1988)",
  assumes = "показатели одинаково важны и собраны одинаково",
  uncertainty = "силуэт школы: около 0 она стоит на границе кластера; такие школы исключает порог inside",
  limits = "описание группы, а не школы; кластеры находятся и там, где обособленных групп нет",
  params = {
    low_results = number(0.5, {
      title = "Результаты кластера хуже, чем в регионе, не менее чем на столько стандартных отклонений",
      basis = "решение региона: средний размер отличия по Коэну (0,5)", min = 0, max = 5,
    }),
    hard_context = number(0.5, {
      title = "Контекст кластера менее благоприятен, чем в регионе, не менее чем на столько стандартных отклонений",
      basis = "решение региона: средний размер отличия по Коэну (0,5)", min = 0, max = 5,
    }),
    inside = number(0, {
      title = "Силуэт школы, не менее (ниже нуля школа ближе к другому кластеру)",
      basis = "решение региона: школы на границе кластеров не указываются", min = -1, max = 1,
    }),
    least_cluster = integer(5, { title = "Школ в кластере, не менее", basis = "решение региона: кластер из единиц школ — не группа", min = 1, max = 1000 }),
    method = choice("kmeans", { "kmeans", "ward", "mixture-diagonal", "mixture-full" }, { title = "Способ построения кластеров", basis = OWN }),
    k = integer(4, { title = "Кластеров в каждой группе; 0 — выбрать по силуэту и устойчивости", basis = OWN, min = 0, max = 20 }),
    standardise = choice("z", { "z", "robust", "none" }, { title = "Приведение показателей к одной шкале", basis = OWN }),
    strata = choice("none", { "none", "locality", "size", "locality-size" }, {
      title = "Отдельно по группам школ: местность, размер", basis = "решение региона; городские, сельские и малокомплектные отдельно — опыт Томской области",
    }),
    small_school = integer(100, { title = "Малокомплектная школа: обучающихся, не более", basis = OWN, min = 1, max = 5000 }),
    item_1 = item("low_share", "Показатель 1", "решение региона: доля отметок «2»"),
    item_2 = item("completion", "Показатель 2", "решение региона: средняя доля выполнения работы"),
    item_3 = item("single_parent", "Показатель 3", CONTEXT),
    item_4 = item("both_parents_higher_education", "Показатель 4", CONTEXT),
    item_5 = item("on_record", "Показатель 5", CONTEXT),
    item_6 = item("russian_not_native", "Показатель 6", CONTEXT),
    item_7 = item("none", "Показатель 7", OWN),
    item_8 = item("none", "Показатель 8", OWN),
    kind = choice("ВПР", { "ВПР", "ОГЭ", "ЕГЭ" }, { title = "Процедура, из которой берутся результаты", basis = OWN }),
    min_n = integer(10, { title = "Участников в школе за год, не менее", basis = "решение региона: малые группы не оцениваются", min = 1, max = 1000 }),
    missing = choice("exclude", { "exclude", "median" }, { title = "Школа с неполными данными: не относить к кластерам или взять медиану группы", basis = OWN }),
    most_missing = integer(1, { title = "Показателей с медианой у школы, не более", basis = OWN, min = 1, max = 7 }),
    min_schools = integer(20, { title = "Школ с полными данными в группе, не менее", basis = OWN, min = 4, max = 1000 }),
    restarts = integer(20, { title = "Повторов k-средних со случайным началом", basis = OWN, min = 1, max = 200 }),
    seed = integer(1, { title = "Начало случайных чисел", basis = "любое; записывается с запуском", min = 0, max = 1000000 }),
  },
  inputs = { "results", "context", "schools" },

  decide = function(ctx, p)
    local arguments = {}
    for _, name in ipairs(OF_CLUSTERS) do arguments[name] = p[name] end
    local profiles = ctx:indicator("cluster-profiles", arguments)
    local schools = ctx:indicator("clusters", arguments)
        :join(unfavourable(profiles, "results"), "name")
        :join(unfavourable(profiles, "context"), "name")
        :join(profiles:group("name"):tally { schools = first("schools"), description = first("description") }, "name")
    schools = schools:with { of_results = "результаты", of_context = "контекст", of_place = "силуэт" }
    ctx:check(schools, {
      rule = "low_results", title = "Результаты кластера хуже, чем в регионе, стандартных отклонений", name = "of_results",
      value = "results", n = "schools", op = ">=", threshold = p.low_results, min_n = p.least_cluster,
    })
    ctx:check(schools, {
      rule = "hard_context", title = "Контекст кластера менее благоприятен, чем в регионе, стандартных отклонений", name = "of_context",
      value = "context", n = "schools", op = ">=", threshold = p.hard_context, min_n = p.least_cluster,
    })
    ctx:check(schools, {
      rule = "inside", title = "Школа внутри своего кластера: силуэт", name = "of_place",
      value = "silhouette", n = "schools", op = ">=", threshold = p.inside, min_n = p.least_cluster,
    })
    for _, rule in ipairs { "low_results", "hard_context", "inside" } do ctx:require { rule = rule, all = true } end
    ctx:combine("all")
    ctx:assess(ctx.schools)
    ctx:value(schools, "name", "Кластер")
    ctx:value(schools, "description", "Описание кластера")
    ctx:value(schools, "reason", "Почему нет кластера")
  end,
}
