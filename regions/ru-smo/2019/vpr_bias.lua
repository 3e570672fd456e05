-- Признаки необъективных результатов ВПР (список 2 приказа № 863): маркеры (a), (b), (c) методики ФИОКО
-- «Уровень объективности оценки образовательных результатов» (2019). Признак, требующий проверки.
-- Чего методика не уточняет, принято здесь явно: квартили — определение R-7; ранги связок — средние;
-- коэффициент (b) — Спирмен с поправкой на связки; пары лет (c) — программа N в прошлом году и N + 1 в этом.

-- Школы и регион в целом по процедурам маркеров: предмет × класс одного года.
local function results_of(ctx, p, year, grade)
  return ctx.results:where("kind", "==", p.kind):where("year", "==", year):where("grade", "==", grade)
    :where("subject", "in", { p.subject_1, p.subject_2 })
end

local function label(p, subject, grade, year) return p.kind .. " " .. subject .. " " .. grade .. " " .. year end

-- (a) нижняя граница интервала школы выше верхней границы интервала региона.
local function inflated_mean(ctx, p, grade)
  local query = results_of(ctx, p, ctx.year, grade)
  local region = query:group("subject"):tally { n = count(), mean = mean("score"), sd = sd("score") }
  local upper = {}
  for row in region:rows() do
    if row.sd then upper[row.subject] = row.mean + p.z * row.sd / math.sqrt(row.n) end
  end
  local schools = query:group("school", "subject"):tally { n = count(), mean = mean("score"), sd = sd("score") }
  for school, rows in schools:by("school") do
    local d = ctx:decision(school)
    for _, row in ipairs(rows) do
      d:check {
        rule = "inflated_mean", title = "Завышенный средний балл: нижняя граница интервала школы",
        name = label(p, row.subject, grade, ctx.year),
        value = row.sd and row.mean - p.z * row.sd / math.sqrt(row.n), n = row.n,
        op = ">", threshold = upper[row.subject], min_n = p.min_n,
      }
    end
  end
end

-- (b) обратная связь между отметками в журнале и баллами.
local function journal_mismatch(ctx, p, grade)
  local schools = results_of(ctx, p, ctx.year, grade):where("journal", ">=", p.lowest_mark)
    :group("school", "subject"):tally { n = count(), r = spearman("journal", "score") }
  for school, rows in schools:by("school") do
    local d = ctx:decision(school)
    for _, row in ipairs(rows) do
      d:check {
        rule = "journal_mismatch", title = "Связь баллов с отметками в журнале (ранговая корреляция)",
        name = label(p, row.subject, grade, ctx.year),
        value = row.r, n = row.n, op = "<", threshold = 0, min_n = p.min_n,
      }
    end
  end
end

-- Средний процент выполнения по школам и предметам: { [школа] = { [предмет] = { s =, n = } } }.
local function completion(ctx, p, year, grade)
  local found = {}
  local schools = results_of(ctx, p, year, grade):where("max_score", ">", 0)
    :group("school", "subject"):tally { n = count(), points = sum("score"), possible = sum("max_score") }
  for school, rows in schools:by("school") do
    found[school] = {}
    for _, row in ipairs(rows) do found[school][row.subject] = { s = row.points / row.possible, n = row.n } end
  end
  return found
end

-- (c) резкое изменение результатов одной параллели: отношение вне 3 межквартильных размахов.
local function sharp_change(ctx, p)
  local before = completion(ctx, p, ctx.year - 1, p.grade_1)
  local after = completion(ctx, p, ctx.year, p.grade_2)
  for _, subject in ipairs { p.subject_1, p.subject_2 } do
    local ratios = {}
    for school, now in pairs(after) do
      local was = before[school] and before[school][subject]
      if was and now[subject] and now[subject].s > 0 then
        ratios[#ratios + 1] = { school = school, k = was.s / now[subject].s, n = math.min(was.n, now[subject].n) }
      end
    end
    if #ratios > 0 then
      local all = frame(ratios):group():tally { q1 = quantile("k", 0.25), q3 = quantile("k", 0.75) }
      local q1, q3 = all.q1[1], all.q3[1]
      local name = label(p, subject, p.grade_2, ctx.year)
      for _, row in ipairs(ratios) do
        local d = ctx:decision(row.school)
        d:check { rule = "sharp_fall", title = "Резкий спад от класса к классу", name = name, value = row.k, n = row.n,
                  op = ">", threshold = q3 + p.fence * (q3 - q1), min_n = p.min_n }
        d:check { rule = "sharp_rise", title = "Резкий рост от класса к классу", name = name, value = row.k, n = row.n,
                  op = "<", threshold = q1 - p.fence * (q3 - q1), min_n = p.min_n }
      end
    end
  end
end

return methodology {
  api = 1,
  id = "vpr-bias",
  category = "Признаки необъективности ВПР",
  title = "Школы с признаками необъективных результатов ВПР, требующими проверки",
  params = {
    kind = choice("ВПР", { "ВПР" }, { title = "Процедура", basis = "методика ФИОКО 2019 г., признаки 1–4, 7–14" }),
    subject_1 = choice("RU", { "RU" }, { title = "Первый предмет", basis = "методика ФИОКО 2019 г.: русский язык" }),
    subject_2 = choice("MA", { "MA" }, { title = "Второй предмет", basis = "методика ФИОКО 2019 г.: математика" }),
    grade_1 = integer(4, { title = "Младший класс", basis = "методика ФИОКО 2019 г.", min = 1, max = 11 }),
    grade_2 = integer(5, { title = "Старший класс", basis = "методика ФИОКО 2019 г.", min = 1, max = 11 }),
    z = number(1.96, { title = "Квантиль доверительного интервала", basis = "методика ФИОКО 2019 г.: 95 %", min = 0, max = 10 }),
    fence = number(3, { title = "Межквартильных размахов", basis = "методика ФИОКО 2019 г.", min = 0, max = 10 }),
    markers = integer(1, { title = "Признаков, не менее", basis = "методика ФИОКО 2019 г.: «хотя бы по одному признаку»", min = 1, max = 14 }),
    min_n = integer(10, { title = "Участников, не менее", basis = "решение региона: малые группы не оцениваются", min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Наименьшая отметка", basis = "шкала отметок", min = 1, max = 5 }),
  },
  inputs = { "results" },

  decide = function(ctx, p)
    for _, grade in ipairs { p.grade_1, p.grade_2 } do
      inflated_mean(ctx, p, grade)
      journal_mismatch(ctx, p, grade)
    end
    sharp_change(ctx, p)
    ctx:require { at_least = p.markers }
    ctx:combine("all")
    ctx:assess(ctx.schools)
  end,
}
