-- Признаки необъективных результатов как проверки: федеральные маркеры и статистические признаки матрицы «markers» плагина
-- ru.opora.objectivity. Ни один из них не доказывает нарушения: у каждого есть другие объяснения, они названы в заголовке.

-- Федеральные: значение против своей границы. Остальные: p с поправкой на число проверок (q).
local federal = {
  { id = "inflated_mean", op = ">", title = "Средний балл выше региона, маркер (a); иное объяснение: отбор учащихся" },
  { id = "journal_mismatch", op = "<", title = "Обратная связь баллов с журналом, маркер (b); иное объяснение: мало участников, почти одинаковые отметки" },
  { id = "sharp_fall", op = ">", title = "Резкий спад параллели, маркер (c); иное объяснение: смена состава класса или учителя" },
  { id = "sharp_rise", op = "<", title = "Резкий рост параллели, маркер (c); иное объяснение: смена состава класса или учителя" },
}
local tests = {
  { id = "border_bunching", title = "Скопление баллов на границах отметок; иное объяснение: перепроверка работ у границы" },
  { id = "mark_distribution", title = "Отметки выше, чем в остальных школах; иное объяснение: отбор учащихся" },
  { id = "score_dispersion", title = "Малый разброс при высоком среднем; иное объяснение: отбор учащихся, один сильный класс" },
  { id = "class_range", title = "Различие классов одной школы; иное объяснение: профильный класс" },
  { id = "journal_raised", title = "Отметки выше журнала чаще, чем в остальных школах; иное объяснение: строгий журнал" },
  { id = "journal_far", title = "Большие расхождения с журналом; иное объяснение: журнал за другой период" },
  { id = "task_inversion", title = "Лёгкие задания хуже, трудные лучше остальных школ; иное объяснение: порядок изучения тем" },
  { id = "year_change", title = "Изменение места параллели за год; иное объяснение: смена состава класса" },
  { id = "cohort_confirmation", title = "Результат не подтверждается позже; иное объяснение: сильные ученики ушли" },
}

-- Проверки по матрице признаков: computed — строки, в которых признак вычислен; p.min_n, p.alpha.
local function check(category, computed, p)
  for _, rule in ipairs(federal) do
    category:check(computed:where("marker", "==", rule.id), { rule = rule.id, title = rule.title, name = "procedure", value = "value",
      n = "n", op = rule.op, threshold = "threshold", min_n = p.min_n })
  end
  for _, rule in ipairs(tests) do
    category:check(computed:where("marker", "==", rule.id), { rule = rule.id, title = rule.title, name = "procedure", value = "q",
      n = "n", op = "<=", threshold = p.alpha, min_n = p.min_n })
  end
end

return { check = check }
