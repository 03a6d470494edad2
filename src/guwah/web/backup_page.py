"""Settings, backup: where backups stand, and making or checking one beside the pages, told as it goes on."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from guwah.accounts import backing_up
from guwah.accounts.entry import passphrase_opens
from guwah.accounts.guard import ask, group_page
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of
from guwah.failures import Problem, Refused, WrongUse
from guwah.vault.keyring import KEYRING, VaultLocked
from guwah.web import backups
from guwah.web.beside import SECONDS_BETWEEN_LOOKS, Beside

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Member

# Of one name in a path, in bytes: Linux's NAME_MAX; of the whole, what is kept of a run.
_LONGEST_NAME, _LONGEST = 255, 1000
MAKE, CHECK = "make", "check"


class Backing(Beside):
    """The backup that is being made or checked in this process, if one is."""

    failing = gettext_noop(
        "Guwah failed in the middle. The backups made before stay as they are; begin again, and it goes on "
        "where it stopped."
    )

    def __init__(self) -> None:
        super().__init__()
        # Who began it, until they were told what came of it.
        self._untold: int | None = None

    def begin(self, member: Member, act: str, folder: Path) -> None:
        """Make or check a backup beside the pages.

        Args:
            member: who does it.
            act: `make` or `check`.
            folder: the backup's.

        Raises:
            Refused: `backup-going-on`; one goes on already.
        """
        taken = Refused("backup-going-on", "A backup is being made or checked already. Wait for its end.")
        self.make_ready(lambda: self._run(member, act, folder), taken)
        self._untold = member.pk
        self.go()

    def came_of_it(self, member: Member) -> str | None:
        """Return, once and to whoever began it, why it stopped; empty when it came to its end."""
        if not self.state.over or self._untold != member.pk:
            return None
        self._untold = None
        return self.state.problem

    def _run(self, member: Member, act: str, folder: Path) -> None:
        flow = backing_up.back_up if act == MAKE else backing_up.check_backup
        try:
            flow(member, folder, self._tell)
        except VaultLocked as locked:
            raise Refused(
                "backup-stopped",
                "The vault was locked in the middle, and the work on the backup stopped with it. The backups "
                "made before stay as they are; begin again, and it goes on where it stopped.",
            ) from locked

    def _tell(self, stage: str, done: int, total: int) -> None:
        self.state = replace(self.state, stage=stage, done=done, total=total)


BACKING = Backing()


@group_page(Permission.BACKUP_MAKE)
@require_GET
def show(request: HttpRequest) -> HttpResponseBase:
    """Show where backups stand, what came of the one just begun, and the form to begin one."""
    if not BACKING.state.over:
        return redirect("backup-running")
    member = member_of(request)
    problem = BACKING.came_of_it(member)
    run = backups.newest_of(member) if problem == "" else None
    came = {"problem": problem, "run": run, "lacks": backups.lacking(run) if run else []}
    context = {"backup": backups.card(member), "came": came, **backups.overview(), "on_page": True}
    return render(request, "backup.html", context)


@group_page(Permission.BACKUP_MAKE)
@require_POST
def begin(request: HttpRequest) -> HttpResponseBase:
    """Begin to make or check a backup; as at a terminal, the passphrase is asked for."""
    member, act = member_of(request), request.POST.get("act", MAKE)
    try:
        ask(member, Permission.BACKUP_MAKE)
        folder = _folder(request.POST.get("folder", ""))
        passphrase_opens(KEYRING.current().folder, member, request.POST.get("passphrase", ""))
        BACKING.begin(member, CHECK if act == CHECK else MAKE, folder)
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("backup")
    return redirect("backup-running")


@group_page(None)
@require_GET
def running(request: HttpRequest) -> HttpResponseBase:
    """Show how far it is, in numbers; the page loads itself again until it is over.

    Apart from the page that asks for a permission: each look at that one is written into the audit trail.
    """
    if BACKING.state.over:
        return redirect("backup")
    response = render(request, "backup_running.html", {"state": BACKING.state})
    response["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return response


def _folder(typed: str) -> Path:
    """Return the folder somebody typed.

    Raises:
        WrongUse: `folder-not-whole`; it is no path from the root, or none this machine can have.
    """
    folder = Path(typed.strip())
    too_long = len(typed) > _LONGEST or any(len(os.fsencode(name)) > _LONGEST_NAME for name in folder.parts)
    if not folder.is_absolute() or too_long or "\0" in typed:
        raise WrongUse(
            "folder-not-whole",
            "Write the whole path of the folder, beginning with a slash, as the file manager shows it for "
            "the stick. Nothing was copied.",
        )
    return folder
