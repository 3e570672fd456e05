-- Сравнение двух лет: кто вошёл в перечень, кто вышел, кто остался.

local paper = include("paper")

local function by_code(list)
  local found = {}
  for _, entry in ipairs(list.entries) do found[entry.code] = entry end
  return found
end

local function section(doc, title, rows)
  doc:heading(1, title .. ": " .. paper.schools(doc, #rows))
  if #rows == 0 then return end
  doc:table {
    columns = { { name = "place", title = "№ п/п", type = "integer", width = 0.5 }, { name = "municipality", title = "Муниципалитет", width = 2 },
                { name = "name", title = "Школа", width = 4 }, { name = "reasons", title = "Основание", width = 5 } },
    rows = paper.numbered(rows),
  }
end

return report {
  api = 1,
  id = "comparison",
  title = "Сравнение двух перечней",
  scope = { "region", "municipality" },
  needs = { "list", "before" },
  write = function(ctx, doc)
    local before, after = by_code(ctx.before), by_code(ctx.list)
    local entered, left, stayed = {}, {}, {}
    for _, entry in ipairs(ctx.list.entries) do table.insert(before[entry.code] and stayed or entered, entry) end
    for _, entry in ipairs(ctx.before.entries) do
      if not after[entry.code] then table.insert(left, entry) end
    end
    doc:title("Сравнение перечней «" .. ctx.list.title .. "»: " .. ctx.before.year .. " и " .. ctx.list.year .. " годы")
    doc:paragraph { style = "plain", text = paper.subject(ctx) }
    doc:key_figures {
      { title = "Вошли", value = #entered, open = true }, { title = "Вышли", value = #left, open = true }, { title = "Остались", value = #stayed, open = true },
    }
    section(doc, "Вошли", entered)
    section(doc, "Вышли", left)
    section(doc, "Остались", stayed)
  end,
}
