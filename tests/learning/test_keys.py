"""``gongkai forms learn --keys``: what the keys of a learned file are made of, and what a wrong file of keys is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gongkai.cli import main
from printed.build import VISITS, page


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Three filled reports of one family."""
    folder = tmp_path / "in"
    folder.mkdir()
    for n, who in enumerate("甲乙丙"):
        rows = (VISITS[0], ("受理", str(31 + n)), ("办结", str(29 + n)), ("受理总量", str(60 + 2 * n)))
        title = f"{who}川县水务局{2020 + n}年度规费收支表"
        (folder / f"{n}.html").write_bytes(page(("规费征收情况表", rows), title=title))
    return folder


def learn(sources: Path, keys: str, language: str = "en") -> Result:
    """Run the command; the form goes to standard output, what is said to standard error."""
    return CliRunner().invoke(main, ["forms", "learn", str(sources), "--keys", keys, "--lang", language])


@pytest.mark.parametrize(
    ("keys", "line"),
    [("pinyin", "- {key: shoulizongliang, label: 受理总量}"), ("number", "- {key: r3, label: 受理总量}")],
)
def test_keys_are_pinyin_or_numbers(sources: Path, keys: str, line: str):
    """The form is printed with them."""
    told = learn(sources, keys)
    assert told.exit_code == 0, told.output
    assert line in told.stdout


def test_a_file_gives_keys_by_label_and_pinyin_gives_the_rest(sources: Path):
    """A label of the file that no report has is told, so that a slip of the pen does not pass."""
    (sources.parent / "keys.yaml").write_text("受理: received\n办理: handled\n", encoding="utf-8")
    told = learn(sources, str(sources.parent / "keys.yaml"))
    assert "- {key: received, label: 受理}" in told.stdout
    assert "- {key: banjie, label: 办结}" in told.stdout
    assert "keys.yaml: nothing in the reports is called 办理" in told.stderr
    assert "报告中没有 办理" in learn(sources, str(sources.parent / "keys.yaml"), "zh").stderr


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        (None, "is neither pinyin nor number, nor a YAML file that can be read", "既不是 pinyin 或 number"),
        ("受理: [a\n", "is neither pinyin nor number, nor a YAML file", "也不是能读的 YAML 文件"),
        ("", "must hold lines such as `合计: total`", "其中应是“合计: total”这样的行"),
        ("- 受理\n", "must hold lines such as", "其中应是"),
        ("受理: 3\n", "must hold lines such as", "其中应是"),
        ("受理: 总 计\n", "'总 计' for 受理 cannot be a key: use small letters", "不能作键名：用小写字母、数字和 _"),
        ("受理: Total-1\n", "'Total-1' for 受理 cannot be a key", "不能作键名"),
    ],
)
def test_a_wrong_file_of_keys_is_told_in_one_line(sources: Path, text: str | None, english: str, chinese: str):
    """Nothing is learned, the file is named, in the language of the call; the exit status is that of wrong use."""
    file = sources.parent / "keys.yaml"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    for language, words in (("en", english), ("zh", chinese)):
        told = learn(sources, str(file), language)
        assert told.exit_code == 2
        assert words in told.stderr
        assert str(file) in told.stderr
        assert len(told.stderr.strip().splitlines()) == 1
        assert told.stdout == ""
