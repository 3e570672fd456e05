"""Stores that older versions of Opora left are brought forward with everything in them."""
import json, pathlib, sqlite3, unittest

from opora_cli import OporaTest

FOLDER = pathlib.Path(__file__).resolve().parent / 'older_stores'
APPLICATION = 0x4F504F52


class OlderStores(OporaTest):
    def store(self, version):
        """The kept dump as a store."""
        file = self.folder / f'version_{version}.db'
        with sqlite3.connect(file) as db:
            db.executescript((FOLDER / f'version_{version}.sql').read_text(encoding='utf-8'))
            db.execute(f'PRAGMA user_version = {version}')
            db.execute(f'PRAGMA application_id = {APPLICATION}')
        return file

    def test_version_5(self):
        store = self.store(5)
        self.opora('--store', store, 'runs', expect=3)  # reading brings nothing forward
        self.run_opora('--store', store, 'init')
        new = self.folder / 'new.csv'
        new.write_text('school;kind;subject;grade;year;variant;score;max_score;mark\n103;ВПР;RU;4;2022;1;20;38;3\n')
        self.assertIn(self.run_opora('--store', store, 'import', new).returncode, (0, 1))
        rows = [json.loads(line) for line in self.opora('--json', '--store', store, 'list', 1, '--all').stdout.splitlines()]
        self.assertEqual({row['school']: row['answer'] for row in rows}, {'sch101': 'yes', 'sch102': 'not_assessable'})
        self.assertIn('мало участников', rows[[r['school'] for r in rows].index('sch102')]['reasons'])  # as that version kept it
        seals = json.loads(self.opora('--json', '--store', store, 'verify').stdout)
        self.assertEqual((seals['holds'], seals['batches'], seals['runs']), (True, 3, 1))
        found = json.loads(self.opora('--json', '--store', store, 'verify', 1, expect=1).stdout)
        self.assertEqual([p['code'] for p in found['problems']], ['STORE-025'])  # its packs were not kept then
        with sqlite3.connect(store) as db:
            self.assertEqual(db.execute('SELECT sum(rows) FROM segment').fetchone(), (9,))
            db.execute("UPDATE audit SET actor = 'x' WHERE id = 1")  # from before the chain, and in it since
        found = json.loads(self.opora('--json', '--store', store, 'verify', expect=1).stdout)
        self.assertEqual([p['code'] for p in found['problems']], ['STORE-020'])

    def test_version_7(self):
        store = self.store(7)
        self.assertIn('STORE-008', self.opora('--store', store, 'verify', 1, expect=3).stderr)  # reading brings nothing forward
        self.opora('--store', store, 'plan', 'adopt', '--pack', 'ru-ros')  # what that version did not know
        self.assertEqual(len(self.json('--store', store, 'plan', 'status', 1)), 50)
        verified = self.json('--store', store, 'verify', 1)[0]
        self.assertEqual((verified['holds'], verified['decisions']), (True, 2))  # its pack was kept with it
        seals = self.json('--store', store, 'verify')[0]
        self.assertEqual((seals['holds'], seals['batches'], seals['runs'], seals['lists']), (True, 1, 1, 1))
        self.assertEqual([(r['school'], r['answer']) for r in self.json('--store', store, 'list', 1)], [('101', 'yes')])


if __name__ == '__main__':
    unittest.main()
