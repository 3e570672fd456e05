-- ЕГЭ базового уровня: вместо тестового балла выставляется отметка; в остальном выгрузка та же.
return {
  extends = "ege",
  id = "ege-basic",
  title = "ЕГЭ: результаты участников, базовый уровень",
  header = { "SchoolCode", "ClassCode", "ParticipantCode", "Level", "PrimaryMark", "Mark5" },
  results = {
    total = "PrimaryMark",
    mark = "Mark5",
  },
}
