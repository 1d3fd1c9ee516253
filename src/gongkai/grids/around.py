"""What stands around a table: its caption, its unit, who filled it in, and the remarks below it."""

from __future__ import annotations

import regex
from msgspec import Struct

from gongkai.document import Block, Grid, Paragraph
from gongkai.grids.values import squeezed, words
from gongkai.text.dates import says_when
from gongkai.text.fold import narrow, one_line
from gongkai.text.numbering import leading_number

_ABOVE = 6  # lines: a caption of two, a code, who filled it in, the unit
_LONGEST = 60  # letters; more is a sentence of the text
_STOP = regex.compile(r"[。；;!?！？]|[:：]$|[,，、]$")
_UNIT = regex.compile(
    r"(?:金额|计量|货币|数量)?单位[:：为]?(?P<unit>[^\s()（）,，;；:：。]{1,12})"
    r"|Unit[:：](?P<english>\S{1,12})",
    regex.IGNORECASE,
)
_OFFICE = regex.compile(r"(?:编制|填报|预算|报送|公开|主管|填表|填列|责任)$")
_BRACKETED = regex.compile(r"[(（](?:金额)?(?:单位[:：])?(?P<unit>[^()（）:：]{1,8})[)）]")
_YEAR = regex.compile(r"20\d\d")
_CONTENTS = regex.compile(r"[.…·]{4,}\s*\d*$")


class Around(Struct, frozen=True):
    """``taken`` are the indices of blocks that belong to the table; ``notes`` the remarks below it with their blocks."""

    caption: str | None = None
    unit: str | None = None
    continued: bool = False
    taken: frozenset[int] = frozenset()
    notes: tuple[tuple[int, str], ...] = ()
    gap: bool = False
    office: str | None = None


def office_in(text: str) -> str | None:
    """The office that a line above a table names: 单位名称：…, 编制部门：…; a unit of figures is none."""
    if not is_apparatus(squeezed(text)):
        return None
    names = (match["name"].strip("（）()，,") for match in words().offices.finditer(text))
    return next((name for name in names if name and not _is_unit(name)), None)


def unit_in(text: str) -> str | None:
    """The unit that a line or a head declares: 单位：万元, （万元）; an office that filled a table in is none."""
    folded = narrow(text)
    for match in _UNIT.finditer(folded):
        unit = (match["unit"] or match["english"]).strip()
        if not _OFFICE.search(folded[: match.start()]) and _is_unit(unit):
            return unit
    for match in _BRACKETED.finditer(folded):
        if _is_unit(match["unit"]):
            return match["unit"].strip()
    return next((end for end in _ends(folded) if words().money.fullmatch(squeezed(end))), None)


def _ends(text: str) -> list[str]:
    """The last word, and the last two: 2024 £'000, Cost in £ million."""
    pieces = text.strip(" ()").split()
    return [" ".join(pieces[-size:]).strip("()") for size in (2, 1) if len(pieces) >= size]


def _is_unit(text: str) -> bool:
    pieces = regex.split(r"[/、和]|人民币", squeezed(text))
    return all(words().units.fullmatch(piece) for piece in pieces if piece) and any(pieces)


def look_around(blocks: tuple[Block, ...], at: int, end: int) -> Around:
    """Read the lines above the table that begins in block ``at`` and below its last block, ``end`` - 1."""
    above = _above(blocks, at)
    notes = tuple(_notes(blocks, end))
    taken = frozenset((*above.taken, *(index for index, _ in notes)))
    caption = above.caption
    if caption is None and (below := _below(blocks, end)) is not None:
        caption, taken = one_line(below[1]), taken | {below[0]}
    unit = above.unit
    if unit is None and (own := _unit_below(blocks, end)) is not None:
        unit, taken = unit_in(blocks[own].text), taken | {own}  # type: ignore[union-attr]
    return Around(caption, unit, above.continued, taken, notes, above.gap, above.office)


def _unit_below(blocks: tuple[Block, ...], end: int) -> int | None:
    """The line right below a table that gives its unit, where no other table follows that it could be of."""
    own, *after = [*blocks[end : end + 4], None]
    if not isinstance(own, Paragraph) or any(isinstance(block, Grid) for block in after):
        return None
    folded = squeezed(own.text)
    return end if is_apparatus(folded) and unit_in(own.text) is not None else None


def _above(blocks: tuple[Block, ...], at: int) -> Around:
    caption: list[str] = []
    unit: str | None = None
    office: str | None = None
    continued = gap = below_unit = False
    when = ""
    taken: set[int] = set()
    for index in range(at - 1, max(-1, at - 1 - _ABOVE), -1):
        block = blocks[index]
        if isinstance(block, Grid):
            break
        text, folded = block.text.strip(), squeezed(block.text)
        if not folded:
            continue
        if _CONTENTS.search(text) or (caption and _heads_a_section(block, folded)):
            break
        if not caption and words().continued.fullmatch(folded) and len(folded) <= _LONGEST:
            continued = True
            taken.add(index)
            if len(folded) > 5:
                caption = [text]
            continue
        if not caption and says_when(folded, bracketed=True):
            when = text
            taken.add(index)
            continue
        if is_apparatus(folded):
            unit, office = unit or unit_in(text), office or office_in(text)
            taken.add(index)
            below_unit = below_unit or bool(caption)
            if words().table_code.fullmatch(folded) and caption and not _names_itself(caption):
                caption.insert(0, text)
            continue
        if caption or not _may_caption(block, folded):
            over = below_unit and _says_table(folded) and not _says_table(squeezed(caption[0]))
            caption = [text] if over else caption  # what stood between unit and table was a head over all of it
            taken |= {index} if over else set()
            gap = not caption
            break
        caption = [text]
        if not _is_heading(block, folded):
            taken.add(index)
    if caption and when and when not in caption[0] and _YEAR.search(caption[-1]) is None:
        caption.append(when)
    line = one_line(" ".join(caption)) or None
    return Around(line, unit or (unit_in(line) if line else None), continued, frozenset(taken), (), gap, office)


def _heads_a_section(block: Paragraph, folded: str) -> bool:
    """Whether 附表, or a table's number, is a heading of the source's own: the section that tables stand in, and no caption of one."""
    return block.level is not None and words().table_code.fullmatch(folded) is not None


def _says_table(folded: str) -> bool:
    return words().caption.fullmatch(folded) is not None


def _names_itself(caption: list[str]) -> bool:
    return words().table_code.match(squeezed(caption[0])) is not None


def is_apparatus(folded: str) -> bool:
    """Whether a line says who filled a table in, in which unit, or which code it has, and nothing else."""
    if len(folded) > _LONGEST:
        return False
    if words().table_code.fullmatch(folded) or words().apparatus.fullmatch(folded):
        return True
    if words().money.fullmatch(folded):
        return True
    return unit_in(folded) is not None and regex.match(r"[(（]?(?:金额|计量|货币|数量)?单位|Unit", folded) is not None


def _may_caption(block: Paragraph, folded: str) -> bool:
    """Whether the line next above a table is its caption: it says that it is a table, or it is a short line that is no heading."""
    if len(folded) > _LONGEST or _STOP.search(folded) or block.continues:
        return False
    if words().caption.fullmatch(folded):
        return True
    return not _is_heading(block, folded) and len(folded) <= 40


def _is_heading(block: Paragraph, folded: str) -> bool:
    return block.level is not None or leading_number(block.text[:12]) is not None


def _notes(blocks: tuple[Block, ...], end: int) -> list[tuple[int, str]]:
    """The remarks below a table: 注：, 说明：1. …, and the numbered lines that go on with it."""
    notes: list[tuple[int, str]] = []
    numbered = False
    for index in range(end, min(len(blocks), end + 12)):
        block = blocks[index]
        if isinstance(block, Grid) or (block.level is not None and not notes):
            break
        folded = squeezed(block.text)
        number = leading_number(block.text[:12])
        if words().notes.fullmatch(folded):
            notes.append((index, block.text.strip()))
            numbered = regex.search(r"[:：]?1[.、]", folded[:6]) is not None or folded.endswith((":", "："))
        elif notes and numbered and number is not None and number.level >= 3:
            notes.append((index, block.text.strip()))
        elif notes and _goes_on(blocks, index):
            notes[-1] = (notes[-1][0], notes[-1][1] + block.text.strip())
            notes.append((index, ""))
        else:
            break
    return notes


def _goes_on(blocks: tuple[Block, ...], index: int) -> bool:
    before = blocks[index - 1]
    return isinstance(before, Paragraph) and before.continues


def _below(blocks: tuple[Block, ...], end: int) -> tuple[int, str] | None:
    """A caption below: it is numbered as tables are, and no table follows that it could stand above."""
    for index in range(end, min(len(blocks), end + 2)):
        block = blocks[index]
        if isinstance(block, Grid):
            return None
        folded = squeezed(block.text)
        if (
            regex.match(r"(?:表|附表|Table)\s*[\d一二三四五六七八九十]", folded, regex.IGNORECASE)
            and len(folded) <= _LONGEST
        ):
            following = next(
                (b for b in blocks[index + 1 : index + 3] if not isinstance(b, Paragraph) or b.text.strip()), None
            )
            return None if isinstance(following, Grid) or _STOP.search(folded) else (index, block.text.strip())
        if folded:
            return None
    return None
