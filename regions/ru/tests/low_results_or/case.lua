-- То же, союз «а также» понят как «или»: хватает одного из условий.
return {
  title = "Низкие результаты: любое из условий A и B",
  year = 2022,
  methods = { "low-results" },
  params = { ["low-results.combine"] = "or" },
}
