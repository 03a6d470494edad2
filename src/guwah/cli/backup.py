"""`guwah backup`: an encrypted copy of the vault elsewhere, checked there, and tried out."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from guwah.accounts import backing_up
from guwah.accounts.entry import enter_from_command, passphrase_of_caller
from guwah.failures import ANSWER_IS_NO, answering, json_option, print_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from guwah.vault.backup.checking import Checked
    from guwah.vault.backup.drilling import Drilled
    from guwah.vault.backup.making import Made

FOLDER = click.Path(file_okay=False, path_type=Path)
_STAGES = {"database": "database (pages)", "files": "sealed files", "checked": "looking at them"}


class OrTarget(click.Group):
    """A group whose first word may be a folder: then that folder is what `make` is about."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read a word that is no command of the group as the folder to back up to."""
        words = [word for word in args if not word.startswith("-")]
        asked = {"-h", "--help"} & set(args)
        if words and words[0] not in self.commands and not (asked and not words):
            args = ["make", *args]
        return super().parse_args(ctx, args)


@click.group("backup", cls=OrTarget)
def group() -> None:
    """Encrypted backups: `guwah backup FOLDER` makes one, and adds to it from then on."""


@group.command("make", hidden=True)
@click.argument("folder", metavar="FOLDER", type=FOLDER)
@json_option
def make(folder: Path, as_json: bool) -> None:
    """Back the vault up into FOLDER, for instance one on a memory stick. Only what is new is copied."""
    with answering(as_json=as_json, file=str(folder)):
        member = enter_from_command()
        with progress(as_json=as_json) as tell:
            made = backing_up.back_up(member, folder, tell)
    if as_json:
        print_json(_made(made))
    else:
        _say_made(made)
    sys.exit(0 if made.good else ANSWER_IS_NO)


@group.command("verify")
@click.argument("folder", metavar="FOLDER", type=FOLDER)
@json_option
def verify(folder: Path, as_json: bool) -> None:
    """Read a whole backup and hold every file against what was signed; nothing is brought back."""
    with answering(as_json=as_json, file=str(folder)):
        member = enter_from_command()
        with progress(as_json=as_json) as tell:
            checked = backing_up.check_backup(member, folder, tell)
    if as_json:
        print_json(_checked(checked))
    else:
        _say_checked(checked)
    sys.exit(0 if checked.whole else ANSWER_IS_NO)


@group.command("drill")
@click.argument("folder", metavar="FOLDER", type=FOLDER)
@click.option(
    "--into",
    type=FOLDER,
    help="New or empty folder to try it in (default: one beside FOLDER); deleted after.",
)
@json_option
def drill(folder: Path, into: Path | None, as_json: bool) -> None:
    """Bring the vault back elsewhere, open it with your passphrase, look at everything, delete that copy."""
    with answering(as_json=as_json, file=str(folder)):
        passphrase = passphrase_of_caller()
        member = enter_from_command(passphrase)
        with progress(as_json=as_json) as tell:
            drilled = backing_up.drill(member, folder, passphrase, into, tell)
    if as_json:
        print_json(_drilled(drilled))
    else:
        _say_drilled(drilled)
    sys.exit(0 if drilled.good else ANSWER_IS_NO)


@group.command("mend")
@click.argument("folder", metavar="FOLDER", type=FOLDER)
@json_option
def mend(folder: Path, as_json: bool) -> None:
    """Put sealed files back that the vault has lost or that are damaged there, from a backup in FOLDER."""
    with answering(as_json=as_json, file=str(folder)):
        member = enter_from_command()
        with progress(as_json=as_json) as tell:
            mended = backing_up.mend(member, folder, tell)
    brought = sorted(backing_up.named(dict.fromkeys(mended.brought, ""), mended.called))
    still = backing_up.named(mended.still, mended.called)
    if as_json:
        print_json({"files": mended.files, "brought": brought, "still": still})
    else:
        click.echo(f"{mended.files} sealed files looked at; {len(brought)} put back.")
        for what in brought:
            click.echo(f"  {what}: whole again")
        for what, fault in still.items():
            click.echo(f"  {what}: {fault} in this backup as well")
    sys.exit(ANSWER_IS_NO if still else 0)


@contextmanager
def progress(*, as_json: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Show how far the work has come when somebody watches a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    shown = not as_json and console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=not shown) as bar:
        tasks: dict[str, TaskID] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(_STAGES.get(stage, stage), total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield tell


def _made(made: Made) -> dict[str, Any]:
    return {
        "good": made.good,
        "number": made.about.number,
        "made": made.about.made,
        "log_size": made.about.log_size,
        "files": len(made.carried.sealed),
        "copied": made.carried.copied,
        "bytes": made.carried.bytes,
        "new_headers": made.carried.headers,
        "thinned": list(made.thinned),
        "found": backing_up.found_by(made),
    }


def _say_made(made: Made) -> None:
    carried = made.carried
    click.echo(
        f"Backup {made.about.number} is in {made.target.folder}: the database with {made.about.log_size} log "
        f"entries, {len(carried.sealed)} sealed files ({carried.copied} new, {_size(carried.bytes)})."
    )
    for kind, found in backing_up.found_by(made).items():
        for what, fault in found.items():
            click.echo(f"  {kind}: {what}: {fault}", err=True)
    if not made.good:
        click.echo("This backup does not hold everything; what is named above is not in it.", err=True)
    click.echo("Try it out now and then: guwah backup drill FOLDER", err=True)


def _checked(checked: Checked) -> dict[str, Any]:
    return {
        "whole": checked.whole,
        "files": checked.files,
        "bytes": checked.bytes,
        "sealed": checked.sealed,
        "snapshots": [
            {"number": each.number, "made": each.made, "whole": each.whole, "faults": each.faults}
            for each in checked.snapshots
        ],
    }


def _say_checked(checked: Checked) -> None:
    for each in checked.snapshots:
        click.echo(f"{each.number}  {each.made}  {'whole' if each.whole else 'NOT WHOLE'}")
        for path, fault in each.faults.items():
            click.echo(f"   {path}: {fault}")
    for name, fault in checked.sealed.items():
        click.echo(f"   blobs/{name}: {fault}")
    if not checked.snapshots:
        click.echo("There is no finished backup in this folder.")
    click.echo(f"{checked.files} sealed files, {_size(checked.bytes)} read")


def _drilled(drilled: Drilled) -> dict[str, Any]:
    restored = drilled.restored
    return {
        "good": drilled.good,
        "number": restored.number,
        "made": restored.made,
        "log_size": restored.log_size,
        "files": drilled.files,
        "lost": backing_up.named(drilled.sealed, drilled.called),
        "faults": drilled.faults,
        "unread": restored.unread,
        "passed_over": {str(number): why for number, why in restored.passed_over.items()},
    }


def _say_drilled(drilled: Drilled) -> None:
    restored = drilled.restored
    click.echo(
        f"Backup {restored.number} of {restored.made} was brought back and opened: {restored.log_size} log "
        f"entries, {drilled.files} sealed files decrypted to their end. The copy is deleted again."
    )
    for number, why in restored.passed_over.items():
        click.echo(f"  backup {number} could not be used: {why}")
    for what, fault in backing_up.named(drilled.sealed, drilled.called).items():
        click.echo(f"  {what}: {fault}")
    for fault in (*drilled.faults, *restored.unread):
        click.echo(f"  {fault}")
    click.echo("Everything came back." if drilled.good else "NOT everything came back; make a new backup.")


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
