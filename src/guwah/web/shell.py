"""What every page's shell needs to know: brand, ways, language, direction, theme, locked state."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy

from guwah.accounts import drafts, warnings
from guwah.accounts.cases import all_invented
from guwah.accounts.guard import may
from guwah.accounts.naming import vault_name
from guwah.accounts.permissions import Permission
from guwah.instruments.languages.direction import direction
from guwah.vault.keyring import KEYRING
from guwah.web.neighbours import NEIGHBOURS, OtherVault
from guwah.web.slips import SLIPS
from guwah.web.templatetags.guwah import place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

    from guwah.accounts.models import Member

THEMES = (
    ("", gettext_lazy("As the device")),
    ("light", gettext_lazy("On paper (light)")),
    ("dark", gettext_lazy("By lamplight (dark)")),
)
WAYS = (
    ("today", gettext_lazy("Today")),
    ("cases", gettext_lazy("Cases")),
    ("log", gettext_lazy("Log")),
    ("settings", gettext_lazy("Settings")),
)
# BCP 47 tags for the page; Django writes its language codes in small letters.
PAGE_TAGS = {"zh-hans": "zh-Hans"}


@dataclass(frozen=True, slots=True)
class Way:
    """One link of the main navigation; `current` when the page shown is it or lies beneath it."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """The room around a page.

    Attributes:
        language: BCP 47 tag of the page.
        language_code: the same as Django's code.
        direction: `ltr` or `rtl`.
        languages: (code, BCP 47 tag, own name) to choose from.
        theme: `light`, `dark`, or empty where the device decides.
        themes: (value, label) to choose from.
        locked: no key is held; there is nothing to navigate to.
        member: name of who has signed in, or empty.
        ways: the main navigation; empty while locked.
        idle_seconds: seconds without a request after which the vault locks itself.
        slip: lets the typing of this page in, also after the lock; empty where nobody has signed in.
        drafts: how many texts this member typed and did not save.
        vault: what this vault is called, for who has signed in.
        port: on which port of this machine it is served.
        warnings: how many warnings about partners' logs nobody has answered, for who may see the log.
        others: the other vaults that this user serves on this machine.
        invented: there are cases in this vault and none is real.
    """

    language: str
    language_code: str
    direction: str
    languages: tuple[tuple[str, str, str], ...]
    theme: str
    themes: tuple[tuple[str, str], ...]
    locked: bool
    member: str
    ways: tuple[Way, ...]
    idle_seconds: int
    slip: str = ""
    drafts: int = 0
    vault: str = ""
    port: str = ""
    others: tuple[OtherVault, ...] = ()
    warnings: int = 0
    invented: bool = False


def context(request: HttpRequest) -> dict[str, Shell]:
    """Context processor: puts `shell` into every template."""
    code = get_language() or settings.LANGUAGE_CODE
    tag = PAGE_TAGS.get(code, code)
    locked = KEYRING.locked
    member = None if locked else _member(request)
    shell = Shell(
        language=tag,
        language_code=code,
        direction=direction(tag),
        languages=tuple((each, PAGE_TAGS.get(each, each), str(name)) for each, name in settings.LANGUAGES),
        theme="" if locked else _theme(request),
        themes=tuple((value, str(label)) for value, label in THEMES),
        locked=locked,
        member="" if member is None else str(member),
        ways=() if locked else tuple(_ways(request.path)),
        idle_seconds=getattr(settings, "IDLE_LOCK_SECONDS", 0),
        port=request.get_port(),
        others=NEIGHBOURS.shown_to(request),
        **({} if member is None else for_member(member)),
    )
    return {"shell": shell}


def for_member(member: Member) -> dict[str, Any]:
    """Return the parts of the shell that only who has signed in is shown."""
    return {
        "slip": SLIPS.give(member.actor, time.time()),
        "drafts": drafts.of(member).count(),
        "vault": vault_name(),
        "warnings": len(warnings.unanswered()) if may(member, Permission.LOG_SEE) else 0,
        "invented": all_invented(),
    }


def _theme(request: HttpRequest) -> str:
    chosen = getattr(getattr(request, "user", None), "theme", "")
    return chosen if chosen in dict(THEMES) else ""


def _member(request: HttpRequest) -> Member | None:
    user = getattr(request, "user", None)
    return cast("Member", user) if user is not None and user.is_authenticated else None


def _ways(path: str) -> Iterator[Way]:
    for name, label in WAYS:
        url = place(name)
        if url:
            yield Way(str(label), url, current=path == url or (url != "/" and path.startswith(url)))
