"""Who may do what, on whose objects: roles, actions and scopes as literal tables.

Two questions are asked of every request: may this role do this at all (``ACTIONS``), and is the object theirs
(``Scope``). A foreign object answers as if it did not exist.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from zhengjian.model import Unit, Value


class Role(StrEnum):
    """The eight roles. The three administrators exclude each other and decide nothing about findings."""

    OFFICE = "office"
    REVIEWER = "reviewer"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"
    LEADER = "leader"
    SYSTEM = "system"
    SECURITY = "security"
    AUDITOR = "auditor"


ROLE_NAMES: dict[Role, str] = {
    Role.OFFICE: "检查办公室",
    Role.REVIEWER: "复核人员",
    Role.SUPERVISOR: "主管单位",
    Role.OPERATOR: "运维单位",
    Role.LEADER: "领导（只读）",
    Role.SYSTEM: "系统管理员",
    Role.SECURITY: "安全管理员",
    Role.AUDITOR: "审计管理员",
}

PROVINCE = frozenset({Role.OFFICE, Role.REVIEWER, Role.LEADER})
UNITS = frozenset({Role.SUPERVISOR, Role.OPERATOR})
ADMINISTRATORS = frozenset({Role.SYSTEM, Role.SECURITY, Role.AUDITOR})
EVERYBODY = frozenset(Role)


class Action(StrEnum):
    """What a request asks for; every route of the console and the API declares one."""

    SIGN_IN = "sign-in"
    OWN_ACCOUNT = "own-account"
    SEE_RESULTS = "see-results"
    SEE_PROVINCE = "see-province"
    REVIEW = "review"
    NOTIFY = "notify"
    SEE_NOTICES = "see-notices"
    ANSWER = "answer"
    DECIDE_CASE = "decide-case"
    RECHECK = "recheck"
    SEE_MESSAGES = "see-messages"
    HANDLE_MESSAGES = "handle-messages"
    CHECK_DRAFT = "check-draft"
    AMEND = "amend"
    UNMASK = "unmask"
    BULLETIN = "bulletin"
    SEE_HEALTH = "see-health"
    REPORT_PROBES = "report-probes"
    APPOINT = "appoint"
    SECURE = "secure"
    AUDIT = "audit"


_OFFICE = frozenset({Role.OFFICE})
_INSPECTORS = frozenset({Role.OFFICE, Role.REVIEWER})

ACTIONS: dict[Action, frozenset[Role]] = {
    Action.SIGN_IN: EVERYBODY,
    Action.OWN_ACCOUNT: EVERYBODY,
    Action.SEE_RESULTS: PROVINCE | UNITS,
    Action.SEE_PROVINCE: PROVINCE,
    Action.REVIEW: _INSPECTORS,
    Action.NOTIFY: _OFFICE,
    Action.SEE_NOTICES: PROVINCE | UNITS,
    Action.ANSWER: UNITS,
    Action.DECIDE_CASE: _OFFICE,
    Action.RECHECK: _OFFICE | UNITS,
    Action.SEE_MESSAGES: PROVINCE | UNITS,
    Action.HANDLE_MESSAGES: _OFFICE | UNITS,
    Action.CHECK_DRAFT: PROVINCE | UNITS,
    Action.AMEND: _OFFICE,
    Action.UNMASK: _OFFICE,
    Action.BULLETIN: PROVINCE,
    Action.SEE_HEALTH: _OFFICE | {Role.SYSTEM},
    Action.REPORT_PROBES: _OFFICE | {Role.SYSTEM},
    Action.APPOINT: _OFFICE | {Role.SYSTEM, Role.SECURITY},
    Action.SECURE: frozenset({Role.SECURITY}),
    Action.AUDIT: frozenset({Role.AUDITOR}),
}

APPOINTS: dict[Role, frozenset[Role]] = {
    Role.OFFICE: PROVINCE | UNITS,
    Role.SYSTEM: PROVINCE | UNITS,
    Role.SECURITY: ADMINISTRATORS,
}

SCOPES: dict[str, frozenset[Action]] = {
    "read": frozenset({Action.SEE_RESULTS, Action.SEE_PROVINCE, Action.SEE_NOTICES, Action.SEE_MESSAGES, Action.BULLETIN}),
    "review": frozenset({Action.REVIEW}),
    "answer": frozenset({Action.ANSWER, Action.RECHECK}),
    "check": frozenset({Action.CHECK_DRAFT}),
    "probe": frozenset({Action.REPORT_PROBES}),
}


class Scope(Value):
    """Whose objects somebody sees: None means all; otherwise units by code, or single targets by id.

    ``published_only`` hides machine hits and drafts: a unit learns of a finding from its notice, never earlier.
    """

    units: frozenset[str] | None = None
    targets: frozenset[str] | None = None
    published_only: bool = False

    def covers(self, unit: str, target: str = "") -> bool:
        """Whether an object of this unit (and target, when the scope names targets) is theirs."""
        if self.targets is not None:
            return target in self.targets
        return self.units is None or unit in self.units


NOTHING = Scope(units=frozenset(), published_only=True)


def may(role: Role, action: Action) -> bool:
    """Whether a role may do this at all."""
    return role in ACTIONS[action]


def may_appoint(by: Role, role: Role, *, founder: bool = False, held: frozenset[Role] = frozenset()) -> bool:
    """Whether somebody may create or change accounts of a role.

    ``founder`` is the first account of a workspace: it may appoint each administrator once, while nobody holds that
    office (``held`` lists the roles that active accounts have).
    """
    if founder and role in ADMINISTRATORS:
        return role not in held
    return role in APPOINTS.get(by, frozenset())


def may_become(old: Role, new: Role) -> bool:
    """Whether an account of one role may be given another: administrators exclude each other and everybody else.

    Who is to become an administrator, or to stop being one, gets a new account.
    """
    return old is new or not {old, new} & ADMINISTRATORS


def subtree(units: Iterable[Unit], top: str) -> frozenset[str]:
    """The codes of a unit and of everything below it; a loop in the register ends where it closes."""
    children: dict[str, list[str]] = {}
    for unit in units:
        children.setdefault(unit.parent, []).append(unit.code)
    found, waiting = {top}, [top]
    while waiting:
        for code in children.get(waiting.pop(), ()):
            if code not in found:
                found.add(code)
                waiting.append(code)
    return frozenset(found)


def scope_of(role: Role, *, unit: str, targets: frozenset[str], units: Iterable[Unit]) -> Scope:
    """The scope of a person: everything, a unit with all below it, or single targets (else those of one unit)."""
    if role in PROVINCE:
        return Scope()
    if role is Role.SUPERVISOR and unit:
        return Scope(units=subtree(units, unit), published_only=True)
    if role is Role.OPERATOR and targets:
        return Scope(targets=targets, published_only=True)
    if role is Role.OPERATOR and unit:
        return Scope(units=frozenset({unit}), published_only=True)
    return NOTHING
