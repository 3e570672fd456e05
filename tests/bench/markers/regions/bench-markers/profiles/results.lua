return {
  id = "bench-marker-results",
  title = "Результаты: сводная таблица участников",
  header = { "year", "assessment", "subject", "grade", "school_id", "primary_score", "mark", "journal_mark" },
  school = { column = "school_id", keys = { "^(?:sch|edu)(\\d+)$" } },
  results = {
    procedure = {
      kind = { column = "assessment", words = { { "vpr", "ВПР" }, { "oge", "ОГЭ" }, { "ege", "ЕГЭ" } } },
      subject = { column = "subject" },
      grade = { column = "grade" },
      year = { column = "year" },
    },
    variants = { "variant" },
    total = "primary_score",
    maximum = "max_score",
    mark = "mark",
    journal = "journal_mark",
    class = { column = "class_letter", usual = { "^[а-яё]$" } },
    participant = "participant",
    participant_code = "hex",
    replace = { "kind", "year" },
  },
}
