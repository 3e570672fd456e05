-- Катангский район, дорожная карта на 2023–2024 гг. в редакции от 28.04.2023: чем выполняется каждая строка таблицы 2023.csv.
-- План охватывает два года, поэтому года, который значит «год», здесь нет. Школы зоны риска — перечень министерства (пакет ru-irk).
return {
  plan = 1,
  id = "support-2023",
  title = "План –мероприятий («Дорожная карта») по сопровождению школ, находящихся в зоне риска по низким образовательным результатам, на 2023-2024 гг.",
  rows = "plans/2023.csv",
  from = "2023-01-17", to = "2024-12-31",
  act = { title = "приказ МОО", number = "10", date = "2023-01-17" },
  amended = { { title = "приказ МОО (изменения)", number = "76-Д", date = "2023-04-28" } },
  controller = "department",
  chain = { "department" },
  measures = {
    { row = "1", evidence = { "order", "plan" } },
    { row = "2", register = "meetings", evidence = { "protocol" } },
    { row = "3", register = "events" },
    { row = "4.", register = "events", performs = { "report:recommendations" }, evidence = { "protocol", "collection" } },
    { row = "5", performs = { "report:interview-sheet", "report:recommendations" }, evidence = { "report" }, list = "risk-zone", reports_to = "department" },
    { row = "6", register = "reviews", performs = { "report:recommendations" }, evidence = { "note" }, list = "risk-zone" },
    { row = "7.", performs = { "indicator:school-deficits", "report:deficit-letter", "report:recommendations" }, evidence = { "letter" } },
    { row = "8", performs = { "methodology:within-year", "report:dynamics", "report:recommendations" }, evidence = { "analysis" }, list = "risk-zone" },
    { row = "9", register = "events", evidence = { "note" }, list = "risk-zone" },
    { row = "10", register = "courses", evidence = { "note" }, list = "risk-zone" },
    -- Номер 11 стоит дважды.
    { row = "11", nth = 1, register = "events", performs = { "campaign:participation", "methodology:participation" }, target = 100, list = "risk-zone" },
    { row = "11", nth = 2, performs = { "report:annual", "report:recommendations" }, evidence = { "note" }, list = "risk-zone" },
  },
}
