return {
  manifest = 1,
  id = "outside",
  name = "A pack with a plugin built outside of the source tree",
  level = "region",
  version = "1.0.0",
  items = {
    { kind = "methodology", id = "outside", source = "outside.so", valid_from = 2019 },
    { kind = "methodology", id = "outside-lua", source = "outside.lua", valid_from = 2019 },
  },
}
