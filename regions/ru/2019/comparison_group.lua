-- С какими школами сравнивать школу: группы равной величины по одному показателю социального паспорта.
-- Школа без ответа ни в какую группу не входит и сравнивается с регионом.

return indicator {
  api = 1,
  id = "comparison-group",
  title = "Группы сравнимых школ",
  source = "решение региона: группы равной величины по показателю социального паспорта",
  assumes = "показатель собран во всех школах одинаково",
  uncertainty = "школы у границ групп различаются случайно",
  limits = "группа — для сравнения, а не оценка школы; школа без паспорта сравнивается с регионом",
  params = {
    item = choice("single_parent", { "single_parent", "both_parents_higher_education", "on_record", "russian_not_native" }, {
      title = "Показатель социального паспорта", basis = "решение региона: в каких условиях школы сравнимы",
    }),
    groups = integer(4, { title = "Групп, по возрастанию показателя", basis = "решение региона", min = 2, max = 20 }),
  },
  inputs = { "context", "schools" },
  outputs = { school = { type = "text", always = true }, group = { type = "text", always = true } },
  compute = function(ctx, p)
    local passports = ctx:context()
    local grouped = ctx.schools:where("school", "==", ""):with { group = "" }:select("school", "group")
    if not passports:has(p.item) then return grouped end
    local known = passports:present(p.item)
    known = known:with { place = known:rank(p.item) }:select("school", "place")
    for g = 1, p.groups do
      local part = known:where("place", ">", #known * (g - 1) / p.groups):where("place", "<=", #known * g / p.groups)
      grouped = grouped:append(part:with { group = "группа " .. g .. " из " .. p.groups }:select("school", "group"))
    end
    return grouped
  end,
}
