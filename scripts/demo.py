"""Prints a dataset's reports as a short table.

scripts/demo.py DATASET
"""

from __future__ import annotations

import sys

import pandas as pd

import gongkai

_SHOWN = ["format", "form", "agency", "year", "published", "reported", "verified", "contradicted", "status"]


def main() -> None:
    """Read the dataset as an analyst would: by name, as frames."""
    dataset = gongkai.open_dataset(sys.argv[1])
    reports = dataset.reports.rename(columns=lambda name: name.removeprefix("cells_"))
    with pd.option_context("display.unicode.east_asian_width", True, "display.width", 200):
        print(reports[_SHOWN].sort_values(["agency", "year"]).to_string(index=False))


if __name__ == "__main__":
    main()
