return {
  id = "more", extends = "marks", title = "Marks", sheets = "first", header = { "school", "score", "mark" },
  school = { column = "school", keys = { "^(\\d+)$" } },
  registry = { name = { column = "score" } },
}
