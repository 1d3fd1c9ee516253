"""The labels of an unruled table as columns: 序号 | 名称 | 单位 before the figures, where nothing but white parts them.

A column begins where white runs down through all rows and a head of its own stands over it. Names whose characters are set apart
(粮　食) are one label: no name in such a column has more than one character.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, structs

from gongkai.document import Place
from gongkai.grids.values import squeezed, words

Span = tuple[float, float]
_APART = 1000.0  # points: farther than any letter is wide
_WHITE = 0.4  # half characters: columns of w3m are parted by one blank, characters of a word by nothing


class Word(Struct, frozen=True):
    """A word of a line with where it stands: half characters from the left in text, points on a page; below 0 where that is not known."""

    text: str
    span: Span
    place: Place

    @property
    def half(self) -> float:
        """The width of half a character here."""
        box = self.place.bbox
        return 1.0 if box is None else max(1.0, (box[3] - box[1]) / 2)


Label = Sequence[Word]


def label_columns(labels: Sequence[Label], heads: Label) -> tuple[Span, ...]:
    """Return where the columns of labels stand, left to right; one or none where the rows show no more."""
    named = [label for label in labels if not _is_total(label)]
    if len(heads) < 2 or len(named) < 2 or any(word.span[0] < 0 for label in (*named, heads) for word in label):
        return ()
    covered = _covered([word for label in (*named, heads) for word in label])
    columns = [span for span in covered if any(_within(word, span) for label in named for word in label)]
    headed = [[word for word in heads if _within(word, span)] for span in columns]
    if not all(headed) or _is_set_apart(named, columns):
        return ()
    return tuple(columns)


def ordered(labels: Sequence[Label], heads: Label) -> tuple[list[Label], Label]:
    """Return labels and heads with places by their order, where each row has one word for each head and their places do not tell: the page
    does not give them, or a text is set in otherwise on each of its pages.
    """
    named = [label for label in labels if not _is_total(label)]
    unplaced = any(word.span[0] < 0 for label in labels for word in label)
    told = not unplaced and (len(label_columns(labels, heads)) > 1 or _are_letters(named))
    if told or len(heads) < 2 or any(len(label) != len(heads) for label in named):
        return list(labels), heads
    return [_in_order(label) for label in labels], _in_order(heads)


def _are_letters(labels: Sequence[Label]) -> bool:
    """Whether all words are single characters: names that were set apart."""
    return all(len(word.text) == 1 and not word.text.isdecimal() for label in labels for word in label)


def _in_order(label: Label) -> Label:
    return [structs.replace(word, span=(_APART * n, _APART * (n + 0.5))) for n, word in enumerate(label)]


def column_at(word: Word, columns: Sequence[Span]) -> int:
    """The column that a word begins in, the nearest one to its left where it begins between two."""
    return max((n for n, span in enumerate(columns) if span[0] <= word.span[0] + _WHITE * word.half), default=0)


def texts_of(label: Label, columns: Sequence[Span]) -> list[str]:
    """The words of a label by columns; a total stands in the first."""
    cells: list[list[str]] = [[] for _ in columns]
    for word in label:
        cells[0 if _is_total(label) else column_at(word, columns)].append(word.text)
    return [" ".join(cell) for cell in cells]


def _is_total(label: Label) -> bool:
    text = squeezed("".join(word.text for word in label))
    return words().totals.fullmatch(text) is not None or words().subtotals.fullmatch(text) is not None


def _covered(found: Sequence[Word]) -> list[Span]:
    """The stretches of a line that words cover in any row, with white between them."""
    spans: list[Span] = []
    for word in sorted(found, key=lambda word: word.span):
        left, right = word.span
        if spans and left - spans[-1][1] < _WHITE * word.half:
            spans[-1] = (spans[-1][0], max(spans[-1][1], right))
        else:
            spans.append((left, right))
    return spans


def _within(word: Word, span: Span) -> bool:
    return span[0] <= word.span[0] and word.span[1] <= span[1]


def _is_set_apart(labels: Sequence[Label], columns: Sequence[Span]) -> bool:
    """Whether the columns are the characters of names that were set apart: one in each place, no digit."""
    texts = [texts_of(label, columns) for label in labels]
    single = [all(len(t[n]) <= 1 and not t[n].isdecimal() for t in texts) for n in range(len(columns))]
    return len(columns) > 1 and all(single)
