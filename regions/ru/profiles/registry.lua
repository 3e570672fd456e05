-- Реестр школ с муниципалитетом и субъектом федерации: строка — школа.
return {
  id = "registry",
  title = "Реестр школ",
  sheets = "first",
  header = { "код школы", "название", "муниципалитет", "субъект" },
  school = { column = "код школы", keys = { "^(?:sch|edu)?(\\d+)$", "^(ksh\\d+)$" } },
  missing = "missing",
  personal = { "фио", "директор", "телефон" },
  registry = {
    name = { column = "название" },
    municipality = { column = "муниципалитет" },
    region = { column = "субъект" },
  },
}
