-- Вид 1. Граница доли: школа попадает в список, когда хотя бы по одному предмету ЕГЭ минимальный балл
-- не преодолела такая доля участников или большая.

-- Работы со своим минимальным баллом; у базовой математики балла нет, у неё отметка.
local EXAMS = { { subject = "RU", level = "", minimum = "minimum_RU" }, { subject = "MA", level = "профиль", minimum = "minimum_MA" } }
local MINIMUM = "минимальный тестовый балл ЕГЭ, утверждается на каждый год"

return methodology {
  api = 1,
  id = "absolute-share",
  category = "Не преодолели минимальный балл",
  title = "Школы с высокой долей участников ЕГЭ, не преодолевших минимальный балл",
  params = {
    share = percent(50, {
      title = "Доля участников ниже минимального балла, не менее",
      basis = "практика Орловской области, 2025 г.: «50% и более не преодолели минимальный порог по учебному предмету»", min = 1, max = 100,
    }),
    subjects = integer(1, { title = "Предметов, не менее", basis = "практика Орловской области: список по предметам", min = 1, max = 20 }),
    minimum_RU = integer(24, { title = "Минимальный балл: русский язык", basis = MINIMUM, min = 0, max = 100 }),
    minimum_MA = integer(27, { title = "Минимальный балл: математика, профильный уровень", basis = MINIMUM, min = 0, max = 100 }),
    min_n = integer(5, {
      title = "Участников, не менее", min = 1, max = 1000,
      basis = "допущение: в списке Орловской области такой границы нет, и доли 50, 67, 100 % в нём — выпуски из 1–3 человек",
    }),
  },
  inputs = { "results" },
  source = "публикация Департамента образования Орловской области об итогах ЕГЭ 2025 года",
  assumes = "балл — тестовый, без пересдач",
  limits = "в малых выпусках доля случайна: см. small_schools.lua",

  decide = function(ctx, p)
    local results = ctx.results:where("kind", "==", "ЕГЭ"):where("year", "==", ctx.year):where("score", ">=", 0)
    for _, exam in ipairs(EXAMS) do
      local shares = results:where("subject", "==", exam.subject):where("level", "==", exam.level)
        :group("school", "procedure"):tally { n = count(), below = count_where("score", "<", p[exam.minimum]) }
      ctx:check(shares, {
        rule = "below", title = "Доля участников ниже минимального балла", name = "procedure",
        value = share("below", "n"), op = ">=", threshold = p.share, min_n = p.min_n,
      })
    end
    ctx:require { rule = "below", at_least = p.subjects }
    ctx:assess(ctx.schools)
  end,
}
