"""Running the real opora binary in a folder of its own; shared by the end-to-end tests."""
import json, os, pathlib, shutil, subprocess, tempfile, unittest

OPORA = pathlib.Path(os.environ['OPORA']).resolve()
SOURCE = pathlib.Path(os.environ['OPORA_SOURCE']).resolve()


class OporaTest(unittest.TestCase):
    """One temporary folder a class; `self.opora(...)` runs there with English messages."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix='opora-e2e-'))

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    @classmethod
    def run_opora(cls, *words, lang='en', env=None, timeout=240):
        own = {'XDG_CONFIG_HOME': str(cls.folder / '.config'), 'XDG_CACHE_HOME': str(cls.folder / '.cache')}  # trust and probes of this test alone
        environment = {**os.environ, 'OPORA_REGIONS': str(SOURCE / 'regions'), 'USER': 'tester', **own, **(env or {})}
        return subprocess.run([str(OPORA), '--lang', lang, *map(str, words)], cwd=cls.folder, env=environment,
                              capture_output=True, text=True, timeout=timeout)

    def opora(self, *words, expect=0, **options):
        done = self.run_opora(*words, **options)
        self.assertEqual(done.returncode, expect, f'opora {" ".join(map(str, words))}\n{done.stdout}\n{done.stderr}')
        return done

    def json(self, *words, **options):
        """Objects of `--json`, one a line."""
        return [json.loads(line) for line in self.opora('--json', *words, **options).stdout.splitlines()]

    @staticmethod
    def participants(batches):
        """Accepted rows of result files; registries and questionnaires have schools, not participants."""
        return sum(b['accepted'] for b in batches if b['profile'].startswith(('ru/vpr', 'ru/oge', 'ru/ege')))

    @classmethod
    def sample(cls, schools=12, folder='sample'):
        """Files of a made-up region, written once a class."""
        if not (cls.folder / folder).exists():
            done = cls.run_opora('demo', folder, '--schools', schools, '--only-files')
            assert done.returncode == 0, done.stderr
        return folder
