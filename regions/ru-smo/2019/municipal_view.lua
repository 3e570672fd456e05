-- Идентификация на двух уровнях (приложение № 2, п. 4: СОИРО и МОЦ). СОИРО предлагает список по методике stably-low; МОЦ подтверждает его
-- решением по списку. Здесь — что МОЦ видит сам: школы, где доля отметок «2» надёжно выше, чем в остальных школах муниципалитета.
-- Это не второй список области, а вопросы, которые муниципальный центр задаёт своим школам.

local low = include("low_marks")

local KINDS = { "ВПР", "ОГЭ" }
local ASSUMED = "допущение: приказ не говорит, как сравнивает МОЦ"

return methodology {
  api = 1,
  id = "municipal-view",
  category = "К проверке МОЦ",
  title = "Школы, где низких отметок больше, чем в остальных школах муниципалитета",
  each = "municipality",
  params = {
    z = number(1.96, { title = "Отличие в стандартных ошибках, не менее", basis = "допущение: 95 %", min = 0, max = 10 }),
    procedures = integer(2, { title = "Процедур, не менее", basis = ASSUMED, min = 1, max = 20 }),
    schools = integer(3, { title = "Школ муниципалитета в процедуре, не менее", basis = "допущение: с одной школой сравнивать нельзя", min = 2, max = 100 }),
    min_n = integer(10, { title = "Участников в процедуре, не менее", basis = "допущение: малые группы не оцениваются", min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок ВПР и ОГЭ", min = 1, max = 5 }),
  },
  inputs = { "results" },
  source = "приказ Департамента Смоленской области № 863 (2019), приложение № 2, п. 4; разность двух долей, объединённая оценка",
  assumes = "школы муниципалитета пишут одну работу; участники независимы",
  uncertainty = "при границе 1,96 из сорока школ без отличий одна отмечается случайно в каждой процедуре",
  limits = "в муниципалитете из двух школ не применяется; подтверждает или отклоняет предложение СОИРО человек, с причиной",

  decide = function(ctx, p)
    local found = low.of_year(ctx, p, ctx.year, KINDS)
    local all = found:group("procedure"):tally { schools = count(), n_all = sum("n"), low_all = sum("low") }:where("schools", ">=", p.schools)
    found = found:join(all, "procedure"):present("n_all")
    found = found:with { n_others = found.n_all - found.n, low_others = found.low_all - found.low }:where("n_others", ">", 0)
    local difference = found:compare_shares("low", "n", "low_others", "n_others")
    ctx:check(found:with { z = difference.z }, {
      rule = "above_others", title = "Доля отметок «2» против остальных школ муниципалитета, стандартных ошибок", name = "procedure",
      value = "z", n = "n", op = ">=", threshold = p.z, min_n = p.min_n,
    })
    ctx:require { rule = "above_others", at_least = p.procedures }
    ctx:assess(ctx.schools)
  end,
}
