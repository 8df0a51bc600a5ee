"""Jobs: the crawl loop, the reading of feeds, the probe, on processes here or a cluster elsewhere."""

from zhengjian.jobs.crawling import Progress, RoundResult, crawl
from zhengjian.jobs.executor import map
from zhengjian.jobs.feeds import FeedResult, read_feeds
from zhengjian.jobs.probe import ProbeRound, probe_round, visit_apps
from zhengjian.jobs.terms import CrawlTarget

__all__ = ["CrawlTarget", "FeedResult", "ProbeRound", "Progress", "RoundResult", "crawl", "map", "probe_round", "read_feeds", "visit_apps"]
