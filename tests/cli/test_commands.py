"""The commands as a person meets them."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from gongkai.cli import main


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def shell(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "gongkai", *map(str, arguments)],
        capture_output=True, check=False, env={"PATH": "/usr/bin:/bin", **environment},
    )  # fmt: skip


@pytest.fixture
def report(tmp_path: Path, fake_pipeline: None) -> Path:
    path = tmp_path / "年报.txt"
    path.write_bytes(b"twelve bytes")
    return path


def test_convert_prints_json(report):
    """``convert FILE`` prints one JSON object and nothing else."""
    result = call("convert", report)
    assert (result.exit_code, result.stderr) == (0, "")
    data = json.loads(result.stdout)
    assert data["schema_version"] == "1.1"
    assert data["source"]["name"] == "年报.txt"
    assert list(data["tables"]) == ["active_disclosure", "requests", "reviews_litigation"]


def test_convert_output_follows_the_schema(report):
    """What ``convert`` prints is valid under what ``schema`` prints; a lost key is not."""
    schema = json.loads(call("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    data = json.loads(call("convert", report).stdout)
    jsonschema.validate(data, schema)
    del data["tables"]["requests"]["cells"][0]["anchor"]
    with pytest.raises(jsonschema.ValidationError, match="anchor"):
        jsonschema.validate(data, schema)


def test_convert_prints_cells_as_csv(report):
    """``-f csv`` prints the rows of cells.csv."""
    rows = list(csv.DictReader(io.StringIO(call("convert", report, "-f", "csv").stdout)))
    assert len(rows) == 200
    assert list(rows[0])[:8] == ["report_id", "table", "row", "column", "value", "status", "raw", "note"]
    assert list(rows[0])[8:] == ["unit", "anchor", "verdict", "implied", "at_least", "at_most"]


def test_convert_draws_the_tables(report):
    """``-f text`` draws the form's tables, without colour where there is no terminal."""
    result = call("convert", report, "-f", "text")
    assert "收到和处理政府信息公开申请情况" in result.stdout
    assert "┌" in result.stdout
    assert "\x1b" not in result.stdout


def test_convert_writes_a_file(report, tmp_path):
    """``-o`` writes the file whole and prints nothing; CSV gets a byte order mark there."""
    result = call("convert", report, "-o", tmp_path / "out.json")
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == call("convert", report).stdout
    call("convert", report, "-f", "csv", "-o", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfreport_id")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.csv", "out.json", "年报.txt"]


def test_convert_never_overwrites_its_source(report):
    """Naming the source as the output is wrong use."""
    result = call("convert", report, "-o", report)
    assert result.exit_code == 2
    assert "is the source itself" in result.stderr
    assert report.read_bytes() == b"twelve bytes"


def test_convert_of_what_is_no_report_is_one_line(tmp_path, fake_pipeline):
    """Bad input ends in one clear line on standard error and exit status 1."""
    (tmp_path / "x.docx").write_bytes(b"bad")
    result = call("convert", tmp_path / "x.docx")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"gongkai: {tmp_path / 'x.docx'}: nothing in it is an annual report\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["convert"], "Missing argument"),
        (["convert", "x", "-f", "yaml"], "Invalid value"),
        (["convert", "nowhere.docx"], "gongkai: nowhere.docx: no such file"),
        (["convert", "."], "gongkai: .: is a folder; for many reports use: gongkai extract"),
        (["extract", "."], "Missing option"),
        (["extract", "-o", "d"], "Missing argument"),
        (["extract", "nowhere", "-o", "d"], "gongkai: nowhere: no such file or folder"),
        (["extract", "empty", "-o", "d"], "gongkai: empty: no source found"),
        (["extract", "*.pdf", "-o", "d"], "gongkai: *.pdf: nothing matches"),
        (["extract", "x.txt", "-o", "full"], "gongkai: full: is not empty"),
        (["forms", "show", "gio-1900"], "gongkai: gio-1900: no such form; known are gio-2021"),
        (["frobnicate"], "No such command"),
    ],
)
def test_wrong_use_is_exit_status_two(arguments, message, tmp_path, monkeypatch):
    """Wrong use says what is wrong, exits with 2 and writes nothing."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine").write_text("mine")
    (tmp_path / "x.txt").write_text("x")
    result = call(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output
    assert sorted(p.name for p in tmp_path.iterdir()) == ["empty", "full", "x.txt"]


def test_extract_writes_a_dataset_and_says_what_it_holds(tmp_path, fake_pipeline):
    """The summary counts sources, reports, cells and failures, and says where they are; failures make exit status 1."""
    (tmp_path / "r").mkdir()
    for name, data in {"a": b"one", "b": b"one", "c": b"three", "d": b"bad"}.items():
        (tmp_path / "r" / f"{name}.txt").write_bytes(data)
    result = call("extract", tmp_path / "r", "-o", tmp_path / "d", "-j", 0)
    assert result.exit_code == 1
    assert "4 sources: 2 reports, 1 repetition of the same content, 1 failure" in result.stdout
    assert "2 complete, 0 partial, 0 of no known form, 0 failed" in result.stdout
    assert "400, of them 400 reported: 0 verified, 0 contradicted" in result.stdout
    assert str(tmp_path / "d") in result.stdout
    assert f"1 source without a report, listed in {tmp_path / 'd' / 'failures.csv'}" in result.stdout
    assert (tmp_path / "d/datapackage.json").is_file()


def test_extract_without_failures_is_exit_status_zero(report, tmp_path):
    """Where every source gave a report the exit status is 0, and ``--quiet`` prints nothing at all."""
    result = call("extract", report, "-o", tmp_path / "d", "--quiet", "-j", 0)
    assert (result.exit_code, result.output) == (0, "")


def test_extract_json_equals_what_convert_prints(report, tmp_path):
    """json/REPORT_ID.json is byte for byte what ``convert`` prints."""
    call("extract", report, "-o", tmp_path / "d", "-j", 0)
    (path,) = (tmp_path / "d/json").iterdir()
    assert path.read_text(encoding="utf-8") == call("convert", report).stdout


def test_help_shows_examples():
    """``-h`` and ``--help`` are the same and show examples and exit statuses."""
    for command in ([], ["convert"], ["extract"]):
        short, long = call(*command, "-h"), call(*command, "--help")
        assert short.exit_code == 0
        assert short.stdout == long.stdout
        assert "Examples:" in short.stdout


def test_forms_are_listed_and_shown():
    """``forms`` lists the forms and shows the keys of one."""
    assert "gio-2021" in call("forms", "list").stdout
    shown = call("forms", "show", "gio-2021").stdout
    assert "denied.state_secret" in shown
    assert "overview.on_request" in shown


def test_version_is_printed():
    """``--version`` prints name and version."""
    result = shell("--version")
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.startswith(b"gongkai ")


def test_output_is_utf_8_whatever_the_locale():
    """Chinese comes out as UTF-8 under an ASCII locale."""
    for environment in ({"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}):
        result = shell("forms", "list", **environment)
        assert result.returncode == 0
        assert "政府信息公开工作年度报告" in result.stdout.decode("utf-8")


def test_a_closed_pipe_is_quiet():
    """``gongkai schema | head -1`` leaves no traceback."""
    command = f"'{sys.executable}' -m gongkai schema | head -c 1"
    result = subprocess.run(["sh", "-c", command], capture_output=True, check=False)
    assert result.stdout == b"{"
    assert b"Traceback" not in result.stderr
    assert b"Error" not in result.stderr


def test_help_does_not_load_pandas():
    """Asking for help, or importing the package, loads nothing heavy."""
    program = (
        "import sys, gongkai, gongkai.cli\n"
        "heavy = {'pandas', 'numpy', 'lxml', 'pdfplumber', 'msgspec'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert result.stderr == b""


def test_public_names_are_all_there():
    """Every public name can be had, an unknown one is an AttributeError."""
    import gongkai

    for name in gongkai.__all__:
        assert getattr(gongkai, name) is not None
    assert set(gongkai.__all__) <= set(dir(gongkai))
    with pytest.raises(AttributeError, match="nonsense"):
        _ = gongkai.nonsense


def test_an_output_that_cannot_be_written_is_named(report, tmp_path):
    """A missing folder of the output, or one that is a file, ends in one line."""
    result = call("convert", report, "-o", tmp_path / "no/out.json")
    assert (result.exit_code, result.output) == (
        2,
        f"gongkai: {tmp_path / 'no/out.json'}: cannot be written: No such file or directory\n",
    )
    result = call("extract", report, "-o", report / "d")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"gongkai: {report / 'd'}: cannot be written")


def test_a_full_disk_is_one_line(report, tmp_path, monkeypatch):
    """Where the dataset cannot be written to the end the folder is named, not a traceback shown."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gongkai.dataset.folder.finish", full)
    result = call("extract", report, "-o", tmp_path / "d", "-j", 0)
    assert result.exit_code == 3
    assert (
        result.stderr
        == f"gongkai: {tmp_path / 'd'}: cannot be written: No space left on device; once that is mended, the same command goes on\n"
    )


def test_a_name_that_is_no_utf_8_does_no_harm(tmp_path, fake_pipeline):
    """A file named in GBK bytes is converted and extracted like any other."""
    path = tmp_path / "r" / os.fsdecode(b"\xb1\xa8.txt")
    path.parent.mkdir()
    try:
        path.write_bytes(b"x")
    except OSError:
        pytest.skip("this file system refuses such names")
    assert json.loads(call("convert", path).stdout)["source"]["name"] == "报.txt"
    assert call("extract", path.parent, "-o", tmp_path / "d", "-j", 0).exit_code == 0


def test_the_log_tells_how_a_run_began_how_each_source_went_and_how_it_ended(tmp_path, fake_pipeline):
    """Lines of JSON: version and settings first; status, content, format, seconds and memory of each source; counts at the end."""
    for name, data in {"a": b"one", "b": b"bad"}.items():
        (tmp_path / f"{name}.txt").write_bytes(data)
    call("extract", tmp_path / "a.txt", tmp_path / "b.txt", "-o", tmp_path / "d", "-j", 0, "--log", tmp_path / "log")
    begin, one, two, end = map(json.loads, (tmp_path / "log").read_text(encoding="utf-8").splitlines())
    assert (begin["event"], begin["sources"], begin["settings"]["corrected"]) == ("begin", 2, False)
    assert begin["gongkai"]
    assert (one["event"], one["outcome"], one["status"], one["format"]) == ("source", "read", "complete", "txt")
    assert one["report_id"] == one["sha256"][:16]
    assert one["seconds"] >= 0
    assert one["memory"] is None or one["memory"] > 1
    assert (two["outcome"], two["error"]) == ("failed", "not_a_report")
    assert len(two["sha256"]) == 64
    assert (end["event"], end["reports"], end["failures"]) == ("end", 1, 1)


def test_a_run_ends_at_the_first_failure_where_that_is_asked_for(tmp_path, fake_pipeline):
    """Exit status 1, the file and the reason; what was read before stays read."""
    for name, data in {"a": b"one", "b": b"bad", "c": b"two"}.items():
        (tmp_path / f"{name}.txt").write_bytes(data)
    sources = [tmp_path / f"{name}.txt" for name in "abc"]
    result = call("extract", *sources, "-o", tmp_path / "d", "-j", 0, "--fail-fast")
    assert result.exit_code == 1
    assert "b.txt: " in result.stderr
    assert "--fail-fast" in result.stderr
    (tmp_path / "b.txt").write_bytes(b"three")
    assert call("extract", *sources, "-o", tmp_path / "d", "-j", 0, "--fail-fast").exit_code == 0


@pytest.mark.parametrize("way", ["-", "--files-from -", "--files-from list"])
def test_sources_come_from_a_list(way, tmp_path, fake_pipeline, monkeypatch):
    """Of standard input or of a file, a path a line, or parted by zero bytes."""
    monkeypatch.chdir(tmp_path)
    for name, data in {"a b": b"one", "c": b"two"}.items():
        (tmp_path / f"{name}.txt").write_bytes(data)
    (tmp_path / "list").write_bytes(b"a b.txt\nc.txt\n")
    result = CliRunner().invoke(main, ["extract", *way.split(), "-o", "d", "-j", "0"], input=b"a b.txt\0c.txt\0")
    assert result.exit_code == 0, result.output
    assert "2 sources: 2 reports" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a.txt", "-o", "-"], "a dataset is a folder of many files"),
        (["-o", "d"], "Missing argument 'SOURCE...'"),
        (["--files-from", "nowhere", "-o", "d"], "--files-from nowhere: cannot be read"),
        (["--files-from", "-", "-o", "d"], "the list names no source"),
    ],
)
def test_wrong_sources_and_targets_are_refused_in_words(arguments, said, tmp_path, monkeypatch):
    """With exit status 2, before anything is written."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["extract", *arguments], input="")
    assert result.exit_code == 2
    assert said in result.stderr
    assert list(tmp_path.iterdir()) == []


REAL = Path(__file__).resolve().parents[2] / "fixtures/muyang-resources-2024.txt"


def piped(*arguments: object, data: bytes) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=data)


def test_convert_reads_standard_input():
    """``-`` is a document; what it is is told from its content, and the report is that of the file but for its name."""
    found = json.loads(piped("convert", "-", data=REAL.read_bytes()).stdout)
    own = json.loads(call("convert", REAL).stdout)
    assert (found["source"]["path"], found["source"]["format"]) == ("-", own["source"]["format"])
    assert {**found, "source": None} == {**own, "source": None}


@pytest.mark.parametrize("kind", ["json", "jsonl", "csv", "md", "text"])
def test_convert_takes_several_files(kind, report, tmp_path):
    """An array, a report a line, cells under one head, or one after the other; the file is what standard output gets."""
    other = tmp_path / "other.txt"
    other.write_bytes(report.read_bytes())
    result = call("convert", report, other, "-f", kind)
    assert (result.exit_code, result.stderr) == (0, "")
    alone = call("convert", report, "-f", kind).stdout
    if kind == "json":
        assert [one["source"]["name"] for one in json.loads(result.stdout)] == [report.name, "other.txt"]
    elif kind == "jsonl":
        first, second = result.stdout.splitlines()
        assert json.loads(first) == json.loads(call("convert", report).stdout)
        assert alone == first + "\n"
        assert json.loads(second)["source"]["name"] == "other.txt"
    elif kind == "csv":
        assert len(result.stdout.splitlines()) == 2 * len(alone.splitlines()) - 1
        assert result.stdout.startswith(alone)
    else:
        assert result.stdout.startswith(alone)
    call("convert", report, other, "-f", kind, "-o", tmp_path / "out")
    assert (tmp_path / "out").read_text(encoding="utf-8-sig").splitlines() == result.stdout.splitlines()


def test_a_file_of_several_that_fails_is_a_line_and_exit_status_one(tmp_path):
    """The others are read; with --fail-fast none after it is, and no file is written."""
    (tmp_path / "empty.pdf").write_bytes(b"")
    result = call("convert", tmp_path / "empty.pdf", tmp_path / "gone.pdf", REAL, "-f", "jsonl")
    assert result.exit_code == 1
    assert [line.partition(": ")[0] for line in result.stderr.splitlines()] == ["gongkai", "gongkai"]
    assert "empty.pdf: " in result.stderr
    assert len(result.stdout.splitlines()) == 1
    ended = call("convert", tmp_path / "empty.pdf", REAL, "-f", "jsonl", "--fail-fast", "-o", tmp_path / "out")
    assert ended.exit_code == 1
    assert not (tmp_path / "out").exists()
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_convert_takes_a_list_of_files(report):
    """A path a line, on standard input."""
    result = piped("convert", "--files-from", "-", "-f", "jsonl", data=f"{report}\n{report}\n".encode())
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 2
