-- Сравнительный анализ (дорожная карта, п. 4.5: ВПР, РИКО, ОГЭ, ЕГЭ; п. 3.6: «в сопоставимых социальных условиях»): результаты школ с
-- разным социальным контекстом по процедурам и годам. Группы — части школ по процентилю индекса социального благополучия.

local GROUPS = {
  { title = "сложные условия: нижняя четверть", from = 0, below = 25 },
  { title = "условия ниже средних", from = 25, below = 50 },
  { title = "условия выше средних", from = 50, below = 75 },
  { title = "благоприятные условия: верхняя четверть", from = 75, below = 101 },
}

return indicator {
  api = 1,
  id = "comparative-analysis",
  title = "Результаты школ в сопоставимых социальных условиях",
  inputs = { "results", "schools" },
  params = {
    years = integer(3, { title = "Лет, считая год списка", basis = "допущение: сколько лет сравнивать", min = 1, max = 10 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
    good_mark = integer(4, { title = "Качество: отметка, не ниже", basis = "«качество» — отметки «4» и «5»", min = 3, max = 5 }),
  },
  outputs = {
    year = { type = "whole", always = true, title = "Год" },
    kind = { type = "text", always = true, title = "Процедура" },
    group = { type = "text", always = true, title = "Условия" },
    schools = { type = "whole", min = 0, title = "Школ" },
    n = { type = "whole", min = 0, title = "Отметок" },
    low_share = { type = "number", min = 0, max = 1, title = "Доля «2»" },
    good_share = { type = "number", min = 0, max = 1, title = "Доля «4» и «5»" },
  },
  source = "дорожная карта РИПК и ППРО на 2020–2023 гг., п. 3.6, 4.5; группы — четверти индекса социального благополучия, допущение",
  assumes = "условия школ — по социальным паспортам года списка и для прежних лет",
  uncertainty = "не приводится: отметки одного ученика и одной школы связаны",
  limits = "школа без паспорта ни в какую группу не входит; различие групп — не вклад школ",

  compute = function(ctx, p)
    local index = ctx:indicator("social-index"):present("percentile"):select("school", "percentile")
    local marks = ctx.results:where("year", ">", ctx.year - p.years):where("year", "<=", ctx.year):where("mark", ">=", p.lowest_mark)
    local schools = marks:group("year", "kind", "school"):tally {
      n = count(), low = count_where("mark", "==", p.lowest_mark), good = count_where("mark", ">=", p.good_mark),
    }:join(index, "school")
    local out
    for _, group in ipairs(GROUPS) do
      local found = schools:where("percentile", ">=", group.from):where("percentile", "<", group.below)
        :group("year", "kind"):tally { schools = count(), n = sum("n"), low = sum("low"), good = sum("good") }
      found = found:with { group = group.title, low_share = found.low / found.n, good_share = found.good / found.n }
        :select("year", "kind", "group", "schools", "n", "low_share", "good_share")
      out = out and out:append(found) or found
    end
    return out
  end,
}
