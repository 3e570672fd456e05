return {
  { kind = "VPR", subject = "RU", grade = 4, maximum = 38, borders = { 14, 24, 23 } },
}
