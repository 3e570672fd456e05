-- Без плагина, для сравнения с ним: то же, что regions/ru-smo/2019/vpr_bias.lua.
-- Признаки необъективных результатов ВПР (список 2 приказа № 863): маркеры (a), (b), (c) методики ФИОКО
-- «Уровень объективности оценки образовательных результатов» (2019). Признак, требующий проверки.
-- Чего методика не уточняет, принято здесь явно: квартили — определение R-7; ранги связок — средние;
-- коэффициент (b) — Спирмен с поправкой на связки; пары лет (c) — программа N в прошлом году и N + 1 в этом.

-- Школы и регион в целом по процедурам маркеров: предмет × класс одного года.
local function results_of(ctx, p, year, grade)
  return ctx.results:where("kind", "==", p.kind):where("year", "==", year):where("grade", "==", grade)
    :where("subject", "in", { p.subject_1, p.subject_2 })
end

-- (a) нижняя граница интервала школы выше верхней границы интервала региона.
local function inflated_mean(ctx, p, grade)
  local query = results_of(ctx, p, ctx.year, grade)
  local region = query:group("subject"):tally { n = count(), mean = mean("score"), sd = sd("score") }
  region = region:with { upper = region.mean + region.sd * p.z / region.n:sqrt() }:select("subject", "upper")
  local f = query:group("school", "subject", "procedure"):tally { n = count(), mean = mean("score"), sd = sd("score") }
  f = f:with { lower = f.mean - f.sd * p.z / f.n:sqrt() }:join(region, "subject")
  ctx:check(f, { rule = "inflated_mean", title = "Завышенный средний балл: нижняя граница интервала школы", name = "procedure",
                 value = "lower", n = "n", op = ">", threshold = "upper", min_n = p.min_n })
end

-- (b) обратная связь между отметками в журнале и баллами.
local function journal_mismatch(ctx, p, grade)
  local f = results_of(ctx, p, ctx.year, grade):where("journal", ">=", p.lowest_mark)
    :group("school", "procedure"):tally { n = count(), r = spearman("journal", "score") }
  ctx:check(f, { rule = "journal_mismatch", title = "Связь баллов с отметками в журнале (ранговая корреляция)", name = "procedure",
                 value = "r", n = "n", op = "<", threshold = 0, min_n = p.min_n })
end

-- Доля выполнения работы по школам и процедурам (первичный балл ÷ максимальный).
local function completion(ctx, p, year, grade)
  local f = results_of(ctx, p, year, grade):where("max_score", ">", 0)
    :group("school", "subject", "procedure"):tally { n = count(), points = sum("score"), possible = sum("max_score") }
  return f:with { s = f.points / f.possible }
end

-- (c) резкое изменение результатов одной параллели: отношение вне 3 межквартильных размахов.
local function sharp_change(ctx, p)
  local before = completion(ctx, p, ctx.year - 1, p.grade_1)
  before = before:with { was = before.s, was_n = before.n }:select("school", "subject", "was", "was_n")
  local f = completion(ctx, p, ctx.year, p.grade_2):join(before, "school", "subject")
  local fewer = (f.n + f.was_n - (f.n - f.was_n):abs()) // 2  -- меньшая из двух групп
  f = f:with { k = f.was / f.s, fewer = fewer }:present("k")
  local region = f:group("subject"):tally { q1 = quantile("k", 0.25), q3 = quantile("k", 0.75) }
  f = f:join(region, "subject")
  f = f:with { upper = f.q3 + (f.q3 - f.q1) * p.fence, lower = f.q1 - (f.q3 - f.q1) * p.fence }
  ctx:check(f, { rule = "sharp_fall", title = "Резкий спад от класса к классу", name = "procedure",
                 value = "k", n = "fewer", op = ">", threshold = "upper", min_n = p.min_n })
  ctx:check(f, { rule = "sharp_rise", title = "Резкий рост от класса к классу", name = "procedure",
                 value = "k", n = "fewer", op = "<", threshold = "lower", min_n = p.min_n })
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
