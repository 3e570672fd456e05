-- Federal base: source layouts, mark borders, and the federal criterion of low results.
return {
  manifest = 1,
  id = "ru",
  name = "Федеральная основа",
  level = "federal",
  version = "0.1.0",
  profiles = {
    "profiles/vpr_2020.lua",
    "profiles/vpr_2021.lua",
    "profiles/vpr_2022.lua",
    "profiles/logins.lua",
    "profiles/context_2021.lua",
    "profiles/context_2022.lua",
    "profiles/task_descriptions.lua",
    "profiles/content_codes.lua",
    "profiles/social_passport.lua",
    "profiles/oge.lua",
    "profiles/ege.lua",
    "profiles/ege_basic.lua",
  },
  scales = { "scales.lua" },
  words = { "words.lua" },
  titles = {
    RU = "русский язык", MA = "математика", OM = "окружающий мир", BI = "биология", IS = "история",
    GE = "география", OB = "обществознание", FI = "физика", HI = "химия",
    EN = "английский язык", DE = "немецкий язык", FR = "французский язык",
  },
  items = {
    {
      kind = "methodology", id = "low-results", source = "2019/low_results.lua", valid_from = 2019,
      reference = "федеральный критерий школ с низкими образовательными результатами (редакция 2025 г.)",
    },
    { kind = "indicator", id = "value-added", plugin = "ru.opora.value-added", valid_from = 2019, reference = "решение региона: вклад школ с учётом контекста" },
    { kind = "indicator", id = "value-added-model", plugin = "ru.opora.value-added", valid_from = 2019, reference = "решение региона: вклад школ с учётом контекста" },
    { kind = "indicator", id = "value-added-fit", plugin = "ru.opora.value-added", valid_from = 2019, reference = "решение региона: вклад школ с учётом контекста" },
    { kind = "indicator", id = "contextual-efficiency", plugin = "ru.opora.value-added", valid_from = 2019, reference = "решение региона: вклад школ с учётом контекста" },
    { kind = "indicator", id = "contextual-model", plugin = "ru.opora.value-added", valid_from = 2019, reference = "решение региона: вклад школ с учётом контекста" },
    { kind = "indicator", id = "cohort-growth", plugin = "ru.opora.value-added", valid_from = 2019, reference = "решение региона: вклад школ с учётом контекста" },
    {
      kind = "methodology", id = "value-added-schools", source = "2019/value_added.lua", valid_from = 2019,
      reference = "решение региона: вклад школ с учётом контекста",
    },
    {
      kind = "methodology", id = "cohort-growth-schools", source = "2019/cohort_growth.lua", valid_from = 2019,
      reference = "решение региона: рост результатов одной параллели",
    },
  },
}
