"""Personal data published unmasked in an account's posts; measured on the title and text of every post that was read."""

from __future__ import annotations

from zhengjian.checks.base import About, met, unknown, violated
from zhengjian.facts.post_texts import PostText, PostTexts
from zhengjian.facts.privacy import PersonalItem
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="政务新媒体泄露个人隐私",
    wording="发布的信息中含有未作去标识化处理的个人信息",
    clause="个人信息保护法第二十六条至第二十八条",
    document="主席令第91号",
    on="account",
    finding_phrase="泄露个人隐私信息",
)


def check(texts: PostTexts) -> Outcome:
    """One finding for each post and class of personal data."""
    findings = [finding for text in texts.texts for finding in _findings(text)]
    if findings:
        return violated(f"读取{len(texts.texts)}条内容，{len(findings)}条含有未作处理的个人信息，允许0条", findings)
    if not texts.whole or not texts.texts:
        return unknown("没有读到账号发布的内容")
    return met(f"读取{len(texts.texts)}条内容，未发现未作处理的个人信息")


def _findings(text: PostText) -> list[Finding]:
    classes: dict[str, list[PersonalItem]] = {}
    for item in text.personal:
        if item.certain:
            classes.setdefault(item.kind, []).append(item)
    where = text.post.url or f"{text.post.account_id}：{text.post.title}"
    return [
        Finding(
            where=where,
            what=f"{kind}未作处理，共{len(items)}个",
            value="、".join(dict.fromkeys(item.value for item in items[:3])),
            expected="作去标识化处理",
            evidence=(text.post.evidence,),
        )
        for kind, items in classes.items()
    ]
