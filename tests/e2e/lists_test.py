"""A list of markers that the federation delivers: imported as it stands, shown beside the own signs, taken back."""
import csv, pathlib, unittest

from opora_cli import OporaTest, SOURCE

HEADER = ['Год', 'Логин', 'Муниципалитет', 'ОО', '4 РУ', '4 МА', '5 РУ', '5 МА', 'Количество маркеров']
REAL = SOURCE.parent / 'shared' / 'data' / 'bias_markers' / 'bias_markers_2023_2025.csv'


class Lists(OporaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for words in (['init'], ['import', cls.sample(schools=40)]):
            done = cls.run_opora(*words)
            assert done.returncode in (0, 1), done.stdout + done.stderr

    def schools(self):
        return [row['code'] for row in self.json('sql', 'SELECT code FROM school ORDER BY code')]

    def write(self, name, rows):
        with open(self.folder / name, 'w', encoding='utf-8-sig', newline='') as file:
            csv.writer(file, delimiter=';').writerows([HEADER] + rows)
        return name

    def listed(self):
        return self.json('sql', 'SELECT school, year, marker, known FROM external_list_current WHERE list = \'vpr-bias-federal\' ORDER BY school, year, marker')

    def test_a_list_comes_and_goes_without_a_trace(self):
        first, second = self.schools()[:2]
        before = self.json('sql', 'SELECT count(*) AS n FROM school')
        name = self.write('list.csv', [[2022, 'edu' + first[3:], 'М', 'Школа 1', 1, '', '', '', 1],
                                       [2022, 'edu' + second[3:], 'М', 'Школа 2', '', 1, '', 1, 2],
                                       [2022, 'edu999999', 'М', 'Никто', 1, '', '', '', 1]])
        done = self.opora('import', name, expect=1)  # a school that nobody knows is a finding
        self.assertIn('DATA-151', done.stdout)
        self.assertIn('edu999999', done.stdout)
        self.assertEqual([(row['school'], row['marker'], row['known']) for row in self.listed()],
                         sorted([('edu999999', 'RU 4', 0), (first, 'RU 4', 1), (second, 'MA 4', 1), (second, 'MA 5', 1)]))
        self.assertEqual(self.json('sql', 'SELECT count(*) AS n FROM school'), before)

        batches = self.json('batches')
        self.opora('import', name)  # the same file: nothing happens
        self.assertEqual(self.json('batches'), batches)

        run = self.run_opora('run', 'bias-markers', '--pack', 'ru', '--year', 2022)
        self.assertIn(run.returncode, (0, 1), run.stderr)
        further = {row['school']: row.get('further') or row.get('values') or {} for row in self.json('list', '--all')}
        text = str(further[second])
        self.assertRegex(text, r'оба \d+, только свои \d+, только список \d+')
        both, own, listed = (int(part.split()[-1]) for part in text[text.index('оба'):].split("'")[0].split(','))
        self.assertEqual(both + listed, 2)  # the list names two procedures of this school

        self.opora('undo', max(b['batch'] for b in batches))
        self.assertEqual(self.listed(), [])

    @unittest.skipUnless(REAL.exists(), 'the real list is not here')
    def test_the_real_list_is_read_as_an_independent_count_reads_it(self):
        rows = {}
        with open(REAL, encoding='utf-8-sig', newline='') as file:
            for row in csv.DictReader(file, delimiter=';'):
                rows[row['Логин'].lower(), row['Год']] = {m for m in HEADER[4:8] if row[m].strip() == '1'}
        done = self.run_opora('--json', 'import', REAL)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        stored = self.json('sql', 'SELECT code, year, count(*) AS n FROM external_list GROUP BY code, year')
        self.assertEqual({(r['code'], str(r['year'])): r['n'] for r in stored}, {key: len(m) for key, m in rows.items() if m})
        self.opora('undo', max(b['batch'] for b in self.json('batches')))


if __name__ == '__main__':
    unittest.main()
