"""Comments of form files are in the language that was asked for, and everything else stays as it was written."""

from __future__ import annotations

import regex

from gongkai.drafting.write import write_form
from gongkai.forms.load import load_forms
from gongkai.learning.model import Learned
from gongkai.learning.write import write_learned
from gongkai.messages.remarked import remarked


def test_the_comments_of_a_draft_are_chinese():
    """Its steps keep their numbers; names, keys and the command of the last step are no words."""
    text = write_form(load_forms()[0].spec)
    chinese = remarked(text, "zh")
    comments = "\n".join(
        line.partition("# ")[2] for line in chinese.splitlines() if "# " in line and "id: " not in line
    )
    assert "1. 改键名" in comments
    assert not regex.search(r"\b(?:the|is|are|of|and|this|that)\b", comments), comments


def test_the_comments_of_a_learned_file_are_chinese():
    """How often something was seen, and what was left out."""
    said = "in 9 of 10 reports"
    learned = Learned(
        id="f",
        name="统计",
        reports=10,
        subjects=(),
        sections=(("a", "一、概况", said),),
        tables=(),
        checks=(),
        remarks=("column “备注” is left out: it is in 3 of 10 reports",),
    )
    chinese = remarked(write_learned(learned), "zh")
    assert "# 10 份报告中有 9 份" in chinese
    assert "# 列“备注”未取：10 份报告中有 3 份" in chinese
    assert "标 optional 的部分" in chinese


def test_what_is_no_comment_stays():
    """A sign in a label is none; in English nothing changes."""
    text = "label: 'C# of the form'\n  # in 9 of 10 reports\n# titles:  # what nobody has translated\n"
    assert remarked(text, "en") == text
    first, second, third = remarked(text, "zh").splitlines()
    assert (first, second) == ("label: 'C# of the form'", "  # 10 份报告中有 9 份")
    assert third == "# titles:  # what nobody has translated"
