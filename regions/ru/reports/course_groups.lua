-- Целевые группы курсов: школы с одним предметным дефицитом, по темам.

local paper = include("paper")

local NONE = "Групп школ с общим дефицитом нет."

-- Строки показателя по темам, в порядке показателя.
local function by_topic(ctx)
  local order, found = {}, {}
  for row in ctx.figures["course-groups"]:rows() do
    local key = row.procedure .. "/" .. row.dimension .. "/" .. row.code
    if not found[key] then
      found[key] = { title = paper.work(ctx, row.procedure) .. ": " .. (row.text or row.code), rows = {} }
      table.insert(order, found[key])
    end
    table.insert(found[key].rows, row)
  end
  return order
end

return report {
  api = 1,
  id = "course-groups",
  title = "Целевые группы курсов",
  scope = { "region", "municipality" },
  needs = { "schools", "indicator:course-groups" },
  params = {
    small_cell = integer(5, { title = "Группы меньше не показываются", basis = "защита персональных данных: решение региона", min = 0, max = 50 }),
  },
  write = function(ctx, doc, p)
    local schools = {}
    for _, school in ipairs(ctx.schools) do schools[school.code] = school end
    doc:title("Целевые группы курсов повышения квалификации")
    doc:paragraph { style = "plain", text = paper.subject(ctx) .. ", данные " .. ctx.year .. " года" }
    local topics = by_topic(ctx)
    if #topics == 0 then doc:paragraph(NONE) end
    for _, topic in ipairs(topics) do
      doc:heading(2, topic.title)
      local rows = {}
      for _, row in ipairs(topic.rows) do
        local school = schools[row.school]
        table.insert(rows, { municipality = school and school.municipality, school = school and school.name or row.school,
                             share = { value = row.share, n = row.n }, others = row.others_share, n = row.n })
      end
      doc:table {
        columns = {
          { name = "place", title = "№ п/п", type = "integer", width = 0.5 }, { name = "municipality", title = "Муниципалитет", width = 2 }, { name = "school", title = "Школа", width = 4 },
          { name = "n", title = "Участников", type = "integer" }, { name = "share", title = "Выполнение", type = "percent" }, { name = "others", title = "Сравнимые школы", type = "percent" },
        },
        rows = paper.numbered(rows),
      }
    end
    doc:paragraph { style = "remark", text = "Список — повод для разговора о курсе, а не назначение: причину дефицита знает школа." }
    paper.remark(doc, p.small_cell)
  end,
}
