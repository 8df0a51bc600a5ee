"""Scrapy's link report over the tree, written the ordinary way. Arguments: the home pages. Prints one JSON object."""

from __future__ import annotations

import json
import sys
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess

HOMES = sys.argv[1:]
HOSTS = {urlsplit(home).netloc for home in HOMES}
FOUND: dict[str, Any] = {"pages": 0, "broken": []}


class Links(scrapy.Spider):
    """Follows every in-site page and asks for every other address once."""

    name = "links"
    start_urls = HOMES
    handle_httpstatus_all = True

    async def start(self) -> Any:
        for home in HOMES:
            yield scrapy.Request(home, errback=self.failed)

    def parse(self, response: Any) -> Any:
        if response.status >= 400:
            FOUND["broken"].append(response.request.meta.get("redirect_urls", [response.url])[0])
            return
        if urlsplit(response.url).netloc not in HOSTS or b"text/html" not in (response.headers.get("Content-Type") or b""):
            return
        FOUND["pages"] += 1
        for href in response.css("a::attr(href),img::attr(src),link::attr(href),script::attr(src)").getall():
            address = response.urljoin(href)
            if address.startswith("http"):
                yield scrapy.Request(address, errback=self.failed)

    def failed(self, failure: Any) -> None:
        FOUND["broken"].append(failure.request.url)


process = CrawlerProcess(
    {"LOG_ENABLED": False, "CONCURRENT_REQUESTS": 32, "CONCURRENT_REQUESTS_PER_DOMAIN": 4, "DOWNLOAD_DELAY": 0, "RETRY_ENABLED": False,
     "ROBOTSTXT_OBEY": False, "TELNETCONSOLE_ENABLED": False}
)  # fmt: skip
process.crawl(Links)
process.start()
print(json.dumps(FOUND))
