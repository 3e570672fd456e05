-- Распределение первичных баллов работ года по всем участникам и границы отметок: откуда видно, не скапливаются ли баллы у границы.

local BORDERS = { "border_1", "border_2", "border_3", "border_4", "border_5" }

-- 1 у баллов, с которых начинается отметка; самая низкая отметка начинается с нуля и границы не даёт.
local function at_border(rows, procedures)
  local found = rows:with { border = 0 }
  for _, name in ipairs(BORDERS) do
    if procedures:has(name) then
      local least = procedures:select("procedure", name)
      found = found:join(least, "procedure")
      local own = found.score:is("==", found:column(name)):or_else(0) * found.score:is(">", 0)
      found = found:with { border = found.border + own - found.border * own }
    end
  end
  return found
end

return indicator {
  api = 1,
  id = "score-distribution",
  title = "Распределение первичных баллов и границы отметок",
  inputs = { "results", "procedures" },
  outputs = {
    procedure = { type = "text", always = true, title = "Работа" },
    score = { type = "whole", always = true, min = 0, title = "Первичный балл" },
    n = { type = "whole", always = true, min = 0, title = "Участников" },
    all = { type = "whole", always = true, min = 0, title = "Участников работы" },
    border = { type = "whole", always = true, min = 0, max = 1, title = "С этого балла начинается отметка" },
  },
  source = "рекомендации ФИОКО 2026 г., с. 13–15: распределение первичных баллов",
  assumes = "границы отметок — загруженной шкалы работы или шкалы пакета",
  uncertainty = "не приводится: сосчитаны все участники",
  limits = "пик у границы — повод посмотреть на проверку работ, а не вывод",

  compute = function(ctx)
    local year = ctx.results:where("year", "==", ctx.year):where("score", ">=", 0)
    local rows = year:group("procedure", "score"):tally { n = count() }:join(year:group("procedure"):tally { all = count() }, "procedure")
    return at_border(rows, ctx.procedures:where("year", "==", ctx.year)):select("procedure", "score", "n", "all", "border")
  end,
}
