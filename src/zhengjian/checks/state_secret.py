"""Clues of leaked secrets: marks of secrecy and notes that a text is internal. Clues only, always for a person.

The marks are those that the rules of marking prescribe (密级★期限) and the notes that internal papers carry. Texts about
the law of secrecy are silent. Nothing here says that a secret was leaked.
"""

from __future__ import annotations

from zhengjian.checks._pages import Spot, merged, unread
from zhengjian.checks.base import About, met, unknown, violated
from zhengjian.facts.base import Coverage, Pages
from zhengjian.facts.clues import SecretClues
from zhengjian.model import Outcome

ABOUT = About(
    title="疑似泄露国家秘密（线索）",
    wording="泄露国家秘密",
    clause="单项否决·安全、泄密事故等严重问题",
    document="国办秘函〔2019〕19号",
    finding_phrase="发现疑似涉密线索",
)


def check(clues: Pages[SecretClues], coverage: Coverage) -> Outcome:
    """One clue for each mark in its sentence."""
    spots = [
        Spot(reading, item.start, item.end, item.line, (item.text, item.sentence), item) for reading in clues for item in reading.fact.items
    ]
    findings = merged(
        spots,
        what=lambda item: f"出现“{item.text}”字样：{item.sentence}（仅为线索，须人工核实）",
        value=lambda item: item.text,
        expected="不含密级标志或内部资料",
    )
    if findings:
        return violated(f"读取{len(clues)}个页面，{len(findings)}处涉密线索，须人工核实", findings)
    why = unread(clues, coverage)
    return unknown(why) if why else met(f"读取{len(clues)}个页面，未发现密级标志或内部资料字样")
