"""Django settings of a workspace: where the ledger lies, and what the console needs.

The workspace comes from the environment variable ``ZHENGJIAN_WORKSPACE`` or from ``ledger.open``. Without one (type
checker, ``--help``) the ledger is an empty database in memory and the secret key lives as long as the process.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF

from zhengjian.config import ConfigError, Workspace

BUSY_SECONDS = 20.0
SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000;"
    # What is taken out of a citizen's report must not stay readable in the file.
    " PRAGMA secure_delete=ON"
)
SECRET_FILE = "secret.key"


def database(address: str, root: Path) -> dict[str, Any]:
    """Django's description of the database at ``sqlite:///PATH`` (relative to the workspace) or ``postgresql://…``.

    Raises ``ConfigError`` for any other address.
    """
    if address.startswith("sqlite:///"):
        options = {"transaction_mode": "IMMEDIATE", "init_command": SQLITE_START, "timeout": BUSY_SECONDS}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(root / unquote(address.removeprefix("sqlite:///"))), "OPTIONS": options}
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ConfigError(f"zhengjian.toml 的 database = “{address}”无法识别；请写 sqlite:///文件 或 postgresql://用户:密码@主机/库名")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or dict(parse_qsl(parts.query)).get("host", ""),  # ?host=FOLDER: a socket, as libpq writes it
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,  # the server gives each request a thread of its own, so a kept connection would never be used again
        "OPTIONS": {"connect_timeout": 10},
    }


def secret_key(root: Path) -> str:
    """The workspace's own secret, made at first use in a file that only its owner reads."""
    path = root / SECRET_FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text("ascii").strip()


_root = os.environ.get("ZHENGJIAN_WORKSPACE", "")
_workspace = Workspace.open(Path(_root)) if _root else None

DATABASES = {
    "default": database(_workspace.database, _workspace.root)
    if _workspace
    else {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": {"transaction_mode": "IMMEDIATE"}}
}
SECRET_KEY = secret_key(_workspace.root) if _workspace else secrets.token_urlsafe(64)

DEBUG = False
ALLOWED_HOSTS = ["*"]  # an office reaches the console by address or by a name of its own; nothing is built from the Host header
ROOT_URLCONF = "zhengjian.console.urls"
WSGI_APPLICATION = "zhengjian.console.wsgi.application"

INSTALLED_APPS = [
    "zhengjian.ledger.apps.LedgerConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
]
MIDDLEWARE = [
    "zhengjian.console.middleware.Transport",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "zhengjian.console.middleware.Gate",
]
_console = Path(__file__).resolve().parent.parent / "console"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_console / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhengjian.console.context.frame",
            ],
            "builtins": ["django.contrib.humanize.templatetags.humanize", "django.templatetags.static", "zhengjian.console.marks"],
        },
    }
]
STATIC_URL = "static/"
STATICFILES_DIRS = [path for path in [_console / "static"] if path.is_dir()]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

AUTH_USER_MODEL = "ledger.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "zhengjian.console.errors.locked"
CSRF_FAILURE_VIEW = "zhengjian.console.errors.csrf_refused"
OTP_TOTP_ISSUER = "政检"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # the absolute limit; the idle limit is the console's
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "style-src": [SELF],
        "script-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING_CONFIG = None
