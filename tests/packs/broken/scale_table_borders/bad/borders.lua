return {
  kind = "VPR", from = 2020, to = 2022, source = "act",
  scales = { { subject = "RU", grade = 4, maximum = 38, borders = { 14, 24, 23 } } },
}
