"""What the texts of an account's posts hold: wordings and personal data, read once for all checks of accounts."""

from __future__ import annotations

from typing import Any

from zhengjian.facts import privacy, wording
from zhengjian.facts.accounts import Posts
from zhengjian.facts.base import Fact
from zhengjian.facts.privacy import PersonalItem
from zhengjian.facts.wording import WordingItem
from zhengjian.model import Post, Value


class PostText(Value):
    """The readings of one post."""

    post: Post
    wording: tuple[WordingItem, ...] = ()
    personal: tuple[PersonalItem, ...] = ()


class PostTexts(Fact):
    """账号内容的文字：错别字和个人信息"""

    texts: tuple[PostText, ...] = ()
    whole: bool = False


class OfficeWords(Fact):
    """The dictionary that the office's posts are read with: given by the service, with the office's own terms and leaders."""

    lexicon: Any = None


def gather(posts: Posts, words: OfficeWords | None) -> PostTexts:
    """Read title and text of every post that has evidence; ``whole`` is True when some look at the sources succeeded."""
    texts, lexicon = [], words.lexicon if words is not None else None
    for post in posts.posts:
        text = f"{post.title}\n{post.text}"
        if post.evidence:
            texts.append(PostText(post=post, wording=wording.of_text(text, lexicon).items, personal=privacy.of_text(text).items))
    return PostTexts(texts=tuple(texts), whole=any(reading.whole for reading in posts.readings), complete=posts.complete)
