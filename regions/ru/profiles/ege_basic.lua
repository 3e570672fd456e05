-- ЕГЭ базового уровня: вместо тестового балла выставляется отметка.
return {
  id = "ege-basic",
  title = "ЕГЭ: результаты участников, базовый уровень",
  sheets = "first",
  header = { "SchoolCode", "ClassCode", "ParticipantCode", "Level", "PrimaryMark", "Mark5" },
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
    total = "PrimaryMark",
    mark = "Mark5",
    class = { column = "ClassCode", usual = { "^\\d{0,2}[а-яё]$", "^\\d{1,2}$" } },
    participant = "ParticipantCode",
  },
}
