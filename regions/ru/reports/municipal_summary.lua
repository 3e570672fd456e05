-- Свод по муниципалитету: какие школы в каких списках и почему, что не удалось оценить, как идёт план.

local paper = include("paper")

local function count(schools, answer)
  local found = {}
  for _, school in ipairs(schools) do
    if school.answer == answer then table.insert(found, school) end
  end
  return found
end

local function overview(doc, decisions)
  local rows = {}
  for _, one in ipairs(decisions) do
    table.insert(rows, { title = one.title, yes = #count(one.schools, "yes"), all = #one.schools, open = #count(one.schools, "not_assessable") })
  end
  doc:table {
    columns = { { name = "title", title = "Список", width = 5 }, { name = "yes", title = "В списке", type = "integer" },
                { name = "open", title = "Не оценивается", type = "integer" }, { name = "all", title = "Школ", type = "integer" } },
    rows = rows,
  }
end

local function listed(doc, one)
  local yes, open = count(one.schools, "yes"), count(one.schools, "not_assessable")
  if #yes == 0 and #open == 0 then return end
  doc:heading(1, one.title)
  if #yes > 0 then
    doc:table { columns = { { name = "name", title = "Школа", width = 3 }, { name = "reasons", title = "Основание", width = 5 } }, rows = yes }
  end
  if #open > 0 then
    doc:paragraph { style = "plain", text = "Не оцениваются: " .. paper.schools(doc, #open) .. "." }
    doc:table { columns = { { name = "name", title = "Школа", width = 3 }, { name = "reasons", title = "Почему", width = 5 } }, rows = open }
  end
end

return report {
  api = 1,
  id = "municipal-summary",
  title = "Свод по муниципалитету",
  scope = { "municipality", "region" },
  needs = { "decisions", "run", "schools", "plan?" },
  write = function(ctx, doc)
    doc:title("Свод по спискам: " .. ctx.run.year .. " год")
    doc:paragraph { style = "plain", text = paper.subject(ctx) .. ", " .. paper.schools(doc, #ctx.schools) }
    overview(doc, ctx.decisions)
    for _, one in ipairs(ctx.decisions) do listed(doc, one) end
    if ctx.plan then
      doc:heading(1, "План")
      doc:paragraph { style = "plain", text = ctx.plan.title }
      doc:key_figures {
        { title = "Выполнено поручений", value = share(ctx.plan.done, ctx.plan.asked), type = "percent", open = true },
        { title = "Просрочено", value = ctx.plan.late, open = true },
      }
    end
    paper.remark(doc)
  end,
}
