"""Every address of the console, its view and the right it asks for: one literal table.

A view that is not in this table has no address; a route without a right cannot be written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase

from zhengjian.console.views import (
    amendments,
    books,
    bulletin,
    cases,
    changes,
    columns,
    comparison,
    doors,
    evidence,
    exports,
    findings,
    home,
    looks,
    mail,
    messages,
    outages,
    overview,
    people,
    pictures,
    points,
    replies,
    review,
    targets,
    terms,
    tokens,
)
from zhengjian.workflow.rights import Action


@dataclass(frozen=True, slots=True)
class Place:
    """One route: Django's path pattern, the view, its name, and the action that ``workflow.rights`` decides about."""

    path: str
    view: Callable[..., HttpResponseBase]
    name: str
    action: Action


PLACES: tuple[Place, ...] = (
    Place("login/", doors.sign_in, "login", Action.SIGN_IN),
    Place("logout/", doors.sign_out, "logout", Action.OWN_ACCOUNT),
    Place("account/", doors.own_account, "own-account", Action.OWN_ACCOUNT),
    Place("account/password/", doors.password, "password", Action.OWN_ACCOUNT),
    Place("account/second-factor/", doors.second_factor, "second-factor", Action.OWN_ACCOUNT),
    Place("account/totp/", doors.totp, "totp", Action.OWN_ACCOUNT),
    Place("account/tokens/", tokens.listing, "tokens", Action.OWN_ACCOUNT),
    Place("account/tokens/<int:token_id>/", tokens.revoke, "revoke-token", Action.OWN_ACCOUNT),
    Place("account/openapi.json", tokens.openapi, "openapi", Action.OWN_ACCOUNT),
    Place("", home.start, "home", Action.OWN_ACCOUNT),
    Place("<period:period>/", home.overview, "overview", Action.SEE_RESULTS),
    Place("<period:period>/targets/<kind:kind>/", targets.listing, "targets", Action.SEE_RESULTS),
    Place("<period:period>/targets/<kind:kind>.<str:format_>", exports.targets, "export-targets", Action.SEE_RESULTS),
    Place("<period:period>/findings.<str:format_>", exports.findings, "export-findings", Action.SEE_RESULTS),
    Place("<period:period>/targets/<kind:kind>/<str:target_id>/", targets.one, "target", Action.SEE_RESULTS),
    Place("<period:period>/targets/<kind:kind>/<str:target_id>/points/", points.page, "points", Action.SEE_RESULTS),
    Place("<period:period>/targets/site/<str:target_id>/changes/", changes.page, "changes", Action.REVIEW),
    Place("<period:period>/findings/", findings.listing, "findings", Action.SEE_RESULTS),
    Place("<period:period>/findings/<str:finding_id>/", findings.one, "finding", Action.SEE_RESULTS),
    Place("<period:period>/findings/<str:finding_id>/picture/", pictures.fragment, "picture-of", Action.SEE_RESULTS),
    Place("<period:period>/findings/<str:finding_id>/picture.png", pictures.png, "picture", Action.SEE_RESULTS),
    Place("<period:period>/columns/", columns.listing, "columns", Action.SEE_RESULTS),
    Place("<period:period>/columns.<str:format_>", exports.columns, "export-columns", Action.SEE_RESULTS),
    Place("<period:period>/columns/due/", columns.due, "columns-due", Action.SEE_RESULTS),
    Place("<period:period>/columns/kind/", columns.correct, "correct-kind", Action.REVIEW),
    Place("<period:period>/review/", review.queue, "review", Action.REVIEW),
    Place("<period:period>/review/decide/", review.decide, "decide", Action.REVIEW),
    Place("<period:period>/looks/", looks.listing, "looks", Action.REVIEW),
    Place("<period:period>/looks/draw/", looks.draw, "draw-looks", Action.NOTIFY),
    Place("<period:period>/looks/decide/", looks.decide, "decide-look", Action.REVIEW),
    Place("<period:period>/looks/pages/draw/", looks.draw_pages, "draw-pages", Action.NOTIFY),
    Place("<period:period>/looks/pages/decide/", looks.decide_page, "decide-page", Action.REVIEW),
    Place("evidence/<str:snapshot_id>/", evidence.snapshot, "evidence", Action.SEE_RESULTS),
    Place("<period:period>/notices/", cases.listing, "notices", Action.SEE_NOTICES),
    Place("<period:period>/notices.<str:format_>", exports.notices, "export-notices", Action.SEE_NOTICES),
    Place("<period:period>/notices/issue/", cases.issue, "issue-notice", Action.NOTIFY),
    Place("<period:period>/notices/remind/", cases.remind, "remind", Action.NOTIFY),
    Place("<period:period>/notices/recheck/", cases.recheck, "apply-recheck", Action.DECIDE_CASE),
    Place("notices/<int:notice_id>/", cases.one, "notice", Action.SEE_NOTICES),
    Place("notices/<int:notice_id>/step/", cases.step, "notice-step", Action.SEE_NOTICES),
    Place("notices/<int:notice_id>/answer/", cases.unit_act, "notice-answer", Action.ANSWER),
    Place("notices/<int:notice_id>/decide/", cases.office_act, "notice-decide", Action.DECIDE_CASE),
    Place("notices/<int:notice_id>/recheck/", cases.look_again, "notice-recheck", Action.RECHECK),
    Place("notices/<int:notice_id>/document/", cases.document, "notice-document", Action.SEE_NOTICES),
    Place("notices/<int:notice_id>/documents/<int:edition>/<str:sheet>/", cases.edition, "notice-edition", Action.SEE_NOTICES),
    Place("mail/", mail.outbox, "mail", Action.NOTIFY),
    Place("mail.<str:format_>", exports.outbox, "export-mail", Action.NOTIFY),
    Place("mail/send/", mail.send, "send-mail", Action.NOTIFY),
    Place("mail/address/", mail.address, "unit-mail", Action.NOTIFY),
    Place("mail/<int:mail_id>/again/", mail.again, "mail-again", Action.NOTIFY),
    Place("files/<int:file_id>/", cases.file, "notice-file", Action.SEE_NOTICES),
    Place("<period:period>/units/", overview.cities, "units", Action.SEE_PROVINCE),
    Place("<period:period>/units.json", overview.cities_data, "units-data", Action.SEE_PROVINCE),
    Place("<period:period>/health/", overview.health, "health", Action.SEE_HEALTH),
    Place("<period:period>/comparison/", comparison.page, "comparison", Action.SEE_PROVINCE),
    Place("<period:period>/comparison.<str:format_>", comparison.export, "export-comparison", Action.SEE_PROVINCE),
    Place("rulebooks/", books.rulebooks, "rulebooks", Action.SEE_PROVINCE),
    Place("rulebooks/<str:book>/", books.rules, "rules", Action.SEE_PROVINCE),
    Place("rulebooks/<str:book>/rules.<str:format_>", books.export_rules, "export-rules", Action.SEE_PROVINCE),
    Place("rulebooks/<str:book>/rulebook.toml", amendments.toml, "rulebook-toml", Action.SEE_PROVINCE),
    Place("rulebooks/<str:book>/rules/<str:check>/", amendments.rule, "rule", Action.SEE_PROVINCE),
    Place("rulebooks/<str:book>/rules/<str:check>/settle/", amendments.settle, "settle-rule", Action.AMEND),
    Place("rulebooks/<str:book>/confirm/", amendments.confirm, "confirm-rules", Action.AMEND),
    Place("rulebooks/<str:book>/rejudge/", amendments.rejudge, "rejudge", Action.AMEND),
    Place("rulebooks/<str:book>/amendments/", amendments.listing, "amendments", Action.SEE_PROVINCE),
    Place("rulebooks/<str:book>/amendments.<str:format_>", amendments.export, "export-amendments", Action.SEE_PROVINCE),
    Place("rulebooks/<str:book>/amendments/<int:amendment_id>/", amendments.decide, "decide-amendment", Action.AMEND),
    Place("dictionary/", books.terms, "dictionary", Action.SEE_PROVINCE),
    Place("dictionary/term/", terms.term, "term", Action.REVIEW),
    Place("dictionary/exceptions/withdraw/", books.withdraw, "withdraw-exception", Action.REVIEW),
    Place("dictionary.<str:format_>", books.export_terms, "export-terms", Action.SEE_PROVINCE),
    Place("trend.json", overview.trend, "trend", Action.SEE_PROVINCE),
    Place("register/", overview.register, "register", Action.SEE_PROVINCE),
    Place("register.<str:format_>", exports.register, "export-register", Action.SEE_PROVINCE),
    Place("outages/", outages.listing, "outages", Action.SEE_PROVINCE),
    Place("outages/enter/", outages.enter, "enter-outage", Action.AMEND),
    Place("outages.<str:format_>", outages.export, "export-outages", Action.SEE_PROVINCE),
    Place("outages/<int:outage_id>/", outages.one, "outage", Action.SEE_PROVINCE),
    Place("outages/<int:outage_id>/withdraw/", outages.withdraw, "withdraw-outage", Action.AMEND),
    Place("check/", overview.draft, "check-draft", Action.CHECK_DRAFT),
    Place("<period:period>/reports/", messages.listing, "messages", Action.SEE_MESSAGES),
    Place("<period:period>/reports.<str:format_>", replies.export, "export-messages", Action.SEE_MESSAGES),
    Place("<period:period>/reports/figures/", replies.figures, "report-figures", Action.SEE_MESSAGES),
    Place("<period:period>/reports/replies/", replies.quality, "replies", Action.SEE_PROVINCE),
    Place("reports/<str:message_id>/", messages.one, "message", Action.SEE_MESSAGES),
    Place("reports/<str:message_id>/step/", messages.act, "message-act", Action.HANDLE_MESSAGES),
    Place("reports/<str:message_id>/unmask/", messages.unmask, "unmask", Action.UNMASK),
    Place("people/", people.listing, "people", Action.APPOINT),
    Place("people.<str:format_>", exports.people, "export-people", Action.APPOINT),
    Place("people/<str:username>/", people.change, "person", Action.APPOINT),
    Place("people/<str:username>/edit/", people.edit, "edit-person", Action.SECURE),
    Place("audit/", people.audit_log, "audit", Action.AUDIT),
    Place("audit.<str:format_>", exports.audit_log, "export-audit", Action.AUDIT),
    Place("<period:period>/bulletin/", bulletin.page, "bulletin", Action.BULLETIN),
    Place("<period:period>/bulletin/make/", bulletin.make, "make-bulletin", Action.NOTIFY),
    Place("<period:period>/bulletin/claims/<str:claim_id>/", bulletin.claim, "claim", Action.BULLETIN),
    Place("<period:period>/bulletin/files/<str:name>", bulletin.file, "bulletin-file", Action.BULLETIN),
)

ACTIONS: dict[str, Action] = {place.name: place.action for place in PLACES}


def gate_of(request: HttpRequest) -> Action | None:
    """The right that the matched route asks for, or None when the route is not one of ours."""
    match = request.resolver_match
    return ACTIONS.get(match.view_name) if match is not None else None
