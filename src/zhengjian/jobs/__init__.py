"""Jobs: the crawl loop, the reading of feeds, the probe, on processes here or a cluster elsewhere."""

from zhengjian.jobs.crawling import Progress, RoundResult, crawl
from zhengjian.jobs.executor import map
from zhengjian.jobs.feeds import FeedResult, read_feeds
from zhengjian.jobs.site import CrawlTarget

__all__ = ["CrawlTarget", "FeedResult", "Progress", "RoundResult", "crawl", "map", "read_feeds"]
