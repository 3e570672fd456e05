-- Вид 11. Матрица маркеров: строка — школа, столбец — предмет и класс, в ячейке — какие признаки есть. Школа
-- попадает в список, когда отмеченных ячеек достаточно. Признак требует проверки и ничего не доказывает.

local LETTERS = { "a", "b" }

return methodology {
  api = 1,
  id = "marker-matrix",
  category = "Матрица маркеров",
  title = "Школы с признаками необъективных результатов ВПР, требующими проверки",
  each = "region",
  params = {
    cells = integer(2, {
      title = "Отмеченных ячеек, не менее",
      basis = "допущение; методика ФИОКО 2019 г. — хотя бы один признак", min = 1, max = 100,
    }),
    grade_1 = integer(4, { title = "Младший класс", basis = "методика ФИОКО 2019 г.", min = 1, max = 11 }),
    grade_2 = integer(5, { title = "Старший класс", basis = "методика ФИОКО 2019 г.", min = 1, max = 11 }),
    z = number(1.96, { title = "Квантиль доверительного интервала", basis = "методика ФИОКО 2019 г.: 95 %", min = 0, max = 10 }),
    min_n = integer(10, { title = "Участников, не менее", basis = "допущение: малые группы не оцениваются", min = 1, max = 1000 }),
  },
  inputs = { "results" },
  source = "Республика Дагестан: матрица маркеров по годам; методика ФИОКО 2019 г., маркеры (a) и (b)",
  assumes = "журнал и баллы ВПР относятся к одним и тем же участникам",
  limits = "сочетание признаков оценивает человек",

  decide = function(ctx, p)
    local cells
    for _, grade in ipairs { p.grade_1, p.grade_2 } do
      -- (a) нижняя граница интервала школы выше верхней границы интервала региона; (b) журнал против баллов.
      local a = ctx:indicator("mean-intervals", { grade = grade, z = p.z })
      local b = ctx:indicator("journal-agreement", { grade = grade }):select("school", "procedure", "r")
      local f = a:where("n", ">=", p.min_n):join(b, "school", "procedure")
      f = f:with { a = f.lower:is(">", f.upper):or_else(0), b = f.r:is("<", 0):or_else(0) }
      f = f:select("school", "procedure", "n", "a", "b")
      cells = cells and cells:append(f) or f
    end
    cells = cells:with { marked = (cells.a + cells.b):is(">", 0) }
    local schools = cells:group("school"):tally { marked = sum("marked"), cells = count() }:with { what = tostring(ctx.year) }
    ctx:check(schools, {
      rule = "cells", title = "Ячеек с признаком", name = "what",
      value = "marked", n = "cells", op = ">=", threshold = p.cells,
    })
    ctx:require { rule = "cells", at_least = 1 }
    ctx:assess(ctx.schools)
    for procedure, rows in cells:where("marked", ">", 0):by("procedure") do
      for _, row in ipairs(rows) do
        local found = {}
        for _, letter in ipairs(LETTERS) do if row[letter] > 0 then found[#found + 1] = letter end end
        ctx:decision(row.school):value(procedure, table.concat(found, " "))
      end
    end
  end,
}
