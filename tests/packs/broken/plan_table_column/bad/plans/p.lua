return { plan = 1, id = "p", title = "P", rows = "plans/p.csv", from = "2021-01-01", to = "2021-12-31" }
