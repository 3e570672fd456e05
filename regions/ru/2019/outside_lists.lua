-- Списки извне по школам, как пришли: перечень Рособрнадзора, знаки качества, признаки, перечень министерства. Год перечня бывает на год
-- позже года данных.

return indicator {
  api = 1,
  id = "outside-lists",
  title = "Школы в списках извне",
  inputs = { "external_lists", "schools" },
  params = {
    list_lag = integer(1, { title = "На сколько лет год перечня может быть позже года данных", basis = "распоряжение № 55-310-мр: перечень 2023 г. за 2022 г.", min = 0, max = 3 }),
  },
  outputs = {
    school = { type = "text", always = true, title = "Школа" },
    list = { type = "text", always = true, title = "Список" },
    marker = { type = "text", always = true, title = "Отметка" },
    year = { type = "whole", always = true, title = "Год списка" },
  },
  source = "списки, полученные извне, как пришли",
  assumes = "код школы в списке тот же, что в реестре",
  uncertainty = "не статистическая величина",
  limits = "методика списков не опубликована: расхождение с собственными списками не говорит, кто прав",

  compute = function(ctx, p)
    local all
    for lag = 0, p.list_lag do
      local found = ctx:external_lists(ctx.year + lag):where("known", "==", 1):select("school", "list", "marker", "year")
      all = all and all:append(found) or found
    end
    return all
  end,
}
