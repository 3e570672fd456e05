#!/usr/bin/python3
"""An independent count of the region's pupil files, to check the import against.

Reads the raw workbooks with zipfile, regular expressions and nothing of Opora, by the published rules
(who took part, what counts as a journal mark, the stored total is used), and prints one line a
procedure in the form of the import's own dump, so that the two can be compared byte for byte.

usage: region22_check.py FOLDER SCALES.lua            a line a procedure
       region22_check.py FOLDER SCALES.lua --tasks    a line a procedure and task
"""
import collections
import decimal
import html
import os
import re
import sys
import zipfile
from fractions import Fraction

ABSENT = "отсутствовал"
NBSP = "\u00a0"
SUBJECTS = (("русск", "RU"), ("математик", "MA"))


def clean(text):
    return text.replace(NBSP, " ").strip()


def column_number(reference):
    number = 0
    for letter in re.match(r"[A-Z]+", reference).group():
        number = number * 26 + ord(letter) - 64
    return number - 1


def texts_of(fragment):
    return "".join(html.unescape(t) for t in re.findall(r"<t(?: [^>]*)?>(.*?)</t>", fragment, re.S))


def shared_strings(archive):
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    xml = archive.read("xl/sharedStrings.xml").decode("utf-8")
    return [texts_of(item) for item in re.findall(r"<si>(.*?)</si>|<si/>", xml, re.S)]


def number_text(text):
    if text.isdigit():
        return text
    value = decimal.Decimal(text)
    return str(int(value)) if value == value.to_integral_value() else text


def cell_text(attributes, inner, shared):
    kind = re.search(r'\bt="(\w+)"', attributes)
    kind = kind.group(1) if kind else "n"
    if kind == "inlineStr":
        return texts_of(inner)
    value = re.search(r"<v>(.*?)</v>", inner, re.S)
    if not value:
        return ""
    text = html.unescape(value.group(1))
    if kind == "s":
        return shared[int(text)]
    return number_text(text) if kind == "n" else text


def sheet_path(archive, wanted):
    book = archive.read("xl/workbook.xml").decode("utf-8")
    links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8")
    target = {}
    for link in re.findall(r"<Relationship [^>]*>", links):
        target[re.search(r'\bId="([^"]+)"', link).group(1)] = re.search(r'\bTarget="([^"]+)"', link).group(1)
    sheets = []
    for sheet in re.findall(r"<sheet [^>]*>", book):
        name = html.unescape(re.search(r'\bname="([^"]+)"', sheet).group(1))
        sheets.append((name, target[re.search(r'\br:id="([^"]+)"', sheet).group(1)]))
    path = dict(sheets).get(wanted, sheets[0][1])
    return path.lstrip("/") if path.startswith("/") else "xl/" + path


def rows_of(file):
    with zipfile.ZipFile(file) as archive:
        shared = shared_strings(archive)
        xml = archive.read(sheet_path(archive, "Протокол")).decode("utf-8")
    for row in re.findall(r"<row\b[^>]*?(?:/>|>(.*?)</row>)", xml, re.S):
        cells = {}
        for attributes, inner in re.findall(r"<c\b([^>]*?)(?:/>|>(.*?)</c>)", row, re.S):
            text = clean(cell_text(attributes, inner, shared))
            if text:
                cells[column_number(re.search(r'\br="([A-Z]+)\d+"', attributes).group(1))] = text
        if cells:
            yield cells


class Layout:
    def __init__(self, header):
        names = {" ".join(name.replace(NBSP, " ").lower().split()): column for column, name in header.items()}

        def column(*alternatives):
            return next((names[name] for name in alternatives if name in names), None)

        self.user = column("user", "логин школы", "пользователь")
        self.code = column("code", "код обучающегося", "код")
        self.variants = [c for c in (column("var-1"), column("var-2"), column("вариант")) if c is not None]
        self.total = column("sum", "всего баллов", "итого баллов")
        self.journal = column("otc", "отметка за предыдущую четверть/триместр", "отметка за предыдущий триместр/ четверть/полугодие")
        first, last = (column("вариант"), column("наименование класса")) if "итого баллов" in names else (self.total, column("учебник"))
        self.tasks = [c for c in sorted(header) if first < c < last]
        points = [re.search(r"\((\d+)б\)\s*$", header[c]) for c in self.tasks]
        self.maximum = sum(int(p.group(1)) for p in points) if points and all(points) else None


def read_scales(file):
    scales = {}
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            found = re.search(r'subject = "(\w+)", grade = (\d+),(?: maximum = (\d+),)? borders = \{ (\d+), (\d+), (\d+) \}', line)
            if found:
                subject, grade, maximum, *borders = found.groups()
                scales[subject, int(grade)] = (int(maximum) if maximum else None, [int(b) for b in borders])
    return scales


def procedure_of(path):
    year, grade, name = path.split(os.sep)[-3:]
    subject = next(code for word, code in SUBJECTS if word in name.lower())
    return subject, int(grade), int(year)


def six_decimals(value):
    quantum = decimal.Decimal("0.000001")
    with decimal.localcontext() as context:
        context.prec = 60
        exact = decimal.Decimal(value.numerator) / decimal.Decimal(value.denominator)
        return str(exact.quantize(quantum, decimal.ROUND_HALF_EVEN))


def square_root(value):
    with decimal.localcontext() as context:
        context.prec = 60
        return str((decimal.Decimal(value.numerator) / decimal.Decimal(value.denominator)).sqrt().quantize(
            decimal.Decimal("0.000001"), decimal.ROUND_HALF_EVEN))


class Counter:
    def __init__(self, layout, scale):
        self.layout, self.scale = layout, scale
        self.rows = self.absent = self.other = 0
        self.scores, self.marks, self.journal = [], collections.Counter(), collections.Counter()
        self.unlike_tasks = self.above_maximum = 0
        self.schools = set()
        self.tasks = [collections.Counter() for _ in layout.tasks]
        declared = layout.maximum
        usual = scale[0] if scale else None
        self.maximum = declared or usual or 0
        self.borders = scale[1] if scale and (declared is None or usual is None or declared == usual) else None

    def add(self, cells):
        self.rows += 1
        variants = [cells[c] for c in self.layout.variants if c in cells]
        taken = any(v.lower() != ABSENT for v in variants)
        total = cells.get(self.layout.total, "")
        if taken and re.fullmatch(r"\d+", total):
            self.participant(cells, int(total))
        elif variants and not taken:
            self.absent += 1
        else:
            self.other += 1

    def participant(self, cells, total):
        self.scores.append(total)
        school = re.search(r"\d+$", cells[self.layout.user]).group()
        self.schools.add(school)
        self.count_tasks(cells, school)
        tasks = sum(int(cells[c]) for c in self.layout.tasks if re.fullmatch(r"-?\d+", cells.get(c, "")))
        self.unlike_tasks += tasks != total
        self.above_maximum += bool(self.maximum) and total > self.maximum
        mark = 2 + sum(b <= total for b in self.borders) if self.borders else 0
        self.marks[mark] += 1
        journal = cells.get(self.layout.journal, "")
        if journal in ("2", "3", "4", "5") and mark:
            self.journal["lower" if mark < int(journal) else "higher" if mark > int(journal) else "equal"] += 1

    def count_tasks(self, cells, school):
        for task, column in zip(self.tasks, self.layout.tasks):
            if re.fullmatch(r"-?\d+", cells.get(column, "")):
                score = int(cells[column])
                task["given"] += 1
                task["points"] += score
                task["squares"] += max(score, 0) ** 2  # negative scores are typing errors of a school
                task["by school"] += score * int(school[-3:])  # a school's points in another school would show

    def task_lines(self, procedure):
        for position, task in enumerate(self.tasks, 1):
            yield "\t".join(str(field) for field in (
                "ВПР %s %d %d" % procedure, position, len(self.scores), task["given"], task["points"], task["squares"], task["by school"]))

    def line(self, procedure):
        n = len(self.scores)
        mean = six_decimals(Fraction(sum(self.scores), n))
        squares = Fraction(n * sum(s * s for s in self.scores) - sum(self.scores) ** 2, n * (n - 1)) if n > 1 else None
        sd = square_root(squares) if squares is not None else ""
        return "\t".join(str(field) for field in (
            "ВПР %s %d %d" % procedure, self.rows, n, self.absent, self.other, len(self.schools), mean, sd, self.marks[2], n - self.marks[0],
            self.journal["lower"], self.journal["equal"], self.journal["higher"], self.unlike_tasks, self.above_maximum))


def main(folder, scales_file, *options):
    scales = read_scales(scales_file)
    lines = []
    for directory, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(directory, name)
            if not name.endswith(".xlsx") or not re.fullmatch(r"\d{1,2}", os.path.basename(directory)) or "tasks" in path.split(os.sep):
                continue
            procedure = procedure_of(path)
            rows = rows_of(path)
            counter = Counter(Layout(next(rows)), scales.get(procedure[:2]))
            for cells in rows:
                counter.add(cells)
            lines.extend(counter.task_lines(procedure) if "--tasks" in options else [counter.line(procedure)])
    print("\n".join(sorted(lines)))


if __name__ == "__main__":
    main(*sys.argv[1:])
