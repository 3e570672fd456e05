return {
  source = "act",
  organisations = {
    { id = "ministry", name = "Ministry of education", level = "region", aliases = { "MoE" } },
    { id = "institute", name = "Institute of education", level = "region", aliases = { "«moe»" } },
  },
}
