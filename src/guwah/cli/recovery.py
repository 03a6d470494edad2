"""`guwah recovery`: sheets that open the vault when no passphrase does."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guwah import settings
from guwah.accounts import recovering
from guwah.accounts.entry import enter_from_command
from guwah.cli.members import new_passphrase
from guwah.failures import NotUnderstood, WrongUse, answering, json_option, print_json
from guwah.vault.keyring import KEYRING
from guwah.vault.sheets import Sheet, SheetWrong, check_together, read_sheet
from guwah.vault.vault_file import read
from guwah.web.recovery_sheets import render

if TYPE_CHECKING:
    from typing import TextIO

    from guwah.vault.recovery import Prepared

_MOST_WORDS = 1 << 16  # signs; a sheet has some hundred
sheet_files = click.option(
    "--sheet",
    "files",
    multiple=True,
    type=click.File("r", encoding="utf-8"),
    help="File with the words of one sheet; without it they are asked for.",
)


@click.group("recovery")
def group() -> None:
    """Recovery sheets: any few of them, with a copy of the folder, open the vault."""


@group.command("make")
@click.option("--shares", type=int, required=True, help="How many sheets.")
@click.option("--needed", type=int, required=True, help="How many of them open the vault.")
@click.option(
    "--sheets", "target", type=click.Path(path_type=Path), help="Write them to this file, to be printed."
)
@json_option
def make(shares: int, needed: int, target: Path | None, as_json: bool) -> None:
    """Make a set of sheets. Without --sheets their words are shown here and stand in no file."""
    with answering(as_json=as_json, file=None if target is None else str(target)):
        actor = enter_from_command()
        prepared = recovering.prepare(actor, shares=shares, needed=needed)
        if target is not None:
            _write(target, render(prepared, KEYRING.current().vault_id, alone=True))
        elif not as_json:
            _show(prepared)
        recovering.keep(actor, prepared)
    made = prepared.recovery
    if as_json:
        shown = [{"number": each.number, "words": each.words} for each in prepared.sheets]
        print_json(
            {
                "set": made.set_id,
                "shares": shares,
                "needed": needed,
                "file": None if target is None else str(target),
                "sheets": shown if target is None else None,
            }
        )
        return
    click.echo(f"Set {made.set_id} is in force: any {needed} of its {shares} sheets open this vault.")
    if target is not None:
        click.echo(f"Print {target}, hand the sheets out, then delete the file and empty the bin.", err=True)
    click.echo("Rehearse them once before you rely on them: guwah recovery rehearse", err=True)


@group.command("rehearse")
@sheet_files
@json_option
def rehearse(files: tuple[TextIO, ...], as_json: bool) -> None:
    """Check sheets as they were printed, without opening anything by them."""
    with answering(as_json=as_json):
        actor = enter_from_command()
        found = recovering.rehearse(actor, sheets_from(files))
    if as_json:
        print_json({"set": found.set_id, "shares": found.shares, "needed": found.needed, "good": True})
    else:
        click.echo(f"These sheets open this vault: set {found.set_id}, any {found.needed} of {found.shares}.")


@group.command("drop")
@click.argument("set_id", type=int)
@json_option
def drop(set_id: int, as_json: bool) -> None:
    """Make a set of sheets worthless. Copies of the vault made before still open with them."""
    with answering(as_json=as_json):
        gone = recovering.drop(enter_from_command(), set_id)
    if as_json:
        print_json({"set": gone.set_id, "dropped": True})
    else:
        click.echo(f"The sheets of set {gone.set_id} open this vault no more. Burn them.")


@group.command("list")
@json_option
def list_sets(as_json: bool) -> None:
    """List the sets of sheets; the vault stays locked."""
    with answering(as_json=as_json):
        sets = read(settings.VAULT_FOLDER).recoveries
    if as_json:
        names = ("set_id", "shares", "needed", "made", "rehearsed")
        print_json({"sets": [{name: getattr(each, name) for name in names} for each in sets]})
        return
    for each in sets:
        last = each.rehearsed or "never"
        click.echo(f"set {each.set_id}: {each.needed} of {each.shares}, made {each.made}, rehearsed {last}")


@group.command("open")
@click.option("--member", default="owner", show_default=True, help="Sign-in name to come in with.")
@sheet_files
@click.option(
    "--passphrase-file", type=click.File("r", encoding="utf-8"), help="File with the new passphrase."
)
@json_option
def open_bysheets_from(
    member: str, files: tuple[TextIO, ...], passphrase_file: TextIO | None, as_json: bool
) -> None:
    """Come into a copy of the vault (GUWAH_VAULT) by its sheets, with a new passphrase."""
    with answering(as_json=as_json, file=str(settings.VAULT_FOLDER)):
        sheets = sheets_from(files)
        passphrase = new_passphrase(passphrase_file, "New passphrase")
        who = recovering.recover(settings.VAULT_FOLDER, sheets, member, passphrase)
    if as_json:
        print_json({"handle": who.handle, "role": who.role, "vault": str(settings.VAULT_FOLDER)})
    else:
        click.echo(f"The vault is open to {who.handle} with the new passphrase, as {who.role}.")


def _write(target: Path, page: str) -> None:
    try:
        descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError as there:
        raise WrongUse("file-exists", "There is a file of this name already; nothing was made.") from there
    except OSError as refused:
        raise WrongUse("not-writable", "The file cannot be written there; nothing was made.") from refused
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(page)
        file.flush()
        os.fsync(file.fileno())


def _show(prepared: Prepared) -> None:
    for sheet in prepared.sheets:
        click.echo(f"\nSheet {sheet.number} of {prepared.recovery.shares}, set {sheet.set_id}")
        for start in range(0, len(sheet.words), 3):
            row = enumerate(sheet.words[start : start + 3], start=start + 1)
            click.echo("  ".join(f"{place:2} {word:10}" for place, word in row))
    click.echo()


def sheets_from(files: tuple[TextIO, ...]) -> list[Sheet]:
    """Read sheets from files, or ask for them one by one until there are enough."""
    sheets = [_named(number, file) for number, file in enumerate(files, start=1)]
    while not sheets or (not files and len(sheets) < sheets[0].needed):
        sheets.append(_asked_for(sheets))
    return sheets


def _named(number: int, file: TextIO) -> Sheet:
    try:
        return read_sheet(file.read(_MOST_WORDS))
    except UnicodeDecodeError as other:
        raise NotUnderstood("sheet-not-text", f"Sheet {number}: this file holds no words.") from other
    except SheetWrong as wrong:
        raise SheetWrong(wrong.code, f"Sheet {number}: {wrong.message}", wrong.word) from wrong


def _asked_for(before: list[Sheet]) -> Sheet:
    """Ask for one more sheet until it reads as it was printed and belongs to those before it."""
    of = f" of {before[0].needed}" if before else ""
    while True:
        try:
            sheet = read_sheet(click.prompt(f"Sheet {len(before) + 1}{of}, all words", err=True))
            check_together([*before, sheet])
        except SheetWrong as wrong:
            click.echo(wrong.message, err=True)
        else:
            return sheet
