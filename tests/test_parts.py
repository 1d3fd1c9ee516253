"""Several reports in one file: each comes out with its own figures, or an issue says that they could not be parted."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from gongkai import pipeline
from gongkai.bulk.run import run
from gongkai.bulk.sources import find_sources
from gongkai.cli import main
from gongkai.document import Document, Grid, Paragraph
from gongkai.forms.load import load_forms
from gongkai.parts import parts_of, unparted

FORMS = load_forms()
SECTIONS = ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "六、其他需要报告的事项")


def report(title: str, *lines: str) -> list[str]:
    """The lines of a small report."""
    return [title, *(line for section in SECTIONS for line in (section, f"{section[2:]}如下。")), *lines]


def document(*lines: str) -> Document:
    return Document(
        blocks=tuple(Paragraph(text=line) for line in lines), reader="test", title="页题", published="2024-01-01"
    )


def titles(found: tuple[Document, ...]) -> list[str]:
    return [part.blocks[0].text for part in found if not isinstance(part.blocks[0], Grid)]


A, B = "青岚县财政局2023年政府信息公开工作年度报告", "青岚县体育局2023年政府信息公开工作年度报告"


def test_reports_of_two_bodies_are_parted_at_their_titles():
    """Each begins with its title; what the page declares of itself is neither's."""
    found = parts_of(document(*report(A), *report(B)), FORMS)
    assert titles(found) == [A, B]
    assert {(part.title, part.published) for part in found} == {(None, None)}


def test_two_years_of_one_body_are_two_reports():
    """The year alone tells them apart."""
    assert len(parts_of(document(*report(A), *report(A.replace("2023", "2022"))), FORMS)) == 2


def test_what_stands_before_the_first_title_goes_with_the_first_report():
    """A cover, a table of contents."""
    found = parts_of(document("汇编", A, B, *report(A), *report(B)), FORMS)
    assert titles(found) == ["汇编", B]


def test_a_title_on_several_lines_is_taken_whole():
    """Body and year may stand on lines before it."""
    name, rest = B[:6], B[6:]
    found = parts_of(document(*report(A, "2024年1月8日"), *report(name)[:1], rest, *report("x")[1:]), FORMS)
    assert [part.blocks[0].text for part in found] == [A, name]


@pytest.mark.parametrize(
    "lines",
    [
        report(A),
        [*report(A)[:5], A, *report(A)[5:]],
        [*report(A), "相关链接", B, A.replace("2023", "2022"), A.replace("2023", "2021")],
        [B, *report(A)],
    ],
)
def test_one_report_stays_one(lines):
    """Whatever else names titles: a running head, links to other reports, the head of the publisher's page."""
    whole = document(*lines)
    assert parts_of(whole, FORMS) == (whole,)
    assert unparted(whole, FORMS) is None


def test_reports_that_no_title_parts_are_named():
    """Sections that stand twice without a title between say that a second report is there."""
    issue = unparted(document(*report(A), *report("另一份")[1:]), FORMS)
    assert issue is not None and issue.code == "several_reports"


def test_a_table_of_contents_is_no_second_report():
    """Headings that follow each other are a list."""
    assert unparted(document(A, *SECTIONS, *report(A)[1:]), FORMS) is None


def page(*reports: list[str]) -> bytes:
    return "".join(f"<p>{line}</p>" for lines in reports for line in lines).encode()


def test_a_dataset_has_a_row_for_each_part(tmp_path: Path):
    """Each with an id and a path of its own, and one JSON file; given again, nothing is read twice."""
    (tmp_path / "a.html").write_bytes(page(report(A), report(B)))
    for _ in range(2):
        steps: list = []
        summary = run(find_sources([tmp_path / "a.html"]), tmp_path / "d", FORMS, steps.append)
        assert (summary.reports + summary.listed, summary.failures, summary.unaccounted) == (2, 0, 0)
    assert [step.done for step in steps] == [None]
    with (tmp_path / "d/reports.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["agency"], row["path"].partition("#")[2]) for row in rows] == [
        ("青岚县财政局", "1"),
        ("青岚县体育局", "2"),
    ]
    assert {f"{row['report_id']}.json" for row in rows} == {path.name for path in (tmp_path / "d/json").iterdir()}


def test_a_later_part_that_was_edited_is_kept_aside_and_written_anew(tmp_path: Path):
    """As a report of its own would be; one that is lost comes back, and one that goes with its source is kept where it was edited."""
    (tmp_path / "a.html").write_bytes(page(report(A), report(B)))
    (tmp_path / "b.html").write_bytes(page(report(B)))

    def again() -> tuple[int, list[str]]:
        steps: list = []
        summary = run(find_sources(sorted(tmp_path.glob("*.html"))), tmp_path / "d", FORMS, steps.append)
        return sum(step.done is not None for step in steps), list(summary.changed)

    again()
    (later,) = (one for one in (tmp_path / "d/json").iterdir() if b"a.html#2" in one.read_bytes())
    content = later.read_bytes()
    assert again() == (0, [])
    later.write_bytes(b"{}")
    assert again() == (1, [later.name])
    assert later.read_bytes() == content
    assert later.with_name(f"{later.name}.edited").read_bytes() == b"{}"
    later.unlink()
    assert again() == (1, [])
    assert later.read_bytes() == content
    later.write_bytes(b"{1}")
    (tmp_path / "a.html").unlink()
    assert again() == (0, [later.name])
    assert {path.read_bytes() for path in later.parent.glob(f"{later.name}.edited*")} == {b"{}", b"{1}"}


def test_a_part_s_figures_and_date_are_its_own():
    """The first part has nothing of the second's."""
    first, second = pipeline.extract_parts(
        page(report(A, "青岚县财政局", "2024年1月8日"), report(B, "青岚县体育局", "2024年2月9日")), "a.html"
    )
    assert [(one.agency, one.published) for one in (first, second)] == [
        ("青岚县财政局", "2024-01-08"), ("青岚县体育局", "2024-02-09"),
    ]  # fmt: skip
    assert first.report_id == first.source.sha256[:16] != second.report_id


def test_no_date_where_it_may_be_another_s():
    """A file that could not be parted has the issue, and no date."""
    (one,) = pipeline.extract_parts(page(report(A), [*report("另一份")[1:], "2024年2月9日"]), "a.html")
    assert one.published is None
    assert "several_reports" in {issue.code for issue in one.issues}


@pytest.mark.parametrize("files", [1, 2])
def test_convert_prints_every_part(tmp_path: Path, files: int):
    """Of one file and of several, as the dataset names them; of one file as JSON the first, which is said."""
    (tmp_path / "a.html").write_bytes(page(report(A), report(B)))
    (tmp_path / "b.html").write_bytes(page(report(B)))
    named = [str(tmp_path / name) for name in ("a.html", "b.html")[:files]]
    lines = CliRunner().invoke(main, ["convert", *named, "-f", "jsonl"]).stdout.splitlines()
    found = [json.loads(line) for line in lines]
    assert [one["source"]["path"].removeprefix(f"{tmp_path}/") for one in found] == ["a.html#1", "a.html#2", "b.html"][
        : files + 1
    ]
    assert [one["agency"] for one in found][:2] == ["青岚县财政局", "青岚县体育局"]
    done = CliRunner().invoke(main, ["convert", *named])
    whole = json.loads(done.stdout)
    assert len(whole if files > 1 else [whole]) == {1: 1, 2: 3}[files]
    assert ("-f jsonl prints every one" in done.stderr) == (files == 1)
    text = CliRunner().invoke(main, ["convert", *named, "-f", "text"]).stdout
    assert text.count("\n  agency ") == files + 1


def test_a_title_whose_last_letters_stand_on_the_next_line_parts():
    """A narrow page breaks it anywhere, within the word for report, too."""
    found = parts_of(document(*report(A[:-1]), *report(B)), FORMS)
    assert len(found) == 1
    broken = [*report(A[:-1])]
    broken.insert(1, A[-1])
    assert titles(parts_of(document(*broken, *report(B)), FORMS)) == [A[:-1], B]
