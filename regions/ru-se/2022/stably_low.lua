-- Пример, не правило региона: как ещё можно прочесть «стабильно низкие результаты» (п. 6 плана).
-- Участники одной процедуры объединяются за три года, поэтому оцениваются и малые школы; школа, в которой в году списка
-- низких результатов уже нет, в список не входит.

local low = include("low_marks")

local KINDS = { "ВПР", "НИКО", "ОГЭ", "ЕГЭ" }
local EXAMPLE = "допущение: пример второго года, не правило региона"
local MINIMUM = "допущение: минимальный тестовый балл ЕГЭ, в 2023–2027 гг. тот же"

-- По школе и процедуре (без года): участники за все годы и годы, за которые они есть.
local function pooled(ctx, p)
  local found = low.of_year(ctx, p, ctx.year, KINDS)
  for year = ctx.year - p.years + 1, ctx.year - 1 do found = found:append(low.of_year(ctx, p, year, KINDS)) end
  return found:group("school", "kind", "subject", "grade", "level"):tally { n = sum("n"), low = sum("low"), of_years = count() }
end

return methodology {
  api = 1,
  id = "stably-low",
  category = "ШНОР",
  title = "Школы со стабильно низкими образовательными результатами",
  params = {
    low_share = percent(30, { title = "Доля участников ниже минимального порога, не менее", basis = EXAMPLE, min = 1, max = 100 }),
    procedures = integer(2, { title = "Процедур за все годы вместе, не менее", basis = EXAMPLE, min = 1, max = 20 }),
    still_low = integer(1, { title = "Процедур в году списка, не менее", basis = EXAMPLE, min = 1, max = 20 }),
    years = integer(3, { title = "Лет вместе", basis = EXAMPLE, min = 1, max = 5 }),
    min_n = integer(10, { title = "Участников в процедуре, не менее", basis = EXAMPLE, min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
    ege_russian = integer(24, { title = "ЕГЭ, русский язык: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
    ege_mathematics = integer(27, { title = "ЕГЭ, профильная математика: минимальный балл", basis = MINIMUM, min = 0, max = 100 }),
  },
  inputs = { "results" },
  source = "пример, не правило региона: объединение участников за несколько лет",
  assumes = "процедуры разных лет одинаково трудны; границы отметок не менялись",
  uncertainty = "объединённая доля устойчивее годовой, но отстаёт от перемен в школе",
  limits = "не утверждено республикой; показывает, как сменить правило со следующего года",

  decide = function(ctx, p)
    for school, rows in pooled(ctx, p):by("school") do
      local d = ctx:decision(school)
      for _, row in ipairs(rows) do
        d:check {
          rule = "together", title = "Доля участников ниже порога за " .. p.years .. " года вместе", name = low.name_of(row),
          value = share(row.low, row.n), op = ">=", threshold = p.low_share, min_n = p.min_n, unit = "%",
        }
      end
    end
    ctx:check(low.of_year(ctx, p, ctx.year, KINDS), {
      rule = "still", title = "Доля участников ниже порога в году списка", name = "procedure",
      value = share("low", "n"), op = ">=", threshold = p.low_share, min_n = 1, unit = "%",
    })
    ctx:require { rule = "together", at_least = p.procedures }
    ctx:require { rule = "still", at_least = p.still_low }
    ctx:combine("all")
    ctx:assess(ctx.schools)
  end,
}
