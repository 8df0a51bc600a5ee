"""crawlee's link report over the tree, with its parsel crawler. Arguments: the home pages. Prints one JSON object."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from crawlee import ConcurrencySettings, Request
from crawlee.crawlers import ParselCrawler, ParselCrawlingContext
from crawlee.http_clients import ImpitHttpClient
from crawlee.storage_clients import MemoryStorageClient

HOMES = sys.argv[1:]
HOSTS = {urlsplit(home).netloc for home in HOMES}


async def crawl() -> dict[str, Any]:
    """Follow every in-site page; ask for every other address once."""
    found: dict[str, Any] = {"pages": 0, "broken": []}
    logging.disable(logging.CRITICAL)
    crawler = ParselCrawler(
        storage_client=MemoryStorageClient(),
        http_client=ImpitHttpClient(),
        max_request_retries=0,
        configure_logging=False,
        concurrency_settings=ConcurrencySettings(desired_concurrency=32, max_concurrency=32),
        request_handler_timeout=timedelta(seconds=30),
        ignore_http_error_status_codes=range(400, 600),
        retry_on_blocked=False,
        use_session_pool=False,
    )

    @crawler.router.default_handler
    async def page(context: ParselCrawlingContext) -> None:
        if context.http_response.status_code >= 400:
            found["broken"].append(context.request.url)
            return
        kind = context.http_response.headers.get("content-type", "")
        if urlsplit(context.request.loaded_url or context.request.url).netloc not in HOSTS or "text/html" not in kind:
            return
        found["pages"] += 1
        hrefs = context.selector.css("a::attr(href),img::attr(src),link::attr(href),script::attr(src)").getall()
        addresses = [quote(urljoin(context.request.url, href), safe="%/:=&?~#+!$,;'@()*[]") for href in hrefs]
        await context.add_requests([Request.from_url(address) for address in addresses if address.startswith("http")])

    @crawler.failed_request_handler
    async def failed(context: Any, error: Exception) -> None:
        found["broken"].append(context.request.url)

    await crawler.run(HOMES)
    return found


if __name__ == "__main__":
    print(json.dumps(asyncio.run(crawl())))
