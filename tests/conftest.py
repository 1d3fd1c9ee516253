"""Tests that need a program or a font of the system say so with ``@pytest.mark.needs(PACKAGE, PROGRAM, ...)``.

``PACKAGE`` is the Debian package, ``PROGRAM`` what it brings (any one of several will do); ``font:LANGUAGE`` is any
font for that language. Where it is not there the test is skipped, and the run ends with the line that installs it.

Tests speak English unless they ask for another language, whatever the language of who runs them.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from functools import cache

import pytest

MISSED = pytest.StashKey[dict[str, set[str]]]()


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark and where the skipped tests are noted; let Ctrl-C reach the programs that tests start; fix the language."""
    for name in ("GONGKAI_LANG", "LC_ALL", "LC_MESSAGES"):
        os.environ.pop(name, None)
    os.environ["LANG"] = "C.UTF-8"
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # as a shell has it for what a script starts with ``&``
        signal.signal(signal.SIGINT, signal.default_int_handler)
    config.addinivalue_line("markers", "needs(package, *programs): skip where none of the programs is installed")
    config.stash[MISSED] = {}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose program is not there."""
    missed = {mark.args[0] for mark in item.iter_markers("needs") if not any(map(_is_there, mark.args[1:]))}
    if missed:
        item.config.stash[MISSED][item.nodeid] = missed
        pytest.skip(f"apt-get install {' '.join(sorted(missed))}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name the tests that were skipped for want of a package, and say how to run them."""
    missed = config.stash[MISSED]
    if not missed:
        return
    terminalreporter.section("skipped for want of Debian packages")
    for test in missed:
        terminalreporter.write_line(test)
    packages = " ".join(sorted(set().union(*missed.values())))
    count = f"{len(missed)} test{'s' if len(missed) > 1 else ''}"
    terminalreporter.write_line(f"{count} skipped for want of Debian packages: apt-get install {packages}")


@cache
def _is_there(program: str) -> bool:
    kind, _, language = program.partition(":")
    if kind != "font" or not language:
        return shutil.which(program) is not None
    if shutil.which("fc-list") is None:
        return False
    return bool(subprocess.run(["fc-list", f":lang={language}"], capture_output=True, check=False).stdout.strip())
