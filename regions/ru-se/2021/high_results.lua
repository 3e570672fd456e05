-- Школы с высокими образовательными результатами: вторая сторона списка сетевого партнёрства (п. 7, 8 плана).
-- План не говорит, какие результаты высокие. Допущение: несколько лет подряд школа в верхней четверти по среднему
-- стандартизованному результату, и выше среднего по республике за пределами погрешности.

local ASSUMED = "допущение: план не говорит, какие результаты высокие"

return methodology {
  api = 1,
  id = "high-results",
  category = "Школы с высокими результатами",
  title = "Школы с высокими образовательными результатами: возможные партнёры",
  each = "region",
  params = {
    kind = choice("ВПР", { "ВПР", "ОГЭ", "ЕГЭ" }, { title = "Процедура", basis = ASSUMED }),
    top = number(75, { title = "Место среди школ, процентиль, не ниже", basis = "допущение: верхняя четверть школ", min = 50, max = 100 }),
    years = integer(2, { title = "Лет подряд", basis = "допущение: не менее двух лет, как в списке п. 6", min = 1, max = 5 }),
    z = number(1.96, { title = "Квантиль погрешности", basis = "доверительная вероятность 95 %", min = 0, max = 10 }),
    min_n = integer(10, { title = "Участников, не менее", basis = "допущение: малые группы не оцениваются", min = 1, max = 1000 }),
  },
  inputs = { "schools" },
  source = "план мероприятий РСО-Алания на 2021–2022 гг., п. 7–8; граница не опубликована, принято допущение",
  assumes = "результат — место среди школ республики в каждом году; работы года сравнимы после стандартизации",
  uncertainty = "погрешность — от числа участников; отбор при приёме в ней не учтён",
  limits = "школы с признаками, требующими проверки (п. 22), в партнёры не предлагать",

  decide = function(ctx, p)
    for back = p.years - 1, 0, -1 do
      local year = ctx.year - back
      local found = ctx:indicator("school-results", { years_back = back, kind = p.kind }):present("result")
      found = found:with {
        place = (found:rank("result", {}, "mean") - 0.5) / #found * 100, lower = found.result - found.variance:sqrt() * p.z,
        period = tostring(year),
      }
      ctx:check(found, {
        rule = "place_" .. year, title = "Место среди школ республики, процентиль, " .. year .. " год", name = "period",
        value = "place", n = "n", op = ">=", threshold = p.top, min_n = p.min_n,
      })
      ctx:check(found, {
        rule = "above_" .. year, title = "Результат выше среднего: нижняя граница, станд. баллы, " .. year .. " год", name = "period",
        value = "lower", n = "n", op = ">", threshold = 0, min_n = p.min_n,
      })
      for _, rule in ipairs { "place_", "above_" } do ctx:require { rule = rule .. year, at_least = 1 } end
    end
    ctx:combine("all")
    ctx:assess(ctx.schools)
  end,
}
