"""What ships conforms: plugins, packs, a script of a pack, and the fixture without a defect."""
import concurrent.futures
import unittest

from conformance_test import Case, DONE, FIXTURES, PLUGINS, SOURCE, check


class GoodOnes(Case):
    def conforms(self, path, *options):
        done = check(path, *options)
        self.assertEqual(done.returncode, DONE, done.stdout + done.stderr)
        self.assertIn('It conforms.', done.stdout)

    def test_the_fixture_without_a_defect_conforms(self):
        self.conforms(FIXTURES / 'good.so')

    def test_plugins_that_ship_conform(self):
        plugins = sorted(PLUGINS.glob('*.so'))
        self.assertGreaterEqual(len(plugins), 2)
        for plugin in plugins:
            for seed in (1, 2):
                self.conforms(plugin, '--seed', seed, '--time-limit', 120)  # on a busy machine

    def test_packs_that_ship_conform(self):
        packs = sorted((SOURCE / 'regions').glob('*/pack.lua'))
        with concurrent.futures.ThreadPoolExecutor(2) as two:
            list(two.map(lambda pack: self.conforms(pack.parent, '--time-limit', 120), packs))

    def test_a_script_of_a_pack_conforms_by_itself(self):
        self.conforms(SOURCE / 'regions/ru/2019/low_results.lua')


del Case  # not to be collected here again

if __name__ == '__main__':
    unittest.main()
