-- ЕГЭ: минимальные тестовые баллы 2023–2027 гг. Граница одна: ниже неё — «2», от неё — выше порога. По ним участники ЕГЭ считаются в
-- федеральном критерии низких результатов («не преодолевшие минимальный порог»).
return {
  kind = "ЕГЭ",
  from = 2023,
  to = 2027,
  source = "github.com/pikhaev1988/saascrm95: таблица минимальных баллов 2023–2027 гг.",
  scales = {
    { subject = "RU", grade = 11, maximum = 100, borders = { 24 } },
    { subject = "MA", grade = 11, level = "профиль", maximum = 100, borders = { 27 } },
    { subject = "OB", grade = 11, maximum = 100, borders = { 42 } },
    { subject = "FI", grade = 11, maximum = 100, borders = { 36 } },
    { subject = "HI", grade = 11, maximum = 100, borders = { 36 } },
    { subject = "BI", grade = 11, maximum = 100, borders = { 36 } },
    { subject = "IS", grade = 11, maximum = 100, borders = { 32 } },
    { subject = "GE", grade = 11, maximum = 100, borders = { 37 } },
    { subject = "EN", grade = 11, maximum = 100, borders = { 22 } },
    { subject = "DE", grade = 11, maximum = 100, borders = { 22 } },
    { subject = "FR", grade = 11, maximum = 100, borders = { 22 } },
  },
}
