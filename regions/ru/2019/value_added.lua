-- Школы, работающие эффективнее (или хуже) ожидаемого при своём контексте: интервал сжатого остатка двухуровневой модели
-- (участники в школах) целиком выше или ниже нуля. Признак, требующий проверки, а не оценка работы школы: модель видит
-- только те условия, которые есть в социальном паспорте.

local decision = "решение региона: с чем сравнивать школы"

-- Вклад школ по предмету: показатель плагина ru.opora.value-added.
local function effects(ctx, p, subject)
  return ctx:indicator("value-added", {
    kind = p.kind, subject = subject, grade = p.grade, context_1 = p.context_1, context_2 = p.context_2,
    prior = p.prior, prior_kind = p.prior_kind, prior_grade = p.prior_grade, years = p.years, z = p.z,
  })
end

local function named(frame, p, subject)
  local name = p.kind .. " " .. subject .. " " .. p.grade
  return frame:with { name = name }
end

return methodology {
  api = 1,
  id = "value-added-schools",
  category = "Эффективнее ожидаемого",
  title = "Школы, работающие эффективнее ожидаемого при своём контексте",
  source = "двухуровневая модель: Bates, Mächler, Bolker, Walker (2015); интервалы: Goldstein",
  assumes = "эффекты школ и ошибки нормальны; контекст, которого нет в данных, приписан школе",
  uncertainty = "школа в списке, если весь интервал по одну сторону нуля; при 95 % так бывает случайно",
  limits = "не ранжировать школы по остатку; без прежнего результата это не вклад, а поправка на контекст",
  params = {
    kind = choice("ВПР", { "ВПР", "ОГЭ", "ЕГЭ" }, { title = "Процедура", basis = decision }),
    subject_1 = choice("MA", { "MA", "RU" }, { title = "Первый предмет", basis = decision }),
    subject_2 = choice("RU", { "MA", "RU", "none" }, { title = "Второй предмет", basis = decision }),
    grade = integer(5, { title = "Класс (по программе)", basis = decision, min = 1, max = 11 }),
    context_1 = choice("both_parents_higher_education",
      { "none", "both_parents_higher_education", "single_parent", "on_record", "russian_not_native", "passport_pupils" },
      { title = "Показатель социального паспорта 1", basis = decision }),
    context_2 = choice("single_parent",
      { "none", "both_parents_higher_education", "single_parent", "on_record", "russian_not_native", "passport_pupils" },
      { title = "Показатель социального паспорта 2", basis = decision }),
    prior = choice("none", { "none", "school", "pupil" }, { title = "Прежний результат: не учитывать, средний школы или самого участника", basis = decision }),
    prior_kind = choice("ВПР", { "ВПР", "ОГЭ", "ЕГЭ" }, { title = "Прежняя процедура", basis = decision }),
    prior_grade = integer(4, { title = "Класс прежней процедуры", basis = decision, min = 1, max = 11 }),
    years = integer(1, { title = "Лет между процедурами", basis = "та же параллель: столько лет, на сколько классов", min = 0, max = 6 }),
    z = number(1.96, { title = "Квантиль доверительного интервала", basis = "95 % интервал нормального распределения", min = 0, max = 10 }),
    border = number(0, { title = "Граница отклонения, баллов", basis = "решение региона: 0 — любое неслучайное отклонение", min = 0, max = 100 }),
    subjects = integer(1, { title = "Предметов, не менее", basis = "решение региона: по одному предмету или по обоим", min = 1, max = 2 }),
    min_n = integer(10, { title = "Участников, не менее", basis = "решение региона: малые школы не оцениваются", min = 1, max = 1000 }),
  },
  inputs = { "results", "context" },

  decide = function(ctx, p)
    local below = ctx:category("Ниже ожидаемого", { title = "Школы с результатами ниже ожидаемых при своём контексте: признак, требующий проверки" })
    local wanted = { p.subject_1 }
    if p.subject_2 ~= "none" and p.subject_2 ~= p.subject_1 then wanted[2] = p.subject_2 end
    for _, subject in ipairs(wanted) do
      local found = named(effects(ctx, p, subject), p, subject)
      ctx:check(found, {
        rule = "above", title = "Вклад школы, баллов: нижняя граница интервала", name = "name",
        value = "lower", n = "n", op = ">", threshold = p.border, min_n = p.min_n,
      })
      below:check(found, {
        rule = "below", title = "Вклад школы, баллов: верхняя граница интервала", name = "name",
        value = "upper", n = "n", op = "<", threshold = -p.border, min_n = p.min_n,
      })
    end
    ctx:require { rule = "above", at_least = p.subjects }
    below:require { rule = "below", at_least = p.subjects }
    ctx:assess(ctx.schools)
    below:assess(ctx.schools)
  end,
}
