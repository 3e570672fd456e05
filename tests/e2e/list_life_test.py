"""Decisions by people and the way of a list from draft to act: nothing is lost, nothing is skipped silently."""
import json, unittest

from opora_cli import OporaTest


class ListLife(OporaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sample = cls.sample(schools=60)
        for words in (['init'], ['import', sample]):
            done = cls.run_opora(*words)
            assert done.returncode in (0, 1), done.stderr

    def run_for(self, year):
        self.assertIn(self.run_opora('run', 'low-results', '--pack', 'ru', '--year', year, '--set', 'combine=or').returncode, (0, 1))
        return self.json('runs')[-1]['run']

    def answers(self, run):
        return {row['school']: row['answer'] for row in self.json('list', run, '--all')}

    def one(self, *words, **options):
        return json.loads(self.opora('--json', *words, **options).stdout)

    def on_list(self, number):
        return {e['school'] for e in self.one('lists', number)['entries'] if e['answer'] == 'yes'}

    def test_a_list_from_draft_to_act(self):
        run = self.run_for(2022)
        answers = self.answers(run)
        listed = sorted(s for s, a in answers.items() if a == 'yes')
        other = next(s for s, a in sorted(answers.items()) if a == 'no')
        draft = self.one('propose', run, '--category', 'ШНОР', '--year', 2023)
        number = draft['list']
        self.assertEqual((draft['state'], draft['year'], draft['data_year']), ('draft', 2023, 2022))
        self.assertEqual(self.on_list(number), set(listed))
        self.opora('propose', run, '--category', 'ШНОР', expect=3)  # one way at a time

        self.assertEqual(self.one('review', number)['state'], 'reviewed')
        made = self.one('override', other, '--run', run, '--decision', 'yes', '--reason', 'объединённая школа', '--document', 'приказ 7')
        self.assertEqual([l['state'] for l in made['refreshed']], ['draft'])  # what was reviewed is not what stands there now
        self.one('override', listed[0], '--run', run, '--decision', 'no', '--reason', 'закрыта')
        self.assertEqual(self.on_list(number), set(listed[1:]) | {other})
        entry = next(e for e in self.one('lists', number)['entries'] if e['school'] == listed[0])
        self.assertEqual((entry['rule'], entry['answer']), ('yes', 'no'))
        self.assertIn('закрыта', entry['reasons'])
        self.assertEqual(self.answers(run), answers)  # the rule's answers stay as they are

        withdrawn = self.one('override', listed[0], '--run', run, '--withdraw', '--reason', 'открыта')
        self.assertEqual(withdrawn['override']['withdrawn_reason'], 'открыта')
        self.assertEqual(self.on_list(number), set(listed) | {other})
        kept = self.one('override', '--run', run)['overrides']
        self.assertEqual([o['school'] for o in kept], [other, listed[0]])

        self.opora('confirm', number, '--municipality', 'X', expect=3)  # not reviewed yet
        left = self.one('review', number)['unconfirmed']
        error = self.run_opora('confirm', number, '--municipality', left[0] + 'x')
        self.assertEqual(error.returncode, 3)
        self.assertIn(left[0], error.stderr)
        for i, municipality in enumerate(left):
            state = self.one('confirm', number, '--municipality', municipality, '--by', 'МОЦ', '--document', f'письмо {i}')
            self.assertEqual(len(state['unconfirmed']), len(left) - i - 1)
        self.assertEqual(state['state'], 'agreed')
        self.opora('return', number, expect=2)  # a reason is wanted
        self.assertEqual(self.one('return', number, '--reason', 'опечатка')['state'], 'draft')
        self.one('review', number)
        self.assertEqual(self.one('agree', number, '--by', 'СОИРО', '--document', 'протокол 2')['state'], 'agreed')
        self.opora('approve', number, '--order', '863-ОД', '--date', '31.02.2023', expect=3)
        approved = self.one('approve', number, '--order', '863-ОД', '--date', '15.10.2023')
        self.assertEqual((approved['state'], approved['order'], approved['date'], approved['schools']), ('approved', '863-ОД', '2023-10-15', len(listed) + 1))
        self.assertEqual([s['step'] for s in approved['steps']][-4:], ['returned', 'reviewed', 'agreed', 'approved'])
        self.opora('override', listed[0], '--run', run, '--decision', 'no', '--reason', 'поздно', expect=3)
        self.opora('review', number, expect=3)
        self.assertTrue(self.one('verify', number)['holds'])

        again = self.run_for(2022)
        second = self.one('approve', again, '--category', 'ШНОР', '--year', 2023, '--order', '900', '--date', '2023-11-01')
        self.assertEqual(second['supersedes'], number)
        self.assertEqual(self.one('lists', number)['state'], 'superseded')
        changes = self.one('list-diff', number, second['list'], expect=1)
        self.assertEqual([e['school'] for e in changes['left']], [other])
        self.assertEqual(changes['entered'], [])
        self.assertEqual(self.one('list-diff', second['list'], f'{again}:ШНОР')['left'], [])
        self.assertEqual(self.one('withdraw', second['list'], '--reason', 'приказ отменён', '--document', 'приказ 901')['state'], 'withdrawn')
        self.assertEqual(self.one('verify')['problems'], [])

    def test_years_in_a_row_entries_and_exits(self):
        earlier, later = self.run_for(2021), self.run_for(2022)
        first = self.one('approve', earlier, '--order', '1', '--date', '2031-09-01', '--year', 2031)['list']
        second = self.one('approve', later, '--order', '2', '--date', '2032-09-01', '--year', 2032)['list']
        before, after = self.on_list(first), self.on_list(second)
        overview = {l['list']: l for l in self.one('lists')}
        self.assertEqual((overview[second]['previous'], overview[second]['entered'], overview[second]['left']), (first, len(after - before), len(before - after)))
        both = sorted(before & after)
        self.assertTrue(both)
        years = {(l['list']): l['years_in_row'] for l in self.one('lists', '--school', both[0])}
        self.assertEqual((years[first], years[second]), (1, 2))
        overlap = self.one('overlap', first, second)
        self.assertEqual(overlap['common'], [[len(before), len(both)], [len(both), len(after)]])
        self.assertEqual(sorted(s['school'] for s in overlap['schools']), both)

    def test_near_misses_are_those_with_the_smallest_distance(self):
        run = self.run_for(2022)
        no = {s for s, a in self.answers(run).items() if a == 'no'}
        checks = self.json('sql', f"SELECT school, value, threshold FROM checks WHERE run = {run} AND state = 'assessed' AND NOT met")
        nearest = {}
        for c in checks:
            part = (c['threshold'] - c['value']) / c['threshold']
            if c['school'] in no:
                nearest[c['school']] = min(part, nearest.get(c['school'], 9))
        shown = [row['school'] for row in self.json('list', run, '--near', 5)]
        self.assertEqual(len(shown), 5)
        self.assertEqual([round(nearest[s], 9) for s in shown], [round(d, 9) for d in sorted(nearest.values())[:5]])

    def test_a_list_that_others_delivered_is_compared_and_not_changed(self):
        run = self.run_for(2022)
        listed = sorted(s for s, a in self.answers(run).items() if a == 'yes')
        (self.folder / 'delivered.csv').write_text(
            'Год;Логин;Муниципалитет;ОО;4 РУ;4 МА;5 РУ;5 МА;Количество маркеров\n'
            f'2022;{listed[0].replace("sch", "edu")};М;Ш;1;;;;1\n', encoding='utf-8-sig')
        self.run_opora('import', 'delivered.csv')
        overlap = self.one('overlap', f'{run}:ШНОР', 'ext:vpr-bias-federal:2022')
        self.assertEqual(overlap['common'], [[len(listed), 1], [1, 1]])
        self.opora('overlap', f'{run}:ШНОР', 'ext:vpr-bias-federal:1999', expect=3)
        self.opora('list-diff', 'L99', 'L1', expect=3)


if __name__ == '__main__':
    unittest.main()
