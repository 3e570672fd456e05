#!/usr/bin/env python3
"""The costs of pairs as a picture:  opora --json match --pack ru --year 2022 | draw_pairs.py > pairs.svg
A full dot is the partner proposed, a ring who would come next; a ring on the left is a nearer partner whose places
went to schools that lose more without it."""
import json, sys

ROW, LEFT, RIGHT, TOP, WIDTH = 15, 96, 20, 34, 640

rows = {}
for line in sys.stdin:
    pair = json.loads(line)
    if pair['partner']:
        rows.setdefault(pair['school'], {})[pair['rank']] = pair['cost']
order = sorted(rows, key=lambda school: (rows[school][1], school))
most = max(cost for ranks in rows.values() for cost in ranks.values()) or 1
height = TOP + ROW * len(order) + 34


def x(cost):
    return LEFT + (WIDTH - LEFT - RIGHT) * cost / most


out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="10">',
       '<style>text{fill:#333}.axis{stroke:#ddd}.way{stroke:#bbb}.first{fill:#20639b}.next{fill:#fff;stroke:#20639b}'
       '@media(prefers-color-scheme:dark){text{fill:#ddd}.axis{stroke:#444}.next{fill:#111}}</style>',
       f'<text x="{LEFT}" y="14" font-size="12">Cost of the partner proposed (dot) and of the one who would come next (ring)</text>']
for step in range(5):
    at = x(most * step / 4)
    out.append(f'<line class="axis" x1="{at:.1f}" y1="{TOP - 8}" x2="{at:.1f}" y2="{height - 26}"/>'
               f'<text x="{at:.1f}" y="{height - 12}" text-anchor="middle">{most * step / 4:.2f}</text>')
for i, school in enumerate(order):
    y, ranks = TOP + ROW * i, rows[school]
    out.append(f'<text x="{LEFT - 10}" y="{y + 3.5}" text-anchor="end">{school}</text>')
    if 2 in ranks:
        out.append(f'<line class="way" x1="{x(ranks[1]):.1f}" y1="{y}" x2="{x(ranks[2]):.1f}" y2="{y}"/><circle class="next" cx="{x(ranks[2]):.1f}" cy="{y}" r="3.5"/>')
    out.append(f'<circle class="first" cx="{x(ranks[1]):.1f}" cy="{y}" r="4"/>')
print('\n'.join(out + ['</svg>']))
