"""``make new-check NAME=foo-bar``: writes the two files of a new check, green from the first moment.

The third place to touch, the rulebook entry, is printed and not written: what a check costs is the office's decision.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from zhengjian import checks

CODE = '''\
"""Pages whose title is empty: replace this sentence by what the check finds.

Why it matters, how it is measured, and its known limits go here; the first paragraph becomes the summary of its page.
"""

from __future__ import annotations

from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Pages
from zhengjian.facts.labels import Labels
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="（检查项名称）",
    wording="（指标原文）",
    clause="（指标条款）",
    document="（文件文号）",
)


class Limits(BaseLimits):
    """``pages``: this many pages at fault violate."""

    pages: int = 1


def check(labels: Pages[Labels], coverage: Coverage, limits: Limits) -> Outcome:
    """One finding for each page without a heading; unknown when the home page was not seen whole."""
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    judged = [page for page in labels if page.fact.complete]
    findings = [
        Finding(where=page.url, what="页面没有标题", value="", expected="非空", evidence=(page.snapshot,))
        for page in judged
        if not page.fact.heading
    ]
    why = f"{len(judged)}个页面中{len(findings)}个没有标题，上限{limits.pages}个"
    return threshold(why, findings, len(labels) - len(judged), limits.pages)
'''

CASES = """\
# （检查项名称）

Each `##` is a claim and a test: pages or facts, and the outcome that must follow. Keep at least one each of met, violated,
exactly on the limit and unknown.

## Every page has a title

```page https://www.example.gov.cn/ depth=0
<html><head><title>某市人民政府</title></head><body>要闻</body></html>
```
```outcome
{"verdict": "met", "findings": []}
```

## A page without a title: exactly on the limit

```page https://www.example.gov.cn/ depth=0
<html><head><title></title></head><body>要闻</body></html>
```
```outcome
{"verdict": "violated", "findings": [{"where": "https://www.example.gov.cn/", "what": "页面没有标题"}]}
```

## One page below the limit of two

```page https://www.example.gov.cn/ depth=0
<html><head><title></title></head><body>要闻</body></html>
```
```limits
{"pages": 2}
```
```outcome
{"verdict": "met"}
```

## The home page refused us

```facts
{"Coverage": {"home": {"url": "https://www.example.gov.cn/", "code": "BLOCKED", "http_status": 403}}}
```
```outcome
{"verdict": "unknown"}
```
"""

ENTRY = """\
[check.{name}]
kind = "notice"              # veto, deduction (with points and cap), bonus or notice
source = "（文件、条款；分值从何而来）"
confidence = "unsure"        # certain, likely or unsure: unsure amounts are marked 分值待核 in every score
"""


class NameRefused(Exception):
    """The name cannot be a check's; the text says why and what to write."""


def make(name: str, folder: Path) -> tuple[Path, Path]:
    """Write the code and the cases of a new check; returns their paths. Raises ``NameRefused``, overwrites nothing."""
    if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", name):
        raise NameRefused(f"“{name}” is no name of a check: write small letters joined by hyphens, named for the fault, such as dead-links")
    code, cases = (folder / f"{name.replace('-', '_')}{ending}" for ending in (".py", ".md"))
    for path in (code, cases):
        if path.exists():
            raise NameRefused(f"{path} is there already: choose another name, or edit it")
    code.write_text(CODE, "utf-8")
    cases.write_text(CASES, "utf-8")
    return code, cases


def main(arguments: list[str] | None = None) -> int:
    """Exit 0 when made, 2 when the name is refused."""
    given = sys.argv[1:] if arguments is None else arguments
    if len(given) != 1:
        print("usage: make new-check NAME=name-of-the-fault", file=sys.stderr)
        return 2
    try:
        code, cases = make(given[0], Path(next(iter(checks.__path__))))
    except NameRefused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    made = "".join(f"made src/zhengjian/checks/{path.name}\n" for path in (code, cases))
    print(f"{made}\nadd to src/zhengjian/rulebooks/national-2019.toml, in the order of the document:\n")
    print(ENTRY.format(name=given[0]))
    print(f"then: .venv/bin/python -m pytest -q tests/cases -k {given[0]} && make docs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
