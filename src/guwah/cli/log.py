"""`guwah log`: check the custody log."""

from __future__ import annotations

import sys

import click

from guwah.accounts.entry import enter_from_command
from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import ANSWER_IS_NO, answering, json_option, print_json
from guwah.vault.logfiles import check

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
}


@click.group("log")
def group() -> None:
    """The custody log: what was done, in an order nobody can change unnoticed."""


@group.command("verify")
@json_option
def verify(as_json: bool) -> None:
    """Recompute the whole log and hold its files and signature against it."""
    with answering(as_json=as_json):
        ask(enter_from_command(), Permission.LOG_VERIFY)
        state = check()
    intact = not state.faults
    if as_json:
        print_json(
            {
                "intact": intact,
                "included": {"size": state.size, "root": state.root, "published": state.published},
                "signed_by": state.key,
                "existed_by": None,
                "witnessed": None,
                "redacted": None,
                "unverified": list(state.faults),
            }
        )
    else:
        click.echo(f"{state.size} entries, root {state.root}")
        click.echo("intact" if intact else "BROKEN")
        for fault in state.faults:
            click.echo(f"  {fault}: {ADVICE[fault]}")
    sys.exit(0 if intact else ANSWER_IS_NO)
