-- Вид 12. Что делать с малыми школами — отдельное решение региона, а не побочное действие порога: не оценивать,
-- складывать годы, вести отдельным списком, сжимать долю к средней региона или отдать человеку.

return methodology {
  api = 1,
  id = "small-schools",
  category = "Низкие результаты с учётом размера",
  title = "Школы с высокой долей отметок «2» и правило для малых школ",
  each = "region",
  params = {
    policy = choice("pool", { "exclude", "pool", "list", "shrink", "review" }, {
      title = "Малые школы: exclude — не оценивать, pool — сложить годы, list — отдельный список, shrink — сжать долю, review — решает человек",
      basis = "допущение: исключение малых школ не подтверждено ни одним опубликованным текстом; Орловская область не исключает выпуски из 1–3 человек",
    }),
    low_share = percent(30, { title = "Доля отметок «2», не менее", basis = "федеральный критерий 2025 г.", min = 1, max = 100 }),
    years = integer(3, { title = "Складывать лет", basis = "допущение", min = 2, max = 5 }),
    min_n = integer(30, { title = "Малая школа: участников за год менее", basis = "допущение", min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
  },
  inputs = { "results" },
  source = "решение региона",
  assumes = "годы складываются, когда процедуры сопоставимы; сжатие — бета-биномиальное по методу моментов",
  uncertainty = "у малой школы доля меняется случайно; сжатая доля ближе к средней региона, чем измеренная",
  limits = "сжатие скрывает действительно низкие результаты малых школ: показывайте рядом и измеренную долю",

  decide = function(ctx, p)
    local by_year = ctx.results:where("year", ">", ctx.year - p.years):where("year", "<=", ctx.year):where("mark", ">=", p.lowest_mark)
      :group("school", "year"):tally { n = count(), low = count_where("mark", "==", p.lowest_mark) }
    if p.policy == "pool" then
      local pooled = by_year:pool("low", "n", { window = p.years, by = "school" })
      by_year = by_year:with { own_n = by_year.n, low = pooled.part, n = pooled.whole }
    end
    local now = by_year:where("year", "==", ctx.year):with { what = tostring(ctx.year) }
    local value = share("low", "n")
    if p.policy == "shrink" then
      now = now:with { shrunken = now:shrink_shares("low", "n").mean }
      value = "shrunken"
    end
    local needs = p.policy == "shrink" and 1 or p.min_n
    ctx:check(now, {
      rule = "low", title = "Доля отметок «2»", name = "what",
      value = value, n = "n", op = ">=", threshold = p.low_share, min_n = needs, unit = "%",
    })
    ctx:require { rule = "low", at_least = 1 }
    ctx:assess(ctx.schools)
    if p.policy ~= "list" and p.policy ~= "review" then return end
    local small_list = ctx:category("Малые школы", { title = "Малые школы с высокой долей отметок «2»: отдельное рассмотрение" })
    local small = now:where("n", "<", p.min_n)
    small_list:check(small, {
      rule = "low", title = "Доля отметок «2»", name = "what",
      value = share("low", "n"), op = ">=", threshold = p.low_share,
    })
    small_list:require { rule = "low", at_least = 1 }
  end,
}
