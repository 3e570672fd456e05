-- The job of the peers' benchmark: indicators by school × year × procedure, low results, three markers
-- of bias, a social index. Sections (b)–(f) name the parts of the job's definition.

-- Weights by score for the marks' borders of each procedure: on a border, and one or two beside it.
local function border_weights(procedures)
  local at, near = {}, {}
  for row in procedures:rows() do
    local on_border, beside = {}, {}
    for _, border in ipairs { row.border_1, row.border_2, row.border_3 } do
      on_border[border] = 1
      for _, step in ipairs { -2, -1, 1, 2 } do
        beside[border + step] = (beside[border + step] or 0) + 1
      end
    end
    at[row.procedure], near[row.procedure] = on_border, beside
  end
  return at, near
end

-- (b)
local function indicators(ctx)
  local at, near = border_weights(ctx.procedures)
  local f = ctx.results:group("school", "year", "kind", "subject", "grade", "procedure", "max_score"):tally {
    n = count(), sum = sum("score"),
    n2 = count_where("mark", "==", 2), n45 = count_where("mark", ">=", 4),
    jn = count_where("journal", ">=", 2),
    above = count_where("mark", ">", col("journal")),
    equal = count_where("mark", "==", col("journal")),
    below = count_where("mark", "<", col("journal")),
    at_b = weigh("score", { by = "procedure", tables = at }),
    near_b = weigh("score", { by = "procedure", tables = near }),
  }
  return f:with {
    mean_bp = f.sum * 10000 // (f.n * f.max_score),
    p2_bp = f.n2 * 10000 // f.n,
    p45_bp = f.n45 * 10000 // f.n,
    above_bp = f.above * 10000 // f.jn,
    equal_bp = f.equal * 10000 // f.jn,
    below_bp = f.below * 10000 // f.jn,
  }
end

-- Reasons of a kind by school, in the order of the frame's rows.
local function collect(into, flag, frame, reason)
  for school, rows in frame:by("school") do
    local texts = {}
    for i, row in ipairs(rows) do texts[i] = reason(row) end
    local of_school = into[school]
    if not of_school then
      of_school = {}
      into[school] = of_school
    end
    of_school[flag] = table.concat(texts, ";")
  end
end

-- (c)
local function low_results(ctx, p, window, reasons)
  local pooled = window:group("school", "kind", "subject"):tally { N = sum("n"), N2 = sum("n2") }
  ctx:check(pooled, {
    rule = "SHNOR", name = { "kind", "subject" }, value = share("N2", "N"), op = ">=", threshold = p.low_share,
    min_n = p.min_n, unit = "%",
  })
  ctx:require { rule = "SHNOR", at_least = p.procedures }
  local low = pooled:where("N", ">=", p.min_n)
  low = low:with { left = low.N2 * 100, right = low.N * p.low_percent }:where("left", ">=", col("right"))
  local listed = low:join(low:group("school"):tally { lows = count() }, "school"):where("lows", ">=", p.procedures)
  collect(reasons, "SHNOR", listed, function(r)
    return "L:" .. r.kind .. "/" .. r.subject .. "=" .. r.N2 * 10000 // r.N .. "/" .. r.N
  end)
end

-- (d) B1
local function high_mean(ctx, p, window, reasons)
  local f = window:where("kind", "==", p.kind):where("grade", "in", { 4, 5 }):where("subject", "in", { "RU", "MA" })
    :where("n", ">=", p.min_n)
  f = f:with { square = f.mean_bp * f.mean_bp }
  local regions = f:group("year", "subject", "grade")
    :tally { k = count(), S = sum("mean_bp"), Q = sum("square") }:where("k", ">=", 2)
  local sd = ((regions.Q - regions.S * regions.S / regions.k) / (regions.k - 1)):sqrt()
  regions = regions:with { U = regions.S / regions.k + sd * 1.96 }:select("year", "subject", "grade", "U")
  local judged = f:join(regions, "year", "subject", "grade")
  ctx:check(judged, { rule = "B1", name = "procedure", value = "mean_bp", n = "n", op = ">", threshold = "U", min_n = p.min_n })
  ctx:require { rule = "B1", at_least = 1 }
  collect(reasons, "B1", judged:where("mean_bp", ">", col("U")):sort("school", "year", "subject", "grade"), function(r)
    return "B1:" .. r.year .. "/" .. r.subject .. "/" .. r.grade .. "=" .. r.mean_bp .. ">" .. math.floor(r.U)
  end)
end

-- (d) B2
local function above_journal(ctx, p, window, reasons)
  local f = window:where("kind", "==", p.kind)
  ctx:check(f, {
    rule = "B2", name = "procedure", value = share("above", "jn"), op = ">=", threshold = p.half, min_n = p.min_n, unit = "%",
  })
  ctx:require { rule = "B2", at_least = 1 }
  local hit = f:where("jn", ">=", p.min_n)
  hit = hit:with { twice = hit.above * 2 }:where("twice", ">=", col("jn")):sort("school", "year", "subject", "grade")
  collect(reasons, "B2", hit, function(r)
    return "B2:" .. r.year .. "/" .. r.subject .. "/" .. r.grade .. "=" .. r.above_bp .. "/" .. r.jn
  end)
end

-- (d) B3
local function bunching(ctx, p, window, reasons)
  local f = window:where("kind", "==", p.kind):group("school", "subject")
    :tally { F = sum("at_b"), E = sum("near_b"), N = sum("n") }:where("N", ">=", p.bunching_n)
  f = f:with { excess = (f.F * 4 - f.E) * 5 }:where("excess", ">=", col("N"))
  ctx:check(f, { rule = "B3", name = "subject", value = share("F", "E"), n = "N", op = ">=", threshold = p.bunching, min_n = p.bunching_n })
  ctx:require { rule = "B3", at_least = 1 }
  local hit = f:with { left = f.F * 5, right = f.E * 2 }:where("left", ">=", col("right"))
  collect(reasons, "B3", hit, function(r) return "B3:" .. r.subject .. "=" .. r.F .. "/" .. r.E .. "/" .. r.N end)
end

-- (e) quartile and index by school, within regions.
local function social_index(ctx)
  local shares = { "share_single_parent", "share_on_register", "share_non_native", "share_higher_edu" }
  local f = ctx:context(ctx.year):join(ctx.schools:select("school", "region"), "school")
  local tenths = {}
  for i, item in ipairs(shares) do
    local x = (f[item] * 10 + 0.5) // 1  -- tenths of a per cent, as whole numbers
    tenths["x" .. i], tenths["q" .. i] = x, x * x
  end
  f = f:with(tenths)
  local totals = {}
  for i = 1, #shares do
    totals["S" .. i], totals["Q" .. i] = sum("x" .. i), sum("q" .. i)
  end
  totals.k = count()
  local moments = {}
  for row in f:group("region"):tally(totals):rows() do
    local k = row.k + 0.0
    local of_region = { k = row.k }
    for i = 1, #shares do
      local S, Q = row["S" .. i] + 0.0, row["Q" .. i] + 0.0
      local v = row.k >= 2 and (Q - S * S / k) / (k - 1) or 0.0
      of_region[i] = { mean = S / k, sd = math.sqrt(v > 0 and v or 0.0) }
    end
    moments[row.region] = of_region
  end
  local regions = {}
  for region, rows in f:by("region") do
    local m, list = moments[region], {}
    for i, row in ipairs(rows) do
      local z = {}
      for j = 1, #shares do
        z[j] = m[j].sd > 0 and (row["x" .. j] - m[j].mean) / m[j].sd or 0.0
      end
      list[i] = { school = row.school, index = (((z[1] + z[2]) + z[3]) - z[4]) / 4.0 }
    end
    table.sort(list, function(a, b)
      if a.index ~= b.index then return a.index < b.index end
      return a.school < b.school
    end)
    for rank, entry in ipairs(list) do
      regions[entry.school] = {
        region = region, quartile = 4 * (rank - 1) // #list + 1, social = math.floor(entry.index * 1000.0 + 0.5),
      }
    end
  end
  return regions
end

return methodology {
  api = 1,
  id = "job",
  category = "LISTED",
  title = "Benchmark job",
  params = {
    kind = choice("VPR", { "VPR" }, { basis = "the job's definition" }),
    low_share = percent(30, { basis = "the job's definition" }),
    low_percent = integer(30, { basis = "the job's definition" }),
    half = percent(50, { basis = "the job's definition" }),
    bunching = percent(40, { basis = "the job's definition" }),
    procedures = integer(2, { basis = "the job's definition" }),
    min_n = integer(10, { basis = "the job's definition" }),
    bunching_n = integer(100, { basis = "the job's definition" }),
  },
  inputs = { "results", "context" },
  each = "region",

  decide = function(ctx, p)
    local window = indicators(ctx)
      :select("school", "year", "kind", "subject", "grade", "procedure", "n", "n2", "jn", "above", "at_b", "near_b", "mean_bp", "above_bp")
      :where("year", ">=", ctx.year - 1)
    local reasons = {}
    low_results(ctx, p, window, reasons)
    high_mean(ctx, p, window, reasons)
    above_journal(ctx, p, window, reasons)
    bunching(ctx, p, window, reasons)
    ctx:combine("any")
    local social = social_index(ctx)
    for school, of_school in pairs(reasons) do
      local flags, texts, markers = {}, {}, 0
      for _, flag in ipairs { "SHNOR", "B1", "B2", "B3" } do
        if of_school[flag] then
          flags[#flags + 1], texts[#texts + 1] = flag, of_school[flag]
          if flag ~= "SHNOR" then markers = markers + 1 end
        end
      end
      if markers >= 2 then flags[#flags + 1] = "BIAS" end
      local d, of = ctx:decision(school), social[school]
      d:value("region", of.region)
      d:value("flags", table.concat(flags, "+"))
      d:value("quartile", tostring(of.quartile))
      d:value("social", tostring(of.social))
      d:value("reasons", table.concat(texts, ";"))
    end
  end,
}
