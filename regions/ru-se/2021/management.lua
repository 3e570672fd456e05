-- Эффективность управления качеством образования (п. 26–27 плана): восемь критериев, оценки экспертов 0, 1, 2 из файла по
-- профилю management-criteria. План называет критерии, но не шкалу: баллы, веса и границы — допущение.

local passport = include("passport")

local CRITERIA = {
  "соответствие программ ФГОС", "результаты программы развития", "внутренняя оценка качества", "подготовка к ГИА",
  "рабочие программы и кодификаторы", "психолого-педагогическое сопровождение", "компетенции педагогов", "управление переходом",
}
local ITEMS = {}
for i = 1, #CRITERIA do ITEMS[i] = "management_" .. i end
local ASSUMED = "допущение: план называет критерии, но не шкалу"

local function weight(title) return number(1, { title = "Вес: " .. title, basis = ASSUMED, min = 0, max = 10 }) end

-- Доля от наибольшего балла; у школы без хотя бы одной оценки её нет.
local function score(answers, p)
  local total, most = 0, 0
  for i, item in ipairs(ITEMS) do
    total = answers:column(item) * p["weight_" .. i] + total
    most = most + p.highest * p["weight_" .. i]
  end
  return answers:with { score = total / most }
end

return methodology {
  api = 1,
  id = "management",
  category = "Управление: нужны решения",
  title = "Школы, управление которыми требует управленческих решений и адресных рекомендаций",
  params = {
    decisions_below = percent(50, { title = "Нужны управленческие решения: доля от наибольшего балла, ниже", basis = ASSUMED, min = 0, max = 100 }),
    effective_from = percent(75, { title = "Управление эффективно: доля от наибольшего балла, не ниже", basis = ASSUMED, min = 0, max = 100 }),
    highest = integer(2, { title = "Наибольший балл по критерию", basis = ASSUMED, min = 1, max = 10 }),
    weight_1 = weight(CRITERIA[1]), weight_2 = weight(CRITERIA[2]), weight_3 = weight(CRITERIA[3]), weight_4 = weight(CRITERIA[4]),
    weight_5 = weight(CRITERIA[5]), weight_6 = weight(CRITERIA[6]), weight_7 = weight(CRITERIA[7]), weight_8 = weight(CRITERIA[8]),
  },
  inputs = { "context", "schools" },
  source = "план мероприятий РСО-Алания на 2021–2022 гг., п. 26–27: восемь критериев; шкала и границы не опубликованы, приняты допущения",
  assumes = "эксперты оценивают все школы по одной шкале; баллы по критериям складываются",
  uncertainty = "не статистическая величина: расхождение экспертов не измерено",
  limits = "оценка организации управления, а не отдельных работников; без оценки хотя бы по одному критерию школа не оценивается",

  decide = function(ctx, p)
    local effective = ctx:category("Управление эффективно", { title = "Школы с эффективным управлением качеством образования" })
    local answers = passport.with_items(ctx:context(ctx.year), ITEMS)
    local found = score(answers, p):with { period = tostring(ctx.year) }
    local title = "Балл по восьми критериям, доля от наибольшего"
    ctx:check(found, { rule = "score", title = title, name = "period", value = "score", op = "<", threshold = p.decisions_below, unit = "%" })
    effective:check(found, { rule = "score", title = title, name = "period", value = "score", op = ">=", threshold = p.effective_from, unit = "%" })
    for _, category in ipairs { ctx, effective } do
      category:require { rule = "score", at_least = 1 }
      category:assess(ctx.schools)
    end
    for i, item in ipairs(ITEMS) do ctx:value(answers, item, "Критерий " .. i .. ": " .. CRITERIA[i]) end
  end,
}
