"""What the schemas of Office Open XML (ECMA-376 Part 1, Transitional) and the programs that read them ask of a file, as far as
it can be checked without them: complaints(file) lists what is wrong with a .docx or .xlsx, a line each."""
import collections
import posixpath
import re
import sys
import zipfile
from xml.etree import ElementTree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

TABLE_SIDES = "top left start bottom right end"
ORDER = {  # children in the order of the schema
    (W, "pPr"): "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN "
                "bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    (W, "rPr"): "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText "
                "vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    (W, "tbl"): "bookmarkStart bookmarkEnd tblPr tblGrid tr",
    (W, "tblPr"): "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange",
    (W, "tblBorders"): TABLE_SIDES + " insideH insideV",
    (W, "tblCellMar"): TABLE_SIDES,
    (W, "tr"): "tblPrEx trPr tc",
    (W, "tcPr"): "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    (W, "tcBorders"): TABLE_SIDES + " insideH insideV tl2br tr2bl",
    (W, "sectPr"): "headerReference|footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    (W, "numPr"): "ilvl numId",
    (W, "numbering"): "numPicBullet abstractNum num numIdMacAtCleanup",
    (W, "abstractNum"): "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    (W, "lvl"): "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    (W, "num"): "abstractNumId lvlOverride",
    (W, "lvlOverride"): "startOverride lvl",
    (W, "styles"): "docDefaults latentStyles style",
    (W, "docDefaults"): "rPrDefault pPrDefault",
    (W, "style"): "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    (W, "settings"): "writeProtection view zoom mirrorMargins attachedTemplate documentProtection defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps evenAndOddHeaders "
                     "characterSpacingControl footnotePr endnotePr compat docVars rsids mathPr themeFontLang clrSchemeMapping shapeDefaults decimalSymbol listSeparator",
    (W, "sdt"): "sdtPr sdtEndPr sdtContent",
    (WP, "inline"): "extent effectExtent docPr cNvGraphicFramePr graphic",
    (S, "workbook"): "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences definedNames calcPr",
    (S, "worksheet"): "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr "
                      "conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing "
                      "legacyDrawingHF picture oleObjects controls webPublishItems tableParts extLst",
    (S, "styleSheet"): "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst",
    (S, "table"): "autoFilter sortState tableColumns tableStyleInfo extLst",
}
FIRST = {(W, "p"): "pPr", (W, "r"): "rPr", (W, "tc"): "tcPr"}  # a child that may stand only before the others
NEEDED_NUMBERS = {"w:hanging": 0, "w:firstLine": 0, "w:left": None}
MOST_TEXT, MOST_NAME = 32_767, 31


def split(tag):
    return tuple(tag[1:].split("}")) if tag.startswith("{") else ("", tag)


def w(name):
    return f"{{{W}}}{name}"


def s(name):
    return f"{{{S}}}{name}"


class Package:
    def __init__(self, file):
        self.wrong, self.trees = [], {}
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            self.wrong += [f"{name}: stands twice in the archive" for name, times in collections.Counter(names).items() if times > 1]
            self.parts = {name: archive.read(name) for name in names if not name.endswith("/")}
        for name, data in self.parts.items():
            if name.endswith((".xml", ".rels")):
                try:
                    self.trees[name] = ElementTree.fromstring(data)
                except ElementTree.ParseError as error:
                    self.wrong.append(f"{name}: no XML: {error}")

    def say(self, part, words):
        self.wrong.append(f"{part}: {words}")

    def relations(self, part):
        """Id → (last word of the type, target as a part's name, or None for what lies outside)."""
        folder, name = posixpath.split(part)
        root = self.trees.get(posixpath.join(folder, "_rels", name + ".rels"))
        found = {}
        for one in root if root is not None else ():
            if one.get("Id") in found:
                self.say(part, f"relation {one.get('Id')} stands twice")
            outside = one.get("TargetMode") == "External"
            target = one.get("Target")
            found[one.get("Id")] = (one.get("Type").rsplit("/", 1)[-1], None if outside else target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target)))
        return found

    def check_package(self):
        types = self.trees.get("[Content_Types].xml")
        if types is None:
            return self.say("[Content_Types].xml", "is missing")
        defaults = {one.get("Extension").lower() for one in types.iter(f"{{{TYPES}}}Default")}
        overrides = [one.get("PartName") for one in types.iter(f"{{{TYPES}}}Override")]
        for name, times in collections.Counter(overrides).items():
            if times > 1:
                self.say("[Content_Types].xml", f"{name} stands twice")
            if name.lstrip("/") not in self.parts:
                self.say("[Content_Types].xml", f"{name} is no part")
        for name in self.parts:
            extension = name.rsplit(".", 1)[-1].lower()
            if name != "[Content_Types].xml" and "/" + name not in overrides and extension not in defaults:
                self.say(name, "has no content type")
            if extension == "xml" and name != "[Content_Types].xml" and "/" + name not in overrides and not name.startswith("customXml/"):
                self.say(name, "is of the type of any XML only")
        reached = set()
        todo = [""]
        while todo:
            part = todo.pop()
            for name, (_, target) in self.relations(part).items():
                if target is not None and target not in self.parts:
                    self.say(part or "the package", f"relation {name} leads to {target}, which is not there")
                elif target is not None and target not in reached:
                    reached.add(target)
                    todo.append(target)
        for name in self.parts:
            if name not in reached and not name.endswith(".rels") and name != "[Content_Types].xml":
                self.say(name, "no relation leads to it")
        for name, root in self.trees.items():
            if name.endswith(".rels"):
                continue
            known = self.relations(name)
            for one in root.iter():
                for key, value in one.attrib.items():
                    if split(key)[0] == R and value not in known:
                        self.say(name, f"{split(one.tag)[1]} refers to {value}, which is no relation")

    def check_order(self):
        for name, root in self.trees.items():
            for one in root.iter():
                place = split(one.tag)
                children = [split(child.tag)[1] for child in one if split(child.tag)[0] == place[0] or place[1] == "inline"]
                if place in FIRST and FIRST[place] in children[1:]:
                    self.say(name, f"{FIRST[place]} is not the first of {place[1]}")
                if place not in ORDER or (place[1] == "settings" and name.endswith("webSettings.xml")):
                    continue
                rank = {word: at for at, words in enumerate(ORDER[place].split()) for word in words.split("|")}
                last = -1
                for child in children:
                    if child not in rank:
                        self.say(name, f"{child} does not stand in {place[1]}")
                    elif rank[child] < last:
                        self.say(name, f"{child} comes too late in {place[1]}")
                    else:
                        last = rank[child]
                single = {"pPr", "rPr", "tblPr", "tcPr", "numPr", "inline"}
                if place[1] in single:
                    for child, times in collections.Counter(children).items():
                        if times > 1:
                            self.say(name, f"{child} stands {times} times in {place[1]}")


# --- Word -----------------------------------------------------------------------------------------

def number(element, key, otherwise=0):
    return int(element.get(w(key), otherwise)) if element is not None else otherwise


def check_tables(package, part, root):
    for table in root.iter(w("tbl")):
        grid = [number(one, "w") for one in table.findall(f"{w('tblGrid')}/{w('gridCol')}")]
        if not grid or min(grid) <= 0:
            package.say(part, f"a table has the grid {grid}")
        width = table.find(f"{w('tblPr')}/{w('tblW')}")
        if width is not None and width.get(w("type")) == "dxa" and number(width, "w") != sum(grid):
            package.say(part, f"a table of {number(width, 'w')} has a grid of {sum(grid)}")
        above, heads_over = {}, False
        for row in table.findall(w("tr")):
            head = row.find(f"{w('trPr')}/{w('tblHeader')}") is not None
            if head and heads_over:
                package.say(part, "a header row stands below others")
            heads_over = heads_over or not head
            place = number(row.find(f"{w('trPr')}/{w('gridBefore')}"), "val")
            merged = {}
            for cell in row.findall(w("tc")):
                properties = cell.find(w("tcPr"))
                find = (lambda name: properties.find(w(name)) if properties is not None else None)
                span = number(find("gridSpan"), "val", 1)
                own = find("tcW")
                if own is not None and own.get(w("type")) == "dxa" and number(own, "w") != sum(grid[place:place + span]):
                    package.say(part, f"a cell of {number(own, 'w')} stands over columns of {sum(grid[place:place + span])}")
                merge = find("vMerge")
                if merge is not None:
                    if merge.get(w("val"), "continue") == "continue" and above.get(place) != span:
                        package.say(part, "vMerge goes on where no cell above begins")
                    merged[place] = span
                if len(cell) == 0 or cell[-1].tag != w("p"):
                    package.say(part, "a cell does not end with a paragraph")
                place += span
            place += number(row.find(f"{w('trPr')}/{w('gridAfter')}"), "val")
            if place != len(grid):
                package.say(part, f"a row has {place} columns in a grid of {len(grid)}")
            above = merged


def check_widths(package, part, root):
    """Tables of the body are no wider than the text of their section."""
    body, waiting = root.find(w("body")), []
    for one in body if body is not None else ():
        section = one if one.tag == w("sectPr") else one.find(f"{w('pPr')}/{w('sectPr')}")
        if one.tag == w("tbl"):
            waiting.append(sum(number(column, "w") for column in one.findall(f"{w('tblGrid')}/{w('gridCol')}")))
        if section is None:
            continue
        margins = section.find(w("pgMar"))
        text = number(section.find(w("pgSz")), "w") - number(margins, "left") - number(margins, "right")
        for width in waiting:
            if width > text:
                package.say(part, f"a table of {width} stands in a text of {text}")
        waiting = []


def check_word(package):
    main = next((target for kind, target in package.relations("").values() if kind == "officeDocument"), None)
    if main is None or main not in package.trees:
        return package.say("the package", "has no document")
    by_kind = collections.defaultdict(list)
    for kind, target in package.relations(main).values():
        by_kind[kind].append(target)

    def root_of(kind):
        return package.trees.get(by_kind[kind][0]) if by_kind[kind] else None
    texts = [main, *by_kind["header"], *by_kind["footer"], *by_kind["footnotes"], *by_kind["endnotes"]]
    trees = [(part, package.trees[part]) for part in texts if part in package.trees]
    styles = [one.get(w("styleId")) for one in root_of("styles").iter(w("style"))] if root_of("styles") is not None else []
    package.wrong += [f"styles: {name} stands twice" for name, times in collections.Counter(styles).items() if times > 1]
    numbering = root_of("numbering")
    definitions = [one.get(w("abstractNumId")) for one in numbering.iter(w("abstractNum"))] if numbering is not None else []
    lists = {one.get(w("numId")): one.find(w("abstractNumId")).get(w("val")) for one in numbering.findall(w("num"))} if numbering is not None else {}
    package.wrong += [f"numbering: abstractNum {name} stands twice" for name, times in collections.Counter(definitions).items() if times > 1]
    if numbering is not None and len(lists) != len(numbering.findall(w("num"))):
        package.say("numbering", "a num stands twice")
    package.wrong += [f"numbering: num {name} is of {definition}, which is not there" for name, definition in lists.items() if definition not in definitions]
    notes = [one.get(w("id")) for one in root_of("footnotes").iter(w("footnote"))] if root_of("footnotes") is not None else []
    package.wrong += [f"footnotes: id {name} stands twice" for name, times in collections.Counter(notes).items() if times > 1]
    drawings, referred = collections.Counter(), collections.Counter()
    for part, root in trees:
        check_tables(package, part, root)
        check_widths(package, part, root)
        drawings.update(one.get("id") for one in root.iter(f"{{{WP}}}docPr"))
        referred.update(one.get(w("id")) for one in root.iter(w("footnoteReference")))
        for kind in ("pStyle", "rStyle", "tblStyle"):
            for one in root.iter(w(kind)):
                if one.get(w("val")) not in styles:
                    package.say(part, f"{kind} {one.get(w('val'))} is no style")
        for one in root.iter(w("numId")):
            if one.get(w("val")) not in lists and one.get(w("val")) != "0":
                package.say(part, f"numId {one.get(w('val'))} is no list")
        for one in root.iter(w("ind")):
            if number(one, "hanging") < 0 or number(one, "firstLine") < 0:
                package.say(part, "an indent is negative")
        for one in root.iter(w("shd")):
            if not re.fullmatch(r"auto|[0-9A-F]{6}", one.get(w("fill"), "auto")):
                package.say(part, f"the ground {one.get(w('fill'))} is no colour")
        for one in root.iter(w("tbl")):
            pass
        parents = {child: parent for parent in root.iter() for child in parent}
        for table in root.iter(w("tbl")):
            siblings = list(parents[table])
            after = siblings.index(table) + 1
            if after < len(siblings) and siblings[after].tag == w("tbl"):
                package.say(part, "two tables touch: Word makes one of them")
    package.wrong += [f"docPr {name} stands twice" for name, times in drawings.items() if times > 1]
    for name, times in referred.items():
        if name not in notes:
            package.say(main, f"footnote {name} is not there")
        elif times > 1:
            package.say(main, f"footnote {name} is referred to twice")
    for name in notes:
        if int(name) > 0 and name not in referred:
            package.say("footnotes", f"nothing refers to {name}")
    if package.trees[main].find(f"{w('body')}") is None or list(package.trees[main].find(w("body")))[-1].tag != w("sectPr"):
        package.say(main, "the body does not end with a section")


# --- Excel ----------------------------------------------------------------------------------------

def corner(reference):
    letters, digits = re.fullmatch(r"\$?([A-Z]+)\$?(\d+)", reference).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(digits), column


def area(reference):
    first, _, last = reference.partition(":")
    return (*corner(first), *corner(last or first))


def meet(one, other):
    return not (one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1])


def units(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def check_styles(package, part, root):
    counts = {name: len(root.find(s(name))) if root.find(s(name)) is not None else 0 for name in ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs")}
    formats = {one.get("numFmtId") for one in root.iter(s("numFmt"))}
    for name in (*counts, "numFmts"):
        group = root.find(s(name))
        if group is not None and group.get("count") is not None and int(group.get("count")) != len(group):
            package.say(part, f"{name} says {group.get('count')} and has {len(group)}")
    for form in root.find(s("cellXfs")):
        for key, group in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"), ("xfId", "cellStyleXfs")):
            if int(form.get(key, 0)) >= counts[group]:
                package.say(part, f"{key} {form.get(key)} is not among {counts[group]}")
        if int(form.get("numFmtId", 0)) >= 164 and form.get("numFmtId") not in formats:
            package.say(part, f"numFmt {form.get('numFmtId')} is not there")
    return counts["cellXfs"]


def check_sheet(package, part, root, styles, texts, known_tables):
    values, last_row = {}, 0
    for row in root.find(s("sheetData")):
        if int(row.get("r")) <= last_row:
            package.say(part, f"row {row.get('r')} comes too late")
        last_row, last_column = int(row.get("r")), 0
        for cell in row:
            line, column = corner(cell.get("r"))
            if line != last_row or column <= last_column:
                package.say(part, f"cell {cell.get('r')} stands in row {last_row} after column {last_column}")
            last_column = column
            if int(cell.get("s", 0)) >= styles:
                package.say(part, f"cell {cell.get('r')} has the style {cell.get('s')} of {styles}")
            if cell.find(s("f")) is not None:
                package.say(part, f"cell {cell.get('r')} is a formula")
            value = cell.find(s("v"))
            if cell.get("t") == "s":
                if int(value.text) >= len(texts):
                    package.say(part, f"cell {cell.get('r')} has the text {value.text} of {len(texts)}")
                else:
                    values[line, column] = texts[int(value.text)]
            elif value is not None:
                values[line, column] = value.text
                if cell.get("t", "n") == "n":
                    float(value.text)
    merges = [area(one.get("ref")) for one in root.iter(s("mergeCell"))]
    tables = []
    for name, (kind, target) in package.relations(part).items():
        if kind != "table" or target not in package.trees:
            continue
        table = package.trees[target]
        place = area(table.get("ref"))
        tables.append(place)
        for key in ("id", "name", "displayName"):
            group = known_tables[key if key == "id" else "name"]
            if table.get(key) in group and key != "displayName":
                package.say(target, f"{key} {table.get(key)} is that of another table")
            group.add(table.get(key))
        columns = [one.get("name") for one in table.iter(s("tableColumn"))]
        if len(columns) != place[3] - place[1] + 1:
            package.say(target, f"{len(columns)} columns stand over {table.get('ref')}")
        if len({one.lower() for one in columns}) != len(columns):
            package.say(target, "two columns have one name")
        if place[2] > last_row or place[2] <= place[0]:
            package.say(target, f"{table.get('ref')} is not in the sheet, which has {last_row} rows")
        own = table.find(s("autoFilter"))
        if own is not None and own.get("ref") != table.get("ref"):
            package.say(target, f"the filter over {own.get('ref')} is not that of the table")
        for at, title in enumerate(columns):
            if values.get((place[0], place[1] + at)) != title:
                package.say(target, f"the column {title!r} stands under {values.get((place[0], place[1] + at))!r}")
    listed = root.find(s("tableParts"))
    if (len(listed) if listed is not None else 0) != len(tables):
        package.say(part, "tableParts are not the tables")
    for i, one in enumerate(merges):
        if any(meet(one, other) for other in merges[i + 1:] + tables):
            package.say(part, f"a merged range {one} meets another or a table")
    setup = root.find(s("pageSetup"))
    fits = root.find(f"{s('sheetPr')}/{s('pageSetUpPr')}")
    if fits is None or fits.get("fitToPage") != "1" or setup is None or setup.get("fitToWidth", "1") != "1" or setup.get("fitToHeight") != "0":
        package.say(part, "is not as wide as one page when printed")
    if setup is not None and setup.get("paperSize") != "9":
        package.say(part, "is not printed on A4")
    for words in root.iter(s("oddFooter")):
        if units(words.text or "") > 255:
            package.say(part, "the footer is too long")


def check_excel(package):
    main = next((target for kind, target in package.relations("").values() if kind == "officeDocument"), None)
    relations = package.relations(main)
    by_kind = {kind: target for kind, target in relations.values()}
    styles = check_styles(package, by_kind["styles"], package.trees[by_kind["styles"]])
    shared = package.trees.get(by_kind.get("sharedStrings"))
    texts = ["".join(piece.text or "" for piece in one.iter(s("t"))) for one in shared.findall(s("si"))] if shared is not None else []
    # Characters that XML has no place for are written as _x001B_, and a text that looks so has its line escaped.
    texts = [re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), one) for one in texts]
    if shared is not None and int(shared.get("uniqueCount", len(texts))) != len(texts):
        package.say("sharedStrings", f"says {shared.get('uniqueCount')} and has {len(texts)}")
    package.wrong += [f"sharedStrings: a text of {units(one)} is too long" for one in texts if units(one) > MOST_TEXT]
    sheets = list(package.trees[main].iter(s("sheet")))
    names = [one.get("name") for one in sheets]
    for name, times in collections.Counter(name.lower() for name in names).items():
        if times > 1:
            package.say(main, f"two sheets are called {name}")
    for name in names:
        if not 0 < units(name) <= MOST_NAME or re.search(r"[][:*?/\\]|^'|'$", name):
            package.say(main, f"{name!r} is no name of a sheet")
    if len({one.get("sheetId") for one in sheets}) != len(sheets):
        package.say(main, "two sheets have one id")
    for one in package.trees[main].iter(s("definedName")):
        if int(one.get("localSheetId", 0)) >= len(sheets):
            package.say(main, f"the name {one.get('name')} is of no sheet")
        elif one.get("name") == "_xlnm.Print_Titles" and names[int(one.get("localSheetId"))] != re.match(r"'?(.*?)'?!", one.text)[1].replace("''", "'"):
            package.say(main, f"the rows to repeat are of another sheet: {one.text}")
    known_tables = {"id": set(), "name": set()}
    for one in sheets:
        kind, target = relations.get(one.get(f"{{{R}}}id"), ("", None))
        if kind == "worksheet" and target in package.trees:
            check_sheet(package, target, package.trees[target], styles, texts, known_tables)
        elif kind != "chartsheet":
            package.say(main, f"the sheet {one.get('name')} has no worksheet")


def complaints(file):
    package = Package(file)
    if package.wrong:  # what is no package is not looked into
        return package.wrong
    package.check_package()
    package.check_order()
    if "word/document.xml" in package.parts:
        check_word(package)
    elif "xl/workbook.xml" in package.parts:
        check_excel(package)
    else:
        package.say("the package", "is neither a document nor a workbook")
    return package.wrong


if __name__ == "__main__":
    found = [f"{file}: {one}" for file in sys.argv[1:] for one in complaints(file)]
    print("\n".join(found))
    sys.exit(1 if found else 0)
