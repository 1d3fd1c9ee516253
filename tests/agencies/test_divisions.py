"""The packaged table of GB/T 2260 and the words about names."""

from __future__ import annotations

from typing import get_args

import pytest

from gongkai.agencies.divisions import Gazetteer, _table
from gongkai.agencies.words import words
from gongkai.report import AgencyLevel

YEARS = range(2008, 2026)


@pytest.mark.parametrize("year", YEARS)
def test_every_county_lies_in_what_stood_in_its_year(year):
    """Of each code the city and the province above it are in the table too, in every year."""
    known = Gazetteer(year)
    codes = {code for code, found in _table().coded.items() if any(division.stood_in(year) for division in found)}
    free = {"11", "12", "31", "50"}
    lost = {c for c in codes if c[2:4] != "90" and c[:2] not in free and known.coded(c[:4] + "00") is None}
    assert not lost
    assert len({code for code in codes if code.endswith("0000")}) == 34
    assert 2800 < sum(not code.endswith("00") for code in codes) < 2950


@pytest.mark.parametrize("year", YEARS)
def test_a_code_has_one_name_but_in_the_year_of_a_change(year):
    """Two names of one code stand in one year only where the one ends and the other begins in it."""
    for found in _table().coded.values():
        there = [division for division in found if division.stood_in(year)]
        assert len(there) == 1 or not there or {d.last for d in there} & {year} or {d.first for d in there} & {year}, (
            there
        )


def test_no_division_is_what_is_none():
    """Zones that only the statistics know, 市辖区 and 省直辖县级行政区划 are not in the table."""
    names = {division.name for found in _table().coded.values() for division in found}
    assert (
        not {"市辖区", "县", "省直辖县级行政区划", "滁州经济技术开发区", "雄安新区", "加格达奇区", "西沙群岛"} & names
    )
    assert all(code.isdecimal() and len(code) == 6 for code in _table().coded)


def test_short_names_of_peoples():
    """恩施州 and 长阳县 are printed for the full names of autonomous divisions; the capital's county is another one."""
    named = Gazetteer(2023).named
    assert [place.division.name for place in named("恩施州")] == ["恩施土家族苗族自治州"]
    assert [place.division.code for place in named("长阳县")] == ["420528"]
    assert [place.division.name for place in named("管城区")] == ["管城回族区"]
    assert [place.division.code for place in named("海南")] == ["460000", "150303", "632500"]


def test_words_speak_of_known_kinds():
    """Every kind of ``words.yaml`` is one that the columns declare."""
    assert set(words().kinds.values()) < set(get_args(AgencyLevel))
