"""A region's own form with letterhead, as a .docx made by hand: a coat of arms in the header, named places in the text, in a table
and in a control, the place of the content."""
import struct
import zipfile
import zlib

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{R}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def png(width, height, colour):
    rows = b"".join(b"\0" + bytes(colour) * width for _ in range(height))

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


ARMS = png(40, 48, (31, 91, 143))
PICTURE = ('<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="540000" cy="648000"/><wp:docPr id="7" name="Герб" descr="Герб области"/>'
           '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
           '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="7" name="Герб"/><pic:cNvPicPr/></pic:nvPicPr>'
           '<pic:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="540000" cy="648000"/></a:xfrm>'
           '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>')


def p(text, form=""):
    return f'<w:p>{form and f"<w:pPr>{form}</w:pPr>"}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def cell(text, width):
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{p(text)}</w:tc>'


def write(file, content="{{content}}"):
    table = ('<w:tbl><w:tblPr><w:tblW w:w="9638" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="4819"/><w:gridCol w:w="4819"/></w:tblGrid>'
             f'<w:tr>{cell("от {{date}}", 4819)}{cell("№ {{number}}", 4819)}</w:tr></w:tbl>')
    split = "<w:p><w:r><w:t>Исполнитель: {{pho</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>ne}}</w:t></w:r></w:p>"  # as Word leaves it after a correction
    section = ('<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:headerReference w:type="first" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/>'
               '<w:pgMar w:top="1134" w:right="567" w:bottom="1134" w:left="1701" w:header="567" w:footer="397" w:gutter="0"/><w:titlePg/></w:sectPr>')
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'

    def relation(name, kind, target):
        return f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{target}"/>'

    def override(part, kind):
        return f'<Override PartName="/word/{part}.xml" ContentType="{TYPES}{kind}+xml"/>'
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
                               '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/>'
                               + override("document", "document.main") + override("styles", "styles") + override("header1", "header") + override("header2", "header") + "</Types>",
        "_rels/.rels": relations % relation("rId1", "officeDocument", "word/document.xml"),
        "word/document.xml": f"<w:document {SPACES}><w:body>{table}{p(content)}{split}{section}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations % (relation("rId1", "styles", "styles.xml") + relation("rId2", "header", "header1.xml") + relation("rId3", "header", "header2.xml")),
        "word/styles.xml": f'<w:styles {SPACES}><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style></w:styles>',
        "word/header1.xml": f'<w:hdr {SPACES}><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r>{PICTURE}</w:r></w:p>{p("ПРАВИТЕЛЬСТВО ПРИМЕРНОЙ ОБЛАСТИ")}{p("{{authority}}")}</w:hdr>',
        "word/header2.xml": f'<w:hdr {SPACES}><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple></w:p></w:hdr>',
        "word/_rels/header1.xml.rels": relations % relation("rId1", "image", "media/arms.png"),
        "word/media/arms.png": ARMS,
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in parts.items():
            out.writestr(name, data if isinstance(data, bytes) else '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + data)
    return file
