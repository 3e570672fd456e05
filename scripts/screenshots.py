#!/usr/bin/env python3
"""Pictures of what Opora hands out, for docs/documents.md: a made-up region, its list, an order, a school card, an explanation,
a note and a plan board, as PNGs of few colours. Needs Chromium, LibreOffice and poppler-utils.
Usage: OPORA=build/dev/host/cli/opora scripts/screenshots.py [FOLDER]"""
import collections
import os
import pathlib
import struct
import subprocess
import sys
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / 'tests' / 'e2e'))
os.environ.setdefault('OPORA_SOURCE', str(ROOT))

import browser  # noqa: E402
import region_reports  # noqa: E402

MOST_BYTES, COLOURS = 60_000, 16


def pixels_of(png):
    """(width, height, rows of RGB bytes) of a PNG of 8 bits, without interlacing."""
    at, data = 8, b''
    while at < len(png):
        size, name = struct.unpack('>I4s', png[at:at + 8])
        if name == b'IHDR':
            width, height, _, kind = struct.unpack('>IIBB', png[at + 8:at + 18])
        elif name == b'IDAT':
            data += png[at + 8:at + 8 + size]
        at += size + 12
    bytes_each = {2: 3, 6: 4}[kind]
    raw, stride, rows = zlib.decompress(data), width * bytes_each, []
    before = bytearray(stride)
    for line in range(height):
        begin = line * (stride + 1)
        row = bytearray(raw[begin + 1:begin + 1 + stride])
        method = raw[begin]
        for i in range(stride if method else 0):
            left, up = row[i - bytes_each] if i >= bytes_each else 0, before[i]
            if method == 1:
                row[i] = row[i] + left & 255
            elif method == 2:
                row[i] = row[i] + up & 255
            elif method == 3:
                row[i] = row[i] + (left + up) // 2 & 255
            else:
                corner = before[i - bytes_each] if i >= bytes_each else 0
                guess = left + up - corner
                near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
                row[i] = row[i] + near & 255
        before = row
        rows.append(bytes(row) if bytes_each == 3 else b''.join(row[i:i + 3] for i in range(0, stride, 4)))
    return width, height, rows


def palette_of(rows):
    """The colours that are there most often and differ: shades of letters come together."""
    counts = collections.Counter(row[i:i + 3] for row in rows for i in range(0, len(row), 3))
    palette = []
    for colour, _ in counts.most_common(6):  # grounds, however near
        palette.append(colour)
    for least in (60, 40, 28, 18):  # first those far apart
        for colour, times in counts.most_common(400):
            if len(palette) < COLOURS and times > 30 and all(distance(colour, other) > least ** 2 for other in palette):
                palette.append(colour)
    return palette


def distance(one, other):
    return sum((a - b) ** 2 for a, b in zip(one, other))


def indexed(png):
    """The same picture with 16 colours, four bits each."""
    width, height, rows = pixels_of(png)
    palette, nearest, out = palette_of(rows), {}, []
    for row in rows:
        line = []
        for i in range(0, len(row), 3):
            colour = row[i:i + 3]
            if colour not in nearest:
                nearest[colour] = min(range(len(palette)), key=lambda k: distance(palette[k], colour))
            line.append(nearest[colour])
        line += [0] * (width % 2)
        out.append(b'\0' + bytes(line[i] << 4 | line[i + 1] for i in range(0, len(line), 2)))

    def chunk(name, data):
        return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 4, 3, 0, 0, 0)) + chunk(b'PLTE', b''.join(palette)) + chunk(b'IDAT', zlib.compress(b''.join(out), 9)) + chunk(b'IEND', b'')


def keep(folder, name, png):
    small = indexed(png)
    (folder / f'{name}.png').write_bytes(small)
    print(f'{name}.png: {len(small)} bytes')
    assert len(small) <= MOST_BYTES, f'{name} is too heavy'


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / 'docs' / 'pictures')
    folder.mkdir(parents=True, exist_ok=True)
    region = region_reports.RegionReports
    region.setUpClass()
    try:
        region.reports()
        for words in (['list', '2', '-o', 'list.html'], ['report', 'municipal-summary', '--pack', 'ru', '--run', '2', '-o', 'summary.html'], ['--store', 'plan.db', 'plan', 'board', '1', '--on', '2021-06-01', '-o', 'board.html']):
            done = region.run_opora(*words, lang='ru')
            assert done.returncode == 0, done.stderr
        with browser.Browser() as chromium:
            def shoot(name, file, height, width=1000, at='body', **options):
                page = chromium.open(file, width=width, height=height, **options)
                page.run('new Promise(done=>setTimeout(done,300))')
                top = page.run(f'document.querySelector("{at}").getBoundingClientRect().top + scrollY') if at != 'body' else 0
                page.screenshot(region.folder / 'shot.png', height=height, top=top)
                page.close()
                keep(folder, name, (region.folder / 'shot.png').read_bytes())
            shoot('list', region.folder / 'list.html', 900)
            shoot('school-card', region.file('school-card', 'html'), 900)
            shoot('school-card-dark', region.file('school-card', 'html'), 600, dark=True)
            shoot('explanation', region.file('explanation', 'html'), 800, width=1240)
            shoot('analytic-note', region.file('analytic-note', 'html'), 900, at='figure')
            shoot('heat-table', region.folder / 'summary.html', 700, at='#t2-name')
            shoot('plan-board', region.folder / 'board.html', 900)
        subprocess.run(['soffice', f'-env:UserInstallation=file://{region.folder}/profile', '--headless', '--convert-to', 'pdf', '--outdir', region.folder, region.file('order', 'docx')],
                       check=True, capture_output=True, timeout=300)
        for page, name in ((1, 'order'), (2, 'order-annex')):
            subprocess.run(['pdftoppm', '-png', '-r', '75', '-f', str(page), '-l', str(page), '-singlefile', region.folder / 'order.pdf', region.folder / name], check=True)
            keep(folder, name, (region.folder / f'{name}.png').read_bytes())
    finally:
        region.tearDownClass()


if __name__ == '__main__':
    main()
