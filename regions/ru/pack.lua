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
    {
      kind = "indicator", id = "partner-context", source = "2019/partner_context.lua", valid_from = 2019,
      reference = "социальный паспорт школы: сведения, общие для региональных программ 2020–2022 гг.",
    },
    {
      kind = "matching", id = "partner-schools", plugin = "ru.opora.matching", valid_from = 2019, needing = "low-results",
      params = { own_context = true },
      reference = "сетевое партнёрство и наставничество школ: региональные программы поддержки школ с низкими результатами 2020–2022 гг.",
    },
  },
}
