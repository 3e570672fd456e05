#!/usr/bin/env python3
"""k-means and Ward's hierarchy beside R's kmeans and hclust in one run.

    tests/bench/clusters.py [SCHOOLS …] [--rounds N]

Made-up schools with 8 items around 5 centres; k = 5, 20 starts. Needs the release preset's clusters_bench and Rscript. Times
are taken inside both programs (no start, no reading); rounds alternate, medians are compared. The sums of squares of both
(R: Hartigan and Wong) and the last heights must agree, or nothing is compared.
"""
import argparse, pathlib, random, statistics, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BENCH = ROOT / 'build' / 'release' / 'tests' / 'bench' / 'clusters_bench'
PEER = r'''
x <- as.matrix(read.csv(commandArgs(TRUE)[1])); set.seed(1)
timed <- function(name, work, outcome) {
  start <- proc.time()[["elapsed"]]; repeats <- 0
  while (proc.time()[["elapsed"]] - start < 0.3) { made <- work(); repeats <- repeats + 1 }  # the clock counts milliseconds
  cat(sprintf("%s %.6f %.9g\n", name, (proc.time()[["elapsed"]] - start) / repeats, outcome(made)))
}
timed("kmeans", function() kmeans(x, 5, iter.max = 300, nstart = 20), function(m) m$tot.withinss)
timed("ward", function() hclust(dist(x), "ward.D2"), function(m) max(m$height))
'''


def write(path, schools):
    draw = random.Random(20)
    centres = [[draw.gauss(0, 1.2) for _ in range(8)] for _ in range(5)]
    with path.open('w') as out:
        print(*(f'item_{j}' for j in range(8)), sep=',', file=out)
        for i in range(schools):
            print(*(f'{c + draw.gauss(0, 1):.6f}' for c in centres[i % 5]), sep=',', file=out)


def outcomes(command):
    lines = subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout.split('\n')
    return {name: (float(seconds), float(outcome)) for name, seconds, outcome in (line.split() for line in lines if line)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('schools', nargs='*', type=int, default=[1000, 5000])
    parser.add_argument('--rounds', type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for schools in options.schools:
            data, peer = pathlib.Path(folder) / f'{schools}.csv', pathlib.Path(folder) / 'peer.R'
            write(data, schools)
            peer.write_text(PEER)
            rounds = [(outcomes([BENCH, data]), outcomes(['Rscript', peer, data])) for _ in range(options.rounds)]
            for name in ('kmeans', 'ward'):
                own, other = rounds[0][0][name][1], rounds[0][1][name][1]
                if abs(own - other) > 1e-6 * other:
                    sys.exit(f'{name}: {own} here, {other} in R: nothing is compared')
                opora, r = (statistics.median(one[side][name][0] for one in rounds) for side in (0, 1))
                print(f'{schools} schools, {name}: opora {1000 * opora:.1f} ms, R {1000 * r:.1f} ms, ratio {opora / r:.2f}')


main()
