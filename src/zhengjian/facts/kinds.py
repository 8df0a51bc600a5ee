"""What kind (栏目类别) a column is, from its label, name, place and items: the answer, how sure it is, and why.

Names decide first because offices name columns in few ways; a name that fits several kinds is answered by its parent or
not at all. A low confidence means: ask a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from zhengjian.model import Value

KINDS = (
    "动态要闻", "通知公告", "政策文件", "政策解读", "概况信息", "机构职能", "领导信息", "人事信息", "规划计划", "统计数据",
    "信息公开年报", "咨询建言", "留言公开", "意见征集", "在线访谈", "办事服务", "专题", "其他",
)  # fmt: skip


SURE = 0.8
"""Below this confidence a person should say the kind."""


class Kind(Value):
    """A column's kind, the confidence in it (0–1), and the reason in Chinese."""

    name: str
    confidence: float
    why: str


# Order matters: the more particular word first. Each line: kind, confidence, pattern on the column's name.
_NAMES: tuple[tuple[str, float, re.Pattern[str]], ...] = tuple(
    (kind, confidence, re.compile(pattern))
    for kind, confidence, pattern in (
        (
            "其他",
            0.9,
            r"新闻发布会|^新闻发布$|友情链接|网站地图|站点地图|关于我们|联系我们|无障碍|English|(?:信息)?公开(?:指南|制度|目录)$|依申请公开"
            r"|便民提示|温馨提示|^提示$|预告$|^(?:机关|基层)?党建(?:园地|之窗|天地|阵地|引领)?$|^党务公开$",
        ),
        (
            "信息公开年报",
            0.98,
            r"公开(?:工作)?年度报告|公开(?:工作)?年报|^年度报告$|^(?:信息公开|工作)?年报$|政府网站(?:工作)?年度报(?:告|表)|网站年报",
        ),
        ("政策解读", 0.98, r"解读|图解|一图读懂|图说政策|政策问答|政策吹风"),
        ("意见征集", 0.97, r"征集|征求意见|民意调查|网上调查|在线调查|调查问卷|问卷调查|听证"),
        ("在线访谈", 0.97, r"访谈|在线直播|网上直播"),
        (
            "留言公开",
            0.95,
            r"留言(?:公开|选登|查询|反馈|回复)|来信(?:选登|公开)|信件(?:公开|选登|查询)|(?:回复|答复|办理|结果)(?:选登|公示|公开|反馈)|问答(?:库|选登)|典型(?:留言|信件)|(?:咨询|投诉|来信|信件|留言)(?:回复|答复)|(?:网民|网友|群众|市民)(?:留言|来信)$|留言(?:信息|列表|汇总)$|^办理结果$|热点问答|常见问题|^留言$",
        ),
        (
            "咨询建言",
            0.95,
            r"信箱|咨询|建言|我要(?:写信|留言|咨询|投诉|建议)|网上(?:信访|投诉|举报)|投诉|举报|留言板|互动留言|在线留言|写信|12345|建议献策",
        ),
        (
            "领导信息",
            0.97,
            r"^(?:[一-鿿]{0,6})领导(?:信息|之窗|介绍|简介|班子|成员|分工|简历|概览|名录)|^(?:市|县|区|局|厅|委|现任|政府|本级)?领导$|领导之窗|^(?:市|县|区|省)长(?:之窗|专栏)|班子成员|负责人(?:信息|简介|介绍)?$|分管工作",
        ),
        (
            "人事信息",
            0.96,
            r"人事|任免|任前|干部公示|招考|招聘|招录|录用公[告示]|公务员(?:录用|招录|考录)|事业单位(?:招|公开招)|选调|遴选|人才招",
        ),
        ("规划计划", 0.96, r"规划|工作计划|年度计划|^计划|计划总结|五年计划|工作要点|工作总结|工作报告|十四五|重[点大](?:建设)?项目"),
        ("统计数据", 0.9, r"^财政(?:信息|资金|公开|收支|预决?算|决算|数据)|预决?算|决算(?:公开|信息|报告)?$|三公经费"),
        ("统计数据", 0.95, r"统计|数据(?:发布|开放|公开|查询|解读)?$|经济运行|数据(?:发布|公开)|月报|季报"),
        (
            "机构职能",
            0.97,
            r"(?:单位|本局|部门|机关)(?:简介|介绍|概况)|机构(?:职能|设置|信息|概况|介绍|简介|职责|编制)|(?:主要|部门|工作|单位|本局|内设机构)职(?:能|责)|内设(?:机构|科室|处室)|直属(?:单位|机构)|下属(?:单位|机构)|组织机构|处室(?:设置|职能|介绍)|科室(?:设置|职能)|^职能|部门(?:设置|介绍|简介)|三定",
        ),
        (
            "概况信息",
            0.96,
            r"概况|概览|简介$|^(?:走进|认识|魅力|印象)[一-鿿]{1,4}$|历史沿革|历史文化|地方志|^大事记$|行政区划|自然地理|风土人情|地理位置|人口民族|[市县区]情",
        ),
        # Laws of others, seldom changed: whether such a column must be updated is for a person.
        ("政策文件", 0.75, r"^(?:国家|地方|行政)?(?:性)?(?:法律法规|法律|法规|法律规章|规章)$"),
        (
            "政策文件",
            0.96,
            r"政策(?:文件|法规|规定|法规库|文件库|信息|发布|库)|法律法规|法规(?:文件|政策|规章)?$|规章|规范性文件|行政规范|[府办][文发](?:件)?$|(?:政府|本级|本局|部门|局发|市政府|县政府|其他|上级|中央|国务院|省级|市级)?(?:文件|公文)(?:库|公开|汇编)?$|^政策$|政策措施|惠[一-鿿]政策|(?<!务)政策(?:问答)?$|政府令|政府公报|^公报$",
        ),
        ("通知公告", 0.96, r"通知|公告|公示|通告|通报"),
        ("专题", 0.93, r"专题|专栏|专项|主题教育|学习贯彻|学习宣传|党史|二十大|纪念|百年|攻坚|创建活动|活动月|活动周"),
        (
            "办事服务",
            0.93,
            r"办事|服务指南|网上办|在线办|下载|表格|便民(?!提示|公告|通知)|查询服务|^服务|政务服务|一件事|一网通办|审批|许可",
        ),
        (
            "动态要闻",
            0.9,
            r"(?:图片|视频|图文|组图)(?:新闻|要闻)",
        ),
        (
            "动态要闻",
            0.75,
            r"图片报道|影像|媒体|基层(?!动态|新闻|要闻)|经验|交流|简报|上级信息|国务院信息|国务院要闻|转载",
        ),
        (
            "动态要闻",
            0.96,
            r"动态|要闻|新闻|头条|快讯|快报|播报|资讯|时政|政务活动|领导活动|活动报道|工作(?:信息|进展|动向)|今日[一-鿿]{1,3}|信息快递|区县(?:传真|信息)|部门(?:信息|快讯)|乡镇(?:信息|快讯)|[一-鿿]{1,4}(?:进行时|在行动)|政务信息$",
        ),
    )
)
_WEAK = re.compile(r"^(?:信息|公开|政务公开|政府信息公开|互动交流|公众参与|服务|走进.*|关于.*)$")
_HISTORICAL = re.compile(r"历史|往期|归档|以往|旧版|过期|20[01]\d年|20\d\d年?(?:专题|活动)")
_LABEL_KINDS = {
    "工作动态": "动态要闻",
    "要闻动态": "动态要闻",
    "新闻": "动态要闻",
    "政务动态": "动态要闻",
    "公告公示": "通知公告",
    "公示公告": "通知公告",
    "政府文件": "政策文件",
    "法规文件": "政策文件",
    "互动交流": "咨询建言",
}
_ITEM_SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("政策解读", re.compile(r"解读|图解|一图")),
    ("人事信息", re.compile(r"任命|任职|免职|任免|录用|招聘|拟任")),
    ("通知公告", re.compile(r"(?:通知|公告|公示|通告)$|^关于.*(?:公告|公示|通告)")),
    ("政策文件", re.compile(r"(?:办法|规定|意见|实施方案|细则|条例|决定)(?:（.*）)?$|关于印发")),
    ("统计数据", re.compile(r"统计公报|\d月.*(?:数据|指标)|运行情况")),
)


def kind_of(name: str, *, label_type: str = "", parents: Sequence[str] = (), titles: Sequence[str] = ()) -> Kind:
    """The kind of a column named ``name`` under ``parents`` (nearest last) whose items have ``titles``."""
    labelled = _labelled(label_type)
    named = _named(name)
    if named is not None:
        if labelled and labelled != named.name:
            return Kind(name=named.name, confidence=round(named.confidence - 0.2, 2), why=f"{named.why}；但栏目标签写作“{label_type}”")
        if labelled:
            return Kind(name=named.name, confidence=0.99, why=f"{named.why}，与栏目标签一致")
        return named
    if labelled:
        return Kind(name=labelled, confidence=0.85, why=f"栏目标签“{label_type}”")
    by_items = _by_items(titles)
    for parent in reversed(parents):
        above = _named(parent)
        if above is not None and not _WEAK.match(parent) and above.name not in {"专题", "办事服务"}:
            agreed = by_items is not None and by_items == above.name
            return Kind(name=above.name, confidence=0.85 if agreed else 0.72, why=f"上级栏目“{parent}”")
        if above is not None:
            return Kind(name=above.name, confidence=0.8, why=f"上级栏目“{parent}”")
    if by_items is not None:
        return Kind(name=by_items, confidence=0.6, why="由条目标题推断")
    return Kind(name="其他", confidence=0.5, why="栏目名称未对应任何类别")


def _labelled(label_type: str) -> str:
    label = label_type.strip()
    if label in KINDS and label != "其他":
        return label
    return _LABEL_KINDS.get(label, "")


@lru_cache(maxsize=4096)
def _named(name: str) -> Kind | None:
    plain = re.sub(r"[\s（(【\[].*$|[>»·]", "", name.strip())
    hits = [(kind, confidence) for kind, confidence, pattern in _NAMES if pattern.search(plain)]
    if not hits:
        return None
    kind, confidence = hits[0]
    if {hit for hit, _ in hits} == {"通知公告", "政策文件"}:
        confidence = 0.9
    return Kind(name=kind, confidence=confidence, why=f"栏目名称“{name}”")


def _by_items(titles: Sequence[str]) -> str | None:
    """The kind that at least seven in ten titles speak of; None when they do not agree or are fewer than four."""
    if len(titles) < 4:
        return None
    for kind, pattern in _ITEM_SIGNS:
        if sum(pattern.search(title) is not None for title in titles) * 10 >= len(titles) * 7:
            return kind
    return None


def is_historical(name: str, titles: Sequence[str] = ()) -> bool:
    """True for a column that its name says is closed: 往期专题, 归档, 2019年专题."""
    return _HISTORICAL.search(name) is not None


__all__ = ["KINDS", "SURE", "Kind", "is_historical", "kind_of"]
