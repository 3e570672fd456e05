-- A pack of scripts that use many verbs between them, for cases that the packs of regions/ do not give.
return {
  manifest = 1,
  id = "fuzz",
  name = "Fuzz",
  level = "municipality",
  version = "1.0.0",
  titles = { RU = "Russian", MA = "mathematics" },
  items = {
    { kind = "indicator", id = "standing", source = "methods/standing.lua", valid_from = 2019, reference = "none", params = { min_n = 2, weight = 1.25 } },
    { kind = "methodology", id = "outliers", source = "methods/outliers.lua", valid_from = 2019, valid_to = 2099, reference = "none" },
    { kind = "methodology", id = "row-by-row", source = "methods/row_by_row.lua", valid_from = 2020, reference = "none" },
  },
}
