return { title = "Low marks", year = 2022, methods = { "low" } }
