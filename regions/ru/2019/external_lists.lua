-- Федеральные списки рядом с собственными результатами: знаки качества (положительные) и перечень школ с низкими образовательными
-- результатами. Списки берутся как пришли и не пересчитываются; свои показатели стоят рядом столбцами.

local low = include("low_marks")

local KINDS = { "ВПР", "ОГЭ", "ЕГЭ" }
local SIGNS, LOW = "quality-signs", "low-results-federal"
local BASIS = "список берётся как пришёл"
local MINIMUM = "минимальный тестовый балл ЕГЭ 2023–2027 гг.; для прежних лет — допущение"

return methodology {
  api = 1,
  id = "external-lists",
  category = "Знак качества",
  title = "Школы со знаками качества Рособрнадзора, как в списке",
  params = {
    markers = integer(1, { title = "Отметок в списке, не менее", basis = BASIS, min = 1, max = 10 }),
    low_share = percent(30, { title = "Свой показатель: доля участников ниже порога, не менее", basis = "федеральный критерий 2025 г.", min = 1, max = 100 }),
    min_n = integer(10, { title = "Свой показатель: участников, не менее", basis = "решение региона: малые группы не оцениваются", min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
    ege_russian = integer(24, { title = "ЕГЭ, русский язык: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
    ege_mathematics = integer(27, { title = "ЕГЭ, профильная математика: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
  },
  inputs = { "external_lists", "results", "schools" },
  source = "знаки качества Рособрнадзора и ФИОКО (с 2025 г.); перечень школ с низкими образовательными результатами Рособрнадзора",
  assumes = "код школы в списке тот же, что в реестре",
  uncertainty = "методика списков не опубликована; расхождение с собственными показателями не говорит, кто прав",
  limits = "школы нет в списке — значит, её нет в присланном файле; без файла за год не оценивается никто",

  decide = function(ctx, p)
    local listed = ctx:category("Перечень ШНОР Рособрнадзора", { title = "Школы перечня Рособрнадзора, как в списке" })
    local found = ctx:external_lists(ctx.year)
    local own = low.of_year(ctx, p, ctx.year, KINDS):where("n", ">=", p.min_n)
    own = own:with { flag = (own.low / own.n):is(">=", p.low_share) }:group("school"):tally { low_procedures = sum("flag"), procedures = count() }
    local results = ctx:indicator("school-results"):present("result")
    results = results:with { place = ((results:rank("result", {}, "mean") - 0.5) / #results * 1000):round() / 10 }
    local function show(category, list, title)
      local rows = found:where("list", "==", list)
      if #rows > 0 then
        local markers = ctx.schools:select("school"):join(rows:group("school"):tally { set = count() }, "school")
        category:check(markers:with { set = markers.set:or_else(0), list = list }, {
          rule = "listed", title = title, name = "list", value = "set", op = ">=", threshold = p.markers,
        })
      end
      category:require { rule = "listed", at_least = 1 }
      category:assess(ctx.schools)
      category:value(own, "low_procedures", "Своих процедур с низкими результатами")
      category:value(own, "procedures", "Своих процедур всего")
      category:value(results, "place", "Своё место по результатам ВПР, процентиль")
    end
    show(ctx, SIGNS, "Знаков качества у школы")
    show(listed, LOW, "Отметок в перечне Рособрнадзора")
  end,
}
