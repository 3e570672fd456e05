-- Пакет: что в регионе по какому акту считается. Только данные, без функций.
return {
  manifest = 1,
  id = "@ID@",
  name = "@ID@",
  level = "region",  -- federal, region, municipality
  version = "0.1.0",
  items = {
    {
      kind = "methodology", id = "low-marks", source = "methods/low_marks.lua", valid_from = 2020,
      reference = "назовите акт, который утверждает методику",
    },
  },
}
