"""Pages of every report of a pack, of a list and of a plan in a real browser: quiet, closed, no wider than a telephone, readable without eyes in light and dark."""
import unittest

import browser
from region_reports import RegionReports

AXE = browser.axe()
TELEPHONE = 390


@unittest.skipUnless(browser.program(), 'Chromium is not here')
class ReportPages(RegionReports):
    NAMES = ('order', 'explanation', 'school-card', 'not-submitted', 'pairs', 'comparison', 'municipal-summary', 'objectivity', 'recommendations', 'analytic-note', 'course-groups',
             'plan-progress', 'annual')

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.browser = cls.enterClassContext(browser.Browser())

    @classmethod
    def pages(cls):
        """Reports, and the pages of a list and of a plan."""
        for name, words in (('list', ['list', '2']), ('board', ['--store', 'plan.db', 'plan', 'board', '1', '--on', '2021-06-01'])):
            cls.made = cls.made or cls.reports()
            if not (cls.folder / f'{name}.html').exists():
                done = cls.run_opora(*words, '-o', f'{name}.html', lang='ru')
                assert done.returncode == 0, done.stderr
        return (*cls.NAMES, 'list', 'board')

    def page(self, name, **options):
        page = self.browser.open(self.file(name, 'html'), **options)
        self.addCleanup(page.close)
        return page

    def test_pages_are_quiet_and_no_request_leaves_the_file(self):
        for name in self.pages():
            with self.subTest(name):
                page = self.page(name)
                self.assertEqual(page.complaints(), [])
                self.assertEqual([url.split('://')[0] for url in page.requests()], ['file'])

    def test_nothing_is_wider_than_a_telephone(self):
        for name in self.pages():
            with self.subTest(name):
                self.assertLessEqual(self.page(name, width=TELEPHONE, height=800).run('document.documentElement.scrollWidth'), TELEPHONE)

    def test_tables_stay_on_their_sheet_or_are_moved_by_themselves(self):
        for name in self.NAMES:
            for width in (1000, 1400):
                with self.subTest(name, width=width):
                    wide = self.page(name, width=width).run("Array.from(document.querySelectorAll('.wide')).filter(w=>getComputedStyle(w).overflowX==='visible'&&w.scrollWidth>w.clientWidth+1)"
                                                            ".map(w=>w.querySelector('table').id+' '+w.scrollWidth+' of '+w.clientWidth)")
                    self.assertEqual(wide, [])

    @unittest.skipUnless(AXE, 'axe-core is not here (AXE_CORE names axe.min.js)')
    def test_axe_finds_nothing_serious(self):
        for name in self.pages():
            for dark in (False, True):
                with self.subTest(name, dark=dark):
                    self.assertEqual(self.page(name, dark=dark).serious(AXE), [])


if __name__ == '__main__':
    unittest.main()
