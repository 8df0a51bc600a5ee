"""Pages asked as other visitors, over real HTTP: servers that cloak in several manners, and honest ones that look alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from jobs.conftest import AS_OF, HOST, PERIOD, RealClock, workspace
from jobs.site_server import NOT_FOUND, Answer, SiteServer
from zhengjian.archive import StoredFacts, body, snapshot, verify
from zhengjian.checks import hidden_links, tampered_page
from zhengjian.config import Looks, Settings, Workspace
from zhengjian.facts.base import Resolver
from zhengjian.facts.views import Views
from zhengjian.jobs import CrawlTarget, RoundResult, crawl
from zhengjian.model import FetchCode, Outcome, Verdict

HOME = f"http://{HOST}/"
TEXT = "<p>" + "县政府召开常务会议，研究部署近期重点工作。" * 8 + "</p>"
HOSTS = ("m.a.gov.cn", "bet5588.vip", "www.jiasu-cdn.net", "m.wangzhan-jianshe.com", "ads.union-lm.com", "www.xinhua-wh.com")


@dataclass(frozen=True)
class Visitor:
    """Who asks: what a server can tell, and how often the path was asked before."""

    path: str
    host: str
    agent: str
    referrer: str
    before: int

    @property
    def spider(self) -> bool:
        return "Baiduspider" in self.agent

    @property
    def phone(self) -> bool:
        return "Mobile" in self.agent

    @property
    def searching(self) -> bool:
        return "baidu.com" in self.referrer

    @property
    def browser(self) -> bool:
        return self.agent.startswith("Mozilla") and not self.spider


Told = Callable[[Visitor], Answer]


def html(title: str = "某县人民政府", inside: str = "", head: str = "", status: int = 200) -> Answer:
    """A page of the site."""
    menu = '<ul class="nav"><li><a href="/xw/">新闻动态</a></li><li><a href="/gk/">信息公开</a></li></ul>'
    top = f"<meta charset='utf-8'>\n<title>{title}</title>\n{head}"
    return Answer(f"<html><head>{top}</head>\n<body>{menu}\n{TEXT}\n{inside}</body></html>".encode(), status)


def to(where: str) -> Answer:
    return Answer(b"", 302, headers={"Location": where})


def look(root: Path, told: Told, pages: int = 0) -> tuple[RoundResult, SiteServer]:
    """Crawl one site whose every answer hangs on who asks."""

    def answer(path: str, before: int) -> Answer:
        said = server.headers[path]
        return told(Visitor(path, said["host"].split(":")[0], said["user-agent"], said.get("referer", ""), before))

    with SiteServer({"*": answer, "/robots.txt": NOT_FOUND, "/sitemap.xml": NOT_FOUND}) as server:
        lines = "\n".join(f"127.0.0.1:{server.port} {host}" for host in HOSTS)
        space = workspace(root, server, lines)
        space = Workspace(
            root,
            Settings(
                network=space.settings.network,
                jobs=space.settings.jobs,
                looks=Looks(**{name: name == "views" for name in Looks.__struct_fields__}),
            ),
        )
        target = CrawlTarget(site_id="5101000001", home=HOME, page_budget=pages)
        (result,) = crawl(space, PERIOD, [target], as_of=AS_OF, clock=RealClock())
    return result, server


def judged(result: RoundResult) -> tuple[Outcome, Outcome, Views]:
    """Both checks by the stored round alone."""
    source = StoredFacts(result.folder, ())
    resolver, views = Resolver(source), source.given(Views)
    assert views is not None
    return resolver.call(tampered_page.check), resolver.call(hidden_links.check), views


# -- servers that show some visitors something else ------------------------------------------------------------

BET = "开元棋牌官网-注册送彩金"
FARM = "".join(
    f'<a href="http://www.t{n}-shop.com/">{text}</a>' for n, text in enumerate(["减肥茶", "男科", "代写论文", "网站优化", "机票"])
)


def title_for_spiders(who: Visitor) -> Answer:
    return html(BET if who.spider else "某县人民政府")


def keywords_for_spiders(who: Visitor) -> Answer:
    words = "百家乐,真人娱乐,博彩平台" if who.spider else "某县,政务公开"
    return html(head=f'<meta name="keywords" content="{words}">')


def links_for_spiders(who: Visitor) -> Answer:
    return html(inside='<a href="http://bet5588.vip/">澳门新葡京</a>' if who.spider else "")


def farm_for_spiders(who: Visitor) -> Answer:
    return html(inside=f"<p>{FARM}</p><p>尾部文字</p>{TEXT}{TEXT}{TEXT}{TEXT}" if who.spider else "")


def farm_under_a_heading_for_spiders(who: Visitor) -> Answer:
    return html(inside=f"<h3>友情链接</h3><p>{FARM}</p><p>尾部文字</p>{TEXT * 20}" if who.spider else "")


def advert_for_spiders(who: Visitor) -> Answer:
    return html("专业祛斑植发_整形减肥" if who.spider else "某县人民政府")


def text_for_spiders(who: Visitor) -> Answer:
    return html(inside="<p>澳门新葡京百家乐真人娱乐，注册送彩金，提款秒到，时时彩平台任你玩</p>" if who.spider else "")


def away_from_searches(who: Visitor) -> Answer:
    if who.host == "www.jiasu-cdn.net":
        return html("欢迎")
    return to("http://www.jiasu-cdn.net/go") if who.searching else html()


def phones_to_gambling(who: Visitor) -> Answer:
    if who.host == "bet5588.vip":
        return html(BET)
    return to("http://bet5588.vip/app") if who.phone else html()


def spiders_to_gambling(who: Visitor) -> Answer:
    if who.host == "www.jiasu-cdn.net":
        return html(BET, "<p>百家乐 真人娱乐 棋牌 博彩平台 投注</p>")
    return to("http://www.jiasu-cdn.net/") if who.spider else html()


def gambling_nobody_here_knows(who: Visitor) -> Answer:
    return to("http://www.yabo88.vip/") if who.spider else html()


def hidden_from_us(who: Visitor) -> Answer:
    return html(BET if who.agent.startswith("Mozilla") else "某县人民政府")


def script_from_searches(who: Visitor) -> Answer:
    script = "<script>if(/baidu|sogou/.test(document.referrer)){location.href='http://bet5588.vip/'}</script>"
    return html(head=script if who.searching else "")


@pytest.mark.parametrize(
    ("told", "check", "says"),
    [
        (title_for_spiders, "tampered", "仅对百度蜘蛛显示：网页标题被篡改"),
        (keywords_for_spiders, "tampered", "仅对百度蜘蛛显示：关键词被篡改"),
        (advert_for_spiders, "tampered", "对百度蜘蛛显示另一网页标题"),
        (text_for_spiders, "tampered", "仅对百度蜘蛛显示推广文字"),
        (links_for_spiders, "hidden", "仅对百度蜘蛛显示：链接到不良网站"),
        (farm_for_spiders, "hidden", "仅对百度蜘蛛显示：页尾堆砌站外链接"),
        (farm_under_a_heading_for_spiders, "hidden", "同类链接共5条"),
        (away_from_searches, "tampered", "从百度搜索进入的访问者访问"),
        (phones_to_gambling, "tampered", "手机浏览器访问"),
        (spiders_to_gambling, "tampered", "百度蜘蛛访问"),
        (gambling_nobody_here_knows, "tampered", "被跳转到 http://www.yabo88.vip/"),
        (hidden_from_us, "tampered", "以本系统名义访问时不显示"),
        (script_from_searches, "hidden", "仅对从百度搜索进入的访问者显示：按搜索来源跳转"),
    ],
)
def test_what_a_server_shows_to_some_visitors_alone_is_found(tmp_path: Path, told: Told, check: str, says: str) -> None:
    result, _ = look(tmp_path, told)
    tampered, hidden, _ = judged(result)
    outcome = tampered if check == "tampered" else hidden
    assert outcome.verdict is Verdict.VIOLATED, outcome.why
    (finding,) = outcome.findings
    assert says in finding.what and finding.where == HOME, finding.what
    # Both versions are evidence that can be read again.
    assert len(set(finding.evidence)) == 2
    for id_ in finding.evidence:
        assert "方式访问取得" in snapshot(tmp_path / "archive", id_).detail
        assert body(tmp_path / "archive", id_) is not None
    assert verify(tmp_path / "archive") == []


# -- honest servers that look alike ------------------------------------------------------------------------------


def the_same(who: Visitor) -> Answer:
    return html()


def counters(who: Visitor) -> Answer:
    return html(f"某县人民政府（今日访问{who.before}次）", f"<p>您是第{who.before * 37}位访问者</p><img src='/banner{who.before % 3}.jpg'>")


def rotating_adverts(who: Visitor) -> Answer:
    hosts = ("ads.union-lm.com", "www.xinhua-wh.com", "m.wangzhan-jianshe.com", "www.jiasu-cdn.net")
    return html(inside=f'<div class="ad"><a href="http://{hosts[who.before % 4]}/">合作单位宣传</a></div>')


def another_host_for_phones(who: Visitor) -> Answer:
    if who.host == "m.a.gov.cn":
        return html("某县人民政府手机版")
    return to("http://m.a.gov.cn/") if who.phone else html()


def an_edition_of_the_vendor(who: Visitor) -> Answer:
    if who.host == "m.wangzhan-jianshe.com":
        return html("某县人民政府手机版")
    return to("http://m.wangzhan-jianshe.com/xian/") if who.phone else html()


def adaptive(who: Visitor) -> Answer:
    app = '<a href="http://www.jiasu-cdn.net/app.apk">下载客户端</a><div style="display:none"><a href="http://www.xinhua-wh.com/">新华文化</a></div>'
    return html("某县人民政府手机版", app) if who.phone else html(inside='<a href="/sitemap.html">网站地图</a>')


def drawn_for_machines(who: Visitor) -> Answer:
    if not who.browser:
        return html(
            "某县人民政府门户网站", '<a href="http://www.xinhua-wh.com/">新华文化公司</a><a href="/news/1.html">打击赌博专项行动</a>'
        )
    return Answer(
        "<html><head><title>加载中</title></head><body><div id='app'></div><script src='/app.js'></script></body></html>".encode()
    )


def no_spiders(who: Visitor) -> Answer:
    return Answer("<html><body>您的请求被拦截</body></html>".encode(), 403) if who.spider else html()


def puzzle_for_searches(who: Visitor) -> Answer:
    gate = b"<html><script>document.cookie='__jsl_clearance=1';location.reload()</script></html>"
    return Answer(gate, 521) if who.searching else html()


def puzzle_for_browsers(who: Visitor) -> Answer:
    gate = b"<html><script>document.cookie='acw_sc__v2=1';location.reload()</script></html>"
    return Answer(gate) if who.browser else html()


def spiders_to_a_gate(who: Visitor) -> Answer:
    if who.host == "www.jiasu-cdn.net":
        return Answer("<html><title>安全验证</title><body>人机验证，请拖动滑块</body></html>".encode())
    return to("http://www.jiasu-cdn.net/verify?u=1") if who.spider else html()


def news_of_the_hour(who: Visitor) -> Answer:
    news = ["县领导调研防汛", "警方打掉一百家乐网络赌博团伙", "秋粮收购启动", "开元棋牌涉案人员被判刑"]
    return html(f"{news[who.before % 4]}_某县人民政府", head=f'<meta name="description" content="{news[(who.before + 1) % 4]}">')


def old_news_for_spiders(who: Visitor) -> Answer:
    """A cache of its own for spiders holds yesterday's headline and yesterday's partner."""
    if who.spider:
        return html(
            "推广使用电子发票_某县", '<a href="http://www.xinhua-wh.com/">毕业论文选题指南</a><a href="http://ads.union-lm.com/">丰收节</a>'
        )
    return html("县领导调研防汛_某县", '<a href="http://www.jiasu-cdn.net/">夏粮收购</a>')


def searched_words_are_marked(who: Visitor) -> Answer:
    return html(inside="<p class='hit'>您搜索的“政府”相关内容如下</p>" if who.searching else "")


def phones_of_a_lottery_office(who: Visitor) -> Answer:
    return html("福利彩票发行管理中心（手机版）" if who.phone else "福利彩票发行管理中心", "<p>双色球开奖公告</p>")


@pytest.mark.parametrize(
    "told",
    [
        the_same, counters, rotating_adverts, another_host_for_phones, an_edition_of_the_vendor, adaptive, no_spiders, drawn_for_machines,
        puzzle_for_searches, puzzle_for_browsers, news_of_the_hour, old_news_for_spiders,
        searched_words_are_marked, phones_of_a_lottery_office,
    ],
)  # fmt: skip
def test_an_honest_server_is_not_accused(tmp_path: Path, told: Told) -> None:
    tampered, hidden, _ = judged(look(tmp_path, told)[0])
    assert (tampered.verdict, hidden.verdict) == (Verdict.MET, Verdict.MET), (tampered, hidden)
    assert not tampered.findings and not hidden.findings


def test_a_detour_for_spiders_that_ends_nowhere_is_left_to_a_person(tmp_path: Path) -> None:
    tampered, hidden, _ = judged(look(tmp_path, spiders_to_a_gate)[0])
    assert not tampered.findings and not hidden.findings
    assert tampered.verdict is Verdict.UNKNOWN


def test_a_refusal_is_said_and_is_no_difference(tmp_path: Path) -> None:
    result, server = look(tmp_path, no_spiders)
    tampered, _, views = judged(result)
    assert [view.code for view in views.pages[0].views if view.manner == "spider"] == [FetchCode.BLOCKED]
    assert "以百度蜘蛛方式访问未成功" in tampered.why
    assert server.count("/") == 1 + 4 + 1, "the crawl, four manners, the crawl's control"


def test_every_request_says_who_asks(tmp_path: Path) -> None:
    agents = set()

    def told(who: Visitor) -> Answer:
        agents.add((who.agent, who.referrer))
        return html()

    look(tmp_path, told)
    assert len({agent for agent, _ in agents}) == 4 and all("Zhengjian/1 (+https://" in agent for agent, _ in agents)
    assert sum(bool(referrer) for _, referrer in agents) == 1


def many(who: Visitor) -> Answer:
    """A home page with 40 pages; one of them cloaks, and holds a script that asks for the visitor's phone."""
    if who.path == "/":
        return html(inside="".join(f'<a href="/p{n}.html">第{n}号通知</a>' for n in range(40)))
    if who.path == "/p31.html":
        script = "<script>if(/android/i.test(navigator.userAgent)){location.href='//m.a-other.com/'}</script>"
        return html(BET if who.spider else "第31号通知", head=script.replace("a-other", "acom"))
    return html(f"{who.path}号通知", f"<p>第{who.path}号</p>") if who.path.startswith("/p") else NOT_FOUND


def test_suspicious_pages_are_asked_first_and_the_budget_is_kept(tmp_path: Path) -> None:
    for name in ("whole", "again", "one"):
        (tmp_path / name).mkdir()
    result, server = look(tmp_path / "whole", many)
    tampered, _, views = judged(result)
    assert [finding.where for finding in tampered.findings if "百度蜘蛛" in finding.what] == [f"{HOME}p31.html"]
    assert len(views.pages) == 4 and views.pages[1].url == f"{HOME}p31.html"
    assert judged(look(tmp_path / "again", many)[0])[2].pages[2].url == views.pages[2].url, "the same pages when it is repeated"
    result, server = look(tmp_path / "one", many, pages=1)
    assert StoredFacts(result.folder, ()).given(Views) is None and server.count("/") == 2
