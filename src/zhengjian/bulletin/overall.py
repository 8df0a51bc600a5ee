"""“一、总体情况”: sites, accounts, error reports, each number with its list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from zhengjian.bulletin.annex import CITY, running_accounts, running_sites
from zhengjian.bulletin.draft import Figure, Writer, count, names, share
from zhengjian.bulletin.material import Material
from zhengjian.bulletin.phrases import area, phrase, platform
from zhengjian.bulletin.safe import printable, quoted
from zhengjian.bulletin.shares import points_between
from zhengjian.facts.messages import Timeliness, timeliness
from zhengjian.model import Account, Message, Score, Site, Target, Unit
from zhengjian.workflow.working_days import UnknownYear

NAMED_IN_TEXT = 10  # more failing objects than this are named in the annex only
RATE_RULE = "合格数÷（合格数＋存在突出问题数），四舍五入保留两位小数，未结论的不计入"
CLASSES_RANKED = (
    ("市级门户", "市（州）政府门户网站", "得分较高", "portals"),
    ("省直部门", "省直部门网站", "总体情况较好", "departments"),
)
FEWEST_RANKED = 3  # fewer sites of a class are not ranked
DEFAULT_REPORT_DAYS = 3  # “我为政府网站找错”: 3 working days, when the rulebook does not say


def write_overall(writer: Writer, material: Material) -> None:
    """The three paragraphs of the overall part, then the comparison and the re-check where there are any."""
    writer.heading("总体情况")
    _sites(writer, material)
    _accounts(writer, material)
    _messages(writer, material)
    if material.previous and material.previous_period is not None:
        _comparison(writer, material)
    if material.rechecked:
        _recheck(writer, material)


def by_result(material: Material, kind: Literal["site", "account"], ids: Sequence[str]) -> dict[str, list[str]]:
    """Ids of counted targets by result, in the given order; a target without a score is inconclusive."""
    sorted_: dict[str, list[str]] = {"passed": [], "failed": [], "inconclusive": []}
    for id_ in ids:
        scored = material.scores.get(Target(kind=kind, id=id_))
        sorted_[scored.result if scored is not None else "inconclusive"].append(id_)
    return sorted_


def reasons(scored: Score) -> str:
    """Why a target fails, in the phrases of its vetoes."""
    return "、".join(phrase(check) for check in scored.vetoes) or "得分低于及格分"


def account_name(account: Account) -> str:
    """An account with its platform: “天府”抖音号."""
    return quoted(account.name or account.account_id) + platform(account.platform)


def _sites(writer: Writer, material: Material) -> None:
    sites = running_sites(material)
    results = by_result(material, "site", [site.site_id for site in sites])
    writer.part("政府网站。", "sites")
    writer.say(
        f"{{period}}依据检查指标对{area(material.office.name)}{{total}}个政府网站进行了检查，{{passed}}个合格，发现存在突出问题的政府网站{{failed}}个",
        period=_period(material.period.chinese),
        total=count((site.site_id for site in sites), "名录中状态为正常运行的网站"),
        passed=count(results["passed"], "应查的单项否决指标全部查清且未触犯，参加计分的得分不低于及格分"),
        failed=count(results["failed"], "触犯单项否决指标或得分低于及格分"),
    )
    _rate(writer, results, "网站")
    named = {site.site_id: f"{quoted(site.name or site.site_id)}网站" for site in sites}
    _failing(writer, material, [Target(kind="site", id=id_) for id_ in results["failed"]], named, "政府网站")
    _leading(writer, material, sites)


def _rate(writer: Writer, results: dict[str, list[str]], what: str) -> None:
    """What has no result yet, always said, and the pass rate of the others."""
    concluded, inconclusive = [*results["passed"], *results["failed"]], results["inconclusive"]
    writer.say("，未作结论{inconclusive}个", inconclusive=count(inconclusive, "应查的单项否决指标未全部查清，且未发现突出问题"))
    if concluded:
        writer.say("，合格率{rate}", rate=share(results["passed"], concluded, RATE_RULE))
    writer.say("。")
    if len(inconclusive) > len(concluded):
        writer.say(f"未作结论的{what}占多数，合格率不代表全部{what}的情况，未作结论的原因见附件3。")
    elif inconclusive:
        writer.say(f"未作结论的{what}不计入合格率，原因见附件3。")


def _failing(writer: Writer, material: Material, failing: Sequence[Target], named: dict[str, str], what: str) -> None:
    """Who fails and why; a reason that all share is said once."""
    if not failing:
        return
    if len(failing) > NAMED_IN_TEXT:
        writer.say(f"存在突出问题的{what}名单见附件2。")
        return
    why = {target.id: reasons(material.scores[target]) for target in failing}
    rule = "按名录顺序列出全部"
    if len(set(why.values())) == 1:
        also = Figure(next(iter(why.values())), "触犯的单项否决指标", tuple(why))
        listed = names([(id_, named[id_]) for id_ in why], rule)
        writer.say(f"存在突出问题的{what}是{{names}}，问题{'均' if len(why) > 1 else ''}为{{why}}。", names=listed, why=also)
    else:
        writer.say(f"存在突出问题的{what}是{{names}}。", names=names([(id_, f"{named[id_]}（{why[id_]}）") for id_ in why], rule))


def _leading(writer: Writer, material: Material, sites: list[Site]) -> None:
    """Names in score order: city portals, then provincial departments. A best score that most share names nobody."""
    units = {unit.code: _spoken(unit) for unit in material.units}
    said = dict[str, tuple[str, Figure]]()
    for kind, word, praise, key in CLASSES_RANKED:
        everyone = [site for site in sites if site.kind == kind and site.takes_part_in_scoring]
        ranked = leading([(site, _total(material, site)) for site in everyone])
        ids = [site.site_id for site in everyone]
        if len(everyone) < FEWEST_RANKED or not ranked or len(ranked) == len(everyone):
            continue
        if 2 * len(ranked) > len(everyone):
            tied = count((site.site_id for site, _ in ranked), f"合格的{word}中得分并列最高的")
            said[key] = f"{word}有{{{key}}}个得分并列最高", tied
            continue
        labels = [(site, units.get(site.unit) or printable(site.name or site.site_id), total) for site, total in ranked]
        listed = [(site.site_id, f"{label}（{total}分）" if material.office.show_scores else label) for site, label, total in labels]
        said[key] = (
            f"{{{key}}}等{word}{praise}（按得分由高到低排列）",
            names(listed, "合格网站按得分由高到低，取不超过半数，同分不拆", of=ids),
        )
    if said:
        writer.say(
            "其中，" + "，".join(template for template, _ in said.values()) + "。", **{key: figure for key, (_, figure) in said.items()}
        )


def _spoken(unit: Unit) -> str:
    """How a text names a unit: 宜宾市, 自然资源厅."""
    return printable(unit.name.removesuffix("人民政府") if unit.kind == CITY else unit.short_name or unit.name)


def _total(material: Material, site: Site) -> Decimal | None:
    scored = material.scores.get(Target(kind="site", id=site.site_id))
    return scored.total if scored is not None and scored.result == "passed" else None


def leading(scored: Sequence[tuple[Site, Decimal | None]]) -> list[tuple[Site, Decimal]]:
    """The best of a class in score order: at most half of it, and no tie is cut.

    When more than half share the best score, they are all returned: the caller sees that they are too many to name.
    """
    ranked = sorted(((site, total) for site, total in scored if total is not None), key=lambda pair: -pair[1])
    chosen: list[tuple[Site, Decimal]] = []
    for total in sorted({total for _, total in ranked}, reverse=True):
        tied = [pair for pair in ranked if pair[1] == total]
        if chosen and 2 * (len(chosen) + len(tied)) > len(scored):
            break
        chosen += tied
    return chosen


def _accounts(writer: Writer, material: Material) -> None:
    accounts = running_accounts(material)
    if not accounts:
        return
    results = by_result(material, "account", [account.account_id for account in accounts])
    writer.part("政务新媒体。", "accounts")
    writer.say(
        f"{{period}}依据单项否决指标检查{area(material.office.name)}政府系统政务新媒体{{total}}个，{{passed}}个合格，发现存在突出问题的账号{{failed}}个",
        period=_period(material.period.chinese),
        total=count((account.account_id for account in accounts), "名录中状态为正常的账号"),
        passed=count(results["passed"], "应查的单项否决指标全部查清且未触犯"),
        failed=count(results["failed"], "触犯单项否决指标"),
    )
    _rate(writer, results, "账号")
    named = {account.account_id: account_name(account) for account in accounts}
    _failing(writer, material, [Target(kind="account", id=id_) for id_ in results["failed"]], named, "账号")


def _messages(writer: Writer, material: Material) -> None:
    period = material.message_period or material.period
    if not material.messages:
        return
    sorted_ = by_timeliness(material)
    in_time, late = sorted_[Timeliness.IN_TIME], sorted_[Timeliness.LATE]
    writer.part("“我为政府网站找错”平台。", "messages")
    writer.say(
        "{period}共收到网民留言{total}条",
        period=_period(period.chinese),
        total=count((message.message_id for message in material.messages), "本期收到的全部留言", period=period.name),
    )
    kinds = main_kinds(material.messages)
    if kinds:
        listed = [(message_id, word) for word, ids in kinds for message_id in ids]
        words = Figure("、".join(word for word, _ in kinds), "有效留言最多的问题类型，至多两种", tuple(id_ for id_, _ in listed))
        writer.say("，主要反映{kinds}等问题", kinds=words)
    if in_time or late:
        rule = "按期办结数÷（已办结数＋超期未办结数），自转办起算，按工作日计时；未到期、无效的不计入"
        writer.say(
            "；已到期或办结的{due}条中，在规定时限内办结{closed}条，按期办结率{rate}",
            due=count(in_time + late, "已办结或已超期的有效留言", period=period.name),
            closed=count(in_time, "办结时间不晚于期限", period=period.name),
            rate=share(in_time, in_time + late, rule, period=period.name),
        )
    apart = (
        (Timeliness.NOT_DUE, "not_due", "尚未到期"),
        (Timeliness.INVALID, "invalid", "无效"),
        (Timeliness.UNCLEAR, "unclear", "缺少时间、无法判断"),
    )
    for how, name, word in apart:
        if sorted_[how]:
            writer.say(f"，另有{{{name}}}条{word}", **{name: count(sorted_[how], f"{word}的留言，不计入按期办结率", period=period.name)})
    writer.say("。")


def by_timeliness(material: Material) -> dict[Timeliness, list[str]]:
    """Message ids by how they stand at ``as_of``; a year without a calendar leaves them unclear."""
    rule = material.rulebook.check.get("report-late")
    limits = rule.limits if rule is not None else {}
    usual, by_kind = int(limits.get("days", DEFAULT_REPORT_DAYS)), limits.get("days_by_kind", {})
    sorted_: dict[Timeliness, list[str]] = {how: [] for how in Timeliness}
    for message in material.messages:
        try:
            how, _, _ = timeliness(message, material.as_of, int(by_kind.get(message.kind, usual)), material.calendar)
        except UnknownYear:
            how = Timeliness.UNCLEAR
        sorted_[how].append(message.message_id)
    return sorted_


def main_kinds(messages: Sequence[Message]) -> list[tuple[str, list[str]]]:
    """The two kinds with most valid reports, with their ids; the kind 其他 says nothing."""
    valid = [message for message in messages if message.status != "无效" and message.kind and message.kind != "其他"]
    common = Counter(message.kind for message in valid).most_common()
    common.sort(key=lambda pair: (-pair[1], pair[0]))
    return [(printable(kind), [one.message_id for one in valid if one.kind == kind]) for kind, _ in common[:2]]


def _comparison(writer: Writer, material: Material) -> None:
    """How the sites' pass rate moved, over the sites counted in either period."""
    assert material.previous_period is not None
    before = {target.id: one.result for target, one in material.previous.items() if target.kind == "site"}
    old_passed = [id_ for id_, result in before.items() if result == "passed"]
    old_all = [id_ for id_, result in before.items() if result != "inconclusive"]
    now = by_result(material, "site", [site.site_id for site in running_sites(material)])
    concluded = [*now["passed"], *now["failed"]]
    if not old_all or not concluded:
        return
    again = [id_ for id_ in now["failed"] if before.get(id_) == "failed"]
    writer.part("与上期比较。", "comparison")
    change = points_between((len(old_passed), len(old_all)), (len(now["passed"]), len(concluded)))
    writer.say(
        "{previous}政府网站合格率为{old}（已有结论的{old_all}个中{old_passed}个合格），本期{change}",
        old_all=count(old_all, "上期已有结论的网站", period=material.previous_period.name),
        old_passed=count(old_passed, "上期合格的网站", period=material.previous_period.name),
        previous=_period(material.previous_period.chinese),
        old=share(old_passed, old_all, RATE_RULE, period=material.previous_period.name),
        change=Figure(change, "两期合格率之差，以百分点计", tuple(now["passed"]), tuple(concluded)),
    )
    if again:
        writer.say("；{again}个网站连续两期存在突出问题", again=count(again, "上期与本期均存在突出问题"))
    writer.say("。")


def _recheck(writer: Writer, material: Material) -> None:
    """The result after re-check beside the result at inspection, which it does not change."""
    kinds: tuple[tuple[Literal["site", "account"], str, list[str]], ...] = (
        ("site", "政府网站", [site.site_id for site in running_sites(material)]),
        ("account", "政务新媒体", [account.account_id for account in running_accounts(material)]),
    )
    writer.part("整改复查。", "recheck")
    for kind, what, ids in kinds:
        before = by_result(material, kind, ids)
        again = [id_ for id_ in before["failed"] if Target(kind=kind, id=id_) in material.rechecked]
        if not again:
            continue
        mended = [id_ for id_ in again if material.rechecked[Target(kind=kind, id=id_)].result == "passed"]
        concluded = [*before["passed"], *before["failed"]]
        after = [id_ for id_ in concluded if id_ in set(before["passed"]) | set(mended)]
        writer.say(
            f"检查时存在突出问题的{what}已复查{{{kind}_again}}个，整改到位{{{kind}_mended}}个，"
            f"复查后合格率{{{kind}_rate}}（{{{kind}_base}}个中的{{{kind}_good}}个）。",
            **{
                f"{kind}_again": count(again, "检查时存在突出问题且已复查"),
                f"{kind}_mended": count(mended, "复查结果合格"),
                f"{kind}_base": count(concluded, "检查时已有结论"),
                f"{kind}_good": count(after, "检查时合格，或复查合格"),
                f"{kind}_rate": share(after, concluded, RATE_RULE + "；复查合格的计为合格"),
            },
        )


def _period(words: str) -> Figure:
    return Figure(words, "检查期次")
