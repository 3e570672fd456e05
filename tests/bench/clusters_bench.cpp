// clusters_bench FILE: k-means (k = 5, 20 starts) and Ward's hierarchy of the points in FILE (CSV with a header), timed without
// reading. Prints a line a method: name, seconds, and a number that a peer must agree with. clusters.py runs it beside R.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

#include "kmeans.h"
#include "ward.h"

namespace {

clusters::Points points_in(const char* file) {
  std::ifstream in(file);
  std::string line, cell;
  std::getline(in, line);
  const auto items = static_cast<std::size_t>(std::count(line.begin(), line.end(), ',')) + 1;
  std::vector<double> values;
  while (std::getline(in, line)) {
    std::stringstream cells(line);
    while (std::getline(cells, cell, ',')) values.push_back(std::stod(cell));
  }
  return {items, std::move(values)};
}

template <class Work>
void timed(const char* name, Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  const double outcome = work();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::printf("%s %.6f %.9g\n", name, took.count(), outcome);
}

}  // namespace

int main(int count, char** words) {
  if (count != 2) return std::fprintf(stderr, "usage: clusters_bench FILE.csv\n"), 2;
  const clusters::Points points = points_in(words[1]);
  timed("kmeans", [&] { return clusters::kmeans(points, {.k = 5, .restarts = 20}).within; });
  timed("ward", [&] { return clusters::ward(points).back().height; });
}
