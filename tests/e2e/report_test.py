"""opora report and reports: documents of a pack as a user gets them, on a made-up region."""
import pathlib, shutil, unittest, zipfile

from opora_cli import SOURCE
from region_reports import DAY, NAMED, RegionReports

GOLDEN = SOURCE / 'tests' / 'golden' / 'reports'


class Reports(RegionReports):
    def text(self, *words, **options):
        return self.opora('report', *words, '--pack', 'ru', *DAY, lang='ru', **options).stdout

    def assert_golden(self, name, text):
        """The text as somebody looked at it; OPORA_UPDATE_GOLDEN=1 writes it anew."""
        import os
        file = GOLDEN / f'{name}.txt'
        if os.environ.get('OPORA_UPDATE_GOLDEN'):
            file.parent.mkdir(exist_ok=True)
            file.write_text(text)
        self.assertTrue(file.exists(), f'{file} is missing')
        self.assertEqual(text, file.read_text(), f'{file}: OPORA_UPDATE_GOLDEN=1 writes it anew')

    def test_the_order_names_the_list_and_has_every_school_in_its_annex(self):
        text = self.text('order', *NAMED, '--list', 'L2')
        self.assert_golden('order', text)
        plain = text.replace('\u00a0', ' ')
        self.assertIn('15 марта 2022 г. № 12-р', plain)
        names = {row['name'] for row in self.json('list', '2')}
        for name in names:
            self.assertIn(name.replace('"', '«', 1).replace('"', '»'), plain)

    def test_blanks_stay_where_nobody_said_the_number(self):
        text = self.text('order', '--list', 'L2')
        self.assertIn('______', text)

    def test_the_explanation_has_every_check_with_its_source(self):
        text = self.text('explanation', '--run', '2', '--school', self.school)
        self.assert_golden('explanation', text)
        self.assertIn('признак, требующий проверки', text)
        self.assertIn('.xlsx', text)
        self.assertIn('Как возразить', text)
        self.assertNotIn('low_share', text)

    def test_the_card_shows_the_school_beside_the_region(self):
        text = self.text('school-card', '--run', '2', '--school', self.school)
        self.assert_golden('school-card', text)
        self.assertIn('в\u00a0регионе', text)
        self.assertIn('приказ от', text.replace('\u00a0', ' '))

    def test_small_groups_are_hidden(self):
        hidden = self.text('school-card', '--school', self.school, '--set', 'small_cell=50')
        self.assertIn('менее 50', hidden)
        self.assertNotIn('менее 50', self.text('school-card', '--school', self.school, '--set', 'small_cell=0'))

    def test_who_did_not_submit(self):
        self.assert_golden('not-submitted', self.text('not-submitted', '--year', '2022'))

    def test_pairs_have_a_reason_each(self):
        text = self.text('pairs', '--year', '2022')
        self.assert_golden('pairs', text)

    def test_two_years_are_compared(self):
        text = self.text('comparison', '--list', 'L2', '--before', 'L1')
        self.assert_golden('comparison', text)
        self.assertIn('Вошли', text)
        self.assertIn('--before', self.opora('report', 'comparison', '--pack', 'ru', '--list', 'L2', expect=3).stderr)

    def test_a_municipality_sees_its_own_schools_only(self):
        rows = self.json('list', '2', '--all')
        place = sorted({row['municipality'] for row in rows})[0]
        text = self.text('municipal-summary', '--run', '2', '--municipality', place)
        self.assert_golden('municipal-summary', text)

    def test_signs_are_never_called_a_violation(self):
        text = self.text('objectivity', '--year', '2022')
        self.assert_golden('objectivity', text)

    def test_recommendations_name_topics_and_measures(self):
        self.assert_golden('recommendations', self.text('recommendations', '--run', '2', '--school', self.school))

    def test_the_note_and_the_groups_of_courses_speak_of_the_year(self):
        self.assert_golden('analytic-note', self.text('analytic-note', '--run', '2'))
        self.assert_golden('course-groups', self.text('course-groups', '--year', '2022'))

    def test_a_plan_is_reported_with_what_is_late(self):
        store = self.folder / 'plan.db'
        shutil.copy(self.folder / 'opora.db', store)
        done = self.run_opora('--store', store, 'plan', 'adopt', '--pack', 'ru-smo')
        self.assertEqual(done.returncode, 0, done.stderr)
        text = self.opora('--store', store, 'report', 'plan-progress', '--pack', 'ru-smo', '--on', '2021-06-01', '--year', '2021', lang='ru').stdout
        self.assert_golden('plan-progress', text)
        self.assertIn('Просрочено', text)
        annual = self.opora('--store', store, 'report', 'annual', '--pack', 'ru-smo', '--on', '2021-06-01', '--year', '2021', lang='ru').stdout
        self.assert_golden('annual', annual)

    def test_what_there_is_and_what_is_missing_is_told(self):
        names = {row['report'] for row in self.json('reports', '--pack', 'ru')}
        self.assertLessEqual({'order', 'explanation', 'school-card', 'plan-progress', 'not-submitted'}, names)
        self.assertIn('school-card', self.opora('reports', '--pack', 'ru').stdout)
        self.assertIn("did you mean \"order\"", self.opora('report', 'ordr', '--pack', 'ru', expect=3).stderr)
        self.assertIn('REPORT-003', self.opora('report', 'order', '--pack', 'ru', '--school', self.school, expect=3).stderr)
        self.assertIn('REPORT-004', self.opora('report', 'plan-progress', '--pack', 'ru', expect=3).stderr)
        self.assertIn('REPORT-005', self.opora('report', 'order', '--pack', 'ru', '-o', 'order.odt', expect=3).stderr)

    def test_every_school_gets_its_card_and_a_second_call_keeps_them(self):
        make = ['report', 'school-card', '--pack', 'ru', '--year', '2022', *DAY, '--all', '-o', 'cards', '--format', 'txt', '--zip']
        first = self.json(*make)[0]
        self.assertEqual(first['kept'], 0)
        files = sorted((self.folder / 'cards').rglob('*.txt'))
        self.assertEqual(len(files), first['written'])
        self.assertGreaterEqual(first['written'], 24)
        archives = list((self.folder / 'cards').glob('*.zip'))
        self.assertEqual(len(archives), first['archives'])
        self.assertEqual(sum(len(zipfile.ZipFile(one).namelist()) for one in archives), first['written'])
        card = next(file for file in files if self.school in file.name)
        alone = self.opora('report', 'school-card', '--pack', 'ru', '--year', '2022', *DAY, '--school', self.school).stdout
        self.assertEqual(card.read_text(), alone)
        files[0].unlink()
        again = self.json(*make)[0]
        self.assertEqual((again['written'], again['kept']), (1, first['written'] - 1))
        other = self.json(*make, '--set', 'years=1')[0]
        self.assertEqual(other['kept'], 0)


if __name__ == '__main__':
    unittest.main()
