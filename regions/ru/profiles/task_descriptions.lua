-- Описание работы: номер задания → умение, блок программы, уровень, КЭС, КТ, максимальный балл.
return {
  id = "task-descriptions",
  title = "ВПР: описания заданий",
  sheets = "first",
  header = { { "№ КИМ", "№ по КИМу" }, "Уровень сложности", "Код КЭС", "Код КТ", { pattern = "^максимальный балл" } },
  missing = "missing",
  references = {
    dataset = "task_descriptions",
    keys = {
      { name = "kind", from = { constant = "ВПР" } },
      { name = "subject", from = { words = "subjects" } },
      { name = "grade", from = { path = "(?:^|/)(\\d{1,2})/[^/]*/[^/]*$" } },
    },
    columns = {
      { name = "task", column = { "№ КИМ", "№ по КИМу" } },
      { name = "number", column = "№" },
      { name = "skill", column = { pattern = "^умения, виды деятельности" } },
      { name = "block", column = { pattern = "^блоки пооп" } },
      { name = "level", column = "Уровень сложности" },
      { name = "content_codes", column = "Код КЭС" },
      { name = "requirement_codes", column = "Код КТ" },
      { name = "maximum", column = { pattern = "^максимальный балл" } },
      { name = "minutes", column = { pattern = "^примерное время" } },
    },
  },
}
