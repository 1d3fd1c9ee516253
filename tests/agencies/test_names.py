"""agency_name: one spelling for one body, other spellings for others."""

from __future__ import annotations

import pytest

from gongkai.agencies.divisions import _table
from gongkai.agencies.names import joining_name

SAME = (
    ("武汉市人民政府", "武汉市政府", "武汉 市 人民政府", "武漢市人民政府", "武汉市", "湖北省武汉市人民政府", "武汉政府"),
    ("武汉市人民政府办公室", "武汉市人民政府办公厅", "武汉市政府办公厅", "武汉市政府办公室", "武汉市政府办", "武汉市人民政府办"),
    ("硚口区司法局", "武汉市硚口区司法局", "湖北省武汉市硚口区司法局", "武汉硚口区司法局", "硚口区司法局　"),
    ("徐州市鼓楼区司法局", "江苏省徐州市鼓楼区司法局", "徐州鼓楼区司法局"),
    ("浦东新区教育局", "上海市浦东新区教育局", "上海浦东新区教育局"),
    ("恩施土家族苗族自治州教育局", "恩施州教育局", "湖北省恩施州教育局"),
    ("沙县人民政府", "沙县", "沙县政府", "三明市沙县人民政府"),
    ("乾县人民政府", "乾县", "陕西省乾县政府"),
    ("云溪县人民政府", "云溪县", "云溪县政府", "云溪县人民政府政府"),
    ("白鹭镇人民政府", "白鹭镇", "白鹭镇政府"),
    ("竹溪街道办事处", "竹溪街道", "竹溪街道办"),
    ("大兴安岭地区行政公署", "大兴安岭地区行署", "大兴安岭地区"),
    ("锡林郭勒盟行政公署", "锡林郭勒盟", "锡林郭勒盟行署", "锡林郭勒盟人民政府"),
    ("盐城市人民政府", "盐城市", "盐城市政府", "盐城"),
    ("景县人民政府", "景县", "衡水市景县"),
    ("彭水苗族土家族自治县教育局", "彭水县教育局", "重庆市彭水县教育局"),
    ("望川开发区管理委员会", "望川开发区管委会"),
    ("青岚市发展和改革委员会", "青岚市发改委", "青岚市发展改革委"),
    ("青岚市自然资源局(林业局)", "青岚市自然资源局（林业局）", "青岚市自然资源局 (林业局)"),
    ("国家税务总局武汉市税务局", "国家税务总局 武汉市税务局"),
    ("香港特别行政区政府", "中华人民共和国香港特别行政区政府", "香港特别行政区", "香港"),
)  # fmt: skip


@pytest.mark.parametrize("spellings", SAME, ids=lambda spellings: spellings[0])
def test_spellings_of_one_body_give_one_key(spellings):
    """However a body's name is printed, its key is the same, and it is the fullest usual name."""
    assert {joining_name(spelling) for spelling in spellings} == {spellings[0]}


def test_other_bodies_keep_other_keys():
    """A government is not its office, a city not its county, a district not that of the same name in another city."""
    names = (
        *(
            "武汉市人民政府",
            "武汉市人民政府办公室",
            "长沙市人民政府",
            "长沙县人民政府",
            "吉林省人民政府",
            "吉林市人民政府",
        ),
        *(
            "徐州市鼓楼区司法局",
            "南京市鼓楼区司法局",
            "鼓楼区司法局",
            "朝阳市人民政府",
            "朝阳县人民政府",
            "朝阳区人民政府",
        ),
        *("云溪县教育局", "云溪县教育局办公室", "武汉大学", "武汉市武汉中学", "国务院办公厅", "苏州工业园区管理委员会"),
    )
    assert len({joining_name(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    "name", ["武汉东湖风景区", "青岚市湿地保护区", "幸福社区", "苏州工业园区", "云溪开发区", "云溪新区", "城乡"]
)
def test_what_only_looks_like_a_division_gets_no_government(name):
    """A zone, a park or a community is not called 人民政府."""
    assert joining_name(name) == name


def test_every_known_division_reports_as_its_government():
    """The bare name of a division, of whatever year, has the key of its government."""
    names = {division.name for found in _table().coded.values() for division in found}
    assert not [name for name in names if not joining_name(name).endswith(("政府", "行政公署"))]


def test_a_key_is_its_own_key():
    """Normalising twice changes nothing more."""
    keys = {joining_name(name) for spellings in SAME for name in spellings}
    assert {joining_name(key) for key in keys} == keys
