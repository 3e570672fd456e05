"""The life of a pack: made, tested, locked, changed, refused, explained, copied."""
import json, pathlib, shutil, sqlite3, sys, unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'e2e'))
from opora_cli import OporaTest, SOURCE


# A small region and its base: what is shown does not need the whole of `ru`.
SCRIPT = '''return methodology {
  api = 1, id = "%(id)s", category = "ШНОР", title = "Низкие результаты",
  params = { low_share = percent(30, { title = "Доля отметок «2»", basis = "приказ № 863", min = 1, max = 100 }) },
  inputs = { "results" },
  decide = function(ctx, p)
    local shares = ctx.results:where("year", "==", ctx.year):group("school", "procedure"):tally { n = count(), low = count_where("mark", "==", 2) }
    ctx:check(shares, { rule = "low", title = "Доля", name = "procedure", value = share("low", "n"), op = ">=", threshold = p.low_share, min_n = 10, unit = "%%" })
    ctx:require { rule = "low", at_least = 1 }
    ctx:assess(ctx.schools)
  end,
}
'''
MANIFEST = '''return {
  manifest = 1, id = "%(pack)s", name = "Область", level = "%(level)s", version = "1.0.0",%(extends)s
  items = {
    { kind = "methodology", id = "%(id)s", source = "rules/%(id)s.lua", valid_from = 2019, reference = "приказ № 863" },
  },
}
'''
RESULTS = '''school;kind;subject;grade;year;score;mark;count
201;ВПР;RU;4;2019;5;2;4
201;ВПР;RU;4;2019;20;3;8
202;ВПР;RU;4;2019;5;2;1
202;ВПР;RU;4;2019;20;3;11
203;ВПР;RU;4;2019;5;2;9
'''
EXPECTED = '''category;school;answer;check;value;met
ШНОР;201;да;ВПР RU 4 2019;4/12;да
ШНОР;202;нет;;;
ШНОР;203;не оценивается;;;
'''


def write_pack(folder, pack, level, extends, item):
    words = {'pack': pack, 'level': level, 'extends': f' extends = "{extends}",' if extends else '', 'id': item}
    files = {'pack.lua': MANIFEST % words, f'rules/{item}.lua': SCRIPT % words, f'tests/{item}/input/results.csv': RESULTS, f'tests/{item}/expected.csv': EXPECTED,
             f'tests/{item}/case.lua': f'return {{ title = "Три школы", year = 2019, methods = {{ "{item}" }} }}\n'}
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


class PackLife(OporaTest):
    def setUp(self):
        self.regions = self.folder / self._testMethodName
        write_pack(self.regions / 'base', 'base', 'federal', '', 'base-low')
        write_pack(self.regions / 'smo', 'smo', 'region', 'base', 'smo-low')
        self.script = self.regions / 'smo/rules/smo-low.lua'
        self.expected = self.regions / 'smo/tests/smo-low/expected.csv'

    def ask(self, *words, **options):
        return self.opora('--regions', self.regions, '--store', self.regions / 'opora.db', *words, **options)

    def tell(self, *words, **options):
        return [json.loads(line) for line in self.ask('--json', *words, **options).stdout.splitlines()]

    def store(self):
        self.ask('init')
        self.ask('import', self.regions / 'smo/tests/smo-low/input')
        return self.regions / 'opora.db'

    def run_(self, expect=0):
        return self.ask('run', '--pack', 'smo', '--year', 2019, expect=expect)

    def change(self, file, before, after):
        text = file.read_text()
        self.assertIn(before, text)
        file.write_text(text.replace(before, after))

    # --- tests

    def test_the_packs_that_ship_pass_their_own_tests(self):
        for pack in sorted(p.name for p in (SOURCE / 'regions').iterdir() if (p / 'pack.lua').exists()):
            with self.subTest(pack):
                said = [json.loads(line) for line in self.opora('--json', 'pack', 'test', pack).stdout.splitlines()]
                self.assertEqual(said[-1]['failed'], 0)
                self.assertEqual([t['test'] for t in said[:-1]], sorted(p.name for p in (SOURCE / 'regions' / pack / 'tests').glob('*/')))

    def test_a_changed_rule_fails_the_test_with_school_expectation_and_checks(self):
        self.change(self.script, 'percent(30', 'percent(35')
        failed = self.ask('pack', 'test', 'smo', expect=1).stdout
        self.assertIn('ШНОР, 201  (expected.csv:2)', failed)
        self.assertRegex(failed, r'expected +yes\n +got +no\n')
        self.assertIn('33.3\xa0% does not reach ≥\xa035\xa0% (n = 12)', failed)
        said = self.tell('pack', 'test', 'smo', expect=1)
        self.assertEqual((said[0]['passed'], said[0]['differences'][0]['school'], said[0]['differences'][0]['line']), (False, '201', 2))

    def test_words_of_both_languages_mean_the_same_in_both(self):
        for words in (('да', 'нет', 'не оценивается'), ('ДА', 'no', 'not_assessable')):
            self.expected.write_text('category;school;answer\n' + ''.join(f'ШНОР;{s};{words[a]}\n' for s, a in ((201, 0), (202, 1), (203, 2))))
            for lang in ('ru', 'en'):
                with self.subTest(words=words, lang=lang): self.ask('pack', 'test', 'smo', lang=lang)

    # --- locks

    def test_a_locked_pack_runs_until_a_file_changes_and_every_file_is_named(self):
        self.store()
        self.ask('pack', 'lock', 'smo')
        lock = (self.regions / 'smo/pack.lock').read_text().splitlines()
        self.assertEqual(lock[0], 'opora pack.lock 1')
        self.assertEqual([line.split('  ')[1] for line in lock[1:]],
                         sorted(str(p.relative_to(self.regions / 'smo')) for p in (self.regions / 'smo').rglob('*') if p.is_file() and p.name != 'pack.lock'))
        self.ask('pack', 'lock', 'smo', '--check')
        self.run_()
        self.change(self.regions / 'smo/pack.lua', 'rules/smo-low.lua', 'rules/low.lua')
        self.script.rename(self.regions / 'smo/rules/low.lua')
        refused = self.run_(expect=4).stderr
        self.assertIn('error[PACK-061]: pack "smo" is not as its pack.lock says', refused)
        for path, why in (('pack.lua', 'changed'), ('rules/low.lua', 'new'), ('rules/smo-low.lua', 'missing')):
            self.assertRegex(refused, rf'regions/smo/{path}[^\n]*{why}')
        self.assertIn('opora pack lock smo', refused)
        for words in (('indicator', 'none'), ('match', 'none')):
            self.assertIn('PACK-061', self.ask(*words, '--pack', 'smo', '--year', 2019, expect=4).stderr)
        [said] = self.tell('pack', 'lock', 'smo', '--check', expect=1)
        self.assertEqual((said['changed'], said['new'], said['missing']), (['pack.lua'], ['rules/low.lua'], ['rules/smo-low.lua']))
        self.ask('pack', 'lock', 'smo')
        self.run_()

    def test_a_changed_base_stops_the_packs_that_extend_it(self):
        self.store()
        self.ask('pack', 'lock', 'base')
        self.change(self.regions / 'base/pack.lua', '1.0.0', '1.0.1')
        self.assertIn('pack "base" is not as its pack.lock says', self.run_(expect=4).stderr)

    def test_a_pack_that_fails_its_tests_is_not_locked(self):
        self.change(self.expected, '201;да', '201;нет')
        self.ask('pack', 'lock', 'smo', expect=1)
        self.assertFalse((self.regions / 'smo/pack.lock').exists())

    def test_a_lock_is_no_part_of_the_packs_digest(self):
        digest = lambda: [p['digest'] for p in self.tell('pack', 'list') if p['pack'] == 'smo']
        before = digest()
        (self.regions / 'smo/pack.lock').write_text('opora pack.lock 1\n')
        self.assertEqual(digest(), before)

    # --- soundness of a run

    def test_a_pack_that_fails_its_tests_does_not_run_and_passes_are_remembered(self):
        store = self.store()
        self.run_()
        passed = lambda: sqlite3.connect(store).execute('SELECT pack, tests FROM pack_test_pass ORDER BY pack').fetchall()
        self.assertEqual(passed(), [('base', 1), ('smo', 1)])
        self.run_()
        self.assertEqual(len(passed()), 2)
        self.change(self.script, 'percent(30', 'percent(35')
        refused = self.run_(expect=4).stderr
        self.assertIn('error[PACK-062]: pack "smo" does not pass its own tests', refused)
        self.assertIn('regions/smo/tests/smo-low', refused)
        self.change(self.script, 'percent(35', 'percent(30')
        self.run_()

    # --- list, explain, new

    def test_the_list_tells_years_items_tests_and_locks(self):
        (self.regions / 'broken').mkdir()
        (self.regions / 'broken/pack.lua').write_text('return { manifest = 1 }')
        (self.regions / 'smo/pack.lock').write_text('opora pack.lock 1\n')
        packs = {p['pack']: p for p in self.tell('pack', 'list', expect=1)}
        self.assertEqual(set(packs), {'base', 'smo'})
        smo = packs['smo']
        self.assertEqual((smo['level'], smo['extends'], smo['lock'], smo['valid_from'], smo['items'], smo['tests']), ('region', 'base', 'changed', 2019, 1, 1))
        self.assertEqual(packs['base']['lock'], 'draft')
        self.assertIn('PACK-011', self.ask('pack', 'list', expect=1).stderr)

    def test_explain_names_file_line_act_and_parameters_and_what_is_inherited(self):
        said = self.tell('pack', 'explain', 'smo', '--year', 2019)
        items = {i['item']: i for i in said[1:]}
        own = items['smo-low']
        lines = (self.regions / 'smo/pack.lua').read_text().splitlines()
        self.assertIn('id = "smo-low"', lines[own['version']['line'] - 1])
        self.assertEqual(own['version']['file'], 'regions/smo/rules/smo-low.lua')
        self.assertIn('863', own['version']['reference'])
        [share] = own['parameters']
        self.assertEqual((share['type'], share['value'], share['minimum'], share['maximum'], share['unit']), ('percent', '30', 1, 100, '%'))
        self.assertEqual((own['inherited'], items['base-low']['inherited']), (False, True))
        text = self.ask('pack', 'explain', 'smo', '--year', 2019).stdout
        self.assertIn(f"regions/smo/pack.lua:{own['version']['line']}", text)

    def test_a_copy_under_another_id_passes_check_and_test_and_says_where_it_is_from(self):
        (self.regions / 'smo/pack.lock').write_text('opora pack.lock 1\n')
        made = self.ask('pack', 'new', 'xxx', '--from', 'smo').stdout
        copy = self.regions / 'xxx'
        self.assertIn('pack test', made)
        self.assertFalse((copy / 'pack.lock').exists())
        self.assertIn('id = "xxx"', (copy / 'pack.lua').read_text())
        self.assertIn('id = "xxx-low"', (copy / 'pack.lua').read_text())
        self.assertIn('smo', (copy / 'README.md').read_text())
        self.ask('pack', 'check', 'xxx')
        self.ask('pack', 'test', 'xxx')
        self.store()
        self.ask('run', '--pack', 'xxx', '--year', 2019)
        self.ask('pack', 'new', 'xxx', '--from', 'smo', expect=2)

    def test_a_copy_of_a_pack_with_source_profiles_does_not_make_files_ambiguous(self):
        shutil.copytree(SOURCE / 'regions/ru', self.regions / 'ru')
        self.ask('pack', 'new', 'ru-two', '--from', 'ru')
        (self.folder / 'logins.csv').write_text('логин;имя;регион\nsch201;Школа 201;Первый район\n')
        self.ask('init')
        [said] = self.tell('import', self.folder / 'logins.csv')
        self.assertEqual([f['outcome'] for f in said['files']], ['imported'])


if __name__ == '__main__':
    unittest.main()
