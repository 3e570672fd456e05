-- Инструктивное письмо школам о предметных дефицитах (дорожная карта Катангского района, п. 7): темы, трудные для большинства школ, школы,
-- которым они труднее всего, и что предлагается сделать. Предмет — из командной строки: --set subject=MA; без него — все предметы.

local paper = include("paper")

-- Предмет, о котором просили: код или название.
local function wanted(ctx, subject)
  local asked = ctx.document.subject
  return not asked or asked == subject or asked == ctx.titles[subject]
end

local function topic_key(row) return row.procedure .. "/" .. row.dimension .. "/" .. row.code end

-- Школы документа, у которых тема среди самых трудных, по темам.
local function schools_by_topic(ctx)
  local found = {}
  if not ctx.figures["school-deficits"] then return found end
  for row in ctx.figures["school-deficits"]:group("procedure", "dimension", "code"):tally { schools = count() }:rows() do found[topic_key(row)] = row.schools end
  return found
end

local function topics(ctx, p)
  local rows, taken = {}, {}
  local counts = schools_by_topic(ctx)
  for row in ctx.figures["hard-topics"]:where("dimension", "==", "content"):where("hard", "==", 1):sort("share", "procedure", "code"):rows() do
    local of_subject = taken[row.subject] or 0
    if wanted(ctx, row.subject) and of_subject < p.topics and row.text then
      taken[row.subject] = of_subject + 1
      table.insert(rows, { order = #rows, subject = row.subject, work = paper.work(ctx, row.procedure), text = row.text, n = row.n,
        share = { value = row.share, n = row.n }, threshold = row.threshold,
                           below = share(row.schools_below, math.max(1, row.schools)), own = counts[topic_key(row)] or 0 })
    end
  end
  table.sort(rows, function(a, b)
    if a.subject ~= b.subject then return (ctx.titles[a.subject] or a.subject) < (ctx.titles[b.subject] or b.subject) end
    return a.order < b.order
  end)
  return rows
end

local function own_topics(ctx, p)
  local rows = {}
  if not ctx.figures["school-deficits"] then return rows end
  for row in ctx.figures["school-deficits"]:sort("place"):rows() do
    if wanted(ctx, row.subject) and #rows < p.topics then
      table.insert(rows, { subject = row.subject, work = paper.work(ctx, row.procedure), text = row.text or row.code, n = row.n,
        share = { value = row.share, n = row.n }, others = row.others_share })
    end
  end
  return rows
end

-- Школы муниципалитета или региона, которым темы предмета труднее, чем другим: кому адресовано в первую очередь.
local function addressees(ctx, doc)
  if not ctx.figures["school-deficits"] then return end
  local schools, found, rows = {}, {}, {}
  for _, school in ipairs(ctx.schools) do schools[school.code] = school end
  for row in ctx.figures["school-deficits"]:group("school", "subject"):tally { topics = count() }:rows() do
    if wanted(ctx, row.subject) and schools[row.school] then
      local one = found[row.school]
      if not one then
        one = { municipality = schools[row.school].municipality, name = schools[row.school].name, subjects = {} }
        found[row.school] = one
        table.insert(rows, one)
      end
      table.insert(one.subjects, (ctx.titles[row.subject] or row.subject) .. " (" .. doc:counted(row.topics, "тема", "темы", "тем") .. ")")
    end
  end
  if #rows == 0 then return end
  table.sort(rows, function(a, b)
    if a.municipality ~= b.municipality then return a.municipality < b.municipality end
    return a.name < b.name
  end)
  for _, row in ipairs(rows) do row.subjects = table.concat(row.subjects, ", ") end
  doc:table {
    caption = "Школы, которым темы предмета труднее, чем сравнимым школам",
    columns = { { name = "place", title = "№ п/п", type = "integer", width = 0.6 }, { name = "municipality", title = "Муниципалитет", width = 2 },
                { name = "name", title = "Школа", width = 4 }, { name = "subjects", title = "Предметы", width = 4 } },
    rows = paper.numbered(rows),
  }
end

local function subject_words(ctx, rows)
  local seen, words = {}, {}
  for _, row in ipairs(rows) do
    if not seen[row.subject] then
      seen[row.subject] = true
      table.insert(words, ctx.titles[row.subject] or row.subject)
    end
  end
  return words
end

local COLUMNS = { { name = "place", title = "№ п/п", type = "integer", width = 0.6 }, { name = "work", title = "Работа", width = 2.2 },
  { name = "text", title = "Тема или умение", width = 5 }, { name = "n", title = "Участников", type = "integer", width = 1.2 },
                  { name = "share", title = "Выполнение", type = "percent", width = 1.2 } }

local function columns_and(more)
  local columns = {}
  for _, one in ipairs(COLUMNS) do table.insert(columns, one) end
  for _, one in ipairs(more) do table.insert(columns, one) end
  return columns
end

local function annex(ctx, doc, rows)
  doc:landscape(true)
  doc:annex { "Приложение", "к письму от " .. paper.day(doc, paper.field(ctx, "date")) .. " № " .. paper.field(ctx, "number", "______") }
  if ctx.subject.scope == "school" then
    doc:table {
      caption = "Темы и умения, которые школе труднее, чем сравнимым школам",
      columns = columns_and { { name = "others", title = "Сравнимые школы", type = "percent", width = 1.2 } }, rows = paper.numbered(rows),
    }
  else
    doc:table {
      caption = "Темы и умения, трудные для большинства школ",
      columns = columns_and {
        { name = "threshold", title = "Порог уровня", type = "percent", width = 1 },
        { name = "below", title = "Школ ниже порога", type = "percent", show_n = true, open = true, width = 1.8 },
        { name = "own", title = "Школ, где тема среди самых трудных", type = "integer", open = true, width = 1.4 },
      },
      rows = paper.numbered(rows),
      note = "Выполнение — доля набранных баллов от наибольшего числа по всем участникам региона; последний столбец — по школам, которым адресовано письмо.",
    }
    addressees(ctx, doc)
  end
  doc:landscape(false)
end

return report {
  api = 1,
  id = "deficit-letter",
  title = "Инструктивное письмо о предметных дефицитах",
  scope = { "region", "municipality", "school" },
  needs = { "schools", "indicator:hard-topics?", "indicator:school-deficits?" },
  params = {
    topics = integer(8, { title = "Тем по предмету, не более", basis = "выбор региона", min = 1, max = 100 }),
    small_cell = integer(5, { title = "Группы меньше не показываются", basis = "защита персональных данных: решение региона", min = 0, max = 50 }),
  },
  write = function(ctx, doc, p)
    local of_school = ctx.subject.scope == "school"
    local rows = of_school and own_topics(ctx, p) or ctx.figures["hard-topics"] and topics(ctx, p) or {}
    local subjects = subject_words(ctx, rows)
    local named = #subjects == 1 and "по предмету «" .. subjects[1] .. "»" or "по предметам"
    for _, name in ipairs { "number", "date", "authority", "post", "signed_by" } do
      if ctx.document[name] then doc:place(name, paper.day(doc, ctx.document[name])) end
    end
    doc:paragraph { style = "requisites", text = paper.field(ctx, "authority", "Наименование органа управления образованием") }
    doc:paragraph { style = "plain", text = paper.day(doc, paper.field(ctx, "date")) .. " № " .. paper.field(ctx, "number", "______") }
    local to = { paper.field(ctx, "to", of_school and "Руководителю" or "Руководителям общеобразовательных организаций") }
    if ctx.subject.scope ~= "region" then table.insert(to, ctx.subject.name) end
    doc:approval(to)
    doc:title("О ликвидации дефицитов знаний обучающихся " .. named)
    if #rows == 0 then
      doc:paragraph("Данные " .. ctx.year .. " года не показывают тем, трудных для " .. (of_school and "школы больше, чем для сравнимых школ." or "большинства школ."))
      doc:signature { post = paper.field(ctx, "post", "Руководитель"), name = ctx.document.signed_by }
      return
    end
    doc:paragraph("По результатам анализа оценочных процедур " .. ctx.year .. " года " ..
      (of_school and "обучающиеся школы хуже, чем в сравнимых школах, выполняют задания" or "большинство школ не достигает ожидаемого уровня выполнения заданий") ..
      " " .. (#subjects == 1 and "по предмету «" .. subjects[1] .. "»" or "по предметам: " .. table.concat(subjects, ", ")) .. " (" ..
        doc:counted(#rows, "тема", "темы", "тем") .. ", приложение). Причину дефицита знает школа. Для ликвидации дефицитов рекомендуем:")
    doc:numbered(1, "рассмотреть перечень тем на заседаниях методических объединений учителей-предметников и установить причины;")
    doc:numbered(1, "внести изменения в рабочие программы и планы дополнительных занятий, предусмотрев повторение тем приложения;")
    doc:numbered(1, "провести проверочную работу по этим темам и разобрать её результаты с обучающимися;")
    doc:numbered(1, "заявить учителей на курсы, семинары и консультации по этим темам;")
    doc:numbered(1, "до " .. paper.day(doc, paper.field(ctx, "reply_by")) .. " сообщить о принятых мерах.")
    doc:signature { post = paper.field(ctx, "post", "Руководитель"), name = ctx.document.signed_by }
    if ctx.document.executor then doc:paragraph { style = "remark", text = ctx.document.executor } end
    annex(ctx, doc, rows)
    paper.remark(doc, p.small_cell)
  end,
}
