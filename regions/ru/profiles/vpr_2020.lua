-- Выгрузка ФИС ОКО осени 2020 года: технические имена столбцов, один или два варианта.
-- Работы проводились по программе предыдущего класса: папка называет класс программы.
return {
  id = "vpr-2020",
  title = "ВПР 2020: результаты участников",
  sheets = "first",
  header = { "groups", "user", "code", "klass", "var-1", "var-2", "sum", "a-1-grade" },
  school = { column = "user", keys = { "^(?:sch|edu)(\\d+)$", "^(ksh\\d+)$" } },
  missing = "missing",
  results = {
    procedure = {
      kind = { constant = "ВПР" },
      subject = { words = "subjects" },
      grade = { path = { "(?:^|/)(\\d{1,2})/[^/]*$", "(\\d{1,2}) ?-?й? ?класс" } },
      year = { path = { "(?:^|/)(20\\d\\d)/", "впр (20\\d\\d)" }, constant = "2020" },
    },
    variants = { "var-1", "var-2" },
    absent = "absent",
    total = "sum",
    journal = "otc",
    journal_missing = "journal_missing",
    class = {
      column = "klass",
      none = "no_class_letter",
      alike = "look_alike_letters",
      usual = { "^\\d{0,2}[а-яё]$", "^\\d{1,2}$" },
    },
    gender = { column = "gender", male = "male", female = "female" },
    participant = "code",
    tasks = {
      after = "sum",
      before = "Учебник",
      label = "^a-(\\d+)-grade$",
      not_attempted = "not_attempted",
    },
    class_shift = 1,
  },
}
