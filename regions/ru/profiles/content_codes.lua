-- Кодификаторы работы: проверяемые элементы содержания (КЭС) и требования к подготовке (КТ).
-- Какой из двух это список, говорит имя файла.
return {
  id = "content-codes",
  title = "ВПР: коды содержания и требований",
  sheets = "first",
  header = { "Код", { pattern = "^проверяемые .*(элементы содержания|требования)" } },
  missing = "missing",
  references = {
    dataset = "content_codes",
    keys = {
      { name = "kind", from = { constant = "ВПР" } },
      { name = "subject", from = { words = "subjects" } },
      { name = "grade", from = { path = "(?:^|/)(\\d{1,2})/[^/]*/[^/]*$" } },
      { name = "codifier", from = { path = "([^/.]+)\\.[^/.]+$" } },
    },
    columns = {
      { name = "code", column = "Код" },
      { name = "text", column = { pattern = "^проверяемые .*(элементы содержания|требования)" } },
    },
  },
}
