return methodology {
  api = 1, id = "low", category = "L", title = "Low marks",
  params = { low_share = percent(30, { title = "Share", basis = "act", valid_from = "autumn" }) },
  inputs = { "results" },
  decide = function(ctx, p)
    local shares = ctx.results:where("year", "==", ctx.year):group("school", "procedure"):tally { n = count(), low = count_where("mark", "==", 2) }
    ctx:check(shares, { rule = "low", title = "Low marks", name = "procedure", value = share("low", "n"), op = ">=", threshold = p.low_share, unit = "%" })
    ctx:require { rule = "low", at_least = 1 }
    ctx:assess(ctx.schools)
  end,
}
