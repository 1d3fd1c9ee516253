"""What is not installed is said, by name and with the line that installs it."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

TESTS = """
    import pytest

    @pytest.mark.needs("no-such-package", "no-such-program", "nor-this-one")
    def test_absent():
        raise AssertionError

    @pytest.mark.needs("python3", "no-such-program", "python3")
    def test_there():
        pass

    @pytest.mark.needs("fonts-of-nobody", "font:xx-none")
    def test_font():
        raise AssertionError
"""


@pytest.fixture
def made(pytester: pytest.Pytester) -> pytest.Pytester:
    """Make a folder of tests under this folder's conftest."""
    pytester.makeconftest((Path(__file__).parent / "conftest.py").read_text(encoding="utf-8"))
    return pytester


def test_tests_whose_program_is_missing_are_skipped_and_named(made: pytest.Pytester):
    """One of several programs is enough; the last lines name the skipped tests and all packages in one command."""
    made.makepyfile(TESTS)
    result = made.runpytest("-q")
    result.assert_outcomes(passed=1, skipped=2)
    result.stdout.fnmatch_lines(
        [
            "*::test_absent",
            "*::test_font",
            "2 tests skipped for want of Debian packages: apt-get install fonts-of-nobody no-such-package",
            "1 passed, 2 skipped*",
        ]
    )


def test_where_everything_is_installed_nothing_is_said(made: pytest.Pytester):
    """The summary is for what was left out."""
    made.makepyfile("def test_plain():\n    pass\n")
    assert "Debian" not in made.runpytest("-q").stdout.str()
