-- Таблица результатов: одна строка — один участник одной процедуры; отметка дана. Новый файл
-- муниципалитета заменяет все строки того же вида и года у названных в нём школ.
return {
  id = "bench-results",
  title = "Результаты: сводная таблица участников",
  header = { "year", "assessment", "subject", "grade", "school_id", "primary_score", "mark", "journal_mark" },
  school = { column = "school_id", keys = { "^(?:sch|edu)(\\d+)$" } },
  results = {
    procedure = {
      kind = { column = "assessment" },
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
