"""`opora indicator`: an indicator of a pack on the store of a made-up region, as people and programs see it."""
import csv, io, json, shutil, unittest

from opora_cli import OporaTest, SOURCE

SMO = ('--pack', 'ru-smo', '--year', '2022')


class Indicator(OporaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sample = cls.sample(schools=24)
        for words in (['init'], ['import', sample]):
            done = cls.run_opora(*words)
            assert done.returncode in (0, 1), done.stderr

    def figures(self, *words, **options):
        found, = self.json('indicator', *words, **options)
        return found

    def test_without_an_id_it_lists_what_the_pack_offers(self):
        text = self.opora('indicator', *SMO).stdout
        for part in ('mean-intervals — ', 'journal-agreement — ', '--set z=1.96', 'school', 'opora indicator '):
            self.assertIn(part, text)
        offered = {one['indicator']: one for one in self.json('indicator', *SMO)}
        self.assertIn('lower', [o['name'] for o in offered['mean-intervals']['outputs']])

    def test_the_table_names_schools_and_tells_the_parameters_with_their_basis(self):
        text = self.opora('indicator', 'mean-intervals', *SMO, '--sort=-lower', '--limit', '3').stdout
        rows = self.figures('mean-intervals', *SMO, '--sort=-lower', '--limit', '3')
        self.assertEqual(len(rows['rows']), 3)
        self.assertGreater(rows['all_rows'], 3)
        self.assertIn(f'Rows: 3 of {rows["all_rows"]}', text)
        names = {s['school']: s['name'] for s in self.json('sql', 'SELECT code AS school, name FROM school_current')}
        for row in rows['rows']:
            self.assertIn(row['school'], text)
            self.assertIn(names[row['school']], text)
        self.assertIn('z = 1.96', text)
        self.assertIn('ФИОКО 2019', text)

    def test_every_form_has_the_same_figures(self):
        found = self.figures('mean-intervals', *SMO)
        lines = list(csv.DictReader(io.StringIO(self.opora('indicator', 'mean-intervals', *SMO, '--format', 'csv').stdout)))
        self.assertEqual([(r['school'], float(r['lower'])) for r in lines], [(r['school'], r['lower']) for r in found['rows']])
        self.opora('indicator', 'mean-intervals', *SMO, '-o', 'sheet.csv')
        self.opora('indicator', 'mean-intervals', *SMO, '-o', 'figures.json')
        self.assertEqual(json.loads((self.folder / 'figures.json').read_text()), found)
        raw = (self.folder / 'sheet.csv').read_bytes()
        self.assertTrue(raw.startswith(b'\xef\xbb\xbf'))
        sheet = list(csv.reader(io.StringIO(raw.decode('utf-8-sig')), delimiter=';'))
        self.assertEqual(len(sheet), len(found['rows']) + 1)
        self.assertEqual([float(r[-2].replace(',', '.')) for r in sheet[1:]], [r['lower'] for r in found['rows']])

    def test_parameters_schools_and_territories_narrow_and_change(self):
        usual, wide = self.figures('mean-intervals', *SMO), self.figures('mean-intervals', *SMO, '--set', 'z=3')
        self.assertEqual(next(p['value'] for p in wide['parameters'] if p['name'] == 'z'), '3')
        first = usual['rows'][0]
        self.assertLess(next(r['lower'] for r in wide['rows'] if (r['school'], r['procedure']) == (first['school'], first['procedure'])), first['lower'])
        one = self.figures('mean-intervals', *SMO, '--school', first['school'])
        self.assertEqual({r['school'] for r in one['rows']}, {first['school']})
        place = self.json('sql', f"SELECT municipality FROM school_current WHERE code = '{first['school']}'")[0]['municipality']
        inside = self.figures('mean-intervals', *SMO, '--territory', place)
        self.assertTrue(0 < len(inside['rows']) < len(usual['rows']))
        self.assertIn(first, inside['rows'])

    def test_an_isolated_plugin_gives_the_same_bits(self):
        self.assertEqual(self.figures('mean-intervals', *SMO, '--isolate'), self.figures('mean-intervals', *SMO))

    def test_mistakes_say_what_to_do(self):
        self.assertIn('did you mean "mean-intervals"', self.opora('indicator', 'mean-interval', *SMO, expect=2).stderr)
        self.assertIn('did you mean "lower"', self.opora('indicator', 'mean-intervals', *SMO, '--sort', 'lowr', expect=2).stderr)
        self.assertIn('no school "nowhere"', self.opora('indicator', 'mean-intervals', *SMO, '--school', 'nowhere', expect=2).stderr)
        self.assertIn('possible values: table, csv, json', self.opora('indicator', 'mean-intervals', *SMO, '--format', 'xml', expect=2).stderr)
        self.opora('indicator', 'mean-intervals', '--year', '2022', expect=2)

    def test_everything_of_the_federal_pack_says_what_stands_behind_it(self):
        stated = {one['indicator']: one['grounds'] for one in self.json('indicator', '--pack', 'ru', '--year', '2022')}
        self.assertGreater(len(stated), 40)
        self.opora('run', '--pack', 'ru', '--year', '2022')
        methods = self.json('runs')[-1]['methods']
        self.assertGreater(len(methods), 8)
        stated.update((one['id'], one['grounds']) for one in methods)
        texts = {'source', 'assumes', 'uncertainty', 'limits'}
        self.assertEqual({item: texts - grounds.keys() for item, grounds in stated.items() if texts - grounds.keys()}, {})

    def test_an_item_that_its_plugin_does_not_offer_fails_alone(self):
        regions = self.folder / 'renamed'
        shutil.copytree(SOURCE / 'regions' / 'ru', regions / 'ru')
        manifest = regions / 'ru' / 'pack.lua'
        manifest.write_text(manifest.read_text().replace('kind = "indicator", id = "clusters"', 'kind = "indicator", id = "clusterz"'))
        here = ('--regions', regions)
        offered = {one['indicator']: one for one in self.json(*here, 'indicator', '--pack', 'ru', '--year', '2022')}
        self.assertEqual({item for item, one in offered.items() if 'refused' in one}, {'clusterz'})
        self.assertEqual(offered['clusterz']['refused']['code'], 'ABI-008')
        self.assertTrue(self.json(*here, 'indicator', 'context-regression', '--pack', 'ru', '--year', '2022'))
        self.assertIn('did you mean "clusters"', self.opora(*here, 'indicator', 'clusterz', '--pack', 'ru', '--year', '2022', expect=4).stderr)

    def test_a_run_keeps_what_stands_behind_its_rules(self):
        self.opora('run', '--pack', 'ru', '--year', '2022')
        method = self.json('runs')[-1]['methods'][0]
        self.assertIn('2025', method['grounds']['source'])
        self.opora('list', '-o', 'list.html')
        self.assertIn(method['grounds']['source'], (self.folder / 'list.html').read_text())


if __name__ == '__main__':
    unittest.main()
