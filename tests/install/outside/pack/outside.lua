return methodology {
  api = 1, id = "outside-lua", category = "outside-lua", title = "Many low marks",
  params = { mark = integer(2, { min = 1, max = 5 }), percent = number(20, { min = 0, max = 100 }) },
  inputs = { "results" },
  decide = function(ctx, p)
    local f = ctx.results:where("year", "==", ctx.year):where("mark", ">=", p.mark):group("school", "procedure")
      :tally { n = count(), low = count_where("mark", "==", p.mark) }
    f = f:with { percent = f.low * 100 / f.n }
    ctx:check(f, {
      rule = "low", title = "Low marks", name = "procedure", value = "percent", n = "n", op = ">=",
      threshold = p.percent, min_n = 5,
    })
    ctx:require { at_least = 1 }
    ctx:assess(ctx.schools)
  end,
}
