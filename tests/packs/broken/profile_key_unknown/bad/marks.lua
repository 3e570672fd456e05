return {
  id = "marks", title = "Marks", sheet = "first", header = { "school", "score", "mark" },
  school = { column = "school", keys = { "^(\\d+)$" } },
  registry = { name = { column = "score" } },
}
