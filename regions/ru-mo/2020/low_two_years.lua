-- ШНР: «критерий устойчиво низких результатов обучения … на всех ступенях образования»; показатели — «результаты ЕГЭ, ОГЭ и ВПР
-- за последние два года» (муниципальная программа № 59-б, § 5). Граница не опубликована. Допущение: в обоих годах доля
-- работ ниже минимального порога хотя бы на одной ступени не меньше 30 %; все ступени сразу — параметр stages.

local low = include("low_marks")

local KINDS = { "ВПР", "ОГЭ", "ЕГЭ" }
local STAGES = { { title = "начальное", from = 1, to = 4 }, { title = "основное", from = 5, to = 9 }, { title = "среднее", from = 10, to = 11 } }
local MINIMUM = "допущение: минимальный тестовый балл ЕГЭ, в 2023–2027 гг. тот же"

local function of_stage(found, stage)
  local works = found:where("grade", ">=", stage.from):where("grade", "<=", stage.to)
  return works:group("school"):tally { n = sum("n"), low = sum("low") }:with { stage = stage.title }
end

return methodology {
  api = 1,
  id = "low-two-years",
  category = "ШНР",
  title = "Школы с устойчиво низкими результатами обучения",
  params = {
    low_share = percent(30, { title = "Доля работ ниже минимального порога, не менее", basis = "допущение: по образцу федерального критерия", min = 1, max = 100 }),
    stages = choice("any", { "any", "all" }, {
      title = "Хотя бы на одной ступени (any) или на всех, какие есть (all)",
      basis = "допущение: «на всех ступенях образования» (программа № 59-б, § 5) читается как «смотреть все ступени»",
    }),
    years = integer(2, { title = "Лет подряд", basis = "программа № 59-б, § 5: «за последние два года»", min = 1, max = 5 }),
    min_n = integer(10, { title = "Работ на ступени за год, не менее", basis = "допущение: малые группы не оцениваются", min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
    ege_russian = integer(24, { title = "ЕГЭ, русский язык: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
    ege_mathematics = integer(27, { title = "ЕГЭ, профильная математика: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
  },
  inputs = { "results" },
  source = "муниципальная программа Большеберезниковского района (приказ № 59-б от 10.06.2021), § 5; граница не опубликована, принято допущение",
  assumes = "работы одной ступени складываются: ученик, писавший три работы, считается трижды",
  uncertainty = "доли посчитаны по всем участникам; работы одного ученика связаны, и случайный разброс больше, чем у независимых",
  limits = "числа — допущение, а не правило республики; школы с признаками, требующими проверки, сначала проверить",

  decide = function(ctx, p)
    for year = ctx.year - p.years + 1, ctx.year do
      local rule, found = "year_" .. year, low.of_year(ctx, p, year, KINDS)
      for _, stage in ipairs(STAGES) do
        ctx:check(of_stage(found, stage), {
          rule = rule, title = "Доля работ ниже минимального порога по ступеням образования, " .. year .. " год", name = "stage",
          value = share("low", "n"), op = ">=", threshold = p.low_share, min_n = p.min_n, unit = "%",
        })
      end
      if p.stages == "all" then ctx:require { rule = rule, all = true } else ctx:require { rule = rule, at_least = 1 } end
    end
    ctx:combine("all")
    ctx:assess(ctx.schools)
  end,
}
