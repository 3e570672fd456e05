-- Разрывы сопоставимости: год, с которого результаты процедуры нельзя сравнивать с прежними, потому что изменились
-- методика, кодификатор или срок. Регион уточняет список своим файлом с тем же id.
-- subject и grade не указаны: для всех предметов и классов.

local breaks = {
  { kind = "ВПР", year = 2020, reason = "ВПР перенесены на осень: проверялась программа предыдущего класса" },
  { kind = "ВПР", year = 2021, reason = "ВПР снова весной; в 2020 г. проводились осенью" },
  { kind = "ЕГЭ", year = 2022, reason = "изменены КИМ ЕГЭ: переход на новый ФГОС" },
}

return indicator {
  api = 1,
  id = "comparability-breaks",
  title = "Годы, с которых результаты процедур не сопоставимы с прежними",
  inputs = { "procedures" },
  source = "график ВПР 2020 и 2021 гг.; изменения КИМ ЕГЭ 2022 г.",
  assumes = "разрыв действует для всех школ",
  uncertainty = "не статистическая величина",
  limits = "список уточняет регион",
  outputs = {
    kind = { type = "text", always = true, title = "Процедура" },
    subject = { type = "text", always = true, title = "Предмет" },
    grade = { type = "whole", title = "Класс" },
    year = { type = "whole", always = true, title = "Год разрыва" },
    reason = { type = "text", always = true, title = "Основание" },
  },

  compute = function(ctx)
    local procedures = ctx.procedures
    -- Предметы и классы, которые проводились хоть когда-нибудь: разрыв действует и для лет без результатов.
    local known = procedures:group("kind", "subject", "grade"):tally { n = count() }:present("kind", "subject")
    local found = known:where("n", "<", 0):with { year = 0, reason = "" }
    for _, one in ipairs(breaks) do
      local rows = known:where("kind", "==", one.kind)
      if one.subject then rows = rows:where("subject", "==", one.subject) end
      if one.grade then rows = rows:where("grade", "==", one.grade) end
      found = found:append(rows:with { year = one.year, reason = one.reason })
    end
    return found:select("kind", "subject", "grade", "year", "reason")
  end,
}
