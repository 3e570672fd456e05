-- ЕГЭ: нормализованная выгрузка РИС ГИА без фамилий и документов. Балл — тестовый: в нём заданы
-- минимальные границы; первичный балл не читается.
return {
  id = "ege",
  title = "ЕГЭ: результаты участников, тестовые баллы",
  sheets = "first",
  header = { "SchoolCode", "ClassCode", "ParticipantCode", "Level", "PrimaryMark", "TestMark" },
  school = { column = "SchoolCode", keys = { "^(?:sch|edu)?(\\d+)$", "^(ksh\\d+)$" } },
  missing = "missing",
  personal = { "^surname", "name(cell)?$", "^document" },
  results = {
    procedure = {
      kind = { constant = "ЕГЭ" },
      subject = { words = "subjects" },
      grade = { constant = "11" },
      year = { path = { "(?:^|/)(20\\d\\d)/", "(20\\d\\d)[^/]*$" } },
      level = { column = "Level" },
    },
    total = "TestMark",
    class = { column = "ClassCode", usual = { "^\\d{0,2}[а-яё]$", "^\\d{1,2}$" } },
    participant = "ParticipantCode",
  },
}
