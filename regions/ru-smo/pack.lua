-- Смоленская область: приказ № 863 (октябрь 2019 г.) утверждает два списка на 2019–2020 учебный год. Формул он не публикует: что
-- допущено, сказано в README.md и в каждом файле; 2020 год — пример, не правило региона.
return {
  manifest = 1,
  id = "ru-smo",
  name = "Смоленская область",
  level = "region",
  version = "0.1.0",
  extends = "ru",
  organisations = { "organisations.lua" },
  plans = { "plans/2019.lua" },
  items = {
    {
      kind = "methodology", id = "stably-low", source = "2019/stably_low.lua", valid_from = 2019, valid_to = 2019,
      reference = "приказ Департамента Смоленской области по образованию и науке № 863 (2019), п. 1; приложение № 2, п. 4",
    },
    { kind = "methodology", id = "stably-low", source = "2020/stably_low.lua", valid_from = 2020, valid_to = 2020, reference = "пример, не правило региона" },
    {
      kind = "methodology", id = "stably-low", source = "2019/stably_low.lua", valid_from = 2021,
      reference = "пример, не правило региона: правило 2019 г. и в следующие годы",
    },
    {
      kind = "methodology", id = "vpr-bias", source = "2019/vpr_bias.lua", valid_from = 2019, valid_to = 2019,
      reference = "приказ Департамента Смоленской области по образованию и науке № 863 (2019), п. 1; методика ФИОКО 2019 г.",
    },
    { kind = "methodology", id = "vpr-bias", source = "2020/vpr_bias.lua", valid_from = 2020, valid_to = 2020, reference = "пример, не правило региона" },
    {
      kind = "methodology", id = "vpr-bias", source = "2019/vpr_bias.lua", valid_from = 2021,
      reference = "пример, не правило региона: правило 2019 г. и в следующие годы; методика ФИОКО 2019 г.",
    },
    {
      kind = "methodology", id = "municipal-view", source = "2019/municipal_view.lua", valid_from = 2019,
      reference = "приказ Департамента Смоленской области по образованию и науке № 863 (2019), приложение № 2, п. 4; сравнение — допущение; с 2020 г. — пример, не правило региона",
    },
    {
      kind = "matching", id = "partner-schools", plugin = "ru.opora.matching", valid_from = 2019, replaces = "ru/partner-schools",
      needing = "stably-low", excluding = { "partner-doubts" }, params = { own_context = true },
      reference = "приказ Департамента Смоленской области по образованию и науке № 863 (2019), приложение № 2, п. 20–22, 29–30; условия пары — допущение; с 2020 г. — пример, не правило региона",
    },
  },
}
