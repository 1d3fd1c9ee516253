"""The comments of a form file that gongkai writes, in the language of whoever asked for it; what is no comment stays as it is."""

from __future__ import annotations

import re

from gongkai.messages.catalogue import said

_COMMENT = re.compile(r"^(?P<before>[^#\n]*?(?:^|  )#\s+)(?P<text>\S.*)$", re.MULTILINE)
_STEP = re.compile(r"^(\d+\. )?(.*)$", re.DOTALL)


def remarked(text: str, language: str) -> str:
    """Return the text of a form file with its comments in ``language``. A step keeps its number, a line that is commented out its own."""
    return _COMMENT.sub(lambda line: line["before"] + _told(line["text"], language), text)


def _told(comment: str, language: str) -> str:
    code, mark, own = comment.rpartition("  # ")  # of a line that is commented out
    step = _STEP.fullmatch(own)
    number, sentence = (step[1] or "", step[2]) if step else ("", own)
    whole = said(sentence, language)
    if whole == sentence:
        whole = "; ".join(said(part, language) for part in sentence.split("; "))
    return code + mark + number + whole
