"""Blanks between Latin words that an OFD file leaves out: told by steps that are wider than letters."""

from __future__ import annotations

from itertools import accumulate

from gongkai.readers.ofd.words import blanks

SANS = {**dict.fromkeys("il", 0.22), **dict.fromkeys("t,.f", 0.28), "r": 0.33, **dict.fromkeys("ckvs", 0.5), "m": 0.83}


def parted(words: str, widths: dict[str, float], *, usual: float, apart: float = 0.0) -> str:
    """Set words with blanks of 0.28 between them, leave the blanks out, and put in those that are seen."""
    steps = [
        widths.get(char, usual) + apart + (0.28 + apart if words[at + 1 : at + 2] == " " else 0.0)
        for at, char in enumerate(words)
        if char != " "
    ]
    text = words.replace(" ", "")
    lefts = list(accumulate(steps, initial=0.0))[:-1]
    for at in reversed(blanks(text, [10 * left for left in lefts], [10.0] * len(text))):
        text = f"{text[:at]} {text[at:]}"
    return text


def test_words_are_parted_whatever_the_letters():
    """A blank behind a narrow letter is as wide as a letter, and yet one."""
    assert parted("the council kept all its timid villas", SANS, usual=0.56) == "the council kept all its timid villas"


def test_letters_set_apart_are_no_words():
    """What a line adds to every letter is its habit."""
    assert parted("the council kept all its villas", SANS, usual=0.56, apart=0.2) == "the council kept all its villas"


def test_letters_of_one_width_are_no_words():
    """A narrow letter in a typewriter's font takes as much room as the others."""
    assert parted("illicitvillafilling", {}, usual=0.6) == "illicitvillafilling"


def test_figures_are_never_parted():
    """However far digits stand from each other, only words and figures are parted."""
    widths = {**SANS, "1": 0.9, ",": 0.6}
    assert parted("income of 1,111 pounds in all", widths, usual=0.56) == "income of 1,111 pounds in all"


def test_few_letters_tell_nothing():
    """Without a habit to hold steps against nothing is put in."""
    assert parted("a b", SANS, usual=0.56) == "ab"
