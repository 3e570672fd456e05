-- ШССУ: школы, работающие в сложных социальных условиях. Дорожная карта называет три обстоятельства: «социально-экономические
-- характеристики семей, территориальная отдалённость общеобразовательной организации и сложность социума» (задачи). Границы не
-- опубликованы. Допущение: индекс социального благополучия в нижней четверти школ, а у отдалённой по анкете ОО — в
-- нижней половине.

local FAR = { "два дня и больше", "затруднительно" }
local REACH = "transport_reach"
local ASSUMED = "допущение: граница не опубликована"

-- Отдалённые школы с индексом не выше границы — 1, прочие — 0; школы без ответа или без индекса нет.
local function remoteness(answers, index, worst)
  local known = answers:present(REACH):join(index:select("school", "percentile"), "school"):present("percentile")
  local far = known:where(REACH, "in", FAR)
  return far:with { far = far.percentile:is("<=", worst) }:select("school", "far")
    :append(known:where(REACH, "not in", FAR):with { far = 0 }:select("school", "far"))
end

return methodology {
  api = 1,
  id = "shssu",
  category = "ШССУ",
  title = "Школы, работающие в сложных социальных условиях",
  each = "region",
  params = {
    worst = number(25, { title = "Индекс: процентиль среди школ, не более", basis = "допущение: нижняя четверть школ", min = 1, max = 50 }),
    remote_worst = number(50, {
      title = "Отдалённая школа: процентиль индекса, не более (0 — отдалённость не учитывать)",
      basis = "допущение: ниже медианы; дорожная карта, задачи: «территориальная отдалённость общеобразовательной организации»", min = 0, max = 100,
    }),
    variant = choice("zscore", { "zscore", "weighted", "percentile", "component", "regression" }, { title = "Вариант индекса", basis = ASSUMED }),
    strata = choice("none", { "none", "locality", "size", "both" }, { title = "Сравнивать внутри страт", basis = ASSUMED }),
    min_n = integer(20, { title = "Обучающихся, не менее", basis = "допущение: доли в малых школах случайны", min = 1, max = 1000 }),
  },
  inputs = { "context", "schools" },
  source = "дорожная карта РИПК и ППРО на 2020–2023 гг. (28.09.2020), задачи; индекс социального благополучия школы (ВШЭ); граница — допущение",
  assumes = "социальные паспорта и анкеты заполнены всеми школами по одним правилам",
  uncertainty = "граница индекса относительная: школа у границы может быть по другую её сторону случайно",
  limits = "признак условий, а не качества работы школы",

  decide = function(ctx, p)
    local index = ctx:indicator("social-index", { variant = p.variant, strata = p.strata, min_pupils = p.min_n })
    ctx:check(index:with { period = tostring(ctx.year) }, {
      rule = "index", title = "Процентиль индекса социального благополучия", name = "period",
      value = "percentile", n = "n", op = "<=", threshold = p.worst, min_n = p.min_n,
    })
    ctx:require { rule = "index", at_least = 1 }
    local answers = ctx:context(ctx.year)
    if p.remote_worst > 0 and answers:has(REACH) then
      ctx:check(remoteness(answers, index, p.remote_worst):with { period = tostring(ctx.year) }, {
        rule = "remote", title = "До крупного города за день не добраться, и индекс ниже границы (1 — да)", name = "period",
        value = "far", op = "==", threshold = 1,
      })
      ctx:require { rule = "remote", at_least = 1 }
    end
    ctx:combine("any")
    ctx:assess(ctx.schools)
    ctx:value(index, "note", "Почему нет индекса")
  end,
}
