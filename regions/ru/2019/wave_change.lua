-- Изменение доли отметок «2» между этапами мониторинга одного года по школам, с интервалом и выводом.

local waves = include("waves")

return indicator {
  api = 1,
  id = "wave-change",
  title = "Изменение результатов школ между этапами мониторинга",
  inputs = { "results" },
  params = {
    confidence = number(0.95, { title = "Доверительная вероятность", basis = "решение региона: обычные 95 %", min = 0.5, max = 0.9999 }),
    min_n = integer(10, { title = "Участников на каждом этапе, не менее", basis = "решение региона: малые группы не оцениваются", min = 1, max = 1000 }),
    lowest_mark = integer(2, { title = "Отметка ниже минимального порога", basis = "шкала отметок", min = 1, max = 5 }),
  },
  outputs = {
    school = { type = "text", always = true, title = "Школа" },
    stages = { type = "text", always = true, title = "Между какими этапами" },
    procedure = { type = "text", always = true, title = "Работа" },
    n_before = { type = "whole", min = 0, title = "Участников прежде" },
    n = { type = "whole", min = 0, title = "Участников" },
    before = { type = "number", title = "Прежде" },
    now = { type = "number", title = "Теперь" },
    change = { type = "number", title = "Изменение" },
    lower = { type = "number", title = "Нижняя граница изменения" },
    upper = { type = "number", title = "Верхняя граница изменения" },
    verdict = { type = "text", always = true, title = "Вывод" },
  },
  source = "разность долей — Newcombe (1998), способ 10",
  assumes = "этапы проведены по работам одинаковой трудности; участники двух этапов — независимые выборки",
  uncertainty = "границы изменения с заданной вероятностью; общие участники этапов делают интервал шире нужного",
  limits = "школа, выбранная за плохой входной этап, в среднем улучшается и без помощи",

  compute = function(ctx, p)
    local all
    for _, pair in ipairs(waves.three_stages) do
      local found = waves.changes(ctx, p, pair):with { stages = pair.title }
        :select("school", "stages", "procedure", "n_before", "n", "before", "now", "change", "lower", "upper", "verdict")
      found = found:present("n_before")  -- второй этап есть
      all = all and all:append(found) or found
    end
    return all
  end,
}
