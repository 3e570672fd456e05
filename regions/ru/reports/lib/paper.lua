-- Общее для документов: пропуски для подписи, слова состояний, имена школ.

local paper = {}

local STATES = {
  open = "не начато", handed_in = "сдано, не принято", accepted = "принято", returned = "возвращено на доработку", dropped = "снято",
}
local STATE_OF_LIST = { draft = "проект", reviewed = "рассмотрен", agreed = "согласован", approved = "утверждён", superseded = "заменён" }

-- Реквизит из командной строки (--set number=12-р) или место, чтобы вписать его от руки.
function paper.field(ctx, name, blank)
  return ctx.document[name] or blank or "____________"
end

function paper.state(code) return STATES[code] or code end
function paper.state_of_list(code) return STATE_OF_LIST[code] or code end

-- Дата словами, если она дана как день; иначе как написана.
function paper.day(doc, text)
  if text and text:match("^%d%d%d%d%-%d%d%-%d%d$") then return doc:date_words(text) end
  return text
end

function paper.schools(doc, count) return doc:counted(count, "школа", "школы", "школ") end

-- «Перечень школ…, утверждённый приказом от … № …» или «проект перечня».
function paper.act_of_list(doc, list)
  if list.order_number and list.order_date then
    return "приказ от " .. doc:date_words(list.order_date) .. " № " .. list.order_number
  end
  return list.state and paper.state_of_list(list.state) or "без приказа"
end

-- «ВПР RU 5 2021» словами: «ВПР, русский язык, 5 класс, 2021».
function paper.work(ctx, name)
  local words = {}
  for word in name:gmatch("%S+") do
    local number = tonumber(word)
    table.insert(words, ctx.titles[word] or number and number <= 12 and word .. " класс" or word)
  end
  return table.concat(words, ", ")
end

local ITEMS = {
  both_parents_higher_education = "оба родителя с высшим образованием", single_parent = "неполные семьи", on_record = "состоящие на учёте",
    russian_not_native = "русский язык неродной",
}

-- Показатель социального паспорта словами.
function paper.item(ctx, id) return ctx.titles[id] or ITEMS[id] or id end

-- То же без года документа: для диаграмм, где место дорого.
function paper.short_work(ctx, name)
  local words, year = paper.work(ctx, name), ", " .. ctx.year
  local at = words:find(year, 1, true)
  if not at then return words end
  return words:sub(1, at - 1) .. words:sub(at + #year)
end

-- «3.1.» без последней точки: для ссылок внутри предложения.
function paper.bare(number)
  if number:sub(-1) == "." then return number:sub(1, -2) end
  return number
end

-- О чём документ: школа, муниципалитет или регион.
function paper.subject(ctx)
  local subject = ctx.subject
  if subject.scope == "school" and subject.municipality then return subject.name .. " (" .. subject.municipality .. ")" end
  return subject.name
end

function paper.numbered(rows)
  for i, row in ipairs(rows) do row.place = i end
  return rows
end

-- Что документ значит и чего он не значит.
function paper.remark(doc, small_cell)
  local text = "Показатели говорят о признаках, требующих проверки; вывод делает человек."
  if small_cell and small_cell > 0 then text = text .. " Показатели групп, в которых меньше " .. doc:counted(small_cell, "человека", "человек", "человек") .. ", не приводятся." end
  doc:paragraph { style = "remark", text = text }
end

return paper
