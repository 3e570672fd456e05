"""The command line as a user meets it: commands, messages, exit codes."""
import csv, io, json, unittest

from opora_cli import OporaTest


class FirstContact(OporaTest):
    def test_help_names_every_command_and_shows_examples_first(self):
        overview = self.opora('help').stdout
        for command in ('init', 'import', 'batches', 'undo', 'run', 'runs', 'list', 'explain', 'indicator', 'sql', 'demo'):
            self.assertIn(f'\n  {command}', overview)
            text = self.opora('help', command).stdout
            self.assertLess(text.index('Examples:'), text.index('Usage:'))
            self.assertEqual(text, self.opora(command, '--help').stdout)

    def test_russian_is_the_language_unless_told_otherwise(self):
        self.assertIn('Команды:', self.opora('help', lang='ru').stdout)

    def test_a_misspelled_command_gets_a_suggestion_and_exit_code_2(self):
        self.assertIn('did you mean "import"', self.opora('improt', expect=2).stderr)

    def test_unknown_options_and_missing_ones_are_usage_errors(self):
        self.opora('run', '--pakc', 'ru', expect=2)
        self.opora('run', expect=2)

    def test_plugins_are_listed_with_extensions_of_every_kind(self):
        said = self.opora('plugin', 'list').stdout
        for words in ('indicator mean-score: Mean score', 'methodology vpr-bias: ', 'matching partner-schools: ', 'importer results: '):
            self.assertIn(words, said)
        self.assertGreater(len(self.json('plugin', 'list')), 5)

    def test_a_missing_store_says_how_to_make_one(self):
        error = self.opora('--store', 'none.db', 'batches', expect=3).stderr
        self.assertIn('opora init', error)

    def test_errors_are_json_lines_with_json(self):
        error = json.loads(self.opora('--json', '--store', 'none.db', 'batches', expect=3).stderr)
        self.assertEqual(error['severity'], 'error')
        self.assertIn('help', error)


class MainJob(OporaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sample = cls.sample(schools=24)
        for words in (['init'], ['import', sample]):
            done = cls.run_opora(*words)
            assert done.returncode in (0, 1), done.stderr
        done = cls.run_opora('run', 'low-results', '--pack', 'ru', '--year', '2022')
        assert done.returncode == 0, done.stderr

    def test_init_refuses_to_overwrite(self):
        self.assertIn('already', self.opora('init', expect=3).stderr)

    def test_every_file_row_is_accounted_for(self):
        for batch in self.json('batches'):
            self.assertEqual(batch['rows'], batch['accepted'] + batch['absent'] + batch['other'] + batch['rejected'], batch)

    def test_the_same_files_again_change_nothing(self):
        before = self.json('batches')
        self.run_opora('import', 'sample')
        self.assertEqual(self.json('batches'), before)

    def test_the_protocol_is_one_line_of_json(self):
        lines = self.run_opora('--json', 'import', 'sample').stdout.splitlines()
        self.assertEqual(len(lines), 1)
        self.assertTrue(all(f['outcome'] == 'unchanged' for f in json.loads(lines[0])['files']))

    def test_a_dry_run_writes_nothing(self):
        self.opora('--store', 'dry.db', 'init')
        self.run_opora('--store', 'dry.db', 'import', 'sample', '--dry-run')
        self.assertEqual(self.json('--store', 'dry.db', 'batches'), [])

    def test_undo_takes_a_batch_back_and_import_brings_it_again(self):
        before = self.json('batches')
        newest = before[-1]['batch']
        self.opora('undo', newest)
        self.assertNotIn(newest, [b['batch'] for b in self.json('batches')])
        self.run_opora('import', 'sample')
        after = self.json('batches')
        self.assertEqual(sorted(b['digest'] for b in after), sorted(b['digest'] for b in before))
        self.assertIn('999', self.opora('undo', 999, expect=3).stderr)

    def test_a_list_has_the_same_schools_in_every_format(self):
        table = list(csv.DictReader(io.StringIO(self.opora('list', '--all', '--format', 'csv').stdout)))
        objects = self.json('list', '--all')
        self.assertEqual([r['school'] for r in table], [r['school'] for r in objects])
        self.assertEqual(len(table), 24)
        self.opora('list', '--all', '-o', 'list.html')
        page = (self.folder / 'list.html').read_text()
        for row in objects:
            self.assertIn(row['school'], page)
        self.assertNotIn('http://', page.replace('http://www.w3.org', ''))

    def test_a_list_written_at_once_is_the_list_of_the_stored_run(self):
        for name in ('at-once.csv', 'at-once.json', 'at-once.html'):
            for more in ([], ['--all'], ['--all', '--sort', 'name', '--columns', 'school,name,reasons,answer']):
                self.opora('run', 'low-results', '--pack', 'ru', '--year', '2022', *more, '-o', name)
                newest = str(self.json('runs')[-1]['run'])
                self.opora('list', newest, *more, '-o', 'stored-' + name)
                self.assertEqual((self.folder / name).read_text(), (self.folder / ('stored-' + name)).read_text())

    def test_every_answer_follows_from_the_checks_shown(self):
        for row in self.json('list', '--all'):
            if row['answer'] == 'yes':
                self.assertTrue([c for c in row['checks'] if c['met']])
            if row['answer'] == 'not_assessable':
                self.assertTrue(row['reasons'])

    def test_explain_shows_value_threshold_distance_and_rows(self):
        school = self.json('list', '--all')[0]['school']
        explained = self.json('explain', school)[0]
        self.assertEqual(explained['school'], school)
        check = explained['decisions'][0]['checks'][0]
        for key in ('name', 'value', 'n', 'op', 'threshold', 'met', 'distance', 'sources'):
            self.assertIn(key, check)
        self.assertTrue(check['sources'][0]['file'])
        self.assertIn(school, self.opora('explain', school).stdout)
        self.opora('explain', 'no-such-school', expect=2)

    def test_two_runs_and_two_thread_counts_decide_the_same(self):
        lists = []
        for threads in ('1', '2', '2'):
            self.opora('run', '--pack', 'ru-smo', '--year', '2021', env={'OPORA_THREADS': threads})
            lists.append(self.opora('list', '--all', '--format', 'csv').stdout)
        self.assertEqual(lists[0], lists[1])
        self.assertEqual(lists[1], lists[2])

    def test_a_parameter_changes_the_list_and_a_wrong_one_is_explained(self):
        self.opora('run', 'low-results', '--pack', 'ru', '--year', '2022', '--set', 'low_share=1', '--set', 'min_n=1', '--set', 'combine=or')
        wide = [r for r in self.json('list')]
        self.opora('run', 'low-results', '--pack', 'ru', '--year', '2022')
        self.assertGreater(len(wide), len(self.json('list')))
        self.assertIn('low_share', self.opora('run', 'low-results', '--pack', 'ru', '--year', '2022', '--set', 'low_shar=1', expect=2).stderr)
        self.opora('run', 'low-results', '--pack', 'ru', '--year', '2022', '--set', 'low_share=200', expect=4)
        self.assertIn('"ru"', self.opora('run', '--pack', 'rru', '--year', '2022', expect=4).stderr)

    def test_sql_reads_results_and_cannot_write(self):
        total = self.json('sql', 'SELECT count(*) AS n FROM results')[0]['n']
        self.assertEqual(total, self.participants(self.json('batches')))
        for query in ('DELETE FROM batch', 'PRAGMA user_version = 9', "ATTACH 'x.db' AS x", 'SELECT random()'):
            self.opora('sql', query, expect=3)


if __name__ == '__main__':
    unittest.main()
