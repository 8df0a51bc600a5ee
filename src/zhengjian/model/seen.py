"""What was observed: how a visit ended, its snapshot, and visits of the availability probe."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from zhengjian.model.value import Value


class FetchCode(StrEnum):
    """What one visit ended in: exactly one code (reliability §0.1). ``counts_as`` maps each once."""

    OK = "OK"
    OK_SLOW = "OK_SLOW"
    HTTP_ERROR = "HTTP_ERROR"
    DOWN_TIMEOUT = "DOWN_TIMEOUT"
    DOWN_DNS = "DOWN_DNS"
    DOWN_CONN = "DOWN_CONN"
    DOWN_HTTP = "DOWN_HTTP"
    REDIRECT_LOOP = "REDIRECT_LOOP"
    DOWN_TLS = "DOWN_TLS"
    PROTO_ERROR = "PROTO_ERROR"
    INCOMPLETE = "INCOMPLETE"
    DOWN_EMPTY = "DOWN_EMPTY"
    REDIRECT_OFFSITE = "REDIRECT_OFFSITE"
    CHALLENGE = "CHALLENGE"
    BLOCKED = "BLOCKED"
    TRUNCATED = "TRUNCATED"
    DECODE_LIMIT = "DECODE_LIMIT"
    DECODE_ERROR = "DECODE_ERROR"
    PARSE_PARTIAL = "PARSE_PARTIAL"
    BLOCKED_POLICY = "BLOCKED_POLICY"
    SELF_SUSPECT = "SELF_SUSPECT"
    UNCHANGED = "UNCHANGED"


class CountsAs(StrEnum):
    """How a code enters the 5 % rule: open, not open, for a person, or not at all."""

    OPEN = "open"
    NOT_OPEN = "not-open"
    PERSON = "person"
    EXCLUDED = "excluded"


COUNTS_AS: dict[FetchCode, CountsAs] = {
    FetchCode.OK: CountsAs.OPEN,
    FetchCode.OK_SLOW: CountsAs.OPEN,
    FetchCode.UNCHANGED: CountsAs.OPEN,
    FetchCode.TRUNCATED: CountsAs.OPEN,
    FetchCode.DECODE_LIMIT: CountsAs.OPEN,
    FetchCode.DECODE_ERROR: CountsAs.OPEN,
    FetchCode.PARSE_PARTIAL: CountsAs.OPEN,
    FetchCode.DOWN_TIMEOUT: CountsAs.NOT_OPEN,
    FetchCode.DOWN_DNS: CountsAs.NOT_OPEN,
    FetchCode.DOWN_CONN: CountsAs.NOT_OPEN,
    FetchCode.DOWN_HTTP: CountsAs.NOT_OPEN,
    FetchCode.REDIRECT_LOOP: CountsAs.NOT_OPEN,
    FetchCode.HTTP_ERROR: CountsAs.PERSON,
    FetchCode.DOWN_TLS: CountsAs.PERSON,
    FetchCode.PROTO_ERROR: CountsAs.PERSON,
    FetchCode.INCOMPLETE: CountsAs.PERSON,
    FetchCode.DOWN_EMPTY: CountsAs.PERSON,
    FetchCode.REDIRECT_OFFSITE: CountsAs.PERSON,
    FetchCode.CHALLENGE: CountsAs.PERSON,
    FetchCode.BLOCKED: CountsAs.PERSON,
    FetchCode.BLOCKED_POLICY: CountsAs.EXCLUDED,
    FetchCode.SELF_SUSPECT: CountsAs.EXCLUDED,
}

SAID: dict[FetchCode, str] = {
    FetchCode.OK: "已打开",
    FetchCode.OK_SLOW: "打开较慢",
    FetchCode.UNCHANGED: "未变化",
    FetchCode.TRUNCATED: "页面超过本系统读取上限",
    FetchCode.DECODE_LIMIT: "页面解压后超过本系统读取上限",
    FetchCode.DECODE_ERROR: "压缩的内容无法解开",
    FetchCode.PARSE_PARTIAL: "页面只读到一部分",
    FetchCode.DOWN_TIMEOUT: "超过时限未打开",
    FetchCode.DOWN_DNS: "域名不能解析",
    FetchCode.DOWN_CONN: "连接失败",
    FetchCode.DOWN_HTTP: "网站返回错误",
    FetchCode.REDIRECT_LOOP: "循环跳转",
    FetchCode.HTTP_ERROR: "网站返回错误",
    FetchCode.DOWN_TLS: "安全证书或加密连接异常，需人工核实",
    FetchCode.PROTO_ERROR: "应答不合规范，需人工核实",
    FetchCode.INCOMPLETE: "内容未传完或应答中断，需人工核实",
    FetchCode.DOWN_EMPTY: "页面为空或只有提示语，需人工核实",
    FetchCode.REDIRECT_OFFSITE: "跳转到其他网站，需人工核实",
    FetchCode.CHALLENGE: "网站要求人机验证",
    FetchCode.BLOCKED: "网站防护系统拒绝访问",
    FetchCode.BLOCKED_POLICY: "按本系统访问策略不予访问",
    FetchCode.SELF_SUSPECT: "疑为本方线路或本机故障",
}
"""How documents say what a visit ended in."""

SEEN_WHOLE = frozenset({FetchCode.OK, FetchCode.OK_SLOW, FetchCode.UNCHANGED})


class Snapshot(Value):
    """Immutable evidence of one visit. The body lies in the archive, found by ``id``.

    ``id`` is ``S-PERIOD.TARGET.ROUND.N``, so it says which folder holds it. ``url`` is what was asked,
    ``final_url`` what answered after ``redirects``. ``seconds`` runs from the first DNS packet to the last byte.
    ``sha256`` and ``size`` are of the decoded body.
    """

    id: str
    url: str
    final_url: str
    at: datetime
    code: FetchCode
    seconds: float = 0.0
    http_status: int | None = None
    content_type: str = ""
    charset: str = ""
    address: str = ""
    redirects: tuple[str, ...] = ()
    sha256: str = ""
    size: int = 0
    detail: str = ""

    @property
    def whole(self) -> bool:
        """True when a whole, successful answer was read: only then may anything be called absent."""
        return self.code in SEEN_WHOLE


class ProbeVisit(Value):
    """One availability visit of a home page."""

    site_id: str
    at: datetime
    seconds: float
    code: FetchCode
    http_status: int | None = None
    vantage: str = "本地"
    evidence: str = ""
