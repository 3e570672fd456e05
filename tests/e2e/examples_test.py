"""The twelve kinds of methodology in scripts/examples/: each runs on a made-up region, and its lists are worked out
again from the stored rows by code that knows only the sentence in the test's name."""
import collections, csv, math, shutil, statistics, unittest

from opora_cli import OporaTest, SOURCE

YEAR = 2022
YES, NO, UNKNOWN = 'yes', 'no', 'not_assessable'


def at_least(checks, wanted=1):
    """Of checks that are met (True), not met (False) or cannot be judged (None)."""
    if sum(c is True for c in checks) >= wanted:
        return YES
    return UNKNOWN if not checks or sum(c is not False for c in checks) >= wanted else NO


def all_of(*answers):
    return NO if NO in answers else UNKNOWN if UNKNOWN in answers else YES


def share_reaches(part, whole, percent, min_n):
    return None if whole < min_n else 100 * part >= percent * whole


def quantile(values, part):
    """R-7."""
    values = sorted(values)
    h = (len(values) - 1) * part
    low = math.floor(h)
    return values[low] + (h - low) * (values[min(low + 1, len(values) - 1)] - values[low])


class WithExamples(OporaTest):
    """A folder of packs in which the examples stand beside the packs that ship."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        shutil.copytree(SOURCE / 'regions', cls.folder / 'regions')
        shutil.copytree(SOURCE / 'scripts' / 'examples', cls.folder / 'regions' / 'examples')

    @classmethod
    def run_opora(cls, *words, **options):
        return super().run_opora('--regions', cls.folder / 'regions', *words, **options)

    @classmethod
    def prepare(cls, *commands):
        for words in commands:
            done = cls.run_opora(*words)
            assert done.returncode in (0, 1), done.stdout + done.stderr

    def rows(self, query):
        return self.json('sql', query)

    def decided(self, method, *sets, year=YEAR):
        """category → school → row of the list."""
        self.opora('run', method, '--pack', 'examples', '--year', year, *[word for s in sets for word in ('--set', s)])
        found = collections.defaultdict(dict)
        for row in self.json('list', '--all'):
            found[row['category']][row['school']] = row
        return found

    def answers(self, method, *sets, year=YEAR):
        return {category: {school: row['answer'] for school, row in rows.items()} for category, rows in self.decided(method, *sets, year=year).items()}

    def expect(self, found, expected, *kinds):
        """The same schools and answers; each of these kinds of answer really occurs."""
        self.assertEqual(found, expected)
        for kind in kinds or (YES, NO):
            self.assertIn(kind, expected.values())


class Examples(WithExamples):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.prepare(['init'], ['import', cls.sample(schools=60)])

    def setUp(self):
        self.region = {r['code']: r['region'] for r in self.rows('SELECT code, region FROM school_current')}

    def tally(self, keys, where='mark IS NOT NULL', more=''):
        return self.rows(f'SELECT {keys}, count(*) AS n, sum(mark = 2) AS low, sum(mark >= 4) AS good {more} FROM results WHERE {where} GROUP BY {keys}')

    def test_every_example_keeps_to_the_contract(self):
        self.opora('check', self.folder / 'regions' / 'examples', '--time-limit', 100, timeout=500)

    def test_01_some_exam_has_half_of_its_participants_below_the_minimum(self):
        below = "(subject = 'RU' AND score < 24) OR (subject = 'MA' AND score < 27)"
        checks = collections.defaultdict(list)
        for r in self.rows(f"SELECT school, subject, count(*) AS n, sum({below}) AS below FROM results WHERE kind = 'ЕГЭ' AND year = {YEAR} "
                           "AND (subject = 'RU' OR level = 'профиль') GROUP BY school, subject"):
            checks[r['school']].append((r['below'], r['n']))
        for percent, kinds in ((50, (NO, UNKNOWN)), (10, (YES, NO))):
            expected = {s: at_least([share_reaches(*c, percent, 5) for c in checks[s]]) for s in self.region}
            self.expect(self.answers('absolute-share', f'share={percent}')['Не преодолели минимальный балл'], expected, *kinds)

    def test_02_two_procedures_are_low_in_both_years(self):
        years = collections.defaultdict(dict)
        for r in self.tally('school, kind, subject, grade, level, year', f'mark IS NOT NULL AND year > {YEAR - 2}'):
            years[r['school'], r['kind'], r['subject'], r['grade'], r['level']][r['year']] = (r['low'], r['n'])
        checks = collections.defaultdict(list)
        for (school, *_), of in years.items():
            if len(of) == 2:
                small = min(n for _, n in of.values()) < 10
                checks[school].append(None if small else all(share_reaches(*c, 30, 0) for c in of.values()))
        self.expect(self.answers('procedures-and-years')['Стабильно низкие результаты'], {s: at_least(checks[s], 2) for s in self.region})

    def test_03_the_lowest_part_of_the_schools_of_a_region(self):
        groups = collections.defaultdict(dict)
        small = set()
        for r in self.rows(f"SELECT school, count(*) AS n, sum(score) AS total FROM results WHERE kind = 'ОГЭ' AND subject = 'RU' AND year = {YEAR} GROUP BY school"):
            if r['n'] < 5:
                small.add(r['school'])
            else:
                groups[self.region[r['school']]][r['school']] = r['total'] / r['n']
        expected = {s: UNKNOWN for s in self.region}
        for means in groups.values():
            for school, mean in means.items():
                worse = sum(other < mean for other in means.values())
                expected[school] = YES if 100 * worse < 15 * len(means) else NO
        found = self.answers('lowest-rank', 'kind=ОГЭ', 'grade=9')['Нижняя часть рейтинга']
        self.expect(found, expected)
        inside = max(groups, key=lambda g: len(groups[g]))
        self.assertEqual(sum(found[s] == YES for s in groups[inside]), math.ceil(0.15 * len(groups[inside])))

    def test_04_points_of_three_scales_give_a_zone(self):
        scales = {'passed': (70, 90), 'good': (30, 50), 'confirmed': (50, 70)}
        expected, zones = {s: UNKNOWN for s in self.region}, {}
        for r in self.rows(f"SELECT school, count(*) AS n, sum(mark > 2) AS passed, sum(mark >= 4) AS good, sum(mark = journal) AS confirmed FROM results "
                           f"WHERE kind = 'ВПР' AND year = {YEAR} AND mark IS NOT NULL AND journal >= 2 GROUP BY school"):
            points = sum(100 * r[name] >= border * r['n'] for name, borders in scales.items() for border in borders)
            zones[r['school']] = 'красная' if points < 3 else 'зелёная' if points >= 5 else 'жёлтая'
            if r['n'] >= 10:
                expected[r['school']] = YES if points < 3 else NO
        found = self.decided('points-and-zones')['Красная зона']
        self.expect({s: row['answer'] for s, row in found.items()}, expected)
        self.assertEqual({s: row['values']['Зона'] for s, row in found.items() if 'Зона' in row.get('values', {})}, zones)

    def test_05_one_run_makes_three_lists(self):
        years = collections.defaultdict(dict)
        for r in self.tally('school, year', f'mark IS NOT NULL AND year > {YEAR - 3}'):
            years[r['school']][r['year']] = r
        low, high, risk = {}, {}, {}
        for school in self.region:
            of = years[school]
            small = any(r['n'] < 10 for r in of.values())
            lows = sum(100 * r['low'] >= 25 * r['n'] for r in of.values())
            highs = sum(100 * r['good'] >= 55 * r['n'] for r in of.values())
            judged = [] if len(of) < 3 else [None if small else True]
            low[school] = at_least([c and lows == 3 for c in judged])
            high[school] = at_least([c and highs == 3 for c in judged])
            now = of.get(YEAR)
            risk[school] = all_of(at_least([share_reaches(now['low'], now['n'], 25, 10)] if now else []), at_least([c and lows < 3 for c in judged]))
        found = self.answers('several-lists')
        self.expect(found['Низкие результаты'], low)
        self.expect(found['Стабильно высокие результаты'], high)
        self.expect(found['Группа риска'], risk)

    def test_06_each_stratum_has_a_border_of_its_own(self):
        context = collections.defaultdict(dict)
        for r in self.rows(f"SELECT school, item, text, numerator FROM context_current WHERE year = {YEAR} AND item IN ('locality_type', 'pupils')"):
            context[r['school']][r['item']] = r['numerator'] if r['item'] == 'pupils' else r['text']
        size = lambda n: 'малая' if n < 150 else 'средняя' if n < 500 else 'крупная'
        stratum = {s: (c['locality_type'], size(c['pupils'])) for s, c in context.items() if c.get('locality_type') and c.get('pupils') is not None}
        levels = []  # of one region and level: counts by school, and shares by stratum
        for level, grades in (('НОО', '<= 4'), ('ООО', 'BETWEEN 5 AND 9'), ('СОО', '> 9')):
            counts = {r['school']: r for r in self.tally('school', f'mark IS NOT NULL AND year = {YEAR} AND grade {grades}')}
            for region in set(self.region.values()):
                of_region = {s: r for s, r in counts.items() if self.region[s] == region}
                strata = collections.defaultdict(list)
                for s, r in of_region.items():
                    if r['n'] >= 10:
                        strata[stratum.get(s)].append(r['low'] / r['n'])
                levels.append((level, of_region, strata))
        fewest = min(len(shares) for _, _, strata in levels for known, shares in strata.items() if known and len(shares) >= 4)
        checks, borders = collections.defaultdict(list), {}
        for level, counts, strata in levels:
            everyone = [share for shares in strata.values() for share in shares]
            for s, r in counts.items():
                own = strata[stratum[s]] if s in stratum else []
                compared = own if len(own) >= fewest else everyone
                border = borders[s, level] = quantile(compared, 0.75) if compared else None
                checks[s].append(None if r['n'] < 10 or border is None else r['low'] / r['n'] > border)
        found = self.decided('strata', f'min_schools={fewest}')['Ниже похожих школ']
        self.expect({s: row['answer'] for s, row in found.items()}, {s: at_least(checks[s]) for s in self.region})
        stated = {(s, check['name'].split()[0]): check['threshold'] for s, row in found.items() for check in row['checks']}
        self.assertEqual(set(stated), set(borders))
        for key, border in borders.items():
            if border is not None:
                self.assertAlmostEqual(stated[key], border, places=9, msg=str(key))

    def test_07_a_cluster_is_a_list_only_after_people_have_read_it(self):
        unread = self.answers('reviewed-clusters')['Кластер риска']
        self.assertEqual(set(unread.values()), {UNKNOWN})
        clusters = {r['school']: r for r in self.json('indicator', 'clusters', '--pack', 'examples', '--year', YEAR, '--set', 'k=3')[0]['rows']}
        members = [s for s, r in clusters.items() if r['cluster'] == 2]
        self.assertTrue(members)
        inside = round(statistics.median(clusters[s]['silhouette'] for s in members), 3)
        expected = {s: UNKNOWN for s in self.region}
        for school, r in clusters.items():
            if r['cluster'] is not None:
                expected[school] = YES if school in members and r['silhouette'] >= inside else NO
        self.assertTrue({expected[s] for s in members} == {YES, NO})
        self.expect(self.answers('reviewed-clusters', 'risk_cluster=2', f'reviewed_schools={len(members)}', f'inside={inside}')['Кластер риска'], expected)
        other = self.answers('reviewed-clusters', 'risk_cluster=2', f'reviewed_schools={len(members) + 1}')['Кластер риска']
        self.assertEqual(set(other.values()), {UNKNOWN}, 'a cluster of another size was not the one that people read')

    def test_08_results_above_what_a_hard_context_lets_expect(self):
        signs = {'both_parents_higher_education': 1, 'single_parent': -1, 'on_record': -1, 'russian_not_native': -1}
        items = collections.defaultdict(dict)
        for r in self.rows(f'SELECT school, item, numerator, denominator FROM context_current WHERE year = {YEAR} AND numerator IS NOT NULL'):
            if r['item'] in signs:
                items[self.region[r['school']], r['item']][r['school']] = r['numerator'] / r['denominator']
        scores = collections.defaultdict(list)
        for r in self.rows(f"SELECT school, procedure, grade, score FROM results WHERE kind = 'ВПР' AND year = {YEAR} AND score IS NOT NULL"):
            scores[self.region[r['school']], r['procedure']].append((r['school'], r['grade'], r['score']))
        z, grade = collections.defaultdict(list), collections.defaultdict(collections.Counter)
        for (region, procedure), people in scores.items():
            mean, sd = statistics.fmean(p[2] for p in people), statistics.stdev(p[2] for p in people)
            for school, of_grade, score in people:
                z[school].append((score - mean) / sd)
                grade[school, of_grade][procedure] += 1
        pupils = collections.Counter()
        for (school, _), works in grade.items():
            pupils[school] += max(works.values())
        expected = {s: UNKNOWN for s in self.region}
        for region in set(self.region.values()):
            index = collections.Counter()
            whole = [items[region, item] for item in signs]
            for item, sign in signs.items():
                of = items[region, item]
                if len(of) > 1:
                    mean, sd = statistics.fmean(of.values()), statistics.stdev(of.values())
                    for school, x in of.items():
                        index[school] += sign * (x - mean) / sd / len(signs)
            schools = [s for s in index if all(s in of for of in whole) and s in z and pupils[s] >= 10]
            if len(schools) < 3:
                continue
            result = {s: statistics.fmean(z[s]) for s in schools}
            line = statistics.linear_regression([index[s] for s in schools], [result[s] for s in schools])
            residual = {s: result[s] - line.intercept - line.slope * index[s] for s in schools}
            for s in schools:
                hard = 100 * sum(index[o] < index[s] for o in schools) < 30 * len(schools)
                above = 100 * sum(residual[o] > residual[s] for o in schools) < 25 * len(schools)
                expected[s] = YES if hard and above else NO
        self.expect(self.answers('index-and-residual')['Выше ожидаемого в трудных условиях'], expected)

    def test_09_imported_or_own_and_not_excluded(self):
        of = {r['school']: r for r in self.tally('school', f'mark IS NOT NULL AND year = {YEAR}')}
        own = {s for s, r in of.items() if share_reaches(r['low'], r['n'], 20, 10)}
        others = sorted(set(self.region) - own)
        federal, excluded = {*sorted(own)[:1], *others[:3]}, {sorted(own)[-1]: 'адаптированные программы', others[0]: 'закрыта или реорганизована'}
        self.assertGreater(len(own), 2)
        self.write('Федеральный перечень.csv', ['Год перечня', 'Школа', 'В федеральном перечне'], [[YEAR, s, 1] for s in sorted(federal)])
        reasons = ['Закрыта или реорганизована', 'Адаптированные программы', 'Ошибка данных']
        self.write('Исключения.csv', ['Год перечня', 'Школа', *reasons],
                   [[YEAR, s, *[1 if reason.lower() == why else '' for reason in reasons]] for s, why in sorted(excluded.items())])
        self.prepare(['import', 'Федеральный перечень.csv'], ['import', 'Исключения.csv'])
        found = self.decided('imported-and-own', 'low_share=20')['Перечень региона']
        expected = {s: YES if (s in federal or s in own) and s not in excluded else NO for s in self.region}
        self.expect({s: row['answer'] for s, row in found.items()}, expected)
        self.assertEqual({s: row['values']['Основание исключения'] for s, row in found.items() if 'Основание исключения' in row['values']}, excluded)
        self.assertEqual({s for s, row in found.items() if row['values']['В федеральном перечне'] == '1'}, federal)

    def write(self, name, header, rows):
        with open(self.folder / name, 'w', encoding='utf-8-sig', newline='') as file:
            csv.writer(file, delimiter=';').writerows([header, *rows])

    def test_10_who_entered_is_released_after_clean_years_in_a_row(self):
        low = collections.defaultdict(collections.Counter)
        for r in self.tally('school, year, procedure'):
            if r['n'] >= 10:
                low[r['school']][r['year']] += 100 * r['low'] >= 30 * r['n']
        for release in (1, 2):
            expected = {}
            for school in self.region:
                of = low[school]
                on = [False]  # whether it was on the list, year by year
                for year in sorted(of):
                    clean = [of[y] == 0 for y in sorted(of) if y <= year][-release:]
                    on.append(of[year] >= 2 or (on[-1] and not (len(clean) == release and all(clean))))
                expected[school] = UNKNOWN if not of else YES if on[-1] else NO
            self.expect(self.answers('stay-and-exit', f'release_after={release}', 'enter=2')['Сопровождение'], expected)

    def test_11_cells_of_the_matrix_are_marked_by_either_marker(self):
        cells, marks = collections.defaultdict(list), collections.defaultdict(dict)
        for grade in (4, 5):
            for subject in ('RU', 'MA'):
                rows = self.rows(f"SELECT school, score, journal FROM results WHERE kind = 'ВПР' AND year = {YEAR} AND subject = '{subject}' AND grade = {grade} AND score IS NOT NULL")
                for region in set(self.region.values()):
                    everyone = [r['score'] for r in rows if self.region[r['school']] == region]
                    if not everyone:
                        continue
                    margin = lambda scores: 1.96 * statistics.stdev(scores) / math.sqrt(len(scores))
                    for school in {r['school'] for r in rows if self.region[r['school']] == region}:
                        own = [r for r in rows if r['school'] == school]
                        scores = [r['score'] for r in own]
                        if len(scores) < 10:
                            continue
                        a = statistics.fmean(scores) - margin(scores) > statistics.fmean(everyone) + margin(everyone)
                        pairs = [(r['journal'], r['score']) for r in own if r['journal'] is not None and r['journal'] >= 2]
                        b = self.against(pairs)
                        cells[school].append(a or b)
                        if a or b:
                            marks[school][f'ВПР {subject} {grade} {YEAR}'] = ' '.join('ab'[i] for i in (0, 1) if (a, b)[i])
        found = self.decided('marker-matrix', 'cells=1')['Матрица маркеров']
        self.expect({s: row['answer'] for s, row in found.items()}, {s: at_least([sum(cells[s]) >= 1] if s in cells else []) for s in self.region})
        self.assertEqual({s: row['values'] for s, row in found.items() if row.get('values')}, dict(marks))

    @staticmethod
    def against(pairs):
        """Whether scores fall as journal marks rise: Spearman's correlation below 0."""
        def ranks(values):
            return [sum(o < v for o in values) + (sum(o == v for o in values) + 1) / 2 for v in values]
        x, y = ranks([p[0] for p in pairs]), ranks([p[1] for p in pairs])
        if len(set(x)) < 2 or len(set(y)) < 2:
            return False
        return statistics.correlation(x, y) < -1e-12

    def test_12_the_rule_for_small_schools_is_a_choice(self):
        name, small_name, min_n = 'Низкие результаты с учётом размера', 'Малые школы', 300
        years = collections.defaultdict(dict)
        for r in self.tally('school, year', f'mark IS NOT NULL AND year > {YEAR - 3}'):
            years[r['school']][r['year']] = (r['low'], r['n'])
        now = {s: of[YEAR] for s, of in years.items() if YEAR in of}
        judged = lambda counts: {s: at_least([share_reaches(*counts[s], 20, min_n)] if s in counts else []) for s in self.region}
        sets = ('low_share=20', f'min_n={min_n}')
        for policy in ('exclude', 'list', 'review'):
            found = self.answers('small-schools', f'policy={policy}', *sets)
            self.expect(found[name], judged(now), YES, NO, UNKNOWN)
            small = {s: at_least([share_reaches(*c, 20, 0)]) for s, c in now.items() if c[1] < min_n}
            self.assertEqual(found.get(small_name, {}), {} if policy == 'exclude' else small)
        pooled = {s: tuple(map(sum, zip(*years[s].values()))) for s in now}
        self.expect(self.answers('small-schools', 'policy=pool', *sets)[name], judged(pooled))
        self.assertLess(list(judged(pooled).values()).count(UNKNOWN), list(judged(now).values()).count(UNKNOWN))
        found = self.decided('small-schools', 'policy=shrink', *sets)[name]
        for region in set(self.region.values()):
            of = {s: c for s, c in now.items() if self.region[s] == region}
            for s, value in self.shrunken(of).items():
                check, = found[s]['checks']
                self.assertAlmostEqual(check['value'], value, places=9)
                self.assertEqual(found[s]['answer'], YES if value >= 0.2 else NO)

    @staticmethod
    def shrunken(counts):
        """Posterior means of a beta-binomial whose moments are those of Kleinman (1973); none where schools do not differ."""
        whole = sum(n for _, n in counts.values())
        mean = sum(low for low, _ in counts.values()) / whole
        w = {s: n / whole for s, (_, n) in counts.items()}
        by_chance = sum(w[s] * (1 - w[s]) / n for s, (_, n) in counts.items())
        seen = sum(w[s] * (low / n - mean) ** 2 for s, (low, n) in counts.items())
        possible = mean * (1 - mean) * (sum(x * (1 - x) for x in w.values()) - by_chance)
        correlation = (seen - mean * (1 - mean) * by_chance) / possible if possible > 0 else 0
        if correlation <= 0:
            return {}
        strength = (1 - correlation) / correlation
        return {s: (low + mean * strength) / (n + strength) for s, (low, n) in counts.items()}


class AtTheBorder(WithExamples):
    """Twenty schools by hand, five participants each: the third and fourth worst have the same mean, and 15 % are three
    schools; in the worst one two of five have fewer than 40 points."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        file = cls.folder / 'files' / '2022' / 'ЕГЭ 2022 Русский язык.csv'
        file.parent.mkdir(parents=True)
        rows = ['SchoolCode;ClassCode;ParticipantCode;Level;PrimaryMark;TestMark']
        for place in range(20):
            mean = 40 + (2 if place == 3 else place)
            rows += [f'{220001 + place};11А;{220001 + place}{i:04};;10;{mean + difference}' for i, difference in enumerate((-2, -1, 0, 1, 2))]
        file.write_text('\n'.join(rows) + '\n', encoding='utf-8')
        cls.prepare(['init'], ['import', 'files'])

    def test_schools_with_equal_means_are_in_or_out_together(self):
        listed = lambda part: sorted(s[-2:] for s, a in self.answers('lowest-rank', f'lowest={part}')['Нижняя часть рейтинга'].items() if a == YES)
        self.assertEqual(listed(15), ['01', '02', '03', '04'])
        self.assertEqual(listed(10), ['01', '02'])

    def test_a_share_that_is_the_border_reaches_it(self):
        worst = lambda percent: self.answers('absolute-share', 'minimum_RU=40', f'share={percent}')['Не преодолели минимальный балл']['220001']
        self.assertEqual((worst(40), worst(41)), (YES, NO))


if __name__ == '__main__':
    unittest.main()
