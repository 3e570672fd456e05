"""Federal, regional and municipal results beside each other: three packs with one category of one name, never merged."""
import csv, io, json, pathlib, sys, unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'e2e'))
from opora_cli import OporaTest

SCRIPT = '''return methodology {
  api = 1, id = "low", category = "ШНОР", title = "%s",
  params = { low_share = percent(%d, { title = "Доля", basis = "пример" }) },
  inputs = { "results" },
  decide = function(ctx, p)
    local shares = ctx.results:where("year", "==", ctx.year):group("school", "procedure"):tally { n = count(), low = count_where("mark", "==", 2) }
    ctx:check(shares, { rule = "low", title = "Доля", name = "procedure", value = share("low", "n"), op = ">=", threshold = p.low_share, unit = "%%" })
    ctx:require { rule = "low", at_least = 1 }
    ctx:assess(ctx.schools)
  end,
}
'''
PACKS = (('fed', 'federal', '', 30), ('reg', 'region', 'fed', 40), ('mun', 'municipality', 'reg', 50))


class Levels(OporaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.regions = cls.folder / 'regions'
        for pack, level, base, share in PACKS:
            (cls.regions / pack).mkdir(parents=True)
            extends = f'extends = "{base}", ' if base else ''
            replaces = f'replaces = "{base}/low", ' if base else ''
            (cls.regions / pack / 'low.lua').write_text(SCRIPT % (level, share))
            (cls.regions / pack / 'pack.lua').write_text(
                f'return {{ manifest = 1, id = "{pack}", name = "{pack}", level = "{level}", version = "1.0.0", {extends}items = {{\n'
                f'  {{ kind = "methodology", id = "low", source = "low.lua", valid_from = 2020, {replaces}reference = "r" }} }} }}')
        (cls.folder / 'results.csv').write_text('school;kind;subject;grade;year;score;mark;count\n' + ''.join(
            f'{school};ВПР;RU;4;2022;5;2;{low}\n{school};ВПР;RU;4;2022;9;4;{10 - low}\n' for school, low in ((101, 5), (102, 4), (103, 3), (104, 2))))
        cls.store = cls.folder / 'levels.db'
        cls.run_opora('--store', cls.store, 'init')
        done = cls.run_opora('--regions', cls.regions, '--store', cls.store, 'import', cls.folder / 'results.csv')
        assert done.returncode in (0, 1), done.stdout + done.stderr
        cls.made = cls.run_opora('--regions', cls.regions, '--store', cls.store, 'run', '--pack', 'mun', '--year', 2022, '--levels')

    def ask(self, *words, **options):
        return self.opora('--regions', self.regions, '--store', self.store, *words, **options).stdout

    def test_each_level_is_a_run_of_its_own_and_the_summary_names_it(self):
        self.assertEqual(self.made.returncode, 0, self.made.stderr)
        for number, (pack, word, listed) in enumerate((('fed', 'federal', 3), ('reg', 'regional', 2), ('mun', 'municipal', 1)), 1):
            self.assertRegex(self.made.stdout, rf'Run {number}: pack {pack} 1\.0\.0, year 2022, {word}\n.*\n +ШНОР +on the list: {listed},')

    def test_the_table_shows_a_level_a_column_and_merges_nothing(self):
        table = self.ask('list', 3, '--levels')
        rows = {line.split()[1]: line.split()[2:] for line in table.splitlines() if line.startswith('ШНОР')}
        self.assertEqual({school: [word for word in cells if word in ('yes', 'no')] for school, cells in rows.items()},
                         {'101': ['yes', 'yes', 'yes'], '102': ['yes', 'yes', 'no'], '103': ['yes', 'no', 'no']})
        self.assertIn('104', self.ask('list', 3, '--levels', '--all'))

    def test_csv_json_and_explain_name_the_level(self):
        rows = list(csv.DictReader(io.StringIO(self.ask('list', 3, '--levels', '--all', '--format', 'csv'))))
        self.assertEqual([(r['level'], r['pack'], r['run'], r['answer']) for r in rows if r['school'] == '102'],
                         [('federal', 'fed', '1', 'yes'), ('region', 'reg', '2', 'yes'), ('municipality', 'mun', '3', 'no')])
        lines = [json.loads(line) for line in self.ask('--json', 'list', 3, '--levels').splitlines()]
        self.assertEqual([(l['level'], l['school']) for l in lines if l['school'] == '102'], [('federal', '102'), ('region', '102')])
        explained = [json.loads(line) for line in self.ask('--json', 'explain', '102', '--run', 3).splitlines()]
        self.assertEqual([(e['level'], e['pack'], e['decisions'][0]['answer']) for e in explained],
                         [('federal', 'fed', 'yes'), ('region', 'reg', 'yes'), ('municipality', 'mun', 'no')])
        self.assertEqual([line for line in self.ask('explain', '102', '--run', 3).splitlines() if line in ('federal', 'regional', 'municipal')],
                         ['federal', 'regional', 'municipal'])

    def test_a_level_is_what_a_run_of_its_pack_alone_gives(self):
        alone = [json.loads(line) for line in self.ask('--json', 'run', '--pack', 'reg', '--year', 2022).splitlines()]
        self.assertEqual((alone[0]['level'], alone[0]['counts'][0]['yes'], alone[0]['carried_over']), ('region', 2, 1))
        # The newest run stands alone; those of before still stand together.
        self.assertEqual(len([json.loads(l) for l in self.ask('--json', 'explain', '102').splitlines()]), 1)
        self.assertEqual(len([json.loads(l) for l in self.ask('--json', 'explain', '102', '--run', 3).splitlines()]), 3)

    def test_parameters_belong_to_one_level(self):
        said = self.opora('--regions', self.regions, '--store', self.store, 'run', '--pack', 'mun', '--year', 2022, '--levels', '--set', 'low_share=1', expect=2)
        self.assertIn('CLI-019', said.stderr)


if __name__ == '__main__':
    unittest.main()
