"""The words that make a line a title: what the reports of a family are about, as their form says it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import regex
from msgspec import Struct

from gongkai.forms.model import Form
from gongkai.outline.vocabulary import REPORT_ENDS, SUBJECTS
from gongkai.text.fold import squeeze


class TitleWords(Struct, frozen=True):
    """A title ends in one of ``subjects``, some words, and one of ``ends``; both are folded, the most telling subject first."""

    subjects: tuple[str, ...]
    ends: tuple[str, ...]

    @property
    def most_telling(self) -> str:
        """The subject that no other kind of line has."""
        return self.subjects[0]

    @property
    def phrase(self) -> str:
        """The subjects as alternatives of a regular expression."""
        return "|".join(map(regex.escape, self.subjects))

    def ends_title(self, text: str) -> bool:
        """Whether ``text`` ends as a title does."""
        folded = squeeze(text)
        return folded.endswith((*self.ends, ")")) and _ending(self).search(folded) is not None

    def find_subject(self, folded: str) -> tuple[int, str]:
        """Return where the first subject stands in a folded title, and which; (-1, "") where none does."""
        return min(
            ((folded.find(s), s) for s in self.subjects if s in folded), default=(-1, ""), key=lambda found: found[0]
        )

    def joins(self, line: str, rest: str) -> bool:
        """Whether a subject is broken between two folded lines, or stands at the seam in both."""
        halves = any(line.endswith(s[:i]) and rest.startswith(s[i:]) for s in self.subjects for i in range(1, len(s)))
        return halves or (line.endswith(self.subjects) and rest.startswith(self.subjects))


@lru_cache(maxsize=32)
def _ending(words: TitleWords) -> regex.Pattern[str]:
    ends = "|".join(map(regex.escape, words.ends))
    return regex.compile(rf"(?:{words.phrase})[^,;:]{{0,16}}?(?:{ends})(?:\([^()]{{0,12}}\))?$")


DISCLOSURE = TitleWords(SUBJECTS, REPORT_ENDS)
"""What a title is made of where no form says otherwise."""


@lru_cache(maxsize=32)
def title_words(forms: tuple[Form, ...], chosen: Form | None) -> TitleWords:
    """Return the words of the chosen form's titles; of all forms where none is chosen or it declares none.

    A form that declares none is taken to be about what its name says, without the end (…年度报告).
    """
    if chosen is not None and chosen.spec.titles is not None:
        return _joined([chosen])
    return _joined(forms if chosen is None else (chosen, *(form for form in forms if form is not chosen)))


def _joined(forms: Iterable[Form]) -> TitleWords:
    subjects: dict[str, None] = {}
    ends: dict[str, None] = {}
    for form in forms:
        titles = form.spec.titles
        subjects |= dict.fromkeys(map(squeeze, titles.subjects if titles else _subject_of(form.spec.name)))
        ends |= dict.fromkeys(map(squeeze, titles.ends if titles else ()))
    subjects.pop("", None)
    return TitleWords(tuple(subjects) or SUBJECTS, tuple(dict.fromkeys((*filter(None, ends), *REPORT_ENDS))))


def _subject_of(name: str) -> tuple[str, ...]:
    end = max((end for end in REPORT_ENDS if name.endswith(end)), key=len, default="")
    return (name.removesuffix(end),) if end and len(name) > len(end) + 1 else ()
