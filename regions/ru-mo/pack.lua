-- Республика Мордовия: региональная программа на 2020–2022 гг. (приказ № 414 от 28.04.2020). Сам приказ не публикует формул; критерии
-- взяты из муниципальной программы Большеберезниковского района, которая его исполняет. Что допущено — README.md.
return {
  manifest = 1,
  id = "ru-mo",
  name = "Республика Мордовия",
  level = "region",
  version = "0.1.0",
  extends = "ru",
  titles = {
    both_parents_higher_education = "оба родителя с высшим образованием", single_parent = "неполные семьи", on_record = "состоящие на учёте",
    russian_not_native = "русский язык неродной", deviant_behaviour = "девиантное поведение", unmotivated = "отсутствие учебной мотивации",
  },
  profiles = { "profiles/social_passport.lua" },
  organisations = { "organisations.lua" },
  items = {
    { kind = "methodology", id = "low-two-years", source = "2020/low_two_years.lua", valid_from = 2020, valid_to = 2022,
      reference = "программа 2020–2022 гг. (приказ № 414 от 28.04.2020); критерий — программа № 59-б, § 5; граница — допущение" },
    { kind = "methodology", id = "low-two-years", source = "2023/low_two_years.lua", valid_from = 2023,
      reference = "пример, не правило региона" },
    { kind = "methodology", id = "unfavourable-conditions", source = "2020/unfavourable_conditions.lua", valid_from = 2020, valid_to = 2022,
      reference = "программа № 59-б, § 5: индекс социального благополучия, поведение, мотивация; границы — допущение" },
    { kind = "methodology", id = "unfavourable-conditions", source = "2020/unfavourable_conditions.lua", valid_from = 2023,
      params = { variant = "component", worst = 20, signs = 0 },
      reference = "пример, не правило региона: первая главная компонента, без поведения и мотивации" },
    { kind = "methodology", id = "risk-group", source = "2020/risk_group.lua", valid_from = 2020,
      reference = "программа № 59-б, § 5: наиболее сложный контингент и наиболее низкие результаты; границы — допущение; после 2022 г. — пример, не правило региона" },
  },
}
