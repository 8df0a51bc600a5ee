"""“二、存在的主要问题”: one sentence for each check that has counting findings, with its share and named examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhengjian.bulletin.annex import running_accounts, running_sites
from zhengjian.bulletin.draft import Figure, Writer, count, graded, literal, names, share
from zhengjian.bulletin.material import Material
from zhengjian.bulletin.overall import NAMED_IN_TEXT, account_name
from zhengjian.bulletin.phrases import SITE_CLASSES, Section, on_accounts, phrase, section
from zhengjian.bulletin.safe import quoted
from zhengjian.model import Finding, Outcome, Site, Target, Verdict

EXAMPLES = 3
CLASS_KEYS = {"省级门户": "province", "市级门户": "city", "省直部门": "department", "县级门户": "county", "市级部门": "bureau"}

PARTS: tuple[tuple[str, tuple[tuple[Section, str], ...]], ...] = (
    (
        "政府网站内容建设仍有短板。",
        (("publishing", "在信息发布方面，"), ("interaction", "在办事服务和互动交流方面，"), ("function", "在功能设计方面，")),
    ),
    ("政务新媒体运维管理仍需加强。", (("accounts", ""),)),
    ("安全管理和责任落实仍有差距。", (("security", ""), ("messages", "在网民留言办理方面，"))),
)


@dataclass(frozen=True)
class Hits:
    """The outcomes of one check: targets it concluded on, and those violating it with findings that count."""

    concluded: dict[Target, Outcome]
    violated: dict[Target, tuple[Finding, ...]]


def write_problems(writer: Writer, material: Material) -> None:
    """The whole part; a section without findings is left out."""
    writer.heading("存在的主要问题")
    hits = hits_by_check(material)
    found = False
    for lead, sections in PARTS:
        if not any(hits[check].violated for check in hits if section(check) in dict(sections)):
            continue
        found = True
        writer.part(lead, "problems")
        for name, opening in sections:
            checks = [check for check in hits if section(check) == name and hits[check].violated]
            for position, check in enumerate(checks):
                writer.scope = check
                _sentence(writer, material, check, hits[check], opening if position == 0 else "")
    if not found:
        writer.paragraph()
        writer.say("在已作出结论的范围内，本期检查没有经确认的问题。未能查清的事项见附件3。")


def hits_by_check(material: Material) -> dict[str, Hits]:
    """For every check of the rulebook that may be spoken of, in its order; a bonus is no problem."""
    hits = {name: Hits({}, {}) for name, rule in material.rulebook.check.items() if rule.kind != "bonus"}
    running = {_target(site) for site in running_sites(material)}
    running |= {Target(kind="account", id=account.account_id) for account in running_accounts(material)}
    for target, outcomes in material.outcomes.items():
        for outcome in outcomes if target in running else ():
            if outcome.check not in hits or outcome.verdict not in {Verdict.MET, Verdict.VIOLATED}:
                continue
            hits[outcome.check].concluded[target] = outcome
            counted = tuple(finding for finding in outcome.findings if finding.id in material.counting)
            if outcome.verdict is Verdict.VIOLATED and counted:
                hits[outcome.check].violated[target] = counted
    return hits


def _sentence(writer: Writer, material: Material, check: str, hits: Hits, opening: str) -> None:
    if on_accounts(check):
        _on_accounts(writer, material, check, hits, opening)
    elif section(check) == "messages":
        _on_messages(writer, check, hits, opening)
    elif material.rulebook.check[check].kind == "veto":
        _on_failing_sites(writer, material, check, hits, opening)
    else:
        _on_sites(writer, material, check, hits, opening)


def _on_failing_sites(writer: Writer, material: Material, check: str, hits: Hits, opening: str) -> None:
    """A veto names every site it fails, or points to the list."""
    sites = [site for site in running_sites(material) if _target(site) in hits.violated]
    listed = [(site.site_id, f"{quoted(site.name or site.site_id)}网站") for site in sites]
    if len(listed) <= NAMED_IN_TEXT:
        tail, also = "，为{names}。", {"names": names(listed, "触犯该项的全部网站，按名录顺序")}
    else:
        tail, also = "，名单见附件2。", {}
    writer.say(
        f"{opening}{{number}}个网站存在{literal(phrase(check))}的问题{tail}",
        number=count((site.site_id for site in sites), "经确认触犯该项的网站"),
        **also,
    )


def _on_sites(writer: Writer, material: Material, check: str, hits: Hits, opening: str) -> None:
    """Shares by class of sites, then a few examples."""
    parts, figures, counted = [], dict[str, Figure](), list[Site]()
    for key, word, sites in _classes(running_sites(material)):
        base, rule = _base(material, check, hits, sites)
        bad = [site for site in base if _target(site) in hits.violated]
        if not bad:
            continue
        counted += bad
        base_ids, bad_ids = [site.site_id for site in base], [site.site_id for site in bad]
        parts.append(f"{{{key}_word}}{word}（{{{key}_base}}个中的{{{key}_bad}}个，占{{{key}_share}}）")
        figures[f"{key}_word"] = graded(bad_ids, base_ids)
        figures[f"{key}_base"] = count(base_ids, rule)
        figures[f"{key}_bad"] = count(bad_ids, "有经确认的问题")
        figures[f"{key}_share"] = share(bad_ids, base_ids, f"有经确认的问题的网站数÷{rule}数")
    listed = [(site.site_id, f"{quoted(site.name or site.site_id)}网站") for site in _examples(counted, hits)]
    figures["examples"] = names(listed, "按经确认的问题数由多到少，至多3个")
    writer.say(f"{opening}{'、'.join(parts)}存在{literal(phrase(check))}的问题，如{{examples}}。", **figures)


def _classes(sites: Sequence[Site]) -> list[tuple[str, str, list[Site]]]:
    """Sites by class: a key for claims, how a text says it, the sites; a kind of no known class is “其他”."""
    known = [(CLASS_KEYS[kind], word, [site for site in sites if site.kind == kind]) for kind, word in SITE_CLASSES.items()]
    return [*known, ("other", "其他政府网站", [site for site in sites if site.kind not in SITE_CLASSES])]


def _base(material: Material, check: str, hits: Hits, sites: Sequence[Site]) -> tuple[list[Site], str]:
    """The sites of a class that a share is of, and the rule: those concluded on.

    Points concern scored sites only, so these are the base where any of them has the problem.
    """
    concluded = [site for site in sites if _target(site) in hits.concluded]
    scored = [site for site in concluded if site.takes_part_in_scoring]
    if material.rulebook.check[check].kind == "deduction" and any(_target(site) in hits.violated for site in scored):
        return scored, "该类参加计分且本项已有结论的网站"
    return concluded, "该类本项已有结论的网站"


def _target(site: Site) -> Target:
    return Target(kind="site", id=site.site_id)


def _examples(sites: Sequence[Site], hits: Hits) -> list[Site]:
    """Those with most findings first; the given order within the same number."""
    return sorted(sites, key=lambda site: -len(hits.violated[_target(site)]))[:EXAMPLES]


def _on_accounts(writer: Writer, material: Material, check: str, hits: Hits, opening: str) -> None:
    accounts = [one for one in running_accounts(material) if Target(kind="account", id=one.account_id) in hits.violated]
    if not accounts:
        return
    veto = material.rulebook.check[check].kind == "veto"
    listed = [(account.account_id, account_name(account)) for account in accounts]
    figures = {
        "number": count((account.account_id for account in accounts), "有经确认的问题的账号"),
        "units": count(dict.fromkeys(account.unit for account in accounts), "这些账号的主办单位"),
    }
    if veto and len(listed) <= NAMED_IN_TEXT:
        tail, figures["names"] = "，为{names}。", names(listed, "触犯该项的全部账号，按名录顺序")
    elif veto:
        tail = "，名单见附件2。"
    else:
        tail, figures["names"] = "，如{names}。", names(listed[:EXAMPLES], "按名录顺序，至多3个")
    writer.say(f"{opening}{{units}}个单位的{{number}}个账号存在{literal(phrase(check))}的问题{tail}", **figures)


def _on_messages(writer: Writer, check: str, hits: Hits, opening: str) -> None:
    found = [finding.id for findings in hits.violated.values() for finding in findings]
    words = literal(phrase(check))
    tail = words.removeprefix("网民留言") if words.startswith("网民留言") else f"存在{words}的问题"
    writer.say(
        f"{opening}{{sites}}个网站的{{number}}条网民留言{tail}。",
        sites=count((target.id for target in hits.violated), "有经确认的问题的留言所指的网站"),
        number=count(found, "经确认的问题"),
    )
