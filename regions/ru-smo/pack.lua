-- Смоленская область: приказ № 863 (октябрь 2019 г.) утверждает два списка.
return {
  manifest = 1,
  id = "ru-smo",
  name = "Смоленская область",
  level = "region",
  version = "0.1.0",
  extends = "ru",
  items = {
    {
      kind = "methodology", id = "stably-low", source = "2019/stably_low.lua", valid_from = 2019,
      reference = "приказ Департамента Смоленской области по образованию и науке № 863 (2019), п. 1",
    },
    {
      kind = "methodology", id = "vpr-bias", source = "2019/vpr_bias.lua", valid_from = 2019,
      reference = "приказ Департамента Смоленской области по образованию и науке № 863 (2019), п. 1; методика ФИОКО 2019 г.",
    },
  },
}
