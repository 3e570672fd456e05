"""Three schools, worked out by hand: one exactly at the threshold, one below it, one too small.

Borders of the mark 3 (programme grade 5): mathematics 7, Russian 18. Share of marks «2»:

| school    | MA 2020 | RU 2020 | MA 2021        | RU 2021 | in both years (smaller share)  | answer         |
|-----------|---------|---------|----------------|---------|--------------------------------|----------------|
| sch220001 | 2 of 10 | 5 of 10 | 3 of 10 = 30 % | 4 of 10 | RU 4 of 10 met, MA 2 of 10 not | yes            |
| sch220002 | 2 of 10 | 5 of 10 | 2 of 10        | 4 of 10 | RU 4 of 10 met, MA 2 of 10 not | no             |
| sch220003 | 9 of 9  | 9 of 9  | 9 of 9         | 9 of 9  | nothing: 9 are fewer than 10   | not assessable |
"""
import unittest

from opora_cli import OporaTest

BELOW, ABOVE = {'MA': 6, 'RU': 17}, {'MA': 7, 'RU': 18}
TASKS = 3
SUBJECTS = {'MA': ('Математика', 'математике'), 'RU': ('Русский язык', 'русскому языку')}
PUPILS = {  # (low, all) by subject and year
    'sch220001': {('MA', 2020): (2, 10), ('RU', 2020): (5, 10), ('MA', 2021): (3, 10), ('RU', 2021): (4, 10)},
    'sch220002': {('MA', 2020): (2, 10), ('RU', 2020): (5, 10), ('MA', 2021): (2, 10), ('RU', 2021): (4, 10)},
    'sch220003': {('MA', 2020): (9, 9), ('RU', 2020): (9, 9), ('MA', 2021): (9, 9), ('RU', 2021): (9, 9)},
}


def pupils(subject, year):
    """(school, number, total, task scores that add up to it)"""
    for school, procedures in PUPILS.items():
        low, everyone = procedures[subject, year]
        for number in range(everyone):
            total = BELOW[subject] if number < low else ABOVE[subject]
            yield school, number + 1, total, [total - 2, 1, 1]


def file_2020(subject):
    yield 'groups;user;id;code;otc;gender;klass;var-1;var-2;sum;' + ';'.join(f'a-{t}-grade' for t in range(1, TASKS + 1)) + ';Учебник'
    for school, number, total, tasks in pupils(subject, 2020):
        yield f'22;{school};{number};{50000 + number};3;м;6А;1;;{total};' + ';'.join(map(str, tasks)) + ';'


def file_2021(subject):
    yield ('логин школы;регион;номер обучающегося;код обучающегося;отметка за предыдущую четверть/триместр;пол;класс;вариант;всего баллов;'
           + ';'.join(f'балл за {t}' for t in range(1, TASKS + 1)) + ';Учебник;Др.уч. автор;Др.уч. название')
    for school, number, total, tasks in pupils(subject, 2021):
        yield f'{school};МО-1;{number};{50000 + number};3;м;А;1;{total};' + ';'.join(map(str, tasks)) + ';;;'


class ByHand(OporaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for subject, (title, case) in SUBJECTS.items():
            for path, rows in ((f'2020/5/{title}.csv', file_2020(subject)),
                               (f'2021/5/Проведение работы по {case}, 5 класс. ВПР 2021.csv', file_2021(subject))):
                file = cls.folder / 'files' / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text('\n'.join(rows) + '\n', encoding='utf-8')
        for words in (['init'], ['import', 'files'], ['run', 'low-results', '--pack', 'ru', '--year', '2021']):
            done = cls.run_opora(*words)
            assert done.returncode in (0, 1), done.stdout + done.stderr

    def school(self, code):
        return {r['school']: r for r in self.json('list', '--all')}[code]

    def check(self, code, rule, name):
        return next(c for c in self.school(code)['checks'] if (c['rule'], c['name']) == (rule, name))

    def test_answers(self):
        self.assertEqual([(r['school'], r['answer']) for r in self.json('list', '--all', '--sort', 'school')],
                         [('sch220001', 'yes'), ('sch220002', 'no'), ('sch220003', 'not_assessable')])

    def test_thirty_per_cent_is_not_less_than_thirty_per_cent(self):
        check = self.check('sch220001', 'this_year', 'ВПР MA 5 2021')
        self.assertEqual((check['numerator'], check['denominator'], check['n'], check['met'], check['distance']), (3, 10, 10, True, 0.0))

    def test_the_smaller_share_decides_for_both_years(self):
        russian = self.check('sch220001', 'both_years', 'ВПР RU 5 2020 2021')
        self.assertEqual((russian['numerator'], russian['denominator'], russian['met']), (4, 10, True))
        mathematics = self.check('sch220001', 'both_years', 'ВПР MA 5 2020 2021')
        self.assertEqual((mathematics['numerator'], mathematics['denominator'], mathematics['met']), (2, 10, False))

    def test_a_school_off_the_list_gets_its_checks_and_its_distance(self):
        explained = self.json('explain', 'sch220002')[0]['decisions'][0]
        self.assertEqual(explained['answer'], 'no')
        check = next(c for c in explained['checks'] if c['name'] == 'ВПР MA 5 2021')
        self.assertFalse(check['met'])
        self.assertAlmostEqual(check['distance'], -0.1)
        self.assertTrue(check['sources'][0]['file'].endswith('ВПР 2021.csv'))
        self.assertEqual((check['sources'][0]['first_row'], check['sources'][0]['last_row'], check['sources'][0]['rows']), (12, 21, 10))

    def test_a_small_group_is_not_assessable_with_its_reason(self):
        school = self.school('sch220003')
        self.assertIn('9', school['reasons'])
        self.assertIn('10', school['reasons'])
        self.assertTrue(all(not c['assessed'] and not c['met'] for c in school['checks']))

    def test_with_or_the_second_school_enters(self):
        self.opora('run', 'low-results', '--pack', 'ru', '--year', '2021', '--set', 'combine=or')
        try:
            self.assertEqual([r['school'] for r in self.json('list', '--sort', 'school')], ['sch220001', 'sch220002'])
        finally:
            self.opora('run', 'low-results', '--pack', 'ru', '--year', '2021')


if __name__ == '__main__':
    unittest.main()
