"""The page facts that are read from every page, in the process that fetched it.

Page facts are read once and stored; checks, re-judging and province-wide questions never parse HTML again.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from zhengjian.facts.archived import ArchiveMark
from zhengjian.facts.article import Article
from zhengjian.facts.base import Fact
from zhengjian.facts.clues import SecretClues
from zhengjian.facts.footer import Footer
from zhengjian.facts.guide import Guide
from zhengjian.facts.guide_details import GuideDetails
from zhengjian.facts.hidden import HiddenLinks
from zhengjian.facts.labels import Labels
from zhengjian.facts.leaving_notice import LeavingNotice
from zhengjian.facts.link_target import LinkTarget
from zhengjian.facts.links import PageLinks
from zhengjian.facts.list_page import ListItems
from zhengjian.facts.media import Media
from zhengjian.facts.message_board import MessageBoard
from zhengjian.facts.office_contacts import OfficeContacts
from zhengjian.facts.page import Page
from zhengjian.facts.placeholders import Placeholders
from zhengjian.facts.policy_mark import PolicyMark
from zhengjian.facts.privacy import PersonalData
from zhengjian.facts.repealed import Repeals
from zhengjian.facts.reply_days import ReplyDays
from zhengjian.facts.reply_text import ReplyText
from zhengjian.facts.static_answer import StaticAnswer
from zhengjian.facts.survey import Survey
from zhengjian.facts.tampering import Tampering
from zhengjian.facts.wording import Wording
from zhengjian.logs import logger

PAGE_FACTS: tuple[type[Fact], ...] = (
    PageLinks,
    ListItems,
    Article,
    Labels,
    Footer,
    HiddenLinks,
    Tampering,
    PersonalData,
    Wording,
    SecretClues,
    MessageBoard,
    StaticAnswer,
    Placeholders,
    LinkTarget,
    LeavingNotice,
    Guide,
    GuideDetails,
    OfficeContacts,
    Repeals,
    PolicyMark,
    Survey,
    ReplyDays,
    ReplyText,
    Media,
    ArchiveMark,
)


@cache
def edition() -> str:
    """A digest of the readers and their data: what another edition has read of a page may differ."""
    told = sha256()
    package = Path(__file__).parent
    for path in sorted(package.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            told.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return told.hexdigest()


def read_all(page: Page, only: tuple[type[Fact], ...] = PAGE_FACTS) -> Iterator[Fact]:
    """Every page fact of one page. A reader that fails is logged, and its fact is left out: not seen, not absent."""
    for fact in only:
        try:
            yield sys.modules[fact.__module__].read(page)
        except Exception:
            logger().exception("fact not read", fact=fact.__name__, url=page.url)
