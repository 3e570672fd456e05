#!/usr/bin/env python3
"""Draws the clusters of a run of risk-cluster: items × clusters, recounted from the stored rows by code of its own.

    plugins/clusters/picture.py OPORA STORE RUN YEAR > plugins/clusters/profiles.svg
"""
import collections, json, statistics, subprocess, sys

opora, store, run, year = sys.argv[1:]
CONTEXT = {'single_parent': ('неполные семьи', 1), 'both_parents_higher_education': ('оба родителя с высшим образованием', -1),
           'on_record': ('состоящие на учёте', 1), 'russian_not_native': ('русский язык неродной', 1)}


def lines(*words):
    done = subprocess.run([opora, '--json', '--store', store, *words], check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def figure(value, sign=''):
    return f'{value:{sign}.1f}'.replace('.', ',').replace('-', '−')


cluster_of = {row['school']: row['values']['Кластер'] for row in lines('list', run, '--category', 'Кластер риска', '--all')
              if row['values'].get('Кластер')}
values = collections.defaultdict(dict)  # item → school → percent
for r in lines('sql', f"SELECT school, sum(mark = 2) AS low, count(*) AS n FROM results WHERE kind = 'ВПР' AND year = {year} AND mark >= 2 GROUP BY school"):
    values['доля отметок «2»', 1][r['school']] = 100 * r['low'] / r['n']
for r in lines('sql', f"SELECT school, sum(score) AS s, sum(max_score) AS m FROM results WHERE kind = 'ВПР' AND year = {year} AND max_score > 0 GROUP BY school"):
    values['средняя доля выполнения работы', -1][r['school']] = 100 * r['s'] / r['m']
for r in lines('sql', f'SELECT school, item, numerator, denominator FROM context_current WHERE year = {year} AND denominator > 0'):
    if r['item'] in CONTEXT:
        values[CONTEXT[r['item']]][r['school']] = 100 * r['numerator'] / r['denominator']

clusters = sorted(set(cluster_of.values()))
width, left, row = 110, 260, 34
print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width * len(clusters) + 10} {row * (len(values) + 2)}" font-family="sans-serif" font-size="13">')
print('<title>Средние кластеров и отличие от региона в стандартных отклонениях; оранжевый — менее благоприятно</title>')
for c, cluster in enumerate(clusters):
    x, schools = left + width * c + width / 2, sum(name == cluster for name in cluster_of.values())
    print(f'<text x="{x}" y="20" text-anchor="middle">{cluster.split(", ")[-1]}</text><text x="{x}" y="36" text-anchor="middle" fill="#666">школ: {schools}</text>')
for i, ((title, side), of) in enumerate(values.items()):
    y = row * (i + 1.5)
    region = [of[school] for school in cluster_of]
    mean, sd = statistics.fmean(region), statistics.stdev(region)
    print(f'<text x="{left - 10}" y="{y + 21}" text-anchor="end">{title}</text>')
    for c, cluster in enumerate(clusters):
        own = statistics.fmean(of[school] for school, name in cluster_of.items() if name == cluster)
        away = (own - mean) / sd
        colour = '#d95f02' if away * side > 0 else '#1f78b4'
        x = left + width * c
        print(f'<rect x="{x + 1}" y="{y}" width="{width - 2}" height="{row - 2}" fill="{colour}" fill-opacity="{min(abs(away) / 2, 0.8):.2f}"/>'
              f'<text x="{x + width / 2}" y="{y + 21}" text-anchor="middle">{figure(own)} % ({figure(away, "+")})</text>')
print('</svg>')
