-- Лист собеседования с руководителем школы (дорожная карта Катангского района, п. 5): данные школы, признаки, требующие проверки, вопросы
-- по ним с местом для ответа, решения и подписи. Вопросы выводятся из данных; вывод делает человек.

local paper, marks = include("paper"), include("marks")

local LINE = "________________________________________________________________________"

-- Вопросы, которые задают каждой школе.
local COMMON = {
  "Как организована работа с обучающимися, которые не достигают минимального уровня, и кто за неё отвечает?",
  "Как школа готовит выпускников 9–11 классов к государственной итоговой аттестации: дополнительные занятия, пробные работы, работа с родителями?",
  "Что показывает внутренняя система оценки качества образования и совпадает ли она с результатами внешних работ?",
  "В каких кадрах, курсах и оборудовании нуждается школа, чтобы результаты улучшились?",
}

local function blank(doc, lines)
  for _ = 1, lines do doc:paragraph { style = "plain", text = LINE } end
end

local function about(ctx, doc)
  doc:heading(1, "Сведения о школе")
  local facts = {}
  local on, years = {}, 0
  for _, list in ipairs(ctx.school.lists) do
    if list.on_list then
      table.insert(on, { list = list, text = list.year .. " год: «" .. list.title .. "» (" .. paper.act_of_list(doc, list) .. ")" })
      years = math.max(years, list.years_in_row or 0)
    end
  end
  for _, one in ipairs(on) do table.insert(facts, one.text) end
  if years > 1 then table.insert(facts, "Лет подряд в перечне: " .. years) end
  if #on == 0 then table.insert(facts, "Школа не стояла ни в одном утверждённом перечне.") end
  if ctx.plan then
    table.insert(facts, "Поручений плана: " .. ctx.plan.asked .. ", выполнено: " .. ctx.plan.done .. ", срок прошёл: " .. ctx.plan.late)
  end
  doc:bullets(facts)
  return years
end

local function context(ctx, doc)
  if not ctx.figures["social-items"] then return end
  local rows = {}
  for row in ctx.figures["social-items"]:rows() do
    if row.value then table.insert(rows, { title = paper.item(ctx, row.item), value = { value = row.value, n = row.n }, n = row.n }) end
  end
  if #rows == 0 then return end
  doc:table {
    caption = "Социальный паспорт", columns = { { name = "title", title = "Показатель", width = 5 }, { name = "value", title = "Доля", type = "percent" },
      { name = "n", title = "Обучающихся", type = "integer" } }, rows = rows,
  }
end

-- Работы года, в которых отметок ниже положительной больше, чем в регионе: сначала экзамены, потом дальше всего от региона.
local function results(ctx, doc, p)
  local rows = {}
  for _, one in ipairs(ctx.results) do
    local own, region = marks.low(one, p.lowest_mark), marks.low(one.region, p.lowest_mark)
    if one.year == ctx.year then
      table.insert(rows, { title = one.title, n = one.n, low = own, region = region, mean = { value = one.mean, n = one.n }, region_mean = one.region.mean,
                           final = one.grade >= 9 and 1 or 0, gap = own and region and own.value - region.value or -1 })
    end
  end
  table.sort(rows, function(a, b)
    if a.final ~= b.final then return a.final > b.final end
    if a.gap ~= b.gap then return a.gap > b.gap end
    return a.title < b.title
  end)
  while #rows > p.works do table.remove(rows) end
  if #rows == 0 then
    doc:paragraph("Результатов школы за год нет.")
    return
  end
  doc:table {
    caption = "Результаты " .. ctx.year .. " года: выпускные работы и те, что дальше всего от региона",
    columns = {
      { name = "title", title = "Работа", width = 4 }, { name = "n", title = "Участников", type = "integer" }, { name = "mean", title = "Средний балл", type = "number" },
      { name = "region_mean", title = "в регионе", type = "number" }, { name = "low", title = "Отметки ниже положительной", type = "percent", show_n = true, width = 2 },
      { name = "region", title = "в регионе", type = "percent" },
    },
    rows = rows,
  }
end

-- Выполненные условия списков, в которых школа стоит: условие → значения.
local function signs(ctx)
  local found, order = {}, {}
  for _, decision in ipairs(ctx.school.decisions) do
    for _, check in ipairs(decision.checks) do
      if check.met and decision.answer == "yes" then
        local key = decision.title .. "/" .. check.rule
        if not found[key] then
          found[key] = { list = decision.title, rule = check.rule, threshold = check.threshold, checks = {} }
          table.insert(order, found[key])
        end
        table.insert(found[key].checks, check)
      end
    end
  end
  return order
end

local function sign_table(doc, groups)
  doc:heading(1, "Признаки, требующие проверки")
  if #groups == 0 then
    doc:paragraph("В этом расчёте школа не стоит ни в одном списке.")
    return
  end
  local rows = {}
  for _, group in ipairs(groups) do
    table.insert(rows, { { value = group.rule .. " (порог " .. group.threshold .. ")", columns = 4, strong = true } })
    for _, check in ipairs(group.checks) do table.insert(rows, { check.name, check.value, check.n, "" }) end
  end
  doc:table {
    columns = { { title = "Что измерено", width = 4 }, { title = "Значение", width = 1.3 }, { title = "Участников", type = "integer", width = 1.4 },
                { title = "Пояснение школы", width = 4.5 } },
    rows = rows,
    note = "Признак — повод для вопроса, а не вывод: у значения может быть другое объяснение.",
  }
end

local SHOWN = 3  -- работ в одном вопросе; все — в таблице признаков

local function question_of(doc, group)
  local names = {}
  for i, check in ipairs(group.checks) do
    if i <= SHOWN and not tonumber(check.name) then table.insert(names, check.name .. (check.share and " — " .. check.value or "")) end
  end
  local more = math.max(0, #group.checks - SHOWN)
  return group.rule .. (#names > 0 and ": " or "") .. table.concat(names, "; ") ..
    (more > 0 and "; ещё " .. doc:counted(more, "значение", "значения", "значений") .. " в таблице" or "") ..
    ". Чем школа объясняет этот признак? Верны ли данные?"
end

local function questions(ctx, doc, p, groups, years)
  local all = {}
  for _, group in ipairs(groups) do table.insert(all, question_of(doc, group)) end
  if years > 1 then table.insert(all, "Школа в перечне " .. years .. "-й год подряд: какие меры прошлых лет дали результат, какие нет и почему?") end
  if ctx.figures["school-deficits"] then
    for row in ctx.figures["school-deficits"]:sort("place"):rows() do
      if row.place and row.place <= p.topics and row.n >= p.small_cell and row.others_share then
        table.insert(all, "Что сделано по теме «" .. (row.text or row.code) .. "» (" .. paper.work(ctx, row.procedure) .. "): выполнение " ..
          doc:shown({ value = row.share, n = row.n }, "percent") .. " (" ..
          doc:counted(row.n, "участник", "участника", "участников") .. ") при " .. doc:shown(row.others_share, "percent") .. " в сравнимых школах?")
      end
    end
  end
  if ctx.figures["exam-residuals"] then
    for row in ctx.figures["exam-residuals"]:present("studentised"):where("studentised", "<=", -p.residual):sort("studentised"):rows() do
      if row.exam_n >= p.small_cell then
        table.insert(all, "Результат экзамена (" .. row.exam .. ", " .. (ctx.titles[row.subject] or row.subject) .. ", " ..
          doc:counted(row.exam_n, "участник", "участника", "участников") ..
          ") ниже, чем у школ с такими же результатами ВПР. Чем школа это объясняет?")
      end
    end
  end
  for _, one in ipairs(ctx.plan and ctx.plan.assignments or {}) do
    if one.late and #all < p.questions then table.insert(all, "Почему не исполнено к сроку мероприятие плана № " .. paper.bare(one.number) .. " «" .. one.measure ..
      "» и когда оно будет исполнено?") end
  end
  for _, one in ipairs(COMMON) do table.insert(all, one) end
  doc:heading(1, "Вопросы для собеседования")
  for _, one in ipairs(all) do
    doc:numbered(1, one)
    blank(doc, p.lines)
  end
end

local function decisions(doc, rows)
  doc:heading(1, "Решения и рекомендации по итогам собеседования")
  local empty = {}
  for i = 1, rows do empty[i] = { place = i, decision = "", deadline = "", who = "" } end
  doc:table {
    columns = { { name = "place", title = "№ п/п", type = "integer", width = 0.6 }, { name = "decision", title = "Решение, рекомендация", width = 7 },
                { name = "deadline", title = "Срок", width = 2 }, { name = "who", title = "Ответственный", width = 3 } },
    rows = empty,
  }
end

return report {
  api = 1,
  id = "interview-sheet",
  title = "Лист собеседования с руководителем школы",
  scope = "school",
  needs = { "school", "run", "results", "plan?", "indicator:school-deficits?", "indicator:social-items?", "indicator:exam-residuals?" },
  params = {
    works = integer(8, { title = "Работ в таблице результатов, не более", basis = "выбор региона", min = 1, max = 100 }),
    topics = integer(3, { title = "Вопросов о темах, не более", basis = "выбор региона", min = 0, max = 20 }),
    questions = integer(10, { title = "Вопросов по данным школы, не более", basis = "выбор региона", min = 1, max = 50 }),
    residual = number(2, { title = "Экзамен ниже ожидаемого по ВПР на столько стандартных ошибок", basis = "за две ошибки без отклонений выходит около 5 % школ",
      min = 0, max = 10 }),
    lines = integer(2, { title = "Строк для ответа", basis = "выбор региона", min = 1, max = 10 }),
    lowest_mark = integer(2, { title = "Отметка ниже положительной", basis = "шкала отметок", min = 1, max = 5 }),
    small_cell = integer(5, { title = "Группы меньше не показываются", basis = "защита персональных данных: решение региона", min = 0, max = 50 }),
  },
  write = function(ctx, doc, p)
    doc:title("Лист собеседования с руководителем школы")
    doc:paragraph { style = "plain", text = { { text = ctx.school.name, bold = true }, ", " .. ctx.school.municipality } }
    doc:paragraph { style = "plain", text = "Дата собеседования: " .. paper.day(doc, paper.field(ctx, "date")) }
    doc:paragraph { style = "plain", text = "Данные " .. ctx.run.year .. " года (решения рассчитаны " .. doc:date_words(ctx.run.made) .. ")." }
    doc:paragraph { style = "plain", text = "Собеседование проводит: " .. paper.field(ctx, "interviewer", "________________________________________________") }
    doc:paragraph { style = "plain", text = "Руководитель школы: " .. paper.field(ctx, "head", "___________________________________________________") }
    local years = about(ctx, doc)
    context(ctx, doc)
    results(ctx, doc, p)
    local groups = signs(ctx)
    sign_table(doc, groups)
    questions(ctx, doc, p, groups, years)
    decisions(doc, 5)
    doc:signature { post = paper.field(ctx, "post", "Представитель органа управления образованием"), name = ctx.document.signed_by }
    doc:signature { post = "Руководитель школы", name = ctx.document.head }
    paper.remark(doc, p.small_cell)
  end,
}
