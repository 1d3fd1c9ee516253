"""Every sentence for people stands in the catalogue, in English and in Chinese."""

from __future__ import annotations

import ast
import errno
import os
from importlib import import_module
from pathlib import Path

import click
import pytest
import regex

from gongkai import extract
from gongkai.checks.arithmetic import check_table
from gongkai.dataset.formats import declared
from gongkai.drafting.blocks import _WHY
from gongkai.errors import NotAReport
from gongkai.forms.load import load_forms
from gongkai.messages.catalogue import in_chinese, said, say, sentences
from gongkai.messages.helps import helps
from gongkai.readers import bounds
from gongkai.readers.content import Content
from gongkai.readers.formats import FORMATS, remark, what_is_read
from gongkai.readers.samples import zipped
from gongkai.readers.signs import IWORK
from messages.scan import HOLE
from messages.scan import sentences as said_in_code
from support import form_named, make_table

ROOT = Path(__file__).parent.parent.parent
_CHINESE = regex.compile(r"\p{Han}")
sniff = import_module("gongkai.readers.sniff")  # a function of the package has the same name
_HOLE = regex.compile(r"\{(\w+)\}")


def _words(text: str) -> str:
    """Return what a sentence says beside what others say: a file's name, a failure's own message, an advice."""
    return text.replace(HOLE, "").removesuffix("; ended there (--fail-fast)").replace("line", "").strip(" :;,().")


def test_every_message_of_the_code_has_its_chinese():
    """What an error is raised with, an issue is made of or a failure says, branch by branch; a name in it may stay as it is."""
    found = list(said_in_code())
    assert len(found) > 200
    lacking = sorted({f"{one.where}: {one.text}" for one in found if _words(one.text) and in_chinese(one.text) is None})
    assert lacking == []


def test_both_languages_of_a_sentence_have_the_same_values():
    """None is lost, none is made up; what is called Chinese is."""
    for sentence in sentences():
        assert set(_HOLE.findall(sentence.zh)) <= sentence.holes, sentence
        assert _CHINESE.search(sentence.zh) or sentence.key, sentence
    texts = [sentence.en for sentence in sentences() if sentence.key is None]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("table requests: 3 of 200 cells are ambiguous", "表 requests：200 个单元格中有 3 个归属不定"),
        (
            "r/a.doc: line 3 is damaged (x); run gongkai extract again",
            "r/a.doc：第 3 行已损坏（x）；请重新执行 gongkai extract",
        ),
        ("r/d.csv: cannot be read: No such file", "r/d.csv：无法读取：No such file"),
        ("the file is empty", "文件是空的"),
    ],
)
def test_values_are_carried_over(english, chinese):
    """Names, numbers and what another program says stay as they are; statuses are said in Chinese."""
    assert in_chinese(english) == chinese


def test_what_another_program_says_is_left_as_it_is():
    """No Chinese is made up for it, and a text without end is not searched."""
    assert in_chinese("Segmentation fault") is None
    assert in_chinese("the file is empty; " * 1000) is None
    assert said("Segmentation fault", "zh") == "Segmentation fault"


def test_a_sentence_that_the_catalogue_lacks_is_a_defect():
    """A key names one of its sentences."""
    with pytest.raises(KeyError):
        say("no such sentence")


def test_no_check_speaks_in_keys():
    """Every sum of every form, made to fail, is told in both languages without one key of its form."""
    for form in load_forms():
        for table in form.tables:
            keys = {
                key for slot in table.slots for key in (slot.row, slot.column, table.key) if "_" in key or "." in key
            }
            figures = {(table.key, slot.row, slot.column): 2**at % 1009 for at, slot in enumerate(table.slots)}
            failing = [c for c in check_table(table.equations, make_table(table, figures, 0)) if c.status == "fail"]
            assert failing or not table.equations
            for check in failing:
                words = set(
                    regex.findall(r"[a-z0-9_.]*[a-z][a-z0-9_.]*[._][a-z0-9_.]+", f"{check.message} {check.message_zh}")
                )
                assert not words & keys, check.message
                assert _CHINESE.search(str(check.message_zh))


def test_a_check_is_told_as_a_person_would():
    """The subject, its parts by their labels, what they come to, and what is printed."""
    form = form_named("gio-2021")
    table = form.table("reviews_litigation")
    row = {"upheld": 10, "corrected": 1, "other": 0, "pending": 0, "total": 0}
    figures = {(table.key, "review", column): number for column, number in row.items()}
    (check,) = [c for c in check_table(table.equations, make_table(table, figures, 0)) if c.status == "fail"]
    assert check.message_zh == "行政复议：结果维持 10 + 结果纠正 1 + 其他结果 0 + 尚未审结 0 = 11，总计印为 0"
    assert check.message == (
        "Administrative reconsideration: Decision upheld 10 + Decision corrected 1 + Other result 0 + Pending 0 = 11, "
        "but Total is printed as 0"
    )


def test_no_issue_speaks_in_keys():
    """A table and its cells are called what the form calls them, in both languages."""
    text = (ROOT / "fixtures/zhuxi-2022.txt").read_bytes().decode("gb18030")
    start, end = text.index("二、上年结转"), text.index("三、本年度办理结果")
    report = extract((text[:start] + text[end:]).replace("万元", "元").encode(), name="a.txt")
    assert [(issue.message, issue.message_zh) for issue in report.issues] == [
        (
            "table “Requests received and handled”: 7 of 175 cells are missing",
            "表 收到和处理政府信息公开申请情况：175 个单元格中有 7 个未见",
        ),
        (
            "table “Proactive disclosure”: Administrative and public-institution fees · Amount collected this year is printed in 元, "
            "the form's unit is 万元: not converted",
            "表 主动公开政府信息情况：行政事业性收费 · 本年收费金额印的单位是元，格式的单位是万元：未作换算",
        ),
    ]


def test_why_cells_are_open_is_said_in_chinese():
    """A row that lost blanks says so in the reader's language, and a table is called what the form calls it."""
    text = (ROOT / "fixtures/zhuxi-2022.txt").read_bytes().decode("gb18030")
    start, end = text.index("二、上年结转"), text.index("三、本年度办理结果")
    report = extract(
        (text[:start] + "二、上年结转政府信息公开申请数量 7 7\n" + text[end:]).replace("|", " ").encode(), name="a.txt"
    )
    (issue,) = (issue for issue in report.issues if issue.code == "cells_ambiguous")
    assert issue.message_zh is not None
    assert issue.message_zh.endswith("（7 栏只对着 2 个数字）")
    assert not any("requests" in reason for reason in report.form.reasons)


def test_every_issue_has_a_title_in_both_languages():
    """The summary of a run names the commonest by it; the data dictionaries, in both languages, have every code."""
    source = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "src").rglob("*.py"))
    codes = {found for found in regex.findall(r'[(,\s]code="(\w+)"', source) if "_" in found}
    used = codes | {f"cells_{status}" for status in ("missing", "ambiguous", "unreadable")}
    titled = {one.key.partition(".")[2] for one in sentences() if one.key and one.key.startswith("issue.")}
    assert used == titled
    for name in ("docs/data-dictionary.md", "docs/zh/data-dictionary.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert {code for code in titled if f"`{code}`" not in text} == set(), name


def test_what_a_file_is_that_no_reader_takes_is_said_in_chinese():
    """An archive, a program, a drawing, a document of Apple's; and what gongkai reads, which follows from the formats."""
    package = [*sniff._OTHERS.values(), *(said for _, said in sniff._CONTAINERS)]
    package += [sniff._looks(Content(data)) for data in (b"<?xml version='1.0'?><a/>", b"\0\1\2", zipped({"x": b""}))]
    package += [sniff._looks(Content(zipped({name: b""}))) for name in sorted(IWORK)]
    for said_of_it in package:
        message = f"{said_of_it}; {what_is_read()}"
        chinese = in_chinese(message)
        assert chinese is not None, message
        assert _CHINESE.search(chinese.partition("gongkai 能读")[0]), message


@pytest.mark.parametrize(
    "number", [errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOSPC, errno.EROFS, errno.EMFILE, errno.ENAMETOOLONG]
)
def test_what_the_system_says_is_said_in_chinese(number: int):
    """Whole, and inside a sentence of ours."""
    reason = os.strerror(number)
    assert not regex.search("[a-z]", in_chinese(reason) or "a")
    assert reason not in said(f"a.pdf: cannot be read: {reason}", "zh")


def test_a_bound_that_is_passed_is_told_in_chinese_whatever_it_counts():
    """What ``refuse_many`` and ``refuse_larger`` are told is a part of a sentence: no English word is left in it."""
    bounded = [
        (call, call.args[2])
        for path in (ROOT / "src").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("refuse_many", "refuse_larger")
    ]
    assert len(bounded) > 10
    for call, what in bounded:
        if isinstance(what, ast.Constant | ast.JoinedStr) and "is {" not in ast.unparse(what):
            named = ast.unparse(what).strip("f'\"").replace("{part}", "a.xml")
            with pytest.raises(NotAReport) as told:
                getattr(bounds, ast.unparse(call.func))(5_000_000, 1, named)
            chinese = in_chinese(str(told.value)) or str(told.value)
            assert not regex.search(r"[a-z]{3,}", chinese.replace("a.xml", "")), chinese
    for each in FORMATS:
        with pytest.raises(NotAReport) as told:
            bounds.refuse_larger(5_000_000, 1, f"the file is {each.content.partition(' (')[0]} and")
        assert not regex.search(r"\b(?:an?|the|is)\b", in_chinese(str(told.value)) or "the"), each.kind


@pytest.mark.parametrize("kind", [each.kind for each in FORMATS])
def test_a_file_that_is_named_otherwise_is_told_so_in_chinese(kind: str):
    """Behind what is wrong with it and behind an advice, whatever format its content turns out to be."""
    named = remark(kind, ".pdf" if kind != "pdf" else ".docx")
    for wrong in (
        "it holds a few words and no table",
        "the file is empty: it holds no text and no picture; get a sound copy of it",
    ):
        chinese = in_chinese(f"a.bin: {wrong}{named}")
        assert not regex.search(r"\b(?:an?|the|is|its)\b", (chinese or "the").removeprefix("a.bin")), chinese


@pytest.mark.parametrize("what", ["a draft", "a blank form", "a learned form"])
def test_a_file_that_is_never_replaced_is_told_so_in_chinese(what: str):
    """Whatever command would have written it."""
    chinese = in_chinese(f"x.yaml: is there already; name a new file, {what} never replaces one")
    assert not regex.search(r"name|never", chinese or "name")


@pytest.mark.parametrize("name", declared.names())
def test_the_chinese_help_names_every_format_of_a_dataset(name: str):
    """With what is written in the help of export, and in the option of both commands that write it."""
    known = helps()
    assert regex.search(rf"(?m)^{name} +\S", known["export"].help)
    for command in ("export", "extract"):
        assert name in regex.findall(r"[a-z][a-z-]*", known[command].options["--formats"])


@pytest.mark.parametrize("kind", [{}, {"dir_okay": False}, {"file_okay": False}])
@pytest.mark.parametrize("right", [os.R_OK, os.W_OK])
def test_a_path_that_a_command_refuses_is_told_so_in_chinese(kind: dict[str, bool], right: int, tmp_path, monkeypatch):
    """What the library of the command line says of a file or folder that is not there, or that may not be read or written."""
    place = tmp_path / "报告" if kind.get("file_okay", True) else tmp_path
    type_ = click.Path(exists=True, readable=right == os.R_OK, writable=right == os.W_OK, **kind)
    faults = []
    with pytest.raises(click.BadParameter) as absent:
        type_.convert(str(tmp_path / "none"), None, None)
    faults.append(absent.value.message)
    if place != tmp_path:
        place.touch()
    monkeypatch.setattr(os, "access", lambda _, asked: asked != right)
    with pytest.raises(click.BadParameter) as denied:
        type_.convert(str(place), None, None)
    faults.append(denied.value.message)
    for fault in faults:
        assert _CHINESE.search((in_chinese(fault) or "").replace("报告", "")), fault


def test_why_a_draft_leaves_something_out_is_said_in_chinese():
    """Each reason, of a row with a label and of one without, behind the table that it is said of."""
    for why in _WHY.values():
        for where in ("row 5 (“其他”)", "row 5"):
            chinese = in_chinese(f"table 2: {where} is left out: {why}") or ""
            assert _CHINESE.search(chinese)
            assert not regex.search(r"[a-z]{2,}", chinese)
