"""``zhengjian.toml``: the settings of a workspace (contract §1), read once and handed down as arguments."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec

from zhengjian.model import Value, in_chinese

SETTINGS_FILE = "zhengjian.toml"
RETRY_SECONDS = 60.0
Count = Annotated[int, msgspec.Meta(ge=0)]
AtLeastOne = Annotated[int, msgspec.Meta(ge=1)]
Rate = Annotated[float, msgspec.Meta(ge=0)]
Seconds = Annotated[float, msgspec.Meta(gt=0)]


class ConfigError(Exception):
    """The workspace or its settings cannot be used; the text is one sentence with place and remedy."""


class Network(Value, forbid_unknown_fields=True):
    """How we behave on the network. Seconds are wall clock; byte limits are in ``fetch``.

    ``retry_seconds`` lie between a failure and the second try that alone makes a link dead or a page down; when not set,
    a minute, and nothing in a lab that asks without intervals (``host_interval_seconds = 0``).

    ``page_budget``: pages of a site in a round. ``day_budget``: requests to a site on a day, whatever they are for.
    """

    user_agent: str = "Zhengjian/1 (+https://example.invalid/about; inspection@example.invalid)"
    hosts_file: str = ""
    hosts_only: bool = False
    allow_private: bool = False
    host_interval_seconds: Rate = 2.0
    address_requests_per_second: Rate = 5.0
    address_connections: AtLeastOne = 2
    page_budget: Count = 5000
    day_budget: Count = 20_000
    fetch_seconds: Seconds = 60.0
    probe_seconds: Seconds = 15.0
    respect_robots: bool = True
    quiet_hours: str = ""
    retry_seconds: float | None = None

    @property
    def seconds_apart(self) -> float:
        """What lies between a failure and the second try."""
        if self.retry_seconds is not None:
            return max(0.0, self.retry_seconds)
        return RETRY_SECONDS if self.host_interval_seconds > 0 else 0.0


class Probe(Value, forbid_unknown_fields=True):
    """The availability probe: one visit of each home page every so many minutes."""

    every_minutes: AtLeastOne = 30
    canaries: tuple[str, ...] = ()


class Review(Value, forbid_unknown_fields=True):
    """Which hits count without a person's look, and whether a veto needs two people."""

    auto_confirm: tuple[str, ...] = ()
    second_person: bool = True


class Jobs(Value, forbid_unknown_fields=True):
    """How jobs are spread: processes here (0 = one per core), or a Dask scheduler's address."""

    processes: Count = 0
    scheduler: str = ""


class Office(Value, forbid_unknown_fields=True):
    """What documents carry: names, the letter (便函) or the ordinary format, and whether names in score order show points."""

    name: str = "省人民政府办公厅"
    province: str = ""
    document_number: str = ""
    rulebook: str = "national-2019"
    recipients: str = "各市（州）人民政府，省政府各部门、各直属机构，有关单位"
    disclosure: str = "主动公开"
    layout: Literal["letter", "ordinary"] = "letter"
    show_scores: bool = False


class Holidays(Value, forbid_unknown_fields=True):
    """Corrections to the official working-day calendar, as ISO dates."""

    workdays: tuple[str, ...] = ()
    holidays: tuple[str, ...] = ()


class Mail(Value, forbid_unknown_fields=True):
    """Outgoing mail; without a host, notices are only offered for download.

    ``security``: how the line is protected. ``password_file`` holds the password of ``user`` (relative to the workspace).
    """

    host: str = ""
    port: Count = 25
    sender: str = ""
    security: Literal["", "starttls", "tls"] = ""
    user: str = ""
    password_file: str = ""


class Webhook(Value, forbid_unknown_fields=True):
    """Deadlines told to another program by HTTP, beside mail; without ``url`` nothing is told.

    ``secret_file`` holds the secret that signs each message (relative to the workspace). ``allow_addresses`` lists inner
    addresses that may be contacted; without it only public ones are, over HTTPS.
    """

    url: str = ""
    secret_file: str = "webhook.key"
    allow_addresses: tuple[str, ...] = ()


class Looks(Value, forbid_unknown_fields=True):
    """Looks beyond the crawl, taken once a round of each site: certificate and protocols, security headers and the way from
    HTTP to HTTPS (``entry``), the home page over IPv6, a few searches on the site's own search box, and a few pages as other
    visitors are shown them.

    ``search_post``: a form that is plainly a search may be posted; nothing else ever is.
    ``browser``: barriers for people with disabilities, and how long the home page loads. Some ten seconds of a processor a
    site, so it is not done unasked; a new workspace asks for it.
    """

    tls: bool = True
    entry: bool = True
    ipv6: bool = True
    search: bool = True
    search_post: bool = True
    views: bool = True
    browser: bool = False


class Console(Value, forbid_unknown_fields=True):
    """The console. ``second_factor``: everybody must show a code of an authenticator after the password.

    ``trusted_proxies``: addresses of our own proxies, whose ``X-Forwarded-For`` says where a request came from.
    ``forget_after_days``: so long after closing, personal data are taken out of citizens' reports.

    ``behind_https``: it stands behind a proxy that speaks HTTPS, so cookies are for HTTPS only and browsers are told so.
    """

    second_factor: bool = False
    behind_https: bool = False
    trusted_proxies: tuple[str, ...] = ()
    forget_after_days: Count = 180


class Settings(Value, forbid_unknown_fields=True):
    """Everything in ``zhengjian.toml``; every field has a safe default."""

    database: str = ""
    network: Network = Network()
    probe: Probe = Probe()
    review: Review = Review()
    jobs: Jobs = Jobs()
    office: Office = Office()
    calendar: Holidays = Holidays()
    mail: Mail = Mail()
    webhook: Webhook = Webhook()
    console: Console = Console()
    looks: Looks = Looks()


class Workspace(msgspec.Struct, frozen=True):
    """A directory with settings, the ledger and ``archive/``; all paths of the product hang from it."""

    root: Path
    settings: Settings

    @classmethod
    def open(cls, root: Path) -> Workspace:
        """Read an existing workspace; raises ``ConfigError`` when it is none or its settings are wrong."""
        path = root / SETTINGS_FILE
        try:
            text = path.read_bytes()
        except FileNotFoundError:
            raise ConfigError(f"{root} 不是工作目录（缺少 {SETTINGS_FILE}）；请先运行 zhengjian init {root}，或用 -C 指定目录") from None
        except OSError as error:
            raise ConfigError(f"{path} 无法读取（{error.strerror}）；请检查文件权限") from None
        try:
            return cls(root, msgspec.toml.decode(text.removeprefix(b"\xef\xbb\xbf"), type=Settings))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path} 内容有误：{in_chinese(error)}；请对照文档改正该项") from None

    @property
    def archive(self) -> Path:
        """Where evidence lies: ``archive/PERIOD/TARGET/ROUND/``."""
        return self.root / "archive"

    @property
    def database(self) -> str:
        """The ledger: the address in the settings, else a SQLite file in the workspace."""
        return self.settings.database or f"sqlite:///{self.root.resolve() / 'ledger.sqlite'}"

    @property
    def hosts_file(self) -> Path | None:
        """The hosts file, relative to the workspace, or None."""
        name = self.settings.network.hosts_file
        return self.root / name if name else None
