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

-- Работа без года, у экзаменов и без класса: «ВПР, русский язык, 5 класс», «ЕГЭ, математика, база».
function marks.title(entry)
  local function without(text, part)
    local from, to = text:find(part, 1, true)
    return from and text:sub(1, from - 1) .. text:sub(to + 1) or text
  end
  local title = without(entry.title, ", " .. entry.year)
  return entry.grade >= 9 and without(title, ", " .. entry.grade .. " класс") or title
end

return marks
