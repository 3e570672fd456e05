"""The rows of the five road maps as the packs keep them: none lost, each text as its document has it."""
import collections, csv, re, unittest

from opora_cli import SOURCE

DOCUMENTS = SOURCE.parent / 'shared' / 'documents'
COLUMNS = ['section', 'number', 'measure', 'deadline', 'purpose', 'responsible', 'result']

# plan: document, numbers that its rows carry in their order (gaps and repetitions are the document's), further points
PLANS = {
    'ru-se/2021': ('000', [f'{n}.' for n in range(1, 29)], 23),
    'ru-mo-bolsheberezniki/2020': ('001', [str(n) for n in range(1, 18)], 0),
    'ru-mo-bolsheberezniki/2021': ('001', [str(n) for n in range(1, 14)], 0),
    'ru-mo-bolsheberezniki/2022': ('001', [str(n) for n in range(1, 14)], 0),
    'ru-irk-katanga/2023': ('002', ['1', '2', '3', '4.', '5', '6', '7.', '8', '9', '10', '11', '11'], 0),
    'ru-smo/2019': ('003', ['1.', '2.', '3.', '3.1.', '3.2.', '3.3.', '4.', '4.1.', '4.2.', '4.3.', '5.'] +
                    [f'{n}.' for n in range(1, 44) if n != 9] + [f'{n}.' for n in range(1, 7)], 3),
    'ru-ros/2020': ('004', [f'{s}.{n}' + ('' if (s, n) == (3, 13) else '.') for s, last in ((1, 12), (2, 8), (3, 19), (4, 7), (5, 4))
                            for n in range(1, last + 1)], 26),
}
MOST_PIECES = 4  # a cell that a page break cuts stands in the document in parts


def rows_of(plan):
    pack, year = plan.split('/')
    with open(SOURCE / 'regions' / pack / 'plans' / f'{year}.csv', encoding='utf-8', newline='') as file:
        reader = csv.DictReader(file, delimiter=';')
        rows = list(reader)
    return reader.fieldnames, rows


def plain(text):
    """Words of a text, without the marks of tables and lists."""
    text = re.sub(r'<[^>]+>|[|*]', ' ', text)
    return re.sub(r'\s+', ' ', re.sub(r'(^|\s)-\s*', r'\1', text)).strip()


def pieces(text, document):
    """In how many runs of whole words the text stands in the document; None when some word does not."""
    words, count = text.split(), 0
    while words:
        longest = next((n for n in range(len(words), 0, -1) if f' {" ".join(words[:n])} ' in document), 0)
        if longest == 0:
            return None
        words, count = words[longest:], count + 1
    return count


class PlanRows(unittest.TestCase):
    def test_every_row_is_there_in_the_order_and_with_the_number_of_the_document(self):
        for plan, (_, numbers, points) in PLANS.items():
            columns, rows = rows_of(plan)
            self.assertEqual(columns, COLUMNS, plan)
            self.assertEqual([r['number'] for r in rows if r['number']], numbers, plan)
            self.assertEqual(sum(not r['number'] for r in rows), points, plan)
            for r in rows:
                self.assertTrue(r['measure'], (plan, r))
                self.assertEqual([v for v in r.values() if v != v.strip() or '\n' in v], [], plan)

    def test_a_point_without_a_number_follows_the_row_that_it_belongs_to(self):
        for plan in PLANS:
            _, rows = rows_of(plan)
            self.assertTrue(rows[0]['number'], plan)
            for r in rows:
                self.assertEqual(r['measure'].startswith('- '), not r['number'], (plan, r['measure']))

    def test_sections_are_those_of_the_documents(self):
        sections = {plan: list(collections.Counter(r['section'] for r in rows_of(plan)[1]).values()) for plan in PLANS}
        self.assertEqual(sections['ru-smo/2019'], [11, 23, 8, 10, 4, 6])
        self.assertEqual(len(sections['ru-ros/2020']), 5)
        self.assertEqual([len(sections[f'ru-mo-bolsheberezniki/{year}']) for year in (2020, 2021, 2022)], [1, 1, 1])

    @unittest.skipUnless(DOCUMENTS.exists(), 'the documents are not here')
    def test_every_text_is_the_documents(self):
        for plan, (document, _, _) in PLANS.items():
            text = ' ' + plain(next(DOCUMENTS.glob(document + '*')).read_text(encoding='utf-8')) + ' '
            for r in rows_of(plan)[1]:
                for column in COLUMNS[2:]:
                    if r[column]:
                        found = pieces(plain(r[column]), text)
                        self.assertIsNotNone(found, (plan, r['number'], column, r[column]))
                        self.assertLessEqual(found, MOST_PIECES, (plan, r['number'], column, r[column]))

    @unittest.skipUnless(DOCUMENTS.exists(), 'the documents are not here')
    def test_no_numbered_row_of_the_documents_is_forgotten(self):
        for document in {document for document, _, _ in PLANS.values()}:
            text = next(DOCUMENTS.glob(document + '*')).read_text(encoding='utf-8')
            table = re.findall(r'(?m)^(?:\| *(?:<p>)?)?(\d{1,2}(?:\.\d{1,2})?\.?)(?=\t| \|| Курсы)(?!\t2\t3)', text)
            kept = [n for plan, (d, numbers, _) in PLANS.items() if d == document for n in numbers]
            missing = collections.Counter(table) - collections.Counter(kept)
            self.assertEqual(missing, collections.Counter(), document)
            self.assertGreater(len(table), 10, document)


if __name__ == '__main__':
    unittest.main()
