return {
  manifest = 1, id = "bad", name = "Bad", level = "region", version = "1.0.0",
  organisations = { "organisations.lua" }, plans = { "plans/p.lua" }, deadline_words = "deadlines.lua",
}
