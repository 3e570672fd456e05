-- Иркутская область: перечень школ 2023 года «по региональной методике за 2022 г.» (распоряжение № 55-310-мр). Методика не опубликована:
-- что допущено, сказано в README.md и в каждом файле.
return {
  manifest = 1,
  id = "ru-irk",
  name = "Иркутская область",
  level = "region",
  version = "0.1.0",
  extends = "ru",
  profiles = { "profiles/risk_zone_list.lua" },
  organisations = { "organisations.lua" },
  items = {
    { kind = "methodology", id = "risk-zone", source = "2022/risk_zone.lua", valid_from = 2022, valid_to = 2022,
      reference = "распоряжение министерства образования Иркутской области № 55-310-мр от 14.03.2023 (перечень 2023 г. за 2022 г.); числа — допущение" },
    { kind = "methodology", id = "risk-zone", source = "2023/risk_zone.lua", valid_from = 2023,
      reference = "пример, не правило региона" },
    { kind = "indicator", id = "list-beside", source = "2022/list_beside.lua", valid_from = 2022,
      reference = "распоряжение министерства образования Иркутской области № 55-310-мр от 14.03.2023" },
  },
}
