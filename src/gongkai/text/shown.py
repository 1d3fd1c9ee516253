"""How a piece of text is shown, and what that means for the text: one answer for the readers of every format.

A reader asks here for each run or glyph that is not plain. What a person sees is kept in the text itself, so that every later step
knows it: a raised digit is the superscript of Unicode (``read_figure`` gives it as the figure's note), what is struck through or
hidden is not there, and what is seen but cannot be read is ``GETA``, whose cell is ``unreadable``.
"""

from __future__ import annotations

from typing import Literal

from gongkai.text.numerals import GETA

Shown = Literal["plain", "raised", "lowered", "struck", "hidden", "unknown"]
"""``unknown``: something is printed there, but which characters it shows cannot be told."""

RAISED = str.maketrans("0123456789０１２３４５６７８９+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹" * 2 + "⁺⁻⁽⁾")
LOWERED = str.maketrans("0123456789０１２３４５６７８９+-()", "₀₁₂₃₄₅₆₇₈₉" * 2 + "₊₋₍₎")
RAISED_LETTERS = str.maketrans("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")  # Unicode has no raised q
_LONGEST_MARK = 4  # letters


def shown_text(text: str, shown: Shown) -> str:
    """Return the characters that stand for ``text`` in a document, given how it is shown."""
    match shown:
        case "raised":
            short = len(text) <= _LONGEST_MARK  # a mark, and no sentence
            return text.translate(RAISED | RAISED_LETTERS if short else RAISED)
        case "lowered":
            return text.translate(LOWERED)
        case "struck" | "hidden":
            return ""
        case "unknown":
            return GETA if text.strip() else text
        case _:
            return text
