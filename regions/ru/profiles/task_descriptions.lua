-- Описание работы: номер задания → умение, блок программы, уровень, КЭС, КТ, максимальный балл.
-- Строк на задание столько, сколько у него сочетаний кодов. Год — из папки; без года описание годится для всех лет.
return {
  id = "task-descriptions",
  title = "ВПР: описания заданий",
  sheets = "first",
  header = { { "№ КИМ", "№ по КИМу" }, "Уровень сложности", "Код КЭС", "Код КТ", { pattern = "^максимальный балл" } },
  missing = "missing",
  task_descriptions = {
    work = {
      kind = { constant = "ВПР" },
      subject = { words = "subjects" },
      grade = { path = "(?:^|/)(\\d{1,2})/[^/]*/[^/]*$" },
      year = { path = "(?:^|/)(20\\d\\d)/" },
    },
    task = { "№ КИМ", "№ по КИМу" },
    position = "№",
    skill = { pattern = "^умения, виды деятельности" },
    block = { pattern = "^блоки пооп" },
    difficulty = "Уровень сложности",
    content_codes = "Код КЭС",
    requirement_codes = "Код КТ",
    maximum = { pattern = "^максимальный балл" },
  },
}
