-- Региональные показатели мониторинга качества подготовки на трёх уровнях (дорожная карта, п. 1.1: «механизмы регионального и
-- муниципального уровней, а также внутришкольные»; п. 4.5: ВПР, РИКО, ОГЭ, ЕГЭ). Строка — уровень, территория или школа, процедура.

local OUTSIDE = "без муниципалитета"

local function counts(f, ...)
  return f:group("kind", ...):tally { schools = count(), n = sum("n"), low = sum("low"), good = sum("good") }
end

local function of_level(f, level) return f:with { level = level }:select("level", "place", "kind", "schools", "n", "low", "good") end

return indicator {
  api = 1,
  id = "monitoring-indicators",
  title = "Показатели мониторинга: регион, муниципалитеты, школы",
  inputs = { "results", "schools" },
  params = {
    years_back = integer(0, { title = "Сколько лет назад", basis = "0 — год списка", min = 0, max = 20 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
    good_mark = integer(4, { title = "Качество: отметка, не ниже", basis = "«качество» — отметки «4» и «5»", min = 3, max = 5 }),
  },
  outputs = {
    level = { type = "text", always = true, title = "Уровень" },
    place = { type = "text", always = true, title = "Территория или школа" },
    kind = { type = "text", always = true, title = "Процедура" },
    schools = { type = "whole", min = 0, title = "Школ" },
    n = { type = "whole", min = 0, title = "Отметок" },
    low_share = { type = "number", min = 0, max = 1, title = "Доля «2»" },
    good_share = { type = "number", min = 0, max = 1, title = "Доля «4» и «5»" },
    lower = { type = "number", min = 0, max = 1, title = "Доля «2»: нижняя граница" },
    upper = { type = "number", min = 0, max = 1, title = "Доля «2»: верхняя граница" },
  },
  source = "дорожная карта РИПК и ППРО на 2020–2023 гг., п. 1.1, 4.5; состав показателей — допущение; интервал Уилсона (1927)",
  assumes = "работы одной процедуры складываются по предметам и классам",
  uncertainty = "lower и upper — 95 % интервал, как если бы отметки были независимы; отметки одного ученика связаны",
  limits = "ЕГЭ без отметок (кроме базовой математики) сюда не входит: у него нет «2» и «4»",

  compute = function(ctx, p)
    local marks = ctx.results:where("year", "==", ctx.year - p.years_back):where("mark", ">=", p.lowest_mark)
    local schools = marks:group("kind", "school"):tally { n = count(), low = count_where("mark", "==", p.lowest_mark), good = count_where("mark", ">=", p.good_mark) }
    local places = ctx.schools:select("school", "municipality")
    schools = schools:join(places:with { municipality = places.municipality:or_else(OUTSIDE) }, "school")
    schools = schools:with { municipality = schools.municipality:or_else(OUTSIDE) }
    local region = counts(schools):with { place = "все школы" }
    local municipalities = counts(schools, "municipality")
    local all = of_level(region, "регион")
      :append(of_level(municipalities:with { place = municipalities.municipality }, "муниципалитет"))
      :append(of_level(schools:with { place = schools.school, schools = 1 }, "школа"))
    local interval = all:interval("low", "n")
    return all:with { low_share = all.low / all.n, good_share = all.good / all.n, lower = interval.lower, upper = interval.upper }
      :select("level", "place", "kind", "schools", "n", "low_share", "good_share", "lower", "upper")
  end,
}
