-- Результаты по этапам (волнам) мониторинга года: этап хранится как уровень процедуры. Строка — школа, работа, этап.

local STAGES = { "входной", "промежуточный", "итоговый" }

return indicator {
  api = 1,
  id = "wave-results",
  title = "Результаты школ по этапам мониторинга",
  inputs = { "results" },
  params = {
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
  },
  outputs = {
    school = { type = "text", always = true, title = "Школа" },
    kind = { type = "text", always = true, title = "Процедура" },
    subject = { type = "text", always = true, title = "Предмет" },
    grade = { type = "whole", title = "Класс" },
    stage = { type = "text", always = true, title = "Этап" },
    place = { type = "whole", always = true, min = 1, max = 3, title = "Который по порядку" },
    n = { type = "whole", always = true, min = 0, title = "Отметок" },
    low = { type = "whole", always = true, min = 0, title = "Отметок «2»" },
  },
  source = "план мероприятий РСО-Алания на 2021–2022 гг., п. 21; дорожная карта программы № 59-б: три этапа мониторинга",
  assumes = "этапы проведены по работам одинаковой трудности",
  uncertainty = "интервалы считает документ: Wilson (1927)",
  limits = "сравнивать только одни и те же работы",

  compute = function(ctx, p)
    local marks = ctx.results:where("year", "==", ctx.year):where("mark", ">=", 1)
    local all
    for i, stage in ipairs(STAGES) do
      local found = marks:where("level", "==", stage):group("school", "kind", "subject", "grade"):tally { n = count(), low = count_where("mark", "<=", p.lowest_mark) }
        :with { stage = stage, place = i }:select("school", "kind", "subject", "grade", "stage", "place", "n", "low")
      all = all and all:append(found) or found
    end
    return all
  end,
}
