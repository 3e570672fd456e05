# Reference numbers for tests/plugins/clusters: R's own implementations on Fisher's and Anderson's irises (shipped with R).
#   Rscript reference.R      writes the .csv files beside it; needs the packages cluster and mclust (R 4.2.2, mclust 6.0.0)
library(cluster)
library(mclust)
options(digits = 17)
write <- function(table, name) write.table(table, name, sep = ",", row.names = FALSE, quote = FALSE)

x <- as.matrix(iris[, 1:4])
colnames(x) <- c("sepal_length", "sepal_width", "petal_length", "petal_width")
write(x, "iris.csv")
z <- scale(x)

# k-means: Lloyd's iterations from the rows 1, 51, 101; then the least sum of squares known for k = 2 … 6 by Hartigan and Wong.
lloyd <- kmeans(z, z[c(1, 51, 101), ], iter.max = 300, algorithm = "Lloyd")
hartigan <- kmeans(z, z[c(1, 51, 101), ], iter.max = 300, algorithm = "Hartigan-Wong")
write(data.frame(algorithm = rep(c("lloyd", "hartigan"), each = 3), rbind(lloyd$centers, hartigan$centers)), "kmeans_centres.csv")
set.seed(1)
best <- lapply(2:6, function(k) kmeans(z, k, nstart = 500, iter.max = 100))
write(data.frame(k = 2:6, within = sapply(best, function(b) b$tot.withinss)), "kmeans_best.csv")
write(data.frame(lloyd = lloyd$cluster, sapply(best, function(b) b$cluster)) |> setNames(c("lloyd", paste0("k", 2:6))), "kmeans_labels.csv")

# Ward's hierarchy of 40 irises without equal distances, and cuts of all 150.
rows <- trunc(seq(1, 150, length.out = 40))
part <- z[rows, ]
tree <- hclust(dist(part), "ward.D2")
write(data.frame(a = tree$merge[, 1], b = tree$merge[, 2], height = tree$height), "ward_merges.csv")
write(data.frame(row = rows, cutree(tree, 2:6)) |> setNames(c("row", paste0("k", 2:6))), "ward_cuts.csv")
all <- hclust(dist(z), "ward.D2")
write(data.frame(height = all$height), "ward_heights.csv")

# Silhouettes of the best partition into three.
s <- silhouette(best[[2]]$cluster, dist(z))
write(data.frame(cluster = s[, 1], neighbour = s[, 2], width = s[, 3]), "silhouette.csv")

# Mixtures by EM from that partition: mclust's models VVI and VVV, run until nothing changes.
mixture <- function(model) {
  fit <- me(data = z, modelName = model, z = unmap(best[[2]]$cluster), control = emControl(tol = c(1e-14, 1e-14), itmax = 20000))
  data.frame(model = model, log_likelihood = fit$loglik, bic = -bic(model, fit$loglik, nrow(z), ncol(z), 3),
             pro = fit$parameters$pro, t(fit$parameters$mean), variance = apply(fit$parameters$variance$sigma, 3, function(s) s[1, 1]))
}
write(rbind(mixture("VVI"), mixture("VVV")), "mixtures.csv")

# Adjusted Rand indices of pairs of the partitions above, and of labels with hardly any agreement.
shuffled <- (seq_len(150) * 7) %% 4
write(data.frame(a = c("k2", "k2", "k3", "k5", "k3"), b = c("k3", "k6", "k6", "k6", "shuffled"),
  index = c(adjustedRandIndex(best[[1]]$cluster, best[[2]]$cluster), adjustedRandIndex(best[[1]]$cluster, best[[5]]$cluster),
            adjustedRandIndex(best[[2]]$cluster, best[[5]]$cluster), adjustedRandIndex(best[[4]]$cluster, best[[5]]$cluster),
            adjustedRandIndex(best[[2]]$cluster, shuffled))), "rand.csv")
