"""Where on a page the content stands: menus, breadcrumbs, share bars, side columns and the site's foot are left out.

The content is the smallest element that holds nearly all running text and figures. Lines just above and below it are
taken in until something comes that belongs to the site: a title or a signature is rather kept once too often than lost.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date
from itertools import accumulate, groupby

from msgspec.structs import replace

from gongkai.readers.html.events import Event
from gongkai.readers.html.flow import Item
from gongkai.readers.text.marks import is_prose

_NEARLY_ALL = 0.95  # of the page's figures and words
_LEAVES = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "a", "pre"))
_LONGEST_LINK = 24  # letters of a menu's entry; a longer link is text
_FARTHEST = 12  # lines between a title and what a site prints above it
_LONGEST_CHROME = 160  # letters of a line of 来源, 发布时间 and its like
_WORDS = (
    r"打印|关闭|窗口|本页|页面|分享|微信|微博|QQ空间|收藏|返回|顶部|字体|字号|默认|放大|缩小|朗读|扫一扫|手机|二维码|"
    r"浏览次数|浏览量|点击数|点击次数|阅读次数|阅读量|访问量|加入收藏|无障碍"
)
_WIDGET = re.compile(rf"(?:{_WORDS}|[大中小到次看查在]|[\d\W_])++")
_ANY_WORD = re.compile(_WORDS)
_ABOVE = re.compile(r"当前位置|您的位置|所在位置|现在位置|首页\s*[>›»＞/-]")
_BELOW = re.compile(
    r"版权所有|copyright|©|备案[序编]号|ICP备|公网安备|网站标识码|(?:主办|承办)(?:单位)?\s*[:：]|技术支持\s*[:：]|责任编辑\s*[:：]|"
    r"^网站地图|^[上下]一[篇条页]|^(?:相关|推荐)(?:链接|文档|阅读|稿件|新闻|信息|文件|文章)\s*[:：]?$|扫一扫",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"来源[:：]|作者[:：]|责任编辑|浏览|点击|阅读|访问|字体|字号|打印|分享")
_DAY = r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})"
_ANY_DATE = re.compile(_DAY)
_DATE = re.compile(rf"(?P<what>发布|公开|发文|成文|生成)?[\s　]*(?:时间|日期)\s*[:：]\s*{_DAY}")


def content_of(items: list[Item], events: list[Event]) -> tuple[list[Item], str | None]:
    """Return the items that belong to the content, and the ISO date of publication that the page prints, or None."""
    weights = [_weight(item) for item in items]
    if not any(weights):
        # A link that is never closed runs through the whole page and says nothing.
        items = [replace(item, links=0, linked=0) if len(item.text) > _LONGEST_LINK else item for item in items]
        weights = [_weight(item) for item in items]
    if not any(weights):
        kept = [item for item in items if not (_is_linked(item) or _is_widget(item) or item.aside)]
        return kept, _published(items)
    first, last = _bounds(items, events, weights)
    inside, ended = _inside(items[first:last], weights[first:last])
    kept = _above(items, first, weights) + inside + ([] if ended else _below(items, last))
    return kept, _published([*items[:first], *_head(items, first, weights), *items[last:]])


def iso_date(text: str) -> str | None:
    """Return the first date in a text as ``YYYY-MM-DD``, or None where there is none."""
    match = _ANY_DATE.search(text)
    return _iso(match[1], match[2], match[3]) if match else None


def _weight(item: Item) -> int:
    """How much an item says that here is the content: running text by its length, tables by their figures."""
    if item.table is not None:
        figures = item.table.figures
        return 3 * figures if figures >= 4 else 0
    if item.lines is not None:
        return len(item.lines.strip())
    prose = is_prose(item.text) or len(item.text) >= 60
    return len(item.text) if prose and not _is_linked(item) and not _is_foot(item) else 0


def _bounds(items: list[Item], events: list[Event], weights: list[int]) -> tuple[int, int]:
    """Go down from the page to the smallest element with nearly all the weight; return its range of items."""
    starts = [item.start for item in items]
    sums = [0, *accumulate(weights)]

    def weight(begin: int, end: int) -> int:
        return sums[bisect_left(starts, end)] - sums[bisect_left(starts, begin)]

    begin, end = 0, len(events)
    least = _NEARLY_ALL * sums[-1]
    whole = {item.start for item in items if item.table is not None}
    index = 0
    while index < end:
        partner = events[index].partner
        if partner <= index:
            index += 1
        elif index not in whole and events[index].name not in _LEAVES and weight(index, partner + 1) >= least:
            begin, end = index, partner + 1
            index += 1
        else:
            index = partner + 1
    return bisect_left(starts, begin), bisect_left(starts, end)


def _above(items: list[Item], first: int, weights: list[int]) -> list[Item]:
    """Return what stands just above the content: titles and dates, up to the path or the menu of the site."""
    kept: list[Item] = []
    passed = 0
    for item, weight in zip(reversed(items[:first]), reversed(weights[:first]), strict=True):
        passed = 0 if weight else passed + 1
        if passed > _FARTHEST or _is_linked(item) or _ABOVE.search(item.text[:_LONGEST_CHROME]):
            break
        if not (
            _is_widget(item) or _is_source_line(item) or (item.aside and not item.level) or item.picture is not None
        ):
            kept.append(item)
    return kept[::-1]


def _below(items: list[Item], last: int) -> list[Item]:
    """Return what stands just below the content: a signature, a short last section."""
    kept: list[Item] = []
    for item in items[last:]:
        if _is_linked(item) or _is_widget(item) or item.aside or _is_foot(item):
            break
        kept.append(item)
    return kept


def _inside(items: list[Item], weights: list[int]) -> tuple[list[Item], bool]:
    """Leave out menus and widgets inside the content; return whether the site's foot, with no text of weight after it,
    has ended the content.
    """
    heavy = [index for index, weight in enumerate(weights) if weight]
    first, last = (heavy[0], heavy[-1]) if heavy else (0, 0)
    kept: list[Item] = []
    index = 0
    for is_link, group in groupby(items, _is_linked):
        run = list(group)
        menu = is_link and (len(run) > 2 or any(item.links > 2 for item in run))
        for item in run:
            if index > last and _is_foot(item):
                return kept, True
            before = index < first and (_is_source_line(item) or _ABOVE.search(item.text[:_LONGEST_CHROME]))
            if not (menu or before or _is_widget(item) or (item.aside and not weights[index] and not item.level)):
                kept.append(item)
            index += 1
    return kept, False


def _head(items: list[Item], first: int, weights: list[int]) -> list[Item]:
    """Return the lines of the content before its first running text."""
    head = first
    while head < len(items) and not weights[head]:
        head += 1
    return items[first:head]


def _is_linked(item: Item) -> bool:
    """Whether most of an item is links; whole sentences and tables of figures are content even so."""
    if item.table is not None:
        return 2 * item.linked > sum(len(cell.text) for cell in item.table.cells) and item.table.figures < 4
    return bool(item.linked) and 2 * item.linked >= len(item.text) and not item.text.endswith("。")


def _is_widget(item: Item) -> bool:
    """Whether a line is made of nothing but the words on buttons and counters."""
    short = 0 < len(item.text) <= _LONGEST_CHROME
    return short and _ANY_WORD.search(item.text) is not None and _WIDGET.fullmatch(item.text) is not None


def _is_source_line(item: Item) -> bool:
    """Whether a line gives the page's date along with its source, its readers or buttons."""
    short = len(item.text) <= _LONGEST_CHROME
    return short and _SOURCE.search(item.text) is not None and iso_date(item.text) is not None


def _is_foot(item: Item) -> bool:
    """Whether a line belongs to the site's foot; a sentence of the report may use the same words."""
    text = item.text
    return len(text) <= _LONGEST_CHROME and not text.endswith("。") and _BELOW.search(text) is not None


def _published(items: list[Item]) -> str | None:
    """Return the date that the page calls its own: one of publication before any other."""
    found = [m for item in items for text in _texts(item) for m in _DATE.finditer(text[:400])]
    for match in sorted(found, key=lambda m: m["what"] != "发布"):
        iso = _iso(match[2], match[3], match[4])
        if iso:
            return iso
    return None


def _texts(item: Item) -> list[str]:
    return [item.text] if item.table is None else [" ".join(cell.text for cell in item.table.cells[:60])]


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
