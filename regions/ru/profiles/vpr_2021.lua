-- Выгрузка ФИС ОКО весны 2021 года: русские заголовки, числа записаны текстом.
return {
  id = "vpr-2021",
  title = "ВПР 2021: результаты участников",
  sheets = "first",
  header = { "логин школы", "код обучающегося", "вариант", "всего баллов", "балл за 1" },
  school = { column = "логин школы", keys = { "^(?:sch|edu)(\\d+)$", "^(ksh\\d+)$" } },
  missing = "missing",
  results = {
    procedure = {
      kind = { constant = "ВПР" },
      subject = { words = "subjects" },
      grade = { path = { "(\\d{1,2}) ?-?й? ?класс", "(?:^|/)(\\d{1,2})/[^/]*$" } },
      year = { path = { "(?:^|/)(20\\d\\d)/", "впр (20\\d\\d)" }, constant = "2021" },
    },
    variants = { "вариант" },
    absent = "absent",
    total = "всего баллов",
    journal = "отметка за предыдущую четверть/триместр",
    journal_missing = "journal_missing",
    class = {
      column = "класс",
      none = "no_class_letter",
      alike = "look_alike_letters",
      usual = { "^\\d{0,2}[а-яё]$", "^\\d{1,2}$" },
    },
    gender = { column = "пол", male = "male", female = "female" },
    participant = "код обучающегося",
    tasks = {
      after = "всего баллов",
      before = "Учебник",
      label = "^балл за (.+)$",
      not_attempted = "not_attempted",
    },
  },
}
