-- Аналитическая справка о входной и итоговой диагностике учителей (дорожная карта, п. 4.4): доли достигших уровня до и после обучения
-- по школам, без имён.

local paper = include("paper")

local function totals(rows)
  local all = { before = 0, n_before = 0, after = 0, n_after = 0, up = 0, down = 0 }
  for _, row in ipairs(rows) do
    all.before, all.n_before = all.before + row.before_count, all.n_before + row.n_before
    all.after, all.n_after = all.after + row.after_count, all.n_after + row.n_after
    if row.verdict == "прирост" then all.up = all.up + 1 elseif row.verdict == "снижение" then all.down = all.down + 1 end
  end
  return all
end

local function rows_of(ctx)
  local schools, rows = {}, {}
  for _, school in ipairs(ctx.schools) do schools[school.code] = school end
  for row in ctx.figures["teacher-diagnostics"]:sort("-gain", "school"):rows() do
    local school = schools[row.school]
    if school then
      table.insert(rows, {
        municipality = school.municipality, name = school.name, n_before = row.n_before, n_after = row.n_after,
        before_count = math.tointeger(math.floor(row.before * row.n_before + 0.5)), after_count = math.tointeger(math.floor(row.after * row.n_after + 0.5)),
        gain = { value = 100 * row.gain, interval = { 100 * row.lower, 100 * row.upper }, n = math.min(row.n_before, row.n_after) },
        verdict = row.lower > 0 and "прирост" or row.upper < 0 and "снижение" or "в пределах ошибки",
      })
    end
  end
  for _, row in ipairs(rows) do row.before, row.after = share(row.before_count, row.n_before), share(row.after_count, row.n_after) end
  return rows
end

return report {
  api = 1,
  id = "teacher-diagnostics",
  title = "Входная и итоговая диагностика учителей",
  scope = { "region", "municipality" },
  needs = { "schools", "indicator:teacher-diagnostics?" },
  params = {
    small_cell = integer(5, { title = "Группы меньше не показываются", basis = "защита персональных данных: решение региона", min = 0, max = 50 }),
  },
  write = function(ctx, doc, p)
    doc:title("Входная и итоговая диагностика учителей: " .. ctx.year .. " год")
    doc:paragraph { style = "plain", text = paper.subject(ctx) }
    local rows = ctx.figures["teacher-diagnostics"] and rows_of(ctx) or {}
    if #rows == 0 then
      doc:paragraph("Сведений о диагностике учителей за " .. ctx.year .. " год нет.")
      return
    end
    local all = totals(rows)
    doc:key_figures {
      { title = "Достигли уровня на входе", value = share(all.before, all.n_before), type = "percent" },
      { title = "Достигли уровня на выходе", value = share(all.after, all.n_after), type = "percent" },
      { title = "Школ с приростом больше случайного", value = all.up, open = true },
    }
    local before, after = {}, {}
    for _, row in ipairs(rows) do
      table.insert(before, { label = row.name, y = row.before.percent, n = row.n_before })
      table.insert(after, { label = row.name, y = row.after.percent, n = row.n_after })
    end
    doc:chart {
      kind = "bars", caption = "Учителя, достигшие уровня, %", y_title = "%",
        series = { { name = "входная диагностика", points = before }, { name = "итоговая диагностика", points = after } },
      description = "Столбцы повторяют таблицу: доли учителей, достигших уровня, по школам до и после обучения.",
    }
    doc:landscape(true)
    doc:table {
      columns = {
        { name = "place", title = "№ п/п", type = "integer", width = 0.6 }, { name = "municipality", title = "Муниципалитет", width = 2 },
        { name = "name", title = "Школа", width = 3.5 },
        { name = "before", title = "На входе", type = "percent", show_n = true, width = 2 }, { name = "after", title = "На выходе", type = "percent", show_n = true, width = 2 },
        { name = "gain", title = "Прирост, процентных пунктов", type = "number", width = 2 }, { name = "verdict", title = "Вывод", width = 1.6 },
      },
      rows = paper.numbered(rows),
      note = "В скобках — 95-процентный интервал прироста. Без сравнения с учителями, которые не учились, прирост не доказывает пользы обучения. Отдельные учителя по этим данным не оцениваются.",
    }
    paper.remark(doc, p.small_cell)
  end,
}
