"""The map of all domains that the province's pages link to: who links where, since when, and in which state.

When one domain turns bad, every page that links to it is listed at once. DuckDB asks the stored page facts and attempts
of all rounds of a period; nothing is fetched and no HTML is parsed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from zhengjian.config import Workspace
from zhengjian.facts.link_target import KINDS, LinkTarget
from zhengjian.facts.links import host_of, registrable
from zhengjian.model import FetchCode, Value

STATES = {"open": "可访问", "dead": "不能访问", "refused": "未能判定", "unseen": "未访问", **KINDS}


class Domain(Value):
    """One registrable domain outside the linking sites: the sites and pages that link to it, when first seen, its state.

    ``state``: open, dead, refused, unseen, or what its pages turned out to be (parked, closed, betting, not-found).
    ``first_seen`` is when a visit to it was first made in any period, None when there was none. ``linking`` are all pages that
    link to it, by site; only given when one domain was asked for.
    """

    domain: str
    sites: tuple[str, ...]
    pages: int
    first_seen: datetime | None = None
    state: str = "unseen"
    examples: tuple[str, ...] = ()
    linking: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)


def domains(workspace: Workspace, period: str, *, only: str = "") -> list[Domain]:
    """All linked domains of a period's last rounds, the most linked first; ``only`` keeps one domain, with every page that links to it.

    A site's link to itself is left out; a link to another registered site is kept.
    """
    folders = list(_last_rounds(workspace.archive / period))
    if not folders:
        return []
    linked: dict[str, dict[str, set[str]]] = {}
    for site, page, host in _links(folders):
        domain = registrable(host)
        if domain != registrable(host_of(page)) and (not only or domain == registrable(only)):
            linked.setdefault(domain, {}).setdefault(site, set()).add(page)
    states = _states(folders, _first_visits(workspace.archive))
    found = [_domain(name, sites, states, every=bool(only)) for name, sites in linked.items()]
    return sorted(found, key=lambda domain: (-len(domain.sites), -domain.pages, domain.domain))


def _domain(name: str, sites: dict[str, set[str]], states: dict[str, tuple[str, datetime | None]], *, every: bool) -> Domain:
    linking = {site: tuple(sorted(sites[site])) for site in sorted(sites)} if every else {}
    pages = sorted(page for linking in sites.values() for page in linking)
    state, first = states.get(name, ("unseen", None))
    return Domain(
        domain=name,
        sites=tuple(sorted(sites)),
        pages=len(pages),
        first_seen=first,
        state=state,
        examples=tuple(pages[:5]),
        linking=linking,
    )


def _last_rounds(root: Path) -> Iterator[Path]:
    """The folder of each target's last closed round."""
    for target in sorted(root.glob("*")):
        rounds = sorted(
            (folder for folder in target.glob("[0-9]*") if (folder / "facts.parquet").is_file()), key=lambda folder: int(folder.name)
        )
        if rounds:
            yield rounds[-1]


def _links(folders: list[Path]) -> Iterator[tuple[str, str, str]]:
    """(site, page, linked host) for every link that leaves its page's host."""
    import duckdb

    files = [str(folder / "facts.parquet") for folder in folders]
    rows = duckdb.execute(
        """
        with pages as (
            select regexp_extract(snapshot, '^S-[^.]+\\.(.+)\\.\\d+\\.\\d+$', 1) as site, url, json(PageLinks)->'links' as links
            from read_parquet(?, union_by_name => true) where PageLinks is not null
        ), each as (select site, url, unnest(cast(links as json[])) as link from pages)
        select distinct site, url, regexp_extract(link->>1, '^https?://([^/?#]+)', 1) from each where link->>5 in ('other', 'kin')
        """,
        [files],
    )
    while batch := rows.fetchmany(10_000):
        yield from ((site, page, host.rsplit("@", 1)[-1].lower()) for site, page, host in batch if host)


def _states(folders: list[Path], first_visits: dict[str, datetime]) -> dict[str, tuple[str, datetime | None]]:
    """What visits to outside targets ended in, by domain: open when any answered, worse when any turned bad, and the first time."""
    import duckdb

    attempts = [str(folder / "attempts.parquet") for folder in folders if (folder / "attempts.parquet").is_file()]
    if not attempts:
        return {}
    visits = duckdb.execute(
        "select url, coalesce(nullif(final_url, ''), url), code, http_status from read_parquet(?, union_by_name => true)"
        " where kind = 'external' and code is not null and code <> ''",
        [attempts],
    ).fetchall()
    turned = _turned_out(folders)
    states: dict[str, tuple[str, datetime | None]] = {}
    for url, final, code, status in visits:
        name = registrable(host_of(url).lower())
        state = turned.get(final) or _state(FetchCode(code), status)
        known, _ = states.get(name, ("unseen", None))
        states[name] = (max((known, state), key=_RANK.index), first_visits.get(name))
    return states


def _first_visits(archive: Path) -> dict[str, datetime]:
    """When each domain was first visited, over all periods and rounds of the archive."""
    import duckdb

    rows = duckdb.execute(
        "select regexp_extract(url, '^https?://([^/?#]+)', 1) as host, min(\"at\") from read_parquet(?, union_by_name => true)"
        " where kind = 'external' and code is not null and code <> '' and \"at\" <> '' group by host",
        [[str(path) for path in archive.glob("*/*/*/attempts.parquet")]],
    ).fetchall()
    first: dict[str, datetime] = {}
    for host, at in rows:
        name, moment = registrable(host.rsplit("@", 1)[-1].lower()), datetime.fromisoformat(at)
        first[name] = min(moment, first.get(name, moment))
    return first


_RANK = ("unseen", "dead", "not-found", "refused", "open", "login", "closed", "parked", "advert", "betting")


def _state(code: FetchCode, status: int | None) -> str:
    if code in {FetchCode.OK, FetchCode.OK_SLOW, FetchCode.UNCHANGED, FetchCode.TRUNCATED, FetchCode.REDIRECT_OFFSITE}:
        return "open"
    gone = code in {FetchCode.DOWN_DNS, FetchCode.DOWN_CONN} or status in {404, 410}
    return "dead" if gone else "refused"


def _turned_out(folders: list[Path]) -> dict[str, str]:
    """Targets whose own page says that it is something else, by address."""
    import duckdb

    files = [str(folder / "facts.parquet") for folder in folders]
    columns = {row[0] for row in duckdb.execute("describe select * from read_parquet(?, union_by_name => true)", [files]).fetchall()}
    if "LinkTarget" not in columns:
        return {}
    rows = duckdb.execute(
        'select url, LinkTarget from read_parquet(?, union_by_name => true) where depth >= 98 and LinkTarget not like \'%"kind":""%\'',
        [files],
    ).fetchall()
    return {url: msgspec.json.decode(fact, type=LinkTarget).kind for url, fact in rows if fact}
