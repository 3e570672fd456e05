"""opora match: partners for the schools of a list, as a user gets them."""
import csv, io, pathlib, shutil, unittest

from opora_cli import OporaTest, SOURCE


class Match(OporaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sample = cls.sample(schools=150)
        for words in (['init'], ['import', sample], ['run', 'low-results', '--pack', 'ru', '--year', '2022', '--set', 'combine=or']):
            done = cls.run_opora(*words)
            assert done.returncode in (0, 1), done.stderr

    def pairs(self, *words, **options):
        return self.json('match', '--pack', 'ru', '--year', '2022', '--run', '1', *words, **options)

    def test_every_school_of_the_list_gets_a_partner_or_a_reason(self):
        listed = {row['school'] for row in self.json('list', '1')}
        self.assertGreater(len(listed), 3)
        rows = self.pairs()
        self.assertEqual({row['school'] for row in rows}, listed)
        self.assertTrue(any(row['partner'] for row in rows))
        load = {}
        for row in rows:
            self.assertTrue(row['reason'])
            self.assertNotIn(row['partner'], listed)
            if row['partner'] and row['rank'] == 1:
                load[row['partner']] = load.get(row['partner'], 0) + 1
        self.assertLessEqual(max(load.values()), 2)

    def test_the_same_command_gives_the_same_pairs_on_any_threads_and_isolated(self):
        def bare(rows):
            return [{k: v for k, v in row.items() if k != 'matching'} for row in rows]
        first = bare(self.pairs(env={'OPORA_THREADS': '1'}))
        self.assertEqual(bare(self.pairs(env={'OPORA_THREADS': '2'})), first)
        self.assertEqual(bare(self.pairs('--isolate')), first)
        newest = self.json('matches')[-1]['matching']
        self.assertEqual(bare(self.json('matches', newest)), first)

    def test_without_a_run_the_methodology_of_the_pack_is_run(self):
        before = len(self.json('runs'))
        self.opora('match', '--pack', 'ru', '--year', '2022')
        self.assertEqual(len(self.json('runs')), before + 1)
        self.assertEqual(self.json('matches')[-1]['run'], self.json('runs')[-1]['run'])

    def test_the_csv_has_the_pairs_that_are_shown(self):
        self.opora('match', '--pack', 'ru', '--year', '2022', '--run', '1', '-o', 'pairs.csv')
        rows = list(csv.DictReader(io.StringIO((self.folder / 'pairs.csv').read_text())))
        shown = self.pairs()
        self.assertEqual([(r['school'], r['partner']) for r in rows], [(s['school'], s['partner'] or '') for s in shown])
        text = self.opora('match', '--pack', 'ru', '--year', '2022', '--run', '1', lang='ru').stdout
        for row in rows:
            self.assertIn(row['school'], text)
        self.assertLessEqual(max(map(len, text.splitlines())), 110)

    def test_a_parameter_changes_the_pairs_and_wrong_ones_are_explained(self):
        one = self.pairs('--set', 'load=1', '--set', 'runners=0')
        partners = [row['partner'] for row in one if row['partner']]
        self.assertEqual(len(partners), len(set(partners)))
        self.assertIn('load', self.opora('match', '--pack', 'ru', '--year', '2022', '--set', 'laod=1', expect=2).stderr)
        self.assertIn('not of 2021', self.opora('match', '--pack', 'ru', '--year', '2021', '--run', '1', expect=2).stderr)
        self.assertIn('--category', self.opora('match', '--pack', 'ru', '--year', '2022', '--run', '1', '--category', 'X', expect=2).stderr)
        self.opora('match', '--pack', 'ru', '--year', '2022', '--category', 'X', expect=2)
        self.opora('matches', '99', expect=3)

    def test_a_pack_may_match_people_of_its_own_list_and_leave_schools_out(self):
        packs = self.folder / 'regions'
        shutil.copytree(SOURCE / 'regions', packs, dirs_exist_ok=True)
        own = packs / 'ru-own'
        own.mkdir(exist_ok=True)
        (own / 'curators.lua').write_text('''return indicator {
  api = 1, id = "curator-list", title = "Curators", inputs = { "schools" },
  outputs = { partner = { type = "text", always = true }, capacity = "whole" },
  compute = function(ctx)
    return frame({ { "partner", "text" }, { "capacity", "whole" } }, { { "Иванова", 1000 }, { "Петров", nil } })
  end,
}''')
        (own / 'everybody.lua').write_text('''return methodology {
  api = 1, id = "everybody", category = "Все", title = "Все", inputs = { "results" },
  decide = function(ctx, p)
    local f = ctx.results:where("year", "==", ctx.year):group("school"):tally { n = count() }
    ctx:check(f, { rule = "any", title = "any", value = "n", n = "n", op = ">=", threshold = 0 })
    ctx:require { rule = "any", at_least = 1 }
  end,
}''')
        (own / 'pack.lua').write_text('''return { manifest = 1, id = "ru-own", name = "Свой", level = "region", version = "1.0.0", extends = "ru",
  items = {
    { kind = "indicator", id = "curator-list", source = "curators.lua", valid_from = 2019, reference = "r" },
    { kind = "methodology", id = "everybody", source = "everybody.lua", valid_from = 2019, reference = "r" },
    { kind = "matching", id = "curators", plugin = "ru.opora.matching", valid_from = 2019, needing = "low-results", offering = "curator-list", reference = "r" },
    { kind = "matching", id = "partner-schools", plugin = "ru.opora.matching", valid_from = 2019, needing = "low-results",
      excluding = { "everybody" }, replaces = "ru/partner-schools", reference = "r" },
  } }''')
        where = {'OPORA_REGIONS': str(packs)}
        people = self.json('match', 'curators', '--pack', 'ru-own', '--year', '2022', '--run', '1', env=where)
        self.assertTrue(people)
        self.assertLessEqual({row['partner'] for row in people}, {'Иванова', 'Петров'})
        nobody = self.json('match', 'partner-schools', '--pack', 'ru-own', '--year', '2022', '--run', '1', env=where)
        self.assertTrue(all(row['partner'] is None for row in nobody), 'every school is on the list that disqualifies')


if __name__ == '__main__':
    unittest.main()
