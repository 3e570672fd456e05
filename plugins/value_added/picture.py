#!/usr/bin/env python3
"""Draws what schools add: each school's shrunken residual with its interval, in ascending order; dark where the interval
leaves out zero.

    opora --json indicator value-added --pack ru --year 2022 | plugins/value_added/picture.py > plugins/value_added/picture.svg
"""
import json
import math
import sys

LEFT, TOP, WIDTH, HEIGHT, MARGIN = 52, 16, 600, 300, 40

rows = sorted(json.loads(sys.stdin.readline())['rows'], key=lambda r: (r['residual'], r['school']))
low, high = min(r['lower'] for r in rows), max(r['upper'] for r in rows)
step = WIDTH / len(rows)


def y(value):
    return TOP + HEIGHT * (high - value) / (high - low)


def colour(row):
    return '#1d4e89' if row['lower'] > 0 else '#b3261e' if row['upper'] < 0 else '#b8c4cc'


apart = [sum(r['lower'] > 0 for r in rows), sum(r['upper'] < 0 for r in rows)]
print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 12} {TOP + HEIGHT + MARGIN}" font-family="sans-serif" font-size="12" fill="#444">')
print(f'<title>{len(rows)} schools: {apart[0]} wholly above zero, {apart[1]} wholly below</title>')
for tick in range(2 * math.ceil(low / 2), math.floor(high) + 1, 2):
    print(f'<path d="M{LEFT} {y(tick):.1f}h{WIDTH}" stroke="{"#444" if tick == 0 else "#ddd"}"/><text x="{LEFT - 6}" y="{y(tick) + 4:.1f}" text-anchor="end">{tick}</text>')
for place, row in enumerate(rows):
    x = LEFT + step * (place + 0.5)
    print(f'<path d="M{x:.1f} {y(row["upper"]):.1f}V{y(row["lower"]):.1f}" stroke="{colour(row)}"/><circle cx="{x:.1f}" cy="{y(row["residual"]):.1f}" r="1.5" fill="{colour(row)}"/>')
print(f'<text x="{LEFT + WIDTH / 2}" y="{TOP + HEIGHT + 30}" text-anchor="middle">{len(rows)} schools, by their residual</text>')
print(f'<text transform="translate(14 {TOP + HEIGHT / 2}) rotate(-90)" text-anchor="middle">shrunken residual with its interval, points</text>')
print('</svg>')
