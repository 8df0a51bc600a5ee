"""The reference: a minimal links-only crawler with aiohttp and selectolax. It stores nothing and judges nothing.

Arguments: the home pages. Prints one JSON object: pages read and the broken addresses that it found.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from urllib.parse import quote, urljoin, urlsplit

import aiohttp
from selectolax.lexbor import LexborHTMLParser

_CHARSET = re.compile(rb"charset=[\"']?([a-zA-Z0-9-]+)")


async def crawl(homes: list[str]) -> dict[str, object]:
    """Follow every in-site page; ask for every other address once."""
    seen, broken, pages = set(homes), set[str](), 0
    queue: asyncio.Queue[str] = asyncio.Queue()
    for home in homes:
        queue.put_nowait(home)
    hosts = {urlsplit(home).netloc for home in homes}
    connector = aiohttp.TCPConnector(limit=32, limit_per_host=4)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def visit(url: str) -> None:
            nonlocal pages
            inside = urlsplit(url).netloc in hosts
            try:
                async with session.get(url) as answer:
                    if answer.status >= 400:
                        broken.add(url)
                        return
                    if not inside or answer.content_type != "text/html":
                        return
                    body = await answer.read()
            except aiohttp.ClientError:
                broken.add(url)
                return
            pages += 1
            found = _CHARSET.search(body[:1024])
            text = body.decode("gb18030" if found and found[1].lower() in {b"gbk", b"gb2312"} else "utf-8", "replace")
            for node in LexborHTMLParser(text).css("a[href],img[src],link[href],script[src]"):
                raw = node.attributes.get("href") or node.attributes.get("src") or ""
                address = quote(urljoin(url, raw), safe="%/:=&?~#+!$,;'@()*[]").split("#", 1)[0]
                if address.startswith("http") and address not in seen:
                    seen.add(address)
                    queue.put_nowait(address)

        async def worker() -> None:
            while True:
                url = await queue.get()
                try:
                    await visit(url)
                finally:
                    queue.task_done()

        workers = [asyncio.create_task(worker()) for _ in range(32)]
        await queue.join()
        for one in workers:
            one.cancel()
    return {"pages": pages, "broken": sorted(broken)}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(crawl(sys.argv[1:]))))
