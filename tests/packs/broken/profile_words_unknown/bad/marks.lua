return {
  id = "marks", title = "Marks", sheets = "first", header = { "school", "score", "mark" },
  school = { column = "school", keys = { "^(\\d+)$" } },
  missing = "blanks",
  registry = { name = { column = "score" } },
}
