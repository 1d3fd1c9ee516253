"""What a file of a dataset and its columns are."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Type = Literal["string", "integer", "number", "boolean", "date"]


class Column(Struct, frozen=True):
    """One column; ``type`` is a field type of Frictionless Table Schema.

    ``codes`` are the only values of a coded column, in an order that stays: Stata numbers them from 1. ``unit`` is that of a figure.
    """

    name: str
    type: Type
    zh: str
    en: str
    required: bool = False
    codes: tuple[str, ...] = ()
    unit: str | None = None


class File(Struct, frozen=True):
    """One CSV file, one row per what ``en`` says."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Its name in the folder."""
        return f"{self.name}.csv"

    @property
    def refers_to_reports(self) -> bool:
        """Whether its rows belong to rows of ``reports.csv``."""
        return self.name != "reports" and self.columns[0] == REPORT_ID  # a correction may be of a report that is gone


REPORT_ID = Column(
    "report_id", "string", "报告编号：文件 SHA-256 的前 16 位", "first 16 hex digits of the SHA-256", True
)
AGENCY_NAME = Column(
    "agency_name", "string", "规范化的机关名称，供跨年度匹配", "name of the agency in one spelling, to join years by"
)
YEAR = Column("year", "integer", "报告年度", "the year reported on")
PROVINCE_NAME = Column("province_name", "string", "所属省级行政区", "name of its province")
WHO = (AGENCY_NAME, YEAR, PROVINCE_NAME)
"""What stands between ``report_id`` and the figures in a wide table, so that nobody has to join it onto them."""
