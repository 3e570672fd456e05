"""What an integrator sees: an installed Opora, an installed SDK, and a plugin outside of the source tree."""
import csv, io, os, pathlib, re, shutil, subprocess, tempfile, unittest

BUILD = pathlib.Path(os.environ['OPORA_BUILD']).resolve()
SOURCE = pathlib.Path(os.environ['OPORA_SOURCE']).resolve()
CMAKE = os.environ['OPORA_CMAKE']
OUTSIDE = pathlib.Path(__file__).parent / 'outside'
TEXT_FILES = {'.cmake', '.pc', '.lua', '.hpp', '.h', '.md', '.map', '.in', '.json', '.cpp', '.txt'}


def done(*words, cwd=None, expect=0, **environment):
    kept = {k: v for k, v in os.environ.items() if not k.startswith('OPORA')}
    words = [str(word) for word in words]
    result = subprocess.run(words, cwd=cwd, env={**kept, 'HOME': str(cwd), **environment}, capture_output=True, text=True, timeout=540)
    assert result.returncode == expect, f'{" ".join(words)} → {result.returncode}\n{result.stdout}\n{result.stderr}'
    return result.stdout


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix='opora-install-')).resolve()
        cls.prefix = cls.folder / 'prefix'
        done(CMAKE, '--install', BUILD, '--prefix', cls.prefix)
        (cls.folder / 'work').mkdir()

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def opora(self, *words, **options):
        return done(self.prefix / 'bin/opora', '--lang', 'en', *words, cwd=self.folder / 'work', **options)

    def store(self):
        """A small store, made with the installed host and its packs alone."""
        if not (self.folder / 'work/opora.db').exists():
            self.opora('demo', 'sample', '--schools', 24, '--only-files')
            self.opora('init')
            self.opora('import', 'sample', expect=1)  # the sample has defects on purpose
        return self.folder / 'work/opora.db'

    def run_in_pack(self, library):
        """The decisions of the plugin, and of the script that says the same."""
        regions = self.folder / library.parent.name / 'regions'
        shutil.copytree(OUTSIDE / 'pack', regions / 'outside')
        shutil.copy(library, regions / 'outside/outside.so')
        store = self.store()
        run = ('--store', store, '--regions', regions, 'run', 'outside', '--pack', 'outside', '--year', 2022)
        self.opora(*run, expect=4)  # nobody trusts it yet
        self.opora('plugin', 'trust', regions / 'outside/outside.so')
        lists = {}
        for method in ('outside', 'outside-lua'):
            self.opora('--store', store, '--regions', regions, 'run', method, '--pack', 'outside', '--year', 2022)
            rows = csv.DictReader(io.StringIO(self.opora('--store', store, 'list', '--all', '--format', 'csv')))
            lists[method] = [{k: v for k, v in row.items() if k not in ('category', 'methodology')} for row in rows]
        self.assertEqual(len(lists['outside']), 24)
        self.assertEqual(lists['outside'], lists['outside-lua'])

    def test_the_packs_that_ship_are_locked(self):
        packs = sorted(path.parent.name for path in (self.prefix / 'share/opora/regions').glob('*/pack.lua'))
        self.assertGreaterEqual(len(packs), 8)
        for pack in packs:
            self.opora('pack', 'lock', '--check', pack)
        script = self.prefix / 'share/opora/regions/ru/2019/low_results.lua'
        text = script.read_text()
        script.write_text(text + '-- changed\n')
        self.opora('--store', self.store(), 'run', 'low-results', '--pack', 'ru', '--year', 2022, expect=4)
        script.write_text(text)

    def test_the_host_finds_what_it_ships(self):
        self.assertIn('opora', self.opora('--version'))
        self.store()
        self.assertIn('Команды', done(self.prefix / 'bin/opora', '--lang', 'ru', 'help', cwd=self.folder / 'work'))
        self.opora('run', '--pack', 'ru', '--year', 2022)
        self.assertTrue((self.prefix / 'lib/opora/plugins/hello.so').exists())

    def test_nothing_installed_points_back_to_the_source_tree(self):
        for file in self.prefix.rglob('*'):
            self.assertFalse(file.is_symlink(), file)
            if file.suffix in TEXT_FILES:
                for tree in (SOURCE, BUILD):
                    self.assertNotIn(str(tree), file.read_text(), file)

    def test_a_plugin_built_with_cmake_outside_the_tree_runs(self):
        folder = self.folder / 'with_cmake'
        shutil.copytree(OUTSIDE, folder / 'source')
        done(CMAKE, '-S', folder / 'source', '-B', folder / 'build', f'-DCMAKE_PREFIX_PATH={self.prefix}')
        done(CMAKE, '--build', folder / 'build')
        self.run_in_pack(folder / 'build/outside.so')

    def test_a_plugin_built_with_pkg_config_alone_runs(self):
        folder = self.folder / 'with_pkg_config'
        folder.mkdir()
        where = {'PKG_CONFIG_PATH': str(self.prefix / 'share/pkgconfig')}
        flags = {which: done('pkg-config', which, 'opora-sdk', cwd=folder, **where).split() for which in ('--cflags', '--libs')}
        done(os.environ.get('CXX', 'c++'), '-std=c++20', '-O1', *flags['--cflags'], OUTSIDE / 'outside.cpp', '-o', folder / 'outside.so',
             *flags['--libs'], cwd=folder)
        self.run_in_pack(folder / 'outside.so')

    def test_from_plugin_new_to_a_checked_plugin_in_two_commands(self):
        for kind in ('indicator', 'methodology', 'report'):
            made = self.opora('plugin', 'new', f'my-{kind}', '--kind', kind)
            folder, command = re.search(r'cd (\S+) && (cmake .*)', made).groups()  # the command that it says comes next
            said = done(CMAKE, *command.split()[1:], cwd=self.folder / 'work' / folder, CMAKE_PREFIX_PATH=str(self.prefix))
            self.assertIn(f'my-{kind}.check', said)
            self.assertIn('100% tests passed', said)

    def test_from_pack_new_to_a_run(self):
        store = self.store()
        made = self.opora('pack', 'new', 'my-region')
        commands = [line.split()[1:] for line in made.splitlines() if line.startswith('  opora ')]
        self.assertEqual([words[0] if words[0] == 'check' else words[2] for words in commands], ['check', 'run'])
        self.assertIn('It conforms.', self.opora(*commands[0]))
        self.opora('--store', store, *[word if word != '2024' else '2022' for word in commands[1]])
        self.assertIn('workspace.library', (self.folder / 'work/my-region/.luarc.json').read_text())

    def test_nothing_is_ever_overwritten(self):
        (self.folder / 'work/taken').mkdir()
        (self.folder / 'work/taken/notes.txt').write_text('mine')
        for words in (('plugin', 'new', 'taken'), ('pack', 'new', 'x', 'taken'), ('plugin', 'new', 'Wrong Name'), ('pack', 'new'), ('plugin', 'new', 'x', '--kind', 'matching')):
            self.opora(*words, expect=2)
        self.assertEqual([f.name for f in (self.folder / 'work/taken').iterdir()], ['notes.txt'])
        self.assertFalse([f for f in (self.folder / 'work').iterdir() if f.name.startswith('.opora-new')])

    def test_fast_math_is_refused_when_the_plugin_is_configured(self):
        folder = self.folder / 'fast'
        shutil.copytree(OUTSIDE, folder)
        words = [CMAKE, '-S', folder, '-B', folder / 'build', f'-DCMAKE_PREFIX_PATH={self.prefix}', '-DCMAKE_CXX_FLAGS=-ffast-math']
        result = subprocess.run([str(word) for word in words], capture_output=True, text=True)
        self.assertNotEqual(result.returncode, 0)
        self.assertIn('changes the results of the whole process', ' '.join(result.stderr.split()))


@unittest.skipUnless(shutil.which('dpkg-deb') and shutil.which('dpkg-shlibdeps'), 'Debian packages are made on Debian')
class Packages(unittest.TestCase):
    def test_one_is_the_host_and_one_the_sdk_and_they_work_together(self):
        with tempfile.TemporaryDirectory(prefix='opora-packages-') as name:
            folder = pathlib.Path(name).resolve()
            done(pathlib.Path(CMAKE).with_name('cpack'), '-G', 'DEB', '-B', folder / 'made', '--config', BUILD / 'CPackConfig.cmake', cwd=folder)
            packages = {file.name.split('_')[0]: file for file in (folder / 'made').glob('*.deb')}
            self.assertEqual(sorted(packages), ['opora', 'opora-sdk'])
            needed = done('dpkg-deb', '-f', packages['opora'], 'Depends')
            for library in ('libc6', 'libxlsxwriter', 'libzip', 'libisal', 'libicu'):
                self.assertIn(library, needed)
            self.assertEqual(done('dpkg-deb', '-f', packages['opora-sdk'], 'Architecture').strip(), 'all')
            for file in packages.values():
                done('dpkg-deb', '-x', file, folder / 'root')
            self.assertIn('opora', done(folder / 'root/usr/bin/opora', '--version', cwd=folder))
            flags = done('pkg-config', '--cflags', 'opora-sdk', PKG_CONFIG_PATH=str(folder / 'root/usr/share/pkgconfig')).split()
            done(os.environ.get('CXX', 'c++'), '-std=c++20', '-fsyntax-only', *flags, OUTSIDE / 'outside.cpp')


if __name__ == '__main__':
    unittest.main()
