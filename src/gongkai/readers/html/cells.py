"""A table's cell while it is open: its pieces of text, and whether a person could read one figure from them."""

from __future__ import annotations

from msgspec import Struct, field

from gongkai.readers import LOWERED, RAISED
from gongkai.readers.html.events import TEXT, Event
from gongkai.readers.html.look import SPECK, Look
from gongkai.text.numerals import GETA

_UNRAISED = {mark: digit for digit, mark in (RAISED | LOWERED).items() if digit < 128} | {
    mark: digit for table in (RAISED, LOWERED) for digit, mark in table.items() if digit < 128
}
_DIGITS = frozenset("0123456789０１２３４５６７８９" + "".join(map(chr, _UNRAISED)))
_OTHER_SIZE = 1.34
"""A digit a third larger than the next is no digit of one figure: editors mix 10.5 and 12 points, marks have two thirds."""


class Frame(Struct, gc=False):
    """An open cell: ``pieces`` are the texts that do not look as the cell does, by the index of their event."""

    start: int
    look: Look
    pieces: dict[int, Look] = field(default_factory=dict)
    doubt: bool = False


def shown_text(text: str, look: Look) -> str:
    """Return what stands for a text that is not shown plainly; a blank where it takes room unseen."""
    if not text.strip():
        return "" if look.gone else text
    if look.gone or look.struck or look.size < 0.5:
        return ""
    if not look.seen:
        return " "
    if look.letters:
        text = _in_letters(text, look.letters)
    cut = look.room is not None and len(text.strip()) * 0.5 * look.size > look.room
    if look.unknown or look.size < SPECK or cut:
        return hidden_digits(text)
    if look.direction == "rtl" and not look.reads and not all(sign.isdigit() or sign in ".," for sign in text.strip()):
        return hidden_digits(text)
    if look.reads:
        text = text[::-1]
    if look.shift:
        text = text.translate(RAISED if look.shift > 0 else LOWERED)
    return text


def hidden_digits(text: str) -> str:
    """Return the text with a geta for every digit: something is there, but which digits are seen cannot be told."""
    return "".join(GETA if sign.isnumeric() and not "㐀" <= sign <= "鿿" else sign for sign in text)


def is_doubtful(frame: Frame, events: list[Event]) -> bool:
    """Whether the pieces of a closed cell leave it open which figure a person sees; pieces that are all raised alike are none.

    ``events`` ends with the cell's last event.
    """
    if not frame.pieces:
        return frame.doubt
    texts = [i for i in range(frame.start + 1, len(events)) if events[i].name == TEXT and events[i].text.strip()]
    looks = [frame.pieces.get(i, frame.look) for i in texts]
    if len(texts) > 1 and any(look.odd for look in looks):
        return True
    figures = [(i, look) for i, look in zip(texts, looks, strict=True) if _DIGITS & set(events[i].text)]
    if (
        figures
        and all(look.shift and not look.by_tag for _, look in figures)
        and len({look.shift for _, look in figures}) == 1
    ):
        for i, _ in figures:
            events[i].text = events[i].text.translate(_UNRAISED)
        return frame.doubt
    sizes = [look.size for _, look in figures if not look.shift]
    return frame.doubt or (len(sizes) > 1 and max(sizes) > _OTHER_SIZE * min(sizes))


def _in_letters(text: str, letters: str) -> str:
    match letters:
        case "uppercase":
            return text.upper()
        case "lowercase":
            return text.lower()
        case "capitalize":
            return text.title()
        case _:
            return text
