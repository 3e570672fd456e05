"""`opora check` on good and on deliberately bad plugins, scripts and packs. What it says of a bad one is kept
word for word in golden/; to renew it: OPORA_RENEW_GOLDEN=1 ctest -R conformance."""
import json, os, pathlib, re, shutil, subprocess, tempfile, unittest

OPORA = pathlib.Path(os.environ['OPORA']).resolve()
SOURCE = pathlib.Path(os.environ['OPORA_SOURCE']).resolve()
FIXTURES = pathlib.Path(os.environ['OPORA_FIXTURES']).resolve()
PLUGINS = pathlib.Path(os.environ['OPORA_PLUGINS']).resolve()
HERE = pathlib.Path(__file__).parent
DONE, FINDINGS, USAGE, FAILED = 0, 1, 2, 4


def check(*words, lang='en'):
    return subprocess.run([str(OPORA), '--lang', lang, 'check', *map(str, words)], capture_output=True, text=True, timeout=900)


def portable(text, folder):
    """Without what differs between machines and runs."""
    text = text.replace(str(folder), 'FOLDER').replace(str(pathlib.Path.cwd()), 'HERE')
    # The interface grows, its next minor version is no news here.
    text = re.sub(r'offers \d+\.\d+', 'offers HOST', text)
    text = re.sub(r'built for interface (\d+)\.\d+ and', r'built for interface \1.MINOR and', text)
    text = re.sub(r'leaves \d+ /dev', 'leaves N /dev', text)
    text = re.sub(r'handled at 0x[0-9a-f]+', 'handled at ADDRESS', text)
    text = re.sub(r'some \d+ bytes', 'some N bytes', text)
    text = re.sub(r'"\d+: school=[^"]*"', 'A ROW', text)
    text = re.sub(r'goes on for \d+ ms', 'goes on for N ms', text)
    return text


class Case(unittest.TestCase):
    maxDiff = None

    def compare(self, name, path, folder, seconds=20):
        """The exit code, and all that is said, as kept."""
        done = check(path, '--seed', 1, '--time-limit', seconds)
        text = f'exit code {done.returncode}\n{portable(done.stdout, folder)}{portable(done.stderr, folder)}'
        if name in BY_CHANCE:
            return text
        golden = HERE / 'golden' / f'{name}.txt'
        if os.environ.get('OPORA_RENEW_GOLDEN'):
            golden.parent.mkdir(exist_ok=True)
            golden.write_text(text)
        self.assertEqual(text, golden.read_text())
        return text


# Fixture → the check that must find it, and how it must end. Others may follow from the same defect.
BAD = {
    'crash_at_load': ('loads', 'crashed'), 'hang_at_load': ('loads', 'failed'), 'missing_symbol': ('loads', 'failed'),
    'no_entry': ('symbol-entry', 'failed'), 'wrong_size': ('entry-accepted', 'failed'), 'old_abi': ('entry-accepted', 'failed'),
    'newer_abi': ('entry-accepted', 'failed'), 'needs_newer_host': ('entry-accepted', 'failed'),
    'version_text': ('descriptor-consistency', 'failed'), 'same_id': ('ids-in-order', 'failed'), 'kind_prefix': ('unknown-kind-is-null', 'failed'),
    'extra_exports': ('no-extra-exports', 'failed'), 'fast_math': ('fp-state-unchanged', 'failed'), 'locale': ('locale-unchanged', 'failed'),
    'signals': ('signals-unchanged', 'failed'), 'environment': ('environment-unchanged', 'failed'), 'directory': ('directory-unchanged', 'failed'),
    'file_left': ('files-closed', 'failed'), 'thread_left': ('threads-ended', 'failed'), 'crash_in_init': ('starts', 'crashed'),
    'crash_in_call': ('calls-succeed', 'crashed'), 'throws': ('calls-succeed', 'failed'), 'exit': ('calls-succeed', 'crashed'), 'forged': ('calls-succeed', 'failed'),
    'hang_in_call': ('calls-succeed', 'failed'), 'wordless': ('calls-succeed', 'failed'), 'leak': ('repeat-no-leak', 'failed'),
    'lying_schema': ('output-schema', 'failed'), 'nondeterministic': ('double-run-bit-equal', 'failed'),
    'carries_over': ('nothing-carried-over', 'failed'), 'swallows': ('failures-passed-on', 'failed'),
    'counts_letters': ('reports-write', 'failed'), 'trusts_names': ('reports-write', 'failed'), 'writes_nothing': ('renderers-render', 'failed'),
    'keeps_handle': ('handles-end-with-call', 'failed'), 'ignores_cancel': ('cancel-honoured', 'failed'),
}


# What else they upset depends on the addresses that the allocator gives: their texts are not kept.
BY_CHANCE = {'keeps_handle'}


class BadPlugins(Case):
    pass


def add_bad_plugin(name, found_by, outcome):
    def test(self):
        text = self.compare(name, FIXTURES / f'{name}.so', FIXTURES, 1.5 if name.startswith('hang') else 20)
        self.assertIn(f'{outcome} {found_by}:', text)
        self.assertIn('It does not conform.', text)
        self.assertTrue(text.startswith(f'exit code {FAILED if outcome == "crashed" else FINDINGS}'), text)
    setattr(BadPlugins, f'test_{name}_is_found_by_{found_by}', test)


for fixture, (found, how) in BAD.items():
    add_bad_plugin(fixture, found, how)


MANIFEST = """return { manifest = 1, id = "bad", name = "Bad", level = "region", version = "1.0.0", %s
  items = { { kind = "indicator", id = "n", source = "n.lua", valid_from = 2020, reference = "r" %s } } }"""
SCRIPT = """return indicator { api = 1, id = "n", title = "N", inputs = { "results" }, outputs = { school = "text", n = "whole" },
  params = { min_n = integer(1, { title = "N", max = 9 }) },
  compute = function(ctx, p) %s return ctx.results:group("school"):tally { n = count() } end }"""


class BadPacksAndScripts(Case):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='opora-pack-')) / 'bad'
        self.folder.mkdir()
        self.write()

    def tearDown(self):
        shutil.rmtree(self.folder.parent)

    def write(self, top='', item='', body='', script=SCRIPT):
        (self.folder / 'pack.lua').write_text(MANIFEST % (top, item))
        (self.folder / 'n.lua').write_text(script % body if '%s' in script else script)

    def found(self, by, words, outcome='failed'):
        done = check(self.folder, '--seed', 1)
        self.assertRegex(done.stdout, rf'{outcome} {by}: .*\n.*{words}', done.stderr)
        self.assertEqual(done.returncode, DONE if outcome == 'warning' else FINDINGS)

    def test_the_pack_without_a_defect_conforms(self):
        self.assertIn('It conforms.', check(self.folder).stdout)

    def test_an_indicator_without_end_is_there_in_every_later_year(self):
        (self.folder / 'pack.lua').write_text((self.folder / 'pack.lua').read_text().replace(
            'items = {', 'items = { { kind = "methodology", id = "m", source = "m.lua", valid_from = 2030, reference = "r" },'))
        (self.folder / 'm.lua').write_text('''return methodology { api = 1, id = "m", category = "C", title = "T", inputs = { "results" },
          decide = function(ctx) ctx:check(ctx:indicator("n"), { rule = "r", value = "n", n = "n", op = ">", threshold = 1 }) ctx:require { at_least = 1 } end }''')
        self.assertIn('It conforms.', check(self.folder).stdout)

    def test_a_misspelt_key(self):
        self.write(top='naem = "x",')
        self.found('manifest', 'did you mean "name"')

    def test_a_base_that_is_not_there(self):
        self.write(top='extends = "nowhere",')
        self.found('bases-resolve', 'there is no pack "nowhere"')

    def test_a_parameter_out_of_range(self):
        self.write(item=', params = { min_n = 50 }')
        self.found('items-load', 'min_n')

    def test_an_id_that_the_script_does_not_have(self):
        (self.folder / 'n.lua').write_text((self.folder / 'n.lua').read_text().replace('id = "n"', 'id = "m"'))
        self.found('items-load', r'pack.lua calls it "n", the file "m" \(PACK-035\)')

    def test_two_versions_for_one_year(self):
        (self.folder / 'pack.lua').write_text((self.folder / 'pack.lua').read_text().replace(
            'items = {', 'items = { { kind = "indicator", id = "n", source = "n.lua", valid_from = 2019, reference = "r" },'))
        self.found('manifest', 'has two versions for 2020')

    def test_a_link_that_leaves_the_pack(self):
        (self.folder / 'notes.txt').symlink_to('/etc/hostname')
        self.found('no-links', 'notes.txt is a link')

    def test_a_script_that_nobody_names(self):
        (self.folder / 'old.lua').write_text('return {}')
        self.found('no-unused-files', 'does not name old.lua', 'warning')

    def test_a_script_that_is_not_utf_8(self):
        (self.folder / 'n.lua').write_bytes((self.folder / 'n.lua').read_bytes().replace(b'"N"', b'"\xd8"', 1))
        self.found('texts-readable', 'n.lua is not UTF-8')

    def test_a_script_that_never_ends(self):
        self.write(body='while true do end')
        self.found('calls-succeed', 'LUA-02')

    def test_a_script_that_trips_over_empty_data(self):
        self.write(body='local s = ctx.schools.school[1] .. "x"')
        self.found('empty-input', 'without schools and rows: .*LUA-010')

    def test_a_script_whose_result_is_not_as_declared(self):
        self.write(body='if true then return ctx.results:group("school"):tally { n = mean("score") } end')
        self.found('output-schema', 'it holds numbers instead of whole numbers')

    def test_long_texts_in_a_finding_are_cut_between_characters(self):
        """Cut within one they were no UTF-8, and a plain warning read as a damaged answer."""
        for before in ('', 'x'):
            self.write(script="""return indicator { api = 1, id = "n", title = "N", inputs = { "results" }, outputs = { school = "text", words = "text" },
              params = { min_n = integer(1, { title = "N", max = 9 }) },
              compute = function(ctx)
                local as_they_come = ctx.results:select("school", "score")
                local words = "BEFORE" .. ("ж"):rep(400) .. tostring(as_they_come.school[1]) .. tostring(as_they_come.score[1])
                return ctx.results:group("school"):tally { n = count() }:with { words = words }:select("school", "words")
              end }""".replace('BEFORE', before))
            self.found('row-order', 'ж" became ', 'warning')


class Command(Case):
    def test_every_check_is_listed_with_a_description(self):
        lines = check('--list').stdout.splitlines()
        self.assertGreaterEqual(len(lines), 40)
        for line in lines:
            self.assertRegex(line, r'^[a-z]+(-[a-z]+)* +(load|contract|data|stress|pack) +(so|lua|pack)(,lua)? +\S.+')
        self.assertEqual(len({line.split()[0] for line in lines}), len(lines))

    def test_the_list_in_json_has_the_same_checks(self):
        ids = [json.loads(line)['check'] for line in subprocess.run([str(OPORA), '--json', 'check', '--list'], capture_output=True, text=True).stdout.splitlines()]
        self.assertEqual(ids, [line.split()[0] for line in check('--list').stdout.splitlines()])

    def test_json_says_of_each_check_how_it_ended(self):
        done = subprocess.run([str(OPORA), '--json', 'check', str(FIXTURES / 'leak.so'), '--seed', '5'], capture_output=True, text=True)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(lines[-1]['seed'], 5)
        self.assertFalse(lines[-1]['conforms'])
        self.assertEqual(lines[-1]['failed'], 1)
        self.assertEqual([line['check'] for line in lines[:-1] if line['outcome'] == 'failed'], ['repeat-no-leak'])
        self.assertEqual(lines[-1]['passed'], sum(line.get('outcome') == 'passed' for line in lines[:-1]))

    def test_the_seed_is_shown_and_repeats_the_run(self):
        first = check(FIXTURES / 'good.so', '--all').stdout
        seed = re.search(r'seed (\d+)', first).group(1)
        self.assertEqual(first, check(FIXTURES / 'good.so', '--all', '--seed', seed).stdout)

    def test_one_check_alone_and_within_the_process(self):
        done = check(FIXTURES / 'lying_schema.so', '--only', 'output-schema', '--in-process')
        self.assertEqual(done.returncode, FINDINGS)
        self.assertIn('1 failed', done.stdout)
        crashed = check(FIXTURES / 'crash_in_call.so', '--only', 'calls-succeed', '--in-process')
        self.assertLess(crashed.returncode, 0, 'the debugger wants to see the crash itself')

    def test_misspelt_checks_and_missing_files_are_usage_errors(self):
        self.assertIn('did you mean "loads"', check(FIXTURES / 'good.so', '--only', 'load').stderr)
        for words in ([], ['no/such/file.so'], [FIXTURES / 'good.so', '--only', 'load'], [HERE]):
            self.assertEqual(check(*words).returncode, USAGE, words)

    def test_a_file_that_is_no_library_is_a_finding(self):
        done = check(SOURCE / 'LICENSE')
        self.assertEqual(done.returncode, FINDINGS)
        self.assertIn('failed shared-library', done.stdout)


if __name__ == '__main__':
    unittest.main()
