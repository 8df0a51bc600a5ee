"""The pages ``docs/checks/*.md``: made from each check's own words, limits, rule and cases, and checked for staleness.

``python -m zhengjian.tools.docs --write`` makes them (``make docs``); ``--check`` compares and exits 1 naming every file
that is stale and the remedy (``make test`` does that). Nothing in them is written by hand.
"""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from zhengjian import rulebook
from zhengjian.judge import Check, all_checks
from zhengjian.model import to_builtins
from zhengjian.rulebook import Rule, Rulebook
from zhengjian.tools.cases import case_files, read_cases

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "checks"
RULEBOOK = "national-2019"
REMEDY = "run `make docs` and commit the result"
NOTE = "<!-- Generated from the check's source by `make docs`; edit the check, its cases or the rulebook instead. -->"

KINDS = {"veto": "单项否决", "deduction": "扣分", "bonus": "加分", "notice": "提示（不计分）"}
CONFIDENCE = {"certain": "已核", "likely": "较可信", "unsure": "分值待核"}
SUBJECTS = {"site": "政府网站", "account": "政务新媒体", "message": "找错留言"}
VERDICTS = {"met": "合格", "violated": "不合格", "unknown": "未知", "not-applicable": "不适用"}


def pages() -> dict[str, str]:
    """Every generated page by its file name."""
    rules = rulebook.load(RULEBOOK)
    made = {f"{name}.md": check_page(check, rules) for name, check in all_checks().items()}
    return {"index.md": index_page(rules), **made}


def index_page(rules: Rulebook) -> str:
    """The table of all checks, in the rulebook's order, those that it does not assess at the end."""
    checks = all_checks()
    order = [name for name in rules.check if name in checks] + [name for name in checks if name not in rules.check]
    rows = "\n".join(_index_row(checks[name], rules.check.get(name)) for name in order)
    return (
        f"{NOTE}\n\n# 检查项\n\n"
        f"{len(checks)} checks are built; {sum(name in rules.check for name in checks)} of them are assessed by "
        f"《{rules.title}》（{rules.document}）. A check that is not built or not assessed is printed as 未检查, never as met.\n\n"
        "| 检查项 | 名称 | 对象 | 计分 | 依据 |\n|---|---|---|---|---|\n"
        f"{rows}\n"
    )


def _index_row(check: Check, rule: Rule | None) -> str:
    kind = KINDS[rule.kind] if rule else "未列入"
    return f"| [`{check.name}`]({check.name}.md) | {check.about.title} | {SUBJECTS[check.about.on]} | {kind} | {check.about.clause} |"


def check_page(check: Check, rules: Rulebook) -> str:
    """One check's page: official words, how it counts, how it is measured, its limits and its cases."""
    module = sys.modules[check.function.__module__]
    about = check.about
    parts = [
        NOTE,
        f"# {about.title}\n\n`{check.name}` · {SUBJECTS[about.on]}",
        f"> {about.wording}\n>\n> ——{about.document}，{about.clause}",
        f"## 计分\n\n{_rule(rules, check.name)}",
        f"## How it is measured\n\n{inspect.cleandoc(module.__doc__ or '')}",
    ]
    if limits := "\n".join(_limits(check, rules.check.get(check.name))):
        parts.append(
            f"## Limits\n\n{inspect.cleandoc(check.limits.__doc__ or '')}\n\n| limit | default | in {rules.name} |\n|---|---|---|\n{limits}"
        )
    if cases := "\n".join(_cases(check)):
        parts.append(f"## Cases\n\nEach is run as a test.\n\n{cases}")
    return "\n\n".join(parts) + "\n"


def _rule(rules: Rulebook, name: str) -> str:
    rule = rules.check.get(name)
    if rule is None:
        return f"《{rules.title}》未列入本项；结果打印为“未检查”。"
    amounts = [f"每处{rule.points}分"] if rule.points else []
    amounts += [f"首页每处{rule.home_points}分"] if rule.home_points is not None else []
    amounts += [f"最多{rule.cap}分"] if rule.cap is not None else []
    return (
        f"{KINDS[rule.kind]}"
        + (f"，{'，'.join(amounts)}" if amounts else "")
        + f"（{CONFIDENCE[rule.confidence]}）。\n\n出处：{rule.source}"
    )


def _limits(check: Check, rule: Rule | None) -> Iterator[str]:
    for field in msgspec.structs.fields(check.limits):
        default = to_builtins(field.default if field.default is not msgspec.NODEFAULT else field.default_factory())
        ours = rule.limits.get(field.name) if rule else None
        yield f"| `{field.name}` | {_plain(default)} | {_plain(ours) if ours is not None else 'as default'} |"


def _plain(value: object) -> str:
    return "、".join(str(item) for item in value) if isinstance(value, list) else str(value)


def _cases(check: Check) -> Iterator[str]:
    for path in case_files():
        if path.stem.replace("_", "-") == check.name:
            for case in read_cases(path):
                yield f"* {case.claim} → {VERDICTS[case.outcome['verdict']]}"


def differences(folder: Path = FOLDER) -> list[str]:
    """One sentence for every page that is missing, stale or left over; each names the remedy."""
    wanted = pages()
    found = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")} if folder.is_dir() else {}
    problems = []
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found:
            problems.append(f"docs/checks/{name} is missing: {REMEDY}")
        elif name not in wanted:
            problems.append(f"docs/checks/{name} belongs to no check: {REMEDY}")
        elif found[name] != wanted[name]:
            problems.append(f"docs/checks/{name} is stale: {REMEDY}")
    return problems


def write(folder: Path = FOLDER) -> int:
    """Make all pages, remove those that belong to no check; returns how many files changed."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = 0
    wanted = pages()
    for path in folder.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
            changed += 1
    for name, text in wanted.items():
        path = folder / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            changed += 1
    return changed


def main(arguments: list[str] | None = None) -> int:
    """Exit 0 when all is up to date or written, 1 when ``--check`` finds a page that is not."""
    parser = argparse.ArgumentParser(prog="zhengjian.tools.docs", description="make or check the generated pages of docs/checks")
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--write", action="store_true", help="make the pages")
    choice.add_argument("--check", action="store_true", help="exit 1 when a page is not what the sources say")
    options = parser.parse_args(arguments)
    if options.write:
        print(f"docs/checks: {write()} of {len(pages())} pages changed")
        return 0
    problems = differences()
    print("\n".join(problems), file=sys.stderr) if problems else None
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
