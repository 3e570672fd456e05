"""Word files and workbooks keep the rules of their schemas, with hostile texts, too; and the rules (ooxml.py) see what is damaged."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest
import zipfile

import ooxml

SAMPLE = os.environ.get("OPORA_DOCUMENT_SAMPLE", "")
NAMES = ("note", "order", "list", "hostile")
DOCX_DAMAGE = (  # part, what stands there, what is put there, what is said
    ("word/document.xml", '<w:pPr><w:pStyle w:val="Title"/>', '<w:pPr><w:jc w:val="center"/><w:pStyle w:val="Title"/>', "pStyle comes too late in pPr"),
    ("word/document.xml", "<w:r><w:rPr><w:b/></w:rPr>", "<w:r><w:rPr><w:sz w:val=\"20\"/><w:b/></w:rPr>", "b comes too late in rPr"),
    ("word/document.xml", "</w:tblPr><w:tblGrid>", "<w:tblStyle w:val=\"TableGrid\"/></w:tblPr><w:tblGrid>", "tblStyle comes too late in tblPr"),
    ("word/document.xml", "<w:tcPr><w:tcW", '<w:tcPr><w:vAlign w:val="center"/><w:tcW', "tcW comes too late in tcPr"),
    ("word/document.xml", "<w:pgSz", '<w:titlePg/><w:pgSz', "pgSz comes too late in sectPr"),
    ("word/document.xml", "<w:tblGrid><w:gridCol", '<w:tblGrid><w:gridCol w:w="1"/><w:gridCol', "has a grid of"),
    ("word/document.xml", '<w:vMerge w:val="restart"/>', "", "vMerge goes on where no cell above begins"),
    ("word/document.xml", '<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="3"/>', "columns in a grid of"),
    ("word/document.xml", "</w:p></w:tc>", "</w:p><w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w=\"1\"/></w:tblGrid></w:tbl></w:tc>", "a cell does not end with a paragraph"),
    ("word/document.xml", '<w:pStyle w:val="Title"/>', '<w:pStyle w:val="Nobody"/>', "pStyle Nobody is no style"),
    ("word/document.xml", '<w:numId w:val="1"/>', '<w:numId w:val="77"/>', "numId 77 is no list"),
    ("word/document.xml", '<w:footnoteReference w:id="1"/>', '<w:footnoteReference w:id="9"/>', "footnote 9 is not there"),
    ("word/document.xml", 'r:embed="r-png-opora-chart1"', 'r:embed="r-none"', "r-none, which is no relation"),
    ("word/document.xml", 'wp:docPr id="1002"', 'wp:docPr id="1001"', "docPr 1001 stands twice"),
    ("word/document.xml", '<w:pStyle w:val="Spacer"/>', '<w:pStyle w:val="Spacer"/><w:ind w:hanging="-5"/>', "an indent is negative"),
    ("word/document.xml", "</w:sectPr></w:body>", "</w:sectPr><w:p/></w:body>", "the body does not end with a section"),
    ("word/numbering.xml", '<w:abstractNum w:abstractNumId="1">', '<w:abstractNum w:abstractNumId="0">', "abstractNum 0 stands twice"),
    ("word/numbering.xml", '<w:start w:val="1"/><w:numFmt w:val="decimal"/>', '<w:numFmt w:val="decimal"/><w:start w:val="1"/>', "start comes too late in lvl"),
    ("word/styles.xml", "<w:qFormat/><w:pPr>", "<w:pPr/><w:qFormat/><w:pPr>", "qFormat comes too late in style"),
    ("word/styles.xml", 'w:styleId="Caption"', 'w:styleId="Title"', "Title stands twice"),
    ("word/footnotes.xml", '<w:footnote w:id="1">', '<w:footnote w:id="0">', "id 0 stands twice"),
    ("word/footnotes.xml", "</w:footnotes>", '<w:footnote w:id="8"><w:p/></w:footnote></w:footnotes>', "nothing refers to 8"),
    ("word/settings.xml", "<w:defaultTabStop", '<w:listSeparator w:val=";"/><w:defaultTabStop', "comes too late in settings"),
    ("word/header1.xml", "</w:hdr>", "</w:hdrs>", "no XML"),
    ("[Content_Types].xml", '<Override PartName="/word/styles.xml"', '<Override PartName="/word/style.xml"', "is of the type of any XML only"),
    ("[Content_Types].xml", '<Default Extension="png" ContentType="image/png"/>', "", "has no content type"),
    ("word/_rels/document.xml.rels", 'Target="footer2.xml"', 'Target="footer9.xml"', "leads to word/footer9.xml, which is not there"),
)
XLSX_DAMAGE = (
    ("xl/worksheets/sheet2.xml", "<sheetData>", "<pageMargins left=\"1\" right=\"1\" top=\"1\" bottom=\"1\" header=\"1\" footer=\"1\"/><sheetData>", "comes too late in worksheet"),
    ("xl/worksheets/sheet1.xml", '<c r="A1" s="', '<c r="A1" s="9', "has the style"),
    ("xl/worksheets/sheet1.xml", 't="s"><v>', 't="s"><v>99', "has the text"),
    ("xl/worksheets/sheet1.xml", '<row r="2"', '<row r="1"', "row 1 comes too late"),
    ("xl/worksheets/sheet1.xml", "<v>", "<f>1+1</f><v>", "is a formula"),
    ("xl/worksheets/sheet2.xml", '<mergeCell ', '<mergeCell ref="A3:B4"/><mergeCell ref="B4:C5"/><mergeCell ', "meets another or a table"),
    ("xl/worksheets/sheet2.xml", 'fitToHeight="0"', 'fitToHeight="1"', "is not as wide as one page when printed"),
    ("xl/worksheets/sheet2.xml", 'paperSize="9"', 'paperSize="1"', "is not printed on A4"),
    ("xl/worksheets/sheet2.xml", "<tablePart ", "<oddPart/><tablePart ", "tableParts are not the tables"),
    ("xl/tables/table1.xml", 'ref="A', 'ref="B', "columns stand over"),
    ("xl/tables/table1.xml", '<tableColumn id="1" name="', '<tableColumn id="1" name="!', "stands under"),
    ("xl/tables/table2.xml", ' id="2" name="Table2"', ' id="1" name="Table1"', "is that of another table"),
    ("xl/workbook.xml", 'sheet name="', 'sheet name="a:', "is no name of a sheet"),
    ("xl/workbook.xml", 'sheetId="2"', 'sheetId="1"', "two sheets have one id"),
    ("xl/workbook.xml", 'r:id="rId2"', 'r:id="rId77"', "rId77, which is no relation"),
    ("xl/workbook.xml", 'name="_xlnm.Print_Titles" localSheetId="1"', 'name="_xlnm.Print_Titles" localSheetId="2"', "the rows to repeat are of another sheet"),
    ("xl/styles.xml", '<cellXfs count="', '<cellXfs count="1', "cellXfs says"),
    ("xl/styles.xml", 'fontId="1"', 'fontId="99"', "fontId 99 is not among"),
    ("xl/sharedStrings.xml", 'uniqueCount="', 'uniqueCount="1', "sharedStrings: says"),
)


@unittest.skipUnless(SAMPLE, "OPORA_DOCUMENT_SAMPLE names no program")
class Ooxml(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        subprocess.run([SAMPLE, cls.folder.name], check=True)

    def file(self, name):
        return pathlib.Path(self.folder.name) / name

    def damaged(self, file, part, old, new):
        copy = self.file("damaged" + file.suffix)
        with zipfile.ZipFile(file) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as out:
            for name in source.namelist():
                data = source.read(name)
                if name == part:
                    self.assertTrue(old.encode() in data, f"{part} has no {old}")
                    data = data.replace(old.encode(), new.encode(), 1)
                out.writestr(name, data)
        return copy

    def test_documents_keep_the_rules(self):
        for name in NAMES:
            for ending in ("docx", "xlsx"):
                with self.subTest(name, ending=ending):
                    self.assertEqual(ooxml.complaints(self.file(f"{name}.{ending}")), [])

    def test_what_is_damaged_is_seen(self):
        for ending, damage in (("docx", DOCX_DAMAGE), ("xlsx", XLSX_DAMAGE)):
            for part, old, new, words in damage:
                with self.subTest(ending, part=part, words=words):
                    found = ooxml.complaints(self.damaged(self.file(f"note.{ending}"), part, old, new))
                    self.assertTrue(any(words in one for one in found), found)

    def test_a_part_that_stands_twice_is_seen(self):
        copy = self.file("twice.docx")
        shutil.copy(self.file("note.docx"), copy)
        with zipfile.ZipFile(copy, "a") as out, self.assertWarns(UserWarning):
            out.writestr("word/styles.xml", "<x/>")
        self.assertIn("word/styles.xml: stands twice in the archive", ooxml.complaints(copy))

    def test_shaded_cells_have_their_ground(self):
        with zipfile.ZipFile(self.file("note.docx")) as archive:
            self.assertIn(b'w:fill="7DB4E2"', archive.read("word/document.xml"))
        with zipfile.ZipFile(self.file("note.xlsx")) as archive:
            self.assertIn(b'rgb="FF7DB4E2"', archive.read("xl/styles.xml"))

    @unittest.skipUnless(shutil.which("soffice"), "LibreOffice is not here")
    def test_libreoffice_opens_them(self):
        out = self.file("pdf")
        for ending in ("docx", "xlsx"):
            files = [str(self.file(f"{name}.{ending}")) for name in NAMES]
            done = subprocess.run(["soffice", f"-env:UserInstallation=file://{self.folder.name}/profile", "--headless", "--norestore", "--convert-to", "pdf", "--outdir", out / ending, *files],
                                  capture_output=True, text=True, timeout=300, check=True)
            self.assertNotRegex(done.stderr, "(?i)error|repair")
            for name in NAMES:
                with self.subTest(name, ending=ending):
                    self.assertGreater((out / ending / f"{name}.pdf").stat().st_size, 5000)


if __name__ == "__main__":
    unittest.main()
