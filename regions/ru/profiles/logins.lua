-- Реестр школ: логин, название, муниципалитет (столбец исторически называется «регион»).
return {
  id = "logins",
  title = "Реестр школ по логинам",
  sheets = "first",
  header = { "логин", "имя", "регион" },
  school = { column = "логин", keys = { "^(?:sch|edu)(\\d+)$", "^(ksh\\d+)$" } },
  missing = "missing",
  registry = {
    name = { column = "имя" },
    municipality = { column = "регион" },
  },
}
