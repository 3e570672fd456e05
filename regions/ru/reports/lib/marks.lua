-- Доли отметок в записях ctx.results.

local marks = {}

-- Доля отметок ниже положительной: «2» и, где она есть, «1».
function marks.low(entry, lowest)
  if entry.marked == 0 then return nil end
  local low = 0
  for mark, count in pairs(entry.marks) do
    if tonumber(mark) and tonumber(mark) <= lowest then low = low + count end
  end
  return share(low, entry.marked)
end

return marks
