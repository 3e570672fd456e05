-- Кодификаторы работы: проверяемые элементы содержания (КЭС) и требования к подготовке (КТ).
-- Какой из двух это список, говорит имя файла.
return {
  id = "content-codes",
  title = "ВПР: коды содержания и требований",
  sheets = "first",
  header = { "Код", { pattern = "^проверяемые .*(элементы содержания|требования)" } },
  missing = "missing",
  code_texts = {
    work = {
      kind = { constant = "ВПР" },
      subject = { words = "subjects" },
      grade = { path = "(?:^|/)(\\d{1,2})/[^/]*/[^/]*$" },
      year = { path = "(?:^|/)(20\\d\\d)/" },
    },
    codifier = { words = { { "ks", "content" }, { "кэс", "content" }, { "kt", "requirement" }, { "кт", "requirement" } } },
    code = "Код",
    text = { pattern = "^проверяемые .*(элементы содержания|требования)" },
  },
}
