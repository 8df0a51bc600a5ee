"""The frozen values that cross stages. Nothing here imports another room; every other room imports this one.

Data flows one way: register → plan → fetch → archive → facts → checks → review → rectify → score → bulletin.
Times are timezone-aware; a time without an offset in an input means Asia/Shanghai. JSON names are contract v1's (§2, §4, §5).
"""

from zhengjian.model.faulty import in_chinese
from zhengjian.model.judged import Claim, Finding, Line, Outcome, Score, State, Verdict
from zhengjian.model.listed import (
    PORTAL_KINDS,
    SCORED_KINDS,
    Account,
    Message,
    Period,
    Policy,
    Post,
    Profile,
    RegisteredColumn,
    Site,
    Target,
    Unit,
)
from zhengjian.model.seen import COUNTS_AS, SAID, SEEN_WHOLE, CountsAs, FetchCode, ProbeVisit, Snapshot
from zhengjian.model.value import SHANGHAI, Clock, Value, decode, digest, encode, payload_digest, to_builtins

__all__ = [
    "COUNTS_AS",
    "PORTAL_KINDS",
    "SAID",
    "SCORED_KINDS",
    "SEEN_WHOLE",
    "SHANGHAI",
    "Account",
    "Claim",
    "Clock",
    "CountsAs",
    "FetchCode",
    "Finding",
    "Line",
    "Message",
    "Outcome",
    "Period",
    "Policy",
    "Post",
    "ProbeVisit",
    "Profile",
    "RegisteredColumn",
    "Score",
    "Site",
    "Snapshot",
    "State",
    "Target",
    "Unit",
    "Value",
    "Verdict",
    "decode",
    "digest",
    "encode",
    "in_chinese",
    "payload_digest",
    "to_builtins",
]
