return indicator {
  api = 1, id = "standing", title = "Standing among schools", inputs = { "results" },
  params = { min_n = integer(3, { min = 1 }), weight = number(1.5, { min = 0, max = 9 }), kind = choice("all", { "all", "some" }), strict = flag(true) },
  outputs = { procedure = { type = "text", always = true }, score = "number", rank_whole = "whole", school = { type = "text", always = true }, z = "number" },
  compute = function(ctx, p)
    local f = ctx.results:where("year", "==", ctx.year):group("school", "procedure")
      :tally { n = count(), mean = mean("score"), sd = sd("score"), q = quantile("score", 0.9) }:where("n", ">=", p.min_n)
    f = f:with { score = (f.mean * p.weight + f.q) / f.n:sqrt() - (f.sd + 1):log() }
    f = f:with { rank_whole = f:rank("-score", "procedure"):round(), z = f:zscore("score", "procedure") }
    return f:select("school", "procedure", "score", "rank_whole", "z")
  end,
}
