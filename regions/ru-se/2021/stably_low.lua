-- Школы со стабильно низкими образовательными результатами: п. 6 плана, «на основе результатов оценочных процедур».
-- План не публикует формулу. Допущение: в каждом из двух последних лет не меньше двух процедур, в которых доля участников
-- ниже минимального порога не меньше 30 %.

local low = include("low_marks")

local KINDS = { "ВПР", "НИКО", "ОГЭ", "ЕГЭ" }
local ASSUMED = "допущение: по образцу федерального критерия"
local MINIMUM = "допущение: минимальный тестовый балл ЕГЭ, в 2023–2027 гг. тот же"

return methodology {
  api = 1,
  id = "stably-low",
  category = "ШНОР",
  title = "Школы со стабильно низкими образовательными результатами",
  params = {
    low_share = percent(30, { title = "Доля участников ниже минимального порога, не менее", basis = ASSUMED, min = 1, max = 100 }),
    procedures = integer(2, { title = "Процедур в каждом году, не менее", basis = ASSUMED, min = 1, max = 20 }),
    years = integer(2, { title = "Лет подряд", basis = "допущение: «стабильно» (п. 6) — не менее двух лет", min = 1, max = 5 }),
    min_n = integer(10, { title = "Участников в процедуре, не менее", basis = "допущение: малые группы не оцениваются", min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
    ege_russian = integer(24, { title = "ЕГЭ, русский язык: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
    ege_mathematics = integer(27, { title = "ЕГЭ, профильная математика: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
  },
  inputs = { "results" },
  source = "план мероприятий РСО-Алания на 2021–2022 гг., п. 6; формула не опубликована, принято допущение по образцу федерального критерия",
  assumes = "отметки выставлены по одним границам во всех школах; неявка и пересдачи не учитываются",
  uncertainty = "доли посчитаны по всем участникам, это не выборка; в малых группах доля от года к году меняется случайно",
  limits = "числа — допущение, а не правило республики; школы с признаками, требующими проверки (п. 22), сначала проверить",

  decide = function(ctx, p)
    for year = ctx.year - p.years + 1, ctx.year do
      local rule = "year_" .. year
      ctx:check(low.of_year(ctx, p, year, KINDS), {
        rule = rule, title = "Доля участников ниже минимального порога, " .. year .. " год", name = "procedure",
        value = share("low", "n"), op = ">=", threshold = p.low_share, min_n = p.min_n, unit = "%",
      })
      ctx:require { rule = rule, at_least = p.procedures }
    end
    ctx:combine("all")
    ctx:assess(ctx.schools)
  end,
}
