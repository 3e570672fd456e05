-- Вид 9. Перечень = присланный список ∪ свои дополнения − исключения с основанием. Присланный список и исключения
-- загружаются (profiles/), не пересчитываются и остаются видны рядом с ответом.

local FEDERAL, EXCLUSIONS = "imported-low-results", "imported-exclusions"

-- Строки списка за год: сколько отметок у школы и какие.
local function listed(ctx, name, column)
  return ctx:external_lists():where("list", "==", name):where("known", "==", 1):group("school")
    :tally { [column] = count(), [column .. "_marker"] = first("marker") }
end

return methodology {
  api = 1,
  id = "imported-and-own",
  category = "Перечень региона",
  title = "Школы федерального перечня и дополнения региона, кроме исключённых с основанием",
  params = {
    low_share = percent(40, {
      title = "Дополнение региона: доля отметок «2» за год, не менее", min = 1, max = 100,
      basis = "допущение: Иркутская область, 2023 г., — федеральный критерий и «зона риска» по региональной методике, формула не опубликована",
    }),
    min_n = integer(10, { title = "Участников, не менее", basis = "допущение: малые группы не дополняются", min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
  },
  inputs = { "results", "external_lists" },
  source = "Иркутская область, распоряжение от 14.03.2023 № 55-310-мр: перечень из федерального и регионального слоёв",
  assumes = "в загруженных списках год — год перечня",
  limits = "исключение без основания не загружается: основание — столбец списка исключений",

  decide = function(ctx, p)
    local own = ctx.results:where("year", "==", ctx.year):where("mark", ">=", p.lowest_mark)
      :group("school"):tally { n = count(), low = count_where("mark", "==", p.lowest_mark) }
    local f = ctx.schools:join(own, "school"):join(listed(ctx, FEDERAL, "federal"), "school"):join(listed(ctx, EXCLUSIONS, "excluded"), "school")
    local is_own = (f.low / f.n):is(">=", p.low_share) * f.n:is(">=", p.min_n)
    f = f:with { federal = f.federal:or_else(0), excluded = f.excluded:or_else(0), own = is_own:or_else(0), what = tostring(ctx.year) }
    f = f:with { grounds = f.federal + f.own }
    ctx:check(f, {
      rule = "ground", title = "Оснований: федеральный перечень, дополнение региона", name = "what",
      value = "grounds", op = ">=", threshold = 1,
    })
    ctx:check(f, { rule = "kept", title = "Оснований исключить", name = "what", value = "excluded", op = "==", threshold = 0 })
    ctx:require { rule = "ground", at_least = 1 }
    ctx:require { rule = "kept", at_least = 1 }
    ctx:value(f, "federal", "В федеральном перечне")
    ctx:value(f, "own", "Дополнение региона")
    ctx:value(f, "excluded_marker", "Основание исключения")
  end,
}
