return {
  source = "act",
  organisations = { { id = "centre", name = "Centre", level = "region", part_of = "ministry" } },
}
