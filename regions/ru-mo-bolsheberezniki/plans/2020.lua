-- Большеберезниковский район, дорожная карта программы № 59-б, 2020 год: чем выполняется каждая строка таблицы 2020.csv. Приказ
-- подписан в июне 2021 года: все сроки этой части раньше него.
return {
  plan = 1,
  id = "support-2020",
  title = "план мероприятий (\"дорожная карта\") муниципальной программы поддержки школ с низкими результатами обучения и школ, функционирующих в неблагоприятных социальных условиях в Большеберезниковском муниципальном районе Республики Мордовия на 2020 - 2022 годы",
  rows = "plans/2020.csv",
  year = 2020,
  from = "2020-01-01", to = "2020-12-31",
  act = { title = "приказ управления по социальной работе Большеберезниковского муниципального района", number = "59-б", date = "2021-06-10" },
  controller = "department",
  chain = { "department", "social-work" },
  sections = { { title = "2020 год", year = 2020, from = "2020-01-01", to = "2020-12-31" } },
  measures = {
    { row = "1", register = "teams", evidence = { "order" } },
    { row = "2", evidence = { "order", "plan" } },
    { row = "3", register = "meetings", evidence = { "protocol" } },
    { row = "4", register = "teams", evidence = { "order", "act" } },
    { row = "5", register = "reviews", evidence = { "letter" } },
    { row = "6", register = "teams", evidence = { "order" } },
    { row = "7", register = "events", evidence = { "publication" } },
    { row = "8", register = "teams", performs = { "matching:partner-schools", "report:pairs" } },
    -- Три этапа в одном сроке: сентябрь – ноябрь.
    { row = "9", performs = { "methodology:three-stages", "report:dynamics" }, stages = { "entry", "interim", "final" } },
    { row = "10", performs = { "campaign:social-passport-behaviour", "methodology:municipal-conditions", "report:analytic-note" }, evidence = { "note" } },
    { row = "11", register = "meetings", performs = { "report:school-card" }, evidence = { "plan" } },
    { row = "12", register = "teams" },
    { row = "13", register = "events", performs = { "indicator:school-deficits" } },
    { row = "14", register = "staff-needs" },
    { row = "15", performs = { "report:annual", "report:plan-progress" }, evidence = { "report" } },
    { row = "16", register = "publications", evidence = { "publication" } },
    { row = "17", register = "publications", evidence = { "publication" } },
  },
}
