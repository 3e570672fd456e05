-- Зона риска по низким образовательным результатам «по региональной методике за 2022 г.» (распоряжение министерства образования
-- Иркутской области № 55-310-мр от 14.03.2023: перечень 2023 года по данным 2022 года). Методика не опубликована. Допущение: зона
-- риска — две и более процедуры года данных с долей участников ниже порога от 30 %; низкие образовательные результаты — если то же
-- было и годом раньше. Год расчёта — год данных; год перечня указывают, когда утверждают список.

local low = include("low_marks")

local KINDS = { "ВПР", "ОГЭ", "ЕГЭ" }
local ASSUMED = "допущение: методика не опубликована; по образцу федерального критерия"
local MINIMUM = "допущение: минимальный тестовый балл ЕГЭ, в 2023–2027 гг. тот же"

return methodology {
  api = 1,
  id = "risk-zone",
  category = "Зона риска",
  title = "Школы, находящиеся в зоне риска по низким образовательным результатам",
  params = {
    low_share = percent(30, { title = "Доля участников ниже минимального порога, не менее", basis = ASSUMED, min = 1, max = 100 }),
    procedures = integer(2, { title = "Процедур за год, не менее", basis = ASSUMED, min = 1, max = 20 }),
    min_n = integer(10, { title = "Участников в процедуре, не менее", basis = "допущение: малые группы не оцениваются", min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
    ege_russian = integer(24, { title = "ЕГЭ, русский язык: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
    ege_mathematics = integer(27, { title = "ЕГЭ, профильная математика: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
  },
  inputs = { "results", "external_lists" },
  source = "распоряжение министерства образования Иркутской области № 55-310-мр от 14.03.2023; формула не опубликована, принято допущение",
  assumes = "отметки выставлены по одним границам во всех школах; неявка и пересдачи не учитываются",
  uncertainty = "доли посчитаны по всем участникам, это не выборка; в малых группах доля от года к году меняется случайно",
  limits = "числа — допущение; перечень министерства показан рядом и не пересчитывается",

  decide = function(ctx, p)
    local listed = ctx:category("Низкие образовательные результаты", { title = "Школы с низкими образовательными результатами" })
    for _, category in ipairs { ctx, listed } do
      low.check_year(category, ctx, p, ctx.year, KINDS, "data_year")
    end
    low.check_year(listed, ctx, p, ctx.year - 1, KINDS, "year_before")
    for _, category in ipairs { ctx, listed } do
      category:combine("all")
      category:assess(ctx.schools)
    end
    -- Перечень министерства на следующий год — рядом, как пришёл.
    for school, rows in ctx:external_lists(ctx.year + 1):where("list", "==", "risk-zone-irk"):by("school") do
      ctx:decision(school):value("Перечень министерства", rows[1].marker)
    end
  end,
}
