"""`guwah restore`: the vault back from a backup, on this or on a new machine."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from guwah.accounts import bringing_back
from guwah.accounts.entry import passphrase_of_caller
from guwah.cli.backup import FOLDER, progress
from guwah.cli.members import new_passphrase
from guwah.cli.recovery import sheet_files, sheets_from
from guwah.failures import ANSWER_IS_NO, answering, json_option, print_json
from guwah.options import gathered

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

    from guwah.accounts.bringing_back import BroughtBack


@dataclass(frozen=True, slots=True)
class _Comer:
    """Who comes in, and by what.

    Attributes:
        member: sign-in name.
        by_sheets: by recovery sheets instead of a passphrase.
        files: the words of sheets, one file each; where they are, they are meant.
        passphrase_file: with sheets, the new passphrase.
    """

    member: str | None
    by_sheets: bool
    files: tuple[TextIO, ...]
    passphrase_file: TextIO | None

    def bring_back(self, wanted: bringing_back.Wanted) -> BroughtBack:
        """Ask for what this way in needs, and bring the vault back."""
        if not (self.by_sheets or self.files):
            return bringing_back.by_passphrase(wanted, passphrase_of_caller(), self.member)
        sheets = sheets_from(self.files)
        passphrase = new_passphrase(self.passphrase_file, "New passphrase")
        return bringing_back.by_sheets(wanted, sheets, self.member or "owner", passphrase)


@click.command()
@click.argument("backup", metavar="BACKUP", type=FOLDER)
@click.argument("folder", metavar="FOLDER", type=FOLDER)
@click.option("--number", type=click.IntRange(min=1), help="An older backup than the newest that is whole.")
@click.option("--member", help="Sign-in name; with sheets, of whoever comes in (default: owner).")
@click.option("--by-sheets", is_flag=True, help="Come in by recovery sheets instead of a passphrase.")
@sheet_files
@click.option("--passphrase-file", type=click.File("r", encoding="utf-8"), help="With sheets: the new one.")
@json_option
@gathered(_Comer, "comer")
def restore(*, backup: Path, folder: Path, number: int | None, comer: _Comer, as_json: bool) -> None:
    """Bring the vault in BACKUP back into FOLDER, new or empty; what is lost is named. Run again to go on."""
    with answering(as_json=as_json, file=str(backup)), progress(as_json=as_json) as tell:
        back = comer.bring_back(bringing_back.Wanted(backup, folder, number, tell))
    if as_json:
        print_json(_as_json(back))
    else:
        _say(back)
    sys.exit(0 if back.whole else ANSWER_IS_NO)


def _as_json(back: BroughtBack) -> dict[str, Any]:
    restored = back.restored
    return {
        "whole": back.whole,
        "vault": str(restored.folder),
        "number": restored.number,
        "made": restored.made,
        "log_size": restored.log_size,
        "files": restored.files,
        "lost": back.lost,
        "unread": restored.unread,
        "unknown": list(back.unknown),
        "passed_over": {str(number): why for number, why in restored.passed_over.items()},
        "later": [{"index": each.index, "act": each.act, "at": each.at} for each in restored.later],
        "seen_here": back.seen,
    }


def _say(back: BroughtBack) -> None:
    restored = back.restored
    click.echo(
        f"The vault is back in {restored.folder}, as backup {restored.number} of {restored.made} has it: "
        f"{restored.log_size} log entries, {restored.files} sealed files."
    )
    for number, why in restored.passed_over.items():
        click.echo(f"Backup {number} is newer, but could not be used: {why}")
    for what, fault in back.lost.items():
        click.echo(f"LOST: {what}: {fault}")
    for path in restored.unread:
        click.echo(f"LOST: {path}")
    for each in restored.later:
        click.echo(f"Not in this database: log entry {each.index}, {each.act}, {each.at}")
    if back.unknown:
        click.echo(
            f"{len(back.unknown)} sealed files came back that this database does not know of: they were "
            "sealed after it was copied. docs/backup.md says how to take them in again."
        )
    if back.seen:
        click.echo(
            f"This machine had seen {back.seen} log entries of this vault. What came after "
            f"{restored.log_size} is not in the backup; that you went on without it stands in the log."
        )
    click.echo("Nothing else is lost." if not back.whole else "Nothing is lost of what was backed up.")
    click.echo(f"To work with it: GUWAH_VAULT={restored.folder} guwah serve", err=True)
