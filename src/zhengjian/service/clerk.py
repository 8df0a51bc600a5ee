"""What nobody should have to remember: reminders that fall due, waivers that end, mail that waits, data to be forgotten."""

from __future__ import annotations

from datetime import datetime

from zhengjian.config import Workspace
from zhengjian.ledger import lists, opening
from zhengjian.logs import logger
from zhengjian.model import SHANGHAI, Value
from zhengjian.service import cases, mail, messages, notices
from zhengjian.service.mail import Sending
from zhengjian.workflow.working_days import UnknownYear

PERIODS = 4


class Chores(Value):
    """What one round of chores did: reminders, waivers ended, reports freed of personal data, mail; and what could not be done."""

    reminded: int = 0
    lapsed: int = 0
    forgotten: int = 0
    sending: Sending = Sending()
    problem: str = ""


def chores(workspace: Workspace, at: datetime) -> Chores:
    """Do what is due in the latest periods. Safe to repeat and to run in two processes: each reminder and mail goes out once."""
    reminded = lapsed = 0
    problem = ""
    for period in lists.periods()[:PERIODS]:
        try:
            reminded += len(notices.remind(workspace, period, at))
        except UnknownYear as error:
            problem = str(error)
        lapsed += len(cases.lapse_waivers(workspace, period, at))
    forgotten = messages.forget(workspace, at)
    sending = mail.send_waiting(workspace, at) if mail.ready(workspace) else Sending()
    return Chores(reminded=reminded, lapsed=lapsed, forgotten=forgotten, sending=sending, problem=problem or sending.problem)


def one_turn(workspace: Workspace) -> Chores | None:
    """One round of chores now, in a thread of its own; a ledger that is locked or restarting is logged, and the next turn tries again."""
    try:
        done = chores(workspace, datetime.now(SHANGHAI))
    except opening.FAULTS as error:
        logger().warning("chores", problem=opening.explain(error, workspace.root))
        return None
    finally:
        opening.release()
    if done.problem:
        logger().warning("chores", problem=done.problem)
    return done
