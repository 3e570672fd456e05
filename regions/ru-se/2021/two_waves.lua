-- Мониторинг образовательных результатов ШНОР и ШФНСУ в две волны (п. 21 плана: апрель–май и сентябрь–октябрь 2021 г.).
-- Волна хранится как уровень процедуры: «входной» — весенняя, «итоговый» — осенняя. Одна и та же работа (вид, предмет, класс)
-- сравнивается между волнами; изменение засчитывается, когда его доверительный интервал не содержит нуля.

local ASSUMED = "допущение: план называет волны, но не правило сравнения"
local MEASURE = "доля «2»"

return methodology {
  api = 1,
  id = "two-waves",
  category = "Отрицательная динамика между волнами",
  title = "Школы, в которых результаты между волнами мониторинга ухудшились: признак, требующий проверки",
  params = {
    procedures = integer(1, { title = "Работ с изменением, не менее", basis = ASSUMED, min = 1, max = 20 }),
    confidence = number(0.95, { title = "Доверительная вероятность", basis = "допущение: обычные 95 %", min = 0.5, max = 0.9999 }),
    min_n = integer(10, { title = "Участников в каждой волне, не менее", basis = "допущение: малые группы не оцениваются", min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
  },
  inputs = { "results" },
  source = "план мероприятий РСО-Алания на 2021–2022 гг., п. 21; разность долей — Newcombe (1998), способ 10",
  assumes = "обе волны проведены по одной работе одинаковой трудности; участники двух волн — независимые выборки",
  uncertainty = "при 95 % из двадцати школ без изменений одна отмечается случайно; общие участники волн делают интервал шире нужного",
  limits = "школа, выбранная за плохую весну, в среднем улучшается и без помощи; без данных второй волны школа не оценивается",

  decide = function(ctx, p)
    local found = ctx:indicator("school-change", {
      years_back = 0, wave_before = "входной", wave_now = "итоговый", confidence = p.confidence, min_n = p.min_n, lowest_mark = p.lowest_mark,
    }):where("measure", "==", MEASURE)
    found = found:with { fewer = (found.n + found.n_before - (found.n - found.n_before):abs()) // 2 }
    local better = ctx:category("Положительная динамика между волнами", { title = "Школы, в которых результаты между волнами мониторинга улучшились" })
    ctx:check(found, {
      rule = "worse", title = "Изменение доли отметок «2» от весны к осени: нижняя граница", name = "procedure",
      value = "lower", n = "fewer", op = ">", threshold = 0, min_n = p.min_n,
    })
    better:check(found, {
      rule = "better", title = "Изменение доли отметок «2» от весны к осени: верхняя граница", name = "procedure",
      value = "upper", n = "fewer", op = "<", threshold = 0, min_n = p.min_n,
    })
    ctx:require { rule = "worse", at_least = p.procedures }
    better:require { rule = "better", at_least = p.procedures }
    ctx:assess(ctx.schools)
    better:assess(ctx.schools)
  end,
}
