-- ШНОР 2020 года: перечень целевых групп «на основе аналитических данных Рособрнадзора» (дорожная карта, п. 1.11), пока система
-- региональных показателей (п. 1.1, 2021 год) не разработана. Школа в списке, если она есть в перечне Рособрнадзора, как он пришёл,
-- или отвечает тому же критерию по данным области. Критерий — допущение.

local low = include("low_marks")

local KINDS = { "ВПР", "ОГЭ", "ЕГЭ" }
local LIST = "low-results-federal"
local ASSUMED = "допущение: по образцу федерального критерия"
local MINIMUM = "допущение: минимальный тестовый балл ЕГЭ, в 2023–2027 гг. тот же"

return methodology {
  api = 1,
  id = "shnor",
  category = "ШНОР",
  title = "Школы, демонстрирующие низкие образовательные результаты",
  params = {
    low_share = percent(30, { title = "Доля участников ниже минимального порога, не менее", basis = ASSUMED, min = 1, max = 100 }),
    procedures = integer(2, { title = "Процедур за год, не менее", basis = ASSUMED, min = 1, max = 20 }),
    markers = integer(1, { title = "Отметок в перечне Рособрнадзора, не менее", basis = "дорожная карта, п. 1.11: перечень берётся как пришёл", min = 1, max = 10 }),
    min_n = integer(10, { title = "Участников в процедуре, не менее", basis = "допущение: малые группы не оцениваются", min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
    ege_russian = integer(24, { title = "ЕГЭ, русский язык: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
    ege_mathematics = integer(27, { title = "ЕГЭ, профильная математика: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
  },
  inputs = { "results", "external_lists" },
  source = "дорожная карта РИПК и ППРО на 2020–2023 гг. (28.09.2020), п. 1.11; критерий области — допущение",
  assumes = "код школы в перечне тот же, что в реестре",
  uncertainty = "перечень не пересчитывается: его методика не опубликована; в малых группах доля от года к году меняется случайно",
  limits = "школа в списке по перечню остаётся в нём, даже если данные области говорят иное: смотреть проверки",

  decide = function(ctx, p)
    local listed = ctx:external_lists(ctx.year):where("list", "==", LIST)
    -- Перечня за год не прислали: остаётся критерий области.
    if #listed > 0 then
      local all = ctx.schools:select("school"):join(listed:group("school"):tally { markers = count() }, "school")
      ctx:check(all:with { markers = all.markers:or_else(0), year = tostring(ctx.year) }, {
        rule = "federal", title = "Перечень Рособрнадзора: отметок", name = "year", value = "markers", op = ">=", threshold = p.markers,
      })
      ctx:require { rule = "federal", at_least = 1 }
    end
    low.check_year(ctx, ctx, p, ctx.year, KINDS, "own")
    ctx:combine("any")
    ctx:assess(ctx.schools)
  end,
}
