return {
  manifest = 1, id = "bad", name = "Bad", level = "region", version = "1.0.0",
  items = {
    { kind = "methodology", id = "low", source = "low.lua", valid_from = 2020, reference = "act" },
  },
}
