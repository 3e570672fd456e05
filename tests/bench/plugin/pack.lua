-- The benchmark job as a native plugin; tests/bench/regions/bench holds its Lua twin.
return {
  manifest = 1,
  id = "bench-native",
  name = "Benchmark job, native",
  level = "region",
  version = "1.0.0",
  items = {
    { kind = "methodology", id = "job", source = "plugins/bench_job.so", valid_from = 2000 },
  },
}
