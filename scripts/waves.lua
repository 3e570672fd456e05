-- Изменение доли отметок «2» между этапами (волнами) мониторинга одного года: общая часть методик регионов. Этап хранится как
-- уровень процедуры: «входной», «промежуточный», «итоговый». Изменение засчитывается, когда его интервал не содержит нуля.

local THREE_STAGES = {
  { id = "first_half", before = "входной", now = "промежуточный", title = "от входного этапа к промежуточному" },
  { id = "second_half", before = "промежуточный", now = "итоговый", title = "от промежуточного этапа к итоговому" },
  { id = "whole", before = "входной", now = "итоговый", title = "от входного этапа к итоговому" },
}
local MEASURE = "доля «2»"

local function changes(ctx, p, pair)
  local found = ctx:indicator("school-change", {
    years_back = 0, wave_before = pair.before, wave_now = pair.now, confidence = p.confidence, min_n = p.min_n, lowest_mark = p.lowest_mark,
  }):where("measure", "==", MEASURE)
  return found:with { fewer = (found.n + found.n_before - (found.n - found.n_before):abs()) // 2 }
end

-- Ухудшение в списке worse, улучшение в списке better; pairs: { id, before, now, title }. Достаточно одной пары этапов.
local function check(ctx, worse, better, p, pairs)
  for _, pair in ipairs(pairs) do
    local found = changes(ctx, p, pair)
    worse:check(found, {
      rule = pair.id, title = "Изменение доли отметок «2» " .. pair.title .. ": нижняя граница", name = "procedure",
      value = "lower", n = "fewer", op = ">", threshold = 0, min_n = p.min_n,
    })
    better:check(found, {
      rule = pair.id, title = "Изменение доли отметок «2» " .. pair.title .. ": верхняя граница", name = "procedure",
      value = "upper", n = "fewer", op = "<", threshold = 0, min_n = p.min_n,
    })
    for _, category in ipairs { worse, better } do category:require { rule = pair.id, at_least = p.procedures } end
  end
  for _, category in ipairs { worse, better } do
    category:combine("any")
    category:assess(ctx.schools)
  end
end

return { changes = changes, check = check, three_stages = THREE_STAGES }
