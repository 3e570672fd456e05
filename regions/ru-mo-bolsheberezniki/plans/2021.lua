-- Большеберезниковский район, дорожная карта программы № 59-б, 2021 год: чем выполняется каждая строка таблицы 2021.csv. Приказ
-- подписан 10 июня 2021 года, первые сроки раньше него.
return {
  plan = 1,
  id = "support-2021",
  title = "план мероприятий (\"дорожная карта\") муниципальной программы поддержки школ с низкими результатами обучения и школ, функционирующих в неблагоприятных социальных условиях в Большеберезниковском муниципальном районе Республики Мордовия на 2020 - 2022 годы",
  rows = "plans/2021.csv",
  year = 2021,
  from = "2021-01-01", to = "2021-12-31",
  act = { title = "приказ управления по социальной работе Большеберезниковского муниципального района", number = "59-б", date = "2021-06-10" },
  controller = "department",
  chain = { "department", "social-work" },
  sections = { { title = "2021 год", year = 2021, from = "2021-01-01", to = "2021-12-31" } },
  measures = {
    { row = "1", register = "acts", evidence = { "act" } },
    -- 100 % школ: кого анализ не охватил, показывает методика coverage.
    { row = "2",
      performs = { "campaign:social-passport-behaviour", "methodology:coverage", "methodology:municipal-low", "methodology:municipal-conditions", "report:list" },
      evidence = { "analysis" }, target = 100 },
    { row = "3", register = "acts", evidence = { "act" } },
    { row = "4", register = "consultations", performs = { "report:school-card" } },
    { row = "5", register = "teams", carries_on = "support-2020/12" },
    { row = "6", register = "reviews", performs = { "indicator:school-deficits" }, evidence = { "programme" }, list = "municipal-low" },
    { row = "7", register = "mentors", evidence = { "order" }, list = "municipal-low", carries_on = "support-2020/1" },
    { row = "8", performs = { "methodology:three-stages", "report:dynamics" }, stages = { "entry", "interim", "final" }, carries_on = "support-2020/9" },
    { row = "9", register = "events", performs = { "indicator:school-deficits" }, carries_on = "support-2020/13" },
    { row = "10", register = "staff-needs", carries_on = "support-2020/14" },
    { row = "11", performs = { "report:annual", "report:plan-progress" }, evidence = { "report" }, carries_on = "support-2020/15" },
    { row = "12", register = "publications", evidence = { "publication" }, carries_on = "support-2020/16" },
    { row = "13", register = "publications", evidence = { "publication" }, carries_on = "support-2020/17" },
  },
}
