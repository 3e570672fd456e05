-- Катангский район Иркутской области: дорожная карта на 2023–2024 гг. (приказ МОО № 10 от 17.01.2023). Перечень школ района — из
-- распоряжения министерства (пакет ru-irk); муниципальные списки стоят рядом и его не заменяют.
return {
  manifest = 1,
  id = "ru-irk-katanga",
  name = "Катангский район, Иркутская область",
  level = "municipality",
  version = "0.1.0",
  extends = "ru-irk",
  profiles = { "profiles/participation.lua" },
  organisations = { "organisations.lua" },
  plans = { "plans/2023.lua" },
  items = {
    { kind = "methodology", id = "within-year", source = "2022/within_year.lua", valid_from = 2022, valid_to = 2024,
      reference = "приказ МОО № 10 от 17.01.2023, дорожная карта на 2023–2024 гг., п. 8; правило сравнения — допущение" },
    { kind = "methodology", id = "within-year", source = "2022/within_year.lua", valid_from = 2025,
      params = { procedures = 2, confidence = 0.9 },
      reference = "пример, не правило региона: две работы, доверительная вероятность 90 %" },
    { kind = "methodology", id = "participation", source = "2022/participation.lua", valid_from = 2023, valid_to = 2024,
      reference = "приказ МОО № 10 от 17.01.2023, дорожная карта на 2023–2024 гг., п. 11" },
    { kind = "methodology", id = "participation", source = "2022/participation.lua", valid_from = 2025,
      params = { attended = 3 },
      reference = "пример, не правило региона: не меньше трёх мероприятий" },
  },
}
