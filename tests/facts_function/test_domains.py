"""The map of outgoing domains, asked of stored facts by DuckDB."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from zhengjian.config import Settings, Workspace
from zhengjian.facts.link_target import LinkTarget
from zhengjian.facts.links import Link, PageLinks
from zhengjian.facts.links import read as read_links
from zhengjian.facts.page import Page
from zhengjian.model import encode
from zhengjian.service.domains import domains


def store(
    root: Path, site: str, round_: int, pages: dict[str, str], targets: dict[str, LinkTarget], visits: list[dict[str, object]]
) -> None:
    """One closed round as the archive keeps it."""
    folder = root / "archive" / "2025Q2" / site / str(round_)
    folder.mkdir(parents=True)
    rows = [
        {
            "snapshot": f"S-2025Q2.{site}.{round_}.{number}",
            "url": url,
            "depth": 0,
            "PageLinks": encode(read_links(Page(url, html))).decode(),
            "LinkTarget": None,
        }
        for number, (url, html) in enumerate(pages.items(), 1)
    ]
    rows += [
        {"snapshot": f"S-2025Q2.{site}.{round_}.9", "url": url, "depth": 98, "PageLinks": None, "LinkTarget": encode(target).decode()}
        for url, target in targets.items()
    ]
    pq.write_table(pa.Table.from_pylist(rows), folder / "facts.parquet")
    pq.write_table(pa.Table.from_pylist(visits), folder / "attempts.parquet")


def visit(url: str, code: str, status: int | None, at: str) -> dict[str, object]:
    return {"url": url, "final_url": url, "kind": "external", "code": code, "http_status": status, "at": at}


def test_domains_sites_pages_first_seen_and_state(tmp_path: Path) -> None:
    link = '<a href="http://www.partner.com/x">协会</a><a href="http://old.expo.org/">博览会</a>'
    store(
        tmp_path,
        "5101000001",
        1,
        {"https://www.a.gov.cn/": f'<body>{link}<a href="/xw/">要闻</a></body>', "https://www.a.gov.cn/l.html": f"<body>{link}</body>"},
        {"http://old.expo.org/": LinkTarget(kind="parked", why="域名出售")},
        [
            visit("http://www.partner.com/x", "OK", 200, "2025-06-20T12:00:00+08:00"),
            visit("http://old.expo.org/", "OK", 200, "2025-06-20T12:01:00+08:00"),
        ],
    )
    store(
        tmp_path,
        "5101000002",
        1,
        {"https://jyj.a.gov.cn/": '<body><a href="http://partner.com/">协会</a><a href="https://www.a.gov.cn/">市政府</a></body>'},
        {},
        [visit("http://partner.com/", "DOWN_TIMEOUT", None, "2025-06-19T08:00:00+08:00")],
    )
    partner, expo = domains(Workspace(tmp_path, Settings()), "2025Q2")
    assert (partner.domain, partner.sites, partner.pages, partner.state) == ("partner.com", ("5101000001", "5101000002"), 3, "open")
    assert partner.first_seen is not None and partner.first_seen.isoformat() == "2025-06-19T08:00:00+08:00"
    assert (expo.domain, expo.pages, expo.state, expo.examples[0]) == ("expo.org", 2, "parked", "https://www.a.gov.cn/")
    assert not expo.linking, "every page is listed when one domain is asked for"
    (asked,) = domains(Workspace(tmp_path, Settings()), "2025Q2", only="www.expo.org")
    assert asked.linking == {"5101000001": ("https://www.a.gov.cn/", "https://www.a.gov.cn/l.html")}


def test_only_one_domain_and_only_the_last_round(tmp_path: Path) -> None:
    page = "https://www.a.gov.cn/"
    store(
        tmp_path,
        "5101000001",
        1,
        {page: '<body><a href="http://gone.com/">旧</a></body>'},
        {},
        [visit("http://gone.com/", "DOWN_DNS", None, "2025-06-20T12:00:00+08:00")],
    )
    store(
        tmp_path,
        "5101000001",
        2,
        {page: '<body><a href="http://a.com/">甲</a><a href="http://m.b.com/">乙</a></body>'},
        {},
        [visit("http://a.com/", "DOWN_DNS", None, "2025-06-20T12:00:00+08:00")],
    )
    workspace = Workspace(tmp_path, Settings())
    assert [(domain.domain, domain.state) for domain in domains(workspace, "2025Q2")] == [("a.com", "dead"), ("b.com", "unseen")]
    assert [domain.domain for domain in domains(workspace, "2025Q2", only="www.b.com")] == ["b.com"]
    assert domains(workspace, "2025Q1") == []


def test_the_stored_form_of_a_link_is_what_the_question_expects() -> None:
    stored = encode(PageLinks(links=(Link(href="h", url="http://u/", text="t", kind="page", where="nav", scope="other"),))).decode()
    assert '"links":[["h","http://u/","t","page","nav","other"]]' in stored


def test_the_worst_that_a_domain_turned_out_to_be_and_its_first_visit_in_any_period(tmp_path: Path) -> None:
    url = "http://old.office.com/"
    home = {"https://www.a.gov.cn/": f'<body><a href="{url}">招商局</a></body>'}
    store(tmp_path, "5101000001", 1, home, {}, [visit(url, "OK", 200, "2025-04-02T12:00:00+08:00")])
    earlier = LinkTarget(kind="advert", why="男科")
    store(tmp_path, "5101000001", 2, home, {url: earlier}, [visit(url, "OK", 200, "2025-06-20T12:00:00+08:00")])
    (found,) = domains(Workspace(tmp_path, Settings()), "2025Q2")
    assert (found.domain, found.state) == ("office.com", "advert")
    assert found.first_seen is not None and found.first_seen.isoformat() == "2025-04-02T12:00:00+08:00"
