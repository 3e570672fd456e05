-- Реестр школ и доли социального паспорта в процентах.
return {
  id = "bench-schools",
  title = "Школы и социальный паспорт",
  header = { "school_id", "name", "municipality", "share_higher_edu", "share_single_parent" },
  school = { column = "school_id", keys = { "^(?:sch|edu)(\\d+)$" } },
  registry = {
    name = { column = "name" },
    municipality = { column = "municipality" },
    region = { column = "school_id", take = "^sch(\\d\\d)" },
  },
  context = {
    year = { path = "(?:^|[^0-9])(20\\d\\d)[^/]*$", constant = "2025" },
    items = {
      { id = "locality", title = "Тип населённого пункта", type = "text", column = "locality" },
      { id = "pupils", title = "Обучающихся", type = "number", column = "pupils" },
      { id = "share_higher_edu", title = "Родители с высшим образованием, %", type = "percent", column = "share_higher_edu" },
      { id = "share_single_parent", title = "Неполные семьи, %", type = "percent", column = "share_single_parent" },
      { id = "share_on_register", title = "На учёте, %", type = "percent", column = "share_on_register" },
      { id = "share_non_native", title = "Неродной русский, %", type = "percent", column = "share_non_native" },
      { id = "share_disabled", title = "Дети-инвалиды, %", type = "percent", column = "share_disabled" },
      { id = "teachers", title = "Учителей", type = "number", column = "teachers" },
      { id = "teachers_top_share", title = "Доля учителей высшей категории", type = "share", of = "teachers", column = "teachers_top_category" },
    },
  },
}
