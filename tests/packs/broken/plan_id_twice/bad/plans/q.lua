return { plan = 1, id = "p", title = "P", rows = "plans/p.csv", from = "2022-01-01", to = "2022-12-31" }
