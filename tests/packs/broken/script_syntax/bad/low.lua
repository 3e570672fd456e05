return methodology {
  api = 1, id = "low"
  category = "L",
}
