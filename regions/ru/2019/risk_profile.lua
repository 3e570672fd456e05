-- Рисковый профиль школы (проект «500+»), как он пришёл: направления и их значимость для школы, рядом — собственные результаты школы.
-- Профиль не пересчитывается: формулы факторов не опубликованы.

local DIRECTIONS = {
  { item = "risk_equipment", title = "низкий уровень оснащения школы" },
  { item = "risk_staff", title = "дефицит педагогических кадров" },
  { item = "risk_competence", title = "недостаточная предметная и методическая компетентность педагогических работников" },
  { item = "risk_special_needs", title = "высокая доля обучающихся с ОВЗ" },
  { item = "risk_language", title = "низкое качество преодоления языковых и культурных барьеров" },
  { item = "risk_motivation", title = "низкая учебная мотивация обучающихся" },
  { item = "risk_wellbeing", title = "пониженный уровень школьного благополучия" },
  { item = "risk_discipline", title = "низкий уровень дисциплины в классе" },
  { item = "risk_failing", title = "высокая доля обучающихся с рисками учебной неуспешности" },
  { item = "risk_parents", title = "низкий уровень вовлечённости родителей" },
}

return indicator {
  api = 1,
  id = "risk-profile",
  title = "Рисковый профиль школ (проект «500+») рядом с собственными результатами",
  inputs = { "context", "results" },
  params = {
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
  },
  outputs = {
    school = { type = "text", always = true, title = "Школа" },
    direction = { type = "text", always = true, title = "Направление риска" },
    significance = { type = "text", always = true, title = "Значимость" },
    n = { type = "whole", min = 0, title = "Отметок за год" },
    low_share = { type = "number", min = 0, max = 1, title = "Доля отметок «2», своя" },
  },
  source = "рисковый профиль школы проекта «500+» (ФИОКО), десять направлений; доля отметок «2» — по данным хранилища",
  assumes = "код школы в профиле тот же, что в реестре",
  uncertainty = "не статистическая величина: профиль составлен по анкетам, их погрешность не опубликована",
  limits = "профиль описывает выбранные проектом школы; у остальных его нет, и это не значит, что рисков нет",

  compute = function(ctx, p)
    local answers = ctx:context(ctx.year)
    local marks = ctx.results:where("year", "==", ctx.year):where("mark", ">=", p.lowest_mark)
      :group("school"):tally { n = count(), low = count_where("mark", "==", p.lowest_mark) }
    local all = frame({ { "school", "text" }, { "direction", "text" }, { "significance", "text" } }, {})
    for _, one in ipairs(DIRECTIONS) do
      if answers:has(one.item) then
        local stated = answers:present(one.item)
        all = all:append(stated:with { direction = one.title, significance = stated:column(one.item) }:select("school", "direction", "significance"))
      end
    end
    local beside = all:join(marks, "school")
    return beside:with { low_share = beside.low / beside.n }:select("school", "direction", "significance", "n", "low_share")
  end,
}
