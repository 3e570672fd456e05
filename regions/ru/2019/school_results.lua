-- Результат школы за год одним числом: средний стандартизованный балл по всем работам года. Балл каждой работы
-- стандартизован по всем её участникам, поэтому работы разной трудности складываются.

return indicator {
  api = 1,
  id = "school-results",
  title = "Средний стандартизованный результат школ за год",
  inputs = { "results" },
  params = {
    years_back = integer(0, { title = "Сколько лет назад", basis = "0 — год списка", min = 0, max = 20 }),
    kind = choice("ВПР", { "ВПР", "ОГЭ", "ЕГЭ" }, { title = "Процедура", basis = "решение региона" }),
  },
  outputs = {
    school = { type = "text", always = true, title = "Школа" },
    result = { type = "number", title = "Результат, станд. баллы" },
    n = { type = "whole", min = 0, title = "Участников (в параллели — по самой массовой работе)" },
    variance = { type = "number", min = 0, title = "Дисперсия ошибки результата" },
  },
  source = "z = (балл − среднее)/станд. отклонение по всем участникам работы; среднее z школы; дисперсия внутри школ общая",
  assumes = "участники работы в регионе — одна и та же совокупность; разброс баллов внутри школ одинаков",
  uncertainty = "дисперсия ошибки считается так, будто участник писал одну работу: сверху, потому что работы одного участника связаны",
  limits = "место среди школ этого года, а не уровень знаний: между годами и регионами не сравнивать",

  compute = function(ctx, p)
    local query = ctx.results:where("year", "==", ctx.year - p.years_back):where("kind", "==", p.kind):where("score", ">=", 0)
    local of_work = query:group("procedure"):tally { mean_of_work = mean("score"), sd_of_work = sd("score") }:where("sd_of_work", ">", 0)
    local f = query:group("school", "procedure", "grade"):tally { k = count(), mean = mean("score"), sd0 = sd("score", 0) }
      :join(of_work, "procedure"):present("sd_of_work", "sd0")
    f = f:with { z = (f.mean - f.mean_of_work) / f.sd_of_work * f.k, inside = f.sd0 * f.sd0 * f.k / (f.sd_of_work * f.sd_of_work) }
    local pooled = f:tally { inside = sum("inside"), all = sum("k"), groups = count() }
    local pupils = f:group("school", "grade"):tally { of_grade = max("k") }:group("school"):tally { n = sum("of_grade") }
    local out = f:group("school"):tally { z = sum("z"), all = sum("k") }:join(pupils, "school")
    -- Дисперсия одного участника внутри школы; нет её — нет и ошибки.
    local within = pooled.inside / (pooled.all - pooled.groups)
    return out:with { result = out.z / out.all, variance = within / out.n }:select("school", "result", "n", "variance")
  end,
}
