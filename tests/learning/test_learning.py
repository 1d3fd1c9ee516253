"""A form learned from filled reports: what recurs is the form, what differs is a figure or an open row."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import gongkai
from corpus.families.fill import fill
from corpus.families.formats import FORMATS
from corpus.families.invent import invent
from corpus.learned import compare, learned_text
from corpus.others.printing import to_html
from gongkai.cli import main
from gongkai.errors import SourceError
from gongkai.forms.load import parse_form
from gongkai.learning.learn import Learner
from gongkai.learning.write import write_learned
from gongkai.pipeline import extract_bytes
from gongkai.report import Report
from printed.build import SPENDING, VISITS, page


def reports(*rows: tuple[tuple[str, ...], ...]) -> list[Report]:
    """One report for each filling of one table of visits."""
    titles = [f"{who}川县水务局{2016 + i}年度规费收支表" for i, who in enumerate("甲乙丙丁戊己庚辛")]
    pages = [page(("规费征收情况表", own), title=title) for own, title in zip(rows, titles, strict=False)]
    return [gongkai.extract(data, name="a.html", forms=()) for data in pages]


def visits(number: int, *more: tuple[str, str]) -> tuple[tuple[str, ...], ...]:
    """A filling in which the total is the sum of two figures."""
    return (VISITS[0], ("受理数量", str(number)), ("办结数量", str(2 * number)), *more, ("案件总量", str(3 * number)))


@pytest.mark.parametrize("seed", [3, 8, 23])
def test_other_reports_of_an_invented_family_are_read(seed: int):
    """Learned from ten reports in mixed formats, the form reads others whole, no figure wrong, no sum failing that holds in print."""
    family = invent(seed)
    form = parse_form(learned_text(family, seed, tuple(FORMATS)), "f")
    filled = fill(family, 77_000 + seed)
    for name, (file, write) in FORMATS.items():
        report = extract_bytes(write(filled.report), file, forms=(*gongkai.load_forms(), form))
        counts = compare(family, filled, report, form, name).counts
        assert (name, counts["wrong"], counts["failed"], counts["right"]) == (name, 0, 0, counts["cells"])


def test_a_label_of_one_report_is_none_of_the_form():
    """It is left out, and the file says so."""
    text = write_learned(Learner("f").learn(reports(visits(3), visits(5), visits(7, ("退回补正", "1")), visits(9))))
    assert "label: 退回补正" not in text
    assert "row “退回补正” is left out: it is in 1 of 4 reports" in text


def test_a_row_that_some_reports_lack_is_optional():
    """Its absence leaves a report complete."""
    more = ("退回补正", "1")
    text = write_learned(Learner("f").learn(reports(visits(3), visits(5, more), visits(7, more), visits(9))))
    assert "label: 退回补正, optional: true}  # in 2 of 4 reports" in text or "label: 退回补正, optional: true}" in text


def test_a_sum_that_no_label_announces_is_found_and_one_wrong_report_does_not_cost_it():
    """It is confirmed by the reports in which figures above zero add up; the report that breaks it is said."""
    wrong = (*visits(11)[:3], ("案件总量", "40"))
    text = write_learned(Learner("f", "number").learn(reports(*map(visits, (3, 5, 7, 9, 12)), wrong)))
    assert "left: r1 + r2, right: r3" in text
    assert "confirmed by 5 reports with figures above zero; broken in 1" in text


def test_what_rounding_parts_in_one_sum_it_may_part_in_another():
    """Where one sum of a table is seen to be rounded, all its sums have a tolerance; among exact ones none has."""

    def filled(number: int, off: int) -> tuple[tuple[str, ...], ...]:
        first, second, third, fourth = (number * share + 7 for share in (31, 57, 113, 219))
        rows = (("甲", first), ("乙", second), ("小计", first + second), ("丙", third), ("丁", fourth))
        rows += (("合计", first + second + third + fourth + off),)
        return (VISITS[0], *((label, f"{value / 100:.2f}") for label, value in rows))

    def tolerances(*off: int) -> list[float]:
        found = Learner("f").learn(reports(*map(filled, (103, 205, 307, 411, 519), off))).checks
        return [check.spec.tolerance for check in found]

    assert tolerances(0, 1, 0, -1, 0) == [0.01, 0.02]
    assert not any(tolerances(0, 0, 0, 0, 0))


def test_a_sum_of_zeros_is_no_rule():
    """Rows of zeros add up to anything."""
    zeros = (VISITS[0], ("受理数量", "0"), ("办结数量", "0"), ("案件总量", "0"))
    assert Learner("f").learn(reports(*[zeros] * 5)).checks == ()


def test_figures_are_never_labels():
    """Whatever the figures, the labels learned are the words."""
    form = parse_form(write_learned(Learner("f").learn(reports(*map(visits, (2021, 2022, 2023))))), "f")
    labels = [line.label for line in form.tables[0].lines]
    assert labels == ["受理数量", "办结数量", "案件总量"]


def test_keys_may_be_chosen():
    """A person's own keys go before those that are made of the labels."""
    learned = Learner("f", "pinyin", {"受理数量": "received"}).learn(reports(visits(3), visits(5), visits(7)))
    assert [node.key for node in learned.tables[0].blocks[0].rows] == ["received", "banjieshuliang", "anjianzongliang"]


def test_reports_without_a_table_that_recurs_teach_nothing():
    """The message says what to give."""
    with pytest.raises(SourceError, match="no table recurs"):
        Learner("f").learn(
            [gongkai.extract("规费收支情况报告\n\n本年收支平衡，情况良好。".encode(), name="a.txt", forms=())]
        )


def test_the_command_says_that_few_reports_tell_little(tmp_path: Path):
    """Nothing recurs in one report, so labels of it alone look like labels of the form."""
    told = []
    for many in (1, 3):
        for number in range(many):
            rows = (("规费征收情况表", visits(3 + number)),)
            (tmp_path / f"{number}.html").write_bytes(page(*rows, title=f"甲川县水务局{2016 + number}年度规费收支表"))
        told.append(CliRunner().invoke(main, ["forms", "learn", str(tmp_path)]).output)
    assert ["learned from 1 report: what only these have" in text for text in told] == [True, False]


def test_the_command_writes_a_form_and_says_what_it_reads(tmp_path: Path):
    """The file passes ``forms check``; table by table the command tells cells, sums and unknown rows; it replaces no file."""
    (tmp_path / "in").mkdir()
    for i in range(5):
        (tmp_path / "in" / f"{i}.html").write_bytes(to_html(fill(invent(3), 300 + i).report))
    told = CliRunner().invoke(
        main, ["forms", "learn", str(tmp_path / "in"), "-o", str(tmp_path / "f.yaml"), "--id", "f"]
    )
    assert told.exit_code == 0, told.output
    assert "f: 5 of 5 reports are recognised" in told.output
    assert "0 rows unknown" in told.output
    assert CliRunner().invoke(main, ["forms", "check", str(tmp_path / "f.yaml")]).exit_code == 0
    again = CliRunner().invoke(main, ["forms", "learn", str(tmp_path / "in"), "-o", str(tmp_path / "f.yaml")])
    assert again.exit_code == 2


def coded(report: int) -> tuple[tuple[str, ...], ...]:
    """A filling whose codes differ from report to report, two items to a class."""
    sizes = [(f"{201 + report}", 3), (f"{201 + report}03", 2), (f"{201 + report}04", 1), (f"{220 + report}", 9)]
    items = [*sizes, (f"{220 + report}01", 4), (f"{220 + report}02", 5), ("合计", 12)]
    figures = [(f"{n * 1.5:.2f}", f"{n:.2f}", f"{n * 0.5:.2f}") for _, n in items]
    return (
        SPENDING[0],
        *((code, "" if code == "合计" else "事务", *f) for (code, _), f in zip(items, figures, strict=True)),
    )


def test_codes_become_open_rows():
    """Codes differ from report to report: the form has their pattern, and sums over levels."""
    read = [gongkai.extract(page(("规费支出明细表", coded(i))), name="a.html", forms=()) for i in range(4)]
    text = write_learned(Learner("f", "number").learn(read))
    assert r"open: {code: '\d{3}|\d{5}'}" in text
    assert "left: children, right: parent" in text
    assert "left: top, right: r1" in text


def licences(number: int) -> bytes:
    """A report with line numbers, heads of two levels that hold years, and a table of two halves."""
    year, own, other = 2018 + number, 3 + number, 40 - number
    heads = f"<tr><td rowspan=2>项目</td><td rowspan=2>行次</td><td colspan=2>许可</td></tr><tr><td>{year}年</td><td>{year - 1}年</td></tr>"
    rows = [("办理总量", 1, own + other, own), ("线上办理", 2, own, 0), ("窗口办理", 3, other, own)]
    halves = [
        ("收入项目", "金额", "支出项目", "金额"),
        ("财政补助", other, "人员支出", own),
        ("上级补助", own, "船艇维护", other),
    ]
    tables = [
        ("表1 办件统计表", heads, rows),
        ("表2 经费收支表", "", [*halves, ("收入合计", own + other, "支出合计", own + other)]),
    ]
    parts = [f"<h1>{'甲乙丙丁戊'[number]}山县渔政局{year}年渔业执法统计年报</h1>"]
    for caption, head, lines in tables:
        body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in lines)
        parts.append(f"<p>{caption}</p><p>单位：件</p><table>{head}{body}</table>")
    return f"<html><body>{''.join(parts)}</body></html>".encode()


def test_years_in_heads_line_numbers_and_halves_are_learned():
    """Years are counted from the newest, line numbers are no figures, halves are two blocks of one table."""
    read = [gongkai.extract(licences(i), name="a.html", forms=()) for i in range(4)]
    form = parse_form(write_learned(Learner("f", "number").learn(read)), "f")
    first, second = form.tables
    assert [c.label for c in first.blocks[0].columns] == ["N年", "N-1年"]
    assert [len(block.rows) for block in second.blocks] == [3, 3]
    other = gongkai.extract(licences(4), name="a.html", forms=(form,))
    assert other.verification.contradicted == 0
    assert [c.value for c in other.tables[first.key].cells] == [43, 7, 7, 0, 36, 7]


def consultations(number: int) -> bytes:
    """A report in which figures in brackets are of another kind, beside a column that falls."""
    rows = (
        ("项目", "件数", "另有未结", "比上年增减"),
        ("受理数", str(37 + 13 * number), f"({number + 2})", f"-{number + 3}"),
        ("办结数", str(30 + 13 * number), "0", str(number)),
    )
    text = f"<h2>一、情况</h2><p>全年依'优办'规程受理{37 + 13 * number}件。</p><h2>二、统计</h2>"
    return page(("咨询统计表", rows), title=f"甲川县水务局{2016 + number}年度咨询报告").replace(
        b"</h1>", f"</h1>{text}".encode(), 1
    )


def test_minus_signs_in_another_column_make_no_figure_in_brackets_negative():
    """Only those under the same heads say what brackets mean; without them the figures stay unread, and the file says so."""
    read = [gongkai.extract(consultations(i), name="a.html", forms=()) for i in range(5)]
    text = write_learned(Learner("f").learn(read))
    assert "brackets: negative  #" not in text
    assert "figures in brackets are left unread" in text


def changes(number: int, *, referred: bool) -> bytes:
    """A report whose changes add up if brackets are negative; where ``referred``, beside references in brackets that no sum knows."""
    counts = (37 + 5 * number, 12 + 3 * number, 8 + number)
    rises = (-(number + 2), 20 + 3 * number, -(2 * number + 1))
    printed = [f"({-rise})" if rise < 0 else str(rise) for rise in (*rises, sum(rises))]
    rows = [
        (label, str(count), change, f"({40 + 7 * number + at})" if referred and label != "合计" else "")
        for at, (label, count, change) in enumerate(
            zip(("甲类", "乙类", "丙类", "合计"), (*counts, sum(counts)), printed, strict=True)
        )
    ]
    heads = ("项目", "件数", "比上年增减", "另见")
    return page(("增减情况表", (heads, *rows)), title=f"甲川县水务局{2016 + number}年度增减报告")


def test_brackets_are_negative_only_where_each_column_of_them_is_proved():
    """Sums over one column tell nothing of another in which figures stand in brackets."""
    files = {referred: [changes(i, referred=referred) for i in range(6)] for referred in (False, True)}
    told = {
        referred: write_learned(Learner("f").learn([gongkai.extract(file, name="a.html", forms=()) for file in own]))
        for referred, own in files.items()
    }
    assert "of them confirmed by sums" in told[False]
    assert "brackets: negative  #" not in told[True]


def test_quotes_in_a_sentence_are_quotes_in_its_pattern():
    """A sentence that restates a cell is learned whatever signs stand in it, and the form says it of another report."""
    read = [gongkai.extract(consultations(i), name="a.html", forms=()) for i in range(5)]
    form = parse_form(write_learned(Learner("f", "number").learn(read)), "f")
    other = gongkai.extract(consultations(6), name="a.html", forms=(form,))
    assert [(check.kind, check.status) for check in other.checks if check.kind == "narrative"] == [
        ("narrative", "pass")
    ]


def by_month(number: int, first: int) -> bytes:
    """A report on six months from ``first`` on, whose heads are numbers below one head."""
    heads = "".join(f"<td>{month}</td>" for month in range(first, first + 6))
    rows = "".join(
        f"<tr><td>{label}</td>{''.join(f'<td>{size * (number + month)}</td>' for month in range(6))}</tr>"
        for label, size in (("受理数", 3), ("办结数", 2))
    )
    table = f"<table><tr><td rowspan=2>项目</td><td colspan=6>月份</td></tr><tr>{heads}</tr>{rows}</table>"
    return f"<h1>甲川县水务局{2016 + number}年度受理报告</h1><h2>一、统计</h2><p>受理统计表</p>{table}".encode()


def test_numbers_that_alone_tell_columns_apart_are_their_names():
    """月份 over 1 to 6 is no count of columns: figures of the second half of a year are not taken for those of the first."""
    read = [gongkai.extract(by_month(i, 1), name="a.html", forms=()) for i in range(4)]
    form = parse_form(write_learned(Learner("f", "number").learn(read)), "f")
    assert [c.label for c in form.tables[0].blocks[0].columns] == ["1", "2", "3", "4", "5", "6"]
    other = gongkai.extract(by_month(5, 7), name="a.html", forms=(form,))
    assert not [cell for table in other.tables.values() for cell in table.cells if cell.value is not None]


def office(number: int, *, seen: bool = True) -> bytes:
    """A report whose one row is the office itself; the first part of its sum is nought in most reports."""
    name = f"{'甲乙丙丁戊己庚辛'[number]}山县渔政局"
    warned = 4 if number in (2, 5) else 0
    row = (name, warned, 3 + number, 20 - number, 23 + warned, "-1.20" if number == 1 else f"({number}.50)", "0.00")
    heads = (
        "<tr>"
        + "".join(f"<td>{h}</td>" for h in ("单位", "警告", "罚款", "没收", "合计", "收支差额", "上年差额"))
        + "</tr>"
    )
    table = f"<p>表一 处罚情况统计表</p><table>{heads}<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr></table>"
    said = f"<h2>一、总体情况</h2><p>全年共处罚{row[4]}宗。</p>"
    return f"<html><body><h1>{name}2021年度渔业执法统计年报</h1>{said}{table if seen else ''}</body></html>".encode()


def test_a_row_that_is_the_office_itself_is_open_and_its_sum_whole():
    """The caption has no number, the sum every part; figures in brackets are negative where minus signs are near."""
    read = [gongkai.extract(office(i), name="a.html", forms=()) for i in range(7)]
    text = write_learned(Learner("f", "number").learn(read))
    assert "label: 处罚情况统计表" in text
    assert "open: {}" in text
    assert "left: c1 + c2 + c3, right: c4" in text
    assert "brackets: negative  # figures in brackets in 6 reports, with minus signs in 1" in text
    other = gongkai.extract(office(7), name="a.html", forms=(parse_form(text, "f"),))
    assert [cell.value for cell in next(iter(other.tables.values())).cells] == [0, 10, 13, 23, -7.5, 0.0]


def test_reports_without_a_table_do_not_make_tables_optional():
    """They are said, and not counted."""
    read = [gongkai.extract(office(i, seen=i < 5), name="a.html", forms=()) for i in range(7)]
    text = write_learned(Learner("f").learn(read))
    assert "# none of the tables was seen in 2 reports: they are not counted below" in text
    assert "optional" not in text.split("tables:")[1]


def yearly(agency: str, year: int, before: int, new: int, done: int) -> bytes:
    """A report with what is carried over, a share that is no part of the sums, and the total in a sentence and in a second table."""
    rows = [
        ("上年结转", before, "10%"),
        ("本年新收", new, "90%"),
        ("本年办结", done, "50%"),
        ("结转下年", before + new - done, "40%"),
    ]
    body = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in (("项目", "件数", "占比"), *rows))
    parts = [("甲类", done - 2), ("乙类", 2), ("办结合计", done)]
    second = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in (("类别", "办结数"), *parts))
    return (
        f"<html><body><h1>{agency}{year}年度案件办理报告</h1><h2>一、总体情况</h2><p>全年共办结{done}件。</p><h2>二、数据</h2>"
        f"<p>案件办理情况表</p><table>{body}</table><p>办结案件分类表</p><table>{second}</table></body></html>"
    ).encode()


def test_what_reaches_beyond_one_table_is_learned():
    """What goes in and out, what the next year takes over, the sentence that restates a cell; shares are left out of sums."""
    made = []
    for n, agency in enumerate(("甲山县渔政局", "乙山县渔政局", "丙山县渔政局", "丁山县渔政局")):
        first, left = (11 * n + 5, 40 + n, 33 + 2 * n), 11 * n + 5 + 40 + n - 33 - 2 * n
        made += [yearly(agency, 2020, *first), yearly(agency, 2021, left, 50 + n, 41 + 3 * n)]
    read = [gongkai.extract(data, name="a.html", forms=()) for data in made]
    text = write_learned(Learner("f", "number").learn(read))
    assert "left: r1 + r2 - r3, right: r4, without: [c2]" in text
    assert "hands_on: r4, takes_over: r1" in text
    assert "pattern: '全年共办结(?<n>" in text
    form = parse_form(text, "f")
    assert form.spec.narrative[0].cells == {"n": "table1.r3.c1 or table2.r3.c1"}
    assert [(a.left, a.right) for a in form.spec.across] == [("table1.r3.c1", "table2.r3.c1")]
