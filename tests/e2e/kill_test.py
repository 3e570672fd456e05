"""kill -9 during an import, at random points: the store opens, holds whole batches only, and the same
command finishes the job with the same content."""
import random, signal, sqlite3, subprocess, time, unittest

from opora_cli import OPORA, SOURCE, OporaTest

KILLS = 20


class KilledImport(OporaTest):
    def start(self, store):
        return subprocess.Popen([str(OPORA), '--quiet', '--store', store, '--regions', str(SOURCE / 'regions'), 'import', 'sample'],
                                cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def digests(self, store):
        return sorted(b['digest'] for b in self.json('--store', store, 'batches'))

    def test_a_killed_import_leaves_whole_batches_and_finishes_on_repeat(self):
        self.sample(schools=40)
        self.opora('--store', 'whole.db', 'init')
        began = time.monotonic()
        self.start('whole.db').wait()
        duration = time.monotonic() - began
        whole = self.digests('whole.db')

        self.opora('--store', 'killed.db', 'init')
        chance = random.Random(20)
        partial = 0
        for _ in range(KILLS):
            process = self.start('killed.db')
            time.sleep(chance.uniform(0, duration))
            process.send_signal(signal.SIGKILL)
            process.wait()
            batches = self.json('--store', 'killed.db', 'batches')
            partial += 0 < len(batches) < len(whole)
            self.assertLessEqual({b['digest'] for b in batches}, set(whole))
            with sqlite3.connect(f'file:{self.folder}/killed.db?mode=ro', uri=True) as db:
                self.assertEqual(db.execute('PRAGMA integrity_check').fetchone()[0], 'ok')
            accepted = self.participants(batches)
            self.assertEqual(self.json('--store', 'killed.db', 'sql', 'SELECT count(*) AS n FROM results')[0]['n'], accepted)
            if len(batches) == len(whole):  # finished before the kill: begin again
                for file in self.folder.glob('killed.db*'):
                    file.unlink()
                self.opora('--store', 'killed.db', 'init')
        self.assertGreater(partial, 0, 'no kill fell into the middle of an import')
        self.assertIn(self.start('killed.db').wait(), (0, 1))
        self.assertEqual(self.digests('killed.db'), whole)


if __name__ == '__main__':
    unittest.main()
