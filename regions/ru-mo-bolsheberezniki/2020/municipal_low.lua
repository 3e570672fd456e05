-- ШНР по муниципальной методике (программа № 59-б, § 5; § 2: анализ «ОГЭ, ЕГЭ и ВПР по русскому языку и математике за последние два
-- года»). Малые сельские школы: участники двух лет и всех классов одного предмета складываются, иначе большинство школ района не
-- оценить. Граница — допущение.

local low = include("low_marks")

local KINDS = { "ВПР", "ОГЭ", "ЕГЭ" }
local SUBJECTS = { "RU", "MA" }
local MINIMUM = "допущение: минимальный тестовый балл ЕГЭ, в 2023–2027 гг. тот же"

return methodology {
  api = 1,
  id = "municipal-low",
  category = "ШНР",
  title = "Школы района с низкими результатами обучения",
  params = {
    low_share = percent(30, { title = "Доля работ ниже минимального порога, не менее", basis = "допущение: по образцу федерального критерия", min = 1, max = 100 }),
    subjects = integer(1, { title = "Предметов, не менее", basis = "допущение: русский язык или математика", min = 1, max = 2 }),
    years = integer(2, { title = "Лет вместе", basis = "программа № 59-б, § 2, 5: «за последние два года»", min = 1, max = 5 }),
    min_n = integer(10, { title = "Работ за все годы, не менее", basis = "допущение: малые группы не оцениваются", min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
    ege_russian = integer(24, { title = "ЕГЭ, русский язык: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
    ege_mathematics = integer(27, { title = "ЕГЭ, профильная математика: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
  },
  inputs = { "results" },
  source = "муниципальная программа Большеберезниковского района (приказ № 59-б от 10.06.2021), § 2, 5; граница — допущение",
  assumes = "работы разных классов и лет по одному предмету складываются; ученик двух лет считается дважды",
  uncertainty = "работы одного ученика связаны, и случайный разброс больше, чем у независимых",
  limits = "муниципальный список показывается рядом с региональным и федеральным и их не заменяет",

  decide = function(ctx, p)
    local works = low.of_year(ctx, p, ctx.year, KINDS)
    for year = ctx.year - p.years + 1, ctx.year - 1 do works = works:append(low.of_year(ctx, p, year, KINDS)) end
    for _, subject in ipairs(SUBJECTS) do
      local of_school = works:where("subject", "==", subject):group("school"):tally { n = sum("n"), low = sum("low") }
      ctx:check(of_school:with { name = subject }, {
        rule = "low", title = "Доля работ ниже минимального порога за " .. p.years .. " года", name = "name",
        value = share("low", "n"), op = ">=", threshold = p.low_share, min_n = p.min_n, unit = "%",
      })
    end
    ctx:require { rule = "low", at_least = p.subjects }
    ctx:assess(ctx.schools)
  end,
}
