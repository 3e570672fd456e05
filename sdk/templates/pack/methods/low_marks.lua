-- Школы, где по нескольким процедурам года велика доля низких отметок. Замените правилами своего региона.

return methodology {
  api = 1,
  id = "low-marks",
  category = "Низкие результаты",
  title = "Школы с высокой долей низких отметок",
  params = {
    low_share = percent(30, { title = "Доля низких отметок, не менее", basis = "назовите акт", min = 1, max = 100 }),
    low_mark = integer(2, { title = "Наивысшая из низких отметок", basis = "назовите акт", min = 1, max = 5 }),
    procedures = integer(2, { title = "Процедур, не менее", basis = "назовите акт", min = 1, max = 20 }),
    min_n = integer(10, { title = "Участников в процедуре, не менее", basis = "назовите акт", min = 1, max = 1000 }),
  },
  inputs = { "results" },

  decide = function(ctx, p)
    local shares = ctx.results
      :where("year", "==", ctx.year)
      :group("school", "procedure")
      :tally { n = count(), low = count_where("mark", "<=", p.low_mark) }
    ctx:check(shares, {
      rule = "low", title = "Доля низких отметок", name = "procedure",
      value = share("low", "n"), op = ">=", threshold = p.low_share, min_n = p.min_n, unit = "%",
    })
    ctx:require { rule = "low", at_least = p.procedures }
    ctx:assess(ctx.schools)
  end,
}
