-- ОГЭ: нормализованная выгрузка РИС ГИА без фамилий и документов; отметка уже выставлена.
return {
  id = "oge",
  title = "ОГЭ: результаты участников",
  sheets = "first",
  header = { "SchoolCode", "ClassCode", "ParticipantCode", "PrimaryMark", "Mark5" },
  school = { column = "SchoolCode", keys = { "^(?:sch|edu)?(\\d+)$", "^(ksh\\d+)$" } },
  missing = "missing",
  personal = { "^surname", "name(cell)?$", "^document" },
  results = {
    procedure = {
      kind = { constant = "ОГЭ" },
      subject = { words = "subjects" },
      grade = { constant = "9" },
      year = { path = { "(?:^|/)(20\\d\\d)/", "(20\\d\\d)[^/]*$" } },
    },
    total = "PrimaryMark",
    mark = "Mark5",
    class = { column = "ClassCode", usual = { "^\\d{0,2}[а-яё]$", "^\\d{1,2}$" } },
    participant = "ParticipantCode",
  },
}
