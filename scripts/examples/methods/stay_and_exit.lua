-- Вид 10. Вход строже выхода: школа входит в список по нескольким процедурам одного года, остаётся, пока низкой
-- остаётся хотя бы одна, и выходит после нескольких благополучных лет подряд. Список года следует из всех прежних.

-- По школам и годам: процедур с низкой долей и всего.
local function low_procedures(ctx, p)
  local f = ctx.results
    :where("year", ">=", p.first_year):where("year", "<=", ctx.year):where("mark", ">=", p.lowest_mark)
    :group("school", "year", "procedure"):tally { n = count(), low = count_where("mark", "==", p.lowest_mark) }
    :where("n", ">=", p.min_n)
  f = f:with { is_low = (f.low / f.n):is(">=", p.low_share) }
  return f:group("school", "year"):tally { low = sum("is_low"), all = count() }
end

-- Год входа и благополучных лет подряд после него; год без данных ничего не меняет.
local function history(rows, p)
  local entered, clean = nil, 0
  for _, row in ipairs(rows) do
    if row.low >= p.enter then entered, clean = entered or row.year, 0
    elseif entered and row.low > 0 then clean = 0
    elseif entered then
      clean = clean + 1
      if clean == p.release_after then entered, clean = nil, 0 end
    end
  end
  return entered, clean
end

return methodology {
  api = 1,
  id = "stay-and-exit",
  category = "Сопровождение",
  title = "Школы, сопровождение которых не закончено",
  params = {
    low_share = percent(30, { title = "Доля отметок «2», не менее", basis = "федеральный критерий 2025 г.", min = 1, max = 100 }),
    enter = integer(3, {
      title = "Вход: процедур с низкой долей, не менее",
      basis = "допущение: вход строже, чем пребывание", min = 1, max = 20,
    }),
    release_after = integer(2, {
      title = "Выход: благополучных лет подряд", min = 1, max = 10,
      basis = "правило «выходит после двух лет»; так работают трёхлетние программы (Республика Мордовия, 2020–2022 гг.)",
    }),
    first_year = integer(2020, {
      title = "С какого года ведётся список",
      basis = "допущение: первый год загруженных данных", min = 2000, max = 2100,
    }),
    min_n = integer(10, { title = "Участников, не менее", basis = "допущение: малые группы не оцениваются", min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
  },
  inputs = { "results" },
  source = "допущение по образцу региональных программ перехода в эффективный режим",
  assumes = "прежние списки следуют из прежних данных по тем же правилам",
  limits = "если прежние списки утверждались иначе, загрузите их как внешние: см. imported_and_own.lua",

  decide = function(ctx, p)
    for school, rows in low_procedures(ctx, p):sort("year"):by("school") do
      local entered, clean = history(rows, p)
      local d, last = ctx:decision(school), rows[#rows]
      d:check { rule = "entered", title = "Лет в списке", name = p.first_year .. "–" .. ctx.year, value = entered and ctx.year - entered + 1 or 0,
                n = last.all, op = ">=", threshold = 1 }
      d:value("В списке с", entered)
      d:value("Благополучных лет подряд", entered and clean)
      d:value("Осталось до выхода", entered and p.release_after - clean)
    end
    ctx:require { rule = "entered", at_least = 1 }
    ctx:assess(ctx.schools)
  end,
}
