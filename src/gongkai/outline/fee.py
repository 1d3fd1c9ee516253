"""信息处理费, the fee for disclosure on request, as section six reports it (国办函〔2020〕109号)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
_SAID_AS = (regex.compile(r"实际|实收|已收"), regex.compile(r"共收|收取|收到|缴纳|缴费|征收"))
"""How surely a clause says that money was taken in: what was really paid counts more than what was asked for."""
_YEAR = regex.compile(r"(?<!\d)(20\d\d)年|(上一?年|去年|往年|同期)|(本年|今年|全年)")
_COMPARED = regex.compile(r"[较比]|同比|增[加长]|减[少免]|下降|上升|降低")
_NONE = (
    regex.compile(
        r"(?:未|没有|没|无|不|尚未|从未|并未)[^,。;]{0,24}?(?:收取|征收|产生|发生|收费|处理费|缴纳|涉及收)(?![^,。;]*[以之]外)"
    ),
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
_OTHER_FEE = regex.compile(r"[以之]外|行政事业|行政性|事业性|标准|规定|办法|按照|依照|情形|乱收|涉企|罚款|培训")


def find_fee(part: Part | None, year: int | None) -> ProcessingFee | None:
    """Give the fee that a section states, from the first sentence about it that states one; None where none does.

    ``year`` is the report's: what a sentence says of another year is not its fee.
    """
    if part is None:
        return None
    named = next((fee for p in part.walk() for text in _sentences(p) if (fee := _read(text, year))), None)
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


def _read(sentence: str, year: int | None) -> ProcessingFee | None:
    folded = "".join(_QUOTED.sub("", narrow(sentence)).split())
    # Where nobody knows the report's year, a sentence that names one is taken to speak of it.
    known = year or next((stated for _, stated in _dated_clauses(folded) if isinstance(stated, int)), None)
    clauses = [text for text, stated in _dated_clauses(folded) if stated in (None, known)]
    amounts = [amount for clause in clauses for amount in _amounts(clause)]
    nothing = _NOTHING.match(sentence) or (
        not _RULE_CASE.search(folded) and any(p.search(clause) for p in _NONE for clause in clauses)
    )
    if not amounts:
        return ProcessingFee(0, "元", sentence) if nothing else None
    # None here, so much there: whose fee the amount is, the sentence does not say.
    return None if nothing and any(value for value, _, _ in amounts) else _chosen(amounts, sentence)


def _dated_clauses(folded: str) -> Iterator[tuple[str, int | str | None]]:
    """Yield the clauses with the year that they speak of: the last one named so far, in digits or in words; None before any."""
    stated: int | str | None = None
    for clause in regex.split(r"(?<=;)|,(?!\d{3}(?!\d))", folded):
        for match in _YEAR.finditer(clause):
            # 较上年减少40元 compares this year's figure and leaves the year as it is.
            if not (match[2] and _COMPARED.search(clause)):
                stated = int(match[1]) if match[1] else match[2]
        yield clause, stated


def _amounts(clause: str) -> Iterator[tuple[Number, str, int]]:
    """Yield amounts of money with their unit, and how surely the clause says that they were taken in: 0 surely, 1, 2 not."""
    for match in _AMOUNT.finditer(clause):
        before = clause[: match.start()]
        if _COMPARED.search(before):
            continue
        digits = match["number"].replace(",", "").replace("零", "0").replace("〇", "0")
        value: Number = float(digits) if "." in digits else int(digits)
        yield (
            value,
            match["unit"],
            next((rank for rank, said in enumerate(_SAID_AS) if said.search(before)), len(_SAID_AS)),
        )


def _chosen(amounts: Sequence[tuple[Number, str, int]], sentence: str) -> ProcessingFee | None:
    """One amount is the fee; of several that differ, the one most surely said to have been taken in; else nobody can tell."""
    for least in (len(_SAID_AS), *range(len(_SAID_AS))):
        choice = {(value, unit) for value, unit, rank in amounts if rank <= least}
        if len(choice) == 1:
            value, unit = choice.pop()
            return ProcessingFee(value, unit, sentence)
    return None
