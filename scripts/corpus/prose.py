"""Writes the sections of an invented report: headings, their numbering, sentences, the traps of published ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

import regex

from corpus import words
from corpus.model import CommentTruth, FeeTruth, SectionTruth
from corpus.options import Options
from gongkai.forms.schema import FormSpec, SectionSpec
from gongkai.text.numbering import strip_number

HAN = "一二三四五六七八九十"
_PLACEHOLDER = regex.compile(r"\{([\w.]+)\}")


def numeral(number: int) -> str:
    """Write 1 to 19 in Chinese."""
    return HAN[number - 1] if number <= 10 else "十" + HAN[number - 11]


def fill(template: str, known: Mapping[str, object]) -> str | None:
    """Put ``known`` into ``template``; None where a placeholder is not known."""
    names = _PLACEHOLDER.findall(template)
    if not all(name in known for name in names):
        return None
    return _PLACEHOLDER.sub(lambda match: str(known[match[1]]), template)


class Writer:
    """Writes all sections; ``figures`` maps ``table.row.column`` to what a sentence would say of that cell."""

    def __init__(self, form: FormSpec, rng: Random, options: Options, known: Mapping[str, object]) -> None:
        self.form, self.rng, self.options, self.known = form, rng, options, known
        self.fee = self._choose_fee()

    def sections(self, preamble: str) -> tuple[SectionTruth, ...]:
        """Write the preamble and every section of the form."""
        inside = self.options.preamble == "inside"
        body = [self._section(spec) for spec in self.form.sections]
        if inside and preamble:
            first = body[0]
            body[0] = _with_text(first, f"{preamble}\n{first.text}".strip("\n"))
        elif preamble:
            body.insert(0, SectionTruth(key="preamble", heading=None, level=0, text=preamble))
        return tuple(body)

    def comment(self, sections: tuple[SectionTruth, ...]) -> tuple[CommentTruth, ...]:
        """Leave a reviewer's comment on some section's text, where the options ask for one."""
        if not self.options.comment:
            return ()
        every = [part for section in sections for part in (section, *section.children)]
        with_text = [part.key for part in every if part.text and part.heading and not part.inline]
        if not with_text:
            return ()
        author, text = self.rng.choice(words.COMMENTS)
        return (CommentTruth(author=author, text=text, section=self.rng.choice(with_text)),)

    def _choose_fee(self) -> FeeTruth | None:
        if self.options.fee == "none" or "other_matters" not in {s.key for s in self.form.sections}:
            return None
        some = [fee for fee in words.FEES if (fee[1] > 0) == (self.options.fee == "some")]
        template, amount = self.rng.choice(some)
        return FeeTruth(amount=amount, unit="元", text=fill(template, self.known) or "")

    def _section(self, spec: SectionSpec) -> SectionTruth:
        heading = self._wording(spec, strip_number(spec.label))
        number = spec.label[: len(spec.label) - len(strip_number(spec.label))]
        children = self._topics(spec) if spec.sections else self._parts(spec.key)
        text = self._text(spec.key) if not (children and spec.key in words.PARTS) else ""
        if spec.key == "other_matters" and self.fee and not children:
            text = f"{text}\n{self.fee.text}" if self.rng.random() < 0.5 else self.fee.text + text
        return SectionTruth(key=spec.key, heading=number + heading, level=1, text=text, children=children)

    def _wording(self, spec: SectionSpec, official: str) -> str:
        return self.rng.choice((official, *spec.variants)) if self.options.headings == "variants" else official

    def _topics(self, spec: SectionSpec) -> tuple[SectionTruth, ...]:
        """Write the usual subsections, some left out, two joined or one added as the options say."""
        topics = list(spec.sections)
        for _ in range(min(self.options.omit, len(topics) - 1)):
            topics.pop(self.rng.randrange(len(topics)))
        names: list[tuple[str, str]] = [(t.key, self._topic_name(t)) for t in topics]
        if self.options.merge and len(topics) > 1:
            joined = "、".join(t.label for t in topics[-2:]) + "情况"
            names[-2:] = [("+".join(t.key for t in topics[-2:]), joined)]
        for topic in words.EXTRA_TOPICS[: self.options.extra]:
            names.append((f"{spec.key}.{len(names) + 1}", topic))
        return self._children(names, self._text)

    def _topic_name(self, spec: SectionSpec) -> str:
        return self._wording(spec, spec.label + "情况")

    def _parts(self, key: str) -> tuple[SectionTruth, ...]:
        if key not in words.PARTS or self.rng.random() < 0.4:
            return ()
        told = [name for name in self.rng.choice(words.PARTS[key]) if self.fee or "处理费" not in name]
        names = [(f"{key}.{i}", name) for i, name in enumerate(told, start=1)]
        return self._children(names, self._part_text)

    def _part_text(self, key: str) -> str:
        if key == "other_matters.1" and self.fee:
            return self.fee.text
        return self._text(key)

    def _children(self, names: list[tuple[str, str]], write: Callable[[str], str]) -> tuple[SectionTruth, ...]:
        inline = self.options.inline_subheads
        return tuple(
            SectionTruth(key=key, heading=self._mark(i) + name, level=2, text=write(key), inline=inline)
            for i, (key, name) in enumerate(names, start=1)
        )

    def _mark(self, number: int) -> str:
        if self.options.misnumber and number == 1:
            return "（1） "
        return f"（{numeral(number)}）"

    def _text(self, key: str) -> str:
        """Choose one or two sentences for ``key`` (for the first of joined keys) and those that restate cells."""
        first = key.partition("+")[0]
        pool = words.SENTENCES.get(first) or words.SENTENCES.get(first.split(".")[0] + ".") or words.SENTENCES[""]
        chosen = self.rng.sample(pool, min(len(pool), 1 if first in words.RESTATING else self.rng.choice((1, 1, 2))))
        told = self._restating(first)
        return "\n".join(text for text in (*(fill(c, self.known) or "" for c in chosen), told) if text)

    def _restating(self, key: str) -> str:
        if self.options.narrative == "none":
            return ""
        filled = [fill(template, self.known) for template in words.RESTATING.get(key, ())]
        usable = [text for text in filled if text]
        return self.rng.choice(usable) if usable else ""


def _with_text(section: SectionTruth, text: str) -> SectionTruth:
    return SectionTruth(
        key=section.key,
        heading=section.heading,
        level=section.level,
        text=text,
        children=section.children,
        inline=section.inline,
    )
