-- Социальный паспорт школы Мордовии: четыре показателя социального благополучия и два показателя поведения и мотивации
-- (муниципальная программа № 59-б, § 5). Одна строка на школу, числа обучающихся; доли — от «всего обучающихся».
return {
  extends = "social-passport",
  id = "social-passport-behaviour",
  title = "Социальный паспорт школы с поведением и мотивацией",
  header = { "школа", "всего обучающихся", "неполные семьи", "состоящие на учёте", "девиантное поведение", "отсутствие учебной мотивации" },
  context = {
    items = {
      { id = "passport_pupils", title = "Всего обучающихся", type = "number", column = "всего обучающихся" },
      { id = "both_parents_higher_education", title = "Оба родителя с высшим образованием", type = "share", of = "passport_pupils",
        column = "оба родителя с высшим образованием" },
      { id = "single_parent", title = "Неполные семьи", type = "share", of = "passport_pupils", column = "неполные семьи" },
      { id = "on_record", title = "Состоящие на учёте", type = "share", of = "passport_pupils", column = "состоящие на учёте" },
      { id = "russian_not_native", title = "Русский язык неродной", type = "share", of = "passport_pupils", column = "русский язык неродной" },
      { id = "deviant_behaviour", title = "Девиантное поведение", type = "share", of = "passport_pupils", column = "девиантное поведение" },
      { id = "unmotivated", title = "Отсутствие учебной мотивации", type = "share", of = "passport_pupils", column = "отсутствие учебной мотивации" },
    },
  },
}
