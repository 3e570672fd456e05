"""`opora pack coverage` on the packs that ship: what they name is there. That each row of the catalogue is there and each test of
CTest is one, e2e.coverage looks after."""
import json, pathlib, sys, unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'e2e'))
from opora_cli import OporaTest


class Coverage(OporaTest):
    def test_what_the_packs_name_exists(self):
        done = self.run_opora('--json', 'pack', 'coverage')
        problems = [line for line in map(json.loads, done.stdout.splitlines()) if 'severity' in line]
        self.assertEqual(problems, [])
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_name_that_leads_nowhere_is_told_with_its_line(self):
        folder = self.folder / 'regions/one'
        folder.mkdir(parents=True)
        (folder / 'pack.lua').write_text('return { manifest = 1, id = "one", name = "One", level = "region", version = "1.0.0", items = {} }')
        (folder / 'coverage.csv').write_text('row;what;how;test;later\nO-1;lists;command:list, methodology:magic;ctest:e2e.lists;\nO-2;plans;;;plan\nO-3;notes;command:explain;;\n')
        done = self.run_opora('--regions', self.folder / 'regions', 'pack', 'coverage', 'one')
        self.assertEqual(done.returncode, 1)
        self.assertIn('one: covered 1 of 3, not yet 2', done.stdout)
        self.assertIn('error[PACK-072]: there is no "methodology:magic"', done.stderr)
        self.assertIn('regions/one/coverage.csv:2', done.stderr)
        self.assertIn('O-3 names only one of the columns how and test', done.stderr)


if __name__ == '__main__':
    unittest.main()
