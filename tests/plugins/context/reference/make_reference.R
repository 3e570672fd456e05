# Reference numbers for plugins/context from R: prcomp, lm, scale, and matrix algebra for the method of moments.
# Run in this folder: Rscript make_reference.R. Writes schools.csv, index.csv, model.csv.
set.seed(20190501)
n <- 60
deprivation <- rnorm(n)
part <- function(a, b, s) round(pmin(pmax(a + b * deprivation + rnorm(n, sd = s), 0.01), 0.99), 3)
d <- data.frame(school = sprintf("s%02d", 1:n), municipality = rep(1:6, 10), stratum = rep(1:3, each = 20),
                pupils = sample(30:900, n), x1 = part(0.35, -0.10, 0.05), x2 = part(0.25, 0.06, 0.04),
                x3 = part(0.05, 0.02, 0.015), x4 = part(0.10, 0.02, 0.06))
d$tested <- pmax(8, round(d$pupils / 10))
d$result <- round(-0.25 * deprivation + rnorm(n, sd = 0.25) + rnorm(n, sd = 0.9 / sqrt(d$tested)), 4)
d$variance <- round(0.81 / d$tested, 6)
items <- c("x1", "x2", "x3", "x4")
direction <- c(1, -1, -1, -1)
weight <- c(2, 1, 1, 0.5)
write.csv(d, "schools.csv", row.names = FALSE, quote = FALSE)

place <- function(x) 100 * (rank(x) - 0.5) / length(x)
index <- function(z, w) drop(100 + 15 * (z %*% w) / sqrt(drop(t(w) %*% cor(z) %*% w)))
z <- sweep(scale(d[items]), 2, direction, "*")
within <- sweep(sapply(items, function(k) ave(d[[k]], d$stratum, FUN = function(x) (x - mean(x)) / sd(x))), 2, direction, "*")
p <- prcomp(z, center = TRUE, scale. = TRUE)
loading <- p$rotation[, 1] * sign(sum(p$rotation[, 1]))
component <- 100 + 15 * drop(z %*% loading) / p$sdev[1]
coefficients_of <- function(rows) coef(lm(d$result[rows] ~ z[rows, ], weights = d$tested[rows]))[-1]
regression <- numeric(n)
left_out <- sapply(1:6, function(m) coefficients_of(d$municipality != m))
for (m in 1:6) {
  of <- d$municipality == m
  w <- left_out[, m]
  regression[of] <- 100 + 15 * drop(z[of, ] %*% w) / sqrt(drop(t(w) %*% cor(z) %*% w))
}
chance <- function(w) {
  v <- sapply(items, function(k) d[[k]] * (1 - d[[k]])) / outer(d$pupils, rep(1, 4))
  15 * sqrt(drop(v %*% (w / sapply(d[items], sd))^2)) / sqrt(drop(t(w) %*% cor(z) %*% w))
}
equal <- index(z, rep(1, 4))

# Random effect of the school, by moments; then weighted least squares.
X <- cbind(1, equal); y <- d$result; v <- d$variance
moments <- function(X) {
  W <- diag(1 / v)
  P <- W - W %*% X %*% solve(t(X) %*% W %*% X) %*% t(X) %*% W
  max(0, (drop(t(y) %*% P %*% y) - (n - ncol(X))) / sum(diag(P)))
}
tau2 <- moments(X); tau2_alone <- moments(X[, 1, drop = FALSE])
fit <- lm(y ~ equal, weights = 1 / (v + tau2))
residual <- y - fitted(fit)
slope_error <- sqrt(solve(t(X) %*% diag(1 / (v + tau2)) %*% X)[2, 2])
mean_of <- coef(lm(y ~ 1, weights = 1 / (v + tau2_alone)))[[1]]
reliability <- tau2_alone / (tau2_alone + v)

out <- data.frame(school = d$school, zscore = equal, weighted = index(z, weight), within = index(within, rep(1, 4)),
                  percentile = drop(sapply(1:4, function(k) place(z[, k])) %*% weight) / sum(weight), component = component,
                  regression = regression, error = chance(rep(1, 4)), place = place(equal), expected = fitted(fit),
                  shrunken = residual * tau2 / (tau2 + v), shrunken_error = sqrt(tau2 * v / (tau2 + v)),
                  return = (1 - reliability) * (mean_of - y))
write.csv(format(out, digits = 15, trim = TRUE), "index.csv", row.names = FALSE, quote = FALSE)
scaled <- function(w) w / sum(abs(w))
model <- c(share = p$sdev[1]^2 / 4, setNames(scaled(loading), paste0("loading_", items)),
           setNames(scaled(coefficients_of(rep(TRUE, n))), paste0("weight_", items)),
           setNames(apply(rbind(apply(left_out, 2, scaled) |> t(), scaled(coefficients_of(rep(TRUE, n)))), 2, min), paste0("low_", items)),
           setNames(apply(rbind(apply(left_out, 2, scaled) |> t(), scaled(coefficients_of(rep(TRUE, n)))), 2, max), paste0("high_", items)),
           between = tau2, explained = 1 - tau2 / tau2_alone, intercept = coef(fit)[[1]], slope = coef(fit)[[2]], slope_error = slope_error,
           correlation_x1 = cor(z[, 1], equal))
write.csv(data.frame(name = names(model), value = format(model, digits = 15, trim = TRUE)), "model.csv", row.names = FALSE, quote = FALSE)
