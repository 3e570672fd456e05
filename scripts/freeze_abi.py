#!/usr/bin/env python3
"""Keeps the headers of the binary interface as they are now: sdk/abi-history/<major>.<minor>/.

    scripts/freeze_abi.py            freeze the version that version.h states
    scripts/freeze_abi.py --check    fail when headers changed but the version did not (a CTest)

A folder holds the headers (drafts left out), layout.c (offsets and sizes as assertions, compiled against all later
headers) and DIGEST. Versions named in sdk/abi-history/RELEASED are never written again.
"""
import hashlib
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = SOURCE / "sdk/include"
HISTORY = SOURCE / "sdk/abi-history"


def headers():
    found = (INCLUDE / "opora/abi").rglob("*.h")
    return sorted(h.relative_to(INCLUDE) for h in found if "draft" not in h.parts)


def version():
    text = (INCLUDE / "opora/abi/version.h").read_text()
    return ".".join(re.search(rf"#define OPORA_ABI_{part} (\d+)", text)[1] for part in ("MAJOR", "MINOR"))


def digest():
    lines = [f"{h.as_posix()} {hashlib.sha256((INCLUDE / h).read_bytes()).hexdigest()}\n" for h in headers()]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def structs():
    """(name, fields) of every struct of the interface."""
    for header in headers():
        text = re.sub(r"/\*.*?\*/", "", (INCLUDE / header).read_text(), flags=re.S)
        for name, body in re.findall(r"typedef struct (\w+) \{(.*?)\n\} \1;", text, flags=re.S):
            yield name, fields(body)
        for name, body in re.findall(r"^struct (\w+) \{(.*?)\n\};", text, flags=re.S | re.M):
            yield name, fields(body)


def fields(body):
    names = []
    for declaration in body.split(";"):
        declaration = declaration.strip()
        if not declaration:
            continue
        function = re.search(r"\(\*(\w+)\)\s*\(", declaration)
        names += [function[1]] if function else [re.search(r"(\w+)(\[\w+\])?$", part.strip())[1] for part in declaration.split(",")]
    return names


def layout():
    """C assertions that hold for these headers: measured by the compiler, not guessed."""
    lines = ['#include <opora/abi/all.h>', '#include <stdio.h>', 'int main(void) {']
    for name, names in structs():
        spelled = name if name.startswith("opora_") else f"struct {name}"
        for field in names:
            lines.append(f'  printf("_Static_assert(offsetof({spelled}, {field}) == %zu, \\"{name}.{field} moved\\");\\n", offsetof({spelled}, {field}));')
        lines.append(f'  printf("_Static_assert(sizeof({spelled}) >= %zu, \\"{name} shrank\\");\\n", sizeof({spelled}));')
    lines += ["  return 0;", "}"]
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder) / "layout.c"
        program.write_text("\n".join(lines))
        subprocess.run(["cc", "-std=c11", f"-I{INCLUDE}", str(program), "-o", f"{folder}/layout"], check=True)
        return subprocess.run([f"{folder}/layout"], check=True, capture_output=True, text=True).stdout


def freeze():
    folder = HISTORY / version()
    released = HISTORY / "RELEASED"
    if released.exists() and version() in released.read_text().split():
        sys.exit(f"interface {version()} is released and stays as it is: raise OPORA_ABI_MINOR in version.h")
    shutil.rmtree(folder, ignore_errors=True)
    for header in headers():
        target = folder / "include" / header
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(INCLUDE / header, target)
    (folder / "layout.c").write_text(
        f"/* Offsets and sizes of interface {version()}, made by scripts/freeze_abi.py. They hold in every later minor version. */\n"
        f"#include <opora/abi/all.h>\n{layout()}")
    (folder / "DIGEST").write_text(digest() + "\n")
    print(f"froze interface {version()}: {digest()}")


def check():
    kept = HISTORY / version() / "DIGEST"
    if not kept.exists():
        sys.exit(f"interface {version()} is not frozen: run scripts/freeze_abi.py and commit sdk/abi-history/{version()}")
    if kept.read_text().strip() != digest():
        sys.exit(f"headers of interface {version()} changed: raise OPORA_ABI_MINOR in version.h and freeze the new version\n"
                 f"(a version that is not named in sdk/abi-history/RELEASED may be frozen again)")


if __name__ == "__main__":
    check() if "--check" in sys.argv[1:] else freeze()
