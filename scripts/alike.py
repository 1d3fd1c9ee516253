"""Holds that two states of the project say the same of the same files, byte by byte, and compares the CPU time that each takes.

    scripts/alike.py OTHER FOLDER...      # OTHER: a checkout of another state, with its own src/

Both trees read every file of the folders, each in a process of its own, and later reports after earlier ones, so that whatever a
worker remembers is in use. Exit status 1 where one report differs.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_READ = """
import sys, time, json
from pathlib import Path
import msgspec
from gongkai.errors import SourceError
from gongkai.forms.load import load_forms
from gongkai.pipeline import extract_all
forms = load_forms()
for name in sys.stdin.read().splitlines():
    start = time.process_time()
    try:
        said = [msgspec.json.encode(report).decode() for report in extract_all(Path(name), forms=forms)]
    except SourceError as error:
        said = [str(error)]
    print(json.dumps([name, time.process_time() - start, said]), flush=True)
"""


def main() -> int:
    """Read with both trees, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("other", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    asked = parser.parse_args()
    files = sorted(str(path) for folder in asked.folders for path in folder.rglob("*") if path.is_file())
    running = [_start(tree, files) for tree in (_ROOT, asked.other)]
    ours, theirs = [[json.loads(line) for line in process.stdout or ()] for process in running]
    differing = [a[0] for a, b in zip(ours, theirs, strict=True) if a[2] != b[2]]
    for name in differing:
        print(f"differs: {name}")
    spent = [sum(line[1] for line in found) for found in (ours, theirs)]
    print(f"{len(files)} files, {len(differing)} differ; CPU {spent[0]:.1f} s here, {spent[1]:.1f} s there")
    return 1 if differing else 0


def _start(tree: Path, files: list[str]) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(tree / "src")}
    process = subprocess.Popen(
        [sys.executable, "-c", _READ], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    process.stdin.write("\n".join(files))
    process.stdin.close()
    return process


if __name__ == "__main__":
    sys.exit(main())
