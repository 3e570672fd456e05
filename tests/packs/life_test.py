"""The life of a pack: made, tested, locked, changed, refused, explained, copied."""
import json, pathlib, shutil, sqlite3, sys, time, unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'e2e'))
from opora_cli import OporaTest, SOURCE


class PackLife(OporaTest):
    def setUp(self):
        self.regions = self.folder / self._testMethodName
        shutil.copytree(SOURCE / 'regions/ru', self.regions / 'ru')
        shutil.copytree(SOURCE / 'regions/ru-smo', self.regions / 'ru-smo')
        for lock in self.regions.glob('*/pack.lock'): lock.unlink()

    def ask(self, *words, **options):
        return self.opora('--regions', self.regions, '--store', self.regions / 'opora.db', *words, **options)

    def tell(self, *words, **options):
        return [json.loads(line) for line in self.ask('--json', *words, **options).stdout.splitlines()]

    def store(self):
        self.ask('init')
        self.ask('import', self.regions / 'ru-smo/tests/stably_low/input')
        return self.regions / 'opora.db'

    def run_(self, expect=0):
        return self.ask('run', 'stably-low', '--pack', 'ru-smo', '--year', 2019, expect=expect)

    # --- tests

    def test_the_packs_that_ship_pass_their_own_tests(self):
        for pack in sorted(p.name for p in (SOURCE / 'regions').iterdir() if (p / 'pack.lua').exists()):
            with self.subTest(pack):
                said = [json.loads(line) for line in self.opora('--json', 'pack', 'test', pack).stdout.splitlines()]
                self.assertEqual(said[-1]['failed'], 0)
                self.assertEqual([t['test'] for t in said[:-1]], sorted(p.name for p in (SOURCE / 'regions' / pack / 'tests').glob('*/')))

    def test_a_changed_rule_fails_the_test_with_school_expectation_and_checks(self):
        script = self.regions / 'ru-smo/2019/stably_low.lua'
        script.write_text(script.read_text().replace('low_share = percent(30', 'low_share = percent(35'))
        failed = self.ask('pack', 'test', 'ru-smo', expect=1).stdout
        self.assertIn('ШНОР, 201  (expected.csv:2)', failed)
        self.assertRegex(failed, r'expected +yes\n +got +no\n')
        self.assertIn('33.3 % does not reach ≥ 35 % (n = 12)', failed)
        said = self.tell('pack', 'test', 'ru-smo', expect=1)
        self.assertEqual((said[0]['passed'], said[0]['differences'][0]['school'], said[0]['differences'][0]['line']), (False, '201', 2))

    def test_words_of_both_languages_mean_the_same_in_both(self):
        expected = self.regions / 'ru-smo/tests/stably_low/expected.csv'
        for words in (('да', 'нет', 'не оценивается'), ('yes', 'no', 'not assessable'), ('ДА', 'Нет', 'not_assessable')):
            expected.write_text('category;school;answer\n' + ''.join(f'ШНОР;{s};{words[a]}\n' for s, a in ((201, 0), (202, 1), (203, 1), (204, 2))))
            for lang in ('ru', 'en'):
                with self.subTest(words=words, lang=lang): self.ask('pack', 'test', 'ru-smo', lang=lang)

    # --- locks

    def test_a_locked_pack_runs_until_a_file_changes_and_every_file_is_named(self):
        self.store()
        self.ask('pack', 'lock', 'ru-smo')
        lock = (self.regions / 'ru-smo/pack.lock').read_text().splitlines()
        self.assertEqual(lock[0], 'opora pack.lock 1')
        self.assertEqual([line.split('  ')[1] for line in lock[1:]],
                         sorted(str(p.relative_to(self.regions / 'ru-smo')) for p in (self.regions / 'ru-smo').rglob('*') if p.is_file() and p.name != 'pack.lock'))
        self.ask('pack', 'lock', 'ru-smo', '--check')
        self.run_()
        script = self.regions / 'ru-smo/2019/stably_low.lua'
        script.write_text(script.read_text() + '-- \n')
        (self.regions / 'ru-smo/2019/vpr_bias.lua').rename(self.regions / 'ru-smo/2019/bias.lua')
        manifest = self.regions / 'ru-smo/pack.lua'
        manifest.write_text(manifest.read_text().replace('2019/vpr_bias.lua', '2019/bias.lua'))
        refused = self.run_(expect=4).stderr
        self.assertIn('error[PACK-061]: pack "ru-smo" is not as its pack.lock says', refused)
        for path, why in (('2019/stably_low.lua', 'changed'), ('pack.lua', 'changed'), ('2019/bias.lua', 'new'), ('2019/vpr_bias.lua', 'missing')):
            self.assertRegex(refused, rf'regions/ru-smo/{path}[^\n]*{why}')
        self.assertIn('opora pack lock ru-smo', refused)
        for words in (('indicator', 'mean-intervals'), ('match', 'partner-schools')):
            self.assertIn('PACK-061', self.ask(*words, '--pack', 'ru-smo', '--year', 2019, expect=4).stderr)
        [said] = self.tell('pack', 'lock', 'ru-smo', '--check', expect=1)
        self.assertEqual((said['changed'], said['new'], said['missing']), (['2019/stably_low.lua', 'pack.lua'], ['2019/bias.lua'], ['2019/vpr_bias.lua']))
        self.ask('pack', 'lock', 'ru-smo')
        self.run_()

    def test_a_changed_base_stops_the_packs_that_extend_it(self):
        self.store()
        self.ask('pack', 'lock', 'ru')
        (self.regions / 'ru/words.lua').write_text((self.regions / 'ru/words.lua').read_text() + '\n')
        self.assertIn('pack "ru" is not as its pack.lock says', self.run_(expect=4).stderr)

    def test_a_pack_that_fails_its_tests_is_not_locked(self):
        expected = self.regions / 'ru-smo/tests/stably_low/expected.csv'
        expected.write_text(expected.read_text().replace('201;да', '201;нет'))
        self.ask('pack', 'lock', 'ru-smo', expect=1)
        self.assertFalse((self.regions / 'ru-smo/pack.lock').exists())

    def test_a_lock_is_no_part_of_the_packs_digest(self):
        digest = lambda: [p['digest'] for p in self.tell('pack', 'list') if p['pack'] == 'ru-smo']
        before = digest()
        self.ask('pack', 'lock', 'ru-smo')
        self.assertEqual(digest(), before)

    # --- soundness of a run

    def test_a_pack_that_fails_its_tests_does_not_run_and_passes_are_remembered(self):
        store = self.store()
        self.run_()
        passed = lambda: sqlite3.connect(store).execute('SELECT pack, tests FROM pack_test_pass ORDER BY pack').fetchall()
        tests = lambda pack: len(list((self.regions / pack / 'tests').glob('*/')))
        self.assertEqual(passed(), [('ru', tests('ru')), ('ru-smo', tests('ru-smo'))])
        self.run_()
        self.assertEqual(len(passed()), 2)
        script = self.regions / 'ru-smo/2019/stably_low.lua'
        text = script.read_text()
        script.write_text(text.replace('low_share = percent(30', 'low_share = percent(35'))
        refused = self.run_(expect=4).stderr
        self.assertIn('error[PACK-062]: pack "ru-smo" does not pass its own tests', refused)
        self.assertIn('regions/ru-smo/tests/stably_low', refused)
        script.write_text(text)
        self.run_()

    # --- list, explain, new

    def test_the_list_tells_years_items_tests_and_locks(self):
        self.ask('pack', 'lock', 'ru-smo')
        (self.regions / 'broken').mkdir()
        (self.regions / 'broken/pack.lua').write_text('return { manifest = 1 }')
        packs = {p['pack']: p for p in self.tell('pack', 'list', expect=1)}
        self.assertEqual(set(packs), {'ru', 'ru-smo'})
        smo = packs['ru-smo']
        self.assertEqual((smo['level'], smo['extends'], smo['lock'], smo['valid_from']), ('region', 'ru', 'locked', 2019))
        self.assertEqual(packs['ru']['lock'], 'draft')
        self.assertIn('PACK-011', self.ask('pack', 'list', expect=1).stderr)

    def test_explain_names_file_line_act_and_parameters_and_what_is_inherited(self):
        said = self.tell('pack', 'explain', 'ru-smo', '--year', 2019)
        items = {(i['kind'], i['item']): i for i in said[1:]}
        own = items['methodology', 'stably-low']
        lines = (self.regions / 'ru-smo/pack.lua').read_text().splitlines()
        self.assertIn('id = "stably-low"', lines[own['version']['line'] - 1])
        self.assertEqual(own['version']['file'], 'regions/ru-smo/2019/stably_low.lua')
        self.assertIn('863', own['version']['reference'])
        [share] = [p for p in own['parameters'] if p['name'] == 'low_share']
        self.assertEqual((share['type'], share['value'], share['minimum'], share['maximum'], share['unit']), ('percent', '30', 1, 100, '%'))
        self.assertTrue(items['methodology', 'low-results']['inherited'])
        text = self.ask('pack', 'explain', 'ru-smo', '--year', 2019).stdout
        self.assertIn(f"regions/ru-smo/pack.lua:{own['version']['line']}", text)

    def test_a_copy_under_another_id_passes_check_and_test_and_says_where_it_is_from(self):
        self.ask('pack', 'lock', 'ru-smo')
        made = self.ask('pack', 'new', 'ru-xxx', '--from', 'ru-smo').stdout
        copy = self.regions / 'ru-xxx'
        self.assertIn('pack test', made)
        self.assertFalse((copy / 'pack.lock').exists())
        self.assertIn('id = "ru-xxx"', (copy / 'pack.lua').read_text())
        self.assertIn('ru-smo', (copy / 'README.md').read_text())
        self.ask('pack', 'check', 'ru-xxx')
        self.ask('pack', 'test', 'ru-xxx')
        self.store()
        self.ask('run', 'stably-low', '--pack', 'ru-xxx', '--year', 2019)
        self.ask('pack', 'new', 'ru-xxx', '--from', 'ru-smo', expect=2)

    def test_a_copy_of_a_pack_with_source_profiles_does_not_make_files_ambiguous(self):
        self.ask('pack', 'new', 'ru-two', '--from', 'ru')
        self.ask('pack', 'test', 'ru-two')


if __name__ == '__main__':
    unittest.main()
