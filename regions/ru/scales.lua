-- Перевод первичного балла ВПР в отметку: первые баллы отметок «3», «4», «5» и максимум работы.
-- Границы 2020–2022 годов по открытой выгрузке региональной системы (github.com/shekeldini/Flask);
-- максимум не указан там, где в разные годы он был разным или неизвестен.
return {
  kind = "ВПР",
  from = 2020,
  to = 2022,
  source = "Описания работ ВПР 2020–2022 гг.; региональная выгрузка shekeldini/Flask",
  scales = {
    { subject = "RU", grade = 4, maximum = 38, borders = { 14, 24, 33 } },
    { subject = "MA", grade = 4, maximum = 20, borders = { 6, 10, 15 } },
    { subject = "OM", grade = 4, maximum = 32, borders = { 8, 18, 27 } },

    { subject = "RU", grade = 5, maximum = 45, borders = { 18, 29, 39 } },
    { subject = "MA", grade = 5, maximum = 20, borders = { 7, 11, 15 } },
    { subject = "BI", grade = 5, maximum = 29, borders = { 12, 18, 24 } },
    { subject = "IS", grade = 5, maximum = 15, borders = { 4, 8, 12 } },

    { subject = "RU", grade = 6, maximum = 51, borders = { 25, 35, 45 } },
    { subject = "MA", grade = 6, maximum = 16, borders = { 6, 10, 14 } },
    { subject = "BI", grade = 6, maximum = 28, borders = { 12, 18, 24 } },
    { subject = "IS", grade = 6, maximum = 20, borders = { 6, 11, 16 } },
    { subject = "GE", grade = 6, borders = { 10, 22, 31 } },
    { subject = "OB", grade = 6, borders = { 9, 15, 20 } },

    { subject = "RU", grade = 7, maximum = 47, borders = { 22, 32, 42 } },
    { subject = "MA", grade = 7, maximum = 19, borders = { 7, 12, 16 } },
    { subject = "FI", grade = 7, maximum = 18, borders = { 5, 8, 11 } },
    { subject = "OB", grade = 7, borders = { 10, 16, 21 } },
    { subject = "BI", grade = 7, borders = { 10, 17, 23 } },
    { subject = "GE", grade = 7, borders = { 11, 26, 33 } },
    { subject = "IS", grade = 7, borders = { 7, 13, 19 } },
    { subject = "EN", grade = 7, maximum = 30, borders = { 13, 21, 27 } },

    { subject = "RU", grade = 8, maximum = 51, borders = { 26, 32, 45 } },
    { subject = "MA", grade = 8, maximum = 25, borders = { 8, 15, 21 } },
    { subject = "FI", grade = 8, maximum = 18, borders = { 5, 8, 11 } },
    { subject = "OB", grade = 8, borders = { 11, 17, 22 } },
    { subject = "BI", grade = 8, borders = { 13, 21, 29 } },
    { subject = "GE", grade = 8, borders = { 13, 27, 35 } },
    { subject = "IS", grade = 8, borders = { 7, 12, 18 } },
    { subject = "HI", grade = 8, maximum = 36, borders = { 10, 19, 28 } },
  },
}
