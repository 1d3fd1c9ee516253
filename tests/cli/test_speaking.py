"""The command line speaks the language that it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import regex
from click.testing import CliRunner

from gongkai.cli import main
from gongkai.cli.speaking import spoken_default
from gongkai.messages.helps import helps
from gongkai.messages.language import language_of

ROOT = Path(__file__).parent.parent.parent
_HAN = regex.compile(r"\p{Han}")


def run(*words: str, **environment: str) -> str:
    """Return what a call prints, on both streams."""
    return CliRunner(env={"LANG": "C", "LC_ALL": "", "GONGKAI_LANG": "", **environment}).invoke(main, words).output


def commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Yield every command by its words."""
    for name, command in group.commands.items():
        yield f"{before}{name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} ")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"GONGKAI_LANG": "zh", "LANG": "en_GB.UTF-8"}, "zh"),
        ({"GONGKAI_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"GONGKAI_LANG": "tlh", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({}, "en"),
    ],
)
def test_the_variable_goes_before_the_locale(environment, language):
    """An unknown language is none; without any it is English."""
    assert language_of(environment) == language


def test_every_command_and_option_has_its_chinese():
    """And nothing is told of a command or an option that is not there."""
    found = dict(commands(main)) | {"gongkai": main}
    assert set(helps()) == set(found)
    shared = helps()["gongkai"].options
    for words, command in found.items():
        names = {max(param.opts, key=len) for param in command.params if isinstance(param, click.Option)}
        assert names <= set(helps()[words].options) | set(shared), words
        if command is not main:
            assert set(helps()[words].options) <= names, words


def test_what_holds_without_an_option_is_said_in_chinese():
    """Where that is words."""
    commands = [main, *main.commands.values(), *getattr(main.commands["forms"], "commands", {}).values()]
    words = {p.show_default for c in commands for p in c.params if isinstance(getattr(p, "show_default", None), str)}
    assert "one a core" in words
    assert all(spoken_default(each) != each for each in words)


def test_help_is_chinese_where_that_is_asked_for():
    """By --lang before or behind the command, by GONGKAI_LANG, by the locale; --lang goes before all."""
    english = run("extract", "--help")
    assert "Worker processes" in english
    for said in (
        run("--lang", "zh", "extract", "--help"),
        run("extract", "--lang", "zh", "--help"),
        run("extract", "--help", GONGKAI_LANG="zh"),
        run("extract", "--help", LANG="zh_CN.UTF-8"),
    ):
        assert "工作进程" in said
        assert "Worker" not in said
        assert "Options:" not in said
    assert run("--lang", "en", "extract", "--help", GONGKAI_LANG="zh") == english


def test_the_list_of_commands_is_chinese():
    """Of each command its first line."""
    said = run("--help", GONGKAI_LANG="zh")
    assert "命令：" in said
    assert all(_HAN.search(line) for line in said.splitlines() if regex.match(r"  [a-z]+ {2,}\S", line))


def test_an_error_is_said_in_chinese():
    """Where, what is wrong and what to do; the exit status is the same."""
    assert run("convert", "none.docx", "--lang", "zh") == "gongkai: none.docx：没有这个文件\n"
    assert run("convert", "none.docx") == "gongkai: none.docx: no such file\n"


_ENGLISH = regex.compile(r"^(?!  (?:sudo |pip |apt)).*[a-z]{2,} [a-z]{2,} [a-z]{2,}")  # what installs is no sentence


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A dataset with a sum that fails, years that are missing, and a source that is broken."""
    sources = tmp_path_factory.mktemp("sources")
    for name in ("wangchuan-2023.pdf", "bailu-2021.mhtml", "bailu-2024.docx"):
        (sources / name).write_bytes((ROOT / "fixtures" / name).read_bytes())
    (sources / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    folder = tmp_path_factory.mktemp("made") / "dataset"
    run("extract", str(sources), "-o", str(folder), "--quiet", "-j", "0")
    (sources / "new.txt").write_text("没有读过", encoding="utf-8")
    return sources, folder


@pytest.mark.parametrize(
    "words",
    [
        ("extract", "{sources}", "-o", "{folder}", "-j", "0", "--formats", "xlsx"),
        ("extract", "{sources}", "-o", "{folder}", "-j", "0"),
        ("status", "{folder}"),
        ("panel", "{folder}"),
        ("export", "{folder}", "--formats", "jsonl"),
        ("review", "{folder}", "--no-pictures", "-j", "1"),
        ("convert", "{sources}/wangchuan-2023.pdf", "-f", "text"),
        ("convert", "{sources}/broken.pdf", "{sources}/new.txt", "-f", "text"),
        ("doctor",),
        ("forms", "list"),
        ("forms", "check", f"{ROOT}/docs/own-form/rule-of-law.yaml"),
        ("extract",),
        ("extract", "a", "--bogus"),
        ("extract", "a", "-o", "b", "--jobs", "z"),
        ("convert",),
        ("convert", "-f", "q", "x"),
        ("bogus",),
        ("status", "a", "b"),
    ],
)
def test_what_a_command_says_is_chinese(made, words):
    """From its first line to its last, wrong use among it; names, codes and places stay as they are."""
    sources, folder = made
    said = run(*(word.format(sources=sources, folder=folder) for word in words), GONGKAI_LANG="zh")
    assert _HAN.search(said)
    assert [line for line in said.splitlines() if _ENGLISH.search(line)] == []
