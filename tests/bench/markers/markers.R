# The markers in data.table, vectorised over schools as far as they allow: Rscript markers.R RESULTS SCALES YEAR OUT ROUNDS
# Prints the seconds of each round, without reading and writing; writes one table a marker into OUT.
suppressPackageStartupMessages(library(data.table))
a <- commandArgs(TRUE); year_of <- as.integer(a[3]); out <- a[4]; rounds <- as.integer(a[5])
d <- fread(a[1], encoding = "UTF-8")[year == year_of & assessment == "VPR" & grade >= 4 & grade <= 8]
scales <- fread(a[2])[assessment == "VPR"]
d[, procedure := paste("ВПР", subject, grade, year)]
scales[, procedure := paste("ВПР", subject, grade, year_of)]
setnames(d, c("school_id", "class_letter", "primary_score", "journal_mark"), c("school", "class", "score", "journal"))
by_school <- c("school", "procedure"); MIN <- 10

intervals <- function() {
  region <- d[, .(N = .N, M = mean(score), S = sd(score)), procedure][, .(procedure, upper = M + 1.96 * S / sqrt(N))]
  d[, .(n = .N, m = mean(score), s = sd(score)), by_school][, lower := m - 1.96 * s / sqrt(n)][region, on = "procedure"][n >= MIN, .(school, procedure, n, lower, upper)]
}
journal_ranks <- function() {
  suppressWarnings(d[journal >= 2, if (.N >= MIN) .(n = .N, r = cor(frank(journal), frank(score)), tau = cor(journal, score, method = "kendall")), by_school])
}
bunching <- function() {
  x <- d[, .N, .(school, procedure, score)][scales, on = "procedure", nomatch = NULL]
  x[, distance := pmin(abs(score - b3), abs(score - b4), abs(score - b5))]
  s <- x[, .(n = sum(N), at = sum(N[distance == 0]), near = sum(N[distance <= 2])), by_school]
  s[, `:=`(RA = sum(at) - at, RN = sum(near) - near), procedure]
  s <- s[n >= 20]
  s[, pool := (at + RA) / (near + RN)][, z := (at / near - RA / RN) / sqrt(pool * (1 - pool) * (1 / near + 1 / RN))]
  s[, p := pnorm(z, lower.tail = FALSE)][, q := p.adjust(p, "BH")][, .(school, procedure, n, at, near, z, p, q)]
}
marks <- function() {
  x <- dcast(d[mark >= 2, .N, .(school, procedure, mark)], school + procedure ~ mark, value.var = "N", fill = 0)
  here <- as.matrix(x[, `2`:`5`]); total <- as.matrix(x[, lapply(.SD, sum), procedure, .SDcols = c("2", "3", "4", "5")][x, on = "procedure", .(`2`, `3`, `4`, `5`)])
  other <- total - here; n <- rowSums(here); m <- rowSums(other)
  expected <- n * total / (n + m); cell <- matrix(0L, nrow(here), 4); current <- integer(nrow(here)); filled <- numeric(nrow(here))
  for (k in 1:4) { cell[, k] <- current; filled <- filled + expected[, k]; full <- filled >= 5; current[full] <- current[full] + 1L; filled[full] <- 0 }
  cell <- pmin(cell, pmax(current - 1L, 0L)); statistic <- numeric(nrow(here))
  for (k in 0:3) {
    mine <- rowSums(here * (cell == k)); theirs <- rowSums(other * (cell == k)); e <- n * (mine + theirs) / (n + m); f <- m * (mine + theirs) / (n + m)
    statistic <- statistic + ifelse(e > 0, (mine - e)^2 / e + (theirs - f)^2 / f, 0)
  }
  shift <- here %*% 2:5 / n - other %*% 2:5 / m
  x[, `:=`(n = n, statistic = statistic, df = current - 1L, shift = as.vector(shift))]
  x <- x[n >= MIN & df >= 1]
  x[, p_any := pchisq(statistic, df, lower.tail = FALSE)][, p := fifelse(shift > 0, p_any, 1)][, q := p.adjust(p, "BH")]
  x[, .(school, procedure, n, statistic, df, p_any, p, q)]
}
dispersion <- function() {
  s <- d[, .(n = .N, sum = sum(score), squares = sum(as.numeric(score)^2)), by_school]
  s[, dev := squares - sum^2 / n]
  s[, `:=`(N = sum(n) - n, SUM = sum(sum) - sum, SQ = sum(squares) - squares, DEV = sum(dev) - dev, K = .N - 1L), procedure]
  s <- s[n >= MIN]
  s[, `:=`(v = dev / (n - 1), V = (SQ - SUM^2 / N) / (N - 1))]
  s[, f := v / (DEV / (N - K))][, p_spread := pf(f, n - 1, N - K)]
  s[, `:=`(A = v / n, B = V / N)][, t := (sum / n - SUM / N) / sqrt(A + B)]
  s[, p_mean := pt(t, (A + B)^2 / (A^2 / (n - 1) + B^2 / (N - 1)), lower.tail = FALSE)]
  s[, p := pmax(p_spread, p_mean)][, q := p.adjust(p, "BH")][, .(school, procedure, n, ratio = sqrt(v / V), p_spread, p_mean, p, q)]
}
classes <- function() {
  x <- d[class != "", .(n = .N, sum = sum(score), squares = sum(as.numeric(score)^2)), .(school, procedure, class)][n >= 5]
  x[, `:=`(mean = sum / n, dev = squares - sum^2 / n)]
  s <- x[, .(k = .N, n = sum(n), sum = sum(sum), squares = sum(squares), within = sum(dev), range = max(mean) - min(mean),
             inverse = 1 / n[which.max(mean)] + 1 / n[which.min(mean)]), by_school][k >= 2 & n >= MIN & within > 0]
  s[, variance := within / (n - k)][, p := pf((squares - sum^2 / n - within) / (k - 1) / variance, k - 1, n - k, lower.tail = FALSE)]
  s[, q := p.adjust(p, "BH")][, .(school, procedure, n, range, ratio = range / sqrt(variance * inverse), p, q)]
}
journal <- function() {
  s <- d[mark >= 2 & journal >= 2, .(n = .N, lowered = sum(mark < journal), raised = sum(mark > journal), far = sum(abs(mark - journal) >= 2)), by_school]
  s[, `:=`(N = sum(n) - n, R = sum(raised) - raised, F = sum(far) - far), procedure]
  s <- s[n >= MIN]
  above <- function(x, n, X, N) { pool <- (x + X) / (n + N); pnorm((x / n - X / N) / sqrt(pool * (1 - pool) * (1 / n + 1 / N)), lower.tail = FALSE) }
  s[, `:=`(raised_p = above(raised, n, R, N), p = above(far, n, F, N))][is.nan(p), p := 1][is.nan(raised_p), raised_p := 1]
  s[, `:=`(raised_q = p.adjust(raised_p, "BH"), q = p.adjust(p, "BH"))][, .(school, procedure, n, lowered, raised, far, raised_p, raised_q, p, q)]
}
jobs <- list("mean-intervals" = intervals, "journal-agreement" = journal_ranks, "border-bunching" = bunching, "mark-distribution" = marks,
             "score-dispersion" = dispersion, "class-range" = classes, "journal-comparison" = journal)
for (round in seq_len(rounds)) {
  t <- proc.time()[["elapsed"]]; tables <- lapply(jobs, function(job) job()); cat(sprintf("%.3f\n", proc.time()[["elapsed"]] - t))
}
for (name in names(tables)) fwrite(tables[[name]], file.path(out, paste0(name, ".csv")))
