"""Subject deficits of a sample region recomputed from the stored rows by independent code: points by pupil and
topic, each school against all others, and the correction for many comparisons."""
import collections, math, statistics, unittest

from opora_cli import OporaTest

YEAR, MIN_N, MARGIN, DISCOVERY, SKILLS = 2022, 10, 0.05, 0.05, 2


def adjusted(p):
    """Benjamini and Hochberg, by the definition: the least p · m / rank among the larger ones."""
    order = sorted(p.values())
    last = {value: rank for rank, value in enumerate(order, 1)}
    best, q = 1.0, {}
    for value in sorted(last, reverse=True):
        best = min(best, value * len(order) / last[value])
        q[value] = best
    return {key: q[value] for key, value in p.items()}


class Deficits(OporaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sample = cls.sample(schools=30)
        for words in (['init'], ['import', sample], ['run', 'subject-deficits', '--pack', 'ru', '--year', YEAR]):
            done = cls.run_opora(*words)
            assert done.returncode in (0, 1), done.stderr
        cls.expected = cls.recount(cls)

    def rows(self, query):
        return self.json('sql', query)

    def recount(cls):
        self = cls('rows')
        codes = collections.defaultdict(list)
        maximum = {}
        for row in self.rows('SELECT subject, grade, task, task_max, content_codes FROM task_description_current'):
            work = row['subject'], row['grade'], row['task']
            maximum[work] = row['task_max']
            codes[work] = row['content_codes'].split(', ')
        points = collections.defaultdict(lambda: collections.Counter())
        attempted = set()
        for row in self.rows(f"SELECT subject, grade, school, batch, line, task, task_score FROM tasks WHERE year = {YEAR} AND kind = 'ВПР'"):
            work = row['subject'], row['grade'], row['task']
            for code in codes[work]:
                skill = row['subject'], row['grade'], code
                pupil = row['school'], row['batch'], row['line']
                points[skill][pupil] += row['task_score'] or 0
                if row['task_score'] is not None:
                    attempted.add((skill, row['school']))
        totals = collections.Counter()
        for (subject, grade, task), most in maximum.items():
            for code in codes[subject, grade, task]:
                totals[subject, grade, code] += most
        p, difference = {}, {}
        for skill, pupils in points.items():
            by_school = collections.defaultdict(list)
            for (school, _, _), score in pupils.items():
                if (skill, school) in attempted:
                    by_school[school].append(score)
            for school, own in by_school.items():
                others = [score for other, scores in by_school.items() if other != school for score in scores]
                if len(own) < MIN_N or len(by_school) <= 5:
                    continue
                spread = statistics.stdev(others)
                z = (statistics.fmean(own) - statistics.fmean(others)) / (spread * math.sqrt(1 / len(own) + 1 / len(others)))
                p[skill, school] = math.erfc(abs(z) / math.sqrt(2))
                difference[skill, school] = (statistics.fmean(own) - statistics.fmean(others)) / totals[skill]
        counts = collections.Counter()
        for (skill, school), q in adjusted(p).items():
            counts[school] += q <= DISCOVERY and difference[skill, school] <= -MARGIN
        return counts

    def test_every_school_has_as_many_deficits_as_an_independent_program_finds(self):
        found = {row['school']: round(row['value']) for row in self.rows("SELECT school, value FROM checks WHERE rule = 'number'")}
        self.assertGreater(sum(self.expected.values()), 10)
        self.assertEqual(found, dict(self.expected))

    def test_the_list_holds_the_schools_with_enough_of_them(self):
        listed = {row['school'] for row in self.rows("SELECT school FROM run_decision WHERE answer = 'yes'")}
        self.assertEqual(listed, {school for school, n in self.expected.items() if n >= SKILLS})

    def test_a_card_names_the_topics_in_words_the_worst_first(self):
        for school, n in self.expected.items():
            named = self.rows(f"SELECT name, value FROM checks WHERE rule = 'behind' AND school = '{school}'")
            self.assertEqual(len(named), min(n, 5), school)
            for row in named:
                self.assertLessEqual(row['value'], -MARGIN)
                self.assertRegex(row['name'], r'^ВПР \w+ \d+ \d+, \d+ \w')


if __name__ == '__main__':
    unittest.main()
