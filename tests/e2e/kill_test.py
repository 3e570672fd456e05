"""kill -9 during a command that writes, at random points: the store opens, holds whole batches, plans, steps and bundles
only, and the same command finishes the job with the same content."""
import hashlib, random, shutil, signal, sqlite3, subprocess, time, unittest

from opora_cli import OPORA, SOURCE, OporaTest

KILLS = 20


class KilledTest(OporaTest):
    def start(self, store, *words):
        return subprocess.Popen([str(OPORA), '--quiet', '--store', store, '--regions', str(SOURCE / 'regions'), *map(str, words)],
                                cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def seconds(self, store, *words):
        """How long the command takes when nobody kills it."""
        began = time.monotonic()
        self.assertIn(self.start(store, *words).wait(), (0, 1))
        return time.monotonic() - began

    def kill(self, process, after):
        """True: it was still at work."""
        time.sleep(after)
        at_work = process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        return at_work

    def check_whole(self, store):
        with sqlite3.connect(f'file:{self.folder}/{store}?mode=ro', uri=True) as db:
            self.assertEqual(db.execute('PRAGMA integrity_check').fetchone()[0], 'ok')


class KilledImport(KilledTest):

    def digests(self, store):
        return sorted(b['digest'] for b in self.json('--store', store, 'batches'))

    def test_a_killed_import_leaves_whole_batches_and_finishes_on_repeat(self):
        self.sample(schools=40)
        self.opora('--store', 'whole.db', 'init')
        duration = self.seconds('whole.db', 'import', 'sample')
        whole = self.digests('whole.db')

        self.opora('--store', 'killed.db', 'init')
        chance = random.Random(20)
        partial = 0
        for _ in range(KILLS):
            self.kill(self.start('killed.db', 'import', 'sample'), chance.uniform(0, duration))
            batches = self.json('--store', 'killed.db', 'batches')
            partial += 0 < len(batches) < len(whole)
            self.assertLessEqual({b['digest'] for b in batches}, set(whole))
            self.check_whole('killed.db')
            accepted = self.participants(batches)
            self.assertEqual(self.json('--store', 'killed.db', 'sql', 'SELECT count(*) AS n FROM results')[0]['n'], accepted)
            if len(batches) == len(whole):  # finished before the kill: begin again
                for file in self.folder.glob('killed.db*'):
                    file.unlink()
                self.opora('--store', 'killed.db', 'init')
        self.assertGreater(partial, 0, 'no kill fell into the middle of an import')
        self.assertIn(self.start('killed.db', 'import', 'sample').wait(), (0, 1))
        self.assertEqual(self.digests('killed.db'), whole)


class KilledPlan(KilledTest):
    """Each command is killed on fresh copies of the store that it begins with, and must leave all of its work or none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sample(schools=40)
        for words in (('init',), ('import', 'sample')):
            cls.run_opora('--store', 'schools.db', *words)
        shutil.copy(cls.folder / 'schools.db', cls.folder / 'adopted.db')
        cls.run_opora('--store', 'adopted.db', 'plan', 'adopt', '--pack', 'ru-smo')

    def copy(self, store):
        for file in self.folder.glob('killed.db*'):
            shutil.rmtree(file) if file.is_dir() else file.unlink()
        shutil.copy(self.folder / store, self.folder / 'killed.db')

    def work(self, store):
        """What a command may have done half: plans, assignments, events and their evidence."""
        with sqlite3.connect(f'file:{self.folder}/{store}?mode=ro', uri=True) as db:
            count = lambda table: db.execute(f'SELECT count(*) FROM {table}').fetchone()[0]
            return tuple(count(table) for table in ('plan', 'measure', 'occasion', 'assignment', 'plan_event', 'evidence', 'audit'))

    def kill_often(self, begin, *words, steps=None):
        """`steps`: how much one whole step adds to what `work` counts; else the command is one step."""
        self.copy(begin)
        before = self.work('killed.db')
        duration = self.seconds('killed.db', *words)
        after = self.work('killed.db')
        self.assertNotEqual(before, after)
        whole = [before, after] if steps is None else [tuple(b + i * s for b, s in zip(before, steps)) for i in range(len(words))]
        chance, at_work = random.Random(20), 0
        for _ in range(KILLS):
            self.copy(begin)
            at_work += self.kill(self.start('killed.db', *words), chance.uniform(0, duration))
            self.check_whole('killed.db')
            self.assertIn(self.work('killed.db'), whole)
            for file in self.folder.glob('killed.db.evidence/*.pdf'):
                self.assertEqual(hashlib.sha256(file.read_bytes()).hexdigest(), file.stem)
            if self.work('killed.db')[0]:
                self.opora('--store', 'killed.db', 'plan', 'verify', '1')
        self.assertGreater(at_work, 0, 'no kill came in time')
        self.copy(begin)
        self.kill(self.start('killed.db', *words), duration / 2)
        if self.work('killed.db') == before:
            self.seconds('killed.db', *words)
            self.assertEqual(self.work('killed.db'), after)

    def assignments(self):
        return [one['assignment'] for one in self.json('--store', 'adopted.db', 'plan', 'status', '1', '--all')]

    def test_a_killed_adoption_leaves_the_whole_plan_or_none(self):
        self.kill_often('schools.db', 'plan', 'adopt', '--pack', 'ru-smo')

    def test_a_killed_step_leaves_its_event_with_its_evidence_or_none(self):
        (self.folder / 'note.pdf').write_text('a note')
        self.kill_often('adopted.db', 'plan', 'done', *self.assignments()[:30], '--evidence', 'note.pdf', steps=(0, 0, 0, 0, 1, 1, 1))

    def test_a_killed_merge_leaves_the_whole_bundle_or_none(self):
        shutil.copy(self.folder / 'adopted.db', self.folder / 'north.db')
        for number in self.assignments()[:200:2]:
            (self.folder / f'{number}.pdf').write_text(f'document {number}')
            self.opora('--store', 'north.db', 'plan', 'done', number, '--evidence', f'{number}.pdf')
        self.opora('--store', 'north.db', 'plan', 'export', '1', '-o', 'north.zip', '--with-files')
        self.kill_often('adopted.db', 'plan', 'merge', 'north.zip')


if __name__ == '__main__':
    unittest.main()
