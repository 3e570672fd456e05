-- ВПР и ГИА одной школы (п. 3 плана: анализ ВПР по русскому языку и математике «с корреляцией результатов государственной
-- итоговой аттестации»). Саму связь по республике даёт показатель exam-agreement; здесь — школы, в которых результат экзамена
-- заметно ниже того, что следует из результатов ВПР.

local SUBJECTS = { "RU", "MA" }  -- п. 3: русский язык и математика
local EXAMS = { "ОГЭ", "ЕГЭ", "ЕГЭ профиль", "ЕГЭ база" }
local ASSUMED = "допущение: план называет связь, но не её границу"

return methodology {
  api = 1,
  id = "vpr-and-gia",
  category = "ГИА ниже ожидаемой по ВПР",
  title = "Школы, в которых результаты ГИА ниже ожидаемых по ВПР: признак, требующий проверки",
  params = {
    border = number(-2, { title = "Отклонение в стандартных ошибках, не выше", basis = ASSUMED, min = -10, max = 0 }),
    exams = integer(1, { title = "Экзаменов, не менее", basis = ASSUMED, min = 1, max = 6 }),
    lag = integer(0, { title = "На сколько лет ВПР раньше экзамена", basis = ASSUMED, min = 0, max = 7 }),
    min_n = integer(10, { title = "Участников каждой из двух процедур, не менее", basis = "допущение: малые группы не оцениваются", min = 1, max = 1000 }),
  },
  inputs = { "results", "schools" },
  source = "план мероприятий РСО-Алания на 2021–2022 гг., п. 3; регрессия результата экзамена на результат ВПР по школам",
  assumes = "связь результатов школ линейна; предмет ВПР и экзамена один",
  uncertainty = "отклонение в своих стандартных ошибках: из двадцати школ без отличий одна выходит за границу случайно",
  limits = "отклонение бывает от отбора в 10 класс и ухода сильных учеников: это повод посмотреть, а не вывод",

  decide = function(ctx, p)
    local found = ctx:indicator("exam-residuals", { lag = p.lag, min_n = p.min_n })
    found = found:with { fewer = (found.test_n + found.exam_n - (found.test_n - found.exam_n):abs()) // 2 }
    for _, subject in ipairs(SUBJECTS) do
      for _, exam in ipairs(EXAMS) do
        local rows = found:where("subject", "==", subject):where("exam", "==", exam)
        ctx:check(rows:with { name = subject .. " " .. exam }, {
          rule = "below", title = "Отклонение результата экзамена от ожидаемого по ВПР, стандартных ошибок", name = "name",
          value = "studentised", n = "fewer", op = "<=", threshold = p.border, min_n = p.min_n,
        })
      end
    end
    ctx:require { rule = "below", at_least = p.exams }
    ctx:assess(ctx.schools)
  end,
}
