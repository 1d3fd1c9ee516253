"""The Chinese documents say what the English ones say: the same examples, the same headings, every key and option."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import regex

DOCS = Path(__file__).parent.parent / "docs"
PAGES = ("tutorial", "form-files", "data-dictionary", "cluster", "own-form")
_BLOCK = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^##+ ", re.MULTILINE)
_CODE = re.compile(r"`([^`]+)`")
_HAN = regex.compile(r"\p{Han}")


def english(page: str) -> str:
    """Return the English page, or the part of one."""
    if page != "own-form":
        return (DOCS / f"{page}.md").read_text(encoding="utf-8")
    (part,) = re.findall(
        r"^## Your own form\n(.*?)(?=^## |\Z)",
        (DOCS / "commands.md").read_text(encoding="utf-8"),
        re.DOTALL | re.MULTILINE,
    )
    return str(part)


def chinese(page: str) -> str:
    return (DOCS / "zh" / f"{page}.md").read_text(encoding="utf-8")


def keys(text: str) -> set[str]:
    """Return what stands as code in the first column of the tables."""
    rows = [line for line in _BLOCK.sub("", text).splitlines() if line.startswith("| ")]
    return {code for row in rows for code in _CODE.findall(re.split(r"(?<!\\)\|", row)[1])}


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_are_the_same(page):
    """Block by block, so that what is tested of one page holds of the other."""
    assert _BLOCK.findall(chinese(page)) == _BLOCK.findall(english(page))


@pytest.mark.parametrize("page", PAGES)
def test_every_part_and_every_key_is_there(page):
    """As many headings; whatever the English tables explain, the Chinese ones explain, too."""
    assert len(_HEADING.findall(chinese(page))) == len(_HEADING.findall(english(page)))
    assert keys(english(page)) - keys(chinese(page)) == set()


@pytest.mark.parametrize("page", PAGES)
def test_it_is_chinese(page):
    """No paragraph outside of examples is English; links lead to files that are there."""
    text = chinese(page)
    for paragraph in _BLOCK.sub("", text).split("\n\n"):
        assert _HAN.search(paragraph) or not paragraph.strip() or paragraph.startswith(("[English]", "### `")), (
            paragraph
        )
    for target in re.findall(r"\]\(([^)#]+)", text):
        assert target.startswith("https://") or (DOCS / "zh" / target).exists(), target
