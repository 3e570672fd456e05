#!/usr/bin/python3
"""Importing one region's real workbooks against merely reading them with other tools.

    tests/bench/xlsx.py [--runs N] [--data FOLDER]

Needs ../shared/data/region22 beside the project, the release preset built, python3-openpyxl and
r-cran-readxl. Opora recognises, checks and stores the files; openpyxl (read-only) and readxl (every
sheet as text) only read their cells; the floor inflates the worksheets with zlib on one core. The cases
run in rounds (A B C D, A B C D, …), so that a drift of the machine's speed hits all alike.
"""
import argparse, os, pathlib, shutil, statistics, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parents[2]
OPORA = ROOT / 'build' / 'release' / 'host' / 'cli' / 'opora'

INFLATE = '''
import sys, zipfile
size = 0
for file in sys.argv[1:]:
    with zipfile.ZipFile(file) as book:
        for part in book.namelist():
            if part.startswith('xl/worksheets/') and part.endswith('.xml'):
                size += len(book.read(part))
print(size)
'''
OPENPYXL = '''
import sys, warnings, openpyxl
warnings.simplefilter('ignore')
cells = 0
for file in sys.argv[1:]:
    book = openpyxl.load_workbook(file, read_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            cells += len(row)
print(cells)
'''
READXL = '''
cells <- 0
for (file in commandArgs(trailingOnly = TRUE))
  for (sheet in readxl::excel_sheets(file))
    cells <- cells + prod(dim(suppressMessages(readxl::read_excel(file, sheet, col_names = FALSE, col_types = "text"))))
cat(cells, "\\n")
'''


def measure(command, environment):
    """(wall seconds, processor seconds, peak memory in MB)"""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **environment})
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):  # 1: imported, with findings
        sys.exit(f'failed ({process.returncode}): {" ".join(map(str, command))[:300]}')
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def cases(data, work):
    files = sorted(map(str, data.rglob('*.xlsx')))
    python, store = shutil.which('python3', path='/usr/bin'), work / 'xlsx.db'
    opora = [str(OPORA), '--quiet', '--regions', str(ROOT / 'regions'), '--store', str(store)]

    def fresh():
        for path in work.glob('xlsx.db*'):
            path.unlink()
        subprocess.run([*opora, 'init'], check=True, stdout=subprocess.DEVNULL)
    for threads in ('2', '1'):
        yield f'opora import, threads: {threads}', [*opora, 'import', str(data)], {'OPORA_THREADS': threads}, fresh
    yield 'openpyxl, reading only', [python, '-c', OPENPYXL, *files], {}, None
    yield 'readxl, reading only', ['Rscript', '-e', READXL, *files], {}, None
    yield 'zlib, inflating only', [python, '-c', INFLATE, *files], {}, None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--runs', type=int, default=5)
    parser.add_argument('--data', type=pathlib.Path, default=ROOT.parent / 'shared' / 'data' / 'region22')
    options = parser.parse_args()
    if not options.data.exists():
        sys.exit('the real workbooks are not beside the project: nothing to measure')
    results = {}
    with tempfile.TemporaryDirectory(prefix='opora-xlsx-') as work:
        for round_ in range(-1, options.runs):  # the first round warms the file cache
            for name, command, environment, setup in cases(options.data.resolve(), pathlib.Path(work)):
                if setup:
                    setup()
                sample = measure(command, environment)
                if round_ >= 0:
                    results.setdefault(name, []).append(sample)
    median = {name: [statistics.median(column) for column in zip(*samples)] for name, samples in results.items()}
    own = median[next(iter(median))]
    print(f'{len(list(options.data.rglob("*.xlsx")))} workbooks, medians of {options.runs} interleaved rounds; ratios (wall, processor time) to Opora with two threads')
    for name, (wall, cpu, peak) in median.items():
        spread = f'{min(s[0] for s in results[name]):.3f}–{max(s[0] for s in results[name]):.3f}'
        print(f'  {name:26} {wall:8.3f} s ({spread})  cpu {cpu:7.2f} s  peak {peak:5.0f} MB  ratios {wall / own[0]:6.2f} {cpu / own[1]:6.2f}')


main()
