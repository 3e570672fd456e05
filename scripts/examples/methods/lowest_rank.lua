-- Вид 3. Место среди школ: список — нижняя часть школ региона по среднему баллу. Школы с равным результатом
-- входят или не входят вместе: считается, у какой доли школ результат строго хуже.

return methodology {
  api = 1,
  id = "lowest-rank",
  category = "Нижняя часть рейтинга",
  title = "Школы с самыми низкими средними баллами региона",
  each = "region",
  params = {
    lowest = percent(15, {
      title = "Нижняя часть школ", min = 1, max = 50,
      basis = "практика Рязанской области, ЕГЭ 2025 г.: 15 % школ (43); в Санкт-Петербурге — нижний квартиль ВПР (25)",
    }),
    kind = choice("ЕГЭ", { "ЕГЭ", "ОГЭ", "ВПР" }, { title = "Процедура", basis = "практика Рязанской области: ЕГЭ" }),
    subject = choice("RU", { "RU", "MA" }, { title = "Предмет", basis = "допущение: обязательный предмет" }),
    grade = integer(11, { title = "Класс", basis = "практика Рязанской области: ЕГЭ", min = 1, max = 11 }),
    level = choice("нет", { "нет", "профиль", "база" }, { title = "Уровень работы", basis = "ЕГЭ по математике бывает двух уровней" }),
    min_n = integer(5, { title = "Участников, не менее", basis = "допущение: малые выпуски не ранжируются", min = 1, max = 1000 }),
  },
  inputs = { "results" },
  source = "публикация Министерства образования Рязанской области об итогах ЕГЭ 2025 года",
  assumes = "участники школ региона сравнимы",
  uncertainty = "место у границы случайно: рядом с ней сравните интервалы средних",
  limits = "в списке всегда одна и та же часть школ, как бы ни менялись результаты региона",

  decide = function(ctx, p)
    local schools = ctx.results
      :where("kind", "==", p.kind):where("subject", "==", p.subject):where("grade", "==", p.grade)
      :where("level", "==", p.level == "нет" and "" or p.level):where("year", "==", ctx.year):where("score", ">=", 0)
      :group("school"):tally { n = count(), mean = mean("score") }
    -- Места считаются среди школ, где участников достаточно; остальные получают место среди таких же малых
    -- и не оцениваются.
    schools = schools:with { enough = schools.n:is(">=", p.min_n) }
    schools = schools:with { worse = (schools:rank("mean", "enough", "min") - 1):floor(), what = p.kind .. " " .. p.subject .. " " .. p.grade }
    schools = schools:join(schools:group("enough"):tally { ranked = count() }, "enough")
    ctx:check(schools, {
      rule = "rank", title = "Доля школ с худшим средним баллом", name = "what",
      value = share("worse", "ranked"), n = "n", op = "<", threshold = p.lowest, min_n = p.min_n,
    })
    ctx:require { rule = "rank", at_least = 1 }
    ctx:assess(ctx.schools)
    ctx:value(schools, "mean", "Средний балл")
  end,
}
