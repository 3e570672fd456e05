-- Карта приоритетов школы (дорожная карта, п. 4.6): зоны самооценки от самой проблемной к самой благополучной и место для мер.

local paper = include("paper")

return report {
  api = 1,
  id = "priority-map",
  title = "Карта приоритетов школы",
  scope = "school",
  needs = { "schools", "indicator:priority-map?" },
  write = function(ctx, doc)
    doc:title("Карта приоритетов: " .. ctx.year .. " год")
    doc:paragraph { style = "plain", text = paper.subject(ctx) }
    local rows, points, problems = {}, {}, {}
    for row in (ctx.figures["priority-map"] or frame({ { "priority", "whole" } }, {})):sort("priority"):rows() do
      table.insert(rows, { place = row.priority, zone = row.zone, score = row.score, state = row.problem == 1 and "проблемная" or "благополучная", measures = "", who = "" })
      table.insert(points, { label = row.zone, y = row.score })
      if row.problem == 1 then table.insert(problems, row.zone) end
    end
    if #rows == 0 then
      doc:paragraph("Школа не заполнила самооценку за " .. ctx.year .. " год.")
      return
    end
    doc:chart {
      kind = "bars", caption = "Балл самооценки по зонам", y_title = "балл", series = { { points = points } },
      description = "Зоны стоят от самой проблемной. " .. (#problems > 0 and "Проблемные: " .. table.concat(problems, ", ") .. "." or "Проблемных зон нет."),
    }
    doc:table {
      columns = {
        { name = "place", title = "Очередь", type = "integer", width = 0.8 }, { name = "zone", title = "Зона", width = 3 },
        { name = "score", title = "Балл", type = "number", digits = 0, open = true }, { name = "state", title = "Оценка", width = 1.6 },
        { name = "measures", title = "Меры школы", width = 4 }, { name = "who", title = "Срок и ответственный", width = 2 },
      },
      rows = rows,
    }
    doc:signature { post = "Руководитель школы", name = ctx.document.head }
    doc:paragraph { style = "remark", text = "Самооценка школы: с другими школами не сравнивается и в списки не входит." }
  end,
}
