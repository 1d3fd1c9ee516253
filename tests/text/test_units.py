"""Units as printed: 万元 is a scale of 元, an office that is called 单位 is none."""

from __future__ import annotations

import pytest

from gongkai.text.units import base_of, converted, declared_units, factor_of


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("单位：万元", ("万元",)),
        ("（单位: 元）", ("元",)),
        ("2023年度  金额单位：亿元", ("亿元",)),
        ("单位：人民币元", ("元",)),
        ("计量单位：万元、件", ("万元", "件")),
        ("填报单位：某某局", ()),
        ("单位：件数", ()),
        ("单位负责人", ()),
        ("", ()),
    ],
)
def test_a_declared_unit_is_read(text, units):
    """Whatever stands before it on its line."""
    assert declared_units(text) == units


@pytest.mark.parametrize(
    ("value", "unit", "into", "amount"),
    [(70487, "元", "万元", 7.0487), (1.36, "亿元", "万元", 13600), (0.1, "万元", "元", 1000), (3, "件", "万元", None)],
)
def test_money_is_converted_exactly(value, unit, into, amount):
    """By decimals, and only money."""
    assert converted(value, unit, into) == amount


def test_a_unit_has_a_base_and_a_factor():
    """What is no unit has the factor 1 and no base."""
    assert [(base_of(u), factor_of(u)) for u in ("千万元", "件", "局", None)] == [
        ("元", 10_000_000),
        ("件", 1),
        (None, 1),
        (None, 1),
    ]
