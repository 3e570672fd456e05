-- Форма сбора результатов весны 2022 года: листы «Классы» и «Протокол», логины edu…, баллы за
-- задания стоят между «Вариант» и «Наименование класса», их максимумы названы в заголовках: «5(1б)».
return {
  id = "vpr-2022",
  title = "ВПР 2022: протоколы школ",
  sheets = { "Протокол" },
  header = { "Пользователь", "Код", "Вариант", "Наименование класса", "Итого баллов" },
  school = { column = "Пользователь", keys = { "^(?:sch|edu)(\\d+)$", "^(ksh\\d+)$" } },
  missing = "missing",
  results = {
    procedure = {
      kind = { constant = "ВПР" },
      subject = { words = "subjects" },
      grade = { path = { "(?:^|/)(\\d{1,2})/[^/]*$", "(\\d{1,2}) ?-?й? ?класс" } },
      year = { path = { "(?:^|/)(20\\d\\d)/", "впр (20\\d\\d)" }, constant = "2022" },
    },
    variants = { "Вариант" },
    absent = "absent",
    total = "Итого баллов",
    journal = "Отметка за предыдущий триместр/ четверть/полугодие",
    journal_missing = "journal_missing",
    class = {
      column = "Наименование класса",
      none = "no_class_letter",
      alike = "look_alike_letters",
      usual = { "^\\d{0,2}[а-яё]$", "^\\d{1,2}$" },
    },
    gender = { column = "Пол", male = "male", female = "female" },
    participant = "Код",
    tasks = {
      after = "Вариант",
      before = "Наименование класса",
      label = "^(.+?)\\s*\\(\\s*\\d+\\s*б\\.?\\s*\\)$",
      points = "\\(\\s*(\\d+)\\s*б\\.?\\s*\\)$",
      not_attempted = "not_attempted",
    },
  },
}
