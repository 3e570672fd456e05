-- Перечень министерства рядом с собственным расчётом: в чём они сходятся. Собственная сторона — число процедур с долей участников
-- ниже порога не меньше заданной; перечень не пересчитывается и ничего не меняет.

local low = include("low_marks")

local KINDS = { "ВПР", "ОГЭ", "ЕГЭ" }
local LIST = "risk-zone-irk"
local OWN = "допущение: как в методике risk-zone"

-- 1 там, где доля low / n не меньше percent %; на целых числах.
local function at_least(found, percent) return (found.low * 100 - found.n * percent):is(">=", 0) end

return indicator {
  api = 1,
  id = "list-beside",
  title = "Перечень министерства и собственный расчёт: согласие",
  inputs = { "results", "external_lists", "schools" },
  params = {
    low_percent = integer(30, { title = "Доля участников ниже порога, %, не менее", basis = OWN, min = 1, max = 100 }),
    procedures = integer(2, { title = "Процедур, не менее", basis = OWN, min = 1, max = 20 }),
    list_lag = integer(1, { title = "На сколько лет год перечня позже года данных", basis = "распоряжение № 55-310-мр: перечень 2023 г. за 2022 г.", min = 0, max = 3 }),
    min_n = integer(10, { title = "Участников в процедуре, не менее", basis = OWN, min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
    ege_russian = integer(24, { title = "ЕГЭ, русский язык: минимальный балл", basis = OWN, min = 0, max = 100 }),
    ege_mathematics = integer(27, { title = "ЕГЭ, профильная математика: минимальный балл", basis = OWN, min = 0, max = 100 }),
  },
  outputs = {
    agreement = { type = "text", always = true, title = "Согласие" },
    schools = { type = "whole", always = true, min = 0, title = "Школ" },
  },
  source = "распоряжение министерства образования Иркутской области № 55-310-мр от 14.03.2023; собственная сторона — допущение",
  assumes = "код школы в перечне тот же, что в реестре",
  uncertainty = "не статистическая величина",
  limits = "расхождение не говорит, кто прав: методика перечня не опубликована",

  compute = function(ctx, p)
    local found = low.of_year(ctx, p, ctx.year, KINDS):where("n", ">=", p.min_n)
    local own = found:with { flag = at_least(found, p.low_percent) }:group("school"):tally { low_procedures = sum("flag") }
    local listed = ctx:external_lists(ctx.year + p.list_lag):where("list", "==", LIST):group("school"):tally { markers = count() }
    local all = ctx.schools:select("school"):join(own, "school"):join(listed, "school")
    all = all:with { own = all.low_procedures:or_else(0), markers = all.markers:or_else(0) }
    local function rows(name, own_op, list_op)
      return { name, #all:where("own", own_op, p.procedures):where("markers", list_op, 1) }
    end
    return frame({ { "agreement", "text" }, { "schools", "whole" } },
      { rows("и в перечне, и в расчёте", ">=", ">="), rows("только в перечне", "<", ">="), rows("только в расчёте", ">=", "<"), rows("ни там, ни там", "<", "<") })
  end,
}
