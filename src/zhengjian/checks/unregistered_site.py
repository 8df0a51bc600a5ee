"""Sites under the same domain that the site links to and that no register knows, and old copies of the site elsewhere.

A clue for a person: sub-sites outlive projects and are forgotten. Only a host of the same registrable domain counts whose
page answered, names itself as a government site in its title, and is no service host (mail, login, search …). A copy bears
the very title of the site's home page under an IP address, another domain, or a name such as old or test. A host that
could not be read, or whose title says nothing, is no finding.
"""

from __future__ import annotations

import re

from zhengjian.checks._sample import home_first, host_of
from zhengjian.checks.base import About, threshold, unknown
from zhengjian.facts.base import Attempt, Coverage, Pages, Registered
from zhengjian.facts.link_target import TARGET_DEPTH, LinkTarget
from zhengjian.facts.links import registrable
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="疑似未登记的网站",
    wording="网站应全部纳入名录管理，未登记的子网站应清理或登记",
    clause="网站名录管理",
    document="国办发〔2017〕47号",
    finding_phrase="存在未登记的子网站",
)

NAMES_A_SITE = re.compile(r"(?:政府|委员会|办公室|管委会|[局厅委院馆])(?:\S{0,4})(?:网站|门户|官网|网)\s*$|门户网站|政府网\s*$")
SERVICE_HOST = re.compile(
    r"^(?:e?mail|smtp|pop|oa|vpn|sso|auth|login|passport|id|api|static|img|images?|res|file|files|cdn|m|wap|app|video|tv|live|vod|search|so|"
    r"zwfw|fw|ztb|ggzy|jyzx|bbs|12345|map|tianditu|big5|en|english|old|test)\d*\."
)


OLD_HOST = re.compile(r"^(?:old|wwwold|oldwww|test|bak|backup|beta|demo|www\d+|v\d)\.")
LEAST = 4  # Chinese characters of a title that tell one site from another


def check(targets: Pages[LinkTarget], registered: Registered, coverage: Coverage) -> Outcome:
    """One finding for each unregistered host that calls itself a site."""
    if not coverage.home_seen or coverage.home is None:
        return unknown(coverage.why_unseen)
    if not registered.hosts:
        return unknown("没有名录可供比对")
    home = coverage.home.final_url or coverage.home.url
    own, read = host_of(home), {target.url: target for target in targets if target.depth >= TARGET_DEPTH}
    findings: dict[str, Finding] = {}
    title = next((target.fact.title for target in targets if target.depth == 0), "")
    for attempt in coverage.attempts:
        host, target = host_of(_url(attempt)), read.get(_url(attempt))
        if attempt.kind != "external" or host == own or host in registered.hosts or target is None or not attempt.linked_from:
            continue
        kin = registrable(host) == registrable(own) and not SERVICE_HOST.match(host)
        if what := _what(host, own, target.fact, title, kin=kin):
            where = home_first(attempt.linked_from, home)[0]
            evidence = tuple(filter(None, (target.snapshot, attempt.snapshot)))
            findings.setdefault(host, Finding(where=where, what=what, value=host, expected="已登记", evidence=evidence))
    return threshold(f"发现{len(findings)}个疑似未登记的网站，允许0个", list(findings.values()), 0, 1)


def _what(host: str, own: str, target: LinkTarget, title: str, *, kin: bool) -> str:
    """What is suspicious about a host, in Chinese; empty when nothing is."""
    elsewhere = OLD_HOST.match(host) or registrable(host) != registrable(own) or host.replace(".", "").isdigit()
    chinese = host.endswith((".政务", ".xn--zfr164b"))  # the site's own second name
    if elsewhere and not chinese and target.title == title and len(re.findall(r"[\u4e00-\u9fff]", title)) >= LEAST and not target.kind:
        return f"{host}上的页面与本网站首页同名（“{title}”），疑似旧版或副本"
    if kin and not target.kind and NAMES_A_SITE.search(target.title):
        return f"名录中没有域名{host}，其页面自称“{target.title}”"
    return ""


def _url(attempt: Attempt) -> str:
    return attempt.final_url or attempt.url
