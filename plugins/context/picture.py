#!/usr/bin/env python3
"""Draws schools by social context and result: each dot a school of the year, the line what is expected in its context,
dark dots the schools in the worst 30 % whose shrunken residual is in the top quarter.

    opora --json indicator school-resilience --pack ru --year 2022 --set years=1 | plugins/context/picture.py > plugins/context/picture.svg
"""
import json
import sys

LEFT, TOP, WIDTH, HEIGHT, MARGIN = 52, 16, 560, 320, 40
WORST, TOP_PLACE = 30, 75

rows = [r for r in json.loads(sys.stdin.readline())['rows'] if r['residual'] is not None]
xs, ys = [r['index'] for r in rows], [r['result'] for r in rows]


def scale(values, start, length):
    low, high = min(values), max(values)
    pad = (high - low) * 0.04
    return lambda v: start + (v - low + pad) / (high - low + 2 * pad) * length


x, y = scale(xs, LEFT, WIDTH), scale(ys, TOP + HEIGHT, -HEIGHT)
strong = [r['index_percentile'] <= WORST and r['place'] >= TOP_PLACE for r in rows]
border = max(r['index'] for r in rows if r['index_percentile'] <= WORST)
ends = sorted(rows, key=lambda r: r['index'])
print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 12} {TOP + HEIGHT + MARGIN}" font-family="sans-serif" font-size="12" fill="#444">')
print(f'<title>{len(rows)} schools: social index and result; {sum(strong)} reach much more than expected in the worst 30 %</title>')
print(f'<rect x="{LEFT}" y="{TOP}" width="{x(border) - LEFT:.1f}" height="{HEIGHT}" fill="#f3efe6"/>')
for tick in range(60, 150, 10):
    if min(xs) <= tick <= max(xs):
        print(f'<path d="M{x(tick):.1f} {TOP}v{HEIGHT}" stroke="#ddd"/><text x="{x(tick):.1f}" y="{TOP + HEIGHT + 16}" text-anchor="middle">{tick}</text>')
for half in range(-6, 7):
    if min(ys) <= half / 2 <= max(ys):
        print(f'<path d="M{LEFT} {y(half / 2):.1f}h{WIDTH}" stroke="#ddd"/><text x="{LEFT - 6}" y="{y(half / 2) + 4:.1f}" text-anchor="end">{half / 2:g}</text>')
for row, dark in sorted(zip(rows, strong), key=lambda pair: pair[1]):
    print(f'<circle cx="{x(row["index"]):.0f}" cy="{y(row["result"]):.0f}" r="{4 if dark else 2.5}" fill="{"#1d4e89" if dark else "#9db4c0"}"/>')
print(f'<path d="M{x(ends[0]["index"]):.1f} {y(ends[0]["expected"]):.1f}L{x(ends[-1]["index"]):.1f} {y(ends[-1]["expected"]):.1f}" stroke="#b3261e" stroke-width="2"/>')
print(f'<text x="{LEFT + WIDTH / 2}" y="{TOP + HEIGHT + 34}" text-anchor="middle">index of social well-being (mean 100, deviation 15)</text>')
print(f'<text transform="translate(14 {TOP + HEIGHT / 2}) rotate(-90)" text-anchor="middle">result, standard scores</text>')
print('</svg>')
