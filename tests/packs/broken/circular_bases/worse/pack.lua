return {
  manifest = 1, id = "worse", name = "Bad", level = "region", version = "1.0.0", extends = "bad",
  items = {
    { kind = "methodology", id = "low", source = "low.lua", valid_from = 2020, reference = "act" },
  },
}
