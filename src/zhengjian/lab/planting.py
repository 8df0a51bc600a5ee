"""Plants faults and look-alikes into what a site says. One small function each; all pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from zhengjian.lab import wording
from zhengjian.lab.calendar import on_workday
from zhengjian.lab.faults import Fault
from zhengjian.lab.world import Article, Column, World

BAD_HOSTS = ("www.yanshi-bocai.example", "m.yanshi-qipai.example", "yanshi-tiyu.example")
COURTESY = "您好，您的留言已收悉，感谢您对我们工作的关心和支持！"
_LINKS = "".join(
    f'<a href="http://{host}/">{word}</a>' for host, word in zip(BAD_HOSTS, ("真人百家乐", "棋牌游戏平台", "体育投注"), strict=True)
)
_TECHNIQUES = {
    "offscreen": f'<div style="position:absolute;left:-9999px;top:-9999px">{_LINKS}</div>',
    "zero-size": f'<div style="height:0;width:0;overflow:hidden;font-size:0">{_LINKS}</div>',
    "display": f'<div style="display:none">{_LINKS}</div>',
    "script": f"<script>document.write('<div style=\"display:none\">{_LINKS}</div>')</script>",
}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def plant(world: World, faults: tuple[Fault, ...], rng: Random) -> World:
    """The world with every fault in it."""
    for fault in faults:
        if planter := PLANTERS.get(fault.kind):
            world = planter(world, fault.detail, rng)
        else:
            world = replace(world, look_alikes=world.look_alikes | {fault.kind})
    return world


def _with_column(world: World, key: str, change: Callable[[Column], Column]) -> World:
    return replace(world, columns=tuple(change(column) if column.key == key else column for column in world.columns))


def _with_article(world: World, key: str, index: int, change: Callable[[Article], Article]) -> World:
    def on_column(column: Column) -> Column:
        articles = list(column.articles)
        articles[index] = change(articles[index])
        return replace(column, articles=tuple(articles))

    return _with_column(world, key, on_column)


def _hidden_links(world: World, detail: str, rng: Random) -> World:
    return _with_article(world, "news", -1, lambda article: replace(article, planted=_TECHNIQUES[detail or "offscreen"]))


def _footer_missing(world: World, detail: str, rng: Random) -> World:
    gone: dict[str, Any] = {name: False if name == "sitemap" else "" for name in (detail or "site_code").split(",")}
    return replace(world, footer=replace(world.footer, **gone))


def _footer_wrong(world: World, detail: str, rng: Random) -> World:
    footer = world.footer
    wrong: dict[str, Any] = {
        "site_code": {"site_code": footer.site_code[:5] + f"{(int(footer.site_code[5:]) + 777) % 100000:05d}"},
        "icp": {"icp": footer.icp.replace("蜀", "川")},
        "police": {"police": footer.police.replace("川", "蜀")},
    }[detail or "site_code"]
    return replace(world, footer=replace(footer, **wrong))


def _no_report_entry(world: World, detail: str, rng: Random) -> World:
    return replace(world, footer=replace(world.footer, report_entry=""))


def _labels_missing(world: World, detail: str, rng: Random) -> World:
    return replace(world, dropped_labels=world.dropped_labels | set((detail or "ArticleTitle").split(",")))


def _labels_wrong(world: World, detail: str, rng: Random) -> World:
    wrong = {
        "SiteIDCode": world.site.site_id[:6] + "0099",
        "SiteDomain": "www.jiuzhan-ys.gov.cn",
        "ArticleTitle": "关于做好网站改版测试工作的通知",
        "PubDate": "2019-01-01 08:00",
    }
    return replace(world, changed_labels=world.changed_labels | {detail: wrong[detail]})


def _dead_links(world: World, detail: str, rng: Random) -> World:
    if detail == "home":
        return replace(world, home_dead=("yiqianyi",))
    dead = tuple(f"shixiao{n:02d}" for n in range(1, int(detail or "1") + 1))
    return _with_article(world, "notices", 1, lambda article: replace(article, dead=dead))


def _attachment_broken(world: World, detail: str, rng: Random) -> World:
    return _with_article(world, "notices", 0, lambda article: replace(article, attachment="缺失的附件.pdf"))


def _aged(column: Column, world: World, days: int) -> Column:
    newest = max(article.published for article in column.articles)
    back = timedelta(days=days) - (world.as_of - newest)
    moved = [
        replace(article, published=on_workday(article.published - back).replace(hour=article.published.hour)) for article in column.articles
    ]
    return replace(column, articles=tuple(moved))


STALE_DAYS = {"news": 24, "news1": 27, "news2": 31, "news3": 40, "notices": 205, "policies": 215}


def _column_stale(world: World, detail: str, rng: Random) -> World:
    key, _, days = (detail or "statistics").partition(":")
    world = _with_column(world, key, lambda column: _aged(column, world, int(days or STALE_DAYS.get(key, 400))))
    return _interpreted_in_time(world) if key == "policies" else world


def _interpreted_in_time(world: World) -> World:
    """Interpretations follow their policies into the past, so that age is the only fault."""

    def follow(article: Article) -> Article:
        policy = world.article(article.related)
        return replace(article, published=policy.published + timedelta(hours=2)) if policy else article

    return _with_column(world, "interpretations", lambda column: replace(column, articles=tuple(map(follow, column.articles))))


def _policies_stale(world: World, detail: str, rng: Random) -> World:
    return _column_stale(world, detail or "policies", rng)


def _news_stale(world: World, detail: str, rng: Random) -> World:
    return _column_stale(world, f"news:{detail or 24}", rng)


def _column_blank(world: World, detail: str, rng: Random) -> World:
    return _with_column(world, detail or "surveys", lambda column: replace(column, articles=(), text=(), updated=None))


def _home_stale(world: World, detail: str, rng: Random) -> World:
    for column in world.columns:
        if column.articles and world.as_of - max(article.published for article in column.articles) < timedelta(days=40):
            world = _column_stale(world, f"{column.key}:40", rng)
    return world


def _columns_stale(world: World, detail: str, rng: Random) -> World:
    """Three more columns of news beside the three of every site, and all six out of date."""
    news = world.column("news")
    assert news is not None
    extra = []
    for n, name in enumerate(("部门动态", "基层动态", "图片新闻"), 1):
        topic = wording.TOPICS[n * 9 % len(wording.TOPICS)]
        articles = tuple(
            replace(a, number=a.number + 10000 * n, column=f"news{n}", title=f"{topic}：{a.title}", related=0) for a in news.articles
        )
        extra.append(replace(news, key=f"news{n}", name=name, articles=articles))
    world = replace(world, columns=(*world.columns, *extra))
    for key in ("news", "news1", "news2", "news3", "notices", "policies"):
        world = _column_stale(world, key, rng)
    return world


def _columns_blank(world: World, detail: str, rng: Random) -> World:
    for key in ("surveys", "statistics", "reports", "interpretations", "personnel", "plans", "notices"):
        world = _column_blank(world, key, rng)
    return world


def _no_consultation(world: World, detail: str, rng: Random) -> World:
    return replace(world, columns=tuple(column for column in world.columns if column.key not in {"consultation", "letters"}), letters=())


def _unanswered(world: World, detail: str, rng: Random) -> World:
    first = world.letters[0]
    late = replace(first, asked=on_workday(world.as_of - timedelta(days=120)), answered=None, answer="", unit="")
    return replace(world, letters=(late, *world.letters[1:]))


def _waiting(world: World, detail: str, rng: Random) -> World:
    first = world.letters[0]
    late = replace(first, asked=on_workday(world.as_of - timedelta(days=35)), answered=None, answer="", unit="")
    return replace(world, letters=(late, *world.letters[1:]))


def _evasive(world: World, detail: str, rng: Random) -> World:
    first = world.letters[0]
    asked = replace(first, title="咨询居住证办理材料", question="请问办理居住证需要哪些材料，在哪里办理？", answer=COURTESY)
    return replace(world, letters=(asked, *world.letters[1:]))


def _letter_elements(world: World, detail: str, rng: Random) -> World:
    gone = {"asked": None, "answered": None, "unit": "", "answer": ""}
    return replace(world, letters=tuple(replace(letter, **{detail or "unit": gone[detail or "unit"]}) for letter in world.letters))  # type: ignore[arg-type]


def _late_interpretation(world: World, detail: str, rng: Random) -> World:
    policy = world.column("policies").articles[-1]  # type: ignore[union-attr]
    late = on_workday(policy.published + timedelta(days=int(detail or "14"))).replace(hour=10)
    return _with_article(world, "interpretations", -1, lambda article: replace(article, published=late))


def _missing_interpretation(world: World, detail: str, rng: Random) -> World:
    world = _with_column(world, "interpretations", lambda column: replace(column, articles=column.articles[:-1]))
    return _with_article(world, "policies", -1, lambda article: replace(article, related=0))


def identity_number(rng: Random) -> str:
    """An invented ID number with a right date and check digit (GB 11643); its division code is nobody's."""
    body = f"510199{rng.randint(1960, 1999)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{rng.randint(100, 999)}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def _privacy(world: World, detail: str, rng: Random) -> World:
    names = ("郁安澜", "祁景行", "蔺思齐")
    if detail == "mobile":
        rows = tuple((name, f"199{rng.randint(10000000, 99999999)}") for name in names)
        table = (("姓名", "联系电话"), *rows)
    else:
        table = (("姓名", "身份证号"), *((name, identity_number(rng)) for name in names))
    return _with_article(world, "notices", 2, lambda article: replace(article, table=table))


def _masked(world: World, detail: str, rng: Random) -> World:
    rows = (("郁安澜", "510199********0017", "199****0001"), ("祁景行", "510199********0025", "199****0002"))
    return _with_article(world, "notices", 2, lambda article: replace(article, table=(("姓名", "证件号码", "联系电话"), *rows)))


def _gambling_news(world: World, detail: str, rng: Random) -> World:
    text = (
        "近日，公安机关打掉一个跨境网络赌博团伙，该团伙以“真人百家乐”“棋牌游戏”为名招揽人员参赌，涉案人员已被依法处理。",
        "警方提醒：网络赌博十赌十骗，不要点击来历不明的博彩链接，不要出借银行卡和支付账户。",
    )
    return _with_article(world, "news", 2, lambda article: replace(article, title="公安机关通报打击网络赌博典型案例", paragraphs=text))


def _pinned(world: World, detail: str, rng: Random) -> World:
    return _with_column(world, "notices", lambda column: replace(column, pinned=1))


def _empty_mailbox(world: World, detail: str, rng: Random) -> World:
    return replace(world, letters=(), empty_mailbox=True)


def _folder(world: World, detail: str, rng: Random) -> World:
    """A column that holds no list of its own, only the way to columns below it."""
    return replace(world, columns=(*world.columns, Column("folder", "信息公开专栏", "其他", "政务公开", "folder")))


def _no_report(world: World, detail: str, rng: Random) -> World:
    return _with_column(world, "reports", lambda column: replace(column, articles=column.articles[1:]))


def _guide_elements(world: World, detail: str, rng: Random) -> World:
    guides = tuple(replace(guide, elements=guide.elements[:5]) for guide in world.guides)
    return replace(world, guides=guides)


PLANTERS: dict[str, Callable[[World, str, Random], World]] = {
    "hidden-links": _hidden_links,
    "footer-marks-missing": _footer_missing,
    "footer-marks-wrong": _footer_wrong,
    "report-entry-missing": _no_report_entry,
    "page-labels-missing": _labels_missing,
    "page-labels-wrong": _labels_wrong,
    "dead-links": _dead_links,
    "attachment-broken": _attachment_broken,
    "column-stale": _column_stale,
    "policies-stale": _policies_stale,
    "news-stale": _news_stale,
    "column-blank": _column_blank,
    "home-stale": _home_stale,
    "columns-stale": _columns_stale,
    "columns-blank": _columns_blank,
    "no-consultation-channel": _no_consultation,
    "messages-unanswered": _unanswered,
    "consultation-unanswered": _waiting,
    "reply-evasive": _evasive,
    "message-elements-missing": _letter_elements,
    "interpretation-late": _late_interpretation,
    "interpretation-missing": _missing_interpretation,
    "privacy-leak": _privacy,
    "annual-report-missing": _no_report,
    "guide-elements-missing": _guide_elements,
    "masked-numbers": _masked,
    "gambling-news": _gambling_news,
    "pinned": _pinned,
    "empty-mailbox": _empty_mailbox,
    "folder": _folder,
}
