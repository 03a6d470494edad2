"""`guwah log`: check the custody log, have it stamped and signed by others, erase what opens an entry."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from django.utils import timezone

from guwah.accounts.entry import enter_from_command
from guwah.accounts.guard import ask
from guwah.accounts.log_check import check
from guwah.accounts.permissions import Permission
from guwah.accounts.queries import PAGE, trail
from guwah.failures import ANSWER_IS_NO, answering, json_option, print_json
from guwah.outbox import stamping
from guwah.outbox.deliver import SLOW, deliver_due
from guwah.outbox.models import Effect
from guwah.vault import erasing, history
from guwah.vault.models import Stamp
from guwah.vault.untrusted import handed_over
from guwah.vault.wholeness import REMEDY

if TYPE_CHECKING:
    from guwah.accounts.log_check import LogChecked
    from guwah.accounts.models import AuditEntry

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
# More than anybody reads at once; a machine asks again below the last id.
_MOST_ENTRIES = 10_000
# What to do about a fault, in plain words.
ADVICE = {
    "entry-changed": "an entry was changed in the database: restore a backup and compare",
    "entry-missing": "entries are missing from the database: restore a backup and compare",
    "checkpoint-missing": "the signed checkpoint is gone: any act writes it again",
    "checkpoint-broken": "the checkpoint does not carry this vault's signature",
    "files-behind": "the log's files are older than the database: any act writes them",
    "files-ahead": "the database is older than the log's files: it was put back to an earlier state",
    "root-differs": "database and files tell two different histories",
    "tile-differs": "the log's files were changed or are missing",
    "files-set-aside": (
        "files of the vault were found changed and made again from the database; as they were found they "
        "lie in log/set-aside. Find out who had this disk; when you know, move that folder out of the vault"
    ),
    "database-damaged": "the database is not what was written",
    "seen-broken": (
        "what this machine remembered of the log, outside the vault, was changed: ask your partners for the "
        "checkpoints they hold, and see guwah doctor --open"
    ),
    "stamp-broken": "a time stamp kept in the vault does not hold any more",
    "cosignature-broken": "a partner's signature kept in the vault does not hold any more",
    "anchor-differs": "a checkpoint that others stamped or signed is not one of this log any more",
    "seen-not-kept": "this machine does not remember the log outside the vault: see GUWAH_SEEN",
    "no-stamp": "no authority has stamped this log: when entries were made is our own word",
    "no-cosignature": "no partner has signed this log: that everybody is shown the same one is our own word",
}


@click.group("log")
def group() -> None:
    """The custody log: what was done, in an order nobody can change unnoticed."""


@group.command("verify")
@json_option
def verify(as_json: bool) -> None:
    """Recompute the whole log, and check its files, its signature, and what others said of it."""
    with answering(as_json=as_json):
        member = enter_from_command()
        ask(member, Permission.LOG_VERIFY)
        checked = check(member)
    if as_json:
        print_json(_in_json(checked))
    else:
        _in_words(checked)
    sys.exit(ANSWER_IS_NO if checked.faults else 0)


def _in_json(checked: LogChecked) -> dict[str, Any]:
    state, standing = checked.state, checked.standing
    return {
        "intact": not checked.faults,
        "included": {"size": state.size, "root": state.root, "published": state.published},
        "signed_by": state.key,
        "existed_by": [
            {
                "size": each.size,
                "time": each.time.isoformat(),
                "authority": each.authority,
                "checked_by": each.checked_by,
            }
            for each in standing.existed_by
        ],
        "witnessed": [
            {"partner": each.partner, "size": each.size, "time": each.time.isoformat()}
            for each in standing.witnessed
        ],
        "redacted": None,
        "unverified": [*checked.faults, *standing.unverified],
        "keys": [asdict(each) for each in checked.keys],
        "database": {
            "pages": checked.database.pages,
            "damaged": list(checked.database.damaged),
            "lost": list(checked.database.lost),
        },
    }


def _in_words(checked: LogChecked) -> None:
    state, standing = checked.state, checked.standing
    click.echo(f"{state.size} entries, root {state.root}")
    click.echo("BROKEN" if checked.faults else "intact")
    for code in checked.faults:
        click.echo(f"  {code}: {ADVICE[code]}")
    if not checked.database.whole:
        click.echo(f"  {checked.database.told()}\n  {REMEDY}")
    for key in checked.keys:
        click.echo(key.line())
    for stamp in standing.existed_by:
        click.echo(
            f"the first {stamp.size} entries existed by {stamp.time:%Y-%m-%d %H:%M:%S} UTC, says"
            f" {stamp.authority} (checked by {stamp.checked_by})"
        )
    click.echo(f"witnessed by {len(standing.witnessed)} of {standing.partners} partners")
    for witness in standing.witnessed:
        click.echo(
            f"  {witness.partner} saw {witness.size} entries on {witness.time:%Y-%m-%d %H:%M} UTC"
            " (their clock)"
        )
    for code in standing.unverified:
        click.echo(f"not shown: {ADVICE[code]}")


@group.command("audit")
@click.option("--before", type=click.IntRange(min=0), help="Only entries below this id.")
@click.option("--limit", type=click.IntRange(1, _MOST_ENTRIES), default=PAGE, show_default=True)
@json_option
def audit(before: int | None, limit: int, as_json: bool) -> None:
    """Read the audit trail, newest first: who asked to see or do what, and whether they were allowed.

    Reading it is the newest entry.
    """
    with answering(as_json=as_json):
        ask(enter_from_command(), Permission.AUDIT_SEE)
        rows = [_audit_row(entry) for entry in trail(before, limit).entries]
    if as_json:
        print_json({"entries": rows})
    for row in [] if as_json else rows:
        where = f" case {row['case']}" if row["case"] else ""
        said = "allowed" if row["allowed"] else "REFUSED"
        who = row["member"] or "nobody signed in"
        click.echo(
            f"{row['id']} {row['at']} {who}: {row['permission']} {row['target'] or '-'}{where}: {said}"
        )


def _audit_row(entry: AuditEntry) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "at": entry.at.isoformat(),
        "member": entry.member.handle if entry.member else None,
        "permission": entry.permission,
        "case": entry.case_id,
        "target": entry.target,
        "allowed": entry.allowed,
    }


@group.command("stamp")
@json_option
def stamp(as_json: bool) -> None:
    """Make today's round of time stamps, or try again what is still waiting of it.

    Exit code 1 when an authority refused or its token does not hold.
    """
    with answering(as_json=as_json):
        ask(enter_from_command(), Permission.LOG_ANCHOR)
        stamps = stamping.run_round(timezone.now())
        Effect.objects.filter(channel__in=SLOW, state=Effect.State.WAITING).update(due_at=timezone.now())
        deliver_due(channels=SLOW)
    rows = [Stamp.objects.select_related("authority").get(pk=each.pk) for each in stamps]
    if as_json:
        print_json({"stamps": [_stamp_row(row) for row in rows]})
    for row in [] if as_json else rows:
        told = {
            Stamp.State.DONE: f"stamped at {row.time:%Y-%m-%d %H:%M:%S} UTC" if row.time else "",
            Stamp.State.WAITING: f"not reached yet ({row.outcome}); it will be tried again",
            Stamp.State.FAILED: f"FAILED: {row.outcome}; tomorrow's round asks again",
        }
        click.echo(f"{row.authority.name}: {told.get(Stamp.State(row.state), row.state)}")
    sys.exit(ANSWER_IS_NO if any(row.state == Stamp.State.FAILED for row in rows) else 0)


def _stamp_row(row: Stamp) -> dict[str, Any]:
    return {
        "authority": row.authority.name,
        "size": row.size,
        "state": row.state,
        "outcome": row.outcome,
        "time": row.time.isoformat() if row.time else None,
        "checked_by": row.checked_by,
    }


@group.group("authority")
def authority() -> None:
    """Time stamp authorities: each is asked once a day, and sees one hash."""


@authority.command("add")
@click.argument("name")
@click.argument("url")
@click.option("--root", "roots", type=_FILE, required=True, help="Its root certificate, PEM or DER.")
@click.option("--proxy", default="", help="Go through this HTTP proxy.")
@json_option
def authority_add(name: str, url: str, roots: Path, proxy: str, as_json: bool) -> None:
    """Name an authority. Its certificate comes from its own site, over another channel than its replies."""
    with answering(as_json=as_json, file=str(roots)):
        member = enter_from_command()
        stamping.add_authority(member, name, url, handed_over(roots), proxy=proxy)
    if as_json:
        print_json({"authority": name, "url": url})
    else:
        click.echo(
            f"{name} is asked from now on, once a day. It learns your network address, and that you ask."
        )


@authority.command("list")
@json_option
def authority_list(as_json: bool) -> None:
    """List the authorities that are asked."""
    with answering(as_json=as_json):
        ask(enter_from_command(), Permission.LOG_SEE)
        found = stamping.authorities()
    if as_json:
        rows = [{"name": each.name, "url": each.url, "proxy": each.proxy} for each in found]
        print_json({"authorities": rows})
    for each in [] if as_json else found:
        click.echo(f"{each.name}: {each.url}{' through ' + each.proxy if each.proxy else ''}")


@authority.command("remove")
@click.argument("name")
@json_option
def authority_remove(name: str, as_json: bool) -> None:
    """Ask an authority no more; its stamps stay."""
    with answering(as_json=as_json):
        stamping.remove_authority(enter_from_command(), name)
    if as_json:
        print_json({"removed": name})
    else:
        click.echo(f"{name} is not asked any more; its stamps stay.")


@group.command("accept-older")
@json_option
def accept_older(as_json: bool) -> None:
    """Go on with a vault that was put back to an older state, and record that you decided so."""
    with answering(as_json=as_json):
        member = enter_from_command(whatever_history=True)
        ask(member, Permission.LOG_ERASE)
        size = history.accept(member.actor)
    if as_json:
        print_json({"size": size})
    else:
        click.echo(f"The log goes on from {size} entries; that this was decided stands in it.")


@group.command("erase-opening")
@click.argument("index", type=int)
@click.option("--reason", required=True, help="Why; kept in the vault, committed to in the log.")
@click.option("--label", help="Only what is committed to under this label.")
@json_option
def erase_opening(index: int, reason: str, label: str | None, as_json: bool) -> None:
    """Delete what an entry's commitments open to. The log still holds; nobody can undo this."""
    with answering(as_json=as_json):
        member = enter_from_command()
        ask(member, Permission.LOG_ERASE, target=f"log:{index}")
        recorded = erasing.erase_openings(member.actor, index, reason=reason, label=label)
    if as_json:
        print_json({"erased": index, "recorded": recorded.index})
    else:
        click.echo(f"Erased what opened entry {index}; entry {recorded.index} says so.")
