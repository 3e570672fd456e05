return {
  id = "marks", title = "Marks", sheets = "first",
  school = { column = "school", keys = { "^(\\d+)$" } },
  registry = { name = { column = "score" } },
}
