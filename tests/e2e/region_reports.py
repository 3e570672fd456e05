"""A made-up region with lists, pairs and a plan, and every report of a pack about it: for tests of what becomes of them."""
import json
import re
import shutil

from opora_cli import OporaTest

DAY = ['--on', '2022-11-01']
NAMED = ['--set', 'number=12-р', '--set', 'date=2022-03-15', '--set', 'authority=Министерство образования области', '--set', 'post=Министр',
         '--set', 'signed_by=А. А. Иванова', '--set', 'control=заместителя министра']


def without_the_day(text):
    """The text of a report, whatever the day on which its run was made."""
    return re.sub(r'(рассчитаны)[^)]*', r'\1 …', text)


class RegionReports(OporaTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sample = cls.sample(schools=24)
        for words in (['init'], ['import', sample],
                      ['run', 'low-results', '--pack', 'ru', '--year', '2021', '--set', 'combine=or'],
                      ['approve', '1', '--order', '7-р', '--date', '2021-10-01'],
                      ['run', 'low-results', '--pack', 'ru', '--year', '2022', '--set', 'combine=or'],
                      ['approve', '2', '--order', '12-р', '--date', '2022-10-03'],
                      ['match', '--pack', 'ru', '--year', '2022', '--run', '2']):
            done = cls.run_opora(*words, lang='ru')
            assert done.returncode in (0, 1), f'{words}\n{done.stdout}\n{done.stderr}'
        cls.school = json.loads(cls.run_opora('--json', 'list', '2').stdout.splitlines()[0])['school']
        cls.made = {}

    @classmethod
    def reports(cls):
        """Name → words of the command."""
        if not (cls.folder / 'plan.db').exists():
            shutil.copy(cls.folder / 'opora.db', cls.folder / 'plan.db')
            done = cls.run_opora('--store', 'plan.db', 'plan', 'adopt', '--pack', 'ru-smo')
            assert done.returncode == 0, done.stderr
        places = sorted({json.loads(line)['municipality'] for line in cls.run_opora('--json', 'list', '2', '--all').stdout.splitlines()})
        about = {'order': [*NAMED, '--list', 'L2'], 'explanation': ['--run', '2', '--school', cls.school], 'school-card': ['--run', '2', '--school', cls.school],
                 'not-submitted': ['--year', '2022'], 'pairs': ['--year', '2022'], 'comparison': ['--list', 'L2', '--before', 'L1'],
                 'municipal-summary': ['--run', '2', '--municipality', places[0]], 'objectivity': ['--year', '2022'], 'recommendations': ['--run', '2', '--school', cls.school],
                 'analytic-note': ['--run', '2'], 'course-groups': ['--year', '2022'], 'dynamics': ['--run', '2'],
                 'interview-sheet': ['--run', '2', '--school', cls.school], 'lists-side-by-side': ['--run', '2'], 'deficit-letter': ['--year', '2022', *NAMED]}
        reports = {name: ['report', name, *words, '--pack', 'ru', *DAY] for name, words in about.items()}
        for name in ('plan-progress', 'annual'):
            reports[name] = ['--store', 'plan.db', 'report', name, '--pack', 'ru-smo', '--on', '2021-06-01', '--year', '2021']
        return reports

    @classmethod
    def file(cls, name, format):
        """The report `name` as a file, made once a class."""
        file = cls.folder / f'{name}.{format}'
        if not file.exists():
            cls.made = cls.made or cls.reports()
            done = cls.run_opora(*cls.made[name], '-o', file, lang='ru')
            assert done.returncode == 0, f'{name}: {done.stdout}{done.stderr}'
        return file
