-- Большеберезниковский муниципальный район Республики Мордовия: муниципальная программа на 2020–2022 гг. (приказ № 59-б). Муниципальные
-- списки стоят рядом с региональными (ru-mo) и федеральными (ru) и их не заменяют.
return {
  manifest = 1,
  id = "ru-mo-bolsheberezniki",
  name = "Большеберезниковский район, Республика Мордовия",
  level = "municipality",
  version = "0.1.0",
  extends = "ru-mo",
  items = {
    { kind = "methodology", id = "municipal-low", source = "2020/municipal_low.lua", valid_from = 2020, valid_to = 2022,
      reference = "приказ № 59-б от 10.06.2021, программа, § 2, 5; граница — допущение" },
    { kind = "methodology", id = "municipal-low", source = "2020/municipal_low.lua", valid_from = 2023,
      params = { years = 3, subjects = 2, low_share = 25 },
      reference = "пример, не правило региона: три года вместе, оба предмета" },
    { kind = "methodology", id = "municipal-conditions", source = "2020/municipal_conditions.lua", valid_from = 2020, valid_to = 2022,
      reference = "приказ № 59-б от 10.06.2021, программа, § 2, 5; границы, кроме одной, — допущение" },
    { kind = "methodology", id = "municipal-conditions", source = "2020/municipal_conditions.lua", valid_from = 2023,
      params = { signs = 2, education = 15, single_parent = 35 },
      reference = "пример, не правило региона: границы строже, показателей меньше" },
    { kind = "methodology", id = "coverage", source = "2020/coverage.lua", valid_from = 2020,
      reference = "приказ № 59-б от 10.06.2021, программа, § 4; дорожная карта 2021 г., п. 2, и 2022 г., п. 2; после 2022 г. — пример, не правило региона" },
    { kind = "methodology", id = "three-stages", source = "2020/three_stages.lua", valid_from = 2020,
      reference = "дорожная карта программы № 59-б: 2020 г., п. 9; 2021 г., п. 8; 2022 г., п. 9; правило сравнения — допущение; после 2022 г. — пример, не правило региона" },
    { kind = "matching", id = "partner-schools", plugin = "ru.opora.matching", valid_from = 2020, replaces = "ru/partner-schools",
      needing = "municipal-low", params = { own_context = true, reach = "municipality", closest = 100, load = 3 },
      reference = "дорожная карта программы № 59-б: 2020 г., п. 8 (сетевые сообщества сильных и слабых школ); условия пары — допущение; после 2022 г. — пример, не правило региона" },
  },
}
