return {
  id = "bench-marker-scales",
  title = "Шкалы перевода баллов в отметки",
  header = { "assessment", "subject", "grade", "max_score", "b3", "b4", "b5" },
  scales = {
    procedure = {
      kind = { column = "assessment", words = { { "vpr", "ВПР" }, { "oge", "ОГЭ" }, { "ege", "ЕГЭ" } } },
      subject = { column = "subject" },
      grade = { column = "grade" },
    },
    maximum = "max_score",
    borders = { "b3", "b4", "b5" },
  },
}
