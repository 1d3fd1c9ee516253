"""Who answers questions about the report: the labelled values of the preamble."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from gongkai.outline.vocabulary import AGENCY_ENDS, PRONOUNS
from gongkai.report import Contact
from gongkai.text.fold import narrow

LEAD = 1500
"""How many characters of the preamble are looked through."""
_OPENING = 600  # letters of the text in which an address is still that of the whole report
_LABELS = {
    "address": r"(?:联系|通讯|通信|办公|单位|邮寄)?地\s*址|地\s*点",
    "postcode": r"邮\s*政\s*编\s*码|邮\s*编(?:码)?|邮政编号",
    "email": r"电\s*子\s*邮\s*[箱件](?:地址)?|电\s*子\s*信\s*箱|邮\s*箱(?:地址)?|e-?mail",
    "phone": r"(?:联\s*系|咨\s*询|办\s*公|服\s*务|监\s*督)?电\s*话(?:号码)?(?:\s*[(/及、和]\s*传真\s*\)?)?"
    r"|联系方式|致电|拨打|\btel\b",
    "other": r"传\s*真|网\s*址|网\s*站|联系人|\bfax\b",
}
_LABEL = regex.compile("|".join(f"(?<{kind}>{words})" for kind, words in _LABELS.items()), regex.IGNORECASE)
_SIGNS = regex.compile(r"\s*(?:[:：]|为|是|在)*\s*")
_ONE_PHONE = r"(?:\(\s*\d{3,5}\s*\)\s*-?\s*)?[\d*xX#]{3,}(?:[^\S\n]*(?:-|转|[^\S\n])[^\S\n]*[\d*xX#]{2,}){0,3}"
_PHONE = regex.compile(rf"(?:\+?86\s*-?\s*)?{_ONE_PHONE}(?:\s*[、,/;或和]\s*{_ONE_PHONE})*")
_BARE_PHONE = regex.compile(r"[(:]\s*(0\d{2,3}\s*-?\s*\d{7,8}|1\d{10})\s*[),。]")
_POSTCODE = regex.compile(r"\d\s?\d\s?\d\s?\d\s?\d\s?\d(?!\d)")
_EMAIL = regex.compile(r"[\w.+-]{1,64}\s*@\s*[\w-]{1,64}(?:\s*\.\s*[\w-]{1,32}){1,4}", regex.ASCII)
_OFFICE = (
    regex.compile(
        r"(?:联系|咨询|受理|责任)(?:单位|部门|机构|科室)\s*[:：]?\s*(?<o>\p{Han}[\p{Han}()]{2,40}?)(?=[^\p{Han}()]|$|\(?(?:地址|电话|联系))"
    ),
    regex.compile(r"[与和向同](?<o>\p{Han}{3,40}?)(?:进行)?(?:联系|咨询|反映|反馈|查询)"),
    regex.compile(
        r"(?:请|可|敬请)(?:直接|及时|径直|径)?联系\s*[:：]?\s*(?<o>\p{Han}{3,40}?)(?=[^\p{Han}]|$|地址|电话)"
    ),
    regex.compile(r"联系\s*[:：]\s*(?<o>\p{Han}{3,40}?)(?=[^\p{Han}]|$|地址|电话)"),
)
_NO_OFFICE = ("地址", "电话", "方式", "邮", "电子", "人")
_OFFICE_ENDS = (*AGENCY_ENDS, "科", "股", "室", "组", "机构")
_LINK = regex.compile(r"https?:|www\.", regex.IGNORECASE)
_REST = r"\d{1,6}(?![\d年月、.)])"  # digits that end a number; 2024年 and 1. begin another paragraph
_CUT = {  # the end of a line within a number, an address of mail, a house number, a name
    "phone": regex.compile(rf"\n-?{_REST}"),
    "postcode": regex.compile(rf"\n{_REST}"),
    "email": regex.compile(r"\n[\w@.-]", regex.ASCII),
    "address": regex.compile(r"(?<=\d)\n[\d号弄室楼层栋幢之-]"),
    "office": regex.compile(rf"\n(?!{_LABEL.pattern})\p{{Han}}", regex.IGNORECASE),
}
_VALUE_END = "，,；;。\n"
_SHORT = regex.compile(r"\(?0\d{2,3}\)?\s*-\s*\d{1,6}")  # an area, and too few digits behind it
_MIN_DIGITS = 7  # of a telephone number without its area


def find_contact(preamble: str, opening: str) -> Contact:
    """Read the preamble, and where it lacks a value the beginning of section one; values without a label are left."""
    found: dict[str, str] = {}
    for text in (preamble[:LEAD], opening[:_OPENING]):
        for key, value in _values(text):
            found.setdefault(key, value)
    return Contact(**found)


def _values(text: str) -> Iterator[tuple[str, str]]:
    folded = narrow(text)
    labels = list(_LABEL.finditer(folded))
    for at, label in enumerate(labels):
        start = label.end() + _SIGNS.match(folded, label.end()).end() - label.end()  # type: ignore[union-attr]
        limit = labels[at + 1].start() if at + 1 < len(labels) else len(text)
        kind = label.lastgroup or "other"
        if kind != "other" and (value := _value(kind, text, folded, start, limit)):
            yield kind, value
    if office := _office(folded):
        yield "office", office
    if labels and (phone := _BARE_PHONE.search(folded)):
        yield "phone", phone[1]


def _value(kind: str, text: str, folded: str, start: int, limit: int) -> str | None:
    """What stands behind one label: of its own kind, and before the next label."""
    piece = folded[start:limit]
    if kind == "address":
        return _address(text, folded, start, limit)
    match = {"phone": _PHONE, "postcode": _POSTCODE}.get(kind, _EMAIL).match(piece)
    if match is None or _CUT[kind].match(folded, start + match.end()) or (kind == "phone" and not _is_whole(match[0])):
        return None
    return "".join(match[0].split())


def _is_whole(phone: str) -> bool:
    """Whether a number has all its digits, those of its area (0571) apart."""
    return _digits(phone) >= _MIN_DIGITS and _SHORT.fullmatch(phone) is None


def _digits(text: str) -> int:
    return sum(char.isdecimal() or char in "*xX#" for char in text)


def _address(text: str, folded: str, start: int, limit: int) -> str | None:
    """Up to the next label, a comma or stop, or a bracket that was opened before the address."""
    depth, end = 0, start
    if folded[start - 1 : start] not in {":", "为", "在", "是", " "}:
        return None
    while end < limit and folded[end] not in narrow(_VALUE_END):
        depth += {"(": 1, ")": -1}.get(folded[end], 0)
        if depth < 0:
            break
        end += 1
    if _CUT["address"].match(folded, end):
        return None
    value = text[start:end].strip().rstrip("（(、 ")
    return value if 4 <= len(value) <= 80 and not _LINK.search(value) else None


def _office(folded: str) -> str | None:
    for pattern in _OFFICE:
        for match in pattern.finditer(folded):
            office = match["o"]
            if _CUT["office"].match(folded, match.end("o")):
                continue
            if office.endswith(_OFFICE_ENDS) and not office.startswith(_NO_OFFICE) and office not in PRONOUNS:
                return office
    return None
