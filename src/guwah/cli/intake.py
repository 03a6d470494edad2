"""`guwah intake`: a folder or a stick that can add to a vault but not read from it."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import click

from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.failures import (
    ANSWER_IS_NO,
    NOT_UNDERSTOOD,
    Failure,
    NotUnderstood,
    Problem,
    answering,
    json_option,
    print_json,
)
from guwah.steps.evidence import flows, queries
from guwah.steps.evidence.names import on_one_line
from guwah.vault import intake as intakes
from guwah.vault.untrusted import NotRegular, changed_at, open_untrusted

_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(path_type=Path)


@click.group("intake")
def group() -> None:
    """Take in on a machine or stick that can add but not read."""


@group.command("make")
@click.argument("folder", type=_FOLDER)
@json_option
def make(folder: Path, as_json: bool) -> None:
    """Let a folder take in for this vault; nothing in it opens anything."""
    with answering(as_json=as_json):
        member = enter_from_command()
        made = flows.make_intake(member, folder, datetime.now(UTC).date().isoformat())
    if as_json:
        print_json({"intake": made.intake_id, "fingerprint": made.fingerprint})
    else:
        click.echo(f"{folder} can take in now. Its key, to compare where it is used:\n{made.fingerprint}")


@group.command("add")
@click.argument("folder", type=_FOLDER)
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=_FILE)
@click.option("--who", default="", help="Who adds it, in your words; sealed.")
@click.option("--note", default="", help="What should be known of it; sealed.")
@json_option
def add(folder: Path, files: tuple[Path, ...], who: str, note: str, as_json: bool) -> None:
    """Seal files into such a folder; no vault and no passphrase is needed, and nobody here can open them.

    The files themselves stay where they are.
    """
    with answering(as_json=as_json):
        fingerprint = intakes.read(folder).fingerprint
    rows, wrong = [], Failure("unreadable-file", "This file was not kept.")
    for file in files:
        row, problem = _add(folder, file, who, note)
        rows.append(row)
        wrong = problem or wrong
    failed = any(row["outcome"] != "sealed" for row in rows)
    if as_json:
        error = {"error": asdict(wrong)} if failed else {}
        print_json({"items": rows, "fingerprint": fingerprint} | error)
    else:
        for row in rows:
            click.echo(f"{row['outcome']}  {on_one_line(row['file'])}", err=row["outcome"] != "sealed")
        click.echo(f"sealed to the key {fingerprint}")
    sys.exit(NOT_UNDERSTOOD if failed else 0)


@group.command("take")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("folder", type=_FOLDER)
@click.option("--source", "number", type=int, help="Number of the source all of it belongs to.")
@click.option("--keep", is_flag=True, help="Leave it in the folder as well.")
@json_option
def take(case_id: int, folder: Path, number: int | None, keep: bool, as_json: bool) -> None:
    """Take everything of such a folder into a case: checked, sealed anew, logged, then removed there."""
    with answering(as_json=as_json):
        member = enter_from_command()
        flows.sweep_leftovers()
        case = find_case(member, case_id)
        source = queries.find_source(case, number) if number is not None else None
        took = list(flows.take(member, case, folder, source=source, keep=keep))
    left = [each for each in took if each.outcome not in flows.TAKEN]
    if as_json:
        error = {"error": asdict(Failure(left[0].outcome, left[0].message))} if left else {}
        print_json({"items": [_took(each) for each in took]} | error)
    else:
        for each in took:
            row = _took(each)
            name = on_one_line(row["name"] or row["entry"])
            click.echo(f"{row['outcome']}  item {row['id'] or '–'}  {name}")
            if each.message:
                click.echo(f"{row['entry']}: {each.message}", err=True)
    sys.exit(ANSWER_IS_NO if left else 0)


def _add(folder: Path, file: Path, who: str, words: str) -> tuple[dict[str, Any], Failure | None]:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    about = intakes.Note("", "", file.name, now, 0, "", who, words, str(file.absolute()))
    row: dict[str, Any] = {"file": str(file), "entry": None, "sha256": None, "bytes": None}
    try:
        with _opened(file) as stream:
            changed = changed_at(os.fstat(stream.fileno()).st_mtime_ns)
            note = intakes.add(folder, stream, replace(about, modified=changed))
    except Problem as problem:
        return row | {"outcome": problem.code}, problem.failure(str(file))
    except OSError as refused:
        message = f"This file was not kept: {refused.strerror or 'it cannot be read'}. Nothing is left of it."
        return row | {"outcome": "not-kept"}, Failure("not-kept", message, str(file))
    kept = {"entry": note.entry_id, "sha256": note.sha256, "bytes": note.size, "outcome": "sealed"}
    return row | kept, None


def _opened(file: Path) -> BinaryIO:
    try:
        return open_untrusted(file, follow=True)
    except FileNotFoundError as missing:
        raise NotUnderstood("no-such-file", "There is no such file.") from missing
    except NotRegular as other:
        raise NotUnderstood("not-a-file", "This is not a file.") from other


def _took(took: flows.Took) -> dict[str, Any]:
    note, item = took.entry.note, took.item
    about = {"entry": took.entry.entry_id, "name": note.name if note is not None else None}
    if item is None:
        blank = dict.fromkeys(("id", "sha256", "bytes", "kind"))
        return blank | {"outcome": took.outcome} | about
    return queries.as_json(item, took.outcome) | about
