# Reference numbers for intervals_test.cpp, shrinkage_test.cpp and multiple_tests_test.cpp, from R's own functions where
# it has them. Run here: Rscript small_groups.R. Base R 4.2 is enough.
options(digits = 17)
keep <- function(frame, name) {
  for (column in names(frame)) if (is.double(frame[[column]])) frame[[column]] <- sprintf("%.17g", frame[[column]])
  write.csv(frame, paste0(name, ".csv"), row.names = FALSE, quote = FALSE)
}

# --- intervals: prop.test without continuity correction is Wilson's, binom.test is Clopper and Pearson's
shares <- expand.grid(n = c(1L, 3L, 10L, 50L, 200L, 3000L), part = c(0, 0.01, 0.1, 0.3, 0.5, 0.87, 1), confidence = c(0.8, 0.95, 0.998))
shares$k <- as.integer(round(shares$n * shares$part))
shares <- unique(shares[c("k", "n", "confidence")])
bounds <- function(test) t(mapply(function(k, n, c) suppressWarnings(test(k, n, c)$conf.int), shares$k, shares$n, shares$confidence))
wilson <- bounds(function(k, n, c) prop.test(k, n, conf.level = c, correct = FALSE))
exact <- bounds(function(k, n, c) binom.test(k, n, conf.level = c))
keep(data.frame(shares, wilson_lower = wilson[, 1], wilson_upper = wilson[, 2], exact_lower = exact[, 1], exact_upper = exact[, 2]), "intervals")

# --- exact tail
tails <- expand.grid(n = c(1L, 5L, 20L, 400L, 100000L), part = c(0, 0.1, 0.3, 0.6, 1), p = c(0, 0.001, 0.15, 0.3, 0.5, 1))
tails$k <- as.integer(round(tails$n * tails$part))
keep(data.frame(tails[c("k", "n", "p")], tail = pbinom(tails$k - 1, tails$n, tails$p, lower.tail = FALSE)), "tails")

# --- funnel limits, z and overdispersion
k <- c(2L, 8L, 0L, 15L, 30L, 5L, 1L, 9L, 22L, 60L, 3L, 4L); n <- c(10L, 20L, 5L, 50L, 60L, 45L, 3L, 30L, 80L, 400L, 3L, 16L)
centre <- sum(k) / sum(n)
z <- (k / n - centre) / sqrt(centre * (1 - centre) / n)
q <- quantile(z, c(0.1, 0.9), type = 7)
factor <- max(1, mean(pmin(pmax(z, q[1]), q[2])^2))
keep(data.frame(k, n, centre, lower = qbinom(0.025, n, centre) / n, upper = qbinom(0.975, n, centre) / n, z, factor), "funnel")

# --- two shares: prop.test, fisher.test; Newcombe's interval from the two Wilson intervals
two <- data.frame(k1 = c(3L, 15L, 0L, 10L, 7L, 1L, 40L, 0L, 250L), n1 = c(10L, 50L, 8L, 10L, 25L, 1L, 90L, 5L, 1000L),
                  k2 = c(6L, 15L, 4L, 2L, 7L, 0L, 20L, 0L, 210L), n2 = c(12L, 45L, 9L, 10L, 25L, 1L, 95L, 7L, 1100L))
compare <- function(k1, n1, k2, n2) {
  w <- function(k, n) suppressWarnings(prop.test(k, n, correct = FALSE)$conf.int)
  a <- w(k1, n1); b <- w(k2, n2); p1 <- k1 / n1; p2 <- k2 / n2
  test <- suppressWarnings(prop.test(c(k1, k2), c(n1, n2), correct = FALSE))
  c(difference = p1 - p2, lower = p1 - p2 - sqrt((p1 - a[1])^2 + (b[2] - p2)^2), upper = p1 - p2 + sqrt((a[2] - p1)^2 + (p2 - b[1])^2),
    z = unname(sign(p1 - p2) * sqrt(test$statistic)), p = test$p.value, p_exact = fisher.test(matrix(c(k1, n1 - k1, k2, n2 - k2), 2))$p.value)
}
keep(cbind(two, t(mapply(compare, two$k1, two$n1, two$k2, two$n2))), "two_shares")

# --- many tests
p <- c(0.001, 0.04, 0.04, 0.2, 0, 1, 0.03, 0.012, 0.012, 0.5, 0.049)
keep(data.frame(p, holm = p.adjust(p, "holm"), bh = p.adjust(p, "BH")), "adjusted")

# --- beta-binomial: moments as Kleinman (1973) with weights n, likelihood with lbeta and optim
set.seed(20)
n <- as.integer(c(3, 5, 8, 10, 12, 15, 18, 20, 22, 25, 30, 34, 40, 55, 60, 75, 90, 120, 9, 4))
k <- as.integer(rbinom(length(n), n, rbeta(length(n), 3, 12)))
w <- n / sum(n); m <- sum(k) / sum(n); p <- k / n
S <- sum(w * (p - m)^2)
g <- (S - m * (1 - m) * sum(w * (1 - w) / n)) / (m * (1 - m) * (sum(w * (1 - w)) - sum(w * (1 - w) / n)))
moments <- c(m, (1 - g) / g)
minus <- function(x) { a <- plogis(x[1]) * exp(x[2]); b <- (1 - plogis(x[1])) * exp(x[2]); -sum(lbeta(a + k, b + n - k) - lbeta(a, b)) }
# The greatest likelihood to full precision: Newton's steps on its derivatives after optim has come near.
x <- optim(c(qlogis(m), log(10)), minus, method = "BFGS", control = list(reltol = 1e-15, maxit = 1000))$par
slopes <- function(x) {
  mu <- plogis(x[1]); s <- exp(x[2]); a <- mu * s; b <- (1 - mu) * s
  da <- sum(digamma(a + k) - digamma(a) + digamma(a + b) - digamma(a + b + n))
  db <- sum(digamma(b + n - k) - digamma(b) + digamma(a + b) - digamma(a + b + n))
  c((da - db) * s * mu * (1 - mu), da * a + db * b)
}
for (i in 1:20) {
  h <- 1e-5
  J <- cbind((slopes(x + c(h, 0)) - slopes(x - c(h, 0))) / (2 * h), (slopes(x + c(0, h)) - slopes(x - c(0, h))) / (2 * h))
  x <- x - solve(J, slopes(x))
}
likelihood <- c(plogis(x[1]), exp(x[2]))
posterior <- function(prior, method) {
  a <- prior[1] * prior[2] + k; b <- (1 - prior[1]) * prior[2] + n - k
  data.frame(method, k, n, mean = a / (a + b), lower = qbeta(0.025, a, b), upper = qbeta(0.975, a, b), weight = n / (n + prior[2]),
             prior_mean = prior[1], prior_strength = prior[2])
}
keep(rbind(posterior(moments, "moments"), posterior(likelihood, "likelihood")), "beta_binomial")

# --- normal-normal: DerSimonian and Laird; maximum likelihood by its derivative's root
set.seed(7)
n <- as.integer(c(4, 8, 12, 15, 20, 22, 25, 31, 48, 60, 3, 2)); truth <- rnorm(length(n), 20, 2.5)
sd <- round(runif(length(n), 3, 6), 2); y <- round(rnorm(length(n), truth, sd / sqrt(n)), 3)
within <- sum((n - 1) * sd^2) / sum(n - 1); v <- within / n
w <- 1 / v; mw <- sum(w * y) / sum(w)
dl <- max(0, (sum(w * (y - mw)^2) - (length(y) - 1)) / (sum(w) - sum(w^2) / sum(w)))
slope <- function(t) { w <- 1 / (v + t); mu <- sum(w * y) / sum(w); sum(w^2 * (y - mu)^2) - sum(w) }
ml <- uniroot(slope, c(1e-9, 100), tol = 1e-15)$root
normal <- function(t, method) {
  w <- 1 / (v + t); mu <- sum(w * y) / sum(w); B <- t / (t + v); s <- qnorm(0.975) * sqrt(B * v)
  data.frame(method, y, n, sd, mean = mu + B * (y - mu), lower = mu + B * (y - mu) - s, upper = mu + B * (y - mu) + s, weight = B,
             prior_mean = mu, prior_sd = sqrt(t))
}
keep(rbind(normal(dl, "moments"), normal(ml, "likelihood")), "normal_normal")
