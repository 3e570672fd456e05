#!/usr/bin/python3
"""All markers of a region and year against the same in R's data.table, in one run; figures must agree before times do.

    tests/bench/markers.py [--rounds N] [--work FOLDER]

Needs ../shared/bench beside the project (the generator of the region), the release targets opora, objectivity and
markers_bench, R with data.table, python3-pandas. R has the rows in memory and computes seven tables (no pairs of years, no
later examinations, no p of Kendall's coefficient); Opora reads its store and computes the whole matrix. Rounds alternate.
"""
import argparse, pathlib, statistics, subprocess, sys, tempfile

import pandas

ROOT = pathlib.Path(__file__).resolve().parents[2]
GENERATOR = ROOT.parent / 'shared' / 'bench' / 'cpp' / 'gen.cpp'
RELEASE = ROOT / 'build' / 'release'
HERE = pathlib.Path(__file__).resolve().parent / 'markers'
YEAR = '2025'
KEYS = ['school', 'procedure']
# table of R → (marker of the matrix, columns of R and of the matrix)
IN_MATRIX = {
    'mean-intervals': ('inflated_mean', {'lower': 'value', 'upper': 'threshold'}),
    'journal-agreement': ('journal_mismatch', {'r': 'value'}),
    'border-bunching': ('border_bunching', {'p': 'p', 'q': 'q'}),
    'mark-distribution': ('mark_distribution', {'p': 'p', 'q': 'q'}),
    'score-dispersion': ('score_dispersion', {'ratio': 'value', 'p': 'p', 'q': 'q'}),
    'class-range': ('class_range', {'ratio': 'value', 'p': 'p', 'q': 'q'}),
    'journal-comparison': ('journal_far', {'p': 'p', 'q': 'q'}),
}


def output(command):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout


def prepare(work):
    output(['g++', '-O2', '-o', work / 'gen', GENERATOR])
    output([work / 'gen', 'R', work])
    opora = [RELEASE / 'host/cli/opora', '--quiet', '--regions', HERE / 'regions', '--store', work / 'opora.db']
    subprocess.run([str(w) for w in opora + ['init']], check=True)
    for name in ('scales.csv', 'results.csv'):
        subprocess.run([str(w) for w in opora + ['import', work / name]], stdout=subprocess.DEVNULL)


def agree(work):
    """Largest relative difference of all compared figures; every row of one side must be on the other."""
    matrix = pandas.read_csv(work / 'opora' / 'markers.csv')
    worst, figures = 0.0, 0
    for table, (marker, columns) in IN_MATRIX.items():
        theirs = pandas.read_csv(work / 'r' / f'{table}.csv')
        ours = matrix[(matrix.marker == marker) & matrix.flag.notna()]
        if table == 'journal-agreement':
            theirs = theirs[theirs.r.notna()]
        both = theirs.merge(ours, on=KEYS, how='outer', suffixes=('_r', '_o'), indicator=True)
        if (both._merge != 'both').any():
            sys.exit(f'{table}: rows of one side only\n{both[both._merge != "both"].head()}')
        for of_r, of_opora in columns.items():
            r = both[of_r if of_r in both else f'{of_r}_r']
            o = both[of_opora if of_opora in both else f'{of_opora}_o']
            difference = ((r - o).abs() / r.abs().clip(lower=1e-6)).max()
            worst, figures = max(worst, difference), figures + len(both)
            if not difference < 1e-6:  # of p: R and Eigen sum the tails differently
                sys.exit(f'{table}: {of_r} differs by {difference}')
    return worst, figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--work', type=pathlib.Path)
    options = parser.parse_args()
    if not GENERATOR.exists():
        sys.exit('the generator of the region is not beside the project: nothing is measured')
    with tempfile.TemporaryDirectory() as temporary:
        work = options.work or pathlib.Path(temporary)
        for folder in ('r', 'opora'):
            (work / folder).mkdir(parents=True, exist_ok=True)
        if not (work / 'opora.db').exists():
            prepare(work)
        bench = [RELEASE / 'tests/bench/markers_bench', work / 'opora.db', RELEASE / 'lib/opora/plugins/objectivity.so', YEAR, work / 'opora', '3']
        r = ['Rscript', HERE / 'markers.R', work / 'results.csv', work / 'scales.csv', YEAR, work / 'r', '3']
        ours, theirs = [], []
        for _ in range(options.rounds):
            ours += [float(line) for line in output(bench).split()]
            theirs += [float(line) for line in output(r).split()]
        worst, figures = agree(work)
        print(f'{figures} figures agree, largest relative difference {worst:.1e}')
        print(f'opora {statistics.median(ours):.3f} s, data.table {statistics.median(theirs):.3f} s, '
              f'ratio {statistics.median(ours) / statistics.median(theirs):.3f} (wanted 0.5)')


if __name__ == '__main__':
    main()
