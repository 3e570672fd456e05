"""Pages of documents in a real browser: quiet, closed, sortable, printable, readable without eyes."""
import os
import re
import shutil
import subprocess
import tempfile
import unittest

import browser

SAMPLE = os.environ.get("OPORA_DOCUMENT_SAMPLE", "")
AXE = browser.axe()
A4 = (595, 842)  # points


@unittest.skipUnless(browser.program(), "Chromium is not here")
@unittest.skipUnless(SAMPLE, "OPORA_DOCUMENT_SAMPLE names no program")
class DocumentPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        subprocess.run([SAMPLE, cls.folder.name], check=True)
        cls.browser = cls.enterClassContext(browser.Browser())

    def page(self, name, **options):
        page = self.browser.open(os.path.join(self.folder.name, name + ".html"), **options)
        self.addCleanup(page.close)
        return page

    def first(self, page, column):
        return page.run(f"document.querySelector('#t1 tbody tr').cells[{column}].textContent")

    def click_title(self, page, column):
        return page.run(f"(function(){{var from=performance.now();document.querySelectorAll('#t1 thead tr:last-child th')[{column}].querySelector('button').click();"
                        "document.body.offsetHeight;return performance.now()-from})()")

    def test_pages_are_quiet_and_no_request_leaves_the_file(self):
        for name in ("note", "order", "list", "hostile"):
            with self.subTest(name):
                page = self.page(name)
                self.assertEqual(page.complaints(), [])
                self.assertEqual([u for u in page.requests() if not u.startswith("file://")], [])
                self.assertEqual(len(page.requests()), 1, page.requests())

    def test_hostile_text_runs_nothing(self):
        page = self.page("hostile")
        self.assertIsNone(page.run("window.harmed"))
        self.assertEqual(page.run("document.images.length"), 0)
        # Even a script that came into the page would not run, nor would a picture be fetched.
        page.run("(function(){var s=document.createElement('script');s.textContent='window.harmed=1';document.body.appendChild(s);"
                 "var i=new Image();i.src='https://example.org/x';document.body.appendChild(i)})()")
        self.assertIsNone(page.run("window.harmed"))
        self.assertEqual([u for u in page.requests() if u.startswith("http")], [])

    def test_numbers_sort_by_value_and_what_is_missing_stays_last(self):
        page = self.page("list")
        self.click_title(page, 4)
        self.assertEqual(page.run("document.querySelectorAll('#t1 th')[4].getAttribute('aria-sort')"), "ascending")
        keys = "Array.from(document.querySelectorAll('#t1 tbody tr')).map(r=>r.cells[4].dataset.key)"
        up = page.run(keys)
        values = [float(k) for k in up if k]
        self.assertEqual(values, sorted(values))
        self.assertTrue(all(k == "" for k in up[len(values):]) and len(values) < len(up))
        self.click_title(page, 4)
        down = page.run(keys)
        self.assertEqual([float(k) for k in down if k], sorted(values, reverse=True))
        self.assertEqual(down[-1], "")
        self.click_title(page, 1)
        self.assertEqual([page.run(f"document.querySelectorAll('#t1 tbody tr')[{i}].cells[0].textContent") for i in (0, 1, 9)], ["1", "2", "10"], "names sort by their numbers")

    def test_600_rows_are_sorted_by_every_column(self):
        page = self.page("list")
        for column in (1, 3, 4, 5):
            self.click_title(page, column)
            self.assertEqual(page.run("document.querySelectorAll('#t1 tbody tr').length"), 600)

    def test_words_filter_the_rows(self):
        page = self.page("list")
        count = lambda words: page.run(f"(function(){{var box=document.querySelector('.tools input');box.value='{words}';box.dispatchEvent(new Event('input'));"
                                       "return Array.from(document.querySelectorAll('#t1 tbody tr')).filter(r=>r.offsetHeight>0).length})()")
        self.assertEqual(count(""), 600)
        self.assertEqual(count("школа № 600"), 1)
        self.assertEqual(page.run("document.querySelector('.tools output').textContent"), "1 / 600")
        self.assertEqual(count("nothing of this"), 0)

    def test_charts_are_drawn_and_their_data_can_be_opened(self):
        page = self.page("note")
        self.assertEqual(page.run("document.querySelectorAll('figure.chart').length"), 5)
        if page.run("typeof Chart") == "undefined":
            self.skipTest("Chart.js is not here")
        drawn = page.run("Array.from(document.querySelectorAll('canvas')).map(c=>c.height>50&&new Set(c.getContext('2d').getImageData(0,0,c.width,c.height).data).size>8)")
        self.assertEqual(drawn, [True] * 5)
        self.assertFalse(page.run("document.querySelector('figure details').open"))

    def test_nothing_is_wider_than_a_telephone(self):
        for name in ("note", "order", "list", "hostile"):
            with self.subTest(name):
                page = self.page(name, width=390, height=800)
                self.assertLessEqual(page.run("document.documentElement.scrollWidth"), 390)

    def test_it_can_be_used_by_keyboard(self):
        page = self.page("note")
        page.call("Input.dispatchKeyEvent", type="keyDown", key="Tab", code="Tab", windowsVirtualKeyCode=9)
        self.assertEqual(page.run("document.activeElement.getAttribute('href')"), "#content")
        self.assertGreaterEqual(page.run("document.activeElement.getBoundingClientRect().left"), 0)

    def test_a_table_is_sorted_and_filtered_by_mouse_and_by_keyboard(self):
        page = self.page("list")
        head, first, shown = "#t1 thead th:nth-child(4)", lambda: self.first(page, 0), lambda: page.run("document.querySelector('.tools output').textContent")
        page.click(head + " button")
        self.assertEqual(page.run(f"document.querySelector('{head}').getAttribute('aria-sort')"), "ascending")
        by_mouse = first()
        page.press("Enter", "\r", 13)  # the button has the focus
        self.assertEqual(page.run(f"document.querySelector('{head}').getAttribute('aria-sort')"), "descending")
        self.assertNotEqual(first(), by_mouse)
        page.press(" ", " ", 32)
        self.assertEqual(first(), by_mouse)
        page.press("Tab", code=9)
        self.assertEqual(page.run("document.activeElement.closest('th').cellIndex"), 4, "the next title is the next stop")
        page.press("Enter", "\r", 13)
        self.assertEqual(page.run("document.querySelectorAll('#t1 th[aria-sort]').length"), 1)
        page.click(".tools input")
        for key in "512»":
            page.press(key, key)
        self.assertEqual(shown(), "1 / 600")
        for _ in range(4):
            page.press("Backspace", code=8)
        self.assertEqual(shown(), "600 / 600")

    def test_a_long_list_is_laid_out_once_a_letter(self):
        page = self.page("list")
        page.click(".tools input")
        page.run("document.body.offsetHeight")
        page.press("1", "1")  # what the first letter makes ready is not counted
        page.run("new Promise(done=>requestAnimationFrame(()=>requestAnimationFrame(done)))")
        for key in "23":
            before = page.measure("LayoutCount")
            page.press(key, key)
            page.run("new Promise(done=>requestAnimationFrame(()=>requestAnimationFrame(done)))")
            self.assertLessEqual(page.measure("LayoutCount") - before, 4, "layouts a letter")
        bare = "(function(){var rows=Array.from(document.querySelectorAll('#t1 tbody tr')),from=performance.now();for(var k=0;k<20;k++){rows.forEach(function(r){r.hidden=k%2==0});document.body.offsetHeight}return performance.now()-from})()"
        filtering = "(function(){var i=document.querySelector('.tools input'),from=performance.now();for(var k=0;k<20;k++){i.value=k%2?'':'x';i.dispatchEvent(new Event('input'));document.body.offsetHeight}return performance.now()-from})()"
        page.run(bare)
        self.assertLess(min(page.run(filtering) for _ in range(3)), 4 * min(page.run(bare) for _ in range(3)), "hiding rows alone is the measure")

    @unittest.skipUnless(shutil.which("pdftotext"), "poppler-utils are not here")
    def test_paper_is_a4_and_no_row_is_cut(self):
        file = os.path.join(self.folder.name, "order.pdf")
        with open(file, "wb") as out:
            out.write(self.page("order").pdf())
        sizes = [tuple(round(float(n)) for n in m) for m in re.findall(r"size:\s+([\d.]+) x ([\d.]+)", subprocess.run(["pdfinfo", "-f", "1", "-l", "99", file], capture_output=True, text=True, check=True).stdout)]
        self.assertEqual(sizes[0], A4)
        self.assertIn(A4[::-1], sizes, "the annex lies across")
        self.assertEqual(sizes[-1], A4)
        pages = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout.split("\f")[:-1]
        self.assertNotIn("", [p.strip() for p in pages], "no empty page")
        for number in range(1, 46):
            self.assertTrue(any(re.search(rf"(?m)^{number} МБОУ", text) for text in pages), f"row {number} is there")
        for text, size in zip(pages, sizes):
            if re.search(r"(?m)^(7|40) МБОУ", text):
                self.assertIn("Участники", text, "titles are repeated on each page")

    @unittest.skipUnless(AXE, "axe-core is not here (AXE_CORE names axe.min.js)")
    def test_axe_finds_nothing_serious(self):
        for name in ("note", "order", "list", "hostile"):
            for dark in (False, True):
                with self.subTest(name, dark=dark):
                    page = self.page(name, dark=dark)
                    self.assertEqual(page.serious(AXE), [])


if __name__ == "__main__":
    unittest.main()
