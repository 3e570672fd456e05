-- Сводный годовой отчёт: план и факт по мероприятиям, кто вошёл в перечень и вышел из него.

local paper = include("paper")

local function entries(doc, list, before)
  local then_, now = {}, {}
  for _, entry in ipairs(before.entries) do then_[entry.code] = true end
  for _, entry in ipairs(list.entries) do now[entry.code] = true end
  local entered, left = 0, 0
  for code in pairs(now) do entered = entered + (then_[code] and 0 or 1) end
  for code in pairs(then_) do left = left + (now[code] and 0 or 1) end
  doc:key_figures {
    { title = "В перечне " .. before.year .. " года", value = #before.entries, open = true }, { title = "Вышли", value = left, open = true },
    { title = "Вошли", value = entered, open = true }, { title = "В перечне " .. list.year .. " года", value = #list.entries, open = true },
  }
end

return report {
  api = 1,
  id = "annual",
  title = "Сводный годовой отчёт",
  scope = { "region", "municipality" },
  needs = { "plan", "list?", "before?" },
  write = function(ctx, doc)
    local plan, rows = ctx.plan, {}
    doc:title("Сводный отчёт об исполнении плана: " .. ctx.year .. " год")
    doc:paragraph { style = "plain", text = plan.title }
    doc:paragraph { style = "plain", text = paper.subject(ctx) .. ", на " .. doc:date_words(ctx.on) }
    if ctx.list and ctx.before then
      doc:heading(1, "Перечень школ")
      entries(doc, ctx.list, ctx.before)
    end
    doc:heading(1, "План и факт")
    for _, row in ipairs(plan.rows) do
      local fact = row.asked == 0 and "поручений нет" or row.done == row.asked and "выполнено" or row.done > 0 and "выполнено частично" or "не выполнено"
      table.insert(rows, { number = row.number, measure = row.measure, deadline = row.deadline, result = row.result, fact = fact,
                           share = row.asked > 0 and share(row.done, row.asked) or nil })
    end
    doc:table {
      columns = {
        { name = "number", title = "№", width = 0.6 }, { name = "measure", title = "Мероприятие", width = 5 }, { name = "deadline", title = "Срок", width = 2 },
        { name = "result", title = "Ожидаемый результат", width = 3 }, { name = "fact", title = "Факт", width = 2 },
        { name = "share", title = "Поручений выполнено", type = "percent", show_n = true, open = true, width = 1.5 },
      },
      rows = rows,
    }
  end,
}
