# Makes the data sets and the reference numbers of this folder: Rscript make_reference.R (R 4.2, lme4, sandwich).
# Pupils: school, y, prior (a pupil's earlier result), girl (0/1), need (of the school).
suppressMessages({library(lme4); library(sandwich)})
options(digits = 17, warn = 1)
set.seed(20191)

pupils <- function(sizes, sd_school, sd_slope, correlation, sd_residual, offset = 0) {
  groups <- length(sizes)
  root <- rbind(c(sd_school, 0), sd_slope * c(correlation, sqrt(1 - correlation^2)))
  effects <- matrix(rnorm(2 * groups), groups) %*% t(root)
  school <- rep(seq_len(groups), sizes)
  prior <- round(rnorm(length(school), 14 + rnorm(groups, 0, 1.5)[school], 4), 2)
  girl <- rbinom(length(school), 1, 0.5)
  need <- round(runif(groups), 3)[school]
  y <- offset + 5 + 0.8 * prior + 0.9 * girl - 4 * need + effects[school, 1] + effects[school, 2] * (prior - 14) +
    rnorm(length(school), 0, sd_residual)
  data.frame(school = sprintf("s%04d", school), y = round(y, 4), prior, girl, need)
}

sets <- list(
  balanced = pupils(rep(20, 40), 1.5, 0.15, 0.4, 3),
  unbalanced = pupils(sample(c(1:6, 20, 45, 90), 60, replace = TRUE), 1.2, 0.2, -0.3, 2.5, offset = 1000),
  tiny = pupils(sample(1:2, 150, replace = TRUE), 2, 0, 0, 2),
  tiny_slope = pupils(sample(c(1, 2, 2, 3, 5), 150, replace = TRUE), 2, 0.3, 0.2, 2),
  near_zero = pupils(rep(c(8, 15, 30), 15), 0.25, 0.02, 0, 3),
  zero = pupils(rep(10, 30), 0, 0, 0, 3))

# Models: terms of the fixed part, and whether `prior` has a slope of its own in every school.
fits <- list(
  list(set = "balanced", slope = FALSE), list(set = "balanced", slope = TRUE),
  list(set = "unbalanced", slope = FALSE), list(set = "unbalanced", slope = TRUE),
  list(set = "tiny", slope = FALSE), list(set = "tiny_slope", slope = FALSE), list(set = "tiny_slope", slope = TRUE),
  list(set = "near_zero", slope = FALSE), list(set = "near_zero", slope = TRUE),
  list(set = "zero", slope = FALSE))

# Prediction errors of the modes with the uncertainty of the fixed part (comparative), and the modes' own variances
# (diagnostic), from dense matrices: Goldstein, Multilevel Statistical Models, appendix 2.2.
spread_of_modes <- function(fit) {
  sigma2 <- sigma(fit)^2
  Lambda <- getME(fit, "Lambda"); Z <- getME(fit, "Z"); X <- getME(fit, "X")
  G <- as.matrix(sigma2 * Lambda %*% t(Lambda))
  V <- as.matrix(Z %*% G %*% t(Z)) + sigma2 * diag(nrow(X))
  Vi <- solve(V)
  P <- Vi - Vi %*% X %*% solve(t(X) %*% Vi %*% X) %*% t(X) %*% Vi
  GZ <- G %*% t(as.matrix(Z))
  diagnostic <- GZ %*% P %*% t(GZ)
  list(comparative = diag(G - diagnostic), diagnostic = diag(diagnostic))
}

figures <- NULL
modes <- NULL
for (name in names(sets)) write.csv(sets[[name]], paste0(name, ".csv"), row.names = FALSE, quote = FALSE)
control <- lmerControl(optimizer = "nloptwrap", calc.derivs = FALSE,
                       optCtrl = list(xtol_abs = 1e-13, xtol_rel = 1e-13, ftol_abs = 1e-13, ftol_rel = 1e-15, maxeval = 1e5))
for (f in fits) for (reml in c(TRUE, FALSE)) {
  formula <- if (f$slope) y ~ prior + girl + need + (1 + prior | school) else y ~ prior + girl + need + (1 | school)
  data <- sets[[f$set]]
  fit <- suppressWarnings(suppressMessages(lmer(formula, data, REML = reml, control = control)))
  if (f$slope) {  # from several starts, the best kept: a saddle or the border is easily taken for the end
    for (start in list(c(0.5, -0.02, 0.05), c(0.3, 0.02, 0.1), c(1, 0, 0.02))) {
      other <- suppressWarnings(suppressMessages(lmer(formula, data, REML = reml, control = control, start = start)))
      other <- suppressWarnings(suppressMessages(lmer(formula, data, REML = reml, control = control, start = getME(other, "theta"))))
      if (as.numeric(logLik(other)) > as.numeric(logLik(fit))) fit <- other
    }
  }
  model <- if (f$slope) "slope" else "intercept"
  method <- if (reml) "REML" else "ML"
  add <- function(quantity, value)
    figures <<- rbind(figures, data.frame(set = f$set, model, method, quantity, value = sprintf("%.12g", value)))
  for (term in names(fixef(fit))) {
    add(paste0("estimate ", term), fixef(fit)[[term]])
    add(paste0("se ", term), sqrt(vcov(fit)[term, term]))
  }
  v <- as.matrix(VarCorr(fit)$school)
  add("var intercept", v[1, 1])
  if (f$slope) { add("var slope", v[2, 2]); add("covariance", v[1, 2]) }
  add("var residual", sigma(fit)^2)
  add("loglik", as.numeric(logLik(fit)))
  add("aic", AIC(fit))
  add("bic", BIC(fit))
  add("singular", as.numeric(isSingular(fit, tol = 1e-4)))
  if (!reml) next
  re <- ranef(fit, condVar = TRUE)$school
  conditional <- attr(re, "postVar")
  spread <- spread_of_modes(fit)
  q <- ncol(re)
  for (i in seq_len(nrow(re))) {
    row <- data.frame(set = f$set, model, school = rownames(re)[i])
    for (k in 1:2) {
      at <- (i - 1) * q + k
      value <- if (k <= q) c(re[i, k], conditional[k, k, i], spread$comparative[at], spread$diagnostic[at]) else rep(NA, 4)
      row[paste0(c("mode", "conditional", "comparative", "diagnostic"), k)] <- ifelse(is.na(value), "", sprintf("%.9g", value))
    }
    modes <- rbind(modes, row)
  }
}
write.csv(figures, "lme4_figures.csv", row.names = FALSE, quote = FALSE)
write.csv(modes, "lme4_modes.csv", row.names = FALSE, quote = FALSE)

# Schools: mean result against context, with and without the pupils as weights.
set.seed(77)
n <- 40
schools <- data.frame(school = sprintf("s%02d", 1:n), n = sample(3:90, n, replace = TRUE), need = round(runif(n), 3),
                      education = round(runif(n), 3), village = rbinom(n, 1, 0.4))
schools$y <- round(20 - 5 * schools$need + 3 * schools$education - schools$village + rnorm(n, 0, 0.8 + 1.5 * schools$need), 4)
write.csv(schools, "schools.csv", row.names = FALSE, quote = FALSE)
regression <- NULL
for (weighted in c(FALSE, TRUE)) {
  fit <- if (weighted) lm(y ~ need + education + village, schools, weights = n) else lm(y ~ need + education + village, schools)
  add <- function(quantity, value)
    regression <<- rbind(regression, data.frame(weighted = as.integer(weighted), quantity, value = sprintf("%.12g", value)))
  for (term in names(coef(fit))) {
    add(paste0("estimate ", term), coef(fit)[[term]])
    add(paste0("se ", term), sqrt(vcov(fit)[term, term]))
    for (type in c("HC0", "HC1", "HC2", "HC3")) add(paste0(type, " ", term), sqrt(vcovHC(fit, type = type)[term, term]))
  }
  add("sigma", summary(fit)$sigma)
  add("r2", summary(fit)$r.squared)
  for (i in seq_len(n)) {
    add(paste0("leverage ", schools$school[i]), hatvalues(fit)[[i]])
    add(paste0("standardised ", schools$school[i]), rstandard(fit)[[i]])
  }
}
write.csv(regression, "regression_figures.csv", row.names = FALSE, quote = FALSE)

# Ranks of 30 schools whose effects are known up to a normal error: quantiles over 200,000 draws.
set.seed(5)
effect <- round(rnorm(30, 0, 1), 3); error <- round(runif(30, 0.1, 0.9), 3)
draws <- matrix(rnorm(30 * 200000, effect, error), 30)
ranks <- apply(-draws, 2, rank)
write.csv(data.frame(effect, error, mean = sprintf("%.4f", rowMeans(ranks)), lower = apply(ranks, 1, quantile, 0.025, type = 1),
                     upper = apply(ranks, 1, quantile, 0.975, type = 1)), "ranks.csv", row.names = FALSE, quote = FALSE)
