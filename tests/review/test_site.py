"""A site as a whole: whose folder it is, what is in it, and what a source can cost."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from gongkai import extract
from gongkai.cli.review_sources import SourceOpener
from gongkai.dataset.revise import replace_checks
from gongkai.dataset.rows import check_row
from gongkai.errors import UsageError
from gongkai.pipeline import extract_bytes
from gongkai.review import folder
from gongkai.review import site as site_module
from review.helpers import broken, check, crash, dataset_of, page_of, site_of, text_source
from support import form_named, make_report

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
ONE, TWO = make_report(path="reports/one.txt"), make_report(path="reports/two.txt", agency="白石县财政局")


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    return dataset_of(tmp_path / "dataset", [ONE, TWO])


def test_a_site_holds_a_page_for_each_report_and_the_pages_of_the_collection(dataset: Path, tmp_path: Path):
    """Plain files, all named by the report's id alone."""
    done = site_of(dataset, tmp_path / "site")
    files = {
        path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*") if path.is_file()
    }
    shared = {
        *("review.css", "decisions.css", "icon.svg", "common.js", "decisions.js", "decide.js", "report.js", "index.js"),
        *("keyin.js", "whole.js", "beside.js", "parts.js", "slices.js", "unpack.js", "list-0.js"),
        *(f"spots-{number}.js" for number in range(3)),
        *("reports.js", "labels.js", "corrections.js", "conflicts.js", "sums.js", "besides.js"),
    }
    assert done.reports == 2
    assert files == {
        *(f"reports/{r.report_id}.html" for r in (ONE, TWO)),
        *(f"assets/{name}" for name in shared),
        *("index.html", "cells.html", ".gongkai-review", ".gongkai-pages.jsonl"),
    }


def test_reports_lead_to_their_neighbours_in_the_dataset(dataset: Path, tmp_path: Path):
    """Without a script, too."""
    site_of(dataset, tmp_path / "site")
    assert f'rel="next" id="after" href="{TWO.report_id}.html"' in page_of(tmp_path / "site", ONE)
    assert f'rel="prev" id="before" href="{ONE.report_id}.html"' in page_of(tmp_path / "site", TWO)


def test_a_folder_that_holds_something_else_is_left_alone(dataset: Path, tmp_path: Path):
    """Only a new or an empty folder, or an earlier site, becomes a site."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="holds no site"):
        site_of(dataset, own)
    with pytest.raises(UsageError, match="is a file"):
        site_of(dataset, own / "notes.txt")
    assert [path.name for path in own.iterdir()] == ["notes.txt"]


def test_an_earlier_site_is_written_anew_and_what_is_gone_is_swept(dataset: Path, tmp_path: Path):
    """A page of a report that the dataset no longer has is removed; notes of somebody's own stay."""
    site = tmp_path / "site"
    site_of(dataset, site)
    (site / "notes.txt").write_text("mine")
    (site / "reports" / ".part.x").write_text("half")
    shutil.rmtree(dataset)
    site_of(dataset_of(dataset, [ONE]), site)
    assert {path.name for path in (site / "reports").iterdir()} == {f"{ONE.report_id}.html"}
    assert (site / "notes.txt").read_text() == "mine"


def test_a_stopped_run_leaves_no_index_and_no_half_page(dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What looks whole is whole: the index comes last, every file in one step."""
    site = tmp_path / "site"
    site_of(dataset, site)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(site_module, "write_collection", stop)
    with pytest.raises(KeyboardInterrupt):
        site_of(dataset, site)
    assert not (site / "index.html").exists()
    assert all(path.read_text().rstrip().endswith("</html>") for path in (site / "reports").iterdir())


def test_a_file_that_could_not_be_written_whole_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A full disk leaves no half file behind."""
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        folder.write(tmp_path / "page.html", b"text")
    assert not list(tmp_path.iterdir())


def test_what_is_no_dataset_is_refused(tmp_path: Path):
    """With a word on how to make one; nothing is written."""
    with pytest.raises(UsageError, match="gongkai extract"):
        site_of(tmp_path, tmp_path / "site")
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("open_source", [crash, broken], ids=["ends the process", "cannot be read"])
def test_a_bad_source_costs_its_own_left_side_only(dataset: Path, tmp_path: Path, open_source: object):
    """The report's page is written without it."""
    site_of(dataset, tmp_path / "site", open_source)  # type: ignore[arg-type]
    page = page_of(tmp_path / "site", ONE)
    assert 'data-row="received"' in page
    assert '<p class="note">' in page
    assert "<b>ends</b>" not in page


def test_a_text_source_stands_line_by_line_beside_the_tables(dataset: Path, tmp_path: Path):
    """With the numbers of the lines, and marks around what was read."""
    site_of(dataset, tmp_path / "site", text_source("甲 <b>&\n乙"))
    page = page_of(tmp_path / "site", ONE)
    assert 'data-line="1"><mark class="m' in page
    assert "甲 &lt;b&gt;&amp;" in page


def test_pictures_of_pages_are_named_by_the_report(tmp_path: Path):
    """The name is the id and the number of the page; without pictures the page says so."""
    report = extract(FIXTURES / "wangchuan-2023.pdf")
    dataset = dataset_of(tmp_path / "dataset", [report])
    opener = SourceOpener((Path(),))
    site_of(dataset, tmp_path / "site", opener)
    names = sorted(path.name for path in (tmp_path / "site" / "pages").iterdir())
    assert names == [f"{report.report_id}-{number}.webp" for number in (1, 2, 3)]
    assert f'href="../pages/{names[0]}"' in page_of(tmp_path / "site", report)
    site_of(dataset, tmp_path / "site", opener, pictures=False)
    assert not list((tmp_path / "site" / "pages").iterdir())
    assert "--no-pictures" in page_of(tmp_path / "site", report)


def test_a_source_is_shown_only_while_it_is_the_file_that_was_read(tmp_path: Path):
    """Changed or gone, it is named and not shown."""
    path = tmp_path / "one.txt"
    shutil.copy(FIXTURES / "zhuxi-2022.txt", path)
    report, opener = extract(path), SourceOpener((Path(),))
    assert opener(report) is not None
    path.write_bytes(path.read_bytes() + b"\n")
    assert opener(report) is None
    path.unlink()
    assert opener(report) is None


def test_a_source_inside_an_archive_is_found(tmp_path: Path):
    """Its path is the archive's and the member's, parted by an exclamation mark; folders may have one, too."""
    archive = tmp_path / "a!b" / "reports.zip"
    archive.parent.mkdir()
    data = (FIXTURES / "zhuxi-2022.txt").read_bytes()
    with zipfile.ZipFile(archive, "w") as stream:
        stream.writestr("区/二.txt", data)
    report = extract_bytes(data, "二.txt", path="a!b/reports.zip!区/二.txt")
    assert SourceOpener((tmp_path / "elsewhere", tmp_path))(report) is not None


def test_checks_from_year_to_year_are_shown_with_the_reports_own(dataset: Path, tmp_path: Path):
    """``gongkai panel`` keeps them in checks.csv only."""
    link = check("requests.carried.total", kind="cross_year", message="held against the year before: 3 is not 4")
    replace_checks(dataset, "cross_year", [check_row(ONE.report_id, link)])
    site_of(dataset, tmp_path / "site")
    assert "held against the year before" in page_of(tmp_path / "site", ONE)
    assert "held against the year before" not in page_of(tmp_path / "site", TWO)
    assert '"requests.carried"' in (tmp_path / "site" / "assets" / "reports.js").read_text(encoding="utf-8")


def test_a_report_of_no_form_has_a_page(tmp_path: Path):
    """There are no tables, and the page says why."""
    report = make_report(known=False)
    site_of(dataset_of(tmp_path / "dataset", [report]), tmp_path / "site")
    assert "没有一种已知格式与之相符" in page_of(tmp_path / "site", report)


def test_every_cell_names_its_table_row_and_column(dataset: Path, tmp_path: Path):
    """What is done with a cell later finds it by these."""
    site_of(dataset, tmp_path / "site")
    page = page_of(tmp_path / "site", ONE)
    cells = [(table.key, slot.row, slot.column) for table in form_named().tables for slot in table.slots]
    found = [f'data-table="{t}" data-row="{r}" data-column="{c}"' for t, r, c in cells]
    assert all(page.count(each) == 1 for each in found)


def test_an_empty_dataset_makes_an_index(tmp_path: Path):
    """Nothing to show is no error."""
    assert site_of(dataset_of(tmp_path / "dataset", []), tmp_path / "site").reports == 0
    assert "0 reports" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
