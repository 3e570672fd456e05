-- ШНСУ по муниципальной методике (программа № 59-б, § 5: «на основе разработанных муниципальных методик»). В районе 8 школ: места
-- среди них ничего не говорят, поэтому границы абсолютные. Одна граница есть в программе (§ 2: менее 20 % учащихся школ с низкими
-- результатами указывают на высшее образование родителей), остальные — допущение.

local passport = include("passport")

-- op — что неблагоприятно; порядок показателей — как в § 5; названия — titles в pack.lua.
local SIGNS = {
  { item = "both_parents_higher_education", border = "education", op = "<" },
  { item = "single_parent", border = "single_parent", op = ">=" },
  { item = "on_record", border = "on_record", op = ">=" },
  { item = "russian_not_native", border = "language", op = ">=" },
  { item = "deviant_behaviour", border = "deviant", op = ">=" },
  { item = "unmotivated", border = "unmotivated", op = ">=" },
}
local PUPILS = "passport_pupils"
local ASSUMED = "допущение: граница не опубликована"
local ITEMS = { PUPILS }
for _, sign in ipairs(SIGNS) do ITEMS[#ITEMS + 1] = sign.item end

local function border(value, title, basis) return percent(value, { title = title, basis = basis or ASSUMED, min = 0, max = 100 }) end

return methodology {
  api = 1,
  id = "municipal-conditions",
  category = "ШНСУ",
  title = "Школы района, функционирующие в неблагоприятных социальных условиях",
  params = {
    signs = integer(3, { title = "Неблагоприятных показателей из шести, не менее", basis = "допущение: половина показателей § 5", min = 1, max = 6 }),
    education = border(20, "Оба родителя с высшим образованием, менее", "программа № 59-б, § 2: «менее 20% обучающихся школ с низкими результатами»"),
    single_parent = border(30, "Неполные семьи, не менее", "допущение: 30 % в слабых школах по исследованиям ВШЭ"),
    on_record = border(5, "Состоящие на учёте, не менее"),
    language = border(20, "Русский язык неродной, не менее"),
    deviant = border(5, "Девиантное поведение, не менее"),
    unmotivated = border(15, "Отсутствие учебной мотивации, не менее"),
    min_n = integer(20, { title = "Обучающихся, не менее", basis = "допущение: доли в малых школах случайны", min = 1, max = 1000 }),
  },
  inputs = { "context", "schools" },
  source = "муниципальная программа Большеберезниковского района (приказ № 59-б от 10.06.2021), § 2, 5; границы, кроме одной, — допущение",
  assumes = "социальные паспорта заполнены всеми школами по одним правилам, на одну дату",
  uncertainty = "не статистическая величина: доли посчитаны по всем обучающимся; в малой школе доля меняется от одной семьи",
  limits = "признак условий, а не качества работы школы; показатель, которого в паспорте нет, не считается ни за, ни против",

  decide = function(ctx, p)
    local answers = passport.with_items(ctx:context(ctx.year), ITEMS)
    local pupils = answers:column(PUPILS):round()
    for _, sign in ipairs(SIGNS) do
      ctx:check(answers:with { name = sign.item, share_of_pupils = answers:column(sign.item), n = pupils }, {
        rule = "signs", title = "Показатели социального паспорта, доля обучающихся", name = "name",
        value = "share_of_pupils", n = "n", op = sign.op, threshold = p[sign.border], min_n = p.min_n, unit = "%",
      })
    end
    ctx:require { rule = "signs", at_least = p.signs }
    ctx:assess(ctx.schools)
  end,
}
