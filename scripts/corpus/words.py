"""The corpus's own words: invented agencies and sentences. No place, person or text here is real.

Placeholders: ``{agency}`` ``{we}`` ``{year}`` ``{next}`` ``{last}``; ``{requests.received.total}`` is that
cell's figure.
"""

from __future__ import annotations

from collections.abc import Mapping

AGENCIES: tuple[tuple[str, str], ...] = (
    ("云溪县人民政府", "我县"),
    ("青岚市司法局", "我局"),
    ("竹溪街道办事处", "我街道"),
    ("砚山湖区教育局", "区教育局"),
    ("松陵市人民政府办公室", "市政府办公室"),
    ("白鹭镇人民政府", "我镇"),
    ("临江区市场监督管理局", "区市场监管局"),
    ("沐阳县自然资源和规划局", "我局"),
    ("澄州市", "全市"),
    ("枫桥渡区卫生健康委员会", "区卫健委"),
    ("鹤鸣自治县水利局", "县水利局"),
    ("望川开发区管理委员会", "管委会"),
)

TITLES: tuple[str, ...] = (
    "{agency}|{year}年|政府信息公开工作年度报告",
    "{agency}|{year}年度|政府信息公开工作年度报告",
    "{year}年|{agency}|政府信息公开工作年度报告",
    "{agency}|{year}年|政府信息公开年度报告",
    "{agency}|{year}年|政府信息公开工作报告",
    "{agency}|{year}年|政府信息公开年报",
)

PREAMBLES: tuple[str, ...] = (
    "按照《中华人民共和国政府信息公开条例》第五十条的要求，由{agency}编制{year}年政府信息公开工作年度报告，现予公布。"
    "报告由{headings}等部分组成。",
    "根据《中华人民共和国政府信息公开条例》和国务院办公厅有关年度报告格式的规定，现公布{agency}{year}年政府信息公开工作年度报告。"
    "全文包括{headings}。",
    "本报告由{agency}依照《中华人民共和国政府信息公开条例》编制，反映{year}年度政府信息公开工作的进展。",
)
PERIODS: tuple[str, ...] = (
    "所列数据的统计期限为{year}年1月1日至{year}年12月31日。",
    "报告中数据的统计时间自{year}年1月1日起，到{year}年12月31日止。",
    "本报告所列数据统计期限从{year}年1月1日到12月31日止。",
)
CONTACTS: tuple[str, ...] = (
    "如对本报告有疑问，请联系：{office}，地址：{address}，邮编：{postcode}，电话：{phone}，电子邮箱：{email}。",
    "对报告内容有疑问的，请与{office}联系（地址：{address}；邮编：{postcode}；电话：{phone}）。",
    "如有疑问，请与{office}联系，联系电话：{phone}，地址：{address}。",
)
STREETS: tuple[str, ...] = ("听雨路", "望月大道", "石桥街", "梧桐东路", "观澜路", "半亩塘路")

SENTENCES: Mapping[str, tuple[str, ...]] = {
    "overview": (
        "{year}年，{we}把公开贯穿决策、执行、管理、服务和结果各环节，全年工作平稳有序。",
        "一年来，{we}围绕企业和群众最关心的事项做好公开，制度执行与去年相比更加规范。",
        "{year}年，{we}以群众看得懂、找得到为目标，推动公开工作由有到优。",
    ),
    "overview.proactive": (
        "全年在门户网站更新栏目信息386条，其中工作动态241条、公示公告97条。重大事项在作出决定后5个工作日内公布。",
        "对照{last}年发布目录逐项清理，补发漏发信息19条，撤下失效信息4条。",
        "{we}围绕办事指南、财政资金、工程建设三类内容集中公开，公众查询次数同比上升12.5%。",
    ),
    "overview.on_request": (
        "{we}公布了申请渠道和办理流程图，对每件申请指定专人跟踪，答复前均经过合法性审查。",
        "完善登记、审核、答复、归档四步办理机制，疑难申请由办公室召集有关科室会商。",
        "受理窗口全年保持畅通，对申请内容不清楚的，主动与申请人沟通。",
    ),
    "overview.management": (
        "公文起草时同步确定公开属性，不予公开的写明依据；每季度对已公开信息做一次清查。",
        "建立信息发布台账，实行先审查后公开，全年没有发生泄密情况。",
        "对历年文件开展梳理，标注有效、修改、废止三种状态，方便公众检索。",
    ),
    "overview.platform": (
        "网站改版后公开专栏由9个调整为6个，检索速度明显加快；政务新媒体2个账号运行正常。",
        "在服务大厅设置查阅点3处，配备自助终端，由专人引导。",
        "专栏增设图解和音频版本，适应不同人群需要。",
    ),
    "overview.supervision": (
        "公开工作列入年度考核，所占分值为4分；组织业务培训2次，参加人员75人次。全年未发生责任追究情形。",
        "委托第三方开展评议，梳理出6条意见，已全部办结并反馈。",
        "分管负责同志每半年听取一次汇报，对进度慢的科室发出提醒单。",
    ),
    "active_disclosure": ("", "本年度有关主动公开事项的数据见下表。", "该部分以表格形式报告。表格如下："),
    "requests": ("", "申请的收到和办理数据见下表。", "本部分数据由各承办科室填报、办公室汇总。"),
    "reviews_litigation": ("", "有关复议和诉讼的数据见下表。", "本部分以表格形式报告。"),
    "problems_improvements": (
        "对照群众期待，仍有部分栏目更新不够及时，解读形式偏少，业务人员变动较快。{next}年将定期检查栏目，补充图解素材，开展跟班学习。",
        "公开内容的针对性还需要加强。下一步，{we}将扩大征求意见范围，改进检索功能，让公开内容更贴近生产生活。",
    ),
    "problems_improvements.1": (
        "一是少数栏目更新间隔超过20天；二是政策解读以文字为主，形式不够多样。",
        "{last}年指出的目录不统一问题已经整改，今年又发现个别附件无法下载。",
    ),
    "problems_improvements.2": (
        "{next}年，{we}将做好三件事：每月通报更新情况，解读材料与文件同步起草，安排新任人员参加培训。",
        "一是建立附件核对清单；二是把解读质量列入考核；三是与档案部门共用一套目录。",
    ),
    "other_matters": ("除上述内容外，没有其他需要报告的事项。", "本年度办理人大代表建议5件、政协提案3件，均按期答复。"),
    "response": ("对公众关心的供水、入学两个话题及时发布说明，全年举办在线交流活动。",),
    "fees": ("依申请提供信息没有收取任何费用。",),
    "organisation": ("{we}明确由办公室承担公开职责，配备专职和兼职人员，工作经费列入部门预算。",),
    "meetings_training": ("年初召开部署会，年中举办业务培训，年底开展交流。",),
    "statistics": ("",),
    "": ("{year}年，{we}按要求推进该项工作，进展正常。", "有关任务已经列入计划，年内全部完成。"),
}

EXTRA_TOPICS: tuple[str, ...] = ("政府信息公开标准化建设情况", "政策解读回应情况", "基层公开工作情况")
PARTS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "problems_improvements": (("主要问题", "改进措施"), ("上年度问题的整改情况", "本年度存在的问题和下一步打算")),
    "other_matters": (
        ("信息处理费收取情况", "建议提案办理情况"),
        ("信息处理费收取情况", "重点领域公开情况", "建议提案办理情况"),
    ),
}

# Sentences that restate cells, most telling first; one is used only where the form has all its cells.
RESTATING: Mapping[str, tuple[str, ...]] = {
    "overview.on_request": (
        "全年新收到政府信息公开申请{requests.received.total}件，上年结转{requests.carried_over.total}件，"
        "结转下年度继续办理{requests.carried_forward.total}件。",
        "全年收到政府信息公开申请{requests.received.total}件，其中自然人申请{requests.received.natural_person}件。",
    ),
    "active_disclosure": (
        "本年制发行政规范性文件{active_disclosure.normative_documents.issued}件，"
        "废止{active_disclosure.normative_documents.repealed}件。",
    ),
    "requests": (
        "本年新收政府信息公开申请{requests.received.total}件，上年结转{requests.carried_over.total}件，"
        "结转下年度办理{requests.carried_forward.total}件。",
    ),
    "reviews_litigation": (
        "全年发生行政复议{reviews_litigation.review.total}件，其中结果维持{reviews_litigation.review.upheld}件，"
        "结果纠正{reviews_litigation.review.corrected}件。",
    ),
}

FEES: tuple[tuple[str, int | float], ...] = (
    ("{year}年度没有向申请人收取信息处理费。", 0),
    ("全年收取信息处理费0元。", 0),
    ("全年有2件申请收取信息处理费，共收取信息处理费1240元。", 1240),
    ("按照有关规定，本年度收取政府信息公开信息处理费365.5元。", 365.5),
)
COMMENTS: tuple[tuple[str, str], ...] = (
    ("老周", "这里的年份请再核对一遍。"),
    ("R12", "此句与上文重复，建议删去。"),
    ("办公室", "数据以表格为准，共3处。"),
)
NOTES: tuple[str, ...] = ("其中修订 {n} 件", "含上年 {n} 件", "其中{n}件为联合发文")
