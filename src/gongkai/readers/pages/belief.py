"""Whether the text of a page can be believed: it may be a picture, what a program recognised on one, or in fonts that do not say what
they print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from msgspec import Struct

from gongkai.document import BBox, Issue
from gongkai.readers.pages.page import Page

_UNNAMED = r"\x80-\x9f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff"
_UNUSABLE = re.compile(f"[{_UNNAMED}]")
# Characters that hardly a report prints: seldom signs, accents, rare ideographs. Scripts of China's nationalities are not among them.
_STRANGE = re.compile(
    r"[!#$&'*;<=>?@\[\\\]^_`{}\xa1-\xaf\xb2-\xb6\xb8-\xd6\xd8-\u058f\u0900-\u0eff\u1000-\u17ff\u1900-\u1fff"
    r"\u2070-\u20ff\u2300-\u245f\u2800-\u2dff\u3100-\u31ff\u3400-\u4dbf\ua4d0-\uabff]"
)
_STRANGERS, _STRANGE_SHARE = 8, 0.03  # sound pages have less than a tenth of that share, guessed ones twice as much
_UNREADABLE = 8  # characters without a meaning; fewer are bullets and ornaments
_FEW = 30  # characters: a page with fewer may be a scan that a scanner's program has stamped


_NO_SIGN = rf"[\xa4\u25a1\u25af{_UNNAMED}]"  # ¤ □ ▯ stand for what a font does not have
_MEANINGLESS = re.compile(rf"(?:(?<=[\d.,])|(?<=\d )){_NO_SIGN}+|{_NO_SIGN}+(?= ?\d)")


class Printed(Struct, frozen=True):
    """What a page prints: its ``text``, the ``count`` of its characters (with those that have no text), and whether pictures cover it."""

    text: str
    count: int
    covered: bool

    def is_scan(self, *, holds_anything: bool) -> bool:
        """Whether the page is a picture of text: ``holds_anything`` says that something is drawn there."""
        return (self._letters < _FEW and self.covered) or (self._letters == 0 and holds_anything)

    @property
    def lies_on_picture(self) -> bool:
        """Whether there is text on a page that pictures cover: where it is hidden, another program recognised it."""
        return self._letters >= _FEW and self.covered

    @property
    def _letters(self) -> int:
        return len("".join(self.text.split()))


def covers(pictures: Sequence[BBox], size: tuple[float, float]) -> bool:
    """Whether the pictures cover half of the page."""
    return 2 * sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in pictures) > size[0] * size[1]


def fonts_issue(printed: Printed, number: int) -> tuple[Issue, ...]:
    """Say that the fonts of a page do not tell which characters they print, where that is so."""
    unusable = len(_UNUSABLE.findall(printed.text)) + printed.count - len(printed.text)
    strange = len(_STRANGE.findall(printed.text))
    if (unusable < _UNREADABLE or unusable * 3 < printed.count) and (
        strange < _STRANGERS or strange < _STRANGE_SHARE * printed.count
    ):
        return ()
    message = "the fonts do not say which characters they print, so the text cannot be used; open the file in a viewer"
    return (Issue(code="unusable_fonts", severity="error", message=message, location=f"page {number}"),)


def meaningless(printed: Printed) -> list[int]:
    """Return the positions of signs without a meaning that touch figures, or stand among them in a row: something is printed there.
    Bullets before words are none of these, nor is a page of which nothing can be used.
    """
    if fonts_issue(printed, 0):
        return []
    return [at for match in _MEANINGLESS.finditer(printed.text) for at in range(*match.span())]


def is_unusable(page: Page) -> bool:
    """Whether the fonts of the page do not say what they print: whatever they seem to say is not to be believed."""
    return any(issue.code == "unusable_fonts" for issue in page.issues)


def is_unread(page: Page) -> bool:
    """Whether the text of the page is not there, not seen or not usable."""
    return page.is_scan or page.second_hand or page.unknown or is_unusable(page)


def unread(pages: Sequence[Page]) -> tuple[int, ...]:
    """Return the numbers of the pages on which the text is not there, not seen or not usable."""
    return tuple(page.sheet.number for page in pages if is_unread(page))


def layer_issues(pages: Sequence[Page], advice: str) -> Iterator[Issue]:
    """Say which pages are pictures of text (all of them is an error), and where text lies under a picture; ``advice``: what to do."""
    if pages and all(page.is_scan or _is_empty(page) for page in pages):
        message = f"none of the {len(pages)} pages has text (a scan?), and their pictures were not read: {advice}"
        yield Issue(code="no_text_layer", severity="error", message=message)
        return
    yield from chain.from_iterable(_layer_issue(page, advice) for page in pages)


def _is_empty(page: Page) -> bool:
    """Whether nothing stands on a page; what could not be read at all has been said otherwise."""
    lost = any(issue.code == "page_unreadable" for issue in page.issues)
    return not (page.sheet.lines or page.tables or lost)


def _layer_issue(page: Page, advice: str) -> Iterator[Issue]:
    where = f"page {page.sheet.number}"
    if page.is_scan:
        message = (
            f"the page has no text (a scan?), and its picture was not read; what stands on it is missing: {advice}"
        )
        yield Issue(code="no_text_layer", severity="warning", message=message, location=where)
    if page.second_hand:
        message = (
            "the page is a picture, and what another program recognised on it lies hidden below: only figures that sums confirm "
            f"are taken from there; {advice}"
        )
        yield Issue(code="hidden_text_layer", severity="warning", message=message, location=where)
