"""Labels in flattened text: which of the form's names stand where."""

from __future__ import annotations

from gongkai.forms.model import names_of
from gongkai.tables.text.labels import locate
from tables.build import forms

TABLE = forms()["gio-2021"].table("requests")
assert TABLE is not None
HEADS = "自然人商业企业科研机构社会公益组织法律服务机构其他总计"


def _found(words: str) -> list[tuple[str, str]]:
    """Return the names that are found in words, each with the role of its item."""
    return [(words[span.start : span.end], TABLE.items[span.item].role) for span in locate(words, TABLE)]


def test_a_part_of_a_longer_name_is_no_name():
    """The head 其他, whose cell is lost, does not stand in the row 其他处理."""
    found = _found("自然人商业企业科研机构社会公益组织法律服务机构总计本年度办理结果其他处理结转下年度继续办理")
    assert ("其他", "column") not in found
    assert ("其他处理", "group") in found


def test_a_short_label_that_is_printed_again_behind_itself_is_found_again():
    """A cell that spans columns is printed once for each by some converters, with its number or without."""
    found = _found(f"{HEADS}3其他3其他七总计七总计七总计四结转下年度继续办理")
    assert [name for name, role in found if role == "row"] == [
        "其他",
        "其他",
        "总计",
        "总计",
        "总计",
        "结转下年度继续办理",
    ]


def test_a_short_label_further_away_is_another():
    """Words between two of them part them: one is the head, one the row."""
    assert [name for name, _ in _found(f"{HEADS}七总计共计总计四结转下年度继续办理")].count("总计") == 2


def test_names_of_one_length_stand_as_the_form_gives_them():
    """The label before its variants, in every run."""
    assert names_of("总计", ("合计", "总 计", "共计数")) == ("共计数", "总计", "合计")
