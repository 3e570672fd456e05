#!/usr/bin/env python3
"""Draws the gaps between schools of one procedure, year by year, with their intervals:

    opora indicator result-gaps --pack ru --year 2022 --format csv -o gaps.csv
    plugins/dynamics/draw_gaps.py gaps.csv 'ВПР MA 5' > plugins/dynamics/gaps.svg
"""
import csv, sys

LEFT, RIGHT, ROW, TOP = 230, 620, 22, 44


def rows_of(path, procedure):
    with open(path, newline='', encoding='utf-8-sig') as file:
        text = file.read()
    rows = csv.DictReader(text.splitlines(), delimiter=';' if ';' in text.splitlines()[0] else ',')
    number = lambda cell: float(cell.replace(',', '.'))
    return [(r['Группы'], r['Год'], number(r['Разрыв']), number(r['Нижняя граница']), number(r['Верхняя граница']))
            for r in rows if r['Процедура'] == procedure and r['Разрыв'] and r['Нижняя граница']]


def main():
    rows = sorted(rows_of(sys.argv[1], sys.argv[2]))
    low, high = min(0, *(r[3] for r in rows)), max(r[4] for r in rows)
    x = lambda value: LEFT + (RIGHT - LEFT) * (value - low) / (high - low)
    height = TOP + ROW * len(rows) + 34
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 {height}" font-family="sans-serif" font-size="12">',
           f'<text x="12" y="22" font-size="14">{sys.argv[2]}: разрыв в средней доле баллов и его интервал 95 %</text>']
    for tick in [t / 10 for t in range(-10, 11) if low <= t / 10 <= high]:
        out += [f'<line x1="{x(tick):.1f}" x2="{x(tick):.1f}" y1="{TOP - 8}" y2="{height - 28}" stroke="#{"888" if tick == 0 else "ddd"}"/>',
                f'<text x="{x(tick):.1f}" y="{height - 12}" text-anchor="middle" fill="#555">{tick:.1f}</text>']
    for i, (gap, year, value, lower, upper) in enumerate(rows):
        y = TOP + ROW * i + 8
        out += [f'<text x="12" y="{y + 4}">{gap}, {year}</text>',
                f'<line x1="{x(lower):.1f}" x2="{x(upper):.1f}" y1="{y}" y2="{y}" stroke="#2b6cb0" stroke-width="2"/>',
                f'<circle cx="{x(value):.1f}" cy="{y}" r="4" fill="#2b6cb0"/>']
    print('\n'.join(out + ['</svg>']))


if __name__ == '__main__':
    main()
