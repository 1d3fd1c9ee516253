"""Small reports for the tests of this folder: a line of text is a paragraph, ``[key]`` is a table of that key."""

from __future__ import annotations

from typing import Any

import regex

from gongkai.document import Document, Grid, GridCell, Paragraph
from gongkai.forms.load import load_forms
from gongkai.forms.schema import SectionSpec
from gongkai.outline import Outline, read_outline
from gongkai.report import Section

SIX = ("overview", "active_disclosure", "requests", "reviews_litigation", "problems_improvements", "other_matters")
TITLE = "云溪县财政局2024年政府信息公开工作年度报告"
HEADS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
_TABLE = regex.compile(r"\[(\w*)\]")


def specs() -> tuple[SectionSpec, ...]:
    """The sections of the form in force."""
    return next(form for form in load_forms() if form.spec.id == "gio-2021").spec.sections


def document(text: str, **fields: Any) -> tuple[Document, dict[int, str]]:
    """A document and its tables from lines; blank lines count as gaps, as a reader of text counts them."""
    blocks: list[Paragraph | Grid] = []
    tables: dict[int, str] = {}
    gap = 0
    for line in text.strip("\n").split("\n"):
        if match := _TABLE.fullmatch(line.strip()):
            tables[len(blocks)] = match[1]
            blocks.append(Grid(cells=(GridCell(row=0, column=0, text="规章"), GridCell(row=0, column=1, text="0"))))
        elif line.strip():
            blocks.append(Paragraph(text=line, gap=gap))
        gap = 0 if line.strip() else gap + 1
    return Document(blocks=tuple(blocks), reader="test", **fields), tables


def read(text: str, form: tuple[SectionSpec, ...] | None = None, **fields: Any) -> Outline:
    """Read the outline of some lines."""
    made, tables = document(text, **fields)
    return read_outline(made, specs() if form is None else form, tables)


def plain(
    *, heads: tuple[str, ...] = HEADS, before: str = "", one: str = "2024年，全局公开有序。", after: str = ""
) -> str:
    """A whole small report with tables; ``heads`` may be reworded, an empty head is left out."""
    texts = (
        one,
        "[active_disclosure]",
        "[requests]",
        "[reviews_litigation]",
        "公开的深度还不够。",
        "本年度没有其他事项。",
    )
    body = "\n".join(f"{head}\n{text}" for head, text in zip(heads, texts, strict=True))
    return f"{TITLE}\n{before}\n{body}\n{after}"


def keys(outline: Outline) -> list[str]:
    """Keys of the first level, in order."""
    return [section.key for section in outline.sections]


def section(outline: Outline, key: str) -> Section:
    """One section or subsection by its key."""
    found = [s for top in outline.sections for s in (top, *top.children) if s.key == key]
    assert len(found) == 1, [s.key for top in outline.sections for s in (top, *top.children)]
    return found[0]


def children(outline: Outline, key: str) -> list[str]:
    """Keys of the subsections of a section."""
    return [child.key for child in section(outline, key).children]


def codes(outline: Outline) -> list[str]:
    """Codes of the issues."""
    return [issue.code for issue in outline.issues]
