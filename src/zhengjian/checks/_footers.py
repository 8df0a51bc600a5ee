"""Which pages' feet the footer checks judge: the home page and some inner pages that have one, with what scripts write."""

from __future__ import annotations

from zhengjian.checks._sample import inner_pages, spread
from zhengjian.facts.base import Pages, Reading
from zhengjian.facts.footer import Footer, with_written

FEW = 2  # a page with fewer hard marks has no foot of its own: a print view, a pop-up


def sampled(footers: Pages[Footer], inner: int) -> list[Reading[Footer]]:
    """The home page first, then at most ``inner`` others, with the marks of scripts and fragments that were read.

    Empty without a home page.
    """
    read = {reading.url: reading.fact for reading in footers}
    whole = Pages(tuple(Reading(page.url, page.snapshot, page.depth, with_written(page.fact, read)) for page in footers))
    home = whole.home
    if home is None:
        return []
    return [home, *spread(inner_pages(whole, home, lambda footer: footer.marks_seen >= FEW), inner)]
