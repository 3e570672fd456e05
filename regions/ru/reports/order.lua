-- Приказ об утверждении перечня школ с приложением. Реквизиты — из командной строки: --set number=12-р --set date=2022-03-15
-- --set authority="Министерство образования …" --set post="Министр" --set signed_by="И. О. Фамилия" --set control="…".

local paper = include("paper")

local function requisites(ctx, doc)
  doc:paragraph { style = "requisites", text = paper.field(ctx, "authority", "Наименование органа управления образованием") }
  doc:paragraph { style = "requisites", text = { { text = "ПРИКАЗ", bold = true } } }
  doc:paragraph { style = "requisites", text = paper.day(doc, paper.field(ctx, "date")) .. " № " .. paper.field(ctx, "number", "______") }
  if ctx.document.city then doc:paragraph { style = "requisites", text = ctx.document.city } end
end

local function points(ctx, doc, list)
  doc:paragraph("В соответствии с " .. paper.field(ctx, "basis", "порядком выявления образовательных организаций, которым нужна адресная поддержка,") .. " приказываю:")
  doc:numbered(1, "Утвердить прилагаемый перечень «" .. list.title .. "» на " .. list.year .. " год (" .. paper.schools(doc, #list.entries) .. ").")
  doc:numbered(1, "Руководителям муниципальных органов управления образованием:")
  doc:numbered(2, "довести перечень и листы объяснения до сведения образовательных организаций;")
  doc:numbered(2, "обеспечить участие образовательных организаций, включённых в перечень, в мероприятиях адресной поддержки.")
  if ctx.document.supersedes then doc:numbered(1, "Признать утратившим силу " .. ctx.document.supersedes .. ".") end
  doc:numbered(1, "Контроль за исполнением настоящего приказа возложить на " .. paper.field(ctx, "control") .. ".")
  doc:signature { post = paper.field(ctx, "post", "Руководитель"), name = ctx.document.signed_by }
end

local SHOWN = 3  -- оснований школы в приложении; все — в её листе объяснения

local function in_short(reasons)
  local all, from = {}, 1
  while true do
    local mark = reasons:find("; ", from, true)
    table.insert(all, reasons:sub(from, mark and mark - 1))
    if not mark then break end
    from = mark + 2
  end
  if #all <= SHOWN then return reasons end
  return table.concat(all, "; ", 1, SHOWN) .. "; ещё " .. #all - SHOWN .. " — в листе объяснения"
end

local function rows_of(entries)
  local rows = {}
  for _, entry in ipairs(entries) do
    table.insert(rows, { municipality = entry.municipality, name = entry.name, reasons = in_short(entry.reasons) })
  end
  return paper.numbered(rows)
end

local function annex(ctx, doc, list)
  doc:landscape(true)
  doc:annex { "Приложение", "к приказу от " .. paper.day(doc, paper.field(ctx, "date")) .. " № " .. paper.field(ctx, "number", "______") }
  doc:paragraph { style = "title", text = list.title .. ", " .. list.year .. " год" }
  doc:table {
    columns = {
      { name = "place", title = "№ п/п", type = "integer", width = 0.5 },
      { name = "municipality", title = "Муниципальное образование", width = 2 },
      { name = "name", title = "Образовательная организация", width = 4 },
      { name = "reasons", title = "Основание включения", width = 5 },
    },
    rows = rows_of(list.entries),
    note = "Всего: " .. paper.schools(doc, #list.entries) .. ".",
  }
end

return report {
  api = 1,
  id = "order",
  title = "Приказ об утверждении перечня",
  scope = "region",
  needs = { "list", "run?" },
  write = function(ctx, doc)
    local list = ctx.list
    for _, name in ipairs { "number", "date", "authority", "post", "signed_by", "control", "city", "basis" } do
      if ctx.document[name] then doc:place(name, paper.day(doc, ctx.document[name])) end
    end
    requisites(ctx, doc)
    doc:title("Об утверждении перечня «" .. list.title .. "» на " .. list.year .. " год")
    points(ctx, doc, list)
    annex(ctx, doc, list)
  end,
}
