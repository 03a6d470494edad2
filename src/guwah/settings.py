"""Every setting, and the only reader of the environment.

Environment:
    GUWAH_VAULT: folder of the vault to work on (default: the user's data folder).
    GUWAH_PASSPHRASE_FILE: file holding the passphrase, for unattended use (tmpfs or a service credential).
    GUWAH_PORT: port of the web interface on 127.0.0.1 (default 8484).
    GUWAH_IDLE_LOCK_MINUTES: minutes without a request after which the vault locks itself (default 15).
    GUWAH_SEEN: folder outside the vault that remembers the largest log seen on this machine (default: the
        user's state folder).
    GUWAH_RUNNING: folder in which the servers of this user say on which ports they are (default: the user's
        run-time folder, which is in memory).
    GUWAH_LANGUAGE: language of the interface before somebody has chosen one (default en).
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def _number(name: str, default: int, least: int, most: int) -> int:
    text = os.environ.get(name, str(default))
    if not text.isdecimal() or not least <= int(text) <= most:
        message = f"{name} must be a whole number from {least} to {most}"
        raise ImproperlyConfigured(message)
    return int(text)


PACKAGE = Path(__file__).resolve().parent

_data_home = os.environ.get("XDG_DATA_HOME")
VAULT_FOLDER = Path(
    os.environ.get("GUWAH_VAULT") or Path(_data_home or Path.home() / ".local" / "share") / "guwah"
).expanduser()
_state_home = os.environ.get("XDG_STATE_HOME")
SEEN_FOLDER = Path(
    os.environ.get("GUWAH_SEEN") or Path(_state_home or Path.home() / ".local" / "state") / "guwah" / "seen"
).expanduser()
_run_time = os.environ.get("XDG_RUNTIME_DIR")
RUNNING_FOLDER = Path(
    os.environ.get("GUWAH_RUNNING")
    or (Path(_run_time) / "guwah" if _run_time else SEEN_FOLDER.parent / "running")
).expanduser()
_passphrase_file = os.environ.get("GUWAH_PASSPHRASE_FILE")
PASSPHRASE_FILE = Path(_passphrase_file) if _passphrase_file else None
_whisper = os.environ.get("GUWAH_WHISPER")
# A model of faster-whisper for drafts; none unless somebody gives it.
WHISPER_FOLDER = Path(_whisper).expanduser() if _whisper else None
PORT = _number("GUWAH_PORT", 8484, 1, 65535)
IDLE_LOCK_SECONDS = 60 * _number("GUWAH_IDLE_LOCK_MINUTES", 15, 1, 24 * 60)

DEBUG = False
# Sessions end with the process: nothing signed today is worth anything to whoever takes the disk.
SECRET_KEY = secrets.token_hex(32)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
USE_TZ = True
TIME_ZONE = "UTC"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "guwah.vault",
    "guwah.accounts",
    "guwah.outbox",
    "guwah.steps.evidence",
    "guwah.steps.testimony",
    "guwah.steps.people",
    "guwah.steps.claims",
    "guwah.steps.consent",
    "guwah.steps.editions",
    "guwah.steps.appeals",
    "guwah.steps.vigil",
    "guwah.web",
]
AUTH_USER_MODEL = "accounts.Member"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {
    "default": {
        "ENGINE": "guwah.vault.database",
        "NAME": VAULT_FOLDER / "guwah.db",
        "CONN_MAX_AGE": None,
        # A transaction takes the write lock when it begins: one that reads first and writes later would be
        # thrown out as soon as another process (server, command line) had written in between.
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30},
        "TEST": {"NAME": None},
    }
}

MIDDLEWARE = [
    "guwah.web.middleware.ResponseHeaders",
    "guwah.web.middleware.VaultGate",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "guwah.web.middleware.EndWithTheLock",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "guwah.web.middleware.MemberLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "guwah.web.typed.NoteSent",
]
ROOT_URLCONF = "guwah.web.urls"
WSGI_APPLICATION = None
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "guwah.web.shell.context",
            ],
            "builtins": ["guwah.web.templatetags.guwah", "guwah.web.templatetags.law11"],
        },
    }
]
STATIC_URL = "/static/"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
# A browser hands the cookies of one port of this machine to every other port: servers of two vaults must not
# take each other's for their own. Sessions end with the process, and so may the names.
_process = secrets.token_hex(4)
SESSION_COOKIE_NAME = f"guwah_session_{_process}"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = f"guwah_csrf_{_process}"
# It ends with the browser, like the session: nothing of a vault is written into a browser's folder.
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = False
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "guwah.web.failures.csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Law 9: an upload that no page asked for is refused, never spooled to a temporary file.
FILE_UPLOAD_HANDLERS = ["guwah.web.uploads.RefuseUploads"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

USE_I18N = True
LANGUAGE_CODE = os.environ.get("GUWAH_LANGUAGE", "en")
LANGUAGES = [
    ("en", "English"),
    ("ru", "Русский"),
    ("zh-hans", "简体中文"),
    ("kk", "Қазақша"),
    ("ug", "ئۇيغۇرچە"),
]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
FORMAT_MODULE_PATH = ["guwah.web.formats"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS = [
    "security.W004",
    "security.W008",
    "security.W012",
    "security.W016",  # loopback without TLS: nothing to secure in transit
]


def environment_for(vault: Path) -> dict[str, str]:
    """Return the environment for another process that serves `vault`: ours, without a passphrase."""
    ours = {name: value for name, value in os.environ.items() if name != "GUWAH_PASSPHRASE_FILE"}
    return {**ours, "GUWAH_VAULT": str(vault)}
