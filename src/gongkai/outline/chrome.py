"""What a web page prints around a report: fields, breadcrumbs and buttons above its text, links and the site's foot below its signature.

Told by shape and place. Above: lines that are no sentence, before the first that is one. Below: what follows the signature and is no
sentence. A contact line (电话：…) inside the preamble stays, for text stands before it.
"""

from __future__ import annotations

import regex

from gongkai.outline.closing import is_agency_line, is_signature
from gongkai.outline.passages import Passage
from gongkai.outline.title import field_of

_SENTENCE = regex.compile(r"[。；;！？]")
_TRAIL = regex.compile(r"\p{Han}\s*[>›»→]\s*\p{Han}|[>›»]\s*$")
_BUTTON = regex.compile(
    r"[\[【(（]?\p{Han}{2,4}[\]】)）]?"
)  # 全真版 文字版 文件下载: short words with blanks between them
_FILE = regex.compile(r"\.(?:pdf|docx?|wps|xlsx?|ofd|zip|rar)\b", regex.IGNORECASE)


def without_head(front: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """Leave out the fields, breadcrumbs and buttons that stand before the first sentence."""
    first = next((at for at, p in enumerate(front) if _SENTENCE.search(p.text) and not field_of(p.text)), len(front))
    return (*(p for p in front[:first] if not _is_chrome(p)), *front[first:])


def without_foot(closing: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """Leave out what stands below the last line of the signature and is no sentence: attachments, links, counters, the site's foot.

    Where nobody signed, links to files and fields are left out.
    """
    last = max((at for at, p in enumerate(closing) if is_signature(p.text)), default=None)
    if last is None:
        return tuple(p for p in closing if _SENTENCE.search(p.text) or not _is_chrome(p))
    return (*closing[: last + 1], *(p for p in closing[last + 1 :] if p.text.endswith("。")))


def _is_chrome(passage: Passage) -> bool:
    text = passage.text
    field = field_of(text) or (text.endswith(("：", ":")) and not is_agency_line(text[:-1]))
    if (field and not _SENTENCE.search(text)) or _TRAIL.search(text) or _FILE.search(text):
        return True
    parts = [text[a:b] for a, b in zip((0, *passage.breaks), (*passage.breaks, len(text)), strict=True)]
    return len(parts) > 1 and all(_BUTTON.fullmatch(part.strip()) for part in parts)
