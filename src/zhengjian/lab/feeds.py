"""What the accounts published: RSS, Atom or JSON feeds by platform, as bridges and platforms offer them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from random import Random

import msgspec

from zhengjian.lab import wording
from zhengjian.lab.faults import Fault
from zhengjian.lab.planting import BAD_HOSTS
from zhengjian.model import Account, Unit

COUNT = 5
_ATOM = frozenset({"weibo", "toutiao", "baijia", "xhs"})
_JSON = frozenset({"douyin", "kuaishou", "app", "mini"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One post of a feed."""

    title: str
    at: datetime
    url: str
    text: str


def entries(seed: int, account: Account, unit: Unit, as_of: datetime, faults: tuple[Fault, ...]) -> tuple[Entry, ...]:
    """The newest posts, newest first: a stopped account's posts end its number of days ago."""
    rng = Random(f"{seed}:{account.account_id}")
    stopped = next((int(f.detail or (30 if f.kind == "account-stale" else 120)) for f in faults if f.kind.endswith("-stale")), 0)
    moment = as_of - timedelta(days=stopped or rng.randint(0, 6), hours=rng.randint(1, 9))
    org = unit.short_name or unit.name
    found = []
    for n, (title, topic) in enumerate(wording.titles(rng, "动态要闻", COUNT, org=org, place=org[:2])):
        address = f"{account.home.replace('/home/', '/post/')}/{n}"
        found.append(
            Entry(
                f"{title}",
                moment.replace(second=0, microsecond=0),
                address,
                wording.paragraphs(rng, 1, org=org, place=org[:2], topic=topic)[0],
            )
        )
        moment -= timedelta(days=rng.randint(1, 4), hours=rng.randint(0, 5))
    if any(fault.kind == "account-harmful-link" for fault in faults):
        found[1] = replace(found[1], text=f"{found[1].text}真人视讯，注册送彩金，请进 http://{BAD_HOSTS[0]}/")
    return tuple(found)


def feed(account: Account, posts: tuple[Entry, ...], name: str) -> tuple[str, bytes]:
    """Content type and body of the account's feed in its platform's form."""
    sub = account.feed.split("/")[2].split(".")[0]
    if sub in _JSON:
        items = [{"id": p.url, "url": p.url, "title": p.title, "content_text": p.text, "date_published": p.at.isoformat()} for p in posts]
        body = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": name,
            "description": "演示账号",
            "home_page_url": account.home,
            "items": items,
        }
        return "application/feed+json", msgspec.json.encode(body)
    if sub in _ATOM:
        rows = "".join(
            f"<entry><id>{p.url}</id><title>{escape(p.title)}</title><link href='{p.url}'/><published>{p.at.isoformat()}</published>"
            f"<updated>{p.at.isoformat()}</updated><summary>{escape(p.text)}</summary></entry>"
            for p in posts
        )
        head = (
            f"<id>{account.home}</id><title>{escape(name)}</title><subtitle>演示账号</subtitle><updated>{posts[0].at.isoformat()}</updated>"
        )
        return (
            "application/atom+xml",
            f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">{head}{rows}</feed>'.encode(),
        )
    rows = "".join(
        f"<item><title><![CDATA[{p.title}]]></title><link>{p.url}</link><guid>{p.url}</guid><pubDate>{format_datetime(p.at)}</pubDate>"
        f"<description><![CDATA[{p.text}]]></description></item>"
        for p in posts
    )
    head = f"<title>{escape(name)}</title><link>{account.home}</link><description>演示账号</description>"
    return "application/rss+xml", f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{head}{rows}</channel></rss>'.encode()
