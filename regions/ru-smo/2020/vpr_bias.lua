-- Пример, не правило региона: приказ № 863 говорит о 2019–2020 учебном годе. Осенью 2020 г. ВПР проверяли программу прошлого
-- года, и сравнивать параллель с прошлым годом (маркер (c) методики ФИОКО 2019 г.) нельзя. Здесь остаются маркеры (a) и (b), связь с
-- журналом — по τ-b Кендалла с поправкой на связки, и нужны признаки не меньше чем в двух процедурах.

local WORKS = { kind = "ВПР", subject_1 = "RU", subject_2 = "MA" }
local EXAMPLE = "допущение: пример второго года, не правило региона"

local function selected(more)
  for name, value in pairs(WORKS) do more[name] = value end
  return more
end

return methodology {
  api = 1,
  id = "vpr-bias",
  category = "Признаки необъективности ВПР",
  title = "Школы с признаками необъективных результатов ВПР, требующими проверки",
  params = {
    grade_from = integer(5, { title = "Класс, не младше", basis = "осенью 2020 г. ВПР писали с 5 класса по программе прошлого года", min = 1, max = 11 }),
    grade_to = integer(6, { title = "Класс, не старше", basis = EXAMPLE, min = 1, max = 11 }),
    z = number(1.96, { title = "Квантиль доверительного интервала", basis = "методика ФИОКО 2019 г.: 95 %", min = 0, max = 10 }),
    markers = integer(2, { title = "Признаков, не менее", basis = EXAMPLE, min = 1, max = 14 }),
    min_n = integer(20, { title = "Участников, не менее", basis = EXAMPLE, min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Наименьшая отметка", basis = "шкала отметок", min = 1, max = 5 }),
  },
  inputs = { "results" },
  source = "пример, не правило региона: маркеры (a) и (b) методики ФИОКО 2019 г. без маркера (c)",
  assumes = "участники одной школы независимы; отметки в журнале выставлены за тот же период",
  uncertainty = "маркер (a) отмечает и сильные школы; границы — по 95 % интервалу",
  limits = "признак, требующий проверки, а не вывод о нарушении; не утверждено Департаментом",

  decide = function(ctx, p)
    for grade = p.grade_from, p.grade_to do
      ctx:check(ctx:indicator("mean-intervals", selected { grade = grade, z = p.z }), {
        rule = "inflated_mean", title = "Завышенный средний балл: нижняя граница интервала школы", name = "procedure",
        value = "lower", n = "n", op = ">", threshold = "upper", min_n = p.min_n,
      })
      ctx:check(ctx:indicator("journal-agreement", selected { grade = grade, lowest_mark = p.lowest_mark, coefficient = "kendall" }), {
        rule = "journal_mismatch", title = "Связь баллов с отметками в журнале (τ-b Кендалла)", name = "procedure",
        value = "r", n = "n", op = "<", threshold = 0, min_n = p.min_n,
      })
    end
    ctx:require { at_least = p.markers }
    ctx:combine("all")
    ctx:assess(ctx.schools)
  end,
}
