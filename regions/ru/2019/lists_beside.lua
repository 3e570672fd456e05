-- Сколько школ в федеральном списке и сколько отвечают собственному показателю: согласие по каждой отметке списка. Списки берутся как
-- пришли и не пересчитываются. Отметки признаков необъективности — показатель marker-agreement.

local low = include("low_marks")

local KINDS = { "ВПР", "ОГЭ", "ЕГЭ" }
local HIGH = { list = "quality-signs", marker = "высокие образовательные результаты" }
local LOW = { list = "low-results-federal", marker = "ШНОР" }
local OWN = "решение региона: с чем сравнивать список"

-- Согласие одной отметки: own — школы, у которых свой показатель есть (1) или нет (0); остальных судить нельзя.
local function agreement(ctx, one, own, rows)
  local listed = ctx:external_lists(ctx.year):where("list", "==", one.list):where("marker", "==", one.marker)
  local both = own:join(listed:group("school"):tally { set = count() }, "school")
  both = both:with { set = both.set:or_else(0) }
  local function add(title, flag, op)
    rows[#rows + 1] = { one.list, one.marker, title, #both:where("flag", "==", flag):where("set", op, 1) }
  end
  add("и в списке, и по своему показателю", 1, ">=")
  add("только в списке", 0, ">=")
  add("только по своему показателю", 1, "<")
  add("ни там, ни там", 0, "<")
end

return indicator {
  api = 1,
  id = "lists-beside",
  title = "Федеральные списки и собственные показатели: согласие",
  inputs = { "external_lists", "results", "schools" },
  params = {
    top = number(75, { title = "Высокие результаты: место среди школ, процентиль, не ниже", basis = OWN, min = 50, max = 100 }),
    low_share = percent(30, { title = "Низкие результаты: доля участников ниже порога, не менее", basis = "федеральный критерий 2025 г.", min = 1, max = 100 }),
    procedures = integer(2, { title = "Низкие результаты: процедур, не менее", basis = "федеральный критерий 2025 г.", min = 1, max = 20 }),
    min_n = integer(10, { title = "Участников, не менее", basis = "решение региона: малые группы не оцениваются", min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
    ege_russian = integer(24, { title = "ЕГЭ, русский язык: минимальный балл", basis = OWN, min = 0, max = 100 }),
    ege_mathematics = integer(27, { title = "ЕГЭ, профильная математика: минимальный балл", basis = OWN, min = 0, max = 100 }),
  },
  outputs = {
    list = { type = "text", always = true, title = "Список" },
    marker = { type = "text", always = true, title = "Отметка" },
    agreement = { type = "text", always = true, title = "Согласие" },
    schools = { type = "whole", always = true, min = 0, title = "Школ" },
  },
  source = "списки Рособрнадзора и ФИОКО, как пришли; собственные показатели — место по школьным результатам и условие A федерального критерия",
  assumes = "код школы в списке тот же, что в реестре",
  uncertainty = "не статистическая величина",
  limits = "методика списков не опубликована: расхождение не говорит, кто прав; школы без своего показателя не считаются",

  compute = function(ctx, p)
    local rows = {}
    local results = ctx:indicator("school-results"):present("result"):where("n", ">=", p.min_n)
    agreement(ctx, HIGH, results:with { flag = ((results:rank("result", {}, "mean") - 0.5) / #results * 100):is(">=", p.top) }:select("school", "flag"), rows)
    local own = low.of_year(ctx, p, ctx.year, KINDS):where("n", ">=", p.min_n)
    own = own:with { low_one = (own.low / own.n):is(">=", p.low_share) }:group("school"):tally { low_procedures = sum("low_one") }
    agreement(ctx, LOW, own:with { flag = own.low_procedures:is(">=", p.procedures) }:select("school", "flag"), rows)
    return frame({ { "list", "text" }, { "marker", "text" }, { "agreement", "text" }, { "schools", "whole" } }, rows)
  end,
}
