-- Перечень пар партнёрства: кому помогает кто и почему; школы, для которых партнёра не нашлось.

local paper = include("paper")

return report {
  api = 1,
  id = "pairs",
  title = "Перечень пар партнёрства",
  scope = { "region", "municipality", "school" },
  needs = { "match" },
  write = function(ctx, doc)
    local match = ctx.match
    doc:title("Перечень пар партнёрства на " .. match.year .. " год")
    doc:paragraph { style = "plain", text = paper.subject(ctx) }
    local rows = {}
    for _, pair in ipairs(match.pairs) do
      table.insert(rows, { municipality = pair.school.municipality, school = pair.school.name, partner = pair.partner,
                           partner_municipality = pair.partner_municipality, reason = pair.reason })
    end
    doc:table {
      columns = {
        { name = "place", title = "№ п/п", type = "integer", width = 0.5 }, { name = "municipality", title = "Муниципалитет", width = 2 },
        { name = "school", title = "Школа, которой нужна поддержка", width = 4 }, { name = "partner", title = "Партнёр", width = 4 },
        { name = "partner_municipality", title = "Муниципалитет партнёра", width = 2 }, { name = "reason", title = "Почему предложен", width = 4 },
      },
      rows = paper.numbered(rows),
      note = "Пары предложены подбором; решение об их утверждении принимает человек.",
    }
    if #match.unmatched == 0 then return end
    doc:heading(1, "Школы без партнёра")
    doc:table {
      columns = { { name = "municipality", title = "Муниципалитет", width = 2 }, { name = "name", title = "Школа", width = 4 }, { name = "reason", title = "Почему", width = 4 } },
      rows = match.unmatched,
    }
  end,
}
