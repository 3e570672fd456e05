-- Лист объяснения: почему школа в списке или почему её там нет. Каждая проверка — со значением, числом участников, порогом,
-- расстоянием до него и файлом, из которого взяты данные.

local paper = include("paper")

local ALTERNATIVES = {
  "малое число участников: доля из десяти человек меняется от одного ответа;",
  "состав класса: дети, для которых русский язык не родной, обучение по адаптированным программам;",
  "отбор: профильные и специализированные классы показывают высокие результаты без нарушений;",
  "ошибка в данных: неверный код школы, смещённая строка, пропущенный класс.",
}

local function sources(check)
  local places = {}
  for _, one in ipairs(check.sources) do
    table.insert(places, one.file .. ", строки " .. one.first_row .. "–" .. one.last_row)
  end
  return #places > 0 and table.concat(places, "; ") or nil
end

local function conclusion(check)
  if not check.assessed then return "не оценивается" end
  return check.met and "признак, требующий проверки" or "порог не достигнут"
end

local function decision(doc, one)
  doc:heading(1, one.title .. ": " .. one.answer_word)
  if one.reason then doc:paragraph { style = "plain", text = "Почему не оценивается: " .. one.reason .. "." } end
  if #one.requirements > 0 then
    doc:paragraph { style = "plain", text = one.all_required and "Для включения в список должно выполняться всё:" or "Для включения в список достаточно одного:" }
    doc:bullets(one.requirements)
  end
  if #one.checks == 0 then return end
  local rows = {}
  for _, check in ipairs(one.checks) do
    table.insert(rows, { rule = check.rule, name = check.name, value = check.value, n = check.n, threshold = check.threshold,
                         distance = check.distance, conclusion = conclusion(check), source = sources(check) })
  end
  doc:table {
    columns = {
      { name = "rule", title = "Условие", width = 3 },
      { name = "name", title = "Что измерено", width = 3 },
      { name = "value", title = "Значение", width = 1.5 },
      { name = "n", title = "Участников", type = "integer", width = 1 },
      { name = "threshold", title = "Порог", width = 1 },
      { name = "distance", title = "До порога", width = 1 },
      { name = "conclusion", title = "Вывод", width = 2 },
      { name = "source", title = "Источник", width = 3 },
    },
    rows = rows,
  }
end

return report {
  api = 1,
  id = "explanation",
  title = "Лист объяснения",
  scope = "school",
  needs = { "school", "run" },
  params = {
    only_listed = flag(false, { title = "Только списки, в которых школа стоит", basis = "выбор региона" }),
  },
  write = function(ctx, doc, p)
    doc:title("Лист объяснения")
    doc:paragraph { style = "plain", text = { { text = ctx.school.name, bold = true }, ", " .. ctx.school.municipality } }
    doc:paragraph { style = "plain", text = "Данные " .. ctx.run.year .. " года (решения рассчитаны " .. doc:date_words(ctx.run.made) .. ")." }
    local shown = 0
    for _, one in ipairs(ctx.school.decisions) do
      if one.answer == "yes" or not p.only_listed then
        decision(doc, one)
        shown = shown + 1
      end
    end
    if shown == 0 then doc:paragraph("Школа не стоит ни в одном из списков.") end
    doc:heading(1, "Что ещё может объяснять показатели")
    doc:bullets(ALTERNATIVES)
    doc:heading(1, "Как возразить")
    doc:paragraph("Если показатель неверен или у него есть другое объяснение, школа в течение " ..
      paper.field(ctx, "appeal_days", "10") .. " рабочих дней направляет возражение с документами " .. paper.field(ctx, "appeal_to", "в орган управления образованием") ..
      ". Решение человека заносится рядом с расчётом, вместе с причиной и документом.")
    paper.remark(doc)
  end,
}
