"""Documents that open only with a password."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bulk.packs import locked, zipped
from corpus.sources import written
from corpus.to_pdf import find_printer
from gongkai.bulk.run import run
from gongkai.bulk.sources import Opener, survey
from gongkai.cli import main
from gongkai.errors import EncryptedSource
from gongkai.forms.load import load_forms
from gongkai.pipeline import extract
from gongkai.readers.locked import unlocked

FIXTURES = Path(__file__).parents[2] / "fixtures"
WORD = "Gk-5173-Zz"


def test_what_is_not_locked_or_no_password_is_given_for_is_left_as_it_is():
    """Not a byte of it is changed."""
    for name in ("chengzhou-2024.pdf", "bailu-2024.docx", "zhuxi-2022.txt"):
        data = (FIXTURES / name).read_bytes()
        assert unlocked(data, (WORD,)) is data
    assert unlocked(b"%PDF-1.4 broken", ()) == unlocked(b"%PDF-1.4 broken", (WORD,))


@pytest.mark.parametrize("strength", [1, 2, 3])
def test_zip_archives_that_are_encrypted_by_aes_are_read(tmp_path, monkeypatch, strength):
    """With 128, 192 and 256 bits; the right password of several is found, a spoilt text is told."""
    monkeypatch.chdir(tmp_path)
    data = locked({"甲.txt": b"1" * 5000, "b.txt": b"22"}, WORD, strength)
    Path("a.zip").write_bytes(data)
    with Opener() as opener:
        found = {one.path: opener.read(one) for one in survey(["a.zip"], passwords=("wrong", WORD)).sources}
        assert found == {"a.zip!甲.txt": b"1" * 5000, "a.zip!b.txt": b"22"}
    at = data.index("甲.txt".encode()) + 50
    Path("b.zip").write_bytes(data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :])
    for name, passwords in (("a.zip", ()), ("a.zip", ("wrong",)), ("b.zip", (WORD,))):
        with Opener() as opener, pytest.raises(EncryptedSource, match="password"):
            opener.read(next(one for one in survey([name], passwords=passwords).sources if "甲" in one.path))


def locked_word(data: bytes) -> bytes:
    """Lock a Word file as Word does."""
    msoffcrypto = pytest.importorskip("msoffcrypto")
    out = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(data)).encrypt(WORD, out)
    return out.getvalue()


def test_a_locked_word_file_is_read_with_its_password_alone(tmp_path):
    """Its cells are those of the file without a lock; other words say that none opens it, and how to give one."""
    born = FIXTURES / "bailu-2024.docx"
    file = tmp_path / "locked.docx"
    file.write_bytes(locked_word(born.read_bytes()))
    assert extract(file, passwords=("wrong", WORD)).tables == extract(born).tables
    with pytest.raises(EncryptedSource, match="none of the passwords"):
        extract(file, passwords=("wrong",))
    with pytest.raises(EncryptedSource, match="--password"):
        extract(file)


def test_a_locked_word_file_says_what_to_install(monkeypatch):
    """Where what opens Office files is missing."""
    monkeypatch.setattr("gongkai.readers.locked.find_spec", lambda _: None)
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(9)
    with pytest.raises(EncryptedSource, match=r"gongkai\[passwords\]"):
        unlocked(data, (WORD,))


@pytest.fixture(scope="module")
def locked_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report that LibreOffice printed with a password."""
    folder = tmp_path_factory.mktemp("locked")
    said = {name: {"type": kind, "value": value} for name, kind, value in (
        ("EncryptFile", "boolean", "true"), ("DocumentOpenPassword", "string", WORD))}  # fmt: skip
    source = FIXTURES / "bailu-2024.docx"
    words = [
        find_printer("libreoffice") or "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
    ]
    words += ["--convert-to", f"pdf:writer_pdf_Export:{json.dumps(said)}", "--outdir", str(folder), str(source)]
    data = written(words, folder / "bailu-2024.pdf")
    assert data is not None
    return folder / "bailu-2024.pdf"


@pytest.mark.needs("libreoffice-writer", "soffice", "libreoffice")
def test_a_locked_pdf_is_read_with_its_password_alone(locked_pdf):
    """By every rung; convert takes the password too, and says how to give it."""
    report = extract(locked_pdf, passwords=("wrong", WORD))
    born = extract(FIXTURES / "bailu-2024.docx")
    values = [[(c.row, c.column, c.value) for c in t.cells] for one in (report, born) for t in one.tables.values()]
    assert values[: len(values) // 2] == values[len(values) // 2 :]
    runner = CliRunner()
    assert runner.invoke(main, ["convert", str(locked_pdf), "--password", WORD]).exit_code == 0
    refused = runner.invoke(main, ["convert", str(locked_pdf)])
    assert (refused.exit_code, "--password" in refused.output) == (1, True)


@pytest.mark.needs("libreoffice-writer", "soffice", "libreoffice")
def test_a_run_reads_what_its_passwords_open_and_remembers_none_of_them(locked_pdf, tmp_path):
    """A document that failed without is read by the same command with one; nothing in the dataset holds the word."""
    sources = tmp_path / "r"
    sources.mkdir()
    (sources / "a.zip").write_bytes(zipped({"in.pdf": locked_pdf.read_bytes()}))
    (sources / "b.txt").write_bytes((FIXTURES / "zhuxi-2022.txt").read_bytes())
    forms, dataset = load_forms(), tmp_path / "d"
    first = run(survey([sources]).sources, dataset, forms)
    assert (first.reports, first.failures) == (1, 1)
    then = run(survey([sources], passwords=(WORD,)).sources, dataset, forms)
    assert (then.reports, then.failures, then.unaccounted) == (2, 0, 0)
    held = [path.read_bytes() for path in dataset.rglob("*") if path.is_file()]
    assert not any(WORD.encode(code) in data for data in held for code in ("utf-8", "gb18030", "utf-16-le"))
