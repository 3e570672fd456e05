-- Конкурс «Наша история успеха» (дорожная карта, п. 3.8: «участники ШНОР, демонстрирующие положительные результаты, конкурс
-- резильентных школ») и банк практик школ «роста» (п. 3.6, 3.14). Два списка возможных участников; кто из них участвует, решает
-- институт. Границы — допущение.

local low = include("low_marks")

local KINDS = { "ВПР", "РИКО", "ОГЭ", "ЕГЭ" }
local ASSUMED = "допущение: дорожная карта не говорит, что считать ростом"
local MINIMUM = "допущение: минимальный тестовый балл ЕГЭ, в 2023–2027 гг. тот же"

-- Школа была ШНОР в прошлом году, и доля отметок «2» снизилась больше погрешности.
local function growth(ctx, p)
  low.check_year(ctx, ctx, p, ctx.year - 1, KINDS, "was_low")
  local found = ctx:indicator("school-change", { years_back = 1, confidence = p.confidence, min_n = p.min_n, lowest_mark = p.lowest_mark, breaks = "пакет" })
    :where("measure", "==", "доля «2»"):present("upper")  -- чего нельзя сравнить, о том и нет проверки
  found = found:with { fewer = (found.n + found.n_before - (found.n - found.n_before):abs()) // 2 }
  ctx:check(found, {
    rule = "better", title = "Изменение доли отметок «2» за год: верхняя граница", name = "procedure",
    value = "upper", n = "fewer", op = "<", threshold = 0, min_n = p.min_n,
  })
  ctx:require { rule = "better", at_least = p.improved }
  ctx:combine("all")
  ctx:assess(ctx.schools)
end

-- Сложные условия и результат выше медианы и выше ожидаемого в этих условиях, несколько лет подряд.
local function resilience(ctx, p)
  local resilient = ctx:category("Резильентные школы", { title = "Школы с хорошими результатами в сложных социальных условиях" })
  local years = ctx:indicator("school-resilience", { years = p.resilient_years, min_n = p.min_n })
  local function rule(id, title, value, op, threshold)
    resilient:check(years, { rule = id, title = title, name = "period", value = value, n = "n", op = op, threshold = threshold, min_n = p.min_n })
    resilient:require { rule = id, at_least = p.resilient_years }
  end
  rule("context", "Процентиль индекса социального благополучия", "index_percentile", "<=", p.worst)
  rule("result", "Процентиль результата", "result_percentile", ">", p.result)
  rule("beyond", "Процентиль результата с учётом контекста", "place", ">=", p.beyond)
  resilient:combine("all")
  resilient:assess(ctx.schools)
end

return methodology {
  api = 1,
  id = "success-story",
  category = "Школы роста",
  title = "Школы «роста»: низкие результаты прежде и положительная динамика",
  each = "region",
  params = {
    low_share = percent(30, { title = "ШНОР прежде: доля участников ниже порога, не менее", basis = "допущение: как в списке ШНОР", min = 1, max = 100 }),
    procedures = integer(2, { title = "ШНОР прежде: процедур, не менее", basis = "допущение: как в списке ШНОР", min = 1, max = 20 }),
    improved = integer(1, { title = "Процедур с надёжным улучшением, не менее", basis = ASSUMED, min = 1, max = 20 }),
    confidence = number(0.95, { title = "Доверительная вероятность", basis = "допущение: обычные 95 %", min = 0.5, max = 0.9999 }),
    worst = number(30, { title = "Резильентные: процентиль индекса, не более", basis = "определение резильентности: 30 % наименее благополучных", min = 1, max = 50 }),
    result = number(50, { title = "Резильентные: процентиль результата, выше", basis = "определение резильентности: результат выше медианы", min = 0, max = 100 }),
    beyond = number(75, { title = "Резильентные: процентиль результата с учётом контекста, не ниже", basis = "определение резильентности: верхняя четверть", min = 0, max = 100 }),
    resilient_years = integer(2, { title = "Резильентные: лет подряд", basis = "определение резильентности: два года подряд", min = 1, max = 5 }),
    min_n = integer(10, { title = "Участников, не менее", basis = "допущение: малые группы не оцениваются", min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
    ege_russian = integer(24, { title = "ЕГЭ, русский язык: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
    ege_mathematics = integer(27, { title = "ЕГЭ, профильная математика: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
  },
  inputs = { "results", "schools" },
  source = "дорожная карта РИПК и ППРО на 2020–2023 гг. (28.09.2020), п. 3.6, 3.8, 3.14; разность долей — Newcombe (1998); остаток регрессии на индекс",
  assumes = "работы двух лет одинаково трудны; связь результата с индексом линейна",
  uncertainty = "школа, выбранная за плохой год, в среднем улучшается и без помощи; из двадцати школ без изменений одна отмечается случайно",
  limits = "сначала исключить школы с признаками, требующими проверки: резкий подъём бывает и от них; через разрыв сопоставимости роста нет",

  decide = function(ctx, p)
    growth(ctx, p)
    resilience(ctx, p)
  end,
}
