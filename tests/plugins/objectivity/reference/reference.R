# Reference numbers for the tests of plugins/objectivity: Rscript reference.R, R 4.2, base packages only.
# data.csv: case, a, b (two values of one observation). expected.csv: case, name, value.
set.seed(20251)
data <- list(); expected <- list()
observe <- function(case, a, b = NA) data[[length(data) + 1]] <<- data.frame(case = case, a = a, b = b)
expect <- function(case, ...) for (e in list(list(...))) for (name in names(e))
  expected[[length(expected) + 1]] <<- data.frame(case = case, name = name, value = sprintf("%.17g", e[[name]]))

# Rank correlation: journal marks and scores, with the many ties that four marks give.
ranks <- function(case, journal, score) {
  observe(case, journal, score)
  n <- length(score)
  tau <- cor.test(journal, score, method = "kendall", exact = FALSE, alternative = "less")
  rho <- cor.test(journal, score, method = "spearman", exact = FALSE, alternative = "less")
  d <- rank(journal) - rank(score)
  expect(case, tau = tau$estimate[[1]], tau_p = tau$p.value, rho = rho$estimate[[1]], rho_p = rho$p.value,
         textbook = 1 - 6 * sum(d^2) / (n * (n^2 - 1)))
}
marks <- function(n, p = c(.1, .35, .35, .2)) sample(2:5, n, replace = TRUE, prob = p)
j <- marks(37); ranks("ranks_class", j, pmin(20, pmax(0, round(4 * j + rnorm(37, 0, 4)))))
j <- marks(12); ranks("ranks_small", j, sample(0:38, 12, replace = TRUE))
j <- marks(60); ranks("ranks_against", j, pmin(20, pmax(0, round(22 - 3 * j + rnorm(60, 0, 3)))))
ranks("ranks_no_ties", c(2, 3, 4, 5), c(11, 7, 12, 9))
j <- marks(400); ranks("ranks_large", j, pmin(45, pmax(0, round(8 * j + rnorm(400, 0, 9)))))

# Shares: (at, n) here and elsewhere.
shares <- function(case, at, n) {
  observe(case, at, n)
  t <- suppressWarnings(prop.test(at, n, alternative = "greater", correct = FALSE))
  expect(case, z = sqrt(t$statistic[[1]]) * sign(at[1] / n[1] - at[2] / n[2]), p = t$p.value)
}
shares("shares_above", c(14, 310), c(32, 1411)); shares("shares_below", c(3, 310), c(32, 1411)); shares("shares_small", c(2, 9), c(5, 60))

# Marks: counts of 2, 3, 4, 5 here (a) and elsewhere (b). From the lowest mark upwards neighbours are merged until 5 are
# expected here; what is left over at the top joins the cell below.
merged <- function(expected, least = 5) {
  cells <- integer(0); current <- 1; filled <- 0
  for (e in expected) { cells <- c(cells, current); filled <- filled + e; if (filled >= least) { current <- current + 1; filled <- 0 } }
  pmin(cells, current - 1)
}
distribution <- function(case, here, elsewhere) {
  observe(case, here, elsewhere)
  cells <- merged(sum(here) * (here + elsewhere) / sum(here + elsewhere))
  m <- rbind(tapply(here, cells, sum), tapply(elsewhere, cells, sum))
  t <- suppressWarnings(chisq.test(m, correct = FALSE))
  e <- t$expected; g <- 2 * sum(ifelse(m > 0, m * log(m / e), 0))
  expect(case, chi = t$statistic[[1]], df = t$parameter[[1]], chi_p = t$p.value, g = g, g_p = pchisq(g, t$parameter, lower.tail = FALSE))
}
distribution("marks_all", c(8, 20, 30, 42), c(1100, 3900, 3400, 1600))
distribution("marks_three", c(1, 8, 17, 15), c(300, 3900, 3400, 1600)); distribution("marks_merged", c(0, 2, 9, 14), c(300, 3900, 3400, 1600))
distribution("marks_top", c(3, 9, 8, 0), c(1400, 3900, 3400, 300))

# Spread and means: a the score, b 1 here and 0 elsewhere.
spread <- function(case, here, elsewhere) {
  observe(case, c(here, elsewhere), c(rep(1, length(here)), rep(0, length(elsewhere))))
  f <- var.test(here, elsewhere, alternative = "less")
  a <- abs(here - median(here)); b <- abs(elsewhere - median(elsewhere))
  levene <- t.test(a, b, var.equal = TRUE, alternative = "less")
  w <- anova(lm(c(a, b) ~ factor(rep(1:2, c(length(a), length(b))))))[1, "F value"]
  stopifnot(abs(levene$statistic^2 - w) < 1e-9 * w)
  expect(case, f = f$statistic[[1]], f_p = f$p.value, levene_t = levene$statistic[[1]], levene_p = levene$p.value,
         welch_p = t.test(here, elsewhere, alternative = "greater")$p.value)
}
score <- function(n, m, s) pmin(20, pmax(0, round(rnorm(n, m, s))))
spread("spread_even", score(24, 17, 1.2), score(300, 12, 4)); spread("spread_usual", score(31, 12, 3.7), score(150, 12, 3.9))

# Classes: a the score, b the class.
classes <- function(case, a, b) {
  observe(case, a, b)
  m <- tapply(a, b, mean); n <- tapply(a, b, length); s <- summary(lm(a ~ factor(b)))$sigma
  hi <- which.max(m); lo <- which.min(m)
  expect(case, range = m[[hi]] - m[[lo]], error = s * sqrt(1 / n[[hi]] + 1 / n[[lo]]), p = oneway.test(a ~ factor(b), var.equal = TRUE)$p.value)
}
classes("classes_three", c(score(22, 11, 3), score(25, 12, 3), score(19, 16, 2)), rep(1:3, c(22, 25, 19)))
classes("classes_two", c(score(18, 12, 4), score(20, 12, 4)), rep(1:2, c(18, 20)))

# p values, adjusted; NA is no test.
p <- c(runif(30), .001, .0002, NA, .04, .04, 1, NA, 1e-9); observe("adjust", p, seq_along(p))
for (i in seq_along(p)) if (!is.na(p[i])) {
  expected[[length(expected) + 1]] <- data.frame(case = "adjust", name = c(paste0("bh", i), paste0("holm", i)),
    value = sprintf("%.17g", c(p.adjust(p, "BH")[i], p.adjust(p, "holm")[i])))
}

# A weighted line: a the earlier, b the later result, weights beside them; rstudent() leaves the school out.
x <- rnorm(25); y <- .6 * x + rnorm(25, 0, .4); w <- sample(5:60, 25, replace = TRUE); y[7] <- y[7] - 2
observe("line", x, y); observe("line_weights", w)
fit <- lm(y ~ x, weights = w); r <- rstudent(fit)
expect("line", intercept = coef(fit)[[1]], slope = coef(fit)[[2]])
for (i in seq_along(r)) {
  without <- lm(y[-i] ~ x[-i], weights = w[-i])
  expect("line", t = r[[i]], p = pt(r[[i]], 25 - 3), expected = sum(coef(without) * c(1, x[i])))
}

# Random effects by DerSimonian and Laird (1986), by their formulas: a the effect, b its variance.
v <- runif(20, .01, .2); e <- rnorm(20, .1, sqrt(v + .05)); observe("effects", e, v)
wt <- 1 / v; q <- sum(wt * (e - sum(wt * e) / sum(wt))^2); tau2 <- max(0, (q - 19) / (sum(wt) - sum(wt^2) / sum(wt)))
expect("effects", between = tau2, mean = sum(e / (v + tau2)) / sum(1 / (v + tau2)))
expect("effects", q25 = quantile(e, .25, type = 7)[[1]], q75 = quantile(e, .75, type = 7)[[1]])

all <- do.call(rbind, data); all$a <- sprintf("%.17g", all$a); all$b <- sprintf("%.17g", all$b)
write.csv(all, "data.csv", row.names = FALSE, quote = FALSE)
write.csv(do.call(rbind, expected), "expected.csv", row.names = FALSE, quote = FALSE)
