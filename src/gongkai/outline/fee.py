"""信息处理费, the fee for disclosure on request, as section six reports it (国办函〔2020〕109号)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from gongkai.outline.sections import Part
from gongkai.outline.vocabulary import FEE
from gongkai.report import ProcessingFee
from gongkai.text.fold import narrow
from gongkai.text.numerals import Number

FEE_SECTION = "other_matters"
_SENTENCE = regex.compile(r"[^。；;\n]+[。；;]?")
_QUOTED = regex.compile(r"《[^《》]{0,60}》|〔[^〔〕]{0,12}〕[第]?\d{0,5}号?")
_AMOUNT = regex.compile(
    r"(?<![\d.])(?<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d+)?|零|〇)\s*(?<unit>万元|元)"
)
_ACTUAL = regex.compile(r"实际|实收|共收|已收|收取|收到|缴纳|缴费|征收")
_NONE = (
    regex.compile(r"(?:未|没有|没|无|不|尚未|从未|并未)[^,。;]{0,24}?(?:收取|征收|产生|发生|收费|处理费|缴纳|涉及收)"),
    regex.compile(r"(?:未|没有)收到[^,。;申请]{0,12}处理费"),
    regex.compile(r"(?:免收|全免|不予?收|不再收|未予收)(?![^,。;]{0,12}\d)"),  # 免收3件 says nothing of the others
    regex.compile(r"(?:收取|收费|征收|处理费)[^,。;\d]{0,16}?(?:(?<!\d)0(?![\d.])|零|为无|情况?[:：]\s*无)"),
)
_NOTHING = regex.compile(r"^(?:[(（]?[一二三四五六七八九十\d]{0,2}[)）、.]?)?\s*(?:无|没有|零|0)\s*[。；]?$")
# What a rule says of a charge is no report of one.
_RULE_CASE = regex.compile(r"(?:标准|规定数量|一定数量)[^,。;]{0,12}的?,?(?:不予?|不再)收取")
_ABOUT = regex.compile(r"费|收取")
# Without the fee's name: that nothing was charged for disclosure, and no word of another fee or of a rule.
_FREE = regex.compile(r"(?:未|没有|没|无|不|免)[^,。;]{0,8}(?:收取?[^,。;]{0,6}费|收费|费用|收取)")
_FOR_DISCLOSURE = regex.compile(r"公开|申请|信息|检索|复制|邮寄")
_OTHER_FEE = regex.compile(r"行政事业|行政性|事业性|标准|规定|办法|按照|依照|情形|乱收|涉企|罚款|培训")


def find_fee(part: Part | None) -> ProcessingFee | None:
    """Give the fee that a section states, from the first sentence about it that states one; None where none does."""
    if part is None:
        return None
    named = next((fee for p in part.walk() for text in _sentences(p) if (fee := _read(text))), None)
    return named or next((ProcessingFee(0, "元", text) for p in part.walk() for text in _unnamed(p)), None)


def _unnamed(part: Part) -> Iterator[str]:
    """Yield the sentences that say, without the fee's name, that disclosure cost nobody anything."""
    for passage in part.body:
        for match in _SENTENCE.finditer(passage.text):
            folded = "".join(narrow(match[0]).split())
            if (
                _FREE.search(folded)
                and _FOR_DISCLOSURE.search(folded)
                and not (_OTHER_FEE.search(folded) or _AMOUNT.search(folded))
            ):
                yield match[0].strip()


def _sentences(part: Part) -> Iterator[str]:
    """Yield what may state the fee: sentences about it, and those that follow them in the same paragraph."""
    titled = part.head is not None and FEE in part.head.text
    for passage in part.body:
        sentences = [m[0].strip() for m in _SENTENCE.finditer(passage.text)] if titled or FEE in passage.text else []
        named = titled
        for sentence in sentences:
            named = named or FEE in sentence
            if named and (titled or _ABOUT.search(sentence) or FEE in sentence):
                yield sentence


def _read(sentence: str) -> ProcessingFee | None:
    folded = _QUOTED.sub("", narrow(sentence))
    folded = "".join(folded.split())
    amounts = list(_amounts(folded))
    if amounts:
        return _chosen(amounts, sentence)
    stated = _NOTHING.match(sentence) or (not _RULE_CASE.search(folded) and any(p.search(folded) for p in _NONE))
    return ProcessingFee(0, "元", sentence) if stated else None


def _amounts(folded: str) -> Iterator[tuple[Number, str, bool]]:
    """Yield amounts of money with their unit, and whether the clause says that they were taken in."""
    for match in _AMOUNT.finditer(folded):
        clause = regex.split(r"[,;:]", folded[: match.start()])[-1]
        digits = match["number"].replace(",", "").replace("零", "0").replace("〇", "0")
        value: Number = float(digits) if "." in digits else int(digits)
        yield value, match["unit"], "实际" in clause or _ACTUAL.search(clause) is not None


def _chosen(amounts: Iterable[tuple[Number, str, bool]], sentence: str) -> ProcessingFee | None:
    """One amount is the fee; of several that differ, the one said to have been taken in; else nobody can tell."""
    everything = {(value, unit) for value, unit, _ in amounts}
    taken = {(value, unit) for value, unit, actual in amounts if actual}
    for choice in (everything, taken):
        if len(choice) == 1:
            value, unit = choice.pop()
            return ProcessingFee(value, unit, sentence)
    return None
