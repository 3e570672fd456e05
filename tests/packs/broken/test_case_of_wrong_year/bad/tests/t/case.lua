return { title = "Low marks", year = 1950, methods = { "low" } }
