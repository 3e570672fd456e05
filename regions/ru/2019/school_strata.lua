-- С кем школу сравнивать: тип населённого пункта и размер школы, из анкеты образовательной организации.

local NAMES = { small = "малая", middle = "средняя", large = "крупная" }

return indicator {
  api = 1,
  id = "school-strata",
  title = "Тип населённого пункта и размер школ",
  inputs = { "context", "schools" },
  params = {
    years_back = integer(0, { title = "Сколько лет назад", basis = "0 — год списка", min = 0, max = 20 }),
    small = integer(150, { title = "Малая школа: обучающихся менее", basis = "решение региона", min = 1, max = 10000 }),
    large = integer(500, { title = "Крупная школа: обучающихся не менее", basis = "решение региона", min = 1, max = 10000 }),
  },
  outputs = {
    school = { type = "text", always = true, title = "Школа" },
    locality = { type = "text", title = "Тип населённого пункта" },
    size = { type = "text", title = "Размер школы" },
  },
  source = "анкета образовательной организации ВПР; границы размеров — решение региона",
  assumes = "школа расположена там, где указала анкета; филиалы учтены вместе с головной школой",
  uncertainty = "не статистическая величина",
  limits = "школа без анкеты не попадает ни в одну страту и сравнивается со всеми",

  compute = function(ctx, p)
    local answers = ctx:context(ctx.year - p.years_back)
    local known = answers:has("locality_type") and answers:has("pupils") and answers:present("pupils")
        or ctx.schools:with { locality_type = "", pupils = 0 }:where("pupils", ">", 0)
    local function of_size(frame, name)
      return frame:with { locality = frame:column("locality_type"), size = name }:select("school", "locality", "size")
    end
    local up_to_large = known:where("pupils", "<", p.large)
    return of_size(up_to_large:where("pupils", "<", p.small), NAMES.small)
      :append(of_size(up_to_large:where("pupils", ">=", p.small), NAMES.middle))
      :append(of_size(known:where("pupils", ">=", p.large), NAMES.large))
  end,
}
