"""A municipality without a network: its part of the region's plan goes out as a bundle, is worked on in a store of its own
and comes back; what two people did to the same assignment stays on both sides and is named."""
import hashlib, json, shutil, unittest, zipfile

from opora_cli import OporaTest


class PlanHandover(OporaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sample(schools=12)
        for words in (('init',), ('import', 'sample'), ('plan', 'adopt', '--pack', 'ru-smo')):
            done = cls.run_opora('--store', 'adopted.db', *words)
            assert done.returncode in (0, 1), done.stdout + done.stderr
        with_holders = [json.loads(line) for line in cls.run_opora('--store', 'adopted.db', '--json', 'plan', 'status', '1', '--all').stdout.splitlines()]
        cls.municipality = sorted({one['municipality'] for one in with_holders if one['municipality']})[0]

    def setUp(self):
        for path in self.folder.glob('*.db*'):
            if path.name != 'adopted.db':
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copy(self.folder / 'adopted.db', self.folder / 'region.db')

    def at(self, store, *words, **options):
        return self.opora('--store', store, *words, **options)

    def export(self, store, file, *words):
        self.at(store, 'plan', 'export', '1', '--municipality', self.municipality, '-o', file, *words)

    def merge(self, store, file, expect=0, *words):
        return self.json('--store', store, 'plan', 'merge', file, *words, expect=expect)[0]

    def assignments(self, store, *words):
        found = self.json('--store', store, 'plan', 'status', '1', *(words or ('--all',)))
        return {(one['position'], one['code'], one['from']): one for one in found}

    def number(self, store, key):
        return self.assignments(store)[key]['assignment']

    def document(self, name, text):
        (self.folder / name).write_text(text)
        return hashlib.sha256(text.encode()).hexdigest()

    def give_north(self):
        self.export('region.db', 'part.zip')
        self.at('north.db', 'init')
        self.merge('north.db', 'part.zip')
        return sorted(self.assignments('north.db'))

    def hand_in(self, store, key, name, text, user):
        digest = self.document(name, text)
        self.at(store, 'plan', 'done', self.number(store, key), '--evidence', name, env={'USER': user})
        return digest

    def test_a_part_goes_out_is_worked_on_and_comes_back(self):
        keys = self.give_north()
        self.assertEqual(set(keys), {key for key, one in self.assignments('region.db').items() if one['municipality'] == self.municipality})
        digest = self.hand_in('north.db', keys[0], 'note.pdf', 'what the municipality found', 'petrov')
        self.export('north.db', 'back.zip', '--with-files')
        (self.folder / 'note.pdf').unlink()  # the region never had it
        report = self.merge('region.db', 'back.zip')
        self.assertEqual((report['new_plan'], report['events'], report['files'], report['conflicts']), (False, 1, 1, []))
        self.assertEqual(self.assignments('region.db')[keys[0]]['state'], 'handed_in')
        self.assertEqual((self.folder / 'region.db.evidence' / f'{digest}.pdf').read_text(), 'what the municipality found')
        self.at('region.db', 'plan', 'verify', '1')
        again = self.merge('region.db', 'back.zip')
        self.assertEqual((again['events'], again['files'], again['unchanged']), (0, 0, 1))

    def test_conflicting_evidence_is_kept_and_named_until_it_is_settled(self):
        key, other = self.give_north()[:2]
        theirs = self.hand_in('north.db', key, 'protocol.pdf', 'as the municipality has it', 'petrov')
        self.hand_in('north.db', other, 'order.pdf', 'an order', 'petrov')
        ours = self.hand_in('region.db', key, 'letter.pdf', 'as the region has it', 'ivanova')
        self.export('north.db', 'back.zip', '--with-files')

        tried = self.merge('region.db', 'back.zip', 1, '--dry-run')
        self.assertEqual(self.assignments('region.db', '--conflicts'), {})
        report = self.merge('region.db', 'back.zip', 1)
        self.assertEqual(tried['conflicts'], report['conflicts'])
        [conflict] = report['conflicts']
        self.assertEqual((conflict['row'], conflict['holder']['code']), key[:2])
        sides = {('here' if side['here'] else 'bundle'): side for side in conflict['sides']}
        self.assertEqual({name: (side['by'], side['evidence'][0]['sha256']) for name, side in sides.items()},
                         {'here': ('ivanova', ours), 'bundle': ('petrov', theirs)})
        number = self.number('region.db', key)
        self.assertEqual(list(self.assignments('region.db', '--conflicts')), [key])
        history = self.json('--store', 'region.db', 'plan', 'history', number)
        self.assertEqual({one['sha256'] for event in history for one in event['evidence']}, {ours, theirs})

        self.at('region.db', 'plan', 'settle', number, '--reason', 'both are true', env={'USER': 'ivanova'})
        self.export('region.db', 'settled.zip', '--with-files')
        self.assertEqual(self.merge('north.db', 'settled.zip')['conflicts'], [])
        self.assertEqual(self.assignments('north.db', '--conflicts'), {})
        for store in ('region.db', 'north.db'):
            self.at(store, 'plan', 'verify', '1')

    def test_people_read_who_did_what(self):
        key = self.give_north()[0]
        self.hand_in('north.db', key, 'protocol.pdf', 'theirs', 'petrov')
        self.hand_in('region.db', key, 'letter.pdf', 'ours', 'ivanova')
        self.export('north.db', 'back.zip')
        english = self.at('region.db', 'plan', 'merge', 'back.zip', '--dry-run', expect=1).stdout
        for word in ('1 conflict', 'here', 'bundle', 'ivanova', 'petrov', 'letter.pdf', 'protocol.pdf', 'opora plan settle', 'Nothing was written'):
            self.assertIn(word, english)
        russian = self.at('region.db', 'plan', 'merge', 'back.zip', '--dry-run', expect=1, lang='ru').stdout
        for word in ('противоречие', 'opora plan settle', 'petrov'):
            self.assertIn(word, russian)
        with zipfile.ZipFile(self.folder / 'back.zip') as bundle:
            self.assertIn('opora plan merge', bundle.read('README.txt').decode())
        self.at('region.db', 'plan', 'export', '1', '-o', 'ru.zip', lang='ru')
        with zipfile.ZipFile(self.folder / 'ru.zip') as bundle:
            self.assertIn('Что с ним делать', bundle.read('README.txt').decode())

    def test_an_edited_bundle_is_refused_whole(self):
        keys = self.give_north()
        self.hand_in('north.db', keys[0], 'a.pdf', 'a', 'petrov')
        self.hand_in('north.db', keys[1], 'b.pdf', 'b', 'petrov')
        self.export('north.db', 'back.zip', '--with-files')
        with zipfile.ZipFile(self.folder / 'back.zip') as bundle:
            members = {name: bundle.read(name) for name in bundle.namelist()}
        members['events.jsonl'] = members['events.jsonl'].replace(b'b.pdf', b'c.pdf')
        with zipfile.ZipFile(self.folder / 'edited.zip', 'w') as bundle:
            for name, data in members.items():
                bundle.writestr(name, data)
        self.assertIn('BUNDLE-006', self.at('region.db', 'plan', 'merge', 'edited.zip', expect=3).stderr)
        manifest = json.loads(members['manifest.json'])
        manifest['files']['events.jsonl'] = hashlib.sha256(members['events.jsonl']).hexdigest()
        members['manifest.json'] = json.dumps(manifest).encode()
        with zipfile.ZipFile(self.folder / 'edited.zip', 'w') as bundle:
            for name, data in members.items():
                bundle.writestr(name, data)
        refused = self.at('region.db', 'plan', 'merge', 'edited.zip', expect=3).stderr
        self.assertIn('PLAN-043', refused)
        self.assertIn('petrov', refused)
        self.assertEqual({one['state'] for one in self.assignments('region.db').values()}, {'open'})
        self.assertFalse((self.folder / 'region.db.evidence').exists())

    def test_what_is_no_bundle_is_told_what_it_is(self):
        (self.folder / 'text.zip').write_text('no bundle')
        self.assertIn('PLAN-040', self.at('region.db', 'plan', 'merge', 'text.zip', expect=3).stderr)
        self.assertIn('DATA-001', self.at('region.db', 'plan', 'merge', 'nothing.zip', expect=3).stderr)
        refused = self.at('region.db', 'plan', 'export', '1', '--municipality', 'Nowhere', '-o', 'n.zip', expect=3).stderr
        self.assertIn('PLAN-046', refused)
        self.assertIn('STORE-029', self.at('region.db', 'plan', 'export', '7', '-o', 'n.zip', expect=3).stderr)

    def test_verify_names_files_that_changed_or_went(self):
        keys = self.give_north()
        self.hand_in('north.db', keys[0], 'kept.pdf', 'kept', 'petrov')
        self.hand_in('north.db', keys[1], 'lost.pdf', 'lost', 'petrov')
        self.at('north.db', 'plan', 'verify', '1')
        (self.folder / 'kept.pdf').write_text('something else')
        (self.folder / 'lost.pdf').unlink()
        found = self.json('--store', 'north.db', 'plan', 'verify', '1', expect=1)[0]
        self.assertEqual(sorted(problem['code'] for problem in found['problems']), ['PLAN-055', 'PLAN-056'])
        self.opora('--store', 'north.db', 'plan', 'export', '1', '-o', 'less.zip', '--with-files', expect=1)


if __name__ == '__main__':
    unittest.main()
