"""The only room that opens outgoing connections: guard, two HTTP stacks, names, pace, robots, verdicts."""

from zhengjian.fetch.hosts import Place, read_hosts, read_hosts_file
from zhengjian.fetch.http import Fetcher
from zhengjian.fetch.visit import Fetched, Visit

__all__ = ["Fetched", "Fetcher", "Place", "Visit", "read_hosts", "read_hosts_file"]
