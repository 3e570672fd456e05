"""opora report and reports: documents of a pack as a user gets them, on a made-up region."""
import collections, json, pathlib, re, shutil, unittest, zipfile

from opora_cli import SOURCE, OporaTest
from region_reports import DAY, NAMED, RegionReports, without_the_day

GOLDEN = SOURCE / 'tests' / 'golden' / 'reports'


class Reports(RegionReports):
    def text(self, *words, **options):
        return self.opora('report', *words, '--pack', 'ru', *DAY, lang='ru', **options).stdout

    def assert_golden(self, name, text):
        """The text as somebody looked at it; OPORA_UPDATE_GOLDEN=1 writes it anew."""
        import os
        text = without_the_day(text)
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
        self.assertIn('Подтвердили', text)  # marks of the work beside those of the journal
        store = self.folder / 'bias.db'
        shutil.copy(self.folder / 'opora.db', store)
        for pack, methodology in (('ru', 'bias-markers'), ('ru-smo', 'vpr-bias'), ('ru-se', 'objectivity')):
            done = self.run_opora('--store', store, 'run', methodology, '--pack', pack, '--year', '2022')
            self.assertEqual(done.returncode, 0, done.stderr)
            run = re.search(r'^Run (\d+)', done.stdout, re.M).group(1)
            found = self.opora('--store', store, 'report', 'objectivity', '--pack', pack, '--run', run, *DAY, lang='ru').stdout
            self.assertNotIn('признаки не вычислялись', found.replace('\u00a0', ' '), pack)
            self.assertIn('Ни один из признаков не доказывает нарушения', found.replace('\u00a0', ' '))

    def test_recommendations_name_topics_and_measures(self):
        self.assert_golden('recommendations', self.text('recommendations', '--run', '2', '--school', self.school))

    def test_the_note_and_the_groups_of_courses_speak_of_the_year(self):
        self.assert_golden('analytic-note', self.text('analytic-note', '--run', '2'))
        self.assert_golden('course-groups', self.text('course-groups', '--year', '2022'))

    def test_years_stand_side_by_side_with_intervals_and_breaks(self):
        text = self.text('dynamics', '--run', '2')
        self.assert_golden('dynamics', text)
        plain = text.replace('\u00a0', ' ')
        self.assertIn('ВПР снова весной', plain)  # why 2020 and 2021 are not joined
        lists = [line for line in plain.splitlines() if line.startswith(('2021 | приказ', '2022 | приказ'))]
        self.assertEqual(len(lists), 2)
        before, now = ({row['school'] for row in self.json('list', run)} for run in ('1', '2'))
        self.assertIn(f' | {len(now)} | {len(now - before)} | {len(before - now)} | {len(now & before)}', lists[1])
        own = self.text('dynamics', '--run', '2', '--school', self.school)
        self.assert_golden('dynamics-school', own)
        self.assertNotIn('Все школы', own)

    def test_municipalities_and_subjects_stand_in_a_heat_table_counted_by_hand(self):
        blocks = json.loads(self.opora('--json', 'report', 'municipal-summary', '--pack', 'ru', '--run', '2', lang='ru').stdout)['blocks']
        table = next(block for block in blocks if block['type'] == 'table' and block['caption'].endswith('предметам'))
        place = {row['school']: row['municipality'] for row in self.json('list', '2', '--all')}
        counts = collections.defaultdict(lambda: [0, 0])
        for row in self.json('sql', "SELECT school, sum(mark <= 2) AS low, count(*) AS n FROM results WHERE year = 2022 AND kind = 'ВПР' AND subject = 'RU' AND mark >= 1 GROUP BY school"):
            counts[place[row['school']]][0] += row['low']
            counts[place[row['school']]][1] += row['n']
        column = [one['title'].replace('\u00a0', ' ') for one in table['columns']].index('русский язык')
        found = {row[0]['text'].replace('\u00a0', ' '): [row[column]['numerator'], row[column]['denominator']] for row in table['rows'] if 'numerator' in row[column]}
        self.assertGreater(len(found), 1)
        self.assertEqual(found, {name: counts[name] for name in found})
        shades = [cell['shade'] for row in table['rows'] for cell in row if 'shade' in cell]
        self.assertEqual(max(shades), 1)
        self.assertGreaterEqual(min(shades), 0)

    def test_the_interview_sheet_asks_what_the_data_say_and_leaves_lines(self):
        text = self.text('interview-sheet', '--run', '2', '--school', self.school)
        self.assert_golden('interview-sheet', text)
        self.assertIn('Чем школа объясняет', text.replace('\u00a0', ' '))
        self.assertIn('признак', text.lower())
        self.assertIn('____', text)
        for word in ('нарушени', 'необъективн', 'вина'):
            self.assertNotIn(word, text.lower())
        residuals = self.json('indicator', 'exam-residuals', '--pack', 'ru', '--year', '2022')[0]['rows']
        below = next(row['school'] for row in residuals if (row['studentised'] or 0) < 0 and row['exam_n'] >= 5)
        self.assertIn('такими же результатами ВПР', self.text('interview-sheet', '--run', '2', '--school', below, '--set', 'residual=0').replace('\u00a0', ' '))
        other = next(row['school'] for row in self.json('list', '2', '--all') if row['answer'] == 'no')
        self.assertNotIn('Чем школа объясняет', self.text('interview-sheet', '--run', '2', '--school', other).replace('\u00a0', ' '))

    def test_the_letter_speaks_of_one_subject_when_asked(self):
        text = self.text('deficit-letter', '--year', '2022', *NAMED)
        self.assert_golden('deficit-letter', text)
        one = self.text('deficit-letter', '--year', '2022', '--set', 'subject=MA').replace('\u00a0', ' ')
        self.assertIn('математика', one)
        self.assertNotIn('русский язык', one)

    def test_lists_of_all_sources_stand_side_by_side(self):
        text = self.text('lists-side-by-side', '--run', '2')
        self.assert_golden('lists-side-by-side', text)
        plain = text.replace('\u00a0', ' ')
        self.assertIn(f'утверждён | 2022 | {len(self.json("list", "2"))}', plain)
        self.assertNotIn('| расчёт |', plain)  # the run names the same schools as the list made of it

    def test_the_region_sees_its_municipalities_in_order(self):
        text = self.text('municipal-summary', '--run', '2')
        self.assertIn('стоят по убыванию', text.replace('\u00a0', ' '))

    def test_a_school_sees_its_scores_in_groups_that_hide_nobody(self):
        text = self.text('objectivity', '--year', '2022', '--school', self.school).replace('\u00a0', ' ')
        self.assertIn('первичные баллы группами', text)
        file = self.folder / 'school.html'
        self.opora('report', 'objectivity', '--pack', 'ru', *DAY, '--year', '2022', '--school', self.school, '-o', file, lang='ru')
        self.assertTrue('class="chart"' in file.read_text())

    def test_a_report_goes_without_what_its_pack_does_not_measure(self):
        packs = self.folder / 'packs'
        (packs / 'short').mkdir(parents=True)
        (packs / 'short' / 'pack.lua').write_text("""return { manifest = 1, id = "short", name = "Short", level = "region", version = "0.1.0",
  items = { { kind = "report", id = "bare", source = "bare.lua", valid_from = 2020, reference = "test" } } }""")
        script = """return report { api = 1, id = "bare", title = "Bare", scope = "region", needs = { "lists", "decisions?", "indicator:nobody%s" },
  write = function(ctx, doc) doc:paragraph(ctx.figures["nobody"] == false and ctx.decisions == false and #ctx.lists .. " lists" or "?") end }"""
        make = ['report', 'bare', '--pack', 'short', '--year', '2022']
        (packs / 'short' / 'bare.lua').write_text(script % '?')
        env = {'OPORA_REGIONS': str(packs)}
        self.assertEqual('2 lists', self.opora(*make, env=env).stdout.replace('\u00a0', ' ').strip())
        (packs / 'short' / 'bare.lua').write_text(script % '')
        self.assertIn('CLI-050', self.opora(*make, env=env, expect=2).stderr)

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


class OfProgrammes(OporaTest):
    """Reports that a programme asks for, from files of its own."""
    FILES = {
        'teacher_diagnostics_2021.csv': 'школа;учителей на входной диагностике;из них достигли уровня на входе;учителей на итоговой диагностике;из них достигли уровня на выходе\n'
                                        '701;10;3;10;8\n702;12;6;12;7\n703;4;1;10;8\n',
        'self_assessment_2021.csv': 'школа;планирование и организация обучения;поддержка и мотивация учащихся;школьный климат и уклад;методическая работа\n701;70;30;45;80\n',
        'management_2021.csv': 'школа;программы и ФГОС;программа развития;ВСОКО;подготовка к ГИА;рабочие программы и кодификаторы;психолого-педагогическое сопровождение;компетенции педагогов;управление переходом\n'
                               '701;2;2;2;2;1;2;2;2\n702;0;1;0;1;1;0;1;0\n703;1;1;1;1;1;1;;1\n',
        # 701 falls from 2 of 12 low marks to 9, 702 stays
        'waves.csv': 'school;kind;subject;grade;year;level;score;mark\n' + ''.join(
            f'{school};РИКО;RU;5;2021;{level};{4 if i < low else 12};{2 if i < low else 3}\n'
            for school, level, low in (('701', 'входной', 2), ('701', 'итоговый', 9), ('702', 'входной', 3), ('702', 'итоговый', 3), ('703', 'входной', 1), ('703', 'итоговый', 1)) for i in range(12)),
        'low_list.csv': 'год;логин;низкие образовательные результаты\n2021;701;да\n2021;703;да\n',
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.folder / 'files').mkdir()
        for name, text in cls.FILES.items():
            (cls.folder / 'files' / name).write_text(text)
        for words in (['init'], ['import', 'files'], ['run', 'management', '--pack', 'ru-se', '--year', '2021']):
            done = cls.run_opora(*words)
            assert done.returncode in (0, 1), done.stdout + done.stderr

    def text(self, report, pack, *words):
        return self.opora('report', report, '--pack', pack, '--year', '2021', *DAY, *words, lang='ru').stdout.replace('\u00a0', ' ')

    def test_waves_of_a_year_stand_side_by_side(self):
        text = self.text('dynamics', 'ru-se')
        self.assertIn('РИКО, русский язык, 5 класс | 16,7 % (6 из 36)', text)
        self.assertIn('36,1 % (13 из 36)', text)
        self.assertIn('от входного этапа к итоговому | 3 | 0 | 2 | 1 | 0', text)

    def test_criteria_of_management_are_added_up(self):
        text = self.text('management', 'ru-se')
        self.assertIn('Оценены: 2', text)
        self.assertIn('| 15 | управление эффективно', text)
        self.assertIn('| 4 | нужны управленческие решения', text)
        self.assertLess(text.index('| 4 | нужны'), text.index('| 15 | управление'))  # the weakest first
        sheet = self.text('management', 'ru-se', '--school', '702')
        self.assertIn('соответствие программ ФГОС | 0', sheet)
        self.assertIn('• соответствие программ ФГОС', sheet)
        self.assertIn('Оценок экспертов по школе за 2021 год нет', self.text('management', 'ru-se', '--school', '703'))

    def test_teachers_are_compared_by_school_without_names(self):
        text = self.text('teacher-diagnostics', 'ru-ros')
        self.assertIn('30,0 % (3 из 10) | 80,0 % (8 из 10) | 50,0', text)
        self.assertIn('прирост', text)
        self.assertNotIn('703', text)  # four teachers before: too few

    def test_priorities_begin_with_the_worst_zone(self):
        text = self.text('priority-map', 'ru-ros', '--school', '701')
        self.assertLess(text.index('1 | поддержка'), text.index('2 | школьный климат'))
        self.assertIn('не заполнила самооценку', self.text('priority-map', 'ru-ros', '--school', '702'))

    def test_both_categories_are_compared_by_procedure(self):
        self.opora('run', '--pack', 'ru-ros', '--year', '2021')
        text = self.text('comparative-analysis', 'ru-ros')
        self.assertIn('РИКО | Все школы | 3 | 72 | 26,4 %', text)

    def test_lists_from_outside_are_shown_as_they_came(self):
        text = self.text('lists-side-by-side', 'ru')
        self.assertIn('перечень Рособрнадзора: ', text)
        self.assertIn('список извне, как пришёл | 2021 | 2', text)


if __name__ == '__main__':
    unittest.main()
