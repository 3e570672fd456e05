"""Comparing: two runs, the rules of two years on one year's data, a parameter through its values. Entries, exits and the
probability of a flip are recounted here from `opora list --format json`."""
import csv, fractions, io, math, shutil, unittest

from opora_cli import OporaTest, SOURCE

YEAR = 2022

PACK = '''return {
  manifest = 1, id = "ru-two", name = "Two years", level = "region", version = "1.0.0", extends = "ru",
  items = { %s },
}'''
ITEM = '{ kind = "methodology", id = "stably-low", source = "%d/stably_low.lua", %s, reference = "an example" }'
SCRIPT = '''return methodology {
  api = 1, id = "stably-low", category = "ШНОР", title = "Школы со стабильно низкими результатами",
  params = {
    low_share = percent(%d, { title = "Доля отметок «2», не менее", basis = "допущение", min = 1, max = 100 }),
    procedures = integer(%d, { title = "Процедур в году, не менее", basis = "допущение", min = 1, max = 20 }),
    min_n = integer(10, { basis = "допущение", min = 1, max = 1000 }),
  },
  inputs = { "results" },
  decide = function(ctx, p)
    for year = ctx.year - 1, ctx.year do
      local rule = "year_" .. year
      local shares = ctx.results:where("year", "==", year):group("school", "procedure"):tally { n = count(), low = count_where("mark", "==", 2) }
      ctx:check(shares, { rule = rule, title = "Доля отметок «2», " .. year .. " год", name = "procedure", value = share("low", "n"),
                          op = ">=", threshold = p.low_share, min_n = p.min_n, unit = "%%" })
      ctx:require { rule = rule, at_least = p.procedures }
    end
    ctx:combine("all")
    ctx:assess(ctx.schools)
  end,
}'''


class Compare(OporaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for words in (['init'], ['import', cls.sample(schools=60)]):
            done = cls.run_opora(*words)
            assert done.returncode in (0, 1), done.stdout + done.stderr
        cls.two_years = cls.packs('two-years', ITEM % (2019, 'valid_from = 2019, valid_to = 2019'), ITEM % (2020, 'valid_from = 2020'))
        # The two versions apart, each for every year: what `opora run` makes of them is the independent answer.
        cls.only_2019 = cls.packs('only-2019', ITEM % (2019, 'valid_from = 2019'))
        cls.only_2020 = cls.packs('only-2020', ITEM % (2020, 'valid_from = 2019'))

    @classmethod
    def packs(cls, name, *items):
        """A folder of packs; the 2020 version asks for a lower share in more procedures."""
        folder = cls.folder / name
        shutil.copytree(SOURCE / 'regions/ru', folder / 'ru', ignore=shutil.ignore_patterns('tests'))  # its own tests are run elsewhere
        for year, share, procedures in ((2019, 30, 2), (2020, 20, 3)):
            (folder / 'ru-two' / str(year)).mkdir(parents=True)
            (folder / 'ru-two' / str(year) / 'stably_low.lua').write_text(SCRIPT % (share, procedures))
        (folder / 'ru-two/pack.lua').write_text(PACK % ', '.join(items))
        return folder

    def with_packs(self, folder, *words, **options):
        return self.opora('--regions', folder, *words, **options)

    def objects(self, folder, *words, **options):
        return self.json('--regions', folder, *words, **options)

    def decisions(self, folder, *more):
        """School → decision, of a run of its own."""
        run = self.objects(folder, 'run', 'stably-low', '--pack', 'ru-two', '--year', YEAR, *more)[0]['run']
        rows = self.objects(folder, 'list', run, '--all')
        return run, {row['school']: row for row in rows}

    def compare_years(self, folder, *more, expect=1):
        return self.objects(folder, 'compare', 'stably-low', '--pack', 'ru-two', '--years', '2019,2020', '--data-year', YEAR, *more, expect=expect)

    def assert_recounts(self, lines, before, after):
        """Entries, exits and agreement against two lists."""
        whole, changes = lines[0], lines[1:]
        answer = lambda decisions, school: decisions[school]['answer'] if school in decisions else None
        schools = set(before) | set(after)
        differing = {s for s in schools if answer(before, s) != answer(after, s)}
        entered = {s for s in differing if answer(after, s) == 'yes'}
        left = {s for s in differing if answer(before, s) == 'yes'}
        self.assertEqual({c['school'] for c in changes}, differing)
        self.assertEqual({c['school'] for c in changes if c['change'] == 'entered'}, entered)
        self.assertEqual({c['school'] for c in changes if c['change'] == 'left'}, left)
        totals = whole['totals'][0]
        self.assertEqual((totals['entered'], totals['left'], totals['agreed'], totals['schools']),
                         (len(entered), len(left), len(schools) - len(differing), len(schools)))
        return entered, left

    @staticmethod
    def chance(check):
        """P(met) if the participants were drawn anew, in exact fractions; None: it could not be made."""
        if not check['assessed']:
            return None
        n, p = check['denominator'], fractions.Fraction(check['numerator'], check['denominator'])
        limit = fractions.Fraction(str(check['threshold']))
        return sum(math.comb(n, k) * p ** k * (1 - p) ** (n - k) for k in range(n + 1) if fractions.Fraction(k, n) >= limit)

    def answers_of_stably_low(self, decision, procedures):
        """P(yes), P(no): every year at least so many procedures, years independent."""
        yes, not_no = 1.0, 1.0
        for rule in sorted({c['rule'] for c in decision['checks']}):
            counts, open_ = [1.0], 0
            for check in (c for c in decision['checks'] if c['rule'] == rule):
                p = self.chance(check)
                if p is None:
                    open_ += 1
                    continue
                counts = [(counts[i] * float(1 - p) if i < len(counts) else 0) + (counts[i - 1] * float(p) if i else 0) for i in range(len(counts) + 1)]
            yes *= sum(counts[procedures:])
            not_no *= sum(w for met, w in enumerate(counts) if met + open_ >= procedures)
        return yes, 1 - not_no

    def test_the_rules_of_two_years_name_who_enters_who_leaves_and_the_check_that_did_it(self):
        lines = self.compare_years(self.two_years)
        _, before = self.decisions(self.only_2019)
        _, after = self.decisions(self.only_2020)
        entered, left = self.assert_recounts(lines, before, after)
        self.assertTrue(entered | left, 'rules that change nothing show nothing')
        for change in lines[1:]:
            self.assertTrue(change['name'] and change['municipality'], change)
            self.assertTrue(change['checks'] or change['requirements'], change)
            for check in change['checks']:  # the figures are those of the lists
                for side, decisions in (('before', before), ('after', after)):
                    own = [c for c in decisions[change['school']]['checks'] if (c['rule'], c['name']) == (check['rule'], check['name'])][0]
                    self.assertEqual({k: v for k, v in check[side].items() if k != 'wilson_95'}, own)
            if change['requirements']:
                self.assertEqual((change['requirements'][0]['before'], change['requirements'][0]['after']), (2, 3))
        rules = {(r['what'], r['before'], r['after']) for r in lines[0]['rules']}
        self.assertIn(('Доля отметок «2», не менее', '30', '20'), rules)
        self.assertIn(('Процедур в году, не менее', '2', '3'), rules)

    def test_the_probability_of_a_flip_is_that_of_exact_fractions(self):
        _, before = self.decisions(self.only_2019)
        _, after = self.decisions(self.only_2020)
        lines = self.compare_years(self.two_years, '--listed')
        self.assertGreater(len(lines), 1)
        for change in lines[1:]:
            for side, decisions, procedures in (('before', before, 2), ('after', after, 3)):
                decision = decisions[change['school']]
                yes, no = self.answers_of_stably_low(decision, procedures)
                flip = {'yes': 1 - yes, 'no': 1 - no, 'not_assessable': yes + no}[decision['answer']]
                found = change[f'stability_{side}']
                self.assertAlmostEqual(found['flip'], flip, places=9)
                self.assertAlmostEqual(found['yes'], yes, places=9)

    def test_simulated_draws_come_near_and_repeat_for_a_seed(self):
        draw = lambda seed: self.compare_years(self.two_years, '--draws', 400, '--seed', seed)[1:]
        first = draw(3)
        self.assertEqual(first, draw(3))
        for change in first:
            self.assertAlmostEqual(change['simulated_after']['flip'], change['stability_after']['flip'], delta=0.13)

    def test_comparing_keeps_nothing_and_two_kept_runs_give_the_same(self):
        old, before = self.decisions(self.only_2019)
        new, after = self.decisions(self.only_2020)
        runs = self.json('runs')
        of_years = self.compare_years(self.two_years)
        of_runs = self.json('compare', old, new, expect=1)
        self.assertEqual(self.json('runs'), runs)
        self.assert_recounts(of_runs, before, after)
        self.assertEqual(of_runs[1:], of_years[1:])
        kept = self.compare_years(self.two_years, '--keep')
        self.assertEqual([kept[0][side]['run'] for side in ('before', 'after')], [r['run'] for r in self.json('runs')][-2:])
        self.assertEqual(kept[1:], of_years[1:])
        same = self.json('compare', old, old, expect=0)
        self.assertEqual(len(same), 1)
        self.assertEqual(same[0]['rules'], [])

    def test_an_edited_threshold_changes_the_next_comparison_without_rebuild_or_restart(self):
        folder = self.packs('edited', ITEM % (2019, 'valid_from = 2019, valid_to = 2019'), ITEM % (2020, 'valid_from = 2020'))
        script = folder / 'ru-two/2020/stably_low.lua'
        first = self.compare_years(folder)
        script.write_text(script.read_text().replace('percent(20,', 'percent(40,').replace('procedures = integer(3,', 'procedures = integer(2,'))
        second = self.compare_years(folder)
        self.assertNotEqual(first[1:], second[1:])
        _, before = self.decisions(self.only_2019)
        _, after = self.decisions(self.only_2019, '--set', 'low_share=40')
        entered, left = self.assert_recounts(second, before, after)
        self.assertFalse(entered, 'a higher threshold lets nobody in')
        self.assertTrue(left)
        for change in second[1:]:
            self.assertFalse(change['requirements'])
            for check in change['checks']:
                self.assertEqual((check['before']['threshold'], check['after']['threshold']), (0.3, 0.4))
                self.assertLess(check['after']['value'], 0.4)
                self.assertGreaterEqual(check['before']['value'], 0.3)

    def test_a_sweep_counts_what_runs_at_each_value_give(self):
        lines = self.objects(self.only_2019, 'compare', 'stably-low', '--pack', 'ru-two', '--year', YEAR, '--set', 'low_share=20..40:5', expect=1)
        whole, schools = lines[0], {line['school']: line for line in lines[1:]}
        _, own = self.decisions(self.only_2019)
        listed = lambda decisions: {s for s, d in decisions.items() if d['answer'] == 'yes'}
        previous = None
        for i, point in enumerate(whole['points']):
            _, decisions = self.decisions(self.only_2019, '--set', f'low_share={point["values"][0]}')
            count = point['counts'][0]
            self.assertEqual(count['yes'], len(listed(decisions)))
            self.assertEqual((count['own_entered'], count['own_left']), (len(listed(decisions) - listed(own)), len(listed(own) - listed(decisions))))
            if previous is not None:
                self.assertEqual((count['entered'], count['left']), (len(listed(decisions) - previous), len(previous - listed(decisions))))
            previous = listed(decisions)
            for school, decision in decisions.items():
                self.assertEqual(schools[school]['answers'][i] if school in schools else own[school]['answer'], decision['answer'])
        self.assertEqual([p['values'] for p in whole['points']], [['20'], ['25'], ['30'], ['35'], ['40']])
        self.assertEqual([p['own'] for p in whole['points']], [False, False, True, False, False])
        self.assertTrue(any(school['changes'] for school in schools.values()))

    def test_a_grid_has_every_combination_and_one_value_is_a_comparison_with_the_own(self):
        grid = self.objects(self.only_2019, 'compare', 'stably-low', '--pack', 'ru-two', '--year', YEAR, '--set', 'stably-low.low_share=25,30', '--set', 'procedures=1..2', expect=1)
        self.assertEqual([p['values'] for p in grid[0]['points']], [['25', '1'], ['25', '2'], ['30', '1'], ['30', '2']])
        self.assertIs(grid[0]['points'][3]['own'], True)
        single = self.objects(self.only_2019, 'compare', 'stably-low', '--pack', 'ru-two', '--year', YEAR, '--set', 'low_share=20', expect=1)
        _, own = self.decisions(self.only_2019)
        _, other = self.decisions(self.only_2019, '--set', 'low_share=20')
        self.assert_recounts(single, own, other)

    def test_each_form_names_the_same_schools(self):
        codes = [line['school'] for line in self.compare_years(self.two_years)[1:]]
        words = ('compare', 'stably-low', '--pack', 'ru-two', '--years', '2019,2020', '--data-year', YEAR)
        table = self.with_packs(self.two_years, *words, expect=1)
        rows = list(csv.DictReader(io.StringIO(self.with_packs(self.two_years, *words, '--format', 'csv', expect=1).stdout)))
        self.assertEqual([row['school'] for row in rows], codes)
        self.with_packs(self.two_years, *words, '-o', 'changes.html', expect=1)
        page = (self.folder / 'changes.html').read_text()
        for code in codes:
            self.assertIn(code, table.stdout)
            self.assertIn(code, page)
        self.assertNotRegex(page, r'(src|href)="(?!#)')  # nothing is loaded from elsewhere
        self.assertIn('Wilson', table.stdout)
        self.assertRegex(self.with_packs(self.two_years, *words, expect=1, lang='ru').stdout, 'Входят в список|Выходят из списка')
        sweep = ('compare', 'stably-low', '--pack', 'ru-two', '--year', YEAR, '--set', 'low_share=20..40:10')
        moved = [line['school'] for line in self.objects(self.only_2019, *sweep, expect=1)[1:]]
        rows = list(csv.DictReader(io.StringIO(self.with_packs(self.only_2019, *sweep, '--format', 'csv', expect=1).stdout)))
        self.assertEqual([row['school'] for row in rows], moved)
        self.assertIn('low_share = 40', rows[0])
        self.with_packs(self.only_2019, *sweep, '-o', 'sweep.html', expect=1)
        for code in moved:
            self.assertIn(code, (self.folder / 'sweep.html').read_text())

    def test_a_wrong_call_says_what_would_be_right(self):
        for words, code in ((['compare', 1], 'CLI-060'), (['compare', 'low-results', 'x'], 'CLI-060'), (['compare', '--pack', 'ru'], 'CLI-060'),
                            (['compare', '--pack', 'ru', '--years', '2019,2020'], 'CLI-060'), (['compare', '--pack', 'ru', '--years', '2019', '--data-year', 2022], 'CLI-060'),
                            (['compare', '--pack', 'ru', '--year', 2022, '--set', 'low_share=35..25'], 'CLI-061'),
                            (['compare', '--pack', 'ru', '--year', 2022, '--set', 'low_share=1..100:0.1'], 'CLI-062'),
                            (['compare', 'low-results', '--pack', 'ru', '--year', 2022, '--set', 'low_shar=25..26'], 'CLI-010')):
            self.assertIn(code, self.opora(*words, expect=2).stderr, words)
        self.assertIn('STORE-011', self.opora('compare', 1, 999, expect=3).stderr)
        self.assertIn('PACK-024', self.with_packs(self.two_years, 'compare', 'stably-low', '--pack', 'ru-two', '--years', '2011,2020', '--data-year', YEAR, expect=4).stderr)


if __name__ == '__main__':
    unittest.main()
