return {
  id = "marks", extends = "mark", title = "Marks", sheets = "first", header = { "school", "score", "mark" },
  school = { column = "school", keys = { "^(\\d+)$" } },
  registry = { name = { column = "score" } },
}
