"""The short ways of an engineer: input to JSON lines, a table by province and year from one CSV, a thousand documents in a loop."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from gongkai import Report, extract_many

ROOT = Path(__file__).parent.parent
TEXT = ROOT / "fixtures/zhuxi-2022.txt"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of the fixtures, as the command makes it."""
    folder = tmp_path_factory.mktemp("pipes") / "dataset"
    words = ["extract", str(ROOT / "fixtures"), "-o", str(folder), "-q", "-j", "1"]
    subprocess.run([sys.executable, "-m", "gongkai", *words], check=True)
    return folder


@pytest.mark.needs("jq", "jq")
def test_standard_input_goes_to_json_lines_through_jq():
    """As the help of convert shows it."""
    line = f"cat {TEXT} | {sys.executable} -m gongkai convert - -f jsonl | jq -r .agency"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", line], capture_output=True, text=True, check=True)
    assert done.stdout == "竹溪街道办事处\n"


def test_a_table_by_province_and_year_comes_from_one_csv(dataset: Path):
    """No join, no library: the wide table says who, when and where in its first columns."""
    found: Counter[tuple[str, str]] = Counter()
    with (dataset / "requests.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        for row in rows:
            found[row["province_name"], row["year"]] += int(row["received__total"] or 0)
    assert found["湖北省", "2023"] == 2208
    assert list(rows.fieldnames or ())[:4] == ["report_id", "agency_name", "year", "province_name"]


def test_a_thousand_documents_go_through_a_loop():
    """One outcome for each, in order, what is broken among them; no more than a few are read ahead."""
    good, asked = TEXT.read_bytes(), Counter[str]()

    def documents():
        for number in range(1000):
            asked["given"] += 1
            yield b"%PDF-1.4 and no more" if number % 100 == 7 else good if number % 100 == 0 else b""

    kinds: list[str] = []
    for found in extract_many(documents(), jobs=0):
        kinds.append("report" if isinstance(found, Report) else found.error)
        assert asked["given"] <= len(kinds) + 20
    assert Counter(kinds) == {"report": 10, "damaged_source": 10, "empty_source": 980}
    assert [number for number, kind in enumerate(kinds) if kind == "report"] == list(range(0, 1000, 100))
