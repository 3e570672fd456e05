"""Hostile and broken files: each gives one clear error with the file's name and a remedy, exit code 3,
little memory, and a store as it was before."""
import contextlib, json, os, pathlib, random, sqlite3, subprocess, unittest, zipfile

from opora_cli import OPORA, SOURCE, OporaTest

PEAK_MB = 300
WORKBOOK_PARTS = {
    '[Content_Types].xml': '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                           '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                           '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
                           '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    '_rels/.rels': '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
                   'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    'xl/_rels/workbook.xml.rels': '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
                                  'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/workbook.xml': '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
                       'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
}
SHARED_TEXTS = '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>'
SHEET_HEAD = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET_TAIL = '</sheetData></worksheet>'
BOMB = '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a0 "ha">' + ''.join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12)) + ']>'


def row(number, *texts):
    cells = ''.join(f'<c r="{chr(65 + i)}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for i, text in enumerate(texts))
    return f'<row r="{number}">{cells}</row>'


class HostileFile(OporaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sample(schools=6)
        assert cls.run_opora('init').returncode == 0
        done = cls.run_opora('import', 'sample')
        assert done.returncode in (0, 1), done.stderr
        cls.good = max((cls.folder / 'sample' / '2020').rglob('*.xlsx'), key=lambda f: f.stat().st_size)

    def content(self):
        """Everything in the store but its diary."""
        with contextlib.closing(sqlite3.connect(f'file:{self.folder}/opora.db?mode=ro', uri=True)) as db:
            tables = [name for name, in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'audit'")]
            counts = {table: db.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}
        facts = [self.json('sql', f'SELECT count(*), sum(score), sum(line) FROM {table}') for table in ('results', 'tasks')]
        return counts, self.json('batches'), facts

    def import_measured(self, file):
        """(exit code, everything printed, errors of the protocol, peak memory in MB)"""
        with open(self.folder / 'printed.txt', 'w+b') as printed:
            process = subprocess.Popen([str(OPORA), '--json', '--lang', 'en', '--regions', str(SOURCE / 'regions'), 'import', str(file)], cwd=self.folder,
                                       stdout=printed, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            printed.seek(0)
            text = printed.read().decode()
        try:
            errors = [f['error'] for f in json.loads(text)['files'] if 'error' in f]
        except ValueError:
            errors = []
        return process.returncode, text, errors, usage.ru_maxrss / 1024

    def refuse(self, name, *words):
        before = self.content()
        code, text, errors, peak = self.import_measured(name)
        self.assertEqual(code, 3, f'{name}: {text}')
        self.assertEqual(len(errors), 1, f'{name}: {text}')
        self.assertIn(name, json.dumps(errors[0], ensure_ascii=False))
        self.assertTrue(errors[0]['message'] and errors[0]['help'], errors[0])
        for word in words:
            self.assertIn(word, json.dumps(errors[0], ensure_ascii=False))
        self.assertLess(peak, PEAK_MB, f'{name}: peak memory in MB')
        self.assertEqual(self.content(), before, f'{name} changed the store')

    def write(self, name, data):
        (self.folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
        return name

    def workbook(self, name, sheet, **other_parts):
        with zipfile.ZipFile(self.folder / name, 'w', zipfile.ZIP_DEFLATED) as book:
            for part, text in {**WORKBOOK_PARTS, **other_parts}.items():
                book.writestr(part, text)
            with book.open('xl/worksheets/sheet1.xml', 'w', force_zip64=True) as out:
                for piece in [sheet] if isinstance(sheet, str) else sheet:
                    out.write(piece.encode())
        return name

    def place(self, name):
        """Where a file must stand so that its folders and name say what it holds, as those of the good one do."""
        path = self.folder / name / self.good.relative_to(self.folder / 'sample')
        path.parent.mkdir(parents=True)
        return path

    def with_sheet(self, name, change):
        """The good workbook with the text of its worksheets changed; `change` gives a text or pieces of one."""
        path = self.place(name)
        with zipfile.ZipFile(self.good) as source, zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as book:
            for part in source.namelist():
                data = source.read(part)
                if not part.startswith('xl/worksheets/sheet'):
                    book.writestr(part, data)
                    continue
                text = change(data.decode())
                with book.open(part, 'w', force_zip64=True) as out:
                    for piece in [text] if isinstance(text, str) else text:
                        out.write(piece.encode())
        return str(path.relative_to(self.folder))

    def test_a_workbook_cut_short_anywhere(self):
        whole = self.good.read_bytes()
        chance = random.Random(5)
        for size in (4, 100, len(whole) // 4, len(whole) // 2, len(whole) - 1000, len(whole) - 1, *(chance.randrange(4, len(whole)) for _ in range(6))):
            with self.subTest(size=size):
                self.refuse(self.write(f'cut-{size}.xlsx', whole[:size]))

    def test_a_workbook_with_a_damaged_sheet(self):
        self.refuse(self.with_sheet('unclosed', lambda text: text[:len(text) * 2 // 3]), 'DATA-005')
        with zipfile.ZipFile(self.good) as book:
            sheet = max(book.infolist(), key=lambda part: part.compress_size)
        whole = bytearray(self.good.read_bytes())
        middle = sheet.header_offset + sheet.compress_size // 2
        whole[middle:middle + 2000] = bytes(2000)
        path = self.place('holes')
        path.write_bytes(whole)
        self.refuse(str(path.relative_to(self.folder)), 'DATA-003')

    def test_an_xml_bomb(self):
        def bombed(text):
            return BOMB + text[text.index('?>') + 2:]
        self.refuse(self.with_sheet('bomb', bombed), 'DATA-004')
        self.refuse(self.workbook('shared.xlsx', SHEET_HEAD + '<row r="1"><c r="A1" t="s"><v>0</v></c></row>' + SHEET_TAIL, **{
            'xl/_rels/workbook.xml.rels': WORKBOOK_PARTS['xl/_rels/workbook.xml.rels'].replace('</Relationships>', SHARED_TEXTS + '</Relationships>'),
            'xl/sharedStrings.xml': BOMB + '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&a11;</t></si></sst>'}), 'DATA-004')

    def test_a_zip_bomb(self):
        def inflated(filler, end):
            def change(text):
                at = text.rindex('</sheetData>')
                return [text[:at], '<row r="90000">', *[filler * (2**20 // len(filler))] * 1000, end, text[at:]]  # 1 GB in 1 MB
            return change
        for name, filler, end in (('blanks', ' ', '</row>'), ('cells', '<c/>', '</row>'), ('rows', '</row><row>', '</row>')):
            with self.subTest(name=name):
                bomb = self.with_sheet(name, inflated(filler, end))
                try:
                    self.refuse(bomb)
                finally:
                    (self.folder / bomb).unlink()

    def test_a_workbook_that_is_another_table(self):
        self.refuse(self.workbook('prices.xlsx', SHEET_HEAD + row(1, 'Товар', 'Цена') + row(2, 'Мел', '10') + SHEET_TAIL), 'DATA-020')

    def test_an_empty_form(self):
        def first_rows(text):
            end = text.index('</row>') + len('</row>')
            return text[:end] + text[text.index('</sheetData>'):]
        self.refuse(self.with_sheet('form', first_rows), 'DATA-029')
        self.refuse(self.workbook('nothing.xlsx', SHEET_HEAD + SHEET_TAIL))
        self.refuse(self.write('empty.csv', ''))
        self.refuse(self.write('empty.xlsx', ''))

    def test_bytes_that_are_no_table(self):
        garbage = random.Random(6).randbytes(200_000)
        for name in ('garbage.xlsx', 'garbage.csv'):
            self.refuse(self.write(name, garbage))
        self.refuse(self.write('archive-start.xlsx', b'PK\x03\x04' + garbage))

    def test_one_line_of_a_hundred_megabytes(self):
        for name, start, filler in (('line.csv', b'a;b;c\n', b'x'), ('cells.csv', b'', b'a;'), ('quote.csv', b'a;b\n"', b'x\n')):
            with self.subTest(name=name):
                with open(self.folder / name, 'wb') as out:
                    out.write(start)
                    for _ in range(100):
                        out.write(filler * (2**20 // len(filler)))
                try:
                    self.refuse(name)
                finally:
                    (self.folder / name).unlink()

    def test_an_old_or_protected_workbook(self):
        signature = bytes.fromhex('d0cf11e0a1b11ae1')
        for name, streams in (('old.xls', ['Workbook']), ('protected.xlsx', ['EncryptionInfo', 'EncryptedPackage'])):
            directory = b''.join(stream.encode('utf-16-le').ljust(128, b'\0') for stream in ['Root Entry', *streams])
            self.refuse(self.write(name, (signature + bytes(504) + directory).ljust(8192, b'\0')), 'DATA-008', '.xlsx')

    def test_a_broken_file_does_not_keep_the_good_one_beside_it_out(self):
        mixed = self.folder / 'mixed' / '2020' / '8'
        mixed.mkdir(parents=True)
        good = mixed / self.good.name
        good.write_bytes(self.good.read_bytes())
        (mixed / 'broken.xlsx').write_bytes(self.good.read_bytes()[:5000])
        self.opora('--store', 'mixed.db', 'init')
        error = self.opora('--store', 'mixed.db', 'import', 'mixed', expect=3)
        self.assertIn('broken.xlsx', error.stdout + error.stderr)
        self.assertEqual([pathlib.Path(b['file']).name for b in self.json('--store', 'mixed.db', 'batches')], [good.name])


if __name__ == '__main__':
    unittest.main()
