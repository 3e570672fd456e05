-- Доли отметок в записях ctx.results.

local marks = {}

-- Отметок ниже положительной: «2» и, где она есть, «1».
function marks.low_count(entry, lowest)
  local low = 0
  for mark, count in pairs(entry.marks) do
    if tonumber(mark) and tonumber(mark) <= lowest then low = low + count end
  end
  return low
end

function marks.low(entry, lowest)
  if entry.marked == 0 then return nil end
  return share(marks.low_count(entry, lowest), entry.marked)
end

-- Работа без года: «ВПР, русский язык, 5 класс».
function marks.title(entry)
  return entry.kind .. ", " .. entry.subject .. (entry.grade > 0 and entry.grade < 9 and ", " .. entry.grade .. " класс" or "")
end

return marks
