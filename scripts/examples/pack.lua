-- Двенадцать видов методик на небольших примерах. Это не правила какого-либо региона: каждое число — параметр
-- с основанием, и там, где формула региона не опубликована, основание начинается словом «допущение».
return {
  manifest = 1,
  id = "examples",
  name = "Примеры методик",
  level = "region",
  version = "0.1.0",
  extends = "ru",
  profiles = { "profiles/imported_list.lua", "profiles/exclusions.lua" },
  items = {
    { kind = "methodology", id = "absolute-share", source = "methods/absolute_share.lua", valid_from = 2019, reference = "пример: граница доли" },
    { kind = "methodology", id = "procedures-and-years", source = "methods/procedures_and_years.lua", valid_from = 2019, reference = "пример: счёт процедур и лет" },
    { kind = "methodology", id = "lowest-rank", source = "methods/lowest_rank.lua", valid_from = 2019, reference = "пример: место среди школ" },
    { kind = "methodology", id = "points-and-zones", source = "methods/points_and_zones.lua", valid_from = 2019, reference = "пример: баллы и зоны" },
    { kind = "methodology", id = "several-lists", source = "methods/several_lists.lua", valid_from = 2019, reference = "пример: несколько списков" },
    { kind = "methodology", id = "strata", source = "methods/strata.lua", valid_from = 2019, reference = "пример: границы по стратам" },
    { kind = "methodology", id = "reviewed-clusters", source = "methods/reviewed_clusters.lua", valid_from = 2019, reference = "пример: кластеры с толкованием" },
    { kind = "methodology", id = "index-and-residual", source = "methods/index_and_residual.lua", valid_from = 2019, reference = "пример: индекс и остаток" },
    { kind = "methodology", id = "imported-and-own", source = "methods/imported_and_own.lua", valid_from = 2019, reference = "пример: присланный список, дополнения, исключения" },
    { kind = "methodology", id = "stay-and-exit", source = "methods/stay_and_exit.lua", valid_from = 2019, reference = "пример: вход и выход" },
    { kind = "methodology", id = "marker-matrix", source = "methods/marker_matrix.lua", valid_from = 2019, reference = "пример: матрица маркеров" },
    { kind = "methodology", id = "small-schools", source = "methods/small_schools.lua", valid_from = 2019, reference = "пример: малые школы" },
  },
}
