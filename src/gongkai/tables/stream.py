"""Reads a table from flattened text: runs of figures, and the labels they stand beside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from msgspec import Struct

from gongkai.forms.model import Block, Line, TableForm
from gongkai.report import Anchor
from gongkai.tables.columns import Columns, columns_of_rows
from gongkai.tables.fragments import Fragment
from gongkai.tables.heads import Heads, heads_of_text
from gongkai.tables.locate import Span, locate
from gongkai.tables.options import Totals, only_split, options_of
from gongkai.tables.reading import Option, Placed, Reading, Value
from gongkai.tables.tokens import Token, tokens_of
from gongkai.tables.windows import Padded, windows
from gongkai.text.fold import core

_ROWS = 3  # so many marked row ends are a habit
_MOSTLY = 0.6
_STRAY = 2  # so many foreign characters between a label and its figures are a label printed vertically, or numbering


class Run(Struct, frozen=True):
    """Figures and blank cells with no word between them; ``at`` is how many characters of words stand before them."""

    at: int
    tokens: tuple[Token, ...]


class Text(Struct, frozen=True):
    """A stretch of text taken apart: its words run together, its runs, and where each token of words begins."""

    words: str
    runs: tuple[Run, ...]
    starts: tuple[tuple[int, Token], ...]
    tokens: tuple[Token, ...]
    marked: bool
    rows_marked: bool
    beside: bool
    totals: Totals


def read_stream(fragments: tuple[Fragment, ...], table: TableForm, totals: Totals) -> tuple[Reading, ...]:
    """Read the lines of ``table`` from ``fragments``; rows of no known label come with ``line`` None."""
    text = _take_apart(fragments, totals)
    spans = locate(text.words, table)
    if all(block.spec.across for block in table.blocks):
        return tuple(_read_across(text, table))
    return tuple(_read_rows(text, table, spans))


def _take_apart(fragments: tuple[Fragment, ...], totals: Totals) -> Text:
    words: list[str] = []
    starts: list[tuple[int, Token]] = []
    runs: list[Run] = []
    length = 0
    current: list[Token] = []
    tokens = tokens_of(fragments)
    for token in tokens:
        if token.kind != "words":
            current.append(token)
            continue
        if current:
            runs.append(Run(length, tuple(current)))
            current = []
        starts.append((length, token))
        words.append(core(token.text))
        length += len(words[-1])
    if current:
        runs.append(Run(length, tuple(current)))
    marked = any(f.cell for f in fragments)
    return Text(
        "".join(words), tuple(runs), tuple(starts), tokens, marked, _rows_marked(fragments), _beside(runs), totals
    )


def _beside(runs: list[Run]) -> bool:
    """Whether figures stand on the line of their label, as a rule: then a lone one on a line of its own is no figure of the table."""
    first = [next(t.before for t in run.tokens if t.kind == "figure") for run in runs if _has_figure(run.tokens)]
    return sum(before in ("space", "none") for before in first) > _MOSTLY * len(first)


def _rows_marked(fragments: tuple[Fragment, ...]) -> bool:
    """Whether the ends of rows show: more than a few cells begin a row, and more than a few do not."""
    cells = [f.before for f in fragments if f.cell]
    return cells.count("row") >= _ROWS and cells.count("cell") >= _ROWS


# --- rows side by side ------------------------------------------------------------------------------------------------------


def _read_across(text: Text, table: TableForm) -> Iterator[Reading]:
    """Read a table whose rows stand side by side: one run of figures, or one for each row, in the order of the heads."""
    for index, line in enumerate(table.lines):
        heads = heads_of_text(text.words, table.blocks[line.block], line)
        rows = [row for run in text.runs for row in _rows(run.tokens)]
        printed = [i for i, row in enumerate(rows) if _has_figure(row)]
        values = _values([t for row in rows[min(printed, default=0) : max(printed, default=-1) + 1] for t in row])
        fitting = windows([Padded(values, len(line.slots), None, 0)])[0]
        yield _reading(index, line, values, fitting, heads, text)


def _rows(tokens: tuple[Token, ...]) -> Iterator[list[Token]]:
    """Part tokens at the marked ends of rows."""
    row: list[Token] = []
    for token in tokens:
        if token.before == "row" and row:
            yield row
            row = []
        row.append(token)
    yield row


def _has_figure(tokens: Iterable[Token]) -> bool:
    return any(token.kind == "figure" for token in tokens)


# --- labelled rows ------------------------------------------------------------------------------------------------------------


def _read_rows(text: Text, table: TableForm, spans: tuple[Span, ...]) -> Iterator[Reading]:
    heads = tuple(_block_heads(text.words, table, spans))
    owned: dict[Span, list[Token]] = {s: [] for s in spans if table.items[s.item].line is not None}
    strangers: list[tuple[str, list[Token]]] = []
    for run in text.runs:
        owner = _owner(run, spans, text)
        own, rest = _split(_without_page_numbers(run, text), owner)
        if owner in owned:
            owned[owner].extend(own)
            own = rest
        else:
            own = [*own, *rest]
        if _has_figure(own):
            strangers.append((_words_before(text, run.at), own))
    yield from _labelled(owned, text, table, heads)
    for label, tokens in strangers:
        yield Reading(line=None, label=label, loose=_values(tokens))


def _labelled(
    owned: dict[Span, list[Token]], text: Text, table: TableForm, heads: tuple[Heads, ...]
) -> Iterator[Reading]:
    """Yield a reading for each label with figures; how the rows are padded is decided for all of them together."""
    rows: list[tuple[int, Padded]] = []
    spans = sorted(owned)
    holes = frozenset(i for i, block in enumerate(table.blocks) if text.rows_marked and _holes(text, block))
    for number, span in enumerate(spans):
        index = table.items[span.item].line
        if index is not None and owned[span]:
            following = table.items[spans[number + 1].item].line if number + 1 < len(spans) else None
            rows.append((index, _padded(index, following, _values(owned[span]), text, table, holes)))
    columns = _columns(rows, text, table)
    for (index, row), values in zip(rows, windows([row for _, row in rows]), strict=True):
        line = table.lines[index]
        kept = columns.get(line.block)
        fitting = values if values is not None or kept is None else kept.place(row.values)
        yield _reading(index, line, row.values, fitting, heads[line.block], text)


def _columns(rows: list[tuple[int, Padded]], text: Text, table: TableForm) -> dict[int, Columns]:
    """Return the columns of each block, where the text keeps them by white space."""
    if text.marked:
        return {}
    found: dict[int, Columns] = {}
    for number, block in enumerate(table.blocks):
        own = [row.values for index, row in rows if table.lines[index].block == number]
        columns = columns_of_rows(own, len(block.columns))
        if columns is not None:
            found[number] = columns
    return found


def _padded(
    index: int, following: int | None, values: tuple[Value, ...], text: Text, table: TableForm, holes: frozenset[int]
) -> Padded:
    """Describe a row's padding: rows at one depth of the label tree are padded alike, where row ends are marked; where they are
    not, the merged labels of the row below count too.
    """
    depth = len(table.lines[index].parents)
    below = len(table.lines[following].parents) if following is not None and not text.rows_marked else None
    deepest = max(len(line.parents) for line in table.lines)
    line = table.lines[index]
    return Padded(values, len(line.slots), (line.block, depth, below), deepest - depth, line.block in holes)


def _holes(text: Text, block: Block) -> bool:
    """Whether blank cells stand between two neighbouring heads of the block: then they may stand between its values too."""
    names = {name for column in block.columns for name in column.names}
    heads = [token for _, token in text.starts if core(token.text) in names]
    order = {id(token): i for i, token in enumerate(text.tokens)}
    for left, right in pairwise(heads):
        between = text.tokens[order[id(left)] + 1 : order[id(right)]]
        if between and right.before == "cell" and all(t.kind == "blank" and t.before == "cell" for t in between):
            return True
    return False


def _without_page_numbers(run: Run, text: Text) -> Run:
    """Drop a figure that is alone on its line, in a table that prints figures beside their labels: it is a page's number."""
    if not text.beside:
        return run
    follows = [*(token.before for token in run.tokens[1:]), "line"]
    kept = tuple(
        t for t, after in zip(run.tokens, follows, strict=True) if not (t.before == "line" and after == "line")
    )
    return Run(run.at, kept)


def _block_heads(words: str, table: TableForm, spans: tuple[Span, ...]) -> Iterator[Heads]:
    """Yield the heads of each block, read from the words above its first row."""
    end = 0
    for number, block in enumerate(table.blocks):
        rows = [s for s in spans if table.items[s.item].role == "row" and table.items[s.item].block == number]
        start = min((s.start for s in rows), default=end)
        line = next(line for line in table.lines if line.block == number)
        yield heads_of_text(words[min(end, start) : start], block, line)
        end = max([end, *(s.end for s in rows)])


def _owner(run: Run, spans: tuple[Span, ...], text: Text) -> Span | None:
    """Return the label that the run stands in or behind, None if a foreign word parts them."""
    inside = next((s for s in spans if s.start < run.at < s.end), None)
    if inside is not None:
        return inside
    before = max((s for s in spans if s.end <= run.at), key=lambda s: s.end, default=None)
    if before is None:
        return None
    foreign = text.words[before.end : run.at]
    return before if len(foreign) <= _STRAY or _is_remark(text, before.end, run.at) else None


def _is_remark(text: Text, start: int, end: int) -> bool:
    """Whether the words from ``start`` to ``end`` stand in brackets: a label's remark, as in 规章（县级无此项）."""
    printed = "".join(
        _from(token.text, start - at) for at, token in text.starts if at + len(core(token.text)) > start and at < end
    )
    return printed.lstrip()[:1] in ("(", "（")


def _from(text: str, letters: int) -> str:
    """Return ``text`` without its first ``letters`` characters, punctuation and white space not counted."""
    at = 0
    while letters > 0 and at < len(text):
        letters -= len(core(text[at]))
        at += 1
    return text[at:]


def _split(run: Run, owner: Span | None) -> tuple[list[Token], list[Token]]:
    """Part a run at the ends of rows, where they are marked: what stands in the label's own row, and the rest.

    A line of blank cells below a row belongs to the merged labels of the next one.
    """
    own = list(run.tokens)
    first = next((i for i, t in enumerate(own) if t.kind == "figure"), 0)
    cut = next((i for i, t in enumerate(own) if i > first and t.before == "row"), len(own))
    if owner is not None and run.at < owner.end:
        cut = len(own)
    return own[:cut], own[cut:]


def _words_before(text: Text, at: int) -> str:
    """Return the words that stand right before a run, as printed."""
    tokens = [token for start, token in text.starts if start < at]
    return " ".join(tokens[-1].text.split()) if tokens else ""


# --- values -------------------------------------------------------------------------------------------------------------------


def _values(tokens: list[Token]) -> tuple[Value, ...]:
    return tuple(
        Value(t.text, t.printed, t.place, t.before == "none", t.line, t.span) for t in tokens if t.printed is not None
    )


def _reading(
    index: int, line: Line, values: tuple[Value, ...], fitting: tuple[Value, ...] | None, heads: Heads, text: Text
) -> Reading:
    """Put the values of one row in its slots, or keep them loose, with the ways in which they may stand."""
    width = len(line.slots)
    glued = _is_glued(values, width)
    if glued:
        fitting = only_split(values, width)
    if heads.moved and not text.marked:
        return Reading(line=index, label=line.label, loose=values, reason="the heads are printed in another order")
    if fitting is not None:
        placed = tuple(
            Placed(slot, value, _anchor(slot, heads)) for slot, value in zip(heads.order, fitting, strict=True)
        )
        return Reading(line=index, label=line.label, placed=placed)
    options = () if heads.moved or width == 1 else _options(values, line, text, glued=glued)
    reason = f"{len(values)} figures for {width} columns"
    return Reading(line=index, label=line.label, loose=values, options=options, reason=reason)


def _is_glued(values: tuple[Value, ...], width: int) -> bool:
    """Whether figures were run together: too few of them, one without an end in sight, or with a zero before its digits."""
    digits = [v for v in values if v.text.isdecimal() and len(v.text) > 1]
    return len(values) < width and any(v.glued or v.text[0] == "0" for v in digits)


def _options(values: tuple[Value, ...], line: Line, text: Text, *, glued: bool) -> tuple[Option, ...]:
    """Return the ways to place values of which blanks were dropped, or whose padding is uncertain; none without a sum to ask."""
    if not any(slot.row in text.totals for slot in line.slots):
        return ()
    figures = tuple(v for v in values if v.printed.status != "blank")
    if len(figures) == len(values):
        return options_of(values, line, text.totals, glued=glued)
    width = len(line.slots)
    starts = range(len(values) - width + 1)
    ways = (
        values[s : s + width]
        for s in starts
        if all(v.printed.status == "blank" for v in (*values[:s], *values[s + width :]))
    )
    return tuple(dict.fromkeys(o for way in ways for o in options_of(way, line, text.totals, glued=False)))


def _anchor(slot: int, heads: Heads) -> Anchor:
    return "label" if slot in heads.read else "order"
