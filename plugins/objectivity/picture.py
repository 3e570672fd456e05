#!/usr/bin/python3
"""Draws markers.svg: how often each marker was found, and how often nothing could be said, in a run of bias-markers.

    opora demo region && cd region && opora run bias-markers --pack ru --year 2022
    opora --json list --all | …/plugins/objectivity/picture.py > …/plugins/objectivity/markers.svg
"""
import collections, html, json, sys

counts = collections.defaultdict(lambda: [0, 0, 0])  # rule → found, not found, not assessed
for line in sys.stdin:
    for check in json.loads(line).get('checks', []):
        counts[check['rule']][0 if check['met'] else 1 if check['assessed'] else 2] += 1

WIDTH, LEFT, ROW, TOP = 760, 170, 24, 46
colours = ('#c0392b', '#d5dbdb', '#f4f6f6')
print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{TOP + ROW * len(counts) + 12}" font-family="sans-serif" font-size="12">')
print('<text x="8" y="18" font-size="14">Признаки, требующие проверки: доля школ × процедур</text>')
print('<text x="8" y="36" fill="#666">красное: признак есть; серое: нет; светлое: не оценивается. Справа: есть / всего</text>')
for place, (rule, values) in enumerate(sorted(counts.items(), key=lambda item: (-item[1][0], item[0]))):
    y, x, total = TOP + place * ROW, LEFT, sum(values)
    print(f'<text x="8" y="{y + 14}">{html.escape(rule)}</text>')
    for value, colour in zip(values, colours):
        width = (WIDTH - LEFT - 110) * value / total
        if value:
            print(f'<rect x="{x:.1f}" y="{y + 2}" width="{width:.1f}" height="{ROW - 6}" fill="{colour}" stroke="#aaa" stroke-width=".5"/>')
        x += width
    print(f'<text x="{WIDTH - 100}" y="{y + 14}">{values[0]} / {total}</text>')
print('</svg>')
