-- Первичные баллы участников по школам: сколько участников школы набрали столько баллов. Документ складывает их в группы.

return indicator {
  api = 1,
  id = "school-scores",
  title = "Первичные баллы участников по школам",
  inputs = { "results" },
  outputs = {
    school = { type = "text", always = true, title = "Школа" },
    procedure = { type = "text", always = true, title = "Работа" },
    score = { type = "whole", always = true, min = 0, title = "Первичный балл" },
    n = { type = "whole", always = true, min = 0, title = "Участников" },
  },
  source = "рекомендации ФИОКО 2026 г., с. 13–15: распределение первичных баллов школы рядом с регионом",
  assumes = "код школы один и тот же во всех работах",
  uncertainty = "не приводится: сосчитаны все участники",
  limits = "число участников с одним баллом мало: показывать только группами баллов",

  compute = function(ctx)
    return ctx.results:where("year", "==", ctx.year):where("score", ">=", 0):group("school", "procedure", "score"):tally { n = count() }
  end,
}
