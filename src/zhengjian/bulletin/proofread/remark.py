"""What proof-reading says: one place, what was read, what should stand there, and why."""

from __future__ import annotations

from zhengjian.model import Value


class Remark(Value):
    """One thing that does not hold. ``certain`` is False where a person has to look: the text alone does not decide."""

    place: str
    read: str
    expected: str
    why: str
    certain: bool = True

    @property
    def sentence(self) -> str:
        """The remark as one line."""
        mark = "" if self.certain else "（供核对）"
        return f"{self.place}：{self.why}{mark}；原文“{self.read}”" + (f"，应为{self.expected}" if self.expected else "")
