-- Показатели социального паспорта, из которых складывается индекс социального благополучия школы: что берётся,
-- что благоприятно и с каким весом. Регион с другим паспортом заменяет этот файл своим.

local ITEMS = {
  { id = "both_parents_higher_education", direction = 1, weight = "weight_education" },
  { id = "single_parent", direction = -1, weight = "weight_single_parent" },
  { id = "on_record", direction = -1, weight = "weight_on_record" },
  { id = "russian_not_native", direction = -1, weight = "weight_language" },
}
local PUPILS = "passport_pupils"
local BASIS = "решение региона; по умолчанию веса равны"

local function weight(title) return number(1, { title = "Вес: " .. title, basis = BASIS, min = 0, max = 100 }) end

return indicator {
  api = 1,
  id = "social-items",
  title = "Показатели социального паспорта школ",
  inputs = { "context", "schools" },
  params = {
    years_back = integer(0, { title = "Сколько лет назад", basis = "0 — год списка", min = 0, max = 20 }),
    weight_education = weight("оба родителя с высшим образованием"),
    weight_single_parent = weight("неполные семьи"),
    weight_on_record = weight("состоящие на учёте"),
    weight_language = weight("русский язык неродной"),
  },
  outputs = {
    school = { type = "text", always = true, title = "Школа" },
    item = { type = "text", always = true, title = "Показатель" },
    value = { type = "number", min = 0, max = 1, title = "Доля" },
    n = { type = "whole", min = 0, title = "Обучающихся" },
    direction = { type = "whole", always = true, min = -1, max = 1, title = "Больше — благоприятнее (1) или нет (−1)" },
    weight = { type = "number", always = true, min = 0, title = "Вес" },
  },
  source = "социальный паспорт школы; состав показателей — индекс социального благополучия школы (ВШЭ)",
  assumes = "доли посчитаны от всех обучающихся школы на одну дату",
  uncertainty = "паспорт заполняет школа: ошибки и разные толкования вопросов в данных остаются",
  limits = "не для школ, где паспорт заполнен не по всем классам",

  compute = function(ctx, p)
    local answers = ctx:context(ctx.year - p.years_back)
    local all
    for _, item in ipairs(ITEMS) do
      if answers:has(item.id) and answers:has(PUPILS) then
        local one = answers:with {
          item = item.id, value = answers:column(item.id), n = answers:column(PUPILS):round(), direction = item.direction,
          weight = p[item.weight] + 0.0,
        }:select("school", "item", "value", "n", "direction", "weight")
        all = all and all:append(one) or one
      end
    end
    if all then return all end
    -- Паспорта за этот год нет: ни одной строки.
    return ctx.schools:with { item = "", value = 0.0, n = 0, direction = 0, weight = 0.0 }
      :select("school", "item", "value", "n", "direction", "weight"):where("n", ">", 0)
  end,
}
