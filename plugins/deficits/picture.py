#!/usr/bin/env python3
"""Draws the topics in which most schools of a store are below the threshold of their level.

    plugins/deficits/picture.py OPORA STORE YEAR > plugins/deficits/topics.svg
"""
import html, json, subprocess, sys

opora, store, year = sys.argv[1:]
MOST, LEFT, WIDTH, ROW = 12, 300, 360, 26


def lines(*words):
    done = subprocess.run([opora, '--json', '--store', store, *words], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)['rows']


topics = [t for t in lines('indicator', 'hard-topics', '--pack', 'ru', '--year', year) if t.get('dimension') == 'content' and t.get('schools')]
topics.sort(key=lambda t: (-t['schools_below'] / t['schools'], t['procedure'], t['code']))
topics = topics[:MOST]
print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 120} {ROW * (len(topics) + 1)}" font-family="sans-serif" font-size="12">')
print('<title>Темы: доля баллов в регионе (полоса), порог уровня (черта), школ ниже порога</title>')
for i, t in enumerate(topics):
    y = ROW * i + 8
    print(f'<text x="{LEFT - 8}" y="{y + 13}" text-anchor="end">{html.escape((t["procedure"] + ": " + (t.get("text") or t["code"]))[:60])}</text>'
          f'<rect x="{LEFT}" y="{y}" width="{WIDTH * t["share"]:.1f}" height="18" fill="{"#d98b4a" if t["hard"] else "#7aa6c2"}"/>'
          f'<path d="M{LEFT + WIDTH * t["threshold"]:.1f} {y - 2}v22" stroke="#333" stroke-width="2"/>'
          f'<text x="{LEFT + WIDTH + 8}" y="{y + 13}">{t["schools_below"]} из {t["schools"]} школ</text>')
print('</svg>')
