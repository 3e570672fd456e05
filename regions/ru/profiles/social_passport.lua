-- Социальный паспорт школы, одна строка на школу. Числа обучающихся; доли считаются от «всего обучающихся».
return {
  id = "social-passport",
  title = "Социальный паспорт школы",
  sheets = "first",
  header = { "школа", "всего обучающихся", "неполные семьи", "состоящие на учёте" },
  school = { column = "школа", keys = { "^(?:sch|edu)?(\\d+)$", "^(ksh\\d+)$" } },
  missing = "missing",
  personal = { "фио", "телефон", "адрес" },
  context = {
    year = { path = { "(20\\d\\d)[^/]*$", "(?:^|/)(20\\d\\d)/" } },
    items = {
      { id = "passport_pupils", title = "Всего обучающихся", type = "number", column = "всего обучающихся" },
      { id = "both_parents_higher_education", title = "Оба родителя с высшим образованием", type = "share", of = "passport_pupils",
        column = "оба родителя с высшим образованием" },
      { id = "single_parent", title = "Неполные семьи", type = "share", of = "passport_pupils", column = "неполные семьи" },
      { id = "on_record", title = "Состоящие на учёте", type = "share", of = "passport_pupils", column = "состоящие на учёте" },
      { id = "russian_not_native", title = "Русский язык неродной", type = "share", of = "passport_pupils", column = "русский язык неродной" },
    },
  },
}
