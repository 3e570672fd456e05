"""opora verify and export: a run again from what was kept with it, and what was changed past Opora is named."""
import json, shutil, sqlite3, unittest, zipfile

from opora_cli import OporaTest, SOURCE


class Verify(OporaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        shutil.copytree(SOURCE / 'regions', cls.folder / 'regions')
        cls.must('init')
        cls.must('import', cls.sample(schools=40))
        cls.must('run', 'low-results', 'bias-markers', '--pack', 'ru', '--year', 2022, '--set', 'low_share=27.5')
        cls.must('override', cls.first_school(), '--category', 'ШНОР', '--decision', 'yes', '--reason', 'малая школа', '--document', 'протокол 3')
        cls.must('propose', 1, '--category', 'ШНОР', '--year', 2023)
        cls.must('approve', 'L1', '--order', '863', '--date', '15.10.2022')

    @classmethod
    def must(cls, *words):
        done = cls.run_opora('--regions', cls.folder / 'regions', *words)
        assert done.returncode in (0, 1), f'{words}\n{done.stdout}\n{done.stderr}'

    @classmethod
    def first_school(cls):
        listed = cls.run_opora('--json', 'list', '--category', 'ШНОР', '--all').stdout.splitlines()
        return next(row['school'] for row in map(json.loads, listed) if row['answer'] == 'no')

    def verified(self, *words, expect=0, **options):
        return json.loads(self.opora('--json', 'verify', *words, expect=expect, **options).stdout)

    def changed_copy(self, *statements):
        """The store with changes that Opora did not make."""
        copy = self.folder / 'changed.db'
        copy.unlink(missing_ok=True)
        with sqlite3.connect(self.folder / 'opora.db') as source, sqlite3.connect(copy) as target:
            source.backup(target)
            for statement in statements:
                self.assertGreater(target.execute(statement).rowcount, 0, statement)
        return copy

    def problems(self, copy, *what):
        found = json.loads(self.opora('--json', '--store', copy, 'verify', *what, expect=1).stdout)
        of_run = found.get('run')
        problems = found['problems'] + (of_run['problems'] if isinstance(of_run, dict) else [])
        return ' | '.join(f"{p['code']} {p['message']}" for p in problems), found

    def test_a_run_and_its_list_hold_in_any_language_and_on_any_threads(self):
        for options in ({}, {'lang': 'ru'}, {'env': {'OPORA_THREADS': '1'}}, {'env': {'OPORA_THREADS': '2'}}):
            report = self.verified(1, **options)
            self.assertTrue(report['holds'])
            self.assertEqual(report['decisions'], 80)
            self.assertGreater(report['checks'], 1000)
            self.assertEqual(report['differences'], [])
        self.assertTrue(self.verified('L1')['holds'])
        self.assertEqual(self.verified()['problems'], [])

    def test_a_copy_of_the_store_elsewhere_holds_when_the_packs_are_gone(self):
        elsewhere = self.folder / 'elsewhere'
        elsewhere.mkdir()
        shutil.copy(self.folder / 'opora.db', elsewhere / 'copy.db')
        self.assertTrue(self.verified(1, env={'OPORA_REGIONS': str(elsewhere), 'OPORA_STORE': str(elsewhere / 'copy.db')})['holds'])

    def test_later_files_rules_and_runs_change_nothing(self):
        copy = self.folder / 'later.db'
        shutil.copy(self.folder / 'opora.db', copy)
        later = self.folder / 'later_regions'
        shutil.copytree(self.folder / 'regions', later)
        shutil.rmtree(later / 'ru' / 'tests')  # they state lists of the old threshold
        script = later / 'ru' / '2019' / 'low_results.lua'
        script.write_text(script.read_text().replace('percent(30,', 'percent(45,'))
        sample = self.sample(schools=25, folder='newer')
        self.run_opora('--store', copy, 'import', sample)
        self.run_opora('--store', copy, '--regions', later, 'run', 'low-results', '--pack', 'ru', '--year', 2022)
        for run in (1, 2):
            report = json.loads(self.opora('--json', '--store', copy, '--regions', later, 'verify', run).stdout)
            self.assertTrue(report['holds'], report)

    def test_a_run_on_a_batch_that_was_undone_says_so(self):
        copy = self.folder / 'undone.db'
        shutil.copy(self.folder / 'opora.db', copy)
        batch = json.loads(self.run_opora('--json', '--store', copy, 'batches').stdout.splitlines()[3])['batch']
        self.opora('--store', copy, 'undo', batch)
        text, found = self.problems(copy, 1)
        self.assertIn('STORE-026', text)
        self.assertIn(str(batch), text)
        self.assertFalse(found['computed'])

    def test_what_was_changed_is_named(self):
        segment = "(SELECT c.rowid FROM segment_column c JOIN segment s ON s.id = c.segment JOIN procedure p ON p.id = s.procedure" \
                  " WHERE c.name = 'score' AND p.subject = 'MA' AND p.grade = 5 AND p.year = 2022 LIMIT 1)"
        cases = [
            (f"UPDATE segment_column SET data = substr(data, 1, length(data) - 1) || X'00' WHERE rowid = {segment} AND substr(data, -1) <> X'00'", 1, ['STORE-021', 'ВПР MA 5 2022']),
            ("UPDATE school_version SET municipality = 'X' WHERE rowid = 1", None, ['STORE-021', 'registry']),
            ("UPDATE context SET numerator = numerator + 1 WHERE rowid = (SELECT rowid FROM context WHERE numerator IS NOT NULL LIMIT 1)", None, ['STORE-021', 'context']),
            ("UPDATE batch SET file = 'other.xlsx' WHERE id = 2", None, ['STORE-021', 'batch']),
            ("UPDATE run_method SET params = replace(params, '27.5', '27.4') WHERE method = 'low-results'", 1, ['STORE-022', 'methods']),
            ("UPDATE pack_file SET data = CAST(replace(CAST(data AS TEXT), 'min_n', 'min_m') AS BLOB) WHERE digest = (SELECT file FROM pack_copy WHERE path = '2019/low_results.lua')",
             1, ['STORE-025', 'regions/ru/2019/low_results.lua']),
            ("UPDATE decision SET answer = 'no' WHERE answer = 'yes'", 1, ['STORE-022', 'decisions']),
            ("UPDATE list_entry SET answer = 'no' WHERE answer = 'yes'", 'L1', ['STORE-023']),
            ("UPDATE list SET order_number = '864'", 'L1', ['STORE-023']),
            ("UPDATE override SET reason = 'another'", None, ['STORE-024']),
            ("DELETE FROM list_entry WHERE school = (SELECT min(school) FROM list_entry)", None, ['STORE-023']),
            ("UPDATE audit SET actor = 'nobody' WHERE id = 2", None, ['STORE-020', 'entry 2']),
            ("DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)", None, ['STORE-020']),
            ("DELETE FROM batch WHERE id = 1", None, ['STORE-028', 'batch 1']),
        ]
        for statement, what, words in cases:
            with self.subTest(statement=statement):
                text, _ = self.problems(self.changed_copy(statement), *([] if what is None else [what]))
                for word in words:
                    self.assertIn(word, text)

    def test_a_seal_that_is_written_anew_does_not_help(self):
        copy = self.changed_copy("UPDATE list SET title = 'changed'", "UPDATE list SET seal = 'f' || substr(seal, 2)")
        text, _ = self.problems(copy)
        self.assertIn('STORE-023', text)

    def test_a_bundle_is_verified_without_a_store_and_holds_no_pupil(self):
        self.opora('export', '--run', 1, '-o', 'run.zip')
        self.opora('export', '--run', 1, '-o', 'again.zip')
        self.assertEqual((self.folder / 'run.zip').read_bytes(), (self.folder / 'again.zip').read_bytes())
        empty = self.folder / 'empty'
        empty.mkdir()
        shutil.copy(self.folder / 'run.zip', empty)
        report = self.verified(empty / 'run.zip', env={'OPORA_REGIONS': str(empty), 'OPORA_STORE': str(empty / 'none.db')})
        self.assertTrue(report['holds'])
        self.assertEqual(report['decisions'], 80)
        self.assertEqual(report['notes'], [])
        with zipfile.ZipFile(self.folder / 'run.zip') as bundle:
            names = bundle.namelist()
            self.assertIn('packs/ru/2019/low_results.lua', names)
            (empty / 'run.db').write_bytes(bundle.read('run.db'))
            whole = ''.join(bundle.read(name).decode('utf-8', 'replace') for name in names)
        with sqlite3.connect(empty / 'run.db') as db:
            for table in ('segment', 'segment_column', 'task_column', 'context', 'batch', 'attendance'):
                self.assertEqual(db.execute(f'SELECT count(*) FROM {table}').fetchone(), (0,), table)
        participants = [row['participant'] for row in self.json('sql', 'SELECT participant FROM results WHERE participant IS NOT NULL AND length(participant) > 7 LIMIT 40')]
        self.assertTrue(participants)
        self.assertEqual([code for code in participants if code in whole], [])

    def test_a_changed_bundle_is_named(self):
        self.opora('export', '--run', 1, '-o', 'whole.zip')
        def changed(change):
            with zipfile.ZipFile(self.folder / 'whole.zip') as source, zipfile.ZipFile(self.folder / 'changed.zip', 'w') as target:
                for name in source.namelist():
                    data = change(name, source.read(name))
                    if data is not None:
                        target.writestr(name, data)
            return json.loads(self.opora('--json', 'verify', 'changed.zip', expect=1).stdout)
        for name, code in (('decisions.csv', 'BUNDLE-006'), ('inputs/0001.json', 'BUNDLE-006')):
            found = changed(lambda n, data: data.replace(b'1', b'2', 1) if n == name else data)
            self.assertIn((code, True), [(p['code'], name in p['message']) for p in found['problems']])
        found = changed(lambda n, data: None if n == 'inputs/0001.json' else data)
        self.assertIn('BUNDLE-005', [p['code'] for p in found['problems']])
        self.opora('verify', 'nothing.zip', expect=3)


if __name__ == '__main__':
    unittest.main()
