-- ШНОР с 2021 года: система региональных показателей «на основании … государственных оценочных процедур (ЕГЭ, ОГЭ, ВПР)» (дорожная
-- карта, п. 1.1) и РИКО (п. 4.5). Показатели не опубликованы. Допущение: две и более процедуры года с долей участников ниже порога от
-- 30 %, и в прошлом году хотя бы одна.

local low = include("low_marks")

local KINDS = { "ВПР", "РИКО", "ОГЭ", "ЕГЭ" }
local ASSUMED = "допущение: региональные показатели (п. 1.1) не опубликованы"
local MINIMUM = "допущение: минимальный тестовый балл ЕГЭ, в 2023–2027 гг. тот же"

return methodology {
  api = 1,
  id = "shnor",
  category = "ШНОР",
  title = "Школы, демонстрирующие низкие образовательные результаты",
  params = {
    low_share = percent(30, { title = "Доля участников ниже минимального порога, не менее", basis = ASSUMED, min = 1, max = 100 }),
    procedures = integer(2, { title = "Процедур в году списка, не менее", basis = ASSUMED, min = 1, max = 20 }),
    procedures_before = integer(1, { title = "Процедур в прошлом году, не менее", basis = ASSUMED, min = 0, max = 20 }),
    min_n = integer(10, { title = "Участников в процедуре, не менее", basis = "допущение: малые группы не оцениваются", min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
    ege_russian = integer(24, { title = "ЕГЭ, русский язык: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
    ege_mathematics = integer(27, { title = "ЕГЭ, профильная математика: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
  },
  inputs = { "results" },
  source = "дорожная карта РИПК и ППРО на 2020–2023 гг. (28.09.2020), п. 1.1, 4.5; показатели не опубликованы, принято допущение",
  assumes = "отметки выставлены по одним границам во всех школах; неявка и пересдачи не учитываются",
  uncertainty = "доли посчитаны по всем участникам; в малых группах доля от года к году меняется случайно",
  limits = "числа — допущение, а не правило области; перечень Рособрнадзора показывается отдельно",

  decide = function(ctx, p)
    low.check_year(ctx, ctx, p, ctx.year, KINDS, "this_year")
    if p.procedures_before > 0 then
      low.check_year(ctx, ctx, { low_share = p.low_share, procedures = p.procedures_before, min_n = p.min_n, lowest_mark = p.lowest_mark,
        ege_russian = p.ege_russian, ege_mathematics = p.ege_mathematics }, ctx.year - 1, KINDS, "year_before")
    end
    ctx:combine("all")
    ctx:assess(ctx.schools)
  end,
}
