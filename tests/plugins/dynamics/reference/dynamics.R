# Reference numbers for dynamics_test.cpp, from R's own functions. Run here: Rscript dynamics.R. Base R 4.2 is enough.
keep <- function(frame, name) {
  for (column in names(frame)) if (is.double(frame[[column]])) frame[[column]] <- sprintf("%.17g", frame[[column]])
  write.csv(frame, paste0(name, ".csv"), row.names = FALSE, quote = FALSE)
}
# Student's t
t <- expand.grid(p = c(0.5, 0.75, 0.9, 0.975, 0.999), df = c(1, 1.7, 3, 7.25, 30, 400.5))
keep(data.frame(t, quantile = qt(t$p, t$df)), "student")

# Welch's interval of a difference
set.seed(4)
a <- round(rnorm(14, 0.62, 0.15), 3); b <- round(rnorm(9, 0.5, 0.08), 3)
keep(data.frame(group = c(rep("a", 14), rep("b", 9)), value = c(a, b)), "welch_values")
keep(do.call(rbind, lapply(c(0.8, 0.95, 0.99), function(c) {
  ci <- t.test(a, b, conf.level = c)$conf.int
  data.frame(confidence = c, lower = ci[1], upper = ci[2])
})), "welch")

# Correlations, Fisher's interval, Bonett and Wright's for Spearman; regression and its residuals
x <- round(rnorm(40), 2); y <- round(0.6 * x + rnorm(40, 0, 0.7), 1)
x[3] <- x[9]; y[5] <- y[6]
r <- cor.test(x, y); s <- suppressWarnings(cor(x, y, method = "spearman"))
half <- qnorm(0.975) * sqrt((1 + s^2 / 2) / 37)
fit <- lm(y ~ x)
keep(data.frame(x, y, expected = fitted(fit), studentised = rstandard(fit)), "pairs")
keep(data.frame(pearson = unname(r$estimate), pearson_lower = r$conf.int[1], pearson_upper = r$conf.int[2], spearman = s,
                spearman_lower = tanh(atanh(s) - half), spearman_upper = tanh(atanh(s) + half), intercept = coef(fit)[[1]], slope = coef(fit)[[2]]), "correlation")

# Gap of quantiles with the percentile bootstrap: many repetitions, so that only the tested one is uncertain
v <- round(rbeta(120, 6, 4), 3)
gap <- function(v, q) unname(quantile(v, 1 - q, type = 7) - quantile(v, q, type = 7))
keep(data.frame(value = v), "gap_values")
keep(do.call(rbind, lapply(c(0.1, 0.25), function(q) {
  boot <- replicate(40000, gap(sample(v, replace = TRUE), q))
  data.frame(part = q, top = unname(quantile(v, 1 - q)), bottom = unname(quantile(v, q)), lower = unname(quantile(boot, 0.025)),
             upper = unname(quantile(boot, 0.975)), repetitions_sd_lower = sd(replicate(200, quantile(sample(boot, 999, TRUE), 0.025))),
             repetitions_sd_upper = sd(replicate(200, quantile(sample(boot, 999, TRUE), 0.975))))
})), "gap")
