"""A dataset of odd texts and figures: whatever a format might spoil."""

from __future__ import annotations

from pathlib import Path

from gongkai.dataset.formats.declared import names
from gongkai.dataset.writers import write_dataset
from gongkai.document import Issue
from gongkai.forms.load import load_form, with_own
from gongkai.report import Check, Comment, Report, Section
from support import make_report

OWN_FORM = Path(__file__).resolve().parents[3] / "docs" / "own-form" / "rule-of-law.yaml"
ALL = names()
ODD_TEXTS = (
    *("=cmd|' /C calc'!A0", "'=1+1", "''@x", "+1", "-1", "@SUM(A1)", "\tindented", "\r\n=x", "'quoted'"),
    *('第一段。\n第二段，“引号”"双"。\r\n第三段', "😀 emoji 𠮷野家 é", "长" * 40_000, "😀" * 20_000, "x" * 2_046),
    *(
        "\0",
        "bell \x07 escape \x1b unit \x1f end",
        "nul \x00 inside",
        "_x0041_ literal",
        "<r>no mark-up</r>",
        "\ufffe\uffff",
    ),
    *(
        "http://example.org/x",
        "mailto:a@example.org",
        "true",
        "NA",
        "null",
        "NaN",
        "1e5",
        "007",
        "2024-01-01",
        " blank ",
    ),
    *("\u2028\u2029\x85\x0b\x0c", "a,b;c|d", "`'\"\\", "<b>&amp;</b>", ".", ".a"),
)


def write_odd(folder: Path) -> tuple[str, ...]:
    """Write it; return what there was no room for."""
    own = load_form(OWN_FORM)
    table = own.tables[0]
    slot = table.slots[0]
    reports = [odd_report(), make_report({(table.key, slot.row, slot.column): 12}, form=own, path="own.docx")]
    return write_dataset(reports, [], with_own([own]), folder, ALL).notices


def odd_report() -> Report:
    """A report that holds every odd text and figure."""
    figures = {
        ("requests", "received", "total"): 999_999_999_999_999,
        ("requests", "received", "business"): 1.5,
        ("requests", "granted", "total"): "/",
        ("requests", "granted", "business"): None,
        ("requests", "granted", "other"): "=1+1",
        ("active_disclosure", "fees", "amount"): 96171.123456789,
    }
    checks = (
        Check(
            id="=c", table="requests", kind="balance", severity="error", status="fail", left=1, right=1e-9, chose=True
        ),
        Check(id="d", table="requests", kind="narrative", severity="warning", status="pass", left=-3, right=0.1),
        Check(id="e", table="requests", kind="row_total", severity="error", status="skipped"),
    )
    return make_report(
        figures,
        path="=HYPERLINK(x).txt",
        checks=checks,
        comments=tuple(Comment(None, text, None) for text in ODD_TEXTS),
        sections=tuple(Section(key=f"s{i}", heading=text[:50], level=1, text=text) for i, text in enumerate(ODD_TEXTS)),
        issues=(Issue(code="title_missing", severity="info", message="没有标题"),),
    )
