"""Every report of a pack in every format: the files keep the rules of their formats, say the same, and print whole."""
import csv
import datetime
import io
import json
import re
import shutil
import subprocess
import unittest
import zipfile
from fractions import Fraction
from xml.etree import ElementTree

import browser
import document_texts
import letterhead
import ooxml
from opora_cli import SOURCE
from region_reports import RegionReports, without_the_day

GOLDEN = SOURCE / 'tests' / 'golden' / 'reports'
S = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'


def grid(table):
    """(title, column of the table, part of its value) of each column of a spreadsheet."""
    for at, column in enumerate(table['columns']):
        yield column['title'], at, 'value'
        if column['show_n']:
            yield column['title'], at, 'n'
        if any('interval' in cell for row in document_texts.placed(table['rows']) for place, cell in row if place == at):
            yield from ((column['title'], at, part) for part in ('low', 'high'))


def parts(table, rows):
    """(kind, digits, value) of each place of the spreadsheet: a value is a text, a number, a Fraction or nothing."""
    for row in document_texts.placed(rows):
        cells = dict(row)
        yield [part_of(cells.get(at), part, table['columns'][at]) for _, at, part in grid(table)]


def part_of(cell, part, column):
    kind, digits = column['type'], column['digits']
    if cell is None:
        return kind, digits, None
    if part == 'n':
        return 'integer', 0, cell.get('denominator')
    if part != 'value':
        return kind, digits, document_texts.exact(cell['interval'][part == 'high']) if 'interval' in cell else None
    if 'text' in cell:
        return 'text', 0, cell['text']
    if 'date' in cell:
        return 'date', 0, cell['date']
    if 'integer' in cell:
        return 'integer', 0, cell['integer']
    if cell.get('denominator'):
        return kind, digits, Fraction(cell['numerator'], cell['denominator'])
    if isinstance(cell.get('number'), float | int):
        return kind, digits, document_texts.exact(cell['number'])
    return 'missing', 0, cell.get('reason', '')


def csv_text(kind, digits, value):
    if value is None:
        return ''
    if kind in ('text', 'missing'):  # what a spreadsheet would take for a formula is marked
        return "'" + value if value.strip(' \n\u00a0').startswith(('=', '+', '-', '@', '\t', '＝', '＋', '－', '＠')) else value
    if kind == 'date':
        return '.'.join(reversed(value.split('-')))
    if kind == 'integer' and isinstance(value, int):
        return str(value)
    return document_texts.rounded(value * (100 if kind == 'percent' else 1), digits).replace('−', '-')


def csv_form(table):
    return [[csv_text(*one) for one in row] for row in parts(table, table['rows'] + ([table['totals']] if table['totals'] else []))]


def tables_of_csv(file, tables):
    """Rows below the titles of each table, as far as they go."""
    rows = list(csv.reader(io.StringIO(file.read_text(encoding='utf-8-sig'), newline=''), delimiter=';'))
    found = []
    for table in tables:
        titles = [title for title, _, _ in grid(table)]
        at = next((i for i, row in enumerate(rows) if len(row) == len(titles) and all(cell.startswith(title) for cell, title in zip(row, titles))), None)
        if at is None:
            found.append(None)
            continue
        many = len(table['rows']) + bool(table['totals'])
        found.append(rows[at + 1:at + 1 + many])
        rows = rows[at + 1 + many:]
    return found


def sheets_of(file):
    """Rows of each sheet as lists of texts and numbers."""
    with zipfile.ZipFile(file) as archive:
        texts = [''.join(piece.text or '' for piece in one.iter(S + 't')) for one in ElementTree.fromstring(archive.read('xl/sharedStrings.xml'))]
        names = sorted((name for name in archive.namelist() if name.startswith('xl/worksheets/sheet')), key=lambda name: int(re.search(r'\d+', name)[0]))
        for name in names:
            rows = []
            for row in ElementTree.fromstring(archive.read(name)).iter(S + 'row'):
                cells = {ooxml.corner(cell.get('r'))[1] - 1: texts[int(cell.find(S + 'v').text)] if cell.get('t') == 's' else float(cell.find(S + 'v').text) for cell in row if cell.find(S + 'v') is not None}
                rows.append([cells.get(i, '') for i in range(max(cells, default=-1) + 1)])
            yield rows


def sheet_value(kind, value):
    if value is None:
        return ''
    if kind == 'missing':
        return value or '—'
    if kind == 'date':
        return float((datetime.date.fromisoformat(value) - datetime.date(1899, 12, 30)).days)
    return value if kind == 'text' else float(value)


def alike(one, other):
    return abs(one - other) <= 1e-9 * max(1, abs(other)) if isinstance(one, float) and isinstance(other, float) else one == other


def holds(sheet, table):
    titles = [title for title, _, _ in grid(table)]
    wanted = [[sheet_value(kind, value) for kind, _, value in row] for row in parts(table, table['rows'])]
    for at, row in enumerate(sheet):
        if len(row) < len(titles) or not all(str(cell).startswith(title.replace('\n', ' ')) for cell, title in zip(row, titles)):
            continue
        below = [line + [''] * (len(titles) - len(line)) for line in sheet[at + 1:at + 1 + len(wanted)]]
        return len(below) == len(wanted) and all(alike(one, other) for line, want in zip(below, wanted) for one, other in zip(line, want))
    return False


def furniture(document):
    """What pages have at head and foot: header, footer, sources, titles of tables."""
    yield from (document['header'], document['footer'])
    yield ' · '.join(f"{source['title']}\u00a0{source['digest'][:12]}" for source in document['sources'])
    for table in (block for block in document['blocks'] if block['type'] == 'table'):
        yield ''.join(document_texts.group_text(cell) for row in table['header'] for cell in row) + ''.join(column['title'] for column in table['columns'])


def inside(document):
    """What a file has beside the text: its sources at the end, words of charts, footnotes."""
    yield from ('Источники данных', 'Источники:', document['footer'])
    for source in document['sources']:
        yield from (f"{source['title']} ({source['digest'][:12]})", f"{source['title']} {source['digest'][:12]}")
    for chart in (block for block in document['blocks'] if block['type'] == 'chart'):
        yield from (chart['x_title'], chart['y_title'])
        yield from (mark['label'] for mark in chart['marks'])
        yield from (series['name'] for series in chart['series'])
        yield from (point['label'] for series in chart['series'] for point in series['points'])


def pages_of_words(file):
    """(width, height, [(left, top, right, text) of each word]) of each page, in points."""
    text = subprocess.run(['pdftotext', '-bbox', str(file), '-'], capture_output=True, text=True, check=True).stdout
    pages = []
    for width, height, left, top, right, word in re.findall(r'<page width="([\d.]+)" height="([\d.]+)"|<word xMin="(-?[\d.]+)" yMin="(-?[\d.]+)" xMax="(-?[\d.]+)" yMax="[^"]*">(.*?)</word>', text):
        if width:
            pages.append((float(width), float(height), []))
        else:
            pages[-1][2].append((float(left), float(top), float(right), word))
    return pages


def office(folder, *files, out='pdf'):
    """PDFs of Word files and workbooks by LibreOffice, in one call; what it complains of."""
    done = subprocess.run(['soffice', f'-env:UserInstallation=file://{folder}/profile', '--headless', '--norestore', '--convert-to', 'pdf', '--outdir', folder / out, *files],
                          capture_output=True, text=True, timeout=300, check=True)
    return re.findall('(?i).*(?:error|repair).*', done.stderr)


class ReportFiles(RegionReports):
    NAMES = ('order', 'explanation', 'school-card', 'not-submitted', 'pairs', 'comparison', 'municipal-summary', 'objectivity', 'recommendations', 'analytic-note', 'course-groups',
             'plan-progress', 'annual', 'dynamics', 'interview-sheet', 'lists-side-by-side', 'deficit-letter')
    PRINTED = ('order', 'explanation', 'school-card', 'not-submitted', 'comparison', 'analytic-note', 'recommendations')

    def test_word_files_and_workbooks_keep_the_rules(self):
        for name in self.NAMES:
            for format in ('docx', 'xlsx'):
                with self.subTest(name, format=format):
                    self.assertEqual(ooxml.complaints(self.file(name, format)), [])

    def test_every_format_says_what_somebody_looked_at(self):
        for name in self.NAMES:
            wanted = (GOLDEN / f'{name}.txt').read_text()
            made = {'json': document_texts.lines_of_json(self.document(name)), 'html': document_texts.lines_of_html(self.file(name, 'html').read_text()),
                    'docx': document_texts.lines_of_docx(self.file(name, 'docx'))}
            for format, lines in made.items():
                with self.subTest(name, format=format):
                    self.assertEqual(without_the_day('\n'.join(lines) + '\n'), wanted)

    def document(self, name):
        return json.loads(self.file(name, 'json').read_text())

    def test_tables_of_csv_and_of_workbooks_are_those_of_the_document(self):
        for name in self.NAMES:
            tables = [block for block in self.document(name)['blocks'] if block['type'] == 'table']
            with self.subTest(name, format='csv'):
                self.assertEqual(tables_of_csv(self.file(name, 'csv'), tables), [csv_form(table) for table in tables])
            with self.subTest(name, format='xlsx'):
                sheets = sheets_of(self.file(name, 'xlsx'))
                for table in tables:
                    self.assertTrue(any(holds(sheet, table) for sheet in sheets), f'{table["caption"]}: {[c["title"] for c in table["columns"]]}')

    @unittest.skipUnless(shutil.which('soffice') and shutil.which('pdftotext'), 'LibreOffice or poppler-utils are not here')
    def test_paper_says_the_same_and_nothing_is_cut(self):
        complaints = office(self.folder, *(self.file(name, 'docx') for name in self.PRINTED))
        self.assertEqual(complaints, [])
        for name in self.PRINTED:
            with self.subTest(name, by='LibreOffice'):
                self.assert_printed(name, self.folder / 'pdf' / f'{name}.pdf')
        if not browser.program():
            self.skipTest('Chromium is not here')
        with browser.Browser() as chromium:
            for name in self.PRINTED:
                with self.subTest(name, by='Chromium'):
                    page = chromium.open(self.file(name, 'html'))
                    (self.folder / f'{name}-page.pdf').write_bytes(page.pdf())
                    page.close()
                    self.assert_printed(name, self.folder / f'{name}-page.pdf', page=True)

    def assert_printed(self, name, pdf, page=False):
        document = self.document(name)
        pages = document_texts.pages_of_pdf(pdf)
        lost, extra = document_texts.differences(document_texts.lines_of_json(document, page), pages, furniture(document), inside(document))
        if any(block['type'] == 'chart' for block in document['blocks']):
            extra = [one for one in extra if not re.fullmatch('[\\d,.%−–]+', one)]  # figures of axes
        self.assertEqual((lost, [one for one in extra if one.strip('•')]), ([], []))
        self.assert_inside(pdf)
        for table in (block for block in document['blocks'] if block['type'] == 'table' and len(block['rows']) > 40):
            titles = [document_texts.bare(column['title']) for column in table['columns']]
            rows = [document_texts.bare(' '.join(part for part in line.split(' | '))) for line in document_texts.table_lines({**table, 'caption': '', 'header': [], 'totals': [], 'note': ''})[1:]]
            within = [text for text in map(document_texts.bare, pages) if sum(row in text for row in rows) > 3]
            self.assertGreater(len(within), 1)
            for text in within:
                self.assertTrue(all(title in text for title in titles), 'titles are repeated on each page')

    def test_texts_have_the_typography_of_print(self):
        for name in self.NAMES:
            for line in document_texts.lines_of_json(self.document(name)):
                with self.subTest(name):
                    self.assertNotRegex(line, r'"|[№§] [^\s|]|\d %|[^|\s] —')

    # ГОСТ Р 7.0.97-2025: margins of 30, 10, 20 and 20 mm, numbers in the middle of the upper margin from the second page on, the text justified from
    # 12.5 mm, post at the left and name at the right, the mark of an annex in the right corner of its first page, its lines no longer than 8 cm.
    @unittest.skipUnless(shutil.which('soffice') and shutil.which('pdftotext'), 'LibreOffice or poppler-utils are not here')
    def test_an_order_has_the_form_of_the_standard(self):
        self.assertEqual(office(self.folder, self.file('order', 'docx'), out='form'), [])
        first, annex = pages_of_words(self.folder / 'form' / 'order.pdf')
        mm, near = 72 / 25.4, 1.5  # points
        width, height, words = first
        self.assertEqual((round(width / mm), round(height / mm)), (210, 297))
        body = [one for one in words if one[1] < height - 20 * mm]
        self.assertAlmostEqual(min(left for left, *_ in body), 30 * mm, delta=near)
        self.assertAlmostEqual(max(right for _, _, right, _ in body), width - 10 * mm, delta=near)
        self.assertGreaterEqual(min(top for _, top, _, _ in body), 20 * mm - near)
        self.assertNotIn('1', [word for _, top, _, word in words if top < 20 * mm], 'the first page has no number')
        begin = next(one for one in words if one[3] == 'В' or one[3].startswith('В\u00a0'))
        self.assertAlmostEqual(begin[0], 42.5 * mm, delta=near)
        place = {word: (left, top, right) for left, top, right, word in words}
        self.assertAlmostEqual(place['Министр'][0], 30 * mm, delta=near)
        self.assertAlmostEqual(place['Иванова'][2], width - 10 * mm, delta=near)
        self.assertAlmostEqual(place['Министр'][1], place['Иванова'][1], delta=near)
        width, height, words = annex
        self.assertEqual((round(width / mm), round(height / mm)), (297, 210))
        left, top, right, _ = next(one for one in words if one[3] == '2' and one[1] < 20 * mm)
        self.assertAlmostEqual((left + right) / 2, width / 2, delta=near)
        self.assertGreaterEqual(top, 10 * mm - near)
        body = [one for one in words if one[1] > 20 * mm]
        mark = min(body, key=lambda one: one[1])
        self.assertEqual(mark[3], 'Приложение')
        self.assertAlmostEqual(mark[0], width - 20 * mm - 80 * mm, delta=near)

    def assert_inside(self, pdf):
        for width, _, words in pages_of_words(pdf):
            self.assertEqual([(left, right, word) for left, _, right, word in words if left < 0 or right > width], [], f'on a page of {width}')

    @unittest.skipUnless(shutil.which('soffice') and shutil.which('pdftotext'), 'LibreOffice or poppler-utils are not here')
    def test_a_region_puts_an_order_on_its_own_letterhead(self):
        form = letterhead.write(self.folder / 'form.docx')
        words = [*self.reports()['order'], '--set', 'city=г. Примерск', '--template', form]
        made = self.opora(*words, '-o', 'own.docx', lang='ru')
        file = self.folder / 'own.docx'
        self.assertIn('DOC-001', made.stderr + made.stdout)
        self.assertIn('phone', made.stderr + made.stdout)
        self.assertIn('DOC-002', made.stderr + made.stdout)
        for left in ('post', 'signed_by', 'control', 'city'):
            self.assertIn(left, made.stderr + made.stdout)
        self.assertEqual(ooxml.complaints(form), [])
        self.assertEqual(ooxml.complaints(file), [])
        with zipfile.ZipFile(file) as archive:
            self.assertEqual(archive.read('word/media/arms.png'), letterhead.ARMS)
            self.assertIn('Министерство образования области', archive.read('word/header1.xml').decode())
        self.assertEqual(office(self.folder, file, out='own'), [])
        pages = document_texts.pages_of_pdf(self.folder / 'own' / 'own.pdf')
        self.assertIn('ПРАВИТЕЛЬСТВО ПРИМЕРНОЙ ОБЛАСТИ', pages[0])
        self.assertNotIn('ПРАВИТЕЛЬСТВО', ''.join(pages[1:]))
        self.assertRegex(pages[0].replace('\u00a0', ' '), 'от 15 марта 2022 г.\\s+№ 12-р')
        self.assertIn('{{phone}}', ''.join(pages))
        lost, _ = document_texts.differences(document_texts.lines_of_json(self.document('order')), pages, [], [])
        self.assertEqual(lost, [])
        nowhere = letterhead.write(self.folder / 'nowhere.docx', content='Текст приказа')
        self.assertIn('DOC-003', self.opora(*self.reports()['order'], '--template', nowhere, '-o', 'none.docx', expect=3).stderr)
        self.assertFalse((self.folder / 'none.docx').exists())

    @unittest.skipUnless(shutil.which('soffice') and shutil.which('pdfinfo'), 'LibreOffice or poppler-utils are not here')
    def test_every_sheet_of_a_workbook_is_as_wide_as_its_page(self):
        self.assertEqual(office(self.folder, *(self.file(name, 'xlsx') for name in self.PRINTED), out='sheets'), [])
        for name in self.PRINTED:
            with self.subTest(name):
                pdf = self.folder / 'sheets' / f'{name}.pdf'
                self.assert_inside(pdf)
                tables = [block for block in self.document(name)['blocks'] if block['type'] == 'table' and block['rows']]
                text = document_texts.bare(''.join(document_texts.pages_of_pdf(pdf)))
                for table in tables:
                    for column in table['columns']:
                        self.assertIn(document_texts.bare(column['title']), text)


if __name__ == '__main__':
    unittest.main()
