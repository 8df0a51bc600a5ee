"""Which pages the label checks judge: the home page, some column pages and some articles, spread over the crawl."""

from __future__ import annotations

from dataclasses import dataclass

from zhengjian.checks._sample import inner_pages, spread
from zhengjian.checks.base import Limits
from zhengjian.facts.base import Pages, Reading
from zhengjian.facts.labels import Labels
from zhengjian.facts.page_kinds import PageKinds


class LabelLimits(Limits):
    """``columns`` and ``articles``: how many pages of each kind are sampled beside the home page."""

    columns: int = 5
    articles: int = 14


@dataclass(frozen=True)
class LabelPages:
    """The sampled pages."""

    home: Reading[Labels]
    columns: tuple[Reading[Labels], ...]
    articles: tuple[Reading[Labels], ...]

    @property
    def all(self) -> tuple[Reading[Labels], ...]:
        """All sampled pages, the home page first."""
        return tuple(dict.fromkeys((self.home, *self.columns, *self.articles)))

    @property
    def named(self) -> str:
        """Their addresses, as an outcome's ``why`` lists them."""
        return "页面：" + "、".join(page.url for page in self.all)


def sampled(labels: Pages[Labels], kinds: PageKinds, limits: LabelLimits) -> LabelPages | None:
    """At most so many pages of each kind as the limits say; None without a home page."""
    home = labels.home
    if home is None:
        return None
    columns, articles = frozenset(kinds.columns), frozenset(kinds.articles)
    if home.fact.kind in {"column", "article"} or home.url in columns | articles:  # one page looked at by itself
        own = ("column" if home.url in columns else "article") if home.fact.kind == "other" else home.fact.kind
        return LabelPages(home, *((home,) if own == kind else () for kind in ("column", "article")))
    inner = inner_pages(labels, home)
    return LabelPages(
        home,
        tuple(spread([page for page in inner if page.url in columns], limits.columns)),
        tuple(spread([page for page in inner if page.url in articles], limits.articles)),
    )
