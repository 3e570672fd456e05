-- Пример, не правило региона: приказ № 863 говорит о 2019–2020 учебном годе. Здесь — как могло бы измениться правило через год.
-- Осенью 2020 г. ВПР проверяли программу прошлого года, поэтому «стабильно» читается по предметам, а не по процедурам: один
-- предмет низок и в году списка, и годом раньше, в каком бы классе его ни писали; малые классы объединяются.

local low = include("low_marks")

local KINDS = { "ВПР", "ОГЭ" }
local EXAMPLE = "допущение: пример второго года, не правило региона"

-- По школе и предмету: участники всех классов двух лет; порознь, чтобы проверить каждый год.
local function by_subject(ctx, p, year)
  local found = low.of_year(ctx, p, year, KINDS)
  return found:group("school", "subject"):tally { n = sum("n"), low = sum("low") }
end

return methodology {
  api = 1,
  id = "stably-low",
  category = "ШНОР",
  title = "Школы со стабильно низкими результатами",
  params = {
    low_share = percent(25, { title = "Доля участников с отметкой «2» по предмету, не менее", basis = EXAMPLE, min = 1, max = 100 }),
    subjects = integer(1, { title = "Предметов, низких в оба года, не менее", basis = EXAMPLE, min = 1, max = 20 }),
    min_n = integer(10, { title = "Участников по предмету за год, не менее", basis = EXAMPLE, min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок ВПР и ОГЭ", min = 1, max = 5 }),
  },
  inputs = { "results" },
  source = "пример, не правило региона: предмет вместо процедуры, классы вместе",
  assumes = "отметки разных классов по одному предмету складываются",
  uncertainty = "доли посчитаны по всем участникам; в малых школах доля от года к году меняется случайно",
  limits = "не утверждено Департаментом; показывает, как сменить правило со следующего года",

  decide = function(ctx, p)
    local now, before = by_subject(ctx, p, ctx.year), by_subject(ctx, p, ctx.year - 1)
    local both = now:join(before:with { n_before = before.n, low_before = before.low }:select("school", "subject", "n_before", "low_before"), "school", "subject")
    both = both:present("n_before")
    -- «И в том, и в другом году»: решает меньшая из двух долей; сравнение долей — на целых числах.
    local first = both.low * both.n_before - both.low_before * both.n
    both = both:with { sooner = first:is("<=", 0), fewer = (both.n + both.n_before - (both.n - both.n_before):abs()) // 2 }
    local now_smaller, before_smaller = both:where("sooner", "==", 1), both:where("sooner", "==", 0)
    local function check(rows, part, whole)
      ctx:check(rows, {
        rule = "both_years", title = "Меньшая из долей отметок «2» по предмету за два года", name = "subject",
        value = share(part, whole), n = "fewer", op = ">=", threshold = p.low_share, min_n = p.min_n, unit = "%",
      })
    end
    check(now_smaller, "low", "n")
    check(before_smaller, "low_before", "n_before")
    ctx:require { rule = "both_years", at_least = p.subjects }
    ctx:assess(ctx.schools)
  end,
}
