"""Policies that are interpreted in text alone: no picture, chart, film, press conference or questions and answers.

Measured on the listed policies that have an interpretation. What is more than text shows in its title (图解, 一图读懂, 视频,
发布会, 问答 …) or on its page: a frame, a film, a file, or a picture that the policy's own page does not carry, too. A page that
was not read, or on which scripts may show something, decides nothing; other interpretations of the same policy may be richer.
"""

from __future__ import annotations

import re

from zhengjian.checks.base import About, not_applicable, threshold, unknown
from zhengjian.facts.base import Coverage, Pages, Reading
from zhengjian.facts.interpretations import Interpretations, speaks_of
from zhengjian.facts.labels import Labels
from zhengjian.facts.links import PageLinks
from zhengjian.facts.media import Media
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="政策解读形式单一",
    wording="解读形式多样，通过图表图解、音频视频、新闻发布会、问答等形式解读，避免仅有文字",
    clause="加分指标·解读多样化",
    document="国办秘函〔2019〕19号",
    finding_phrase="政策解读形式单一",
)

RICH = re.compile(
    r"图解|图说|一图|长图|海报|漫画|动漫|动画|视频|音频|直播|访谈|发布会|吹风会|答记者问|问答|H5|VR|数说|明白卡|专家解读", re.IGNORECASE
)
FILM = re.compile(r"\.(?:mp4|flv|m3u8|mp3|avi|mov)(?:[?#]|$)|video|player", re.IGNORECASE)


def check(policies: Interpretations, links: Pages[PageLinks], media: Pages[Media], labels: Pages[Labels], coverage: Coverage) -> Outcome:
    """One finding for each policy whose only interpretation is plain text."""
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    views = [view for view in policies.views if view.match is not None]
    if not views:
        return not_applicable("没有已解读的政策文件可供查看")
    pages = {page.url: page for page in links}
    films = {page.url for page in media if page.fact.shows}
    shells = {page.url for page in labels if page.fact.shell}
    titles = [link.text for page in links for link in page.fact.of("page") if RICH.search(link.text)]
    findings, unseen = [], 0
    for view in views:
        match = view.match
        if match is None or RICH.search(match.title) or any(speaks_of(title, view.policy.title) for title in titles):
            continue
        page, policy = pages.get(match.url), pages.get(view.policy.url)
        if page is None or policy is None or not page.fact.complete or page.url in shells:
            unseen += 1
        elif page.url not in films and not _shows_more(page, policy):
            what = f"《{view.policy.title}》的解读“{match.title}”仅有文字"
            evidence = tuple(dict.fromkeys((page.snapshot, policy.snapshot)))
            findings.append(
                Finding(where=page.url, what=what, value="仅有文字", expected="图表、音视频、问答等多种形式", evidence=evidence)
            )
    said = f"已解读的政策{len(views)}件，{len(findings)}件仅有文字解读，允许0件"
    return threshold(said + (f"；{unseen}件未能判断" if unseen else ""), findings, unseen, 1)


def _shows_more(page: Reading[PageLinks], policy: Reading[PageLinks]) -> bool:
    """True for a page with a frame, a film or a file, or with a picture that the policy's page, of the same site, lacks."""
    usual = {link.url for link in policy.fact.links}
    own = [link for link in page.fact.links if link.url and link.url not in usual]
    return any(link.kind in {"image", "frame", "attachment"} or FILM.search(link.url) for link in own)
