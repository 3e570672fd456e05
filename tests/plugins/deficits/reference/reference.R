# Reference numbers for plugins/deficits, from R itself. Run in this folder: Rscript reference.R
options(digits = 17)
write_rows <- function(rows, file) write.table(rows, file, sep = ";", quote = FALSE, row.names = FALSE)

# Wilson's interval: prop.test without continuity correction.
wilson <- do.call(rbind, lapply(list(c(3, 10), c(15, 50), c(0, 12), c(12, 12), c(7, 23), c(400, 1000)), function(x) {
  do.call(rbind, lapply(c(0.8, 0.95, 0.99), function(level) {
    ci <- prop.test(x[1], x[2], conf.level = level, correct = FALSE)$conf.int
    data.frame(successes = x[1], n = x[2], level = level, low = ci[1], high = ci[2])
  }))
}))
write_rows(wilson, "wilson.csv")

# Student's quantiles.
student <- expand.grid(level = c(0.5, 0.8, 0.95, 0.99, 0.999), freedom = c(1, 2, 5, 9, 30, 200, 5000))
student$t <- qt(1 - (1 - student$level) / 2, student$freedom)
write_rows(student, "student.csv")

# Pupils' points in a skill of 6 points: a school against the others.
set.seed(20260601)
school <- rbinom(14, 6, 0.45)
others <- rbinom(120, 6, 0.6)
ci <- t.test(school / 6, conf.level = 0.95)$conf.int
z <- (mean(school) - mean(others)) / (sd(others) * sqrt(1 / length(school) + 1 / length(others)))
write_rows(data.frame(low = ci[1], high = ci[2], p = 2 * pnorm(-abs(z))), "school.csv")
write_rows(rbind(data.frame(group = "school", points = school), data.frame(group = "others", points = others)), "school_points.csv")
