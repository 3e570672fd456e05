"""Packs with one fault each (broken/<case>/, a folder of packs), and what Opora says of them, word for word in both languages
(golden/ru, golden/en). The file `command` of a case says what is asked; else the pack "bad" is explained for 2022.
To renew the texts: OPORA_RENEW_GOLDEN=1 ctest -R packs.broken."""
import concurrent.futures, os, pathlib, re, shlex, subprocess, unittest

OPORA = pathlib.Path(os.environ['OPORA']).resolve()
HERE = pathlib.Path(__file__).resolve().parent
CASES = sorted(case.name for case in (HERE / 'broken').iterdir() if case.is_dir())
RENEW = 'OPORA_RENEW_GOLDEN' in os.environ


def said(case, language):
    """What the command prints, with places of this machine masked."""
    folder = HERE / 'broken' / case
    command = folder / 'command'
    words = shlex.split(command.read_text()) if command.exists() else ['pack', 'explain', 'bad', '--year', '2022']
    done = subprocess.run([str(OPORA), '--regions', str(folder), '--lang', language, *words], cwd=folder, capture_output=True, timeout=120,
                          env={**os.environ, 'OPORA_STORE': str(folder / 'none.db')})
    text = (done.stdout + done.stderr).decode(errors='replace')
    text = text.replace(str(folder), '‹packs›')
    text = re.sub(r'/\S*/lib/opora/plugins', '‹plugins›', text)
    text = re.sub(r'(seed|число) \d+', r'\1 ‹n›', text)
    return f'exit code {done.returncode}\n{text}', done.returncode


class BrokenPacks(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            asked = [(case, language) for case in CASES for language in ('ru', 'en')]
            cls.said = dict(zip(asked, pool.map(lambda one: said(*one), asked)))

    def test_there_are_fifty_at_least(self):
        self.assertGreaterEqual(len(CASES), 50)

    def test_each_language_has_texts_of_these_cases_alone(self):
        for language in ('ru', 'en'):
            if not RENEW: self.assertEqual(sorted(p.stem for p in (HERE / 'golden' / language).glob('*.txt')), CASES)

    def test_no_text_is_left_untranslated(self):
        for case in CASES:
            russian, english = self.said[case, 'ru'][0], self.said[case, 'en'][0]
            self.assertNotEqual(russian, english, case)


def add_case(case):
    def test(self):
        for language in ('ru', 'en'):
            text, code = self.said[case, language]
            self.assertNotIn(code, (0, 5), f'{case}: {text}')
            self.assertRegex(text, r'[A-Z]+-\d\d\d|failed|не пройдено|pack lock', case)
            golden = HERE / 'golden' / language / f'{case}.txt'
            if RENEW:
                golden.parent.mkdir(parents=True, exist_ok=True)
                golden.write_text(text)
            self.assertEqual(text, golden.read_text())
    setattr(BrokenPacks, f'test_{case}', test)


for each in CASES:
    add_case(each)


if __name__ == '__main__':
    unittest.main()
