-- Входная и итоговая диагностика учителей (дорожная карта, п. 4.4): на сколько выросла доля учителей, достигших уровня, по школам.
-- Данные — числа по школам из файла по профилю teacher-diagnostics.

local passport = include("passport")

local ITEMS = { "teachers_before", "teachers_before_passed", "teachers_after", "teachers_after_passed" }

return indicator {
  api = 1,
  id = "teacher-diagnostics",
  title = "Диагностика учителей: доля достигших уровня до и после обучения",
  inputs = { "context" },
  params = {
    min_n = integer(5, { title = "Учителей в каждой диагностике, не менее", basis = "допущение: малые группы не показываются", min = 1, max = 1000 }),
    confidence = number(0.95, { title = "Доверительная вероятность", basis = "допущение: обычные 95 %", min = 0.5, max = 0.9999 }),
  },
  outputs = {
    school = { type = "text", always = true, title = "Школа" },
    n_before = { type = "whole", min = 0, title = "Учителей на входе" },
    n_after = { type = "whole", min = 0, title = "Учителей на выходе" },
    before = { type = "number", min = 0, max = 1, title = "Достигли уровня на входе" },
    after = { type = "number", min = 0, max = 1, title = "Достигли уровня на выходе" },
    gain = { type = "number", min = -1, max = 1, title = "Прирост" },
    lower = { type = "number", min = -1, max = 1, title = "Нижняя граница прироста" },
    upper = { type = "number", min = -1, max = 1, title = "Верхняя граница прироста" },
  },
  source = "дорожная карта РИПК и ППРО на 2020–2023 гг., п. 4.4; разность долей — Newcombe (1998), способ 10",
  assumes = "обе диагностики проведены по равнотрудным материалам; участники двух диагностик — независимые выборки",
  uncertainty = "границы прироста с заданной вероятностью; при одних и тех же учителях интервал шире нужного",
  limits = "без сравнения с учителями, которые не учились, прирост не доказывает пользы обучения; не для оценки отдельных учителей",

  compute = function(ctx, p)
    local known = passport.with_items(ctx:context(ctx.year), ITEMS):present(table.unpack(ITEMS))
    local f = known:with {
      n_before = known.teachers_before:round(), n_after = known.teachers_after:round(),
      passed_before = known.teachers_before_passed:round(), passed_after = known.teachers_after_passed:round(),
    }:where("n_before", ">=", p.min_n):where("n_after", ">=", p.min_n)
    -- Достигших не больше, чем участников: строка с ошибкой не считается.
    f = f:where("passed_before", "<=", col("n_before")):where("passed_after", "<=", col("n_after")):where("passed_before", ">=", 0):where("passed_after", ">=", 0)
    local change = f:compare_shares("passed_after", "n_after", "passed_before", "n_before", { confidence = p.confidence })
    return f:with { before = f.passed_before / f.n_before, after = f.passed_after / f.n_after,
                    gain = change.difference, lower = change.lower, upper = change.upper }
      :select("school", "n_before", "n_after", "before", "after", "gain", "lower", "upper")
  end,
}
