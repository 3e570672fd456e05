-- Присланный перечень школ с низкими результатами: строка — школа и год, 1 — школа в перечне.
return {
  id = "imported-list",
  title = "Присланный перечень школ с низкими результатами",
  sheets = "first",
  header = { "год перечня", "школа", "в федеральном перечне" },
  school = { column = "школа", keys = { "^(?:sch|edu)?(\\d+)$", "^(ksh\\d+)$" } },
  missing = "missing",
  lists = {
    list = "imported-low-results",
    year = { column = "год перечня" },
    marked = { "1", "да" },
    markers = { { id = "федеральный критерий", column = "в федеральном перечне" } },
  },
}
