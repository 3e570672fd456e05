"""Social context of schools on a made-up region: the index and the results recomputed by independent code from what
the store holds, and the three lists that follow from them."""
import collections, math, statistics, unittest

from opora_cli import OporaTest

YEAR = 2022
PACK = ('--pack', 'ru', '--year', YEAR)
DIRECTION = {'both_parents_higher_education': 1, 'single_parent': -1, 'on_record': -1, 'russian_not_native': -1}


def percentiles(values):
    order = sorted(values.values())
    return {key: 100 * (order.index(v) + (order.count(v) + 1) / 2 - 0.5) / len(order) for key, v in values.items()}


class Context(OporaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sample = cls.sample(schools=60)
        for words in (['init'], ['import', sample]):
            done = cls.run_opora(*words)
            assert done.returncode in (0, 1), done.stderr

    def rows(self, indicator, *words):
        found, = self.json('indicator', indicator, *PACK, *words)
        return found['rows']

    def passport(self, year):
        shares = collections.defaultdict(dict)
        for r in self.json('sql', f'SELECT school, item, numerator, denominator FROM context_current WHERE year = {year}'):
            if r['item'] in DIRECTION and r['numerator'] is not None:
                shares[r['school']][r['item']] = r['numerator'] / r['denominator']
            if r['item'] == 'passport_pupils':
                shares[r['school']]['n'] = r['numerator'] / r['denominator']
        return shares

    def test_the_index_is_that_of_the_passports(self):
        passport = self.passport(YEAR)
        z = collections.defaultdict(dict)
        for item, direction in DIRECTION.items():
            of = {s: p[item] for s, p in passport.items() if item in p}
            mean, sd = statistics.fmean(of.values()), statistics.stdev(of.values())
            for school, x in of.items():
                z[school][item] = direction * (x - mean) / sd
        full = {s: v for s, v in z.items() if len(v) == 4 and passport[s]['n'] >= 20}
        self.assertGreater(len(full), 30)
        columns = [[full[s][i] for s in full] for i in DIRECTION]
        scale = math.sqrt(sum(statistics.correlation(a, b) for a in columns for b in columns))
        expected = {s: 100 + 15 * sum(v.values()) / scale for s, v in full.items()}
        found = {r['school']: r for r in self.rows('social-index')}
        for school, value in expected.items():
            self.assertAlmostEqual(found[school]['index'], value, places=8)
        assessed = {s: r['index'] for s, r in found.items() if r['index'] is not None}
        for school, place in percentiles(assessed).items():
            self.assertAlmostEqual(found[school]['percentile'], place, places=8)
        for r in found.values():
            self.assertNotEqual(r['index'] is None, r['note'] is None, r)

    def test_the_results_are_mean_standardised_scores(self):
        groups = collections.defaultdict(list)
        for r in self.json('sql', f"SELECT school, subject, grade, level, score FROM results WHERE kind = 'ВПР' AND year = {YEAR} AND score IS NOT NULL"):
            groups[r['subject'], r['grade'], r['level']].append((r['school'], r['score']))
        total, works = collections.Counter(), collections.Counter()
        for people in groups.values():
            mean, sd = statistics.fmean(s for _, s in people), statistics.stdev(s for _, s in people)
            for school, score in people:
                total[school] += (score - mean) / sd
                works[school] += 1
        found = self.rows('school-results')
        self.assertEqual({r['school'] for r in found}, set(total))
        for r in found:
            self.assertAlmostEqual(r['result'], total[r['school']] / works[r['school']], places=8)

    def test_context_explains_results_in_this_region(self):
        model, = self.rows('context-regression')
        self.assertGreater(model['slope'], 3 * model['slope_error'])
        self.assertGreater(model['explained'], 0.1)

    def test_residuals_do_not_follow_the_context(self):
        rows = [r for r in self.rows('school-resilience', '--set', 'years=1') if r['residual'] is not None]
        self.assertGreater(len(rows), 30)
        self.assertLess(abs(statistics.correlation([r['index'] for r in rows], [r['residual'] for r in rows])), 0.25)
        for r in rows:
            self.assertAlmostEqual(r['result'] - r['expected'], r['residual'], places=10)
            self.assertLessEqual(abs(r['shrunken']), abs(r['residual']))

    def test_each_variant_puts_the_same_schools_low(self):
        usual = {r['school']: r['percentile'] for r in self.rows('social-index') if r['percentile'] is not None}
        for variant in ('weighted', 'percentile', 'component', 'regression'):
            other = {r['school']: r['percentile'] for r in self.rows('social-index', '--set', f'variant={variant}') if r['percentile'] is not None}
            both = sorted(usual.keys() & other.keys())
            self.assertGreater(len(both), 30, variant)
            self.assertGreater(statistics.correlation([usual[s] for s in both], [other[s] for s in both]), 0.5, variant)

    def test_the_typology_has_its_borders_at_the_medians(self):
        rows = [r for r in self.rows('context-typology') if r['type'] is not None]
        index, result = (statistics.median(r[k] for r in self.rows('context-typology') if r[k] is not None) for k in ('index', 'result'))
        for r in rows:
            self.assertEqual(r['type'], ('благоприятный' if r['index'] >= index else 'неблагоприятный') + ' контекст, ' +
                             ('высокие' if r['result'] >= result else 'низкие') + ' результаты')

    def test_a_year_without_a_passport_is_not_assessable_and_no_failure(self):
        found, = self.json('indicator', 'social-index', '--pack', 'ru', '--year', '2023')
        self.assertTrue(found['rows'])
        self.assertTrue(all(r['index'] is None and 'нет показателей' in r['note'] for r in found['rows']))
        run, = self.json('run', 'social-conditions', 'resilient', 'growth', '--pack', 'ru', '--year', '2023')
        counts = {c['category']: c for c in run['counts']}
        for category in ('ШФНСУ', 'Школы роста'):
            self.assertEqual((counts[category]['yes'], counts[category]['no']), (0, 0), category)
        # Two years are needed: one that is not fulfilled decides, whatever the missing one would be.
        self.assertEqual(counts['Резильентные школы']['yes'], 0)

    def test_isolation_changes_no_bit(self):
        self.assertEqual(self.rows('school-resilience'), self.rows('school-resilience', '--isolate'))

    def test_schools_of_an_unknown_region_are_not_assessable(self):
        self.opora('run', 'social-conditions', *PACK)
        alone = {s['code'] for s in self.json('sql', 'SELECT code, region FROM school_current') if not s['region']}
        for row in self.json('list', '--all'):
            if row['school'] in alone:
                self.assertEqual(row['answer'], 'not_assessable', row)

    def test_the_lists_follow_from_the_indicators(self):
        known = [s['region'] for s in self.json('sql', 'SELECT region FROM school_current WHERE region IS NOT NULL')]
        inside = ('--within', collections.Counter(known).most_common(1)[0][0])  # lists are made region by region
        self.opora('run', 'social-conditions', 'resilient', 'growth', *PACK)
        listed = collections.defaultdict(set)
        for row in self.json('list'):
            listed[row['category']].add(row['school'])
        self.assertEqual(listed['ШФНСУ'], {r['school'] for r in self.rows('social-index', *inside) if r['percentile'] is not None and r['percentile'] <= 25})
        years = collections.Counter(r['school'] for r in self.rows('school-resilience', *inside)
                                    if r['index_percentile'] is not None and r['place'] is not None and r['n'] >= 10
                                    and r['index_percentile'] <= 30 and r['place'] >= 75)
        self.assertEqual(listed['Резильентные школы'], {s for s, n in years.items() if n == 2})
        self.assertEqual(listed['Школы роста'], {r['school'] for r in self.rows('school-growth', *inside)
                                                 if r['before_percentile'] is not None and r['lower'] is not None and r['n'] >= 10
                                                 and r['before_percentile'] <= 25 and r['lower'] > 0 and r['excess_lower'] > 0})


if __name__ == '__main__':
    unittest.main()
