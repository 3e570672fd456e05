-- Вид 8. Индекс и остаток: индекс благополучия — среднее стандартизованных показателей социального паспорта;
-- остаток — насколько результат школы выше ожидаемого при таком индексе. В списке школы с трудным контекстом
-- и результатом выше ожидаемого. С ошибками и сжатием то же делает resilient (regions/ru).

local ITEMS = { both_parents_higher_education = 1, single_parent = -1, on_record = -1, russian_not_native = -1 }
local ORDER = { "both_parents_higher_education", "single_parent", "on_record", "russian_not_native" }

-- Индекс школ, где есть все показатели; нет столбца паспорта — нет индекса ни у кого.
local function social_index(ctx)
  local answers, total = ctx:context(), nil
  for _, item in ipairs(ORDER) do
    if not answers:has(item) then return end
    local z = answers:zscore(item) * ITEMS[item]
    total = total and total + z or z
  end
  return answers:with { index = total / #ORDER }:present("index"):select("school", "index")
end

-- Остатки прямой наименьших квадратов.
local function with_residual(f)
  local centre = f:tally { index = mean("index"), result = mean("result") }
  f = f:with { dx = f.index - centre.index, dy = f.result - centre.result }
  f = f:with { xy = f.dx * f.dy, xx = f.dx * f.dx }
  local sums = f:tally { xy = sum("xy"), xx = sum("xx") }
  return f:with { residual = f.dy - f.dx * (sums.xy / sums.xx) }
end

return methodology {
  api = 1,
  id = "index-and-residual",
  category = "Выше ожидаемого в трудных условиях",
  title = "Школы в трудных социальных условиях с результатами выше ожидаемых",
  each = "region",
  params = {
    worst = percent(30, {
      title = "Наименее благополучная часть школ",
      basis = "определение резильентности: 30 % наименее благополучных", min = 1, max = 50,
    }),
    best = percent(25, {
      title = "Наибольшие остатки: часть школ",
      basis = "допущение: верхняя четверть; Ростовская область ищет резильентные школы, формулы не публикует", min = 1, max = 50,
    }),
    min_n = integer(10, { title = "Участников, не менее", basis = "допущение: малые группы не оцениваются", min = 1, max = 1000 }),
  },
  inputs = { "results", "context" },
  source = "индекс социального благополучия школы (ВШЭ), Республика Мордовия; резильентные школы, Ростовская область",
  assumes = "связь результата с индексом линейна; веса показателей равны",
  uncertainty = "ошибки остатка здесь нет: см. resilient в regions/ru",
  limits = "остаток содержит всё, чего нет в индексе, и необъективные результаты тоже",

  decide = function(ctx, p)
    local index = social_index(ctx)
    if index then
      local f = with_residual(ctx:indicator("school-results"):join(index, "school"):present("index", "result"):where("n", ">=", p.min_n))
      f = f:with { less_favourable = (f:rank("index") - 1):floor(), better = (f:rank("-residual") - 1):floor(), what = tostring(ctx.year) }
      f = f:with { schools = f:tally { schools = count() }.schools + f.better * 0 }
      ctx:check(f, { rule = "hard", title = "Доля школ с менее благополучным контекстом", name = "what",
                     value = share("less_favourable", "schools"), n = "n", op = "<", threshold = p.worst })
      ctx:check(f, { rule = "above", title = "Доля школ с большим остатком", name = "what",
                     value = share("better", "schools"), n = "n", op = "<", threshold = p.best })
      ctx:value(f, "index", "Индекс")
      ctx:value(f, "residual", "Остаток")
    end
    ctx:require { rule = "hard", at_least = 1 }
    ctx:require { rule = "above", at_least = 1 }
    ctx:assess(ctx.schools)
  end,
}
