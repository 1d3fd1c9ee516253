"""Words of the genre as data: what every such report says, whatever its form. A form's labels stand in its own file."""

from __future__ import annotations

HEADING_ENDS = (
    *("情况", "概述", "概况", "问题", "措施", "事项", "工作", "方面", "要点", "申诉", "诉讼", "减免", "建设", "改进"),
    *("计划", "打算", "举措", "附表", "附件", "统计表"),
)
"""How a heading ends whose wording no form knows."""

CLOSING_STARTS = ("附件", "附表", "附：", "附:")
"""How a line of the closing begins that is neither signature nor date."""

REPORT_ENDS = ("年度报告", "工作报告", "年报", "报告")
"""How a title ends."""

SUBJECTS = ("政府信息公开", "政务信息公开", "政务公开", "信息公开")
"""The phrase that parts a title's agency from the rest, the most telling first, where no form says what its reports are about."""

NO_TITLE = (
    *(
        "附件",
        "名称",
        "当前位置",
        "您的位置",
        "您现在",
        "首页",
        "上一篇",
        "下一篇",
        "标题",
        "索引",
        "主题",
        "相关",
        "文件名",
    ),
    *("根据", "依据", "按照", "为了", "本报告", "现将", "我局", "来源", "信息名称"),
)
"""How a line begins that holds a title's words and is none."""

TITLE_FIELDS = ("标题", "题目", "题名")
"""How the label of a line ends that gives the title itself (标题：…)."""

NO_AGENCY = frozenset(
    (
        "本机关",
        "本单位",
        "本级",
        "我局",
        "我县",
        "我市",
        "我区",
        "本局",
        "年度",
        "工作",
        "关于",
        "各级",
        "政府",
        "全市",
        "全县",
        "全区",
    )
)
"""What may stand where an agency's name is expected."""

AGENCY_ENDS = (
    *(
        "委员会",
        "人民政府",
        "政府",
        "办公室",
        "办公厅",
        "管委会",
        "街道办事处",
        "办事处",
        "法院",
        "检察院",
        "研究院",
        "银行",
    ),
    *(
        "分局",
        "总局",
        "总队",
        "支队",
        "大队",
        "中心",
        "公司",
        "协会",
        "联合会",
        "大学",
        "学院",
        "学校",
        "医院",
        "图书馆",
        "档案馆",
    ),
    *("局", "厅", "委", "署", "办", "院", "处", "所", "站", "社", "部", "馆", "队"),
)
"""How the name of an agency ends."""

AGENCY_GLUE = {
    "部": ("门", "分"), "处": ("理", "罚", "置", "分"), "所": ("属", "有", "得"), "社": ("会", "区", "保"), "办": ("理", "法", "案", "事"),
    "委": ("托", "员"), "队": ("伍",), "院": ("校", "系"), "站": ("点",), "馆": ("藏",), "局": ("部", "势"), "府": ("采", "性", "信", "网"),
}  # fmt: skip
"""What follows the last character of such an ending where it is no ending, but the beginning of another word: 部门, 处理, 社会."""

PLACE_ENDS = ("省", "市", "县", "区", "州", "盟", "旗", "镇", "乡", "街道", "苏木")
"""How the name of a place ends, which may stand for its government."""

AGENCY_DEEDS = (
    *(
        "认真",
        "深入",
        "坚持",
        "严格",
        "按照",
        "以",
        "在",
        "全面",
        "积极",
        "持续",
        "紧紧",
        "紧扣",
        "围绕",
        "高度",
        "不断",
        "切实",
    ),
    *(
        "贯彻",
        "扎实",
        "始终",
        "根据",
        "依据",
        "依照",
        "聚焦",
        "进一步",
        "着力",
        "主动",
        "共",
        "对照",
        "落实",
        "遵循",
        "将",
        "把",
        "通过",
    ),
)
"""How a sentence goes on behind the agency that it speaks of."""

PRONOUNS = ("我们", "本机关", "我局", "本局", "我单位", "本单位", "我办", "本办", "我委", "本委")
"""What stands for an office without naming it."""

FEE = "处理费"
"""The fee for disclosure on request, in all its names."""
