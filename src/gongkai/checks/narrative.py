"""Holds the sentences that restate cells against the cells. A mismatch is a warning: reports count wider in words than in tables."""

from __future__ import annotations

from collections.abc import Iterator

import regex
from msgspec import UNSET

from gongkai.forms.expression import alternatives, terms_of
from gongkai.forms.patterns import sentences
from gongkai.forms.schema import NarrativeSpec
from gongkai.messages.catalogue import say
from gongkai.report import Cell, Check, CheckStatus, Section, Table
from gongkai.text.fold import squeeze
from gongkai.text.numerals import Number, read_figure

_MATCHES = 20  # sentences of one kind that are looked at; a table in words would have more
_REST = regex.compile(r"(?:,\d{3})*(?:\.\d+)?")
_LONGEST = 15  # digits; no count has more


def check_narrative(
    specs: tuple[NarrativeSpec, ...], sections: tuple[Section, ...], tables: dict[str, Table]
) -> tuple[Check, ...]:
    """Evaluate every sentence that matches a pattern of the form; the same restatement counts once."""
    cells = {f"{key}.{c.row}.{c.column}": c for key, table in tables.items() for c in table.cells}
    texts = {section.key: squeeze(section.text) for section in _walk(sections)}
    found = [check for spec in specs for check in _evaluate(spec, texts, cells)]
    return tuple({(c.id, c.left, c.right): c for c in found}.values())


def _walk(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _walk(section.children)


def _evaluate(spec: NarrativeSpec, texts: dict[str, str], cells: dict[str, Cell]) -> Iterator[Check]:
    for key, text in texts.items():
        if spec.sections and key not in spec.sections:
            continue
        for match in sentences(spec.pattern, text, _MATCHES, spec.id):
            for group, expression in spec.cells.items():
                stated = _number(group[1:] if group.startswith("=") else _whole(match, group))
                check = None if stated is None else _compare(spec, stated, expression, cells, match[0])
                if check is not None:
                    yield check


def _whole(match: regex.Match[str], group: str) -> str:
    """Return a group with the rest of the number that it stands in: 125 of 125.43 is no figure."""
    rest = _REST.match(match.string, match.end(group))
    return (match[group] or "") + (rest[0] if rest else "")


def _number(stated: str) -> Number | None:
    """Read what a sentence states; None where it is no number."""
    printed = read_figure(stated) if len(stated) <= _LONGEST else None
    return printed.value if printed is not None else None


def _compare(
    spec: NarrativeSpec, stated: Number, expression: str, cells: dict[str, Cell], sentence: str
) -> Check | None:
    """Hold a figure against each of the sums that it may be; the first one speaks where none holds."""
    checks = [_compared(spec, stated, each, cells, sentence) for each in alternatives(expression)]
    return next((check for check in checks if check is not None and check.status == "pass"), checks[0])


def _compared(
    spec: NarrativeSpec, stated: Number, expression: str, cells: dict[str, Cell], sentence: str
) -> Check | None:
    terms = [cells[name] for term in terms_of(expression) for name in term.select(tuple(cells))]
    if not terms:
        return None
    known = all(cell.status in ("reported", "blank", "not_applicable") for cell in terms)
    known = known and any(cell.status == "reported" for cell in terms)
    printed: Number = sum(cell.value or 0 for cell in terms)
    status: CheckStatus = "skipped" if not known else "pass" if stated == printed else "fail"
    said = say("check.text", sentence=sentence, printed=printed) if status == "fail" else None
    return Check(
        id=spec.id,
        table=expression.split(".", 1)[0].strip(),
        kind="narrative",
        severity="warning",
        status=status,
        left=stated,
        right=printed if known else None,
        cells=tuple((cell.row, cell.column) for cell in terms),
        message=said.en if said else "",
        message_zh=said.zh if said else UNSET,
    )
