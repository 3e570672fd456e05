#!/usr/bin/env python3
"""The assignment of partner schools against scipy and R's lpSolve, on the same costs in one run.

    tests/bench/matching.py [SCHOOLS …]

Needs the release preset built, python3-scipy, and for the last column r-cran-lpsolve. A peer that finds another sum
of costs stops the comparison. scipy knows no capacities: each partner stands there as often as its load.
"""
import json, pathlib, struct, subprocess, sys, tempfile, time

import numpy
from scipy.optimize import linear_sum_assignment

ROOT = pathlib.Path(__file__).resolve().parents[2]
BENCH = ROOT / 'build' / 'release' / 'tests' / 'bench' / 'matching_bench'
LP = '''
library(lpSolve)
file <- file(commandArgs(TRUE)[1], "rb"); load <- as.integer(commandArgs(TRUE)[2])
whole <- function(n) { b <- matrix(readBin(file, "integer", 2 * n, 4), 2); ifelse(b[1, ] < 0, b[1, ] + 2^32, b[1, ]) + b[2, ] * 2^32 }
shape <- whole(2)
costs <- matrix(whole(shape[1] * shape[2]), shape[1], byrow = TRUE)
took <- system.time(best <- lp.transport(costs, "min", rep("=", shape[1]), rep(1, shape[1]), rep("<=", shape[2]), rep(load, shape[2])))
cat(sprintf("%.0f %f", best$objval, took["elapsed"]))
'''


def best_of(times, body):
    best, result = float('inf'), None
    for _ in range(times):
        start = time.perf_counter()
        result = body()
        best = min(best, time.perf_counter() - start)
    return best, result


def compare(schools, load, folder):
    file = folder / 'costs'
    ours = json.loads(subprocess.run([BENCH, str(schools), str(load), file], check=True, capture_output=True, text=True).stdout)
    data = file.read_bytes()
    rows, columns = struct.unpack('<qq', data[:16])
    costs = numpy.frombuffer(data, dtype='<i8', offset=16).reshape(rows, columns)
    places = numpy.repeat(costs, load, axis=1).astype(float)
    scipy_time, found = best_of(9, lambda: linear_sum_assignment(places))
    cost = int(places[found].sum())
    assert cost == ours['cost'], (cost, ours['cost'])
    lp_text = '–'
    if schools <= 1000:
        script = folder / 'lp.R'
        script.write_text(LP)
        lp_cost, lp_time = subprocess.run(['Rscript', script, file, str(load)], check=True, capture_output=True, text=True).stdout.split()
        assert int(lp_cost) == ours['cost'], (lp_cost, ours['cost'])
        lp_text = f'{float(lp_time):.2f}'
    print(f"| {schools:,} | {rows} × {columns}, {load} each | {ours['distances'] * 1e3:.1f} | {ours['assignment'] * 1e3:.1f} | "
          f"{scipy_time * 1e3:.1f} | {ours['assignment'] / scipy_time:.2f} | {lp_text} |")


if __name__ == '__main__':
    print('| schools | listed × others | distances, ms | assignment, ms | scipy, ms | ratio | lpSolve, s |\n|---|---|---|---|---|---|---|')
    with tempfile.TemporaryDirectory() as name:
        for size in map(int, sys.argv[1:] or ['400', '1000', '3000']):
            compare(size, 2, pathlib.Path(name))
