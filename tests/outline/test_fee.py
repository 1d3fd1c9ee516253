"""信息处理费 in section six."""

import pytest

from .build import plain, read


def _fee(text: str):
    return read(plain().replace("本年度没有其他事项。", text)).processing_fee


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("2024年，全年收取信息处理费0元。", 0, "元"),
        ("本年度共收取政府信息公开信息处理费1,250元。", 1250, "元"),
        ("全年收取信息处理费0.35万元。", 0.35, "万元"),
        ("收取信息处理费3件，共计120元。", 120, "元"),
        ("本年度发出收费通知2件，总金额300元，实际收取信息处理费总金额120.5元。", 120.5, "元"),
        ("按照《政府信息公开信息处理费管理办法》规定，本年度未收取信息处理费。", 0, "元"),
        ("我局没有收取信息处理费。", 0, "元"),
        ("本年度未产生信息处理费。", 0, "元"),
        ("未对申请人收取任何信息处理费。", 0, "元"),
        ("本年度无信息处理费收取情况。", 0, "元"),
        ("本机关收取信息处理费情况：无。", 0, "元"),
        ("信息处理费收取金额为零。", 0, "元"),
        ("依申请公开信息处理费零元。", 0, "元"),
        ("本年度不收取信息处理费。", 0, "元"),
        ("2023年度，本局在信息公开中未发生收费。", 0, "元"),
        ("本年度依申请公开未收取任何费用。", 0, "元"),
        ("信息处理费全部免收。", 0, "元"),
        ("办理申请一律不收费。", 0, "元"),
        ("（一）政府信息处理费收取情况\n本年度未收取。\n（二）其他\n无。", 0, "元"),
        ("（一）信息处理费情况。无。", 0, "元"),
        ("严格执行《政府信息公开信息处理费管理办法》。2024年没有发出收费通知。", 0, "元"),
        ("2024年未收取信息处理费，2023年收取500元。", 0, "元"),
        ("上年收取信息处理费300元，本年度收取120元。", 120, "元"),
        ("本年度收取信息处理费2笔，共计260元，较上年减少40元。", 260, "元"),
        ("信息处理费应收700元，实收0元。", 0, "元"),
    ],
)
def test_statements_of_the_fee(text, amount, unit):
    """Amount and unit as printed; words for none give 0."""
    fee = _fee(text)
    assert (fee.amount, fee.unit) == (amount, unit)
    assert fee.text in text


@pytest.mark.parametrize(
    "text",
    [
        "本年度没有其他需要报告的事项。",
        "本机关按照规定收取信息处理费。",
        "收取信息处理费3件。",
        "建议提案办理12件，经费30万元。",
        "根据信息处理费管理办法，对超过标准的申请，按规定收取信息处理费。",
        "发出信息处理费收费通知总金额300元，另有200元。",
        "对未超过标准的不予收取信息处理费。",
        "2023年收取信息处理费500元。",
        "区政府办公室没有收取信息处理费，各街道收取200元。",
        "未收取信息处理费以外的费用。",
    ],
)
def test_no_statement_of_an_amount(text):
    """A rule, a number of cases, other money, another year and two amounts without a word between them state nothing."""
    assert _fee(text) is None


def test_the_sentence_is_kept():
    """The text is the whole sentence that states the fee."""
    fee = _fee("办理提案5件。2024年，依规收取信息处理费0元。另有其他事项。")
    assert fee.text == "2024年，依规收取信息处理费0元。"
