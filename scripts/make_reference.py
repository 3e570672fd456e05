#!/usr/bin/env python3
"""Writes sdk/docs/reference-lua.md from sdk/lua/opora.d.lua and sdk/docs/reference-abi.md from the headers of
sdk/include/opora/abi. With --check: says which of them is out of date, and fails.
Usage: scripts/make_reference.py [--check]"""
import pathlib, re, sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ANNOTATIONS = ROOT / 'sdk/lua/opora.d.lua'
HEADERS = ROOT / 'sdk/include/opora/abi'
DOCS = ROOT / 'sdk/docs'
ORDER = ['version.h', 'types.h', 'entry.h', 'columns.h', 'describe.h']  # then kinds/, services/, draft/


# --- Lua ------------------------------------------------------------------------------------------

def cell(text):
    return text.replace('|', '\\|').strip()


def annotation(line):
    """'@param name type words' → ('param', 'name', 'type', 'words')."""
    kind, _, rest = line[1:].partition(' ')
    if kind in ('param', 'field'):
        name, _, rest = rest.partition(' ')
        match = re.match(r'((?:fun\([^)]*\)(?::\s*\S+)?|\{[^}]*\}|table<[^>]*>|"[^"]*"|[^\s{<(]+(?:<[^>]*>)?)(?:\|(?:\{[^}]*\}|"[^"]*"|[^\s|]+))*)\s*(.*)', rest)
        return (kind, name, *(match.groups() if match else (rest, '')))
    return (kind, rest, '', '')


def table_of(notes, kind):
    rows = [n for n in notes if n[0] == kind]
    if not rows:
        return []
    return ['| name | type | |', '|---|---|---|'] + [f'| `{cell(n)}` | `{cell(t)}` | {cell(w)} |' for _, n, t, w in rows] + ['']


def render_block(comments, notes, declared):
    """One function or class, as Markdown."""
    out = []
    classes = [n[1] for n in notes if n[0] == 'class']
    aliases = [n[1] for n in notes if n[0] == 'alias']
    function = re.match(r'function ([\w.:]+)\((.*?)\)', declared or '')
    if function:
        name, arguments = function.groups()
        out += [f'### `{name}({arguments})`', '']
    elif classes:
        out += [f'### {classes[-1].split(":")[0].strip()}', '']
    words = ' '.join(comments)
    if words:
        out += [words, '']
    out += [f'- `{alias}`' for alias in aliases] + ([''] if aliases else [])
    out += table_of(notes, 'param') + table_of(notes, 'field')
    for kind, text, *_ in notes:
        if kind == 'return':
            out += [f'Gives `{text.split(" ")[0]}`' + (f': {" ".join(text.split(" ")[1:])}' if ' ' in text else '') + '.', '']
    operators = [n[1] for n in notes if n[0] == 'operator']
    if operators:
        out += ['Operators: ' + ', '.join(f'`{o}`' for o in operators) + '.', '']
    return out


def lua_reference():
    out = ['# The Lua interface', '', 'Generated from `sdk/lua/opora.d.lua` by `scripts/make_reference.py`; edit the annotations.', '']
    comments, notes, section = [], [], False
    lines = ANNOTATIONS.read_text().splitlines()
    for i, line in enumerate(lines):
        if re.fullmatch(r'-{20,}', line):
            section = not section
        elif section and line.startswith('-- '):
            out += [f'## {line[3:]}', '']
        elif line.startswith('---@'):
            if not line.startswith('---@meta'):
                notes.append(annotation(line[3:]))
        elif line.startswith('---   ') and notes:  # goes on with the field above
            notes[-1] = (*notes[-1][:3], notes[-1][3] + ' ' + line[3:].strip())
        elif line.startswith('---'):
            comments.append(line[3:].strip())
        elif line.startswith(('function ', 'local ')) or (not line.strip() and (comments or notes)):
            out += render_block(comments, notes, line)
            comments, notes = [], []
    return '\n'.join(out).rstrip() + '\n'


# --- C --------------------------------------------------------------------------------------------

def headers():
    rest = [p for folder in ('kinds', 'services', 'draft') for p in sorted((HEADERS / folder).glob('*.h'))]
    return [HEADERS / name for name in ORDER] + rest


def names_in(block):
    found = re.findall(r'^#define (OPORA_\w+)', block, re.M) + re.findall(r'^\} (\w+);', block, re.M)
    found += re.findall(r'^typedef struct \w+ (\w+);', block, re.M) + re.findall(r'^typedef \w+ (\w+);', block, re.M)
    return found + re.findall(r'^OPORA_EXPORT .*?(\w+);', block, re.M)


def blocks_of(text):
    """Top-level declarations with their comments; what only guards or includes is left out."""
    text = re.sub(r'^#(ifndef|define|endif).*_H\b.*$|^#endif\s*$|^#include .*$|^OPORA_ABI_(BEGIN|END)$', '', text, flags=re.M)
    depth, block, blocks = 0, [], []
    for line in text.splitlines():
        depth += line.count('{') - line.count('}') + line.count('/*') - line.count('*/')
        if not line.strip() and depth == 0:
            blocks.append('\n'.join(block).strip('\n'))
            block = []
        else:
            block.append(line)
    blocks.append('\n'.join(block).strip('\n'))
    return [b for b in blocks if b.strip()]


def comment_text(comment):
    lines = [re.sub(r'^ ?\* ?', '', line).rstrip() for line in comment.strip()[2:-2].splitlines()]
    return '\n'.join(line if not line.startswith(' ') else '    ' + line.strip() for line in lines).strip()


def abi_reference():
    index, pages = [], []
    for header in headers():
        name = header.relative_to(HEADERS).as_posix()
        text = header.read_text()
        intro = re.match(r'/\*.*?\*/', text, re.S)
        pages += [f'## `{name}`', '', comment_text(intro.group(0)), '']
        for block in blocks_of(text[intro.end():]):
            declared = names_in(block)
            index += [(one, name) for one in declared]
            if declared:
                pages += [f'### {declared[-1] if len(declared) == 1 else declared[0] + " …"}', '']
            pages += ['```c', block, '```', '']
    out = ['# The binary interface', '', 'Generated from the headers in `include/opora/abi` by `scripts/make_reference.py`; edit the headers.', '',
           '| name | header |', '|---|---|'] + [f'| `{one}` | `{header}` |' for one, header in sorted(set(index))] + ['']
    return '\n'.join(out + pages).rstrip() + '\n'


def main():
    stale = []
    for name, text in (('reference-lua.md', lua_reference()), ('reference-abi.md', abi_reference())):
        file = DOCS / name
        if '--check' not in sys.argv[1:]:
            DOCS.mkdir(exist_ok=True)
            file.write_text(text)
        elif not file.exists() or file.read_text() != text:
            stale.append(name)
    if stale:
        sys.exit(f'out of date: {", ".join(stale)}; run scripts/make_reference.py')


if __name__ == '__main__':
    main()
