"""Names of real places and bodies, easy and nasty ones, with what is certain about them."""

from __future__ import annotations

import json

import msgspec
import pytest

from agencies.making import identity_of
from gongkai.agencies.divisions import Gazetteer, _table
from gongkai.pipeline import extract_bytes
from gongkai.report import Identity

# agency, year, agency_level, division_code (None where it is not certain), province_code
GOVERNMENTS = """
武汉市人民政府 2023 city 420100 420000
湖北省人民政府 2023 province 420000 420000
上海市 2019 province 310000 310000
北京市人民政府 2010 province 110000 110000
香港特别行政区政府 2023 province 810000 810000
内蒙古自治区人民政府 2023 province 150000 150000
硚口区人民政府 2024 county 420104 420000
洪泽区人民政府 2023 county 320813 320000
洪泽县人民政府 2014 county 320829 320000
上海浦东新区人民政府 2023 county 310115 310000
滨海新区人民政府 2023 county 120116 120000
神农架林区人民政府 2023 county 429021 420000
仙桃市人民政府 2023 county 429004 420000
石河子市人民政府 2023 county 659001 650000
长沙市人民政府 2023 city 430100 430000
长沙县人民政府 2023 county 430121 430000
河南省政府 2023 province 410000 410000
河南县人民政府 2023 county 632324 630000
河北区人民政府 2023 county 120105 120000
吉林市人民政府 2023 city 220200 220000
吉林省人民政府 2023 province 220000 220000
朝阳市人民政府 2023 city 211300 210000
朝阳县人民政府 2023 county 211321 210000
朝阳区人民政府 2023 county - -
北京市朝阳区人民政府 2023 county 110105 110000
长春市朝阳区人民政府 2023 county 220104 220000
长春朝阳区人民政府 2023 county 220104 220000
白云区人民政府 2023 county - -
贵阳市白云区人民政府 2023 county 520113 520000
通州区人民政府 2023 county - -
城区人民政府 2023 county - -
矿区人民政府 2023 county - -
晋城市城区人民政府 2023 county 140502 140000
济南市市中区人民政府 2023 county 370103 370000
济南市中区人民政府 2023 county 370103 370000
海南省人民政府 2023 province 460000 460000
海南州人民政府 2023 city 632500 630000
海南藏族自治州人民政府 2023 city 632500 630000
恩施州人民政府 2023 city 422800 420000
恩施市人民政府 2023 county 422801 420000
大兴安岭地区行署 2023 city 232700 230000
阿拉善盟行政公署 2023 city 152900 150000
前郭县人民政府 2023 county - -
长阳县人民政府 2023 county 420528 420000
云溪县人民政府 2023 county - -
澄州市人民政府 2023 - - -
昆山市 2023 county 320583 320000
乾县人民政府 2023 county 610424 610000
松原市乾安县人民政府 2023 county 220723 220000
山海关区人民政府 2023 county 130303 130000
玉林市容县人民政府 2023 county 450921 450000
苏州市昆山市人民政府 2023 county 320583 320000
南京市昆山市人民政府 2023 - - 320000
彭水县人民政府 2023 county 500243 500000
锡林郭勒盟 2023 city 152500 150000
汕头市城区 2023 - - 440000
汕头市城区人民政府 2023 county - 440000
"""
BY_YEAR = """
莱芜市人民政府 2018 city 371200 370000
莱芜市人民政府 2020 city - -
济南市莱芜区人民政府 2020 county 370116 370000
济南市莱芜区人民政府 2012 county - 370000
即墨市人民政府 2015 county 370282 370000
即墨区人民政府 2015 county - -
即墨市人民政府 2020 county - -
青岛市即墨区人民政府 2020 county 370215 370000
襄樊市人民政府 2009 city 420600 420000
襄樊市人民政府 2015 city - -
襄阳市人民政府 2015 city 420600 420000
密云县人民政府 2014 county 110228 110000
北京市密云县人民政府 2018 county - 110000
密云区人民政府 2018 county 110118 110000
崇文区人民政府 2009 county 110103 110000
崇文区人民政府 2012 county - -
沙县人民政府 2019 county 350427 350000
沙县人民政府 2023 county - -
深圳市龙华区人民政府 2023 county 440309 440000
龙华区人民政府 2023 county - -
龙华区人民政府 2012 county 460106 460000
崇川区人民政府 2019 county 320602 320000
崇川区人民政府 2020 county 320613 320000
崇川区人民政府 2021 county 320613 320000
渝北区人民政府 2024 county 500112 500000
两江新区人民政府 2020 zone - -
毕节地区行政公署 2009 city 522400 520000
毕节市人民政府 2009 county 522401 520000
毕节市人民政府 2013 city 520500 520000
巢湖市人民政府 2010 city 341400 340000
巢湖市人民政府 2013 county 340181 340000
武汉市人民政府 1999 city - -
铜仁市玉屏侗族自治县人民政府 2010 county - 520000
铜仁市玉屏侗族自治县白鹭镇人民政府 2010 township - 520000
徐州市铜山区教育局 2009 department - 320000
徐州市铜山区教育局 2012 department 320312 320000
徐州市铜山区高新区管委会 2009 zone - 320000
九江市共青城市教育局 2009 department - 360000
长沙市望城区教育局 2009 department - 430000
三明市沙县区教育局 2016 department - 350000
三明市沙县区教育局 2023 department 350405 350000
沙县区域合作办公室 2016 department 350427 350000
铜仁市玉屏侗族自治县教育局 2010 department - 520000
铜仁地区玉屏侗族自治县教育局 2011 department - 520000
铜仁地区玉屏侗族自治县教育局 2010 department 522223 520000
硚口区人民政府 - county 420104 420000
崇川区人民政府 - county - 320000
"""
BODIES = """
硚口区司法局 2024 department 420104 420000
武汉市硚口区司法局 2024 department 420104 420000
鼓楼区司法局 2023 department - -
徐州市鼓楼区司法局 2023 department 320302 320000
徐州鼓楼区司法局 2023 department 320302 320000
江苏省鼓楼区司法局 2023 department - 320000
上海市人民政府办公厅 2019 department 310000 310000
武汉市政府办公室 2023 department 420100 420000
广东省教育厅 2023 department 440000 440000
广东教育厅 2023 department - 440000
河南教育厅 2023 department - -
广东省深圳市教育局 2023 department 440300 440000
国家税务总局武汉市税务局 2023 department 420100 420000
国家税务总局武汉市硚口区税务局 2023 department 420104 420000
国家统计局湖北调查总队 2023 department - 420000
中国人民银行武汉分行 2023 department - -
中共武汉市委办公室 2023 department 420100 420000
教育部 2023 national - -
国务院办公厅 2023 national - -
国家税务总局 2023 national - -
国务院国有资产监督管理委员会 2023 national - -
武汉市住房和城乡建设局 2023 department 420100 420000
武汉市城镇化工作办公室 2023 department 420100 420000
武汉市砚山湖区教育局 2023 department - 420000
武汉市中心城区改造办公室 2023 department 420100 420000
武汉市山区开发办公室 2023 department 420100 420000
武汉市城市更新局 2023 department 420100 420000
上海海关 2023 department - -
长江水利委员会 2023 department - -
新疆生产建设兵团第八师 2023 - - -
新疆生产建设兵团教育局 2023 department - -
武汉市市场监督管理局 2023 department 420100 420000
武汉市场监督管理局 2023 department - -
盐城市城市管理局 2023 department 320900 320000
盐城市政公用局 2023 department - -
武汉市城市管理委员会 2023 department 420100 420000
武汉市民政局 2023 department 420100 420000
北京市公安局朝阳分局 2023 department 110000 110000
武汉市云溪区司法局 2023 department - 420000
云溪市硚口区司法局 2023 department - -
临江区市场监督管理局 2023 department - -
乡村振兴局 2023 department - -
教育局 2023 department - -
武汉大学 2023 school - -
武汉市第一中学 2023 school 420100 420000
河北工业大学 2023 school - -
广东省深圳中学 2023 school - 440000
南京市鼓楼医院 2023 hospital 320100 320000
中山大学附属第一医院 2023 hospital - -
中山市人民医院 2023 hospital 442000 440000
硚口区人民法院 2023 court 420104 420000
武汉市水务集团有限公司 2023 enterprise 420100 420000
武汉市残疾人联合会 2023 association 420100 420000
武汉市公共资源交易中心 2023 institution 420100 420000
"""
TOWNSHIPS_AND_ZONES = """
白鹭镇人民政府 2023 township - -
城关镇人民政府 2023 township - -
竹溪街道办事处 2023 township - -
东莞市虎门镇人民政府 2023 township 441900 440000
虎门镇人民政府 2023 township - -
昆山市花桥镇人民政府 2023 township 320583 320000
苏州市花桥镇人民政府 2023 township - 320000
武汉市花山街道城市管理执法中队 2023 department - 420000
石家庄市石桥镇建设管理所 2023 institution - 130000
昆山市花桥镇建设管理所 2023 institution 320583 320000
武汉市硚口区古田街道办事处 2023 township 420104 420000
鼓楼区湖南路街道办事处 2023 township - -
南京市鼓楼区湖南路街道 2023 township 320106 320000
湖南路街道办事处 2023 township - -
南京东路街道办事处 2023 township - -
上海市南京东路街道办事处 2023 township - 310000
中山街道办事处 2023 township - -
武汉东湖新技术开发区管理委员会 2023 zone 420100 420000
东湖新技术开发区管理委员会 2023 zone - -
苏州工业园区管理委员会 2023 zone 320500 320000
吉林高新区管委会 2023 zone - 220000
长春朝阳经济开发区管委会 2023 zone 220100 220000
朝阳经济开发区管委会 2023 zone - -
南京市江宁区江宁开发区管委会 2023 zone 320115 320000
江宁经济技术开发区管委会 2023 zone - -
重庆两江新区管理委员会 2023 zone - 500000
雄安新区管理委员会 2023 zone - -
滨海新区管理委员会 2023 zone - -
东城区管理委员会 2023 zone - -
海南工业园区管委会 2023 zone - -
望川开发区管理委员会 2023 zone - -
"""


def rows(*tables: str) -> list[tuple[str | None, ...]]:
    """Split the tables above; ``-`` is None."""
    return [
        tuple(None if word == "-" else word for word in line.split()) for t in tables for line in t.split("\n") if line
    ]


@pytest.mark.parametrize(
    ("agency", "year", "level", "code", "province"), rows(GOVERNMENTS, BY_YEAR, BODIES, TOWNSHIPS_AND_ZONES)
)
def test_the_name_alone(agency, year, level, code, province):
    """A name says as much as is certain in its year, and no more."""
    found = identity_of(agency, int(year) if year else None)
    assert (found.agency_level, found.division_code, found.province_code) == (level, code, province)
    assert (found.evidence.division, found.evidence.agency_level is None) == ("name" if code else None, level is None)


@pytest.mark.parametrize("year", [2009, 2016])
def test_a_county_of_another_year_is_of_none(year):
    """A county that did not stand in the year never gives the code of what is above it, or of a place with another name."""
    known, wrong = Gazetteer(year), []
    for county in (
        d for found in _table().coded.values() for d in found if d.level == "county" and not d.stood_in(year)
    ):
        for name in (county.name, Gazetteer(county.first).full_name(county)):
            for body in ("教育局", "白鹭镇人民政府"):
                code = identity_of(name + body, year).division_code
                if code and (found := known.coded(code)) and found.name != county.name:
                    wrong.append((name + body, found))
    assert not wrong


def test_a_division_is_named_in_full():
    """The division's name holds those above it; a municipality stands once, a county below a province has no city."""
    names = {
        agency: identity_of(agency).division_name
        for agency in ("硚口区司法局", "浦东新区教育局", "仙桃市教育局", "重庆市")
    }
    assert names == {
        **{"硚口区司法局": "湖北省武汉市硚口区", "浦东新区教育局": "上海市浦东新区"},
        **{"仙桃市教育局": "湖北省仙桃市", "重庆市": "重庆市"},
    }
    assert identity_of("樊城区教育局", 2009).division_name == "湖北省襄樊市樊城区"
    assert identity_of("樊城区教育局", 2023).division_name == "湖北省襄阳市樊城区"


def test_no_agency_no_identity():
    """A report that does not say who it is from has none of it."""
    assert identity_of(None) == Identity()
    assert {*msgspec.structs.astuple(Identity())[:-1]} == {None}
    assert msgspec.structs.astuple(Identity().evidence) == (None, None)


def test_a_report_s_json_says_who_reports():
    """The keys that ``reports.csv`` has stand in the report itself, after the printed name, with what decided them."""
    text = "湖北省武汉市硚口区司法局2024年政府信息公开工作年度报告\n一、总体情况\n二、主动公开政府信息情况\n三、其他需要报告的事项\n"
    report = json.loads(extract_bytes(text.encode(), "a.txt").to_json())
    keys = [*report]
    assert keys[keys.index("agency") + 1] == "identity"
    assert report["identity"] == {
        "agency_name": "硚口区司法局",
        "agency_level": "department",
        "division_code": "420104",
        "division_name": "湖北省武汉市硚口区",
        "division_level": "county",
        "province_code": "420000",
        "province_name": "湖北省",
        "evidence": {"agency_level": "name: 局", "division": "name"},
    }


WHICH = (
    ({"title": "徐州市鼓楼区司法局2023年政府信息公开工作年度报告"}, "320302", "name+title"),
    ({"title": "江苏省徐州鼓楼区司法局年度报告"}, "320302", "name+title"),
    ({"address": "徐州市解放路1号"}, "320302", "name+contact"),
    ({"address": "江苏省徐州市鼓楼区解放路1号"}, "320302", "name+contact"),
    ({"address": "鼓楼区解放路1号"}, None, None),
    ({"address": "江苏省鼓楼区解放路1号"}, None, None),
    ({"preamble": "本报告由福州市鼓楼区司法局编制。"}, "350102", "name+preamble"),
    (
        {"preamble": "本报告由鼓楼区司法局编制。", "closing": "开封市鼓楼区司法局\n2024年1月5日"},
        "410204",
        "name+closing",
    ),
    ({"address": "徐州市解放路1号", "preamble": "由徐州市鼓楼区司法局编制"}, "320302", "name+preamble+contact"),
    ({"preamble": "根据徐州市政府办公室的要求，编制本报告。"}, None, None),
    ({"overview": "我局赴福州市鼓楼区学习。"}, None, None),
    ({"address": "徐州市解放路1号", "title": "福州市鼓楼区司法局年度报告"}, None, None),
    ({"title": "云溪市鼓楼区司法局年度报告"}, None, None),
    ({"title": "我市鼓楼区司法局年度报告", "address": "徐州市1号院"}, "320302", "name+contact"),
)


@pytest.mark.parametrize(("texts", "code", "decided"), WHICH)
def test_which_of_four(texts, code, decided):
    """鼓楼区 exists in four cities: what the report says of itself decides, not what it only mentions; contradictions do not."""
    found = identity_of("鼓楼区司法局", **texts)
    assert (found.division_code, found.agency_level) == (code, "department")
    assert set((found.evidence.division or "").split("+")) == set((decided or "").split("+"))


def test_a_lone_name_that_the_report_contradicts_is_not_believed():
    """硚口区 is the only one in the table, yet not where the report itself puts it in another city."""
    assert identity_of("硚口区司法局", address="武汉市江岸区一元路1号").division_code == "420104"
    assert identity_of("硚口区司法局", address="南京市中山路1号").division_code is None
    assert identity_of("硚口区司法局", title="云溪市硚口区司法局年度报告").division_code is None
    assert identity_of("硚口区司法局", title="南京市硚口区司法局年度报告").province_code is None


def test_a_township_belongs_to_the_county_printed_before_it():
    """A town's county is taken from where the town's name follows it directly."""
    found = identity_of("石洞镇人民政府", address="甘肃省兰州市皋兰县石洞镇1号")
    assert (found.division_code, found.evidence.division) == ("620122", "name+contact")
    assert identity_of("石洞镇人民政府", preamble="由皋兰县石洞镇人民政府编制。").evidence.division == "name+preamble"
    assert identity_of("石洞镇人民政府", address="兰州市皋兰县某路1号").division_code is None
    assert identity_of("石洞镇人民政府", preamble="云溪县石洞镇人民政府编制。").division_code is None
    assert identity_of("南京市石洞镇人民政府", preamble="皋兰县石洞镇").division_code is None


def test_a_short_name_of_many_meanings_needs_an_address():
    """西安 is a city and 西安区 a district of two others: a zone's own address says which."""
    assert identity_of("西安高新区管委会").province_code is None
    found = identity_of("西安高新区管委会", address="陕西省西安市科技路1号")
    assert (found.division_code, found.evidence.division) == ("610100", "name+contact")
    assert identity_of("西安高新区管委会", address="牡丹江市西安区1号").division_code is None


@pytest.mark.parametrize(
    ("texts", "province"),
    [
        ({"address": "湖北省云溪县石桥街2号"}, "420000"),
        ({"address": "湖北省襄阳市云溪县石桥街2号"}, "420000"),
        ({"preamble": "本报告由湖北省云溪县人民政府编制。"}, "420000"),
        ({"address": "湖北省云溪县石桥街2号", "closing": "浙江省云溪县人民政府"}, None),
        ({"address": "湖北省武汉市中山路2号"}, None),
        ({"preamble": "赴湖北省学习，云溪县人民政府编制。"}, None),
        ({"address": "云溪县石桥街2号"}, None),
    ],
)
def test_a_place_that_no_list_has_lies_in_the_province_printed_before_it(texts, province):
    """The province directly before its name, and no division; nothing where two are printed or none."""
    found = identity_of("云溪县人民政府", **texts)
    assert (found.division_code, found.province_code) == (None, province)


@pytest.mark.parametrize(
    ("preamble", "code"),
    [
        ("本报告由徐州市鼓楼区司法局编制。", "320302"),
        ("徐州市鼓楼区，2023年。", "320302"),
        ("参照南京市鼓楼区的做法编制。", None),
        ("南京市鼓楼区教育局另行公布。", None),
    ],
)
def test_a_preamble_that_speaks_of_another_body_is_no_evidence(preamble, code):
    """Only where the agency's own name goes on, or the place ends."""
    assert identity_of("鼓楼区司法局", preamble=preamble).division_code == code
