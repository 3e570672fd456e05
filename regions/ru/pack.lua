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
    -- Динамика.
    { kind = "methodology", id = "dynamics", source = "2019/dynamics.lua", valid_from = 2019, reference = "решение региона: мониторинг динамики результатов" },
    { kind = "indicator", id = "comparability-breaks", source = "2019/comparability_breaks.lua", valid_from = 2019, reference = "график ВПР 2020 и 2021 гг.; изменения КИМ ЕГЭ 2022 г." },
    { kind = "indicator", id = "school-change", plugin = "ru.opora.dynamics", valid_from = 2019, reference = "Newcombe (1998); Welch (1947)", params = { breaks = "пакет" } },
    { kind = "indicator", id = "result-gaps", plugin = "ru.opora.dynamics", valid_from = 2019, reference = "Welch (1947); Efron (1979)" },
    { kind = "indicator", id = "list-changes", plugin = "ru.opora.dynamics", valid_from = 2019, reference = "федеральный критерий 2025 г." },
    { kind = "indicator", id = "exam-agreement", plugin = "ru.opora.dynamics", valid_from = 2019, reference = "Fisher (1921); Bonett & Wright (2000)" },
    { kind = "indicator", id = "exam-residuals", plugin = "ru.opora.dynamics", valid_from = 2019, reference = "линейная регрессия ГИА на ВПР" },
  },
}
