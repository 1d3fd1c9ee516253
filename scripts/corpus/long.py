"""Makes an invented report as long as published ones are: some pages of prose before and between its tables.

A page is about 700 characters. The sentences are put together from parts at random, so that hardly two paragraphs are alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import msgspec

from corpus.model import SectionTruth, Truth

_PAGE = 700
_PARAGRAPH = (90, 260)  # characters
_WHEN = ("年初", "上半年", "三季度以来", "全年", "围绕年度重点任务", "按照工作安排", "在日常工作中", "结合本地实际")
_WHO = ("各有关科室", "公开工作专班", "办公室", "业务部门", "各基层单位", "专职人员", "网站管理人员")
_DID = (
    "梳理更新公开目录{}项", "发布各类动态信息{}条", "回应网民留言{}条", "开展业务培训{}场", "核查整改栏目问题{}个",
    "印发操作规程{}份", "走访企业和社区{}次", "举办开放活动{}期", "制作图文解读材料{}篇", "完善接待窗口{}处",
)  # fmt: skip
_HOW = (
    "做到内容准确、更新及时", "让群众看得懂、用得上", "形成了上下联动的局面", "确保件件有着落、事事有回音",
    "进一步压实了责任", "查找方便程度有所提高", "从源头上减少了差错", "为企业办事提供了便利",
)  # fmt: skip
_HOMES = ("overview", "problems_improvements")


def lengthened(truth: Truth, pages: float, seed: int) -> Truth:
    """Return the report with about so many pages of prose more: most in the first section's parts, some under the problems."""
    rng = Random(f"long {seed}")
    places = [s.key for s in truth.sections if s.key in _HOMES]
    if not places:
        return truth
    share = int(pages * _PAGE / (len(places) + 2))  # the first section gets three parts of four
    sections = tuple(
        _with_prose(s, share * (3 if s.key == places[0] else 1), rng) if s.key in places else s for s in truth.sections
    )
    return msgspec.structs.replace(truth, sections=sections)


def _with_prose(section: SectionTruth, length: int, rng: Random) -> SectionTruth:
    if not section.children:
        prose = "\n".join(_paragraphs(length, rng))
        return msgspec.structs.replace(section, text=f"{section.text}\n{prose}".strip("\n"))
    each = length // len(section.children)
    return msgspec.structs.replace(section, children=tuple(_with_prose(c, each, rng) for c in section.children))


def _paragraphs(length: int, rng: Random) -> Iterator[str]:
    """Yield paragraphs of together at least so many characters."""
    while length > 0:
        wanted, text = rng.randint(*_PARAGRAPH), ""
        while len(text) < wanted:
            text += _sentence(rng)
        length -= len(text)
        yield text


def _sentence(rng: Random) -> str:
    done = "，".join(did.format(rng.randint(2, 900)) for did in rng.sample(_DID, rng.randint(1, 3)))
    return f"{rng.choice(_WHEN)}，{rng.choice(_WHO)}{done}，{rng.choice(_HOW)}。"
