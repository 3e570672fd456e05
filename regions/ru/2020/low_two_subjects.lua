-- Школы с низкими результатами по русскому языку и математике, как Рособрнадзор составлял список до редакции 2025 года: «по итогам
-- комплексного анализа результатов ОГЭ, ЕГЭ и ВПР по русскому языку и математике за последние два года». Текст критерия 2020–2024 годов
-- не найден: какие классы, сколько процедур и малые школы — рабочая гипотеза. Официальный список берётся извне (external-lists).

local low = include("low_marks")

local KINDS = { "ВПР", "ОГЭ", "ЕГЭ" }
local SUBJECTS = { "RU", "MA" }
local GRADES = { 5, 6, 9, 11 }
local ASSUMED = "допущение: рабочая гипотеза о критерии 2020–2024 гг."
local MINIMUM = "допущение: минимальный тестовый балл ЕГЭ, в 2023–2027 гг. тот же"

return methodology {
  api = 1,
  id = "low-two-subjects",
  category = "ШНОР (русский и математика)",
  title = "Школы с низкими результатами по русскому языку и математике за два года",
  params = {
    low_share = percent(30, { title = "Доля участников ниже минимального порога, не менее", basis = ASSUMED, min = 1, max = 100 }),
    procedures = integer(2, { title = "Процедур в каждом году, не менее", basis = ASSUMED, min = 1, max = 20 }),
    years = integer(2, { title = "Лет подряд", basis = "программа № 59-б, § 2, о списке Рособрнадзора: «за последние два года»", min = 1, max = 5 }),
    min_n = integer(10, { title = "Участников в процедуре, не менее", basis = "допущение: малые группы не оцениваются", min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
    ege_russian = integer(24, { title = "ЕГЭ, русский язык: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
    ege_mathematics = integer(27, { title = "ЕГЭ, профильная математика: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
  },
  inputs = { "results" },
  source = "список Рособрнадзора 2019–2020 гг. в пересказе муниципальной программы № 59-б, § 2; критерий не опубликован, принято допущение",
  assumes = "отметки выставлены по одним границам во всех школах; неявка и пересдачи не учитываются",
  uncertainty = "доли посчитаны по всем участникам, это не выборка; у малых школ доля от года к году меняется случайно",
  limits = "гипотеза, а не федеральное правило: официальный список этим расчётом не заменяется",

  decide = function(ctx, p)
    for year = ctx.year - p.years + 1, ctx.year do
      local rule, found = "year_" .. year, low.of_year(ctx, p, year, KINDS):where("subject", "in", SUBJECTS):where("grade", "in", GRADES)
      ctx:check(found, {
        rule = rule, title = "Доля участников ниже минимального порога, " .. year .. " год", name = "procedure",
        value = share("low", "n"), op = ">=", threshold = p.low_share, min_n = p.min_n, unit = "%",
      })
      ctx:require { rule = rule, at_least = p.procedures }
    end
    ctx:combine("all")
    ctx:assess(ctx.schools)
  end,
}
