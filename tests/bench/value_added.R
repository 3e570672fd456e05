# value_added.R FILE.csv MODEL ROUNDS: times lme4 on the file that value_added.py has written; prints JSON. "slope-tight" is
# the model of slopes with settings tight enough that its variances settle.
suppressMessages(library(lme4))
arguments <- commandArgs(TRUE)
data <- read.csv(arguments[1], stringsAsFactors = TRUE)
slopes <- startsWith(arguments[2], "slope")
control <- if (arguments[2] != "slope-tight") lmerControl() else
  lmerControl(optimizer = "bobyqa", calc.derivs = FALSE, optCtrl = list(rhobeg = 0.2, rhoend = 1e-9, maxfun = 20000))
formula <- if (slopes) y ~ prior + girl + need + (1 + prior | school) else y ~ prior + girl + need + (1 | school)
seconds <- function(f) { start <- proc.time()[["elapsed"]]; force(f()); proc.time()[["elapsed"]] - start }
rounds <- as.integer(arguments[3])
fit <- suppressWarnings(suppressMessages(lmer(formula, data, control = control)))
whole <- bare <- effects <- numeric(rounds)
for (i in seq_len(rounds)) {
  gc(FALSE)
  whole[i] <- seconds(function() suppressWarnings(suppressMessages(lmer(formula, data, control = control))))
  prepared <- lFormula(formula, data, control = control)
  devfun <- do.call(mkLmerDevfun, prepared)
  bare[i] <- seconds(function() suppressWarnings(optimizeLmer(devfun, optimizer = control$optimizer, control = control$optCtrl)))
  effects[i] <- seconds(function() ranef(fit, condVar = TRUE))
}
list_of <- function(x) paste0("[", paste(sprintf("%.6f", x), collapse = ", "), "]")
variance <- as.matrix(VarCorr(fit)$school)[1, 1]
cat(sprintf('{"whole": %s, "bare": %s, "effects": %s, "criterion": %.12g, "variance": %.12g, "residual": %.12g, "fixed": [%s]}\n', list_of(whole),
            list_of(bare), list_of(effects), REMLcrit(fit), variance, sigma(fit)^2, paste(sprintf("%.12g", fixef(fit)), collapse = ", ")))
