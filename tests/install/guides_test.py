"""Runs every example of the guides in sdk/docs with the installed Opora and SDK: blocks `lua file=…` and
`cpp file=…` are written, `sh` blocks are run (`sh fails`: has to fail), and the lines of a `text` block have to
stand in what the block before it printed."""
import os, pathlib, re, shutil, subprocess, tempfile, unittest

BUILD = pathlib.Path(os.environ['OPORA_BUILD']).resolve()
SOURCE = pathlib.Path(os.environ['OPORA_SOURCE']).resolve()
CMAKE = os.environ['OPORA_CMAKE']
DOCS = SOURCE / 'sdk/docs'
BLOCK = re.compile(r'^```(\w+)([^\n]*)\n(.*?)^```$', re.M | re.S)


class Guides(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix='opora-guides-')).resolve()
        cls.prefix = cls.folder / 'prefix'
        subprocess.run([CMAKE, '--install', str(BUILD), '--prefix', str(cls.prefix)], check=True, capture_output=True)
        cls.environment = {k: v for k, v in os.environ.items() if not k.startswith('OPORA')} | {
            'PATH': f'{cls.prefix}/bin:{pathlib.Path(CMAKE).parent}:{os.environ["PATH"]}', 'OPORA_LANG': 'en',
            'PKG_CONFIG_PATH': f'{cls.prefix}/share/pkgconfig', 'CMAKE_PREFIX_PATH': str(cls.prefix)}

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def follow(self, page):
        """A reader who does what the page says, in a folder and a home of his own. The shell keeps its variables."""
        home = self.folder / page.stem
        (home / 'work').mkdir(parents=True)
        environment, said, commands = self.environment | {'HOME': str(home), 'XDG_CONFIG_HOME': str(home / '.config')}, '', 0
        for language, options, text in BLOCK.findall(page.read_text()):
            if language == 'text':
                for line in text.splitlines():
                    self.assertIn(line, said, page.name)
            elif match := re.search(r'file=(\S+)', options):
                file = home / 'work' / match.group(1)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)
            elif language == 'sh':
                commands += 1
                exports = dict(re.findall(r'^export (\w+)=(.*)$', text, re.M))
                environment.update(exports)
                script = re.sub(r'^(cd .*)$', r'(\1)', text, flags=re.M)
                done = subprocess.run(['sh', '-eu', '-c', script], cwd=home / 'work', env=environment, capture_output=True, text=True, timeout=500)
                said = done.stdout + done.stderr
                self.assertEqual(done.returncode != 0, 'fails' in options, f'{page.name}: {text}\n{said}')
        return commands

    def test_the_contents_name_every_page(self):
        contents = (DOCS / 'README.md').read_text()
        for page in DOCS.glob('*.md'):
            if page.name != 'README.md':
                self.assertIn(f'({page.name})', contents)

    def test_links_between_pages_lead_somewhere(self):
        for page in DOCS.glob('*.md'):
            for link in re.findall(r'\]\(([^)#]+\.md)\)', page.read_text()):
                self.assertTrue((DOCS / link).exists(), f'{page.name}: {link}')


def add_page(page):
    def test(self):
        if 'first-' in page.name:
            self.assertGreater(self.follow(page), 3)
        else:
            self.follow(page)
    setattr(Guides, f'test_{page.stem.replace("-", "_")}_works_as_written', test)


for each in sorted(DOCS.glob('*.md')):
    if not each.name.startswith(('reference-', 'README')):
        add_page(each)


if __name__ == '__main__':
    unittest.main()
