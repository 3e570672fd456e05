#!/usr/bin/env python3
"""The main job against its peers in one run: time, memory and file size as ratios.

    tests/bench/peers.py [R|L] [--runs N] [--work FOLDER]

Needs ../shared/bench beside the project (generator, job definition, the peers' scripts), the release
preset built, npm for DuckDB's library, sqlite3 and python3-pandas. Every implementation must write
byte-identical lists, or the comparison stops. Cases run in rounds (A B C, A B C, …), so that a drift of
the machine's speed hits all alike; what is printed are medians and ratios to DuckDB's better variant.
"""
import argparse, os, pathlib, shutil, statistics, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PEERS = ROOT.parent / 'shared' / 'bench'
OPORA = ROOT / 'build' / 'release' / 'host' / 'cli' / 'opora'
PACKS = ROOT / 'tests' / 'bench' / 'regions'
NATIVE = ROOT / 'build' / 'release' / 'tests' / 'bench' / 'native'  # the same job as a plugin
COLUMNS = 'school,region,flags,quartile,social,reasons'
HEADER = 'school_id' + COLUMNS[len('school'):]


def sh(command, **options):
    return subprocess.run(command, shell=isinstance(command, str), check=True, **options)


class Bench:
    def __init__(self, size, work, runs):
        self.size, self.runs, self.work = size, runs, work
        self.data = work / 'data' / size
        self.results = {}

    def prepare(self):
        os.environ.update(XDG_CONFIG_HOME=str(self.work / 'config'), XDG_CACHE_HOME=str(self.work / 'cache'))  # whom this benchmark trusts
        sh([OPORA, '--quiet', 'plugin', 'trust', NATIVE / 'bench-native' / 'plugins' / 'bench_job.so'], stdout=subprocess.DEVNULL)
        for folder in ('db', 'out', 'npm'):
            (self.work / folder).mkdir(parents=True, exist_ok=True)
        self.data.mkdir(parents=True, exist_ok=True)
        if not (self.work / 'gen').exists():
            sh(['g++', '-O2', '-o', self.work / 'gen', PEERS / 'cpp' / 'gen.cpp'])
            sh(['g++', '-O3', '-march=native', '-ffp-contract=off', '-pthread', '-o', self.work / 'floor', PEERS / 'cpp' / 'floor.cpp'])
            sh(['g++', '-O3', '-march=native', '-ffp-contract=off', '-pthread', '-o', self.work / 'prototype', PEERS / 'cpp' / 'store.cpp', '-lsqlite3'])
        bindings = self.work / 'npm' / 'node_modules' / '@duckdb' / 'node-bindings-linux-x64'
        if not bindings.exists():
            sh('npm init -y >/dev/null && npm install --silent @duckdb/node-api >/dev/null', cwd=self.work / 'npm')
        if not (self.work / 'duckrun').exists():
            sh(['gcc', '-O2', '-o', self.work / 'duckrun', PEERS / 'duckdb' / 'duckrun.c', f'-L{bindings}', '-lduckdb', f'-Wl,-rpath,{bindings}'])
        if not (self.data / 'results.csv').exists():
            sh([self.work / 'gen', self.size, self.data])
        self.reference = self.work / 'out' / f'{self.size}.ref.csv'
        self.reference_muni = self.work / 'out' / f'{self.size}.refm.csv'
        sh([self.work / 'floor', self.data, self.reference], stdout=subprocess.DEVNULL)
        self.drop('x.db')
        sh(self.duck('x.db', self.reference_muni, 'ref', 'import', 'muni', 'muni_full', 'ind', 'method'))
        self.prepare_years()

    def drop(self, name):
        for path in (self.work / 'db').glob(name + '*'):
            path.unlink()

    def duck(self, db, out, *scripts):
        return [str(self.work / 'duckrun'), str(self.work / 'db' / db), str(self.data), str(out)] + [str(s) if isinstance(s, pathlib.Path) else str(PEERS / 'duckdb' / f'{s}.sql') for s in scripts]

    def opora(self, *words, db='opora.db'):
        return [str(OPORA), '--quiet', '--regions', str(PACKS), '--store', str(self.work / 'db' / db)] + [str(w) for w in words]

    def out(self, name):
        return self.work / 'out' / f'{self.size}.{name}.csv'

    def job(self, out, db='opora.db'):
        return [self.opora('run', '--afresh', '--pack', 'bench', '--year', '2025', '--columns', COLUMNS, '--sort', 'school', '-o', out, db=db)]

    def native_job(self, out, db='opora.db'):
        return [[str(NATIVE) if word == str(PACKS) else 'bench-native' if word == 'bench' else word for word in self.job(out, db)[0]] + ['--in-process']]

    def prepare_years(self):
        """A pack of two years whose rules differ in the share of low results: 30 per cent until 2024, 25 from 2025."""
        pack = self.work / 'years' / 'bench-years'
        shutil.rmtree(pack, ignore_errors=True)
        shutil.copytree(PACKS / 'bench', pack)
        manifest = (pack / 'pack.lua').read_text()
        old = '{ kind = "methodology", id = "job", source = "job.lua", valid_from = 2000 },'
        new = ('{ kind = "methodology", id = "job", source = "job.lua", valid_from = 2000, valid_to = 2024 },\n'
               '    { kind = "methodology", id = "job", source = "job.lua", valid_from = 2025, params = { low_share = 25, low_percent = 25 } },')
        assert old in manifest
        (pack / 'pack.lua').write_text(manifest.replace(old, new).replace('id = "bench"', 'id = "bench-years"'))
        method = (PEERS / 'duckdb' / 'method.sql').read_text().replace('CREATE TEMP TABLE', 'CREATE OR REPLACE TEMP TABLE')
        assert '30*nn' in method
        for share in (30, 25):
            (self.work / f'method{share}.sql').write_text(method.replace('30*nn', f'{share}*nn'))
        self.reference_years = self.work / 'out' / f'{self.size}.refy.csv'
        self.drop('y.db')
        sh(self.duck('y.db', self.reference_years, 'ref', 'import', 'ind', self.work / 'method25.sql'))

    def switched(self, words):
        return [str(self.work / 'years') if word == str(PACKS) else 'bench-years' if word == 'bench' else word for word in words]

    def check(self, out, reference):
        text = out.read_text()
        if text.startswith('school,'):  # Opora names the column by its own word
            text = HEADER + text[text.index('\n'):]
        if text != reference.read_text():
            sys.exit(f'{out.name} differs from {reference.name}: nothing is compared')

    def warm(self, commands):
        """What a case reads is in the page cache, whatever ran before it."""
        for word in {word for command in commands for word in command}:
            path = pathlib.Path(word)
            for file in path.glob('*.csv') if path == self.data else [path] if path.is_file() else []:
                with file.open('rb') as content:
                    while content.read(1 << 20): pass  # in pieces: a case's peak starts from that of this program

    def measure(self, commands):
        wall = cpu = 0.0
        peak = 0
        for command in commands:
            start = time.perf_counter()
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = status
            findings = status == 256 and 'compare' in command  # differences are findings
            if status and not findings:
                sys.exit(f'failed ({status}): {" ".join(command)}')
            wall += time.perf_counter() - start
            cpu += usage.ru_utime + usage.ru_stime
            peak = max(peak, usage.ru_maxrss / 1024)
        return wall, cpu, peak

    def cases(self):
        d, w = self.data, self.work
        inputs = [d / 'schools.csv', d / 'scales.csv', d / 'results.csv']
        import_ = [self.opora('init'), self.opora('import', *inputs)]
        fresh = lambda: self.drop('opora.db')
        copy = lambda source, target: lambda: (self.drop(target), shutil.copy(w / 'db' / source, w / 'db' / target))
        yield 'import', 'opora', import_, fresh, None, None
        yield 'import', 'duckdb text', [self.duck('text.db', 'x', 'ref', 'import')], lambda: self.drop('text.db'), None, None
        yield 'import', 'duckdb enum', [self.duck('enum.db', 'x', 'ref', 'import_enum')], lambda: self.drop('enum.db'), None, None
        yield 'import', 'prototype', [[str(w / 'prototype'), 'load', 'seg', str(w / 'db' / 'seg.db'), str(d), 'journal=delete', 'sync=full']], None, None, None
        yield 'import+job', 'opora', import_ + self.job(self.out('oij')), fresh, self.out('oij'), self.reference
        yield 'import+job', 'duckdb text', [self.duck('ij.db', self.out('dij'), 'ref', 'import', 'ind', 'method')], lambda: self.drop('ij.db'), self.out('dij'), self.reference
        yield 'import+job', 'duckdb enum', [self.duck('ije.db', self.out('dije'), 'ref', 'import_enum', 'ind_temp', 'method')], lambda: self.drop('ije.db'), self.out('dije'), self.reference
        yield 'import+job', 'floor (no store)', [[str(w / 'floor'), str(d), str(self.out('f'))]], None, self.out('f'), self.reference
        if self.size == 'R':
            yield 'import+job', 'pandas (no store)', [['/usr/bin/python3', str(PEERS / 'pandas' / 'job.py'), str(d), str(self.out('pd'))]], None, self.out('pd'), self.reference
            yield 'import+job', 'sqlite3', [[str(PEERS / 'sqlite' / 'run.sh'), ':memory:', str(d), str(self.out('s')), 'pragma', 'schema', 'import', 'ind', 'method']], None, self.out('s'), self.reference
        yield 'rerun', 'opora', self.job(self.out('o')), None, self.out('o'), self.reference
        yield 'rerun', 'opora, native', self.native_job(self.out('on')), None, self.out('on'), self.reference
        yield 'rerun', 'duckdb text', [self.duck('text.db', self.out('d'), 'ind_temp', 'method')], None, self.out('d'), self.reference
        yield 'rerun', 'duckdb enum', [self.duck('enum.db', self.out('d'), 'ind_temp', 'method')], None, self.out('d'), self.reference
        yield 'rerun', 'prototype', [[str(w / 'prototype'), 'scan', 'seg', str(w / 'db' / 'seg.db'), str(self.out('st')), 'mmap=1', 'threads=2']], None, self.out('st'), self.reference
        # Another year's rules on the same store, from command to list; then both years' rules beside each other.
        method25 = w / 'method25.sql'
        yield 'switch', 'opora', [self.switched(self.job(self.out('oy'))[0])], None, self.out('oy'), self.reference_years
        yield 'switch', 'duckdb text', [self.duck('text.db', self.out('dy'), 'ind_temp', method25)], None, self.out('dy'), self.reference_years
        yield 'switch', 'duckdb enum', [self.duck('enum.db', self.out('dy'), 'ind_temp', method25)], None, self.out('dy'), self.reference_years
        both = [self.switched(self.opora('compare', '--pack', 'bench', '--years', '2024,2025', '--data-year', '2025', '-o', w / 'out' / 'compare.json'))]
        yield 'compare', 'opora', both, None, None, None
        yield 'compare', 'duckdb enum', [self.duck('enum.db', self.out('dc'), 'ind_temp', w / 'method30.sql', method25)], None, self.out('dc'), self.reference_years
        # What did not change since the run before is taken over, as in any run: other regions than the municipality's.
        changed = [[word for word in self.job(self.out('om'), 'muni.db')[0] if word != '--afresh']]
        yield 'muni', 'opora', [self.opora('import', d / 'muni.csv', db='muni.db')] + changed, copy('opora.db', 'muni.db'), self.out('om'), self.reference_muni
        yield 'muni', 'duckdb', [self.duck('w.db', self.out('dm'), 'muni', 'muni_inc', 'method')], copy('ij.db', 'w.db'), self.out('dm'), self.reference_muni

    def run(self):
        cases = list(self.cases())
        for round_ in range(-1, self.runs):
            for scenario, name, commands, setup, out, reference in cases:
                if setup:
                    setup()
                self.warm(commands)
                sample = self.measure(commands)
                if out:
                    self.check(out, reference)
                if round_ >= 0:
                    self.results.setdefault((scenario, name), []).append(sample)

    def report(self):
        print(f'size {self.size}, medians of {self.runs}; ratio = Opora / peer of the same scenario, wall and peak memory')
        median = lambda key, i: statistics.median(sample[i] for sample in self.results[key])
        for (scenario, name), samples in self.results.items():
            key, own = (scenario, name), (scenario, 'opora')
            wall = median(key, 0)
            spread = f'{min(s[0] for s in samples):.3f}–{max(s[0] for s in samples):.3f}'
            ratio = '' if name == 'opora' else f'  opora/this: wall {median(own, 0) / wall:.2f}  memory {median(own, 2) / median(key, 2):.2f}'
            print(f'  {scenario:11} {name:18} {wall:7.3f} s ({spread})  cpu {median(key, 1):6.2f} s  peak {median(key, 2):5.0f} MB{ratio}')
        for name in ('duckdb text', 'duckdb enum'):
            print(f'  the job as a plugin / {name}: {median(("rerun", "opora, native"), 0) / median(("rerun", name), 0):.2f}')
        size = lambda name: (self.work / 'db' / name).stat().st_size
        print(f'  file: opora {size("opora.db") / 1e6:.1f} MB, duckdb enum {size("enum.db") / 1e6:.1f} MB, ratio {size("opora.db") / size("enum.db"):.2f}')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('size', nargs='?', default='R', choices=['R', 'L'])
    parser.add_argument('--runs', type=int, default=5)
    parser.add_argument('--work', type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / 'opora-bench')
    options = parser.parse_args()
    if not PEERS.exists():
        sys.exit('the peers are not beside the project: nothing to compare with')
    bench = Bench(options.size, options.work, options.runs)
    bench.prepare()
    bench.run()
    bench.report()


main()
