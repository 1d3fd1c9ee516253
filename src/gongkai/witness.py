"""Where a report's title, agency, year and period were read: part of the output, beside the facts themselves."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from gongkai.document import Place

Told = Literal["title", "cover", "caption", "preamble", "opening", "signature", "metadata"]
"""What said it: a printed title; a line of the cover or a field of the page's head; the title of a table; the text before the first
section, and the first words of that section; who signed; what the file declares of itself. New ones are added at the end."""


class Witness(Struct, frozen=True, kw_only=True):
    """The words that say a fact, as printed but for line ends and blanks; ``source`` is where, as far as the format has places."""

    by: Told
    text: str
    source: Place = Place()


class Witnesses(Struct, frozen=True, kw_only=True):
    """One for each fact that a report gives of itself, None where the fact is not known."""

    title: Witness | None = None
    agency: Witness | None = None
    year: Witness | None = None
    period: Witness | None = None
