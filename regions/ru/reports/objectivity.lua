-- Справка о признаках, требующих проверки: школы, признаки и другие объяснения. Признак не доказывает нарушения.

local paper = include("paper")

local METHODOLOGY = "bias-markers"

return report {
  api = 1,
  id = "objectivity",
  title = "Справка о признаках, требующих проверки",
  scope = { "region", "municipality", "school" },
  needs = { "decisions", "run" },
  write = function(ctx, doc)
    doc:title("Признаки, требующие проверки: " .. ctx.run.year .. " год")
    doc:paragraph { style = "plain", text = paper.subject(ctx) }
    doc:paragraph("Ни один из признаков не доказывает нарушения: у каждого есть другие объяснения. Вывод делается после проверки, с участием школы.")
    local found = false
    for _, one in ipairs(ctx.decisions) do
      if one.methodology == METHODOLOGY then
        local rows, open = {}, 0
        for _, school in ipairs(one.schools) do
          if school.answer == "yes" then
            table.insert(rows, { municipality = school.municipality, name = school.name, reasons = school.reasons, other = school.values["Иные объяснения"] })
          elseif school.answer == "not_assessable" then
            open = open + 1
          end
        end
        found = true
        doc:heading(1, one.title)
        if #rows == 0 then
          doc:paragraph("Школ с признаками нет.")
        else
          doc:table {
            columns = { { name = "municipality", title = "Муниципалитет", width = 2 }, { name = "name", title = "Школа", width = 3 },
                        { name = "reasons", title = "Признаки, требующие проверки", width = 5 }, { name = "other", title = "Иные объяснения", width = 2 } },
            rows = rows,
          }
        end
        if open > 0 then doc:paragraph { style = "plain", text = "Не оцениваются: " .. paper.schools(doc, open) .. "." } end
      end
    end
    if not found then doc:paragraph("В этом расчёте признаки не вычислялись.") end
    paper.remark(doc)
  end,
}
