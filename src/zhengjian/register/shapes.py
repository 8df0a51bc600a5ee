"""The columns of every list that the contract names (§2): Chinese header, English key, how a cell is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhengjian.model import Account, Message, Policy, Post, Profile, RegisteredColumn, Site, Unit
from zhengjian.register.cells import Reader, address, code, day, moment, number, one_of, person, site_code, text, whole, yes_no
from zhengjian.register.entries import Leader, Outage, ProbeLine, Repost, Traffic

UNIT_KINDS = ("省政府办公厅", "省直部门", "市州", "市级部门", "县区")
SITE_KINDS = ("省级门户", "省直部门", "市级门户", "市级部门", "县级门户")
SITE_STATUS = ("正常运行", "临时下线", "永久下线")
ACCOUNT_STATUS = ("正常", "变更中", "关停", "注销")
COLUMN_KINDS = (
    "动态要闻",
    "通知公告",
    "政策文件",
    "政策解读",
    "概况信息",
    "机构职能",
    "领导信息",
    "人事信息",
    "规划计划",
    "统计数据",
    "信息公开年报",
    "咨询建言",
    "留言公开",
    "意见征集",
    "在线访谈",
    "办事服务",
    "专题",
    "其他",
)
PLATFORMS = (
    "微信公众号",
    "微信订阅号",
    "微信服务号",
    "新浪微博",
    "移动客户端",
    "抖音",
    "快手",
    "今日头条",
    "微信视频号",
    "小程序",
    "小红书",
    "哔哩哔哩",
    "百家号",
    "其他",
)
PLATFORMS_ALSO = {
    "微博": "新浪微博", "头条": "今日头条", "头条号": "今日头条", "今日头条号": "今日头条", "抖音号": "抖音", "快手号": "快手",
    "视频号": "微信视频号", "微信小程序": "小程序", "B站": "哔哩哔哩", "APP": "移动客户端", "客户端": "移动客户端",
}  # fmt: skip
MESSAGE_STATUS = ("待办", "办理中", "已办结", "无效")


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its Chinese header, its key, how its cells are read, and whether a row must have it."""

    header: str
    key: str
    read: Reader = text
    required: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """One list: sheet name, CSV file name, the value a row becomes, its columns; ``unique`` names the key fields."""

    sheet: str
    file: str
    type: type[Any]
    fields: tuple[Field, ...]
    unique: tuple[str, ...] = ()


UNITS = Shape(
    "单位", "units.csv", Unit,
    (
        Field("单位编码", "code", code, required=True),
        Field("单位名称", "name", required=True),
        Field("简称", "short_name"),
        Field("单位类别", "kind", one_of(*UNIT_KINDS)),
        Field("上级单位编码", "parent", code),
    ),
    ("code",),
)  # fmt: skip
SITES = Shape(
    "网站", "sites.csv", Site,
    (
        Field("网站标识码", "site_id", site_code, required=True),
        Field("网站名称", "name", required=True),
        Field("首页网址", "home", address, required=True),
        Field("主办单位编码", "unit", code, required=True),
        Field("网站类别", "kind", one_of(*SITE_KINDS), required=True),
        Field("对外服务职能", "serves_public", yes_no),
        Field("ICP备案号", "icp"),
        Field("公安备案号", "police"),
        Field("运行状态", "status", one_of(*SITE_STATUS, also={"正常": "正常运行"})),
        Field("参与计分", "scored", yes_no),
    ),
    ("site_id",),
)  # fmt: skip
COLUMNS = Shape(
    "栏目", "columns.csv", RegisteredColumn,
    (
        Field("网站标识码", "site_id", site_code, required=True),
        Field("栏目名称", "name", required=True),
        Field("栏目网址", "url", address),
        Field("栏目类别", "kind", one_of(*COLUMN_KINDS)),
        Field("更新周期", "period_days", whole),
        Field("豁免原因", "exempt_reason"),
        Field("豁免批准人", "exempt_by"),
        Field("豁免至", "exempt_until", day),
    ),
    ("site_id", "name", "url"),
)  # fmt: skip
ACCOUNTS = Shape(
    "账号", "accounts.csv", Account,
    (
        Field("账号编号", "account_id", code, required=True),
        Field("平台", "platform", one_of(*PLATFORMS, also=PLATFORMS_ALSO), required=True),
        Field("账号名称", "name", required=True),
        Field("平台账号ID", "platform_id"),
        Field("主办单位编码", "unit", code, required=True),
        Field("状态", "status", one_of(*ACCOUNT_STATUS)),
        Field("主页", "home", address),
        Field("订阅源", "feed", address),
        Field("开设日期", "opened", day),
        Field("备案日期", "filed", day),
        Field("备案名称", "filed_name"),
        Field("备案主办单位", "filed_unit"),
        Field("变更日期", "changed", day),
        Field("公告网址", "notice", address),
    ),
    ("account_id",),
)  # fmt: skip
REGISTER = (UNITS, SITES, COLUMNS, ACCOUNTS)

PROBE = Shape(
    "监测记录", "probe.csv", ProbeLine,
    (
        Field("网站标识码", "site_id", site_code, required=True),
        Field("时间", "at", moment, required=True),
        Field("耗时秒", "seconds", number),
        Field("结果", "result", required=True),
    ),
)  # fmt: skip
POSTS = Shape(
    "发布记录", "posts.csv", Post,
    (
        Field("账号编号", "account_id", code, required=True),
        Field("标题", "title", required=True),
        Field("网址", "url"),
        Field("发布时间", "at", moment, required=True),
        Field("浏览", "views", whole),
        Field("点赞", "likes", whole),
        Field("评论", "comments", whole),
        Field("内容", "text"),
    ),
)  # fmt: skip
MESSAGES = Shape(
    "留言", "messages.csv", Message,
    (
        Field("留言编号", "message_id", code, required=True),
        Field("网站标识码", "site_id", site_code, required=True),
        Field("网址", "url"),
        Field("问题类型", "kind"),
        Field("内容", "content"),
        Field("收到时间", "received", moment),
        Field("转办时间", "forwarded", moment),
        Field("答复时间", "answered", moment),
        Field("办结时间", "closed", moment),
        Field("状态", "status", one_of(*MESSAGE_STATUS)),
        Field("答复内容", "answer"),
    ),
    ("message_id",),
)  # fmt: skip
REPOSTS = Shape(
    "转载任务", "reposts.csv", Repost,
    (
        Field("任务编号", "task_id", code, required=True),
        Field("标题", "title", required=True),
        Field("原文网址", "url", address),
        Field("发布时间", "published", moment, required=True),
        Field("要求时限小时", "hours", number),
        Field("范围", "scope"),
    ),
    ("task_id",),
)  # fmt: skip
FILINGS = Shape("账号", "filings.csv", Account, ACCOUNTS.fields, ("account_id",))
PROFILES = Shape(
    "账号资料", "profiles.csv", Profile,
    (
        Field("账号编号", "account_id", code, required=True),
        Field("账号名称", "name"),
        Field("认证主体", "certified"),
        Field("平台账号ID", "platform_id"),
        Field("状态", "status"),
        Field("读取时间", "read_at", moment),
    ),
)  # fmt: skip
POLICIES = Shape(
    "政策文件", "policies.csv", Policy,
    (
        Field("文号", "number"),
        Field("标题", "title", required=True),
        Field("网址", "url", address),
        Field("发布日期", "published", day),
        Field("需解读", "needs_interpretation", yes_no),
    ),
)  # fmt: skip
TRAFFIC = Shape(
    "访问量", "traffic.csv", Traffic,
    (
        Field("栏目网址", "url", address, required=True),
        Field("起", "start", day, required=True),
        Field("止", "end", day, required=True),
        Field("访问量", "visits", whole, required=True),
    ),
)  # fmt: skip
OUTAGES = Shape(
    "停机报备", "outages.csv", Outage,
    (
        Field("网站标识码", "site_id", site_code, required=True),
        Field("起", "start", moment, required=True),
        Field("止", "end", moment, required=True),
        Field("原因", "reason", required=True),
        Field("批准人", "approved_by", required=True),
    ),
)  # fmt: skip
LEADERS = Shape(
    "领导名单", "leaders.csv", Leader,
    (
        Field("姓名", "name", person, required=True),
        Field("职务", "title", required=True),
        Field("单位", "unit", required=True),
        Field("任职日期", "starts", day),
        Field("离任日期", "ends", day),
        Field("排序", "rank", whole),
    ),
    ("name", "title", "unit", "starts"),
)  # fmt: skip
