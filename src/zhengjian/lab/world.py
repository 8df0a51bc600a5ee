"""What one site of the lab says, before any family gives it a face: columns, articles, letters, guides, footer, labels.

Families turn a ``World`` into pages; faults have already been planted in it. Times are Asia/Shanghai.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from zhengjian.model import Site, Unit


@dataclass(frozen=True, slots=True)
class Article:
    """One published text. ``related`` is the number of the policy or interpretation that belongs to it (0: none).

    ``planted`` is raw HTML that an intruder left at the end of the text; ``hidden_from_lists`` leaves it in the
    site's address list only.
    """

    number: int
    column: str
    title: str
    published: datetime
    source: str
    paragraphs: tuple[str, ...]
    attachment: str = ""
    related: int = 0
    document: str = ""
    planted: str = ""
    hidden_from_lists: bool = False
    dead: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """One citizen's message in public: an empty field is one that the site does not show."""

    number: int
    title: str
    asked: datetime | None
    question: str
    answered: datetime | None
    unit: str
    answer: str


@dataclass(frozen=True, slots=True)
class Guide:
    """One service guide (办事指南) with its elements by their official names."""

    number: int
    title: str
    published: datetime
    elements: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Leader:
    """One leader with post, résumé and division of work; all names are invented."""

    name: str
    post: str
    resume: str
    duties: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``style`` says what its page shows: list, static, form, letters, guides, leaders or folder."""

    key: str
    name: str
    kind: str
    group: str
    style: str = "list"
    articles: tuple[Article, ...] = ()
    text: tuple[str, ...] = ()
    updated: datetime | None = None
    pinned: int = 0


@dataclass(frozen=True, slots=True)
class Footer:
    """The marks at the foot of every page; an empty one is not shown."""

    site_code: str
    icp: str
    police: str
    sponsor: str
    contact: str
    party_mark: str
    report_entry: str
    sitemap: bool = True


@dataclass(frozen=True)
class World:
    """Everything that one site publishes at ``as_of``."""

    site: Site
    unit: Unit
    host: str
    place: str
    as_of: datetime
    columns: tuple[Column, ...]
    letters: tuple[Letter, ...]
    guides: tuple[Guide, ...]
    leaders: tuple[Leader, ...]
    footer: Footer
    empty_mailbox: bool = False
    home_frozen: datetime | None = None
    home_dead: tuple[str, ...] = ()
    dropped_labels: frozenset[str] = frozenset()
    changed_labels: dict[str, str] = field(default_factory=dict)
    look_alikes: frozenset[str] = frozenset()

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles of all columns, in the columns' order."""
        return tuple(article for column in self.columns for article in column.articles)

    def column(self, key: str) -> Column | None:
        """The column of this key, or None when the site has none."""
        return next((column for column in self.columns if column.key == key), None)

    def article(self, number: int) -> Article | None:
        """The article of this number, or None."""
        return next((article for article in self.articles if article.number == number), None)

    def labels(
        self, column: Column | None = None, title: str = "", published: datetime | None = None, source: str = ""
    ) -> list[tuple[str, str]]:
        """The page labels (indicators.md §3.5) in order: site labels, then column labels, then content labels."""
        pairs = [("SiteName", self.site.name), ("SiteDomain", self.host), ("SiteIDCode", self.site.site_id)]
        if column is not None:
            pairs += [
                ("ColumnName", column.name),
                ("ColumnDescription", f"{self.site.name}“{column.name}”栏目，发布{column.kind}类信息"),
                ("ColumnKeywords", f"{column.name},{column.kind},{self.unit.short_name or self.unit.name}"),
                ("ColumnType", column.kind),
            ]
        if title and published is not None:
            pairs += [("ArticleTitle", title), ("PubDate", f"{published:%Y-%m-%d %H:%M}"), ("ContentSource", source or self.unit.name)]
        return [(name, self.changed_labels.get(name, value)) for name, value in pairs if name not in self.dropped_labels]

    def found(self, words: str) -> list[Article]:
        """What the site's own search answers: articles whose title holds the words."""
        return [article for article in self.articles if words and words in article.title and not article.hidden_from_lists]
