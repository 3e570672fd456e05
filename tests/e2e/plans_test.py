"""Plans as their users meet them: what is due by the documents, and work on an adopted plan from hand-in to monitoring."""
import csv, io, json, re, unittest

from opora_cli import OporaTest, SOURCE

GOLDEN = SOURCE / 'tests' / 'golden' / 'plan_due'


def table(text):
    return list(csv.DictReader(io.StringIO(text.lstrip('\ufeff')), delimiter=';'))


class DueByTheDocuments(OporaTest):
    """What a careful reader of each programme says is due on a day; the files were made by reading, not by running."""

    def test_plans_of_packs_are_due_as_a_reader_says(self):
        files = sorted(GOLDEN.glob('*.csv'))
        self.assertEqual(len(files), 5)
        for file in files:
            pack, day = re.fullmatch(r'(.+)-(\d{4}-\d\d-\d\d)', file.stem).groups()
            found = table(self.opora('plan', 'due', '--pack', pack, '--on', day, '--format', 'csv').stdout)
            lines = [(r['section'], r['number'], r['nth'], r['state'], r['until'] if r['state'] == 'running' else '') for r in found]
            expected = [(r['section'], r['number'], r['nth'], r['state'], r['until']) for r in table(file.read_text(encoding='utf-8'))]
            self.assertEqual(lines, expected, file.name)

    def test_nothing_is_late_that_is_on_demand(self):
        late = table(self.opora('plan', 'late', '--pack', 'ru-smo', '--on', '2021-01-01', '--format', 'csv', expect=1).stdout)
        self.assertTrue(late)
        self.assertNotIn('По потребности ОО', {r['deadline'] for r in late})

    def test_two_years_of_a_plan_differ_by_name(self):
        changes = self.json('plan', 'diff', 'ru-mo-bolsheberezniki/support-2021', 'ru-mo-bolsheberezniki/support-2022', expect=1)
        self.assertIn({'change': 'changed', 'section': '2022 год', 'number': '1', 'field': 'deadline', 'before': 'Январь 2021 года', 'after': 'Январь 2022 года'}, changes)
        self.assertEqual({c['change'] for c in changes}, {'added', 'changed', 'removed'})
        self.opora('plan', 'diff', 'ru-smo/support-2019', 'ru-smo/support-2019')

    def test_a_plan_says_which_criterion_it_answers_for(self):
        self.assertIn('criterion: 1.2. ', self.opora('plan', 'show', '--pack', 'ru-se').stdout)
        self.assertTrue(self.json('plan', 'show', '--pack', 'ru-se')[0]['criterion'].startswith('1.2. '))
        self.assertEqual(self.json('plan', 'show', '--pack', 'ru-smo')[0]['criterion'], '')
        self.opora('init')
        self.opora('plan', 'adopt', '--pack', 'ru-se')
        self.assertIn('1.2.', self.opora('report', 'plan-progress', '--pack', 'ru-se', '--year', '2021').stdout)

    def test_slips_are_named(self):
        remarks = self.opora('plan', 'show', '--pack', 'ru-irk-katanga', '--check').stderr
        self.assertIn('PLAN-010', remarks)
        self.assertIn('the number 11 stands there twice', remarks)


class Documents(OporaTest):
    def test_rows_written_for_a_spreadsheet_are_read_back_the_same(self):
        self.opora('plan', 'show', '--pack', 'ru-irk-katanga', '-o', 'plan.csv')
        read = self.json('plan', 'import', 'plan.csv', '--pack', 'ru-irk-katanga', '--from', '2023-01-17', '--to', '2024-12-31')
        shown = self.json('plan', 'show', '--pack', 'ru-irk-katanga')
        keys = ('section', 'number', 'measure', 'deadline', 'responsible', 'result', 'normal_form')
        self.assertEqual([[r[k] for k in keys] for r in read], [[r[k] for k in keys] for r in shown])

    def test_a_document_becomes_a_plan_at_work_with_what_was_not_understood(self):
        (self.folder / 'план.md').write_text(
            '# План мероприятий школы на 2022 год\n\n| № | Мероприятие | Сроки | Ответственный |\n|---|---|---|---|\n'
            '| 1. | Педсовет | август 2022 | Институт |\n| 2. | Обход | после дождичка | ОО |\n', encoding='utf-8')
        found = self.run_opora('plan', 'import', 'план.md', '--pack', 'ru-smo', '--year', '2022')
        self.assertEqual(found.returncode, 0, found.stderr)
        self.assertIn('PLAN-016', found.stderr)
        self.assertIn('2022-08-01–2022-08-31', found.stdout)
        self.opora('init')
        self.assertEqual(self.json('plan', 'import', 'план.md', '--pack', 'ru-smo', '--year', '2022', '--adopt')[-1]['measures'], 2)

    def test_a_document_without_a_plan_says_what_was_seen(self):
        (self.folder / 'other.csv').write_text('a;b\n1;2\n', encoding='utf-8')
        self.assertIn('PLAN-021', self.opora('plan', 'import', 'other.csv', '--pack', 'ru', '--year', '2022', expect=3).stderr)


class Work(OporaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sample(24)
        for words in (['init'], ['--quiet', 'import', 'sample'], ['--quiet', 'run', 'stably-low', '--pack', 'ru-smo', '--year', '2020']):
            done = cls.run_opora(*words)
            assert done.returncode in (0, 1), done.stderr
        report = cls.run_opora('--json', 'plan', 'adopt', '--pack', 'ru-smo')
        assert report.returncode == 0, report.stderr
        cls.adopted = json.loads(report.stdout)
        (cls.folder / 'справка.txt').write_text('Справка о мероприятиях', encoding='utf-8')

    def held(self, row, *further):
        return self.json('plan', 'status', '1', '--row', row, *further)

    def test_classes_become_schools_and_municipalities(self):
        uses = {u['name']: u for u in self.adopted['classes']}
        self.assertTrue(any(u['waiting'] for u in uses.values()), uses)  # no list is approved yet
        reports = self.held('Приказ/4.3')
        self.assertGreater(len(reports), 1)
        self.assertEqual({r['level'] for r in reports}, {'municipality'})

    def test_an_assignment_goes_from_open_to_accepted_and_keeps_its_history(self):
        number = self.held('Приказ/4.3')[0]['assignment']
        self.opora('plan', 'done', number, '--evidence', 'справка.txt', '--number', '14', '--date', '01.08.2020')
        refused = self.opora('plan', 'return', number, expect=3)
        self.assertIn('PLAN-008', refused.stderr)
        self.opora('plan', 'return', number, '--reason', 'нет подписи')
        self.opora('plan', 'done', number, '--evidence', 'справка.txt', '--kind', 'report', '--number', '15')
        self.opora('plan', 'accept', number)
        standing = next(r for r in self.held('Приказ/4.3') if r['assignment'] == number)
        self.assertEqual((standing['state'], standing['reached']), ('accepted', 'institute'))
        history = self.json('plan', 'history', number)
        self.assertEqual([e['kind'] for e in history], ['handed_in', 'returned', 'handed_in', 'accepted'])
        self.assertEqual(history[0]['evidence'][0]['date'], '2020-08-01')
        self.assertEqual(len(history[0]['evidence'][0]['sha256']), 64)
        self.assertEqual(history[1]['previous'], [history[0]['uid']])

    def test_what_was_entered_by_mistake_is_taken_back_and_stays_in_the_history(self):
        number = self.held('Приказ/4.3')[1]['assignment']
        self.opora('plan', 'done', number, '--title', 'Отчёт')
        self.opora('plan', 'undo', number)
        standing = next(r for r in self.held('Приказ/4.3') if r['assignment'] == number)
        self.assertEqual(standing['state'], 'open')
        self.assertEqual([e['kind'] for e in self.json('plan', 'history', number)], ['handed_in', 'withdrawn'])

    def test_who_has_not_reported_is_named_the_day_after(self):
        before = self.opora('plan', 'missing', '1', '--row', 'Приказ/4.3', '--on', '2020-08-15')
        missing = self.json('plan', 'missing', '1', '--row', 'Приказ/4.3', '--on', '2020-08-16', expect=1)
        self.assertTrue(missing)
        self.assertEqual({r['until'] for r in missing}, {'2020-08-15'})
        self.assertTrue(all(r['state'] in ('open', 'returned') for r in missing))

    def test_a_deadline_that_is_open_is_decided_with_a_reason(self):
        self.assertIn('PLAN-008', self.opora('plan', 'decide', '1', 'Приложение № 2/2', '--windows', '2019', expect=3).stderr)
        self.opora('plan', 'decide', '1', 'Приложение № 2/2', '--windows', '2019', '--reason', 'учебный год начат')
        row = next(r for r in self.json('plan', 'show', '1') if r['number'] == '2.' and r['section'].startswith('Приложение № 2'))
        self.assertEqual(row['windows'], [{'from': '2019-06-01', 'to': '2019-10-31', 'stage': ''}])
        self.assertTrue(row['decided'])
        self.opora('plan', 'decide', '1', 'Приложение № 2/26', '--windows', '2019-11-11..2019-11-15, 2020-03-16..2020-03-20', '--reason', 'график института')
        self.assertEqual(len(self.held('Приложение № 2/26')), 2)

    def test_rows_that_compute_file_their_result(self):
        done = self.json('plan', 'run', '1', '--row', 'Приложение № 2/4', '--year', '2020', '-o', 'out')
        self.assertEqual([d['performs'] for d in done], ['methodology:stably-low', 'methodology:municipal-view', 'report:list'])
        self.assertTrue(done[0]['filed'])
        history = self.json('plan', 'history', done[0]['filed'][0])
        self.assertEqual(history[0]['evidence'][0]['title'], done[0]['outcome'])
        self.assertTrue((self.folder / done[0]['file']).exists())
        self.assertEqual(done[2]['filed'], [])  # a document is made and handed in by people

    def test_rows_that_name_a_report_have_it_as_a_document(self):
        done = self.json('plan', 'run', '1', '--row', 'Приказ/3.3', '--year', '2020', '-o', 'out')
        self.assertEqual([d['performs'] for d in done], ['report:municipal-summary', 'report:plan-progress'])
        self.assertEqual(done[0]['filed'], done[1]['filed'])
        evidence = self.json('plan', 'history', done[0]['filed'][0])[0]['evidence']
        self.assertEqual([e['file'] for e in evidence], [d['file'] for d in done])
        self.assertTrue(all(e['file'].endswith('.docx') and e['bytes'] > 1000 for e in evidence))

    def test_a_result_of_the_region_is_nobodys_report_of_a_municipality(self):
        before = [r['state'] for r in self.held('Приказ/4.3')]
        done = self.json('plan', 'run', '1', '--row', 'Приказ/4.3', '--year', '2020', '-o', 'out')
        self.assertEqual([d['filed'] for d in done], [[]])
        self.assertEqual([r['state'] for r in self.held('Приказ/4.3')], before)

    def test_fields_of_a_register_are_checked_and_listed(self):
        row = next(r for r in self.json('plan', 'show', '--pack', 'ru-smo') if r['number'] == '27.')
        number = self.held('Приложение № 2/27')[0]['assignment']
        wrong = self.opora('plan', 'done', number, '--title', 'Курсы', '--register', 'courses', '--set', 'hours=many', expect=3)
        self.assertIn('PLAN-018', wrong.stderr)
        fields = {f: v for f, v in (('programme', 'Управление качеством'), ('hours', '72'))}
        known = self.opora('plan', 'done', number, '--title', 'Курсы', '--register', 'no-such', '--set', 'a=b', expect=3)
        self.assertIn('contracts', known.stderr)
        self.assertTrue(row)

    def test_monitoring_has_denominators(self):
        figures = {f['figure']: f for f in self.json('plan', 'monitor', '1', '--on', '2020-09-01') if 'figure' in f}
        self.assertEqual(figures['done']['denominator'], self.adopted['assignments'] + len(self.held('Приложение № 2/26')) - 1)
        self.assertLessEqual(figures['on_time']['numerator'] + figures['overdue']['numerator'], figures['overdue']['denominator'])

    def test_wrong_calls_say_what_to_do(self):
        for words, code, remedy in ((['plan', 'statuss'], 'CLI-012', 'plan status'), (['plan', 'done'], 'CLI-012', 'plan status'), (['plan', 'done', '1'], 'PLAN-009', '--evidence'),
                                    (['plan', 'due', '--on', 'завтра'], 'PLAN-002', '2021-08-31'), (['plan', 'show', '--pack', 'ru-smo', '--plan', 'support-2018'], 'PLAN-001', 'support-2019'),
                                    (['plan', 'accept', '999999'], 'STORE-030', 'plan status'), (['plan', 'adopt', '--pack', 'ru-smo'], 'STORE-031', 'plan show')):
            failed = self.run_opora(*words)
            self.assertNotEqual(failed.returncode, 0, words)
            self.assertIn(code, failed.stderr, words)
            self.assertIn(remedy, failed.stderr, words)


class YearAfterYear(OporaTest):
    def test_a_plan_goes_on_next_year_with_what_was_not_finished(self):
        self.sample(12)
        self.opora('init')
        self.run_opora('--quiet', 'import', 'sample')  # 1: the sample has defects on purpose
        self.opora('plan', 'adopt', '--pack', 'ru-mo-bolsheberezniki', '--plan', 'support-2021')
        lines = self.json('plan', 'carry-over', '1', '--year', '2022')
        self.assertEqual(lines[0]['plan'], 2)
        rows = lines[1:]
        self.assertTrue(any(r['before'].startswith('1. ') and r['after'].startswith('1. ') and r['owed'] > 0 for r in rows))
        # No pack has a plan for 2023: the rows' years move on.
        self.opora('plan', 'carry-over', '2', '--year', '2023')
        row = next(r for r in self.json('plan', 'show', '3') if r['number'] == '1')
        self.assertEqual((row['deadline'], row['windows'][0]['from']), ('Январь 2023 года', '2023-01-01'))
        self.assertIn('PLAN-063', self.opora('plan', 'carry-over', '3', '--year', '2023', expect=3).stderr)


if __name__ == '__main__':
    unittest.main()
