"""What may be asserted of one run of the product, each assertion a small object of ``case.json``.

A fault is of one of three kinds: ``WRONG``, something is stated that is not so; ``open``, nothing is stated where the right thing is
plainly there; ``other``, the rest.

Assertions (PATH of a cell: tables.TABLE.ROW.COLUMN, where ROW may hold dots; of anything else: a.b.0.c):

    {"path": CELL, "value": 12, "note": "…", "unit": "元", "or": ["ambiguous"]}   note: a part of it; or: honest states that do
    {"path": CELL, "status": "blank"} or a list              {"path": CELL, "status_not": ["blank"]}
    {"path": ANY, "equals": X} or "any_of": […]              {"path": ANY, "matches": REGEX}, {"path": ANY, "lacks": REGEX}
    {"not_reported": CELL}                                   no number
    {"never": {"cell": CELL, "value": X}}                    any number but this one; X may be a list
    {"all_cells_right": "truth.json", "share": 0.98, "tables": […]}   no number wrong; that share of the printed ones given
    {"table_form": ["requests", "gio-2021"]}
    {"section": {"key": …, "heading": REGEX, "text": REGEX}} such a section is there (any of the three)
    {"no_section": [KEY, …]}
    {"section_has": {"key": …, "text": …}}, {"section_lacks": {"key": …, "text": …}}   white space apart; key "*": any section;
                                                             with "below": true also in its children
    {"extra": {"table": …, "label": REGEX, "values": […]}}   a printed row that the form does not know
    {"issue": REGEX}, {"no_issue": REGEX}                    of "severity code message"; {"reason": REGEX} of form.reasons
    {"note": REGEX}                                          in `notes`: "mark text section"
    {"check": {"id": REGEX, "status": "pass"}}, {"no_check_fails": REGEX}   of "kind id table"
    {"grid_value": {"row": REGEX, "column": REGEX, "value": 3, "unit": …, "text": …}}   some cell of `grids`; labels joined by " / "
    {"no_grid_column": REGEX}, {"grids": 3}, {"grid": {"caption": REGEX, "unit": …}}
    {"dataset_rows": {"reports.csv": 3}}                     a number, or [least, most]; a file that is not there has 0 rows
    {"dataset_values": {"file": "reports.csv", "column": "agency", "values": […]}}   as a set, order apart; "holds": true: at least
    {"dataset_has": {"file": …, "row": {"column": value}}}, {"dataset_lacks": …}
    {"exit": 0} or a list, {"stderr": REGEX}, {"stdout": REGEX}, {"no_stderr": REGEX}
    {"seconds": 20} (always, unless given), {"no_traceback": true} (always)
    {"any": [assertion, …]}                                  one of them holds; {"all": […]} inside it groups
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from case_result import Result, listed, same, show, squeeze

Fault = tuple[str, str]
KINDS = ("WRONG", "open", "other")
TRACEBACK = re.compile(r"Traceback \(most recent call last\)")
NOT_GIVEN = ("missing", "ambiguous", "unreadable", None)


def path_(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    path = a["path"]
    if path.startswith("tables.") and any(name in a for name in ("value", "status", "status_not", "unit")):
        yield from cell_(r, path, a)
        return
    value = r.at(path)
    if "equals" in a or "any_of" in a:
        accepted = a["any_of"] if "any_of" in a else [a["equals"]]
        if r.report is None:
            yield "open", f"{path}: no report"
        elif not any(same(value, x) for x in accepted):
            kind = "open" if value is None else "other" if path.startswith("source.") else "WRONG"
            yield kind, f"{path} is {value!r}, right: {' or '.join(map(repr, accepted))}"
    if "matches" in a and not re.search(a["matches"], str(value if value is not None else "")):
        yield ("open" if value is None else "WRONG"), f"{path} is {value!r}, not like {a['matches']!r}"
    if "lacks" in a and value is not None and re.search(a["lacks"], str(value)):
        yield "WRONG", f"{path} is {value!r}"


def cell_(r: Result, path: str, a: dict[str, Any]) -> Iterator[Fault]:
    cell = r.cell(path)
    status, value = (cell or {}).get("status"), (cell or {}).get("value")
    name = path.removeprefix("tables.")
    if "value" in a:
        if status == "reported" and not same(value, a["value"]):
            yield "WRONG", f"{name}: printed {a['value']}, got {show(cell)}"
            return
        if status != "reported":
            if status not in a.get("or", []):
                yield ("open" if status in NOT_GIVEN else "other"), f"{name}: printed {a['value']}, got {show(cell)}"
            return
        if "note" in a and squeeze(a["note"]) not in squeeze((cell or {}).get("note")):
            yield "other", f"{name}: note {a['note']!r} expected, got {show(cell)}"
        if "unit" in a and (cell or {}).get("unit") not in listed(a["unit"]):
            yield "WRONG", f"{name}: unit {a['unit']} printed, got {(cell or {}).get('unit')!r} with {value!r}"
    elif "unit" in a and (cell or {}).get("unit") not in listed(a["unit"]):
        yield "WRONG", f"{name}: unit {a['unit']} printed, got {(cell or {}).get('unit')!r}"
    if "status" in a and status not in listed(a["status"]):
        yield ("WRONG" if status == "reported" else "other"), f"{name}: {a['status']} expected, got {show(cell)}"
    if status in a.get("status_not", []) or (a.get("status_not") and cell is None):
        yield "other", f"{name}: got {show(cell)}"


def not_reported(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    for path in listed(a["not_reported"]):
        cell = r.cell(path)
        if cell is not None and cell.get("value") is not None:
            yield "WRONG", f"{path.removeprefix('tables.')}: no number is right, got {show(cell)}"


def never(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    cell = r.cell(a["never"]["cell"])
    if cell is not None and any(same(cell.get("value"), x) for x in listed(a["never"]["value"])):
        yield "WRONG", f"{a['never']['cell'].removeprefix('tables.')}: got {show(cell)}"


def all_cells_right(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    truth = r.cells_of(a["all_cells_right"])
    printed = given = 0
    wrong, absent = [], []
    for table, cells in truth.items():
        if table not in a.get("tables", truth):
            continue
        for key, value in cells.items():
            if f"{table}.{key}" in a.get("but", []):
                continue
            cell = r.cell(f"{table}.{key}")
            got = (cell or {}).get("value")
            printed += value is not None
            if got is None:
                if value is not None:
                    absent.append(f"{table}.{key} {(cell or {}).get('status')}")
            elif value is None or not same(got, value):
                wrong.append(f"{table}.{key} printed {value}, got {got} (raw {cell.get('raw')!r})")  # type: ignore[union-attr]
            else:
                given += 1
    if wrong:
        yield "WRONG", f"{len(wrong)} of {printed} numbers: {'; '.join(wrong[:3])}"
    elif printed and given < a.get("share", 1) * printed:
        yield "open", f"{given} of {printed} printed numbers given: {'; '.join(absent[:3])}"


def table_form(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    table, form = a["table_form"]
    got = (((r.report or {}).get("tables") or {}).get(table) or {}).get("form")
    if got != form:
        yield ("open" if got is None else "WRONG"), f"tables.{table}.form is {got!r}, right: {form!r}"


def section(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    want = a["section"]
    for s, whole in r.sections():
        if (
            ("key" not in want or s.get("key") == want["key"])
            and ("heading" not in want or re.search(want["heading"], s.get("heading") or ""))
            and ("text" not in want or re.search(want["text"], whole))
        ):
            return
    seen = [(s.get("key"), s.get("heading")) for s, _ in r.sections()]
    yield "other", f"no section {want}; there are {seen[:14]}"


def no_section(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    found = [(s.get("key"), s.get("heading")) for s, _ in r.sections() if s.get("key") in a["no_section"]]
    if found:
        yield "WRONG", f"sections {found[:4]}"


def _texts(r: Result, want: dict[str, Any]) -> list[str]:
    key = want.get("key", "*")
    return [
        squeeze(whole if want.get("below") else s.get("text"))
        for s, whole in r.sections()
        if key == "*" or s.get("key") == key
    ]


def section_has(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    want = a["section_has"]
    if not any(squeeze(want["text"]) in text for text in _texts(r, want)):
        yield "other", f"section {want.get('key', '*')} lacks {want['text']!r}"


def section_lacks(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    want = a["section_lacks"]
    if any(squeeze(want["text"]) in text for text in _texts(r, want)):
        yield "other", f"section {want.get('key', '*')} holds {want['text']!r}"


def extra(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    want = a["extra"]
    rows = (((r.report or {}).get("tables") or {}).get(want["table"]) or {}).get("extra") or []
    found = [row for row in rows if re.search(want["label"], str(row.get("label")))]
    for row in found:
        values = [str(v).strip() for v in row.get("values") or [] if str(v).strip() not in ("", "None")]
        if "values" not in want or values == [str(v) for v in want["values"]]:
            return
    yield "other" if found else "open", f"extra of {want['table']} is {(found or rows)[:3]}, expected {want}"


def _issues(r: Result) -> list[str]:
    return [f"{i.get('severity')} {i.get('code')} {i.get('message')}" for i in (r.report or {}).get("issues") or []]


def issue(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    if not any(re.search(a["issue"], line) for line in _issues(r)):
        yield "other", f"no issue like {a['issue']!r}; there are {[x.split()[1] for x in _issues(r)]}"


def no_issue(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    for line in _issues(r):
        if re.search(a["no_issue"], line):
            yield "other", f"issue {line[:160]!r}"
            return


def reason(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    reasons = r.at("form.reasons") or []
    if not any(re.search(a["reason"], str(x)) for x in reasons):
        yield "other", f"form.reasons {reasons} lack {a['reason']!r}"


def note(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    notes = [f"{n.get('mark')} {n.get('text')} {n.get('section')}" for n in (r.report or {}).get("notes") or []]
    if not any(re.search(a["note"], line) for line in notes):
        yield "other", f"no note like {a['note']!r}; there are {notes[:5]}"


def _checks(r: Result) -> Iterator[tuple[str, dict[str, Any]]]:
    for check in (r.report or {}).get("checks") or []:
        yield f"{check.get('kind')} {check.get('id')} {check.get('table')}", check


def check(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    want = a["check"]
    found = [c for name, c in _checks(r) if re.search(want["id"], name)]
    if not found or any(c.get("status") not in listed(want["status"]) for c in found):
        yield "other", f"checks like {want['id']!r}: {[(c.get('id'), c.get('status')) for c in found][:4]}"


def no_check_fails(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    for name, c in _checks(r):
        if re.search(a["no_check_fails"], name) and c.get("status") == "fail":
            yield "WRONG", f"check {name} fails: {str(c.get('message'))[:140]}"
            return


def _grid_cells(r: Result) -> Iterator[tuple[dict[str, Any], str, str, dict[str, Any]]]:
    def label(labels: list[Any], at: Any) -> str:
        path = labels[at] if isinstance(at, int) and at < len(labels) else []
        return " / ".join(map(str, listed(path)))

    for grid in (r.report or {}).get("grids") or []:
        for cell in grid.get("cells") or []:
            yield (
                grid,
                label(grid.get("rows") or [], cell.get("row")),
                label(grid.get("columns") or [], cell.get("column")),
                cell,
            )


def grid_value(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    want = a["grid_value"]
    found = [
        (grid, cell)
        for grid, row, column, cell in _grid_cells(r)
        if re.search(want.get("row", ""), row) and re.search(want.get("column", ""), column)
    ]
    if not found:
        yield "open", f"no grid cell at row {want.get('row')!r}, column {want.get('column')!r}"
        return
    for grid, cell in found:
        if (
            ("value" not in want or same(cell.get("value"), want["value"]))
            and ("text" not in want or squeeze(cell.get("text")) == squeeze(want["text"]))
            and ("unit" not in want or want["unit"] in (cell.get("unit"), grid.get("unit")))
        ):
            return
    cell = found[0][1]
    yield (
        ("WRONG" if cell.get("value") is not None else "open"),
        f"grid cell {want}: got {cell.get('value')!r} {cell.get('text')!r} {cell.get('unit')!r}",
    )


def no_grid_column(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    for grid in (r.report or {}).get("grids") or []:
        for path in grid.get("columns") or []:
            if re.search(a["no_grid_column"], " / ".join(map(str, listed(path)))):
                yield "WRONG", f"grid {grid.get('id')}: {path} is a column of figures"
                return


def grids(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    found = (r.report or {}).get("grids")
    count = len(found or [])
    low, high = a["grids"] if isinstance(a["grids"], list) else (a["grids"], a["grids"])
    if not low <= count <= high:
        yield ("open" if count < low else "WRONG"), f"{count} grids, right: {a['grids']}"


def grid(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    want = a["grid"]
    found = (r.report or {}).get("grids") or []
    for g in found:
        if ("caption" not in want or re.search(want["caption"], g.get("caption") or "")) and (
            "unit" not in want or g.get("unit") == want["unit"]
        ):
            return
    yield (
        "open" if not found else "other",
        f"no grid {want}; there are {[(g.get('caption'), g.get('unit')) for g in found][:5]}",
    )


def dataset_rows(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    for name, wanted in a["dataset_rows"].items():
        low, high = wanted if isinstance(wanted, list) else (wanted, wanted)
        count = len(r.rows(name))
        if not low <= count <= high:
            more = "WRONG" if name in ("reports.csv", "cells.csv") else "other"
            yield ("open" if count < low else more), f"{name} has {count} rows, right: {wanted}"


def dataset_values(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    want = a["dataset_values"]
    got = sorted(row.get(want["column"]) or "" for row in r.rows(want["file"]))
    right = sorted(map(str, want["values"]))
    missing = [x for x in right if x not in got]
    more = [] if want.get("holds") else [x for x in got if x not in right]
    if more:
        yield "WRONG", f"{want['file']}.{want['column']}: {got}, right: {right}"
    elif missing or (len(got) != len(right) and not want.get("holds")):
        yield "open", f"{want['file']}.{want['column']}: {got}, right: {right}"


def _matching(r: Result, want: dict[str, Any]) -> list[dict[str, str]]:
    return [
        row
        for row in r.rows(want["file"])
        if all(re.fullmatch(str(value), row.get(column) or "") for column, value in want["row"].items())
    ]


def dataset_has(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    if not _matching(r, a["dataset_has"]):
        yield "open", f"{a['dataset_has']['file']} has no row like {a['dataset_has']['row']}"


def dataset_lacks(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    rows = _matching(r, a["dataset_lacks"])
    if rows:
        yield "WRONG", f"{a['dataset_lacks']['file']} has {len(rows)} rows like {a['dataset_lacks']['row']}"


def exit_(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    if r.code not in listed(a["exit"]):
        yield "other", f"exit status {r.code}, right: {a['exit']} ({r.err.strip()[-160:]!r})"


def stderr_(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    if not re.search(a["stderr"], r.err):
        yield "other", f"standard error lacks {a['stderr']!r}: {r.err.strip()[-160:]!r}"


def no_stderr(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    if re.search(a["no_stderr"], r.err):
        yield "other", f"standard error: {r.err.strip()[-160:]!r}"


def stdout_(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    if not re.search(a["stdout"], r.out):
        yield "other", f"standard output lacks {a['stdout']!r}"


def seconds(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    if r.seconds > a["seconds"]:
        yield "other", f"took {r.seconds:.0f} s, right: {a['seconds']} at most"


def no_traceback(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    if TRACEBACK.search(r.err) or TRACEBACK.search(r.out):
        yield "other", f"a traceback: {r.err.strip().splitlines()[-1][:160] if r.err.strip() else ''}"


def any_(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    tried = [list(judge(r, one)) for one in a["any"]]
    if all(tried):
        worst = min(tried, key=lambda faults: min(KINDS.index(kind) for kind, _ in faults) * -1)
        yield worst[0][0], "none of: " + " | ".join(faults[0][1][:110] for faults in tried)


def all_(r: Result, a: dict[str, Any]) -> Iterator[Fault]:
    for one in a["all"]:
        yield from judge(r, one)


ASSERTIONS: dict[str, Callable[[Result, dict[str, Any]], Iterator[Fault]]] = {
    "path": path_, "not_reported": not_reported, "never": never, "all_cells_right": all_cells_right,
    "table_form": table_form, "section": section, "no_section": no_section, "section_has": section_has,
    "section_lacks": section_lacks, "extra": extra, "issue": issue, "no_issue": no_issue, "reason": reason, "note": note,
    "check": check, "no_check_fails": no_check_fails, "grid_value": grid_value, "no_grid_column": no_grid_column,
    "grids": grids, "grid": grid, "dataset_rows": dataset_rows, "dataset_values": dataset_values,
    "dataset_has": dataset_has, "dataset_lacks": dataset_lacks, "exit": exit_, "stderr": stderr_, "no_stderr": no_stderr,
    "stdout": stdout_, "seconds": seconds, "no_traceback": no_traceback, "any": any_, "all": all_,
}  # fmt: skip


def judge(r: Result, assertion: dict[str, Any]) -> Iterator[Fault]:
    """Yield what does not hold of one assertion."""
    names = [name for name in assertion if name in ASSERTIONS]
    if "path" in names:
        names = ["path"]
    if len(names) != 1:
        msg = f"{r.case.name}: which assertion is {assertion}?"
        raise ValueError(msg)
    yield from ASSERTIONS[names[0]](r, assertion)
