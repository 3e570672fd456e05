-- Динамика результатов школы за год (или несколько лет): «Положительная динамика» и «Отрицательная динамика».
-- Изменение засчитывается, когда доверительный интервал разности не содержит нуля; изменение через разрыв
-- сопоставимости не засчитывается никогда. Показатели считает плагин ru.opora.dynamics (pack.lua).

-- Граница изменения, ближайшая к нулю, со знаком «больше — лучше»: доля «2» улучшается, когда падает.
local function toward_better(rows, falls)
  if falls then return rows:with { gain = -rows.upper, loss = -rows.lower } end
  return rows:with { gain = rows.lower, loss = rows.upper }
end

-- Процедуры, по которым можно судить. Малая группа или разрыв в одной из них не мешает судить школу по остальным,
-- пока их не меньше, чем нужно; у прочих школ остаются все, и ответ — «не оценивается».
local function judged(rows, p)
  rows = rows:with { fewer = (rows.n + rows.n_before - (rows.n - rows.n_before):abs()) // 2 }
  rows = rows:with { known = rows.fewer:is(">=", p.min_n):or_else(0) * rows.gain:is("==", rows.gain):or_else(0) }
  rows = rows:join(rows:group("school"):tally { enough = sum("known") }, "school")
  local by_others = rows:where("enough", ">=", p.procedures):where("known", "==", 1)
  return by_others:append(rows:where("enough", "<", p.procedures))
end

return methodology {
  api = 1,
  id = "dynamics",
  category = "Положительная динамика",
  title = "Школы с положительной динамикой результатов",
  params = {
    years_back = integer(1, { title = "Сравнить с результатами скольких лет назад", basis = "решение региона", min = 1, max = 10 }),
    confidence = number(0.95, { title = "Доверительная вероятность", basis = "решение региона: обычные 95 %", min = 0.5, max = 0.9999 }),
    equate = choice("нет", { "нет", "z" }, {
      title = "Средний балл в единицах разброса участников (z)", basis = "решение региона: снимает трудность КИМ разных лет",
    }),
    procedures = integer(2, {
      title = "Процедур с изменением, не менее", basis = "решение региона: одно изменение может быть случайным", min = 1, max = 20,
    }),
    min_n = integer(10, {
      title = "Участников в каждом из двух годов, не менее", basis = "решение региона: малые группы не оцениваются", min = 1, max = 1000,
    }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
  },
  inputs = { "results" },
  source = "доли: Newcombe (1998), способ 10; средние: Welch (1947)",
  assumes = "участники двух лет — независимые выборки",
  uncertainty = "интервал разности с заданной доверительной вероятностью; при многих показателях часть отметок случайна",
  limits = "через разрыв сопоставимости изменение не засчитывается; возврат к среднему не исключён",

  decide = function(ctx, p)
    local changes = ctx:indicator("school-change", {
      years_back = p.years_back, confidence = p.confidence, equate = p.equate, min_n = p.min_n, lowest_mark = p.lowest_mark,
      breaks = "пакет",
    }):where("verdict", "!=", "не сопоставимо")  -- чего нельзя сравнить, о том и нет проверки
    local down = ctx:category("Отрицательная динамика", { title = "Школы с отрицательной динамикой результатов (признак, требующий проверки)" })
    local average = p.equate == "z" and "средний балл, z" or "средняя доля баллов"
    local measures = {
      { name = "доля «2»", rule = "low", falls = true },
      { name = average, rule = "mean", falls = false },
    }
    for _, measure in ipairs(measures) do
      local rows = judged(toward_better(changes:where("measure", "==", measure.name), measure.falls), p)
      ctx:check(rows, {
        rule = measure.rule, title = "Надёжное улучшение (граница интервала): " .. measure.name, name = "procedure",
        value = "gain", n = "fewer", op = ">", threshold = 0, min_n = p.min_n,
      })
      down:check(rows, {
        rule = measure.rule, title = "Надёжное ухудшение (граница интервала): " .. measure.name, name = "procedure",
        value = "loss", n = "fewer", op = "<", threshold = 0, min_n = p.min_n,
      })
    end
    for _, category in ipairs { ctx, down } do
      for _, measure in ipairs(measures) do category:require { rule = measure.rule, at_least = p.procedures } end
      category:combine("any")
      category:assess(ctx.schools)
    end
  end,
}
