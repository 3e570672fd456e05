"""Plans for people elsewhere: calendars as a client library reads them, programmes as they are edited and read again."""
import csv, datetime, io, unittest, warnings

try:
    import icalendar
except ImportError:
    raise unittest.SkipTest('python3-icalendar is not here')

from opora_cli import SOURCE, OporaTest

STAMP = '2021-01-15T12:00:00Z'
PLANS = ('ru-se', 'ru-smo', 'ru-ros', 'ru-irk-katanga', 'ru-mo-bolsheberezniki')


def day(text):
    return datetime.date.fromisoformat(text)


class CalendarFile(OporaTest):
    def calendar(self, *words):
        text = self.opora('plan', 'ical', '--stamp', STAMP, *words).stdout
        with warnings.catch_warnings():
            warnings.simplefilter('error')
            read = icalendar.Calendar.from_ical(text.replace('\n', '\r\n'))
        for component in read.walk():
            self.assertEqual(component.errors, [], component.to_ical())
        return read

    def items(self, read, kind):
        return [item for item in read.walk(kind)]

    def starting(self, read, kind, summary):
        return [item for item in self.items(read, kind) if str(item['SUMMARY']).startswith(summary)]

    def test_a_client_library_reads_every_plan_without_a_word(self):
        for pack in PLANS:
            read = self.calendar('--pack', pack)
            self.assertEqual(str(read['VERSION']), '2.0')
            self.assertNotIn('METHOD', read, 'a message of scheduling would need an organiser (RFC 5546)')
            found = self.items(read, 'VEVENT') + self.items(read, 'VTODO')
            self.assertGreaterEqual(len(found), 5, pack)
            self.assertEqual(len({str(item['UID']) for item in found}), len(found), 'every window has a UID of its own')

    def test_bytes_are_those_of_the_standard(self):
        self.opora('plan', 'ical', '--pack', 'ru-ros', '--stamp', STAMP, '-o', 'plan.ics')
        lines = (self.folder / 'plan.ics').read_bytes().split(b'\r\n')
        self.assertEqual(lines[-1], b'')
        for line in lines:
            self.assertLessEqual(len(line), 75)
            self.assertNotIn(b'\n', line)
            line.decode()  # no character is cut

    def test_a_month_is_all_its_days(self):
        [item] = self.starting(self.calendar('--pack', 'ru-se'), 'VEVENT', 'item 3. ')
        self.assertEqual(item['DTSTART'].dt, day('2021-02-01'))
        self.assertEqual(item['DTEND'].dt, day('2021-03-01'))
        self.assertEqual(str(item['TRANSP']), 'TRANSPARENT')
        self.assertIn('февраль 2021 г', str(item['DESCRIPTION']))

    def test_what_is_due_by_a_day_is_a_task_of_that_day(self):
        read = self.calendar('--pack', 'ru-smo')
        self.assertEqual([item['DUE'].dt for item in self.starting(read, 'VTODO', 'item 4.3. ')], [day('2020-08-15')])
        self.assertEqual([item['DUE'].dt for item in self.starting(read, 'VTODO', 'item 3.3. ')], [day('2020-08-31')])

    def test_consultations_recur_on_their_weekday(self):
        items = self.starting(self.calendar('--pack', 'ru-se'), 'VEVENT', 'item 20. ')
        self.assertEqual([str(item['SUMMARY']).split(': ')[0] for item in items],
                         ['item 20. химия, биология', 'item 20. русский язык', 'item 20. история, обществознание', 'item 20. математика, информатика'])
        for item in items:
            rule = item['RRULE']
            self.assertEqual(rule['FREQ'], ['WEEKLY'])
            self.assertEqual(rule['BYDAY'], [('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')[item['DTSTART'].dt.weekday()]])
            self.assertEqual(rule['UNTIL'], [day('2021-12-31')])
            self.assertEqual(item['DTEND'].dt - item['DTSTART'].dt, datetime.timedelta(days=1))

    def test_a_reminder_rings_at_nine_in_the_morning(self):
        [item] = self.starting(self.calendar('--pack', 'ru-se', '--alarm', '3'), 'VEVENT', 'item 3. ')
        [alarm] = item.walk('VALARM')
        self.assertEqual(alarm['TRIGGER'].params['RELATED'], 'END')
        ends = datetime.datetime.combine(item['DTEND'].dt, datetime.time())
        self.assertEqual(ends + alarm['TRIGGER'].dt, datetime.datetime(2021, 2, 25, 9))

    def test_rows_without_a_day_are_named_and_nothing_is_lost(self):
        told = self.json('plan', 'ical', '--pack', 'ru-smo', '-o', 'smo.ics')[0]
        read = icalendar.Calendar.from_ical((self.folder / 'smo.ics').read_bytes())
        self.assertEqual(told['events'], len(self.items(read, 'VEVENT')))
        self.assertEqual(told['tasks'], len(self.items(read, 'VTODO')))
        self.assertIn('По потребности ОО', [row['deadline'] for row in told['left_out']])
        self.assertTrue(all(row['reason'] for row in told['left_out']))

    def test_a_year_and_an_organisation_narrow_the_calendar(self):
        whole, year = self.calendar('--pack', 'ru-mo-bolsheberezniki'), self.calendar('--pack', 'ru-mo-bolsheberezniki', '--year', '2021')
        self.assertGreater(len(whole.subcomponents), len(year.subcomponents))
        self.assertTrue(all(item['DTSTART'].dt.year == 2021 for item in year.subcomponents))
        of_one = self.calendar('--pack', 'ru-se', '--holder', 'assessment-centre')
        self.assertTrue(of_one.subcomponents)
        self.assertIn('did you mean "institute"', self.opora('plan', 'ical', '--pack', 'ru-se', '--holder', 'institut', expect=3).stderr)

    def test_what_is_missing_or_wrong_is_said(self):
        self.assertIn('--pack', self.opora('plan', 'ical', expect=2).stderr)
        self.assertIn('2031', self.opora('plan', 'ical', '--pack', 'ru-se', '--year', '2031', expect=3).stderr)
        self.assertIn('adopt', self.opora('plan', 'ical', '--pack', 'ru-se', '--municipality', 'Лесной', expect=3).stderr)


class ProgrammeOfSchools(OporaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sample = cls.sample(schools=60)
        for words in (['init'], ['import', sample]):
            done = cls.run_opora(*words)
            assert done.returncode in (0, 1), done.stderr
        done = cls.run_opora('run', '--pack', 'ru-smo', '--year', '2021', timeout=600)
        assert done.returncode == 0, done.stderr

    def listed(self):
        """School and municipality of the first school of the list."""
        row = next(row for row in self.json('list', '--category', 'ШНОР') if row['answer'] == 'yes')
        return row['school'], row['municipality']

    def rows(self, name):
        return list(csv.DictReader(io.StringIO((self.folder / name).read_text(encoding='utf-8-sig'), newline=''), delimiter=';'))

    def test_a_schools_programme_answers_its_checks(self):
        school, _ = self.listed()
        self.opora('plan', 'programme', school, '--pack', 'ru-smo', '-o', 'school.csv')
        rows = self.rows('school.csv')
        self.assertGreater(len(rows), 15)
        answering = [row for row in rows if row['purpose'].startswith('Answers: ')]
        self.assertTrue(answering)
        self.assertTrue(any('≥\xa030' in row['purpose'] for row in answering), 'the share that put the school on the list')
        for row in rows:
            self.assertTrue(row['deadline'] and row['responsible'] and row['result'], row)
            self.assertNotRegex(''.join(row.values()), r'[{}]', 'every place is filled in')

    def test_the_table_has_the_columns_of_the_plans_of_packs(self):
        school, _ = self.listed()
        self.opora('plan', 'programme', school, '--pack', 'ru-smo', '-o', 'school.csv')
        with open(SOURCE / 'regions/ru-smo/plans/2019.csv') as file:
            columns = next(csv.reader(file, delimiter=';'))
        self.assertEqual(list(self.rows('school.csv')[0]), columns)

    def test_markdown_and_table_say_the_same(self):
        school, _ = self.listed()
        self.opora('plan', 'programme', school, '--pack', 'ru-smo', '-o', 'school.csv')
        self.opora('plan', 'programme', school, '--pack', 'ru-smo', '-o', 'school.md')
        text = (self.folder / 'school.md').read_text()
        cells, section = [], None
        for line in text.splitlines():
            if line.startswith('## '):
                section = line[3:]
            elif line.startswith('| ') and not line.startswith('| №'):
                cells.append([section] + [cell.strip().replace('\\|', '|') for cell in line.strip('|').split(' | ')])
        self.assertEqual(cells, [list(row.values()) for row in self.rows('school.csv')])
        self.assertTrue(text.startswith('# Programme of transition'))
        self.assertIn(school, text)

    def test_what_was_written_is_imported_and_adopted_as_a_plan(self):
        school, municipality = self.listed()
        for kind in ('csv', 'md'):
            self.opora('plan', 'programme', school, '--pack', 'ru-smo', '-o', f'back.{kind}')
            self.opora('plan', 'import', f'back.{kind}', '--pack', 'ru-smo', '--year', '2021', '--school-year', '-o', f'read-{kind}.csv')
            written = [{column: text.replace('\xa0', ' ') for column, text in row.items()} for row in self.rows('back.csv')]  # blanks are blanks to the reader
            self.assertEqual(self.rows(f'read-{kind}.csv'), written)
        done = self.json('plan', 'import', 'back.csv', '--pack', 'ru-smo', '--year', '2021', '--school-year', '--municipality', municipality, '--adopt')[-1]
        self.assertEqual(done['measures'], len(self.rows('back.csv')))
        self.assertEqual(done['undecided'], 0, 'every deadline can be read')

    def test_a_municipality_says_which_measures_are_for_which_schools(self):
        school, municipality = self.listed()
        told = self.json('plan', 'programme', '--municipality', municipality, '--pack', 'ru-smo', '-o', 'municipality.csv')[0]
        rows = self.rows('municipality.csv')
        self.assertEqual(told['measures'], len(rows))
        self.assertGreaterEqual(told['schools'], 1)
        for row in rows:
            self.assertRegex(row['purpose'], rf"For (all schools of the programme \({told['schools']}\)|\d+ of {told['schools']} schools: )")
        self.assertIn('МОУО', {row['responsible'] for row in rows})
        self.opora('plan', 'programme', '--municipality', municipality, '--pack', 'ru-smo', '-o', 'municipality.md')
        self.assertIn(school, (self.folder / 'municipality.md').read_text())

    def test_the_same_results_make_the_same_programme(self):
        school, _ = self.listed()
        first = self.opora('plan', 'programme', school, '--pack', 'ru-smo').stdout
        self.assertEqual(first, self.opora('plan', 'programme', school, '--pack', 'ru-smo').stdout)

    def test_the_year_of_the_programme_is_in_its_deadlines(self):
        school, _ = self.listed()
        self.opora('plan', 'programme', school, '--pack', 'ru-smo', '--year', '2024', '-o', 'later.csv')
        deadlines = ' '.join(row['deadline'] for row in self.rows('later.csv'))
        self.assertIn('2024-2025 учебный год', deadlines)
        self.assertNotIn('2021', deadlines)

    def test_what_is_missing_or_wrong_is_said(self):
        self.opora('plan', 'programme', '--pack', 'ru-smo', expect=2)
        self.assertIn('opora run --pack ru-se', self.opora('plan', 'programme', self.listed()[0], '--pack', 'ru-se', expect=3).stderr)
        self.opora('plan', 'programme', 'no-such-school', '--pack', 'ru-smo', expect=2)
        self.assertIn('registry', self.opora('plan', 'programme', '--municipality', 'Zzz', '--pack', 'ru-smo', expect=3).stderr)


class Board(OporaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sample = cls.sample(schools=12)
        for words in (['init'], ['import', sample], ['plan', 'adopt', '--pack', 'ru-smo']):
            done = cls.run_opora(*words)
            assert done.returncode in (0, 1), done.stderr

    def page(self, *words):
        self.opora('plan', 'board', '1', *words, '-o', 'board.html')
        return (self.folder / 'board.html').read_text()

    def column(self, page, title):
        return page.split(f'<h2>{title} <span>', 1)[1].split('</section>', 1)[0]

    def test_what_was_due_yesterday_is_late_today(self):
        report = 'Предоставить в СОИРО в срок до 15 августа'
        self.assertIn(report, self.column(self.page('--on', '2020-08-15'), 'In work'))
        self.assertIn(report, self.column(self.page('--on', '2020-08-16'), 'Late'))
        self.assertIn('1 day late', self.column(self.page('--on', '2020-08-16'), 'Late'))

    def test_what_was_handed_in_moves_on(self):
        first = self.json('plan', 'status', '1', '--row', 'Приказ/4.3')[0]
        before = self.column(self.page('--on', '2020-03-01'), 'In work')
        (self.folder / 'programme.pdf').write_bytes(b'programme')
        self.opora('plan', 'done', first['assignment'], '--evidence', 'programme.pdf')
        after = self.column(self.page('--on', '2020-03-01'), 'In work')
        self.assertNotEqual(before, after)
        self.assertIn('1 of ', after)

    def test_open_deadlines_and_debtors_are_told(self):
        page = self.page('--on', '2020-08-20')
        self.assertIn('По специальному графику', page.split('The deadline has to be decided', 1)[1])
        self.assertIn('Who has not handed in', page)
        self.assertIn('По потребности ОО', page.split('On demand', 1)[1])

    def test_a_calendar_of_an_adopted_plan_is_that_of_its_holders(self):
        read = icalendar.Calendar.from_ical(self.opora('plan', 'ical', '1', '--stamp', STAMP).stdout.replace('\n', '\r\n'))
        self.assertTrue([item for item in read.walk('VTODO') if 'Handed in: ' in str(item['DESCRIPTION'])])

    def test_a_plan_that_is_not_there(self):
        self.opora('plan', 'board', '99', expect=3)


if __name__ == '__main__':
    unittest.main()
