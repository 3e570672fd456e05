-- Row by row and in plain Lua, where the verbs are not used.
local shares = include("shares")

return methodology {
  api = 1, id = "row-by-row", category = "Rows", title = "Counted by hand", inputs = { "results" },
  params = { least = integer(2, { min = 0, max = 100 }) },
  decide = function(ctx, p)
    local by_school, order = {}, {}
    for row in shares.low(ctx, 2):rows() do
      if not by_school[row.school] then
        by_school[row.school] = { n = 0, low = 0, names = {} }
        order[#order + 1] = row.school
      end
      local one = by_school[row.school]
      one.n, one.low = one.n + row.n, one.low + row.low
      table.insert(one.names, (row.procedure:gsub("%s+", " ")))
    end
    table.sort(order, function(a, b) return by_school[a].low > by_school[b].low end)
    for place, school in ipairs(order) do
      local one = by_school[school]
      local decision = ctx:decision(school)
      decision:value("place", tostring(place))
      decision:value("share", shares.text(one.low, one.n))
      decision:value("what", table.concat(one.names, "; "):sub(1, 80))
    end
  end,
}
