"""Tables without rules: lines that end in figures which stand below each other, on a page or in text of one width.

A line is a row where nothing but figures follows its label, and each figure stands in one column. Heads are taken from the lines above
only where there are as many words as columns, or where they divide them evenly; what cannot be told stays in the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex
from msgspec import Struct, structs

from gongkai.document import Block, Document, Grid, GridCell, Paragraph, Place, with_blocks
from gongkai.grids.around import is_apparatus
from gongkai.grids.insets import setter
from gongkai.grids.label_columns import Span, Word, column_at, label_columns, ordered, texts_of
from gongkai.grids.values import read_value, squeezed, words
from gongkai.text.fold import width_of

_TOKEN = regex.compile(r"\S+")
_RULE = regex.compile(r"\s*(?:([-=_─━═┄┈])\1{4,}\s*)+")
_LEAST_COLUMNS, _LEAST_ROWS = 2, 3
_STRAYS = 2  # lines between two rows: labels of groups that stand between the lines of their rows
_HEADS = 3  # lines of heads above the first row
_YEAR = regex.compile(r"(?:19|20)\d\d")
_ORDINAL = regex.compile(r"\d{1,3}")
_LONGEST_LABEL = 40  # letters; more is a sentence that ends in figures


class _Row(Struct, frozen=True):
    block: int
    label: tuple[Word, ...]
    figures: tuple[Word, ...]


def find_aligned(document: Document) -> Document:
    """Return the document with its unruled tables as grids, in the place of their lines.

    Programs that lay pages out as text leave a Chinese character the room of two letters, or of one (``pdftotext -layout``).
    """
    if document.placed:
        return document  # where each word stands is known: what is no table by that is none
    if not _is_text(document):
        return _aligned(document, 2.0)
    plain = _without_rules(document)
    found = plain
    for level in (True, False):
        found = _aligned(_aligned(found, 2.0, level=level), 1.0, level=level)
    return document if found is plain else found


def _without_rules(document: Document) -> Document:
    """Return a text without the lines that are drawn across it, above and below heads and rows."""
    kept = [
        None if isinstance(block, Paragraph) and _RULE.fullmatch(block.text) else block for block in document.blocks
    ]
    return _without(document, kept) if None in kept else document


def _is_text(document: Document) -> bool:
    """Whether its paragraphs are lines of a text: they have numbers, and no box on a page."""
    lines = [block.place for block in document.blocks if isinstance(block, Paragraph)]
    return bool(lines) and all(place.line is not None and place.bbox is None for place in lines)


def _aligned(document: Document, wide: float, *, level: bool = False) -> Document:
    """Make grids of the lines that stand below each other at one width of Chinese characters; ``level``: only where the heads of several
    columns of labels stand over them too, which they do at no other width.
    """
    rows = {i: row for i, block in enumerate(document.blocks) if (row := _row(i, block, wide)) is not None}
    blocks: list[Block | None] = list(document.blocks)
    at = 0
    while at < len(blocks):
        run = _run(rows, document.blocks, at) if at in rows else []
        columns = _columns(run)
        if columns is None:
            at += 1
            continue
        run = _with_short(run, columns, document.blocks, wide)
        heads = _heads(document.blocks, run[0].block, len(columns), wide)
        if level and not _are_level(run, heads):
            at += 1
            continue
        if heads.lines:  # figures under no heads say nothing: they stay in the text
            for taken in (*(row.block for row in run), *heads.blocks):
                blocks[taken] = None
            blocks[min(heads.blocks)] = _grid(run, columns, heads, document.blocks[run[0].block].place)
        at = run[-1].block + 1
    return _without(document, blocks) if None in blocks else document


def words_of(block: Paragraph, wide: float = 2.0) -> list[Word]:
    """The words of a line with their places; ``wide`` is how many letters of text a Chinese character takes the room of."""
    found = []
    for match in _TOKEN.finditer(block.text):
        place = block.locate(*match.span())
        if place.bbox is not None and place.bbox != (block.place.bbox or ()):
            span = (place.bbox[0], place.bbox[2])
        elif block.place.bbox is not None:
            span = (-1.0, -1.0)  # the page's words are not placed one by one
        else:
            start = _width(block.text[: match.start()], wide)
            span = (start, start + _width(match[0], wide))
        found.append(Word(match[0], span, place))
    return found


def _width(text: str, wide: float) -> float:
    return float(width_of(text)) if wide == 2.0 else float(len(text))


def _with_short(run: list[_Row], columns: Sequence[Span], blocks: Sequence[Block], wide: float) -> list[_Row]:
    """Return the rows with those between and right below them of which one figure is printed, in one of the columns: 合计, or 其中."""
    own = {row.block: row for row in run}
    last = run[-1].block
    for at in range(run[0].block + 1, len(blocks)):
        if at in own:
            continue
        short = _row(at, blocks[at], wide, least=1) if blocks[at].place.page == blocks[last].place.page else None
        if short is not None and len(short.figures) == 1 and _column_of(short.figures[0], columns) is not None:
            own[at] = short
        elif at > last:
            break
    return [own[at] for at in sorted(own)]


def _row(index: int, block: Block, wide: float, least: int = _LEAST_COLUMNS) -> _Row | None:
    """A line as a row: its label, and ``least`` figures or more behind it; None where it is none."""
    if not isinstance(block, Paragraph) or block.level is not None or block.continues or len(block.text) > 400:
        return None
    tokens = words_of(block, wide)
    last = max((i for i, t in enumerate(tokens) if not _is_value(t.text)), default=-1)
    label, figures = tokens[: last + 1], tokens[last + 1 :]
    numbers = sum(read_value(t.text).status == "reported" for t in figures)
    if last < 0 or len(figures) < least or not numbers or sum(len(t.text) for t in label) > _LONGEST_LABEL:
        return None
    if regex.search(r"[。；，：;:,]$", label[-1].text):
        return None
    return _Row(index, tuple(label), tuple(figures))


def _is_value(text: str) -> bool:
    return read_value(text).status in ("reported", "not_applicable")


def _run(rows: dict[int, _Row], blocks: Sequence[Block], start: int) -> list[_Row]:
    """The rows that follow each other on one page, a few short lines between them at most."""
    run = [rows[start]]
    strays = 0
    for at in range(start + 1, len(blocks)):
        block = blocks[at]
        if block.place.page != blocks[start].place.page or isinstance(block, Grid):
            break
        if at in rows:
            run.append(rows[at])
            strays = 0
        else:
            strays += 1
            if strays > _STRAYS or len(block.text) > _LONGEST_LABEL:
                break
    return run


def _columns(run: Sequence[_Row]) -> list[Span] | None:
    """The columns in which the figures of a run stand, None where they do not stand below each other."""
    if len(run) < _LEAST_ROWS:
        return None
    width = max(len(row.figures) for row in run)
    whole = [row for row in run if len(row.figures) == width]
    if len(whole) < max(2, 0.5 * len(run)):
        return None
    columns = []
    for i in range(width):
        spans = [row.figures[i].span for row in whole if row.figures[i].span[0] >= 0]
        if not spans:
            return None
        columns.append((min(s[0] for s in spans), max(s[1] for s in spans)))
    apart = all(left[1] <= right[0] for left, right in pairwise(columns))
    short = [word for row in run if len(row.figures) < width for word in row.figures]
    return columns if apart and all(_column_of(word, columns) is not None for word in short) else None


def _column_of(word: Word, columns: Sequence[Span]) -> int | None:
    """The one column that a figure stands in."""
    own = [i for i, (left, right) in enumerate(columns) if word.span[0] < right and word.span[1] > left]
    return own[0] if len(own) == 1 else None


class _Heads(Struct, frozen=True):
    lines: tuple[tuple[str, ...], ...] = ()
    stubs: tuple[Word, ...] = ()
    blocks: tuple[int, ...] = ()


def _heads(blocks: Sequence[Block], first: int, width: int, wide: float) -> _Heads:
    """The heads in the lines above, the lowest line first asked."""
    lines: list[tuple[str, ...]] = []
    stubs: tuple[Word, ...] = ()
    taken: list[int] = []
    for at in range(first - 1, max(-1, first - 1 - _HEADS - _STRAYS), -1):
        block = blocks[at]
        if not isinstance(block, Paragraph) or block.place.page != blocks[first].place.page or block.level is not None:
            break
        own = words_of(block, wide)
        tokens = [word.text for word in own]
        folded = squeezed(block.text)
        if (
            is_apparatus(folded)
            or words().caption.fullmatch(folded)
            or len(folded) > 100
            or regex.search(r"[。；;]", folded)
        ):
            break
        if sum(_is_value(token) for token in tokens[-width:]) > sum(
            _YEAR.fullmatch(token) is not None for token in tokens[-width:]
        ):
            break
        if len(tokens) >= width:
            lines.insert(0, tuple(tokens[-width:]))
            stubs = tuple(own[:-width]) or stubs
        elif lines and len(tokens) > 1 and width % len(tokens) == 0 and _repeats(lines[0], len(tokens)):
            share = width // len(tokens)
            lines.insert(0, tuple(token for token in tokens for _ in range(share)))
        elif len(tokens) == 1 and not lines and first - at <= _STRAYS:
            continue  # the label of a group stands between the heads and its first row
        elif len(tokens) == 1 and lines and not stubs and len(lines) < _HEADS:
            stubs = tuple(own)
        else:
            break
        taken.append(at)
    return _Heads(tuple(lines), stubs, tuple(taken))


def _are_level(run: Sequence[_Row], heads: _Heads) -> bool:
    single = (
        all(len(word.text) == 1 for word in heads.stubs)
        or len(heads.stubs) < 2
        or all(len(row.label) < 2 for row in run)
    )
    return single or len(label_columns([row.label for row in run], heads.stubs)) > 1


def _repeats(line: Sequence[str], times: int) -> bool:
    """Whether the heads below come again as often as there are heads above."""
    share = len(line) // times
    return all(line[i] == line[i % share] for i in range(len(line)))


def _grid(run: Sequence[_Row], columns: Sequence[Span], heads: _Heads, place: Place) -> Grid:
    labels, stubs = ordered([row.label for row in run], heads.stubs)
    run = [structs.replace(row, label=tuple(label)) for row, label in zip(run, labels, strict=True)]
    own = label_columns(labels, stubs) or _counted(run)
    wide = max(1, len(own))
    cells: list[GridCell] = []
    for r, line in enumerate(heads.lines):
        if r == 0:
            cells += [
                GridCell(row=0, column=c, text=text, row_span=len(heads.lines), place=place)
                for c, text in enumerate(_stub_heads(stubs, own))
            ]
        start = 0
        for c in range(1, len(line) + 1):
            if c == len(line) or line[c] != line[start] or r == len(heads.lines) - 1:
                cells.append(GridCell(row=r, column=wide + start, text=line[start], column_span=c - start, place=place))
                start = c
    naming = [_naming(row.label, own) for row in run]
    set_in = setter([(name, row.label[0]) for name, row in zip(naming, run, strict=True)])
    for r, (row, name) in enumerate(zip(run, naming, strict=True), start=len(heads.lines)):
        parts = texts_of(row.label, own) if own else [" ".join(word.text for word in row.label)]
        at = column_at(name, own) if own else 0
        cells += [
            GridCell(
                row=r, column=c, text=t, place=row.label[0].place, set_in=set_in(name, row.label[0]) if c == at else 0.0
            )
            for c, t in enumerate(parts)
        ]
        whole = len(row.figures) == len(columns)
        for i, word in enumerate(row.figures):
            column = i if whole else _column_of(word, columns)
            cells.append(GridCell(row=r, column=wide + (column or 0), text=word.text, place=word.place))
    return Grid(cells=tuple(cells), place=place)


def _counted(run: Sequence[_Row]) -> tuple[Span, ...]:
    """Two columns where most labels are a number and a name: 1 甲, 2 乙; with one word throughout (1 月, 2 月) they are names."""
    labels = [row.label for row in run if len(row.label) > 1 and _ORDINAL.fullmatch(row.label[0].text)]
    names = {tuple(word.text for word in label[1:]) for label in labels}
    if len(labels) < 0.5 * len(run) or len(names) < 2:
        return ()
    first = min(label[0].span[0] for label in labels)
    second = min(label[1].span[0] for label in labels)
    return ((first, second), (second, max(label[-1].span[1] for label in labels)))


def _naming(label: Sequence[Word], columns: Sequence[Span]) -> Word:
    """The word that names a row: the first that is no number which only counts it."""
    counts = len(columns) > 1 and len(label) > 1 and _ORDINAL.fullmatch(label[0].text) is not None
    return label[1] if counts else label[0]


def _stub_heads(stubs: Sequence[Word], columns: Sequence[Span]) -> Sequence[str]:
    """The heads of the labels, over their columns; of a head that is set apart over one column (指　标) all of it."""
    if len(columns) < 2:
        single = all(len(word.text) == 1 for word in stubs)
        return ["".join(word.text for word in stubs)] if single else [word.text for word in stubs[-1:]]
    return texts_of(stubs, columns)


def _without(document: Document, blocks: Sequence[Block | None]) -> Document:
    """Drop the lines that became part of a grid, and move what hangs on them."""
    kept = [block for block in blocks if block is not None]
    moved, count = [], 0
    for block in blocks:
        moved.append(max(0, min(count, len(kept) - 1)))
        count += block is not None
    moved.append(len(kept))
    return with_blocks(document, kept, moved)
