"""The lab itself: the seed's counts, determinism, faults that change only what they concern, and a server that closes."""

from __future__ import annotations

import asyncio
import csv
import os
import re
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import quote, urljoin

import pytest

from zhengjian.lab import Fault, LabError, Province, serve, write_register
from zhengjian.lab.answers import Answers
from zhengjian.lab.data import read
from zhengjian.lab.families import FAMILIES, MORE
from zhengjian.lab.faults import SITE_FAULTS
from zhengjian.lab.planting import PLANTERS
from zhengjian.lab.province import SAFE

EVERY = tuple(family.name for family in (*FAMILIES, *MORE))
STATIC = tuple(name for name in EVERY if name != "application")


def pages_of(province: Province, site_id: str) -> dict[str, str]:
    return {path: maker() for path, maker in province.family(site_id).pages(province.world(site_id)).html.items()}


@contextmanager
def connection(port: int) -> Iterator[HTTPConnection]:
    client = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        yield client
    finally:
        client.close()


def get(client: HTTPConnection, host: str, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    client.request("GET", path, headers={"Host": host, **headers})
    answer = client.getresponse()
    return answer, answer.read()


def test_seed_province_has_the_counts_of_the_annex() -> None:
    register = Province.seed_bulletin().register
    data = read("annex_2025q2.toml")
    unit = {unit.code: unit for unit in register.units}

    def city(code: str) -> str:
        while unit[code].kind != "市州":
            code = unit[code].parent
            if not code or unit[code].kind == "省政府办公厅":
                return "省直"
        return unit[code].short_name

    sites = Counter((city(site.unit), site.kind) for site in register.sites)
    accounts = Counter(city(account.unit) for account in register.accounts)
    for row in data["city"]:
        name = row["short_name"]
        found = [sites[name, kind] for kind in ("市级门户", "市级部门", "县级门户")] + [accounts[name]]
        assert found == [row["portals"], row["departments"], row["counties"], row["accounts"]], name
    assert sites["省直", "省直部门"] + sites["省直", "省级门户"] == data["provincial"]["sites"] == 46
    assert accounts["省直"] == 256
    assert (len(register.sites), len(register.accounts), register.messages) == (735, 4059, 212)
    assert sum(site.takes_part_in_scoring for site in register.sites if site.kind == "省直部门") == 39


def test_names_addresses_and_codes_are_all_different() -> None:
    register = Province.seed_bulletin().register
    for values in (
        [site.site_id for site in register.sites],
        [site.home for site in register.sites],
        [unit.code for unit in register.units],
        [account.account_id for account in register.accounts],
    ):
        assert len(set(values)) == len(values)
    assert all(re.fullmatch(r"\d{10}", site.site_id) for site in register.sites)
    assert all(len(re.sub(r"\D", "", site.police)) == 14 for site in register.sites)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        write_register(Province(seed=seed), tmp_path / name)
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert {"units.csv", "sites.csv", "accounts.csv", "messages.csv", "probe.csv", "policies.csv"} <= set(names)
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in names)
    assert (tmp_path / "a" / "messages.csv").read_bytes() != (tmp_path / "c" / "messages.csv").read_bytes()
    site_id = Province().register.sites[0].site_id
    assert pages_of(Province(seed=7), site_id) == pages_of(Province(seed=7), site_id) != pages_of(Province(seed=8), site_id)


@pytest.mark.parametrize("kind", sorted(PLANTERS))
def test_a_fault_changes_pages_of_its_site_and_no_other(kind: str) -> None:
    clean = Province(sites=10, faults=())
    site, other = clean.register.sites[0].site_id, clean.register.sites[4].site_id
    detail = {"page-labels-wrong": "SiteIDCode", "interpretation-late": "12"}.get(kind, "")
    faulty = clean.plant(Fault(kind, site, detail))
    before, after = pages_of(clean, site), pages_of(faulty, site)
    assert before != after
    assert pages_of(clean, other) == pages_of(faulty, other)
    assert faulty.without(faulty.plan[-1]) == clean


def test_every_site_fault_changes_pages_or_lists(tmp_path: Path) -> None:
    in_lists = {"site-unreachable", "status-mismatch"}
    assert set(SITE_FAULTS) == (set(PLANTERS) & set(SITE_FAULTS)) | in_lists
    clean = Province(sites=5, faults=())
    write_register(clean, tmp_path / "clean")
    for kind, name in (("site-unreachable", "probe.csv"), ("status-mismatch", "sites.csv")):
        write_register(clean.plant(Fault(kind, clean.register.sites[0].site_id)), tmp_path / kind)
        assert (tmp_path / kind / name).read_bytes() != (tmp_path / "clean" / name).read_bytes()


def test_an_unknown_fault_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(ValueError, match="hidden-links"):
        Fault("hidden-link", "5101009001")


def test_every_link_of_a_clean_site_leads_somewhere() -> None:
    province = Province(sites=2 * len(STATIC), faults=(), families=STATIC)
    answers = Answers(province)
    hosts = set(answers.hosts())
    for site in province.register.sites:
        host = site.home.split("/")[2]
        seen, queue = set[str](), [site.home]
        while queue:
            address = queue.pop()
            path = address.removeprefix(f"http://{host}")
            answer = answers.answer(host, quote(path, safe=SAFE), False)
            assert answer.status == 200, address
            if not answer.content_type.startswith("text/html"):
                continue
            text = answer.body.decode(province.family(site.site_id).charset)
            base = re.search(r'<base href="([^"]+)"', text)
            for link in re.findall(r"""<(?!base)[^>]* (?:href|src)=("[^"]*"|'[^']*'|[^\s>]+)""", text):
                if link.strip("\"'").startswith("javascript:"):
                    continue
                target = urljoin(base[1] if base else address, link.strip("\"'").replace("&amp;", "&")).partition("#")[0]
                assert target.split("/")[2] in hosts, target
                if target.split("/")[2] == host and target not in seen:
                    seen.add(target)
                    queue.append(target)
        assert len(seen) >= 30, (site.name, len(seen))


def test_families_share_no_class_name_and_no_list_markup() -> None:
    province = Province(sites=2 * len(EVERY), faults=(), families=EVERY)
    classes: dict[str, set[str]] = {}
    for site in province.register.sites[: len(EVERY)]:
        family = province.family(site.site_id)
        text = "".join(pages_of(province, site.site_id).values())
        found = set(re.findall(r"""\s(?:class|id)=["']?([\w-]+)""", text)) - {"_ideConac", "_jiucuo_", "_span_jiucuo"}
        classes[family.name] = found
    names = sorted(classes)
    for n, one in enumerate(names):
        for two in names[n + 1 :]:
            assert not classes[one] & classes[two], (one, two)


def test_every_page_says_that_it_is_a_demonstration() -> None:
    province = Province(sites=2 * len(EVERY), faults=(), families=EVERY)
    for site in province.register.sites:
        assert all("演示" in text for text in pages_of(province, site.site_id).values()), site.name


def test_probe_log_has_forty_eight_visits_a_day_for_a_week(tmp_path: Path) -> None:
    province = Province(sites=5)
    write_register(province, tmp_path)
    with (tmp_path / "probe.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    days = Counter((row["网站标识码"], row["时间"][:10]) for row in rows)
    assert len(days) == 5 * 7
    assert set(days.values()) == {48}
    assert all(row["时间"] < f"{province.as_of:%Y-%m-%d %H:%M:%S}" for row in rows)


def test_served_over_http_with_hosts_gzip_and_conditional_requests() -> None:
    province = Province(sites=5, faults=())
    host = province.register.sites[0].home.split("/")[2]
    with serve(province) as served, connection(served.port) as client:
        assert f"127.0.0.1:{served.port} {host}\n" in served.hosts_file_text
        plain, body = get(client, host, "/")
        zipped, packed = get(client, host, "/", **{"Accept-Encoding": "gzip"})
        assert (plain.status, zipped.status) == (200, 200)
        assert zipped.headers["Content-Encoding"] == "gzip"
        assert len(packed) < len(body)
        again, _ = get(client, host, "/", **{"If-None-Match": plain.headers["ETag"]})
        assert again.status == 304
        missing, text = get(client, host, "/nothing/here.html")
        assert missing.status == 404
        assert "不存在" in text.decode()
        assert get(client, "www.elsewhere.gov.cn", "/")[0].status == 421
        for hidden in ("/truth", "/plan", "/../inputs.py", "/faults"):
            assert get(client, host, hidden)[0].status == 404


def test_refusing_sites_refuse_and_flapping_ones_hang_up() -> None:
    clean = Province(sites=10, faults=())
    ids = [site.site_id for site in clean.register.sites]
    manners = [("blocked-403", "", 403), ("blocked-429", "", 429), ("challenge", "412", 412)]
    province = clean.plant(*(Fault(kind, ids[n], detail) for n, (kind, detail, _) in enumerate(manners)), Fault("flapping", ids[3]))
    hosts = {site_id: host for host, site_id in province.hosts.items()}
    with serve(province) as served:
        for n, (_, _, status) in enumerate(manners):
            with connection(served.port) as client:
                assert get(client, hosts[ids[n]], "/")[0].status == status
        broken = 0
        for _ in range(6):
            with connection(served.port) as client:
                try:
                    get(client, hosts[ids[3]], "/")
                except ConnectionError:
                    broken += 1
        assert broken == 2


def test_a_port_in_use_is_one_sentence_and_the_server_ends_with_its_context() -> None:
    province = Province(sites=5)
    with serve(province) as served:
        with pytest.raises(LabError, match=f"127.0.0.1:{served.port}.*换一个端口"), serve(province, port=served.port):
            pass
        pid = served.pids[0]
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with socket.socket() as client:
        assert client.connect_ex(("127.0.0.1", served.port)) != 0


def test_search_of_every_family_finds_a_title_on_its_first_page() -> None:
    province = Province(sites=2 * len(STATIC), faults=(), families=STATIC)
    answers = Answers(province)
    for site in province.register.sites:
        family, world = province.family(site.site_id), province.world(site.site_id)
        title = world.columns[0].articles[0].title
        target = f"{quote(family.search_path)}?{family.search_field}={quote(title, encoding=family.charset)}"
        page = answers.answer(world.host, target, False).body.decode(family.charset)
        assert title in page


def test_many_connections_are_answered_side_by_side() -> None:
    province = Province(sites=20, faults=())
    targets = [
        (province.world(site.site_id).host, quote(path, safe=SAFE))
        for site in province.register.sites
        for path in province.family(site.site_id).pages(province.world(site.site_id)).html
    ]

    async def visit(port: int, mine: list[tuple[str, str]]) -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for host, target in mine:
            writer.write(f"GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            found = re.search(rb"Content-Length: (\d+)", head)
            assert found is not None
            await reader.readexactly(int(found[1]))
        writer.close()
        await writer.wait_closed()
        return len(mine)

    async def all_visits(port: int) -> int:
        return sum(await asyncio.gather(*(visit(port, targets[n::8]) for n in range(8))))

    with serve(province) as served:
        assert asyncio.run(all_visits(served.port)) == len(targets)
