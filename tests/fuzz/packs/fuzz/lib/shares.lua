-- What scripts of the pack share.
local M = {}

function M.low(ctx, mark)
  return ctx.results:where("year", "==", ctx.year):group("school", "procedure"):tally { n = count(), low = count_where("mark", "<=", mark), m = share_where("mark", ">=", 4) }
end

function M.text(part, whole)
  local s = share(part, whole)
  return s.percent and string.format("%d of %d (%.1f %%)", s.part, s.whole, s.percent) or "none"
end

return M
