"""What the texts of an account's posts hold: wordings and personal data, read once for all checks of accounts."""

from __future__ import annotations

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


def gather(posts: Posts) -> PostTexts:
    """Read title and text of every post that has evidence; ``whole`` is True when some look at the sources succeeded."""
    texts = []
    for post in posts.posts:
        text = f"{post.title}\n{post.text}"
        if post.evidence:
            texts.append(PostText(post=post, wording=wording.of_text(text).items, personal=privacy.of_text(text).items))
    return PostTexts(texts=tuple(texts), whole=any(reading.whole for reading in posts.readings), complete=posts.complete)
