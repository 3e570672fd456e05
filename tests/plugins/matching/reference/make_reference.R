# Reference numbers for the tests of plugins/matching. R 4.2 with cluster, lpSolve and clue (Debian: r-cran-*):
#   Rscript make_reference.R      writes the CSV files beside it
library(cluster)
library(lpSolve)
library(clue)
set.seed(20)

# --- context: five numbers that hang together, a text, and gaps ------------------------------------
n <- 24
base <- rnorm(n)
context <- data.frame(
  pupils = round(300 + 120 * rnorm(n)),
  higher_education = 0.3 + 0.1 * base + 0.03 * rnorm(n),
  single_parent = 0.2 - 0.05 * base + 0.04 * rnorm(n),
  on_record = abs(0.02 + 0.01 * rnorm(n)),
  other_language = abs(0.1 + 0.08 * rnorm(n)),
  place = sample(c("city", "town", "village"), n, TRUE))
gaps <- context
gaps$single_parent[c(3, 9)] <- NA
gaps$place[5] <- NA
gaps$on_record[c(9, 17)] <- NA
write.csv(gaps, "context.csv", row.names = FALSE, quote = FALSE, na = "")

numbers <- names(context)[1:5]
complete <- gaps[complete.cases(gaps[numbers]), numbers]
z <- scale(gaps[numbers])  # by the values that are there, ddof 1
R <- cor(complete)

# Schäfer & Strimmer (2005), target "diagonal", written out as in the paper
x <- scale(complete)
m <- nrow(x)
variance <- 0; squares <- 0
for (i in 1:5) for (j in 1:5) if (i != j) {
  w <- x[, i] * x[, j]
  variance <- variance + m / (m - 1)^3 * sum((w - mean(w))^2)
  squares <- squares + R[i, j]^2
}
lambda <- min(1, variance / squares)

distances <- function(lambda) {
  S <- (1 - lambda) * R + lambda * diag(5)
  out <- NULL
  for (a in 1:(n - 1)) for (b in (a + 1):n) {
    both <- !is.na(z[a, ]) & !is.na(z[b, ])
    d2 <- mahalanobis(z[a, both], z[b, both], S[both, both, drop = FALSE]) * 5 / sum(both)
    out <- rbind(out, c(a, b, sqrt(d2)))
  }
  out
}
auto <- distances(lambda); fixed <- distances(0.1)
gower <- as.matrix(daisy(transform(gaps, place = factor(place)), metric = "gower"))
write.csv(data.frame(a = auto[, 1], b = auto[, 2], auto = auto[, 3], fixed = fixed[, 3], gower = gower[auto[, 1:2]]),
          "distances.csv", row.names = FALSE)
writeLines(format(lambda, digits = 17), "shrinkage.txt")

# --- assignments: lpSolve for capacities, clue for squares ------------------------------------------
problems <- list()
for (k in 1:6) {
  rows <- sample(8:30, 1); columns <- sample(8:25, 1)
  capacity <- sample(1:3, columns, TRUE)
  costs <- matrix(sample(0:1000000, rows * columns, TRUE), rows)
  while (sum(capacity) < rows) capacity <- capacity + 1
  best <- lp.transport(costs, "min", rep("=", rows), rep(1, rows), rep("<=", columns), capacity)
  problems[[k]] <- c(rows, columns, best$objval, capacity, t(costs))
}
for (k in 7:9) {
  size <- sample(20:40, 1)
  costs <- matrix(sample(0:1000000, size * size, TRUE), size)
  assigned <- solve_LSAP(costs)
  problems[[k]] <- c(size, size, sum(costs[cbind(1:size, assigned)]), rep(1, size), t(costs))
}
writeLines(sapply(problems, function(p) paste(format(p, scientific = FALSE, trim = TRUE), collapse = ",")), "assignments.csv")
