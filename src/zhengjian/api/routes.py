"""Every route of the API with the right it asks for. Foreign and unknown things answer 404 alike."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import NinjaAPI, Path, Query, Status
from ninja.security import HttpBearer

from zhengjian.api import shapes
from zhengjian.facts.privacy import mask
from zhengjian.ledger import audit, lists, notices, tokens, users
from zhengjian.ledger.place import workspace
from zhengjian.model import SHANGHAI, ProbeVisit, Target, to_builtins
from zhengjian.service import Stop, looking, rechecking, review, single, vantage
from zhengjian.workflow.review import Kind
from zhengjian.workflow.rights import SCOPES, Action, Role, Scope, may

PeriodName = Annotated[str, Path(pattern=r"^\d{4}(Q[1-4]|H[12])?$")]
KindName = Annotated[str, Path(pattern="^(site|account)$")]
Id = Annotated[str, Path(max_length=80)]
PageNumber = Annotated[int, Query(ge=1, le=100_000)]
Word = Annotated[str, Query(max_length=80)]


class Token(HttpBearer):
    """``Authorization: Bearer zj_…``; the request carries the person, the role and the scope from then on."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The account of a valid token, else None (401)."""
        found = tokens.holder(token, datetime.now(SHANGHAI))
        if found is None or found[0].role not in set(Role):
            return None
        request.person, request.words = found  # type: ignore[attr-defined]
        return found[0]


api = NinjaAPI(title="政检接口", version="1", docs_url=None, openapi_url=None, auth=Token(), urls_namespace="api")


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, problem: Http404) -> Any:
    return api.create_response(request, {"detail": "没有找到，或不在您的权限范围内"}, status=404)


def _allowed(request: HttpRequest, action: Action) -> Scope:
    """The scope, when both the role and the token's scopes hold the right; else as if the thing were not there."""
    person, words = request.person, request.words  # type: ignore[attr-defined]
    if not may(Role(person.role), action) or not any(action in SCOPES.get(word, ()) for word in words):
        raise Http404
    return users.scope(person)


def _person(request: HttpRequest) -> audit.Person:
    person: Any = request.person  # type: ignore[attr-defined]
    return audit.Person(name=person.username, role=person.role, address=request.META.get("REMOTE_ADDR", ""))


@api.get("/periods", response=list[str], summary="已检查的期次")
def periods(request: HttpRequest) -> list[str]:
    """Periods that were inspected, the latest first."""
    _allowed(request, Action.SEE_RESULTS)
    return list(lists.periods())


@api.get("/{period}/targets/{kind}", response=shapes.TargetPage, summary="网站或账号及其结果")
def targets(
    request: HttpRequest, period: PeriodName, kind: KindName, page: PageNumber = 1, q: Word = "", result: Word = ""
) -> dict[str, Any]:
    """Targets in the caller's scope, 50 a page."""
    scope = _allowed(request, Action.SEE_RESULTS)
    wanted = lists.Wanted(filters={"result": "" if scope.published_only else result}, words=q, page=page)
    found = lists.targets(kind, period, workspace().settings.office.rulebook, scope, wanted)
    return {**shapes.standing(found), "targets": [shapes.target_line(kind, row, not scope.published_only) for row in found.rows]}


@api.get("/{period}/targets/{kind}/{id}/outcomes", response=list[shapes.OutcomeLine], summary="一个对象各检查项的结论")
def outcomes(request: HttpRequest, period: PeriodName, kind: KindName, id: Id) -> list[dict[str, Any]]:
    """Outcomes of one target; units do not read drafts."""
    scope = _allowed(request, Action.SEE_PROVINCE)
    if lists.target(kind, id, scope) is None:
        raise Http404
    rows = lists.outcomes(kind, id, period, workspace().settings.office.rulebook)
    return [
        {
            "check": row["check_name"],
            "verdict": row["verdict"],
            "why": mask(row["why"]),
            "round": row["number"],
            "as_of": row["as_of"],
        }
        for row in rows
    ]


@api.get("/{period}/findings", response=shapes.FindingPage, summary="问题清单")
def findings(
    request: HttpRequest, period: PeriodName, page: PageNumber = 1, check: Word = "", state: Word = "", target: Word = ""
) -> dict[str, Any]:
    """Findings in the caller's scope, 50 a page; a unit sees those that it was notified of."""
    scope = _allowed(request, Action.SEE_RESULTS)
    found = lists.findings(period, scope, lists.Wanted(filters={"check": check, "state": state, "target": target}, page=page))
    return {**shapes.standing(found), "findings": [shapes.finding_shape(row) for row in found.rows]}


@api.get("/findings/{id}", response=shapes.FindingShape, summary="一个问题")
def finding(request: HttpRequest, id: Id) -> shapes.FindingShape:
    """One finding."""
    row = lists.finding(id, _allowed(request, Action.SEE_RESULTS))
    if row is None:
        raise Http404
    return shapes.finding_shape(row)


@api.post("/findings/{id}/decisions", response={200: shapes.Decided, 409: shapes.Problem}, summary="复核一个问题")
def decide(request: HttpRequest, id: Id, given: shapes.Decision) -> Any:
    """Confirm, dismiss, send back or take back; 409 with the reason when the table of steps does not allow it."""
    scope = _allowed(request, Action.REVIEW)
    if lists.finding(id, scope) is None:
        raise Http404
    at = datetime.now(SHANGHAI)
    done = review.decide(workspace(), [id], Kind(given.decision), by=_person(request), reason=given.reason, at=at, scope=scope)
    if done.refused:
        return Status(409, {"detail": done.refused[id]})
    return {"decided": list(done.decided), "refused": {}}


@api.get("/{period}/notices", response=list[shapes.NoticeLine], summary="整改通知")
def notice_list(request: HttpRequest, period: PeriodName) -> list[dict[str, Any]]:
    """Notices of a period in the caller's scope."""
    scope = _allowed(request, Action.SEE_NOTICES)
    rows = notices.listing(scope, lists.Wanted(filters={"period": period}, size=1000)).rows
    return [
        {
            "id": row["id"],
            "number": f"〔{row['year']}〕{row['number']}号",
            "period": row["period"],
            "unit": row["unit"],
            "issued": row["issued"],
            "due": row["due"].isoformat(),
            "findings": len(row["findings"]),
        }
        for row in rows
    ]


@api.post("/check", response={200: list[dict[str, Any]], 409: shapes.Problem}, summary="发布前检查一段文字或一个网页")
def check(request: HttpRequest, given: shapes.Text) -> Any:
    """Outcomes of all checks that one page or text decides (contract §5, ``check``); the office's own terms are used."""
    _allowed(request, Action.CHECK_DRAFT)
    here = workspace()
    try:
        book, aids = looking.office_rulebook(here.root), looking.office_aids(here.root)
    except Stop as problem:
        return Status(409, {"detail": str(problem)})
    found = single.check(single.Item.of_text("text", given.text, given.url), book, datetime.now(SHANGHAI), aids=aids)
    return [to_builtins(outcome) for outcome in found]


@api.post("/probe-visits", response=shapes.Received, summary="报送另一监测点的可用性监测记录")
def probe_visits(request: HttpRequest, given: shapes.Readings) -> dict[str, Any]:
    """Take the readings of a second vantage point; it is known by the account that the token belongs to."""
    _allowed(request, Action.REPORT_PROBES)
    visits = [ProbeVisit(**reading.dict()) for reading in given.visits]
    found = vantage.receive(workspace(), visits, _person(request), datetime.now(SHANGHAI))
    return {"taken": found.taken, "refused": list(found.refused)}


@api.post("/{period}/targets/{kind}/{id}/recheck", response={202: shapes.Problem, 409: shapes.Problem}, summary="已整改，请立即复查")
def look_again(request: HttpRequest, period: PeriodName, kind: KindName, id: Id) -> Any:
    """Start a re-check of one target; 409 with the reason when it cannot start now (each target once an hour)."""
    scope = _allowed(request, Action.RECHECK)
    if lists.target(kind, id, scope) is None:
        raise Http404
    target = Target(kind="site" if kind == "site" else "account", id=id)
    why = rechecking.start(workspace(), period, [target], _person(request), datetime.now(SHANGHAI), scope=scope)
    return Status(409, {"detail": why}) if why else Status(202, {"detail": "已开始复查"})
