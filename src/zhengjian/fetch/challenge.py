"""Tells an anti-bot or firewall page from the site's own words: such a page says nothing about the site.

Three signs, none of which is tuned to one product alone: the answer's status, marks that firewalls leave in headers and
pages, and a page that is nothing but a script which sets a cookie and loads itself again. Marks in the visible words
count only on a page too short to be an article, so that a news story about a firewall stays a news story.
"""

from __future__ import annotations

import re

from zhengjian.model import FetchCode

# Statuses with which a gate refuses or delays a visitor; an origin rarely sends them for a page that exists.
_GATE_STATUS = frozenset({401, 403, 407, 409, 418, 423, 429, 444, 451, 493, 499, 567})
_SCRIPT_GATE_STATUS = frozenset({202, 405, 412, 503, 521})
_SHORT_TEXT = 600
_SHORT_PAGE = 30_000
_FEW_LINKS = 12  # a gate's page offers a way back or two, never a site's navigation

_HEAD_MARKS = re.compile(
    rb"^(?:cf-mitigated:|x-waf|x-safe-firewall|x-yunsuo|server:\s*(?:yunjiasu|safedog|waf|yundun|anyu|ddos-guard|wts/|chuangyu|jsl|nsfocus)"
    rb"|set-cookie:\s*(?:__jsl|__jsluid|acw_sc__|yunsuo_session|safedog|waf_|hwwafses|_waf|cf_chl|incap_ses|ts_bm|fss_session))",
    re.IGNORECASE | re.MULTILINE,
)
_SCRIPT_MARKS = re.compile(
    rb"__jsl_clearance|acw_sc__v[23]|\$_ts\b|_\$_cd|x5secdata|cf[-_]chl|_incapsula_resource|/_waf_|waf[-_]?challenge|tencentcaptcha|"
    rb"captcha\.qq\.com|geetest|slidecaptcha|yidun|aliyun[-_]?captcha|awswafintegration|safeline|/\.well-known/\.safeline|ddos-guard|"
    rb"__tst_status|yundun|antibot|challenge-platform",
    re.IGNORECASE,
)
_WORDS = re.compile(
    "创宇盾|知道创宇|安全狗|加速乐|云锁|云盾|护卫神|网站卫士|网站防火墙|应用防火墙|防火墙拦截|云防护|云防线|玄武盾|网防G01|"
    "拦截提示|访问被拦截|请求被拦截|访问被阻断|请求被阻断|访问被拒绝|拒绝访问|禁止访问|疑似攻击|非法请求|恶意请求|威胁您?的?访问|"
    "安全威胁|不合法参数|访问过于频繁|请求过于频繁|操作过于频繁|访问频率|访问次数过多|人机验证|滑动验证|拖动滑块|安全验证|请输入验证码|"
    "验证码后继续|正在验证|正在检查您的浏览器|浏览器安全检查|访问验证|"
    "Request blocked|Access Denied|Web Application Firewall|requested URL was rejected|Attention Required|Just a moment|"
    "DDoS protection|Checking your browser|security check|verify you are human|unusual traffic|Too Many Requests",
    re.IGNORECASE,
)
_SHORTEST_TEXT = 300
_NOT_THE_SITE = re.compile(
    "(?:系统|网站|站点|平台|服务器?)(?:正在|正|例行|日常)?(?:维护|升级|改版|检修|割接|迁移)|维护中|升级中|改版中|建设中|正在建设|调试中|"
    "暂停(?:访问|服务)|即将(?:开通|上线)|"
    "域名(?:已|即将)?(?:过期|到期|出售|转让|停放)|网站(?:已|暂)?(?:关闭|停用|下线)|站点(?:已|暂)?(?:关闭|停用|创建成功)|未绑定|"
    "Welcome to nginx|It works!|Apache Tomcat|IIS Windows|Test Page|Under Construction|Maintenance|Index of /|domain (?:is )?for sale",
    re.IGNORECASE,
)
_NOT_TEXT = re.compile(r"<(script|style|noscript|title)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.IGNORECASE | re.DOTALL)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
_SETS_COOKIE = re.compile(rb"document\s*(?:\.\s*cookie|\[\s*['\"]cookie['\"]\s*\])\s*=", re.IGNORECASE)
_LOADS_AGAIN = re.compile(rb"location\s*(?:\.\s*(?:href|replace|reload|assign)|\[|=)", re.IGNORECASE)
_PACKED = re.compile(rb"\beval\s*\(|fromCharCode|\\x[0-9a-f]{2}\\x|atob\s*\(", re.IGNORECASE)


def gate(status: int, head: bytes, body: bytes) -> FetchCode | None:
    """``CHALLENGE`` or ``BLOCKED`` when the answer is a gate's and not the site's; None otherwise.

    ``body`` is decoded. A refusal by status alone is ``BLOCKED``; a page that asks for a script, a puzzle or patience
    is ``CHALLENGE``.
    """
    if status in {200, 203, 206} and (len(body) > _SHORT_PAGE or more_than(_FEW_LINKS, b"href", body)):
        return None
    looked_at = body[:_SHORT_PAGE]
    scripted = _SCRIPT_MARKS.search(looked_at) is not None
    words = _short_words(looked_at)
    only_script = words is not None and len(words) < 40 and b"<script" in looked_at.lower()
    if only_script and (scripted or _reloads(looked_at)):
        return FetchCode.CHALLENGE
    if status in _SCRIPT_GATE_STATUS and (only_script or scripted or _HEAD_MARKS.search(head)):
        return FetchCode.CHALLENGE
    if words is not None and _WORDS.search(words):
        return FetchCode.CHALLENGE if scripted or status in {200, 202, 412, 521} else FetchCode.BLOCKED
    if status in _GATE_STATUS:
        return FetchCode.BLOCKED
    if status in {202, 412, 521}:
        return FetchCode.CHALLENGE
    return None


def placeholder(body: bytes) -> str:
    """Why a home page's answer is not the site, in Chinese: empty, a notice of maintenance, a parked or unfinished site."""
    if not body.strip():
        return "首页正文为空"
    if len(body) > _SHORT_PAGE or more_than(_FEW_LINKS, b"href", body):
        return ""
    words = _short_words(body)
    found = _NOT_THE_SITE.search(words) if words is not None and len(words) <= _SHORTEST_TEXT else None
    return f"首页只有提示语“{found[0][:30]}”，需人工核实" if found else ""


def more_than(most: int, word: bytes, body: bytes) -> bool:
    """True when a word stands in a body more than so many times: on most pages its beginning tells."""
    at = -1
    for _ in range(most + 1):
        at = body.find(word, at + 1)
        if at < 0:
            return False
    return True


def _reloads(body: bytes) -> bool:
    return _SETS_COOKIE.search(body) is not None and (_LOADS_AGAIN.search(body) is not None or _PACKED.search(body) is not None)


def _short_words(body: bytes) -> str | None:
    """Title and visible words of a short page; None when there are too many words for a gate's page."""
    try:
        html = body.decode("utf-8")
    except UnicodeDecodeError:
        html = body.decode("gb18030", "replace")
    title = _TITLE.search(html)
    words = " ".join(_NOT_TEXT.sub(" ", html).split())
    return f"{title[1].strip() if title else ''} {words}".strip() if len(words) <= _SHORT_TEXT else None
