-- The yardstick of tests/bench/peers.py: one methodology that does what every peer does.
return {
  manifest = 1,
  id = "bench",
  name = "Benchmark job",
  level = "region",
  version = "1.0.0",
  profiles = { "profiles/results.lua", "profiles/schools.lua", "profiles/scales.lua" },
  items = {
    { kind = "methodology", id = "job", source = "job.lua", valid_from = 2000 },
  },
}
