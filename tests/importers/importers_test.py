"""Importers of plugins through the real binary: the shipped results file against its twin by a profile, choosing an
importer, what a broken one does, and what extensions warn of."""
import csv, json, os, pathlib, random, shutil, unittest

from opora_cli import OporaTest, SOURCE

COLUMNS = ['school', 'kind', 'subject', 'grade', 'year', 'level', 'participant', 'class', 'gender', 'variant', 'score', 'max_score', 'mark', 'journal']
NAMES = {'school': 'Код школы', 'kind': 'Процедура', 'subject': 'Предмет', 'grade': 'Параллель', 'year': 'ГОД', 'level': 'Уровень', 'participant': 'Участник',
         'class': 'Класс', 'gender': 'Пол', 'variant': 'Вариант', 'score': 'Первичный балл', 'max_score': 'Максимальный балл', 'mark': 'Отметка', 'journal': 'Журнал'}

PACK = '''return { manifest = 1, id = "twin", name = "Twin", level = "region", version = "1.0.0", profiles = { "twin.lua" }, items = {
  %s
} }'''
PROFILE = '''return { id = "twin", title = "The same rows by a profile", header = { "twin" }, school = { column = "school" },
  results = {
    procedure = { kind = { column = "kind" }, subject = { column = "subject" }, grade = { column = "grade" }, year = { column = "year" }, level = { column = "level" } },
    variants = { "variant" }, absent = { "absent" }, total = "score", maximum = "max_score", mark = "mark", journal = "journal",
    class = { column = "class" }, gender = { column = "gender", male = { "male" }, female = { "female" } }, participant = "participant" } }'''
WARNED = '''return methodology { api = 1, id = "warned", category = "T", title = "T", inputs = { "results" }, params = { min_n = integer(1) },
  decide = function(ctx, p)
    for i = 1, 3 do ctx:check(ctx:indicator("warner"), { rule = "r" .. i, value = "n", n = "n", op = ">", threshold = 0, min_n = p.min_n }) end
    ctx:require { at_least = 1 }
  end }'''


def rows():
    """Plain rows of three procedures, then one of every defect that a gate knows in results."""
    made, random_ = [], random.Random(7)
    for school in range(101, 131):
        for subject, grade, level in (('RU', 4, ''), ('MA', 4, ''), ('MA', 11, 'профиль')):
            for pupil in range(random_.randint(5, 15)):
                score = random_.randint(0, 38)
                made.append(dict(school=school, kind='ВПР', subject=subject, grade=grade, year=2022, level=level, participant=school * 1000 + pupil + grade * 100,
                                 **{'class': f'{grade}А'}, gender=random_.choice(['male', 'female']), variant=random_.randint(1, 2), score=score, max_score=38,
                                 mark=2 + score // 10, journal=random_.randint(2, 5)))
    usual = dict(made[0], participant=1)
    bad = [dict(variant='absent', score='', mark='', journal=''), dict(variant='absent'), dict(score=''), dict(variant=''), dict(variant='', score=''),
           dict(score='12,5'), dict(score=99), dict(score=70000), dict(mark=7), dict(mark=''), dict(journal=1), dict(journal=''),
           {'class': ''}, {'class': '5Б'}, dict(gender='x'), dict(variant=0), dict(school=''), dict(grade=40), dict(year='soon'), dict(subject=''),
           dict(max_score=40), dict(participant=''), {}, {}, dict(score=1, mark=2)]
    for number, defect in enumerate(bad):
        made.append({**usual, 'participant': usual['participant'] if not defect or 'score' in defect and defect.get('score') == 1 else 500 + number, **defect})
    return made


def twin_file(path, made):
    with open(path, 'w', encoding='utf-8', newline='') as out:
        writer = csv.writer(out, delimiter=';')
        writer.writerow(COLUMNS + ['twin'])
        writer.writerows([[row[c] for c in COLUMNS] + [''] for row in made])


def normalised_file(path, made, separator=';', mangle=lambda lines: lines):
    """Columns in another order under other names, decimal commas, words for absence and gender."""
    order = list(reversed(COLUMNS))
    lines = [separator.join(NAMES[c] for c in order)]
    for row in made:
        cells = []
        for c in order:
            text = str(row[c])
            if c in ('score', 'max_score') and text.isdigit(): text = f'{text},0'
            if c == 'variant' and text == 'absent': text = 'отсутствовал'
            if c == 'gender': text = {'male': 'М', 'female': 'ж'}.get(text, text)
            if c == 'journal' and text == '': text = '-'
            cells.append(f'"{text}"' if separator in text or c == 'kind' else f' {text} ' if c == 'subject' and text else text)
        lines.append(separator.join(cells))
    pathlib.Path(path).write_bytes(('\ufeff' + '\r\n'.join(mangle(lines)) + '\r\n').encode())


class Importers(OporaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.made = rows()
        cls.regions = cls.folder / 'regions'
        pack = cls.regions / 'twin'
        (pack / 'plugins').mkdir(parents=True)
        shutil.copy(os.environ['ODD_IMPORTERS'], pack / 'plugins/odd.so')
        items = ['{ kind = "importer", id = "%s", source = "plugins/odd.so", valid_from = 2020 }' % name for name in ('marks', 'rival', 'broken', 'many')]
        items += ['{ kind = "indicator", id = "warner", source = "plugins/odd.so", valid_from = 2020 }',
                  '{ kind = "methodology", id = "warned", source = "warned.lua", valid_from = 2020 }',
                  '{ kind = "indicator", id = "mean-score", plugin = "ru.opora.hello", valid_from = 2020 }']
        (pack / 'pack.lua').write_text(PACK % ',\n  '.join(items))
        (pack / 'twin.lua').write_text(PROFILE)
        (pack / 'warned.lua').write_text(WARNED)
        for file in pack.rglob('*'): file.chmod(file.stat().st_mode & ~0o022)
        done = cls.run_opora('plugin', 'trust', pack / 'plugins/odd.so')
        assert done.returncode == 0, done.stderr

    def store(self, name):
        self.opora('--store', name, 'init')
        return name

    def import_(self, store, *words, expect=(0, 1)):
        done = self.run_opora('--json', '--regions', self.regions, '--store', store, 'import', *words)
        self.assertIn(done.returncode, expect, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def contents(self, store):
        query = 'SELECT school, kind, subject, grade, year, level, class, gender, variant, participant, score, max_score, mark, journal, row FROM results'
        names = self.json('--store', store, 'sql', 'SELECT * FROM results LIMIT 1')[0]
        wanted = [c for c in query[7:query.index(' FROM')].split(', ') if c in names]
        self.assertGreater(len(wanted), 8, names)
        return self.json('--store', store, 'sql', f'SELECT {", ".join(wanted)} FROM results ORDER BY {", ".join(wanted)}', timeout=60)

    # --- the shipped results file

    def test_a_results_file_gives_what_its_twin_by_a_profile_gives(self):
        twin_file(self.folder / 'twin.csv', self.made)
        expected = self.import_(self.store('twin.db'), 'twin.csv')['files'][0]
        self.assertEqual(expected['profile'], 'twin/twin')
        kept = self.contents('twin.db')
        self.assertGreater(len(kept), 500)
        for name, separator in (('semicolons.csv', ';'), ('commas.csv', ',')):
            with self.subTest(separator):
                normalised_file(self.folder / name, self.made, separator)
                store = self.store(name + '.db')
                found = self.import_(store, name)['files'][0]
                self.assertEqual(found['profile'], 'ru.opora.csv-results/results')
                self.assertEqual(self.contents(store), kept)
                self.assertEqual(found['counts'], expected['counts'])
                self.assertEqual(found['procedures'], expected['procedures'])
                # Blanks are gone before the host sees the cells.
                def without_place_of_column(defects):
                    return [(d['code'], d['count'], d['first']['row'], d['last']['row']) for d in defects if d['code'] != 'DATA-135']
                self.assertEqual(without_place_of_column(found['defects']), without_place_of_column(expected['defects']))
                self.assertGreater(len(found['defects']), 15)
                [whole] = [d for d in found['defects'] if d['code'] == 'DATA-104']
                self.assertEqual(whole['first'], {'row': whole['first']['row'], 'column': str(len(COLUMNS) - COLUMNS.index('score')), 'value': '12,5'})
                self.assertIn('Correct the total', whole['help'])

    def test_rows_that_are_cut_off_are_rejected_with_place_and_remedy(self):
        def mangle(lines):
            lines[2] += ';more'
            lines[3] = lines[3].rsplit(';', 3)[0]
            lines[4] = lines[4].replace('"ВПР"', '"ВПР')
            lines.insert(5, ';' * (len(COLUMNS) - 1))
            lines.insert(6, '')
            lines[0] += ';ФИО'
            return [lines[0]] + [line + ';Иванов' if line.count(';') == len(COLUMNS) - 1 else line for line in lines[1:]]
        normalised_file(self.folder / 'cut.csv', self.made[:20], mangle=mangle)
        protocol = self.import_(self.store('cut.db'), 'cut.csv')['files'][0]
        self.assertEqual(protocol['counts']['rows'], 20 + 1)  # the row of blanks has a name in it
        self.assertEqual(protocol['counts']['rejected'], 3)
        defects = {d['code']: d for d in protocol['defects']}
        self.assertEqual((defects['CSV-012']['count'], defects['CSV-012']['first']['row'], defects['CSV-012']['severity']), (1, 4, 'error'))
        self.assertEqual(defects['CSV-011']['first']['row'], 5)
        self.assertEqual(defects['CSV-003']['first'], {'row': 1, 'column': str(len(COLUMNS) + 1)})
        self.assertIn('personal', defects['CSV-003']['help'])
        self.assertNotIn('Иванов', json.dumps(protocol, ensure_ascii=False))
        text = self.run_opora('--regions', self.regions, '--store', self.store('cut2.db'), 'import', 'cut.csv').stdout
        self.assertIn('error[CSV-012]: The row has another number of cells than the header', text)
        self.assertIn('cut.csv:4:12', text)

    def test_the_same_file_twice_changes_nothing_and_a_dry_run_writes_nothing(self):
        normalised_file(self.folder / 'twice.csv', self.made)
        store = self.store('twice.db')
        self.assertEqual(self.import_(store, 'twice.csv', '--dry-run')['files'][0]['outcome'], 'would-import')
        self.assertEqual(self.json('--store', store, 'batches'), [])
        self.import_(store, 'twice.csv')
        before = self.contents(store)
        self.assertEqual(self.import_(store, 'twice.csv')['files'][0]['outcome'], 'unchanged')
        self.assertEqual(self.contents(store), before)
        self.opora('--store', store, 'undo', '1')
        self.assertEqual(self.import_(store, 'twice.csv')['files'][0]['outcome'], 'imported')
        self.assertEqual(self.contents(store), before)

    def test_one_and_two_threads_store_the_same(self):
        normalised_file(self.folder / 'threads.csv', self.made)
        digests = set()
        for threads in (1, 2):
            store = self.store(f'threads{threads}.db')
            self.opora('--regions', self.regions, '--store', store, 'import', 'threads.csv', expect=1, env={'OPORA_THREADS': str(threads)})
            digests.add(self.json('--store', store, 'batches')[0]['digest'])
        self.assertEqual(len(digests), 1)

    # --- choosing

    def test_a_tie_is_an_error_that_names_both_and_a_profile_by_id_settles_it(self):
        normalised_file(self.folder / 'rival.csv', self.made)
        store = self.store('tie.db')
        error = self.import_(store, 'rival.csv', expect=(3,))['files'][0]['error']
        self.assertEqual(error['code'], 'DATA-035')
        self.assertIn('org.example.odd-importers/rival', error['message'])
        self.assertIn('ru.opora.csv-results/results', error['message'])
        for name in ('ru.opora.csv-results', 'ru.opora.csv-results/results'):
            self.assertIn(self.import_(store, 'rival.csv', '--profile', name)['files'][0]['outcome'], ('imported', 'unchanged'))
        lost = self.import_(store, 'rival.csv', '--profile', 'org.example.odd-importers/rival', expect=(0, 3))['files'][0]
        self.assertEqual(lost['outcome'], 'unchanged')

    def test_a_plugin_with_several_importers_and_an_unknown_name_are_told(self):
        several = self.opora('--regions', self.regions, '--store', self.store('several.db'), 'import', '.', '--profile', 'org.example.odd-importers', expect=3)
        self.assertIn('brings several importers', several.stderr)
        unknown = self.opora('--regions', self.regions, '--store', 'several.db', 'import', '.', '--profile', 'ru.opora.csv-result/results', expect=3)
        self.assertIn('Did you mean "ru.opora.csv-results/results"?', unknown.stderr)

    def test_files_of_other_endings_in_a_folder_are_read_by_who_knows_them(self):
        folder = self.folder / 'mixed'
        folder.mkdir()
        (folder / 'a.marks').write_text('MARKS ВПР 4 2022\n101 RU 20\n102 RU 21.5\n\n103 RU 22\n')
        (folder / 'b.odd').write_text('nothing')
        files = {f['file']: f for f in self.import_(self.store('mixed.db'), folder)['files']}
        marks = files['a.marks']
        self.assertEqual((marks['outcome'], marks['profile']), ('imported', 'org.example.odd-importers/marks'))
        self.assertEqual(marks['counts'], {'rows': 4, 'accepted': 2, 'absent': 0, 'other': 1, 'rejected': 1})
        self.assertEqual([(d['code'], d['first']) for d in marks['defects'] if d['code'] in ('DATA-104', 'MARKS-002')],
                         [('DATA-104', {'row': 3, 'column': '3', 'value': '21.5'}), ('MARKS-002', {'row': 4, 'value': '0'})])
        self.assertEqual(files['b.odd']['outcome'], 'skipped')

    # --- importers that break the contract

    def test_a_broken_importer_fails_its_file_alone(self):
        said = {'nothing': 'DATA-022', 'early': 'DATA-036', 'dataset': 'DATA-036', 'field': 'DATA-036', 'twice': 'DATA-036', 'exception': 'ABI-005',
                'utf8': 'DATA-036', 'type': 'ABI-005', 'line': 'DATA-036', 'kinds': 'DATA-036'}
        folder = self.folder / 'broken'
        folder.mkdir()
        for how in said: (folder / f'{how}.txt').write_text(f'BROKEN {how}\nx\n')
        (folder / 'throw.txt').write_text('THROW\n')
        (folder / 'well.txt').write_text('BROKEN well\nx\n')
        files = {f['file'][:-4]: f for f in self.import_(self.store('broken.db'), folder, expect=(3,))['files']}
        for how, code in said.items():
            with self.subTest(how): self.assertEqual((files[how]['outcome'], files[how].get('error', {}).get('code')), ('failed', code), files[how])
        self.assertEqual([s['file'] for s in files['exception']['error']['spans']], ['exception.txt', 'regions/twin/plugins/odd.so'])
        self.assertEqual(files['throw']['error']['code'], 'DATA-020')
        self.assertEqual(files['well']['outcome'], 'imported')
        self.assertEqual(len(self.json('--store', 'broken.db', 'batches')), 1)

    def test_an_importer_that_ends_its_process_fails_its_file_alone_and_stores_nothing_of_it(self):
        """That it was a process of its own, the file, the plugin and how it ended are told; in the same run another file is stored."""
        folder = self.folder / 'harm'
        folder.mkdir()
        for how in ('crash', 'exit', 'well'): (folder / f'{how}.txt').write_text(f'BROKEN {how}\nx\n')
        (folder / 'look.txt').write_text('TRAP\n')
        (folder / 'a.marks').write_text('MARKS ВПР 4 2022\n101 RU 20\n')
        store = self.store('harm.db')
        files = {f['file']: f for f in self.import_(store, folder, expect=(3,))['files']}
        for file, code, words in (('crash.txt', 'EXT-001', 'crashed (SIGSEGV)'), ('exit.txt', 'EXT-003', 'exit code 3'), ('look.txt', 'EXT-001', 'crashed (SIGSEGV)')):
            error = files[file]['error']
            self.assertEqual((files[file]['outcome'], error['code']), ('failed', code), error)
            self.assertIn(words, error['message'])
            self.assertEqual({s['file'] for s in error['spans']}, {file, 'regions/twin/plugins/odd.so'})
        self.assertEqual((files['well.txt']['outcome'], files['a.marks']['outcome']), ('imported', 'imported'))
        self.assertEqual(sorted(b['file'] for b in self.json('--store', store, 'batches')), ['a.marks', 'well.txt'])

    def test_a_worker_stores_what_the_same_importer_stores_here(self):
        (self.folder / 'many.txt').write_text('MANY\n')
        kept = []
        for where in ('--isolate', '--in-process'):
            store = self.store(f'many{where}.db')
            found = self.import_(store, 'many.txt', where)['files'][0]
            self.assertEqual(found['counts']['accepted'], 100_000)
            kept.append((found['counts'], found['procedures'], [batch['digest'] for batch in self.json('--store', store, 'batches')],
                         self.json('--store', store, 'sql', 'SELECT count(*) AS n, sum(score) AS s, count(DISTINCT school) AS schools FROM results')))
        self.assertEqual(kept[0], kept[1])

    # --- warnings and shipped plugins by id

    def test_what_an_extension_warns_of_is_shown_once_after_the_run(self):
        normalised_file(self.folder / 'run.csv', self.made)
        store = self.store('run.db')
        self.import_(store, 'run.csv')
        words = ('--regions', self.regions, '--store', store, 'run', '--pack', 'twin', '--year', 2022, '--afresh')
        shown = self.opora(*words).stderr
        self.assertEqual(shown.count('warning[ODD-001]: few participants in some schools'), 1, shown)
        self.assertIn('regions/twin/plugins/odd.so', shown)
        self.assertIn('reported 3 times', shown)
        [run] = self.json(*words)
        self.assertEqual([(w['code'], w['help']) for w in run['warnings']], [('ODD-001', 'look at the attendance')])
        # A run that takes its parts over from this one tells what was warned of then, word for word.
        [again] = self.json(*words[:-1])
        self.assertEqual((again['carried_over'], again['warnings']), (again['parts'], run['warnings']))
        self.assertIn('reported 3 times', self.opora(*words[:-1]).stderr)

    def test_a_shipped_file_that_is_another_plugin_than_the_pack_says_is_refused(self):
        pack = self.folder / 'other/other'
        pack.mkdir(parents=True)
        (pack / 'pack.lua').write_text('''return { manifest = 1, id = "other", name = "O", level = "region", version = "1.0.0", items = {
          { kind = "methodology", id = "m", plugin = "org.example.hello", valid_from = 2020 } } }''')
        failed = self.opora('--regions', self.folder / 'other', '--store', self.store('other.db'), 'run', '--pack', 'other', '--year', 2022, expect=4)
        self.assertIn('error[PACK-034]', failed.stderr)
        self.assertIn('is the plugin "ru.opora.hello", not "org.example.hello"', failed.stderr)

    def test_a_plugin_that_does_not_ship_is_named_with_its_pack(self):
        pack = self.folder / 'absent/none'
        pack.mkdir(parents=True)
        (pack / 'pack.lua').write_text('''return { manifest = 1, id = "none", name = "N", level = "region", version = "1.0.0", items = {
          { kind = "methodology", id = "m", plugin = "ru.opora.absent", valid_from = 2020 } } }''')
        failed = self.opora('--regions', self.folder / 'absent', '--store', self.store('none.db'), 'run', '--pack', 'none', '--year', 2022, expect=4)
        self.assertIn('PACK-030', failed.stderr)
        self.assertIn('this Opora has no plugin "ru.opora.absent"', failed.stderr)


if __name__ == '__main__':
    unittest.main()
