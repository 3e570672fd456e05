"""The text of a document out of the files it becomes: of JSON, a page, a Word file — a line a block, as `opora report` shows it —,
and of a PDF, as one stream. What a browser or Word adds (numbers of pages, titles repeated on each page) is left out."""
import collections
import datetime
import decimal
import html.parser
import re
import subprocess
import zipfile
from fractions import Fraction
from xml.etree import ElementTree

NO_BREAK, THIN = "\u00a0", "\u202f"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


# --- JSON: values in the form of Russian ------------------------------------------------------------

def exact(number):
    """What a person would write down for a number of the machine; with more figures than anybody writes, the number itself."""
    written = decimal.Decimal(repr(number))
    return Fraction(written if len(written.as_tuple().digits) <= 15 else number)


def rounded(exact, digits):
    """Half-up from the exact value, with a decimal comma."""
    scaled = abs(exact) * 10 ** digits
    whole = int(scaled + Fraction(1, 2))
    text = str(whole).rjust(digits + 1, "0")
    text = text[:-digits] + "," + text[-digits:] if digits else text
    return ("−" if exact < 0 and whole else "") + text


def counted(number):
    text = str(abs(number))
    if len(text) > 4:
        text = f"{abs(number):,}".replace(",", THIN)
    return ("−" if number < 0 else "") + text


def shown(cell, kind, digits, show_n):
    percent = kind == "percent"
    if "text" in cell:
        text = cell["text"]
    elif "integer" in cell:
        text = counted(cell["integer"])
    elif "number" in cell:
        text = "—" if isinstance(cell["number"], str) else rounded(exact(cell["number"]) * (100 if percent else 1), digits) + (NO_BREAK + "%" if percent else "")
    elif "numerator" in cell:
        top, below = cell["numerator"], cell["denominator"]
        if below == 0:
            text = "—"
        else:
            text = rounded(Fraction(top * (100 if percent else 1), below), digits) + (NO_BREAK + "%" if percent else "")
            text += f" ({counted(top)} из {counted(below)})" if percent and show_n else ""
    elif "date" in cell:
        text = datetime.date.fromisoformat(cell["date"]).strftime("%d.%m.%Y")
    else:
        return cell.get("reason") or "—"
    if "interval" in cell:
        scale = 100 if percent else 1
        text += " [" + "–".join(rounded(exact(end) * scale, digits) for end in cell["interval"]) + "]"
    return text


def plain(runs):
    return "".join(run["text"] for run in runs)


def placed(rows):
    """(column, cell) of each row, with spans counted."""
    covered = collections.defaultdict(int)
    for at, row in enumerate(rows):
        column, out = 0, []
        for cell in row:
            while covered[column] > at:
                column += 1
            out.append((column, cell))
            for _ in range(cell.get("columns", 1)):
                covered[column] = at + cell.get("rows", 1)
                column += 1
        yield out


def group_text(cell):
    return cell.get("reason", "") if "missing" in cell else shown(cell, "text", 1, False)


def row_text(cells):
    """As the text of a document has it: no mark before the first cell that says something."""
    return re.sub(r"^(?: \| )+", "", " | ".join(cells))


def table_lines(table):
    columns = table["columns"]

    def line(row, groups=False):
        return row_text(group_text(cell) if groups else shown(cell, *(columns[min(at, len(columns) - 1)][key] for key in ("type", "digits", "show_n"))) for at, cell in row)
    lines = [table["caption"]] if table["caption"] else []
    lines += [line(row, True) for row in placed(table["header"])]
    lines.append(row_text(column["title"] for column in columns))
    lines += [line(row) for row in placed(table["rows"])]
    lines += [line(row) for row in placed([table["totals"]])] if table["totals"] else []
    return lines + ([table["note"]] if table["note"] else [])


def lines_of_json(document, page=False):
    """As `opora report` shows it, or as a page for a browser does: without marks of lists, key figures as cards."""
    lines, counts = [], [0, 0, 0]
    for block in document["blocks"]:
        kind = block["type"]
        if kind in ("heading", "paragraph"):
            lines.append(plain(block["text"]))
        elif kind == "numbered":
            level = block["level"] - 1
            if block.get("restart"):
                counts[level] = 0
            counts[level:] = [counts[level] + 1, *[0] * (2 - level)]
            lines.append("".join(f"{max(n, 1)}." for n in counts[:level + 1]) + " " + plain(block["text"]))
        elif kind == "bullets":
            lines += [("" if page else "• ") + plain(item) for item in block["items"]]
        elif kind == "table":
            lines += table_lines(block)
        elif kind == "chart":
            lines += [text for text in (block["caption"], block["description"]) if text]
        elif kind == "key-figures":
            lines += [f"{one['title']} | {shown(one['value'], one['type'], one['digits'], True)} | {one['note']}" if page else f"{one['title']}: {shown(one['value'], one['type'], one['digits'], True)}" + (f" ({one['note']})" if one["note"] else "") for one in block["figures"]]
        elif kind in ("annex-mark", "approval-mark"):
            lines += block["lines"]
        elif kind == "signature":
            lines.append(f"{block['post']} {block['name']}" if block["name"] else block["post"])
    return lines


# --- A page -----------------------------------------------------------------------------------------

class Element:
    def __init__(self, name, attributes):
        self.name, self.attributes, self.children = name, dict(attributes), []

    def has(self, word):
        return word in (self.attributes.get("class") or "").split()

    def text(self):
        return "".join(child if isinstance(child, str) else child.text() for child in self.children if isinstance(child, str) or child.name not in ("sup", "script"))

    def elements(self):
        return [child for child in self.children if not isinstance(child, str)]


class Tree(html.parser.HTMLParser):
    VOID = {"meta", "col", "input", "br", "img"}

    def __init__(self, text):
        super().__init__()
        self.open = [Element("", {})]
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        one = Element(tag, attributes)
        self.open[-1].children.append(one)
        if tag not in self.VOID:
            self.open.append(one)

    def handle_startendtag(self, tag, attributes):
        self.open[-1].children.append(Element(tag, attributes))

    def handle_endtag(self, tag):
        if tag in self.VOID:
            return
        assert self.open[-1].name == tag, f"</{tag}> ends <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)


def lines_of_html(text):
    lines = []

    def collect(one):
        if one.name in ("details", "script") or one.has("tools") or one.has("footnotes"):
            return
        if one.name == "tr":
            lines.append(row_text(cell.text() for cell in one.elements()))
        elif one.has("key"):
            for card in one.elements():
                title, value, *note = [part.text() for part in card.elements()]
                lines.append(f"{title}: {value}" + (f" ({note[0]})" if note else ""))
        elif one.has("signature"):
            post, _, name = [part.text() for part in one.elements()]
            lines.append(f"{post} {name}" if name else post)
        elif one.name == "li":
            lines.append("• " + one.text())
        elif one.name in ("p", "caption", "figcaption", "h1", "h2", "h3", "h4"):
            lines.append(one.text())
        else:
            for child in one.elements():
                collect(child)

    def find(one, name):
        return one if one.name == name else next((found for found in (find(child, name) for child in one.elements()) if found), None)
    collect(find(Tree(text).open[0], "main"))
    return lines


# --- A Word file ------------------------------------------------------------------------------------

class Lists:
    """Counts as Word does: an instance of a list begins where its overrides say, deeper levels begin anew."""

    def __init__(self, numbering):
        self.definitions = {one.get(W + "abstractNumId"): one for one in numbering.findall(W + "abstractNum")}
        self.instances = {one.get(W + "numId"): one for one in numbering.findall(W + "num")}
        self.counts = {}

    def text(self, properties):
        number, level = properties.find(W + "numId").get(W + "val"), int(properties.find(W + "ilvl").get(W + "val"))
        instance = self.instances[number]
        if number not in self.counts:
            self.counts[number] = [0, 0, 0]
            for over in instance.findall(W + "lvlOverride"):
                at = int(over.get(W + "ilvl"))
                self.counts[number][at] = int(over.find(W + "startOverride").get(W + "val")) - (at == level)
        now = self.counts[number]
        now[level:] = [now[level] + 1, *[0] * (2 - level)]
        form = next(one for one in self.definitions[instance.find(W + "abstractNumId").get(W + "val")].findall(W + "lvl") if int(one.get(W + "ilvl")) == level)
        return re.sub(r"%(\d)", lambda m: str(now[int(m[1]) - 1]), form.find(W + "lvlText").get(W + "val"))


def word_text(node):
    if node.tag == W + "t":
        return node.text or ""
    if node.tag in (W + "br", W + "tab"):
        return "\n" if node.tag == W + "br" else "\t"
    return "" if node.tag in (W + "pPr", W + "drawing") else "".join(map(word_text, node))


def lines_of_docx(file):
    with zipfile.ZipFile(file) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml")).find(W + "body")
        lists = Lists(ElementTree.fromstring(archive.read("word/numbering.xml")))
    lines = []
    for block in body:
        if block.tag == W + "tbl":
            layout = block.find(f"{W}tblPr/{W}tblStyle").get(W + "val") == "TableLayout"
            for row in block.findall(W + "tr"):
                merges = [(cell, cell.find(f"{W}tcPr/{W}vMerge")) for cell in row.findall(W + "tc")]
                cells = [word_text(cell) for cell, merge in merges if merge is None or merge.get(W + "val") == "restart"]
                lines.append(" ".join(filter(None, cells)) if layout else row_text(cells))
        elif block.tag == W + "p":
            style = block.find(f"{W}pPr/{W}pStyle").get(W + "val")
            if style in ("Source", "Spacer", "SignatureSpace", "Figure"):
                continue
            numbered = block.find(f"{W}pPr/{W}numPr")
            lines.append((lists.text(numbered) + " " if numbered is not None else "") + word_text(block))
    return lines


# --- A PDF ------------------------------------------------------------------------------------------

def bare(text):
    """Without what lines are broken at: blanks and hyphens; ligatures of the fonts taken apart."""
    return re.sub(r"[\s\u00ad\u200b-]", "", text.replace("\ufb01", "fi").replace("\ufb02", "fl"))


def pages_of_pdf(file):
    return subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", str(file), "-"], capture_output=True, text=True, check=True).stdout.split("\f")[:-1]


def without(page, number, furniture):
    """The bare text of a page without what stands at its head and foot: its number and texts of `furniture`."""
    heads = [str(number), *furniture]
    while True:
        for one in heads:
            if one and page.startswith(one) and page != one:
                page = page[len(one):]
                heads.remove(one)
                break
            if one and page.endswith(one) and page != one:
                page = page[:-len(one)]
                heads.remove(one)
                break
        else:
            return page


def differences(lines, pages, furniture, inside):
    """What of `lines` the pages do not say in their order, and what they say beyond it. `furniture`: texts that stand at the head or foot of pages;
    `inside`: those that stand among the lines, such as sources and words of charts."""
    spare = sorted({bare(one) for one in furniture if bare(one)}, key=len, reverse=True)
    stream = "".join(without(bare(page), number, spare) for number, page in enumerate(pages, 1))
    lost, extra, at = [], [], 0
    for line in lines:
        for piece in re.split(r" \| |\n", line):
            wanted = bare(piece)
            found = stream.find(wanted, at)
            if found < 0 or found - at > 5_000:
                lost.append(piece)
                continue
            extra.append(stream[at:found])
            at = found + len(wanted)
    extra.append(stream[at:])
    others = sorted({bare(one) for one in inside if bare(one)}, key=len, reverse=True)
    left = []
    for one in extra:
        for other in others:
            one = one.replace(other, "")
        left.append(one)
    return lost, [one for one in left if one]
