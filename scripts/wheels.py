"""Which pinned versions have wheels: asks pip for each system and each Python.

    scripts/wheels                       every system, every Python; prints docs/wheels.md's table
    scripts/wheels --python 3.14 --system windows

The packages are those that gongkai and its extras need (not what only its developers need), in the versions of constraints.txt. pip is
asked by --dry-run from where it is set up to install from; nothing is installed. Exit status 1 where a wheel is lacking.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import regex
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent


class System(NamedTuple):
    """A system: its name for people, its wheels' platform tags, and what markers of requirements see there."""

    name: str
    tags: tuple[str, ...]
    markers: dict[str, str]


SYSTEMS = MappingProxyType(
    {
        "linux": System(
            "Linux x86-64",
            tuple(f"manylinux_2_{minor}_x86_64" for minor in range(28, 16, -1)),
            {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64", "os_name": "posix"},
        ),
        "macos": System(
            "macOS arm64",
            ("macosx_14_0_arm64",),
            {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "arm64", "os_name": "posix"},
        ),
        "macos-intel": System(
            "macOS x86-64",
            ("macosx_14_0_x86_64",),
            {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "x86_64", "os_name": "posix"},
        ),
        "windows": System(
            "Windows x86-64",
            ("win_amd64",),
            {"sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64", "os_name": "nt"},
        ),
    }
)
"""The platform tags: Linux from glibc 2.28 on, macOS from 14 on."""
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
_LACKING = regex.compile(r"No matching distribution found for ([^\s=]+)==")
_DEVELOPERS = "dev"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", action="append", choices=PYTHONS, help="only this one; may be given several times")
    parser.add_argument("--system", action="append", choices=tuple(SYSTEMS), help="only this one")
    args = parser.parse_args()
    pythons, systems = args.python or PYTHONS, args.system or tuple(SYSTEMS)
    print(f"| | {' | '.join(pythons)} |\n|---|{'---|' * len(pythons)}")
    whole, unpinned = True, set()
    for name in systems:
        row = []
        for python in pythons:
            wanted, free = pinned(ROOT, python, SYSTEMS[name])
            without = lacking(wanted, python, SYSTEMS[name].tags)
            row.append(f"all {len(wanted)}" if not without else f"of {len(wanted)} not {', '.join(without)}")
            whole, unpinned = whole and not without, unpinned | {f"{one} ({SYSTEMS[name].name})" for one in free}
        print(f"| {SYSTEMS[name].name} | {' | '.join(row)} |", flush=True)
    if unpinned:
        print(f"\nNeeded there and not pinned: {', '.join(sorted(unpinned))}")
    return 0 if whole else 1


def pinned(root: Path, python: str, system: System) -> tuple[dict[str, str], set[str]]:
    """Return name and version of all that gongkai and its extras need there, and the names of what is needed and not pinned.

    What a package needs is read from what is installed here; of packages that are needed elsewhere alone, nothing is known.
    """
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = (line.split("==") for line in lines if "==" in line and not line.startswith("#"))
    versions = {canonicalize_name(name): version.strip() for name, version in pins}
    seen = system.markers | {"python_version": python, "python_full_version": f"{python}.0"}
    needed = _closure(_declared(root / "pyproject.toml"), seen)
    return {name: version for name, version in versions.items() if name in needed}, needed - versions.keys()


def lacking(wanted: dict[str, str], python: str, tags: tuple[str, ...]) -> tuple[str, ...]:
    """Return the packages, with their versions, that pip finds no wheel for; pip names one at a time."""
    left, found = dict(wanted), []
    while True:
        said = _ask_pip(left, python, tags)
        if said is None:
            return tuple(found)
        named = _LACKING.search(said)
        name = canonicalize_name(named[1]) if named else ""
        if name not in left:
            sys.exit(f"pip could not be asked:\n{said}")
        found.append(f"{name} {left.pop(name)}")


def _ask_pip(wanted: dict[str, str], python: str, tags: tuple[str, ...]) -> str | None:
    """Return what pip complains of; None where it finds all."""
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-deps", "--only-binary=:all:", "--quiet"]
    command += ["--disable-pip-version-check", "--python-version", python]
    command += [word for tag in tags for word in ("--platform", tag)]
    with tempfile.TemporaryDirectory(prefix="gongkai-") as nowhere:
        command += ["--target", nowhere, *(f"{name}=={version}" for name, version in wanted.items())]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stderr if done.returncode else None


def _declared(project: Path) -> Iterator[str]:
    about = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    yield from about["dependencies"]
    for extra, needed in about["optional-dependencies"].items():
        yield from needed if extra != _DEVELOPERS else ()


def _closure(lines: Iterable[str], seen: dict[str, str]) -> set[str]:
    """Return the names of packages that are needed, and of all that these need."""
    found: set[tuple[str, str]] = set()
    todo = [(Requirement(line), "") for line in lines]
    while todo:
        one, asked_by = todo.pop()
        if one.marker is not None and not one.marker.evaluate(seen | {"extra": asked_by}):
            continue
        for extra in one.extras | {""}:
            if (key := (canonicalize_name(one.name), extra)) not in found:
                found.add(key)
                todo += [(Requirement(line), extra) for line in _needs(one.name)]
    return {name for name, _ in found}


def _needs(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:
        return []


if __name__ == "__main__":
    sys.exit(main())
