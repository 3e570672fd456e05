local shares = include("shares")

return methodology {
  api = 1, id = "outliers", category = "Outliers", title = "Schools that stand apart", inputs = { "results", "context" }, each = "municipality",
  params = { low_share = percent(30, { basis = "none", min = 1, max = 100 }), z = number(1) },
  decide = function(ctx, p)
    ctx:assess(ctx.schools)
    local low = shares.low(ctx, 2)
    ctx:check(low, { rule = "low", name = "procedure", value = share("low", "n"), n = "n", op = ">=", threshold = p.low_share, min_n = 3, unit = "%" })
    local apart = ctx:indicator("standing", { min_n = 3 })
    local all = apart:group("procedure"):tally { top = quantile("z", 0.75) }
    ctx:check(apart:join(all, "procedure"), { rule = "apart", name = "procedure", value = "z", op = ">", threshold = "top", min_n = 1, n = "rank_whole" })
    ctx:require { rule = "low", at_least = 1 }
    ctx:require { rule = "apart", at_least = 2 }
  end,
}
