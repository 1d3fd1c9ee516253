"""Contact data in preambles of many shapes."""

import pytest

from gongkai.outline.contact import find_contact

from .build import plain, read


@pytest.mark.parametrize(
    "text",
    [
        "请与云溪县财政局办公室联系（地址：云溪县青山路8号，邮编：234567，电话：0999-1234567，电子邮箱：yx@example.cn）。",
        "请联系：云溪县财政局办公室，电子邮箱：yx@example.cn；联系电话：0999-1234567；"
        "邮政编码：234567；通讯地址：云溪县青山路8号。",
        "联系单位：云溪县财政局办公室\n地址：云溪县青山路8号\n邮编：234567\n电话：0999-1234567\nE-mail：yx@example.cn",
        "请与云溪县财政局办公室联系(地址:云溪县青山路8号,邮编:234567,电话(传真):0999-1234567,邮箱:yx @ example. cn)。",
        "请联系云溪县财政局办公室（地址：云溪县青山路8号；邮 编：２３４５６７；"
        "电话：０９９９－１２３４５６７；电子邮件：yx@example.cn）",
    ],
)
def test_every_value_in_any_order(text):
    """Order, brackets, widths and blanks differ; the values do not."""
    contact = find_contact(text, "")
    assert contact.office == "云溪县财政局办公室"
    assert contact.address == "云溪县青山路8号"
    assert contact.postcode == "234567"
    assert contact.phone == "0999-1234567"
    assert contact.email == "yx@example.cn"


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("电话：0999-1234567、7654321。", "0999-1234567、7654321"),
        ("电话：0999—1234567，传真：0999—7654321", "0999-1234567"),
        ("传真：0999-7654321，电话：0999-1234567", "0999-1234567"),
        ("咨询电话为13912345678。", "13912345678"),
        ("如有疑问，请致电0999-1234567。", "0999-1234567"),
        ("电话：（0999）1234567", "(0999)1234567"),
        ("电话：0999-123****", "0999-123****"),
        ("联系电话：", None),
        ("公布举报电话、电子邮箱等内容12条。", None),
        ("接听热线电话1234件。", None),
    ],
)
def test_phones(text, phone):
    """Two numbers are kept as printed, a label without a value and a count give nothing."""
    found = find_contact(text, "").phone
    assert (found or "").replace("（", "(") == (phone or "")


def test_labels_without_values():
    """A blank form gives no contact at all."""
    contact = find_contact("请与办公室联系（地址：，邮编：，电话：，电子邮箱：）。", "")
    assert (contact.address, contact.postcode, contact.phone, contact.email) == (None, None, None, None)


def test_an_address_that_lost_its_at_sign_is_no_email():
    """What is no address is not given as one."""
    assert find_contact("电子邮箱：yxexample.cn，电话：0999-1234567", "").email is None


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("电话：0999-555\n3377，邮编：234567", {"postcode": "234567"}),
        ("电话：0999-555", {}),
        ("邮箱：yx@example.org.c\nn。电话：0999-1234567", {"phone": "0999-1234567"}),
        ("地址：云溪县青山路1\n8号，邮编：234567", {"postcode": "234567"}),
        ("请与云溪县财政局办\n公室联系（地址：云溪县青山路8号", {"address": "云溪县青山路8号"}),
        ("联系：云溪县市场监督管理局办\n公室，邮编：234567", {"postcode": "234567"}),
    ],
)
def test_what_the_end_of_a_line_cuts_is_not_given(text, given):
    """Half a number, an address or a name was never printed."""
    contact = find_contact(text, "")
    found = {"office": contact.office, "address": contact.address, "phone": contact.phone}
    found |= {"postcode": contact.postcode, "email": contact.email}
    assert {key: value for key, value in found.items() if value} == given


def test_pronouns_are_no_office():
    """与我们联系 names nobody."""
    assert find_contact("如有疑问，请与我们联系，电话：0999-1234567。", "").office is None


def test_links_and_groups_of_people_are_no_contact():
    """A web address is no postal one, and 与群众联系 names no office."""
    contact = find_contact(
        "报告可在网站下载（网站地址：http://www.example.cn）。", "密切与人民群众联系，加强与各有关部门联系。"
    )
    assert (contact.address, contact.office) == (None, None)


def test_the_beginning_of_section_one_fills_gaps():
    """The preamble goes first, section one gives what it lacks."""
    contact = find_contact("电话：0999-1234567。", "地址：云溪县青山路8号。电话：0999-7654321。")
    assert (contact.phone, contact.address) == ("0999-1234567", "云溪县青山路8号")


def test_contact_data_behind_the_first_paragraphs_are_not_the_report_s():
    """A phone in a later section is somebody else's."""
    made = plain().replace("本年度没有其他事项。", "举报电话：0999-1234567。")
    assert read(made).contact.phone is None
