-- Рост результатов одной параллели: чем нынешний результат отличается от ожидаемого по прежнему результату той же параллели.
-- Признак, требующий проверки: состав параллели меняется, поэтому при заметной разнице в числе участников школа не оценивается.

local decision = "решение региона: какие процедуры сравнивать"

return methodology {
  api = 1,
  id = "cohort-growth-schools",
  category = "Рост ниже ожидаемого",
  title = "Школы, в которых результат параллели ниже ожидаемого по её прежнему результату: признак, требующий проверки",
  source = "результат сверх ожидаемого по прежнему результату параллели: Goldstein",
  assumes = "параллель та же (сверяется по числу участников), трудность работ для всех школ одна",
  uncertainty = "школа в списке, если весь интервал ниже нуля: при 95 % так бывает случайно у одной школы из сорока",
  limits = "не применять, если состав параллели сменился; причина данными не названа",
  params = {
    kind = choice("ВПР", { "ВПР", "ОГЭ", "ЕГЭ" }, { title = "Процедура", basis = decision }),
    subject = choice("MA", { "MA", "RU" }, { title = "Предмет", basis = decision }),
    grade = integer(5, { title = "Класс (по программе)", basis = decision, min = 1, max = 11 }),
    prior_kind = choice("ВПР", { "ВПР", "ОГЭ", "ЕГЭ" }, { title = "Прежняя процедура", basis = decision }),
    prior_grade = integer(4, { title = "Класс прежней процедуры", basis = decision, min = 1, max = 11 }),
    years = integer(1, { title = "Лет между процедурами", basis = "та же параллель: столько лет, на сколько классов", min = 0, max = 6 }),
    link = choice("school", { "school", "pupil" }, { title = "Прежний результат: средний школы или самого участника", basis = decision }),
    z = number(1.96, { title = "Квантиль доверительного интервала", basis = "95 % интервал нормального распределения", min = 0, max = 10 }),
    size_ratio = percent(70, { title = "Меньшее число участников к большему, не менее", basis = "решение региона: состав параллели тот же", min = 0, max = 100 }),
    min_n = integer(10, { title = "Участников, не менее", basis = "решение региона: малые школы не оцениваются", min = 1, max = 1000 }),
  },
  inputs = { "results" },

  decide = function(ctx, p)
    local found = ctx:indicator("cohort-growth", {
      kind = p.kind, subject = p.subject, grade = p.grade, prior_kind = p.prior_kind, prior_grade = p.prior_grade, years = p.years,
      link = p.link, z = p.z,
    }):where("size_ratio", ">=", p.size_ratio)
    found = found:with { name = p.kind .. " " .. p.subject .. " " .. p.grade, fewer = (found.n_before + found.n_after - (found.n_before - found.n_after):abs()) // 2 }
    ctx:check(found, {
      rule = "growth", title = "Результат сверх ожидаемого, стандартных отклонений: верхняя граница интервала", name = "name",
      value = "upper", n = "fewer", op = "<", threshold = 0, min_n = p.min_n,
    })
    ctx:value(found, "gain", "Изменение места среди всех, стандартных отклонений")
    ctx:require { rule = "growth", at_least = 1 }
    ctx:assess(ctx.schools)
  end,
}
