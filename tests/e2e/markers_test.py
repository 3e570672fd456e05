"""Smolensk's second list recomputed from the stored rows by independent code: the federal markers
(a) inflated mean, (b) journal marks against scores, (c) sharp change between grades."""
import collections, math, statistics, unittest

from opora_cli import OporaTest

YEAR, MIN_N, Z, FENCE = 2022, 10, 1.96, 3


def ranks(values):
    order = sorted(values)
    first = {}
    for position, value in enumerate(order):
        first.setdefault(value, position)
    counts = collections.Counter(order)
    return [first[v] + (counts[v] + 1) / 2 for v in values]


def spearman(pairs):
    x, y = ranks([p[0] for p in pairs]), ranks([p[1] for p in pairs])
    mx, my = statistics.fmean(x), statistics.fmean(y)
    covariance = sum((a - mx) * (b - my) for a, b in zip(x, y))
    spread = math.sqrt(sum((a - mx) ** 2 for a in x) * sum((b - my) ** 2 for b in y))
    return covariance / spread if spread else None


def quantile(values, q):
    """R-7."""
    values = sorted(values)
    h = (len(values) - 1) * q
    low = math.floor(h)
    return values[low] + (h - low) * (values[min(low + 1, len(values) - 1)] - values[low])


class Markers(OporaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sample = cls.sample(schools=60)
        for words in (['init'], ['import', sample], ['run', 'vpr-bias', '--pack', 'ru-smo', '--year', YEAR]):
            done = cls.run_opora(*words)
            assert done.returncode in (0, 1), done.stdout + done.stderr

    def setUp(self):
        self.rows = self.json('sql', "SELECT school, subject, grade, year, score, max_score, journal FROM results "
                                     "WHERE kind = 'ВПР' AND subject IN ('RU', 'MA') AND grade IN (4, 5) AND year >= 2021")
        self.checks = collections.defaultdict(dict)
        for row in self.json('list', '--all'):
            for check in row['checks']:
                self.checks[check['rule']][row['school'], check['name']] = check

    def groups(self, year, grade, keep=lambda r: True):
        found = collections.defaultdict(list)
        for r in self.rows:
            if r['year'] == year and r['grade'] == grade and keep(r):
                found[r['school'], r['subject']].append(r)
        return found

    def compare(self, rule, expected):
        """expected: (school, name) → (value, threshold, n, met); value None: not computable"""
        self.assertEqual(set(self.checks[rule]), set(expected))
        self.assertTrue(expected)
        for key, (value, threshold, n, met) in expected.items():
            check = self.checks[rule][key]
            self.assertEqual(check['n'], n, key)
            if n >= MIN_N and value is not None:
                self.assertAlmostEqual(check['value'], value, places=9, msg=str(key))
                self.assertAlmostEqual(check['threshold'], threshold, places=9, msg=str(key))
                self.assertEqual(check['met'], met, key)
            else:
                self.assertFalse(check['assessed'] and n < MIN_N, key)

    def test_a_inflated_mean(self):
        expected = {}
        for grade in (4, 5):
            groups = self.groups(YEAR, grade)
            for subject in ('RU', 'MA'):
                region = [r['score'] for (_, s), rows in groups.items() if s == subject for r in rows]
                upper = statistics.fmean(region) + Z * statistics.stdev(region) / math.sqrt(len(region))
                for (school, s), rows in groups.items():
                    if s != subject:
                        continue
                    scores = [r['score'] for r in rows]
                    n = len(scores)
                    lower = statistics.fmean(scores) - Z * statistics.stdev(scores) / math.sqrt(n) if n > 1 else None
                    expected[school, f'ВПР {s} {grade} {YEAR}'] = (lower, upper, n, n >= MIN_N and lower > upper)
        self.compare('inflated_mean', expected)

    def test_b_journal_against_scores(self):
        expected = {}
        for grade in (4, 5):
            for (school, subject), rows in self.groups(YEAR, grade, lambda r: r['journal'] is not None).items():
                r = spearman([(x['journal'], x['score']) for x in rows])
                expected[school, f'ВПР {subject} {grade} {YEAR}'] = (r, 0, len(rows), r is not None and len(rows) >= MIN_N and r < 0)
        self.compare('journal_mismatch', expected)

    def test_c_sharp_change(self):
        done = lambda rows: sum(r['score'] for r in rows) / sum(r['max_score'] for r in rows)
        known = lambda r: r['max_score'] is not None and r['max_score'] > 0
        before, after = self.groups(YEAR - 1, 4, known), self.groups(YEAR, 5, known)
        fall, rise = {}, {}
        for subject in ('RU', 'MA'):
            k = {key: (done(before[key]) / done(rows), min(len(before[key]), len(rows)))
                 for key, rows in after.items() if key[1] == subject and key in before}
            q1, q3 = (quantile([v for v, _ in k.values()], q) for q in (0.25, 0.75))
            for (school, s), (value, n) in k.items():
                name = f'ВПР {s} 5 {YEAR}'
                upper, lower = q3 + FENCE * (q3 - q1), q1 - FENCE * (q3 - q1)
                fall[school, name] = (value, upper, n, n >= MIN_N and value > upper)
                rise[school, name] = (value, lower, n, n >= MIN_N and value < lower)
        self.compare('sharp_fall', fall)
        self.compare('sharp_rise', rise)

    def test_the_deliberately_biased_schools_are_found(self):
        met = {school for rule in self.checks.values() for (school, _), check in rule.items() if check['met']}
        self.assertTrue(met)
        self.assertEqual(met, {r['school'] for r in self.json('list')})


if __name__ == '__main__':
    unittest.main()
