"""The packs that ship, on a made-up region: every rule of every year runs, and figures that come from files of the
programmes' own (diagnostics of teachers, self-assessment, lists from outside) are those of the files."""
import re, unittest

from opora_cli import OporaTest, SOURCE

PACKS = sorted(p.parent.name for p in (SOURCE / 'regions').glob('ru-*/pack.lua'))
FIRST_YEARS = {pack: sorted({int(y) for y in re.findall(r'valid_from = (\d+)', (SOURCE / 'regions' / pack / 'pack.lua').read_text())}) for pack in PACKS}


class OnASample(OporaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sample = cls.sample(schools=24)
        for words in (['init'], ['import', sample]):
            done = cls.run_opora(*words)
            assert done.returncode in (0, 1), done.stderr

    def test_the_five_programmes_and_two_municipalities_are_there(self):
        self.assertEqual(PACKS, ['ru-irk', 'ru-irk-katanga', 'ru-mo', 'ru-mo-bolsheberezniki', 'ru-ros', 'ru-se', 'ru-smo'])

    def test_each_pack_has_two_years_with_other_rules_and_says_which_is_an_example(self):
        for pack in PACKS:
            text = (SOURCE / 'regions' / pack / 'pack.lua').read_text()
            self.assertGreaterEqual(len(FIRST_YEARS[pack]), 2, pack)
            self.assertIn('пример, не правило региона', text, pack)
            self.assertIn('пример, не правило региона', (SOURCE / 'regions' / pack / 'README.md').read_text(), pack)

    def test_every_rule_of_every_year_runs_and_answers_for_each_school(self):
        for pack in PACKS:
            for year in FIRST_YEARS[pack] + [2022]:
                if year < 2020 or year > 2022:
                    continue  # the sample has 2020 to 2022
                with self.subTest(pack=pack, year=year):
                    self.opora('run', '--pack', pack, '--year', year)
                    self.assertTrue(self.json('list', '--all'))

    def test_a_municipality_shows_its_list_beside_those_of_the_region_and_the_federation(self):
        self.opora('run', '--pack', 'ru-mo-bolsheberezniki', '--year', 2022, '--levels')
        found = {(row['level'], row['category']) for row in self.json('list', '--levels', '--all')}
        self.assertLessEqual({('municipality', 'ШНР'), ('region', 'ШНР'), ('federal', 'ШНОР'), ('municipality', 'ШНСУ'), ('region', 'ШНСУ'), ('federal', 'ШФНСУ')}, found)

    def test_the_levels_of_monitoring_add_up(self):
        found, = self.json('indicator', 'monitoring-indicators', '--pack', 'ru-ros', '--year', 2022)
        for kind in ('ВПР', 'ОГЭ'):
            n = {level: sum(r['n'] for r in found['rows'] if r['level'] == level and r['kind'] == kind) for level in ('регион', 'муниципалитет', 'школа')}
            self.assertGreater(n['регион'], 100)
            self.assertEqual(len(set(n.values())), 1, n)
        for row in found['rows']:
            self.assertLessEqual(row['lower'], row['low_share'] + 1e-12)
            self.assertGreaterEqual(row['upper'], row['low_share'] - 1e-12)


class FromFiles(OporaTest):
    FILES = {
        'teacher_diagnostics_2021.csv': '''школа;учителей на входной диагностике;из них достигли уровня на входе;учителей на итоговой диагностике;из них достигли уровня на выходе
701;10;3;10;8
702;4;1;10;8
703;10;11;10;8
''',
        'self_assessment_2021.csv': '''школа;планирование и организация обучения;поддержка и мотивация учащихся;школьный климат и уклад;методическая работа
701;70;30;45;80
702;60;;90;10
''',
        'risk_profile_2021.csv': '''логин;низкий уровень оснащения школы;дефицит педагогических кадров;низкая учебная мотивация обучающихся;высокая доля обучающихся с рисками учебной неуспешности
701;низкая;высокая;;средняя
''',
        'risk_zone.csv': '''год перечня;школа;зона риска;низкие образовательные результаты
2023;701;да;нет
2023;702;да;нет
''',
        'low_list.csv': 'год;логин;низкие образовательные результаты\n2021;701;да\n2021;703;нет\n',
        # 701: two procedures with half of the marks "2"; 702 and 703: none
        'results.csv': 'school;kind;subject;grade;year;score;mark\n' + ''.join(
            f'{school};ВПР;{subject};5;{year};{2 if i < low else 12};{2 if i < low else 3}\n'
            for school, low in ((701, 6), (702, 0), (703, 0)) for subject in ('RU', 'MA')
            for year in (2021, 2022) for i in range(12)),
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        files = cls.folder / 'files'
        files.mkdir()
        for name, text in cls.FILES.items():
            (files / name).write_text(text)
        for words in (['init'], ['import', 'files']):
            done = cls.run_opora(*words)
            assert done.returncode in (0, 1), done.stdout + done.stderr

    def rows(self, indicator, pack, year=2021):
        found, = self.json('indicator', indicator, '--pack', pack, '--year', year)
        return found['rows']

    def test_teachers_before_and_after_are_compared_by_school_and_small_or_wrong_counts_left_out(self):
        row, = self.rows('teacher-diagnostics', 'ru-ros')
        self.assertEqual((row['school'], row['n_before'], row['n_after']), ('701', 10, 10))
        self.assertAlmostEqual(row['gain'], 0.5)
        # Newcombe's method 10 for 8/10 less 3/10, worked out from Wilson's bounds
        self.assertAlmostEqual(row['lower'], 0.5 - ((0.8 - 0.490162) ** 2 + (0.603222 - 0.3) ** 2) ** 0.5, places=4)
        self.assertAlmostEqual(row['upper'], 0.5 + ((0.943318 - 0.8) ** 2 + (0.3 - 0.107789) ** 2) ** 0.5, places=4)

    def test_the_map_of_priorities_begins_with_the_worst_zone_and_leaves_out_what_nobody_answered(self):
        found = [(r['school'], r['priority'], r['zone'], r['problem']) for r in self.rows('priority-map', 'ru-ros')]
        self.assertEqual(found, [
            ('701', 1, 'поддержка и мотивация учащихся', 1), ('701', 2, 'школьный климат и уклад', 1),
            ('701', 3, 'планирование и организация обучения', 0), ('701', 4, 'методическая работа', 0),
            ('702', 1, 'методическая работа', 1), ('702', 2, 'планирование и организация обучения', 0), ('702', 3, 'школьный климат и уклад', 0)])

    def test_a_risk_profile_is_shown_as_it_came_beside_own_results(self):
        found = [(r['direction'], r['significance'], r['low_share']) for r in self.rows('risk-profile', 'ru')]
        self.assertEqual(found, [
            ('низкий уровень оснащения школы', 'низкая', 0.5), ('дефицит педагогических кадров', 'высокая', 0.5),
            ('высокая доля обучающихся с рисками учебной неуспешности', 'средняя', 0.5)])

    def test_lists_from_outside_are_counted_beside_own_figures(self):
        region = {r['agreement']: r['schools'] for r in self.rows('list-beside', 'ru-irk', 2022)}
        self.assertEqual(region, {'и в перечне, и в расчёте': 1, 'только в перечне': 1, 'только в расчёте': 0, 'ни там, ни там': 1})
        federal = {r['agreement']: r['schools'] for r in self.rows('lists-beside', 'ru') if r['list'] == 'low-results-federal'}
        self.assertEqual(federal, {'и в списке, и по своему показателю': 1, 'только в списке': 0, 'только по своему показателю': 0, 'ни там, ни там': 2})


if __name__ == '__main__':
    unittest.main()
