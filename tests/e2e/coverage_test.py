"""coverage.csv of each pack: every row of its programme's catalogue, and nothing that does not exist."""
import csv, re, unittest

from opora_cli import OporaTest, SOURCE

REGIONS, TESTS = SOURCE / 'regions', SOURCE / 'tests'
ROWS = {'ru-se': ('O', 47), 'ru-mo-bolsheberezniki': ('M', 81), 'ru-irk-katanga': ('K', 18), 'ru-smo': ('S', 60), 'ru-ros': ('R', 52)}
LATER = {'', 'plan', 'register', 'bundle'}  # which work will serve the row, or the rest of it


def coverage(pack):
    with open(REGIONS / pack / 'coverage.csv', encoding='utf-8', newline='') as file:
        return list(csv.DictReader(file, delimiter=';'))


def lineage(pack):
    while pack:
        text = (REGIONS / pack / 'pack.lua').read_text(encoding='utf-8')
        yield pack, text
        pack = next(iter(re.findall(r'extends = "([\w-]+)"', text)), None)


def offered(pack):
    """"methodology:stably-low", "profile:oge", … of the pack and its bases."""
    found = set()
    for name, text in lineage(pack):
        found |= {f'{kind}:{id}' for kind, id in re.findall(r'kind = "(\w+)", id = "([\w-]+)"', text)}
        found |= {f'profile:{id}' for file in (REGIONS / name).glob('profiles/*.lua')
                  for id in re.findall(r'^  id = "([\w-]+)"', file.read_text(encoding='utf-8'), re.M)}
        found |= {f'register:{id}' for file in (REGIONS / name).glob('registers.lua')
                  for id in re.findall(r'^    { id = "([\w-]+)", title', file.read_text(encoding='utf-8'), re.M)}
    for file in (REGIONS / pack).glob('plans/*.lua'):
        text = file.read_text(encoding='utf-8')
        id, rows = (re.search(rf'^  {key} = "([^"]+)"', text, re.M).group(1) for key in ('id', 'rows'))
        with open(REGIONS / pack / rows, encoding='utf-8', newline='') as table:
            found |= {f"plan:{id}/{row['number'].rstrip('.')}" for row in csv.DictReader(table, delimiter=';')}
    return found


def registered_tests():
    cases = {f'ctest:{suite}.{name}' for file in TESTS.rglob('*_test.cpp')
             for suite, name in re.findall(r'^TEST(?:_F)?\((\w+), (\w+)\)', file.read_text(encoding='utf-8'), re.M)}
    e2e = re.findall(r'^opora_e2e_test\((\w+)\)', (TESTS / 'e2e' / 'CMakeLists.txt').read_text(), re.M)
    return cases | {f'ctest:e2e.{name}' for name in e2e} | {'ctest:importers.e2e'}


class Coverage(OporaTest):
    def test_every_row_of_the_catalogue_is_there_in_its_order(self):
        self.assertEqual(sum(count for _, count in ROWS.values()), 258)
        for pack, (letter, count) in ROWS.items():
            rows = coverage(pack)
            self.assertEqual([r['row'] for r in rows], [f'{letter}-{n:02}' for n in range(1, count + 1)])
            for r in rows:
                self.assertTrue(r['what'], r)
                self.assertIn(r['later'], LATER, r)
                self.assertTrue(r['how'] or r['later'], r)
                self.assertEqual(bool(r['how']), bool(r['test']), r)

    def test_what_a_row_names_exists(self):
        commands = {f'command:{name}' for name in re.findall(r'^  ([a-z-]+) ', self.opora('help').stdout, re.M)}
        commands |= {f'command:plan-{verb}' for verb in re.search('there are: (.*)', self.opora('plan', 'no-such-verb-at-all', expect=2).stderr).group(1).split(', ')}
        plugins = {f'plugin:{id}' for file in (SOURCE / 'plugins').rglob('*.cpp')
                   for id in re.findall(r'\.id = "(ru\.opora\.[\w-]+)", \.name', file.read_text(encoding='utf-8'))}
        for pack in ROWS:
            known = offered(pack) | commands | plugins
            for r in coverage(pack):
                for name in filter(None, r['how'].split(', ')):
                    self.assertIn(name.rstrip('.'), known, (pack, r))

    def test_the_test_that_a_row_names_exists(self):
        known = registered_tests()
        for pack in ROWS:
            own = {f'pack:tests/{file.parent.name}' for file in (REGIONS / pack).glob('tests/*/case.lua')}
            for r in coverage(pack):
                for name in filter(None, r['test'].split(', ')):
                    self.assertIn(name, known | own, (pack, r))


if __name__ == '__main__':
    unittest.main()
