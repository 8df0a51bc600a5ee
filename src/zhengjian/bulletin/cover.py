"""附件3 “检查覆盖与未结论情况”: what was not seen, not concluded, not checked, not yet verified, and confirmed by rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from zhengjian.bulletin.annex import running_accounts, running_sites
from zhengjian.bulletin.draft import Block, Cell, Figure, Table, Writer, count, literal
from zhengjian.bulletin.material import Material, Observed
from zhengjian.bulletin.overall import account_name, by_result
from zhengjian.bulletin.phrases import CHECKS, Section, title
from zhengjian.bulletin.safe import printable, quoted
from zhengjian.model import Target, Verdict
from zhengjian.score import is_for

SECTION_NAMES: dict[Section, str] = {
    "publishing": "网站：信息发布",
    "interaction": "网站：服务互动",
    "function": "网站：功能设计",
    "security": "网站：安全管理",
    "accounts": "政务新媒体",
    "messages": "网民留言",
}
LISTED = 60  # more inconclusive targets than this are listed in annex.xlsx only


def write_cover(writer: Writer, material: Material) -> tuple[Block | Table, ...]:
    """The content of the annex; paragraphs become claims in ``writer`` but stand here, not in the body."""
    kept, writer.blocks = writer.blocks, []
    writer.where = "附件3"
    content: list[Block | Table] = []
    for paragraph in (_seen, _inconclusive, _unchecked, _unverified, _auto_confirmed):
        table = paragraph(writer, material)
        content += writer.blocks
        writer.blocks = []
        if table is not None:
            content.append(table)
    writer.blocks = kept
    return tuple(content)


def not_seen(material: Material, kind: Literal["site", "account"]) -> list[Observed]:
    """Counted targets that were not seen, in the register's order; one without any observation was not seen either."""
    held = {one.target: one for one in material.observed}
    ids = [site.site_id for site in running_sites(material)] if kind == "site" else [one.account_id for one in running_accounts(material)]
    listed = (held.get(Target(kind=kind, id=id_), Observed(target=Target(kind=kind, id=id_), seen=False, why="本期未检查")) for id_ in ids)
    return [one for one in listed if not one.seen]


def open_vetoes(material: Material, target: Target, site_kind: str = "") -> list[str]:
    """The veto checks that leave a target inconclusive."""
    outcomes = {outcome.check: outcome for outcome in material.outcomes.get(target, ())}
    return [
        name
        for name, rule in material.rulebook.check.items()
        if rule.kind == "veto"
        and is_for(name, target.kind)
        and not (rule.applies and site_kind not in rule.applies)
        and (name not in outcomes or outcomes[name].verdict is Verdict.UNKNOWN)
    ]


def unchecked(material: Material) -> list[str]:
    """Names of the contract's checks that the rulebook does not assess."""
    return [name for titles in CHECKS.values() for name in titles if name not in material.rulebook.check]


def _seen(writer: Writer, material: Material) -> Table | None:
    sites, accounts = running_sites(material), running_accounts(material)
    missed_sites, missed_accounts = not_seen(material, "site"), not_seen(material, "account")
    pages = sum(one.pages for one in material.observed)
    left_out = sum(one.left_out for one in material.observed)
    writer.paragraph("subheading")
    writer.say("一、检查覆盖")
    writer.paragraph()
    writer.scope = "coverage"
    missed, missed_ids = {one.target.id for one in missed_sites}, {one.target.id for one in missed_accounts}
    writer.say(
        "列入检查的{sites}个政府网站中，{seen}个首页得到完整读取，共读取页面{pages}个",
        sites=count((site.site_id for site in sites), "名录中状态为正常运行的网站"),
        seen=count((site.site_id for site in sites if site.site_id not in missed), "首页完整读取"),
        pages=Figure(str(pages), "本期各网站、账号读取页面数之和", numerator=pages),
    )
    if missed:
        writer.say("，{missed}个未能完整读取", missed=count((one.target.id for one in missed_sites), "首页未完整读取"))
    if left_out:
        figure = Figure(str(left_out), "各网站未访问地址数之和", numerator=left_out)
        writer.say("；已知但因频次、范围等限制未访问的地址{left_out}个", left_out=figure)
    writer.say("。")
    if accounts:
        writer.say(
            "列入检查的{accounts}个政务新媒体账号中，{read}个读取到有效的更新记录。",
            accounts=count((account.account_id for account in accounts), "名录中状态为正常的账号"),
            read=count((one.account_id for one in accounts if one.account_id not in missed_ids), "至少有一次有效读取"),
        )
    writer.say("未能读取不等于存在问题，有关网站和账号不因此扣分或通报。")
    return _reason_table(writer, [*missed_sites, *missed_accounts])


def _reason_table(writer: Writer, missed: Sequence[Observed]) -> Table | None:
    """Why targets were not seen, by reason."""
    reasons: dict[str, list[str]] = {}
    for one in missed:
        reasons.setdefault(printable(one.why) or "原因未记录", []).append(one.target.id)
    if not reasons:
        return None
    ranked = sorted(reasons.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:12]
    return _counts(writer, "why", ("未能读取的原因", "数量"), ranked)


def _counts(writer: Writer, scope: str, header: tuple[str, str], ranked: Iterable[tuple[str, list[str]]]) -> Table:
    rows = []
    for number, (words, ids) in enumerate(ranked, 1):
        writer.scope = f"coverage.{scope}"
        figure = count(ids, words)
        rows.append((Cell(text=words, left=True), Cell(text=figure.value, claim=writer.claim(str(number), figure, words))))
    return Table(widths=(5, 1), header=(tuple(Cell(text=text) for text in header),), body=tuple(rows))


def _inconclusive(writer: Writer, material: Material) -> Table | None:
    writer.paragraph("subheading")
    writer.say("二、未作结论情况")
    writer.paragraph()
    writer.scope = "inconclusive"
    targets = inconclusive_targets(material)
    if not targets:
        writer.say("列入检查的政府网站和政务新媒体均已作出结论。")
        return None
    listed = {
        "sites": ("个政府网站", [target.id for target in targets if target.kind == "site"]),
        "accounts": ("个政务新媒体账号", [target.id for target in targets if target.kind == "account"]),
    }
    present = {name: (unit, ids) for name, (unit, ids) in listed.items() if ids}
    said = "和".join(f"{{{name}}}{unit}" for name, (unit, _) in present.items())
    rule = "应查的单项否决指标未全部查清，且未发现突出问题"
    figures = {name: count(ids, rule) for name, (_, ids) in present.items()}
    writer.say(said + "有单项否决指标未能查清，未作结论，不计入合格率，待补充检查。", **figures)
    labels = target_labels(material)
    if len(targets) <= LISTED:
        writer.say("名单如下：" + literal("、".join(labels[target] for target in targets)) + "。")
    else:
        writer.say("完整名单见检查情况表（annex.xlsx）“未结论”表。")
    kinds = {site.site_id: site.kind for site in material.sites}
    by_check: dict[str, list[str]] = {}
    for target in targets:
        for check in open_vetoes(material, target, kinds.get(target.id, "")):
            by_check.setdefault(title(check), []).append(target.id)
    return _counts(writer, "open", ("未能查清的单项否决指标", "数量"), sorted(by_check.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def inconclusive_targets(material: Material) -> list[Target]:
    """Counted targets without a conclusion, sites first, in the register's order."""
    sites = by_result(material, "site", [site.site_id for site in running_sites(material)])["inconclusive"]
    accounts = by_result(material, "account", [account.account_id for account in running_accounts(material)])["inconclusive"]
    return [Target(kind="site", id=id_) for id_ in sites] + [Target(kind="account", id=id_) for id_ in accounts]


def target_labels(material: Material) -> dict[Target, str]:
    """How each target is named in a list."""
    labels = {Target(kind="site", id=site.site_id): quoted(site.name or site.site_id) for site in material.sites}
    return labels | {Target(kind="account", id=account.account_id): account_name(account) for account in material.accounts}


def _unchecked(writer: Writer, material: Material) -> Table | None:
    """By section, in the words that inspections use."""
    writer.paragraph("subheading")
    writer.say("三、未检查事项")
    writer.paragraph()
    writer.scope = "unchecked"
    listed = unchecked(material)
    if not listed:
        writer.say("指标所列事项均已检查。")
        return None
    writer.say("下列{number}项本期未检查，不作为合格的依据。", number=count(listed, "检查事项清单中本期指标文件未列入的"))
    rows = []
    for section, words in SECTION_NAMES.items():
        names = tuple(name for name in CHECKS[section] if name in listed)
        if names:
            figure = Figure("、".join(title(name) for name in names), "按清单顺序", names, numerator=len(names))
            rows.append((Cell(text=words), Cell(text=figure.value, left=True, claim=writer.claim(section, figure, words))))
    header = (Cell(text="类别"), Cell(text="未检查事项"))
    return Table(widths=(1.4, 6), header=(header,), body=tuple(rows))


def _unverified(writer: Writer, material: Material) -> None:
    listed = [name for name in material.rulebook.check if name in material.rulebook.unverified]
    listed = [name for name in listed if material.rulebook.check[name].kind in {"deduction", "bonus"}]
    if not listed:
        return
    writer.paragraph("subheading")
    writer.say("四、分值待核事项")
    writer.paragraph()
    writer.scope = "unverified"
    writer.say(
        "下列{number}项的扣分或加分值尚未与指标原文核对，有关得分和排名待核定后为准：{names}。",
        number=count(listed, "指标文件中可信度为待核、且办公厅尚未确认的"),
        names=Figure("、".join(title(name) for name in listed), "按指标文件顺序", tuple(listed)),
    )


def _auto_confirmed(writer: Writer, material: Material) -> None:
    writer.paragraph("subheading")
    writer.say(f"{'五' if writer.scope == 'unverified' else '四'}、问题确认方式")
    writer.paragraph()
    writer.scope = "confirmation"
    if not material.auto_confirmed:
        writer.say("通报的问题均经人工确认。")
        return
    words = "、".join(title(name) for name in material.auto_confirmed)
    writer.say(
        "下列{number}项检查的结果由系统按办公厅设定的规则自动确认，未经人工逐条复核：{names}。其余问题均经人工确认。",
        number=count(material.auto_confirmed, "设置中列为自动确认的检查"),
        names=Figure(words, "按设置顺序", material.auto_confirmed),
    )
