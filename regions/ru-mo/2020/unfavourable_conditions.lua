-- ШНСУ: «индекс социального благополучия, рассчитанный на основе доли семей учащихся с низким социально-экономическим и культурным
-- уровнем; доля обучающихся с девиантным поведением, отсутствием учебной мотивации» (программа № 59-б, § 5). Коэффициенты и
-- границы не опубликованы. Допущение: индекс в нижней четверти школ и хотя бы одна из двух долей — в верхней четверти.

local passport = include("passport")

local BEHAVIOUR = { "deviant_behaviour", "unmotivated" }  -- названия — titles в pack.lua
local PUPILS = "passport_pupils"
local ASSUMED = "допущение: граница не опубликована"

return methodology {
  api = 1,
  id = "unfavourable-conditions",
  category = "ШНСУ",
  title = "Школы, функционирующие в неблагоприятных социальных условиях",
  each = "region",
  params = {
    worst = number(25, { title = "Индекс: процентиль среди школ, не более", basis = "допущение: нижняя четверть школ", min = 1, max = 50 }),
    behaviour = number(75, { title = "Поведение и мотивация: процентиль доли, не менее", basis = "допущение: верхняя четверть школ", min = 50, max = 100 }),
    signs = integer(1, { title = "Долей поведения и мотивации за границей, не менее", basis = ASSUMED, min = 0, max = 2 }),
    variant = choice("zscore", { "zscore", "weighted", "percentile", "component", "regression" },
      { title = "Вариант индекса", basis = "допущение: равные веса четырёх показателей § 5" }),
    min_n = integer(20, { title = "Обучающихся, не менее", basis = "допущение: доли в малых школах случайны", min = 1, max = 1000 }),
  },
  inputs = { "context", "schools" },
  source = "муниципальная программа Большеберезниковского района (приказ № 59-б от 10.06.2021), § 5; индекс социального благополучия школы (ВШЭ)",
  assumes = "социальные паспорта заполнены всеми школами по одним правилам, на одну дату",
  uncertainty = "границы относительные: у границы школа может быть по другую её сторону случайно",
  limits = "признак условий, а не качества работы школы; без сведений о поведении и мотивации школа из нижней четверти не оценивается",

  decide = function(ctx, p)
    local period = tostring(ctx.year)
    local index = ctx:indicator("social-index", { variant = p.variant, min_pupils = p.min_n })
    ctx:check(index:with { period = period }, {
      rule = "index", title = "Процентиль индекса социального благополучия", name = "period",
      value = "percentile", n = "n", op = "<=", threshold = p.worst, min_n = p.min_n,
    })
    local answers = passport.with_items(ctx:context(ctx.year), { PUPILS, table.unpack(BEHAVIOUR) })
    for _, item in ipairs(BEHAVIOUR) do
      local known = answers:present(item, PUPILS)
      known = known:with { n = known:column(PUPILS):round(), place = (known:rank(item, {}, "mean") - 0.5) / #known * 100 }
      -- Школа без паспорта или без ответа: проверка есть, значения нет.
      local asked = ctx.schools:select("school"):join(known:select("school", "n", "place"), "school"):with { name = item }
      ctx:check(asked, {
        rule = "behaviour", title = "Доля обучающихся: место среди школ, процентиль", name = "name",
        value = "place", n = "n", op = ">=", threshold = p.behaviour, min_n = p.min_n,
      })
    end
    ctx:require { rule = "index", at_least = 1 }
    if p.signs > 0 then ctx:require { rule = "behaviour", at_least = p.signs } end
    ctx:combine("all")
    ctx:assess(ctx.schools)
    ctx:value(index, "note", "Почему не оценена")
  end,
}
