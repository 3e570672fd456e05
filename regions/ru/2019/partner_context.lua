-- По каким сведениям социального паспорта сравниваются условия школ при подборе партнёров. Сведений, которых в
-- паспорте региона нет, нет и здесь: пропуск не становится нулём, и такой столбец при подборе не учитывается.

local passport = include("passport")

local items = { "passport_pupils", "both_parents_higher_education", "single_parent", "on_record", "russian_not_native" }

return indicator {
  api = 1,
  id = "partner-context",
  title = "Условия работы школы: сведения социального паспорта для подбора партнёров",
  source = "социальный паспорт школы: сведения, общие для региональных программ 2020–2022 гг.",
  assumes = "паспорта заполнены по одним правилам и на одну дату",
  uncertainty = "погрешности нет: сведения показаны, как собраны; пропуск остаётся пропуском",
  limits = "не описывает школу целиком: только условия, по которым подбираются партнёры",
  inputs = { "context" },
  outputs = {
    school = { type = "text", always = true },
    passport_pupils = { type = "number", title = "Всего обучающихся" },
    both_parents_higher_education = { type = "number", title = "Оба родителя с высшим образованием, доля" },
    single_parent = { type = "number", title = "Неполные семьи, доля" },
    on_record = { type = "number", title = "Состоящие на учёте, доля" },
    russian_not_native = { type = "number", title = "Русский язык неродной, доля" },
  },
  compute = function(ctx)
    return passport.with_items(ctx:context(ctx.year), items):select("school", table.unpack(items))
  end,
}
