"""`guwah evidence export`: hand sealed files to named recipients as one encrypted package."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from django.utils import timezone

from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.failures import ANSWER_IS_NO, NotUnderstood, answering, json_option, print_json
from guwah.options import gathered
from guwah.steps.editions.checkers import checker_digests, covering_lines
from guwah.steps.editions.flows.opening import opened_package
from guwah.steps.editions.flows.packaging import Errand, export_package
from guwah.steps.editions.flows.receiving import SaidOfIt, note_receipt, package_named, packages_of
from guwah.steps.editions.package_writing import check_target, write_new
from guwah.steps.editions.recipients import recipients_of
from guwah.steps.editions.refusals import EditionRefused
from guwah.steps.evidence.models import Item
from guwah.vault.own_keys import own_keys

if TYPE_CHECKING:
    from datetime import datetime

    from guwah.steps.editions.models import Package


@dataclass(frozen=True, slots=True)
class _Told:
    """For whom and what for, as it was typed; `settle`: whether every question is said to be settled."""

    to: tuple[str, ...]
    purpose: str
    settle: bool

    def errand(self) -> Errand:
        """Return what is meant by it.

        Raises:
            WrongUse: as `recipients_of` does.
        """
        return Errand(recipients_of(self.to), self.purpose, self.settle)


@click.command("export")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("items", metavar="[ITEM]…", nargs=-1, type=int)
@click.option(
    "--to", "to", metavar="NAME[=age1…]", multiple=True, required=True, help="A partner, or name and age key."
)
@click.option("--purpose", required=True, help="What it is given for; signed inside the package.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="New file, ending in .tar.age")
@click.option(
    "--settle",
    is_flag=True,
    help="Say that you looked through every file and that every question is settled.",
)
@json_option
@gathered(_Told, "told")
def export(*, case_id: int, items: tuple[int, ...], told: _Told, out: Path, as_json: bool) -> None:
    """Seal items of a case (all, if none is named) for named recipients, with proofs and terms.

    NAME is the name by which consent knows the recipient; a partner group's is the one its card was added
    under, and its key is on that card. Only the holders of the keys open the file, with `age -d` and `tar`;
    see docs/package.md.
    """
    with answering(as_json=as_json):
        actor = enter_from_command()
        case = find_case(actor, case_id)
        chosen = Item.objects.filter(source__case=case).select_related("source__case").order_by("pk")
        found = list(chosen.filter(pk__in=items) if items else chosen)
        if items and len(found) != len(set(items)):
            raise NotUnderstood("no-such-item", "One of these items is not in this case.")
        try:
            written = export_package(actor, case, found, told.errand(), out)
        except EditionRefused as refused:
            _say_refused(refused, as_json=as_json)
            sys.exit(ANSWER_IS_NO)
    if as_json:
        answer = {**asdict(written), "keys": [asdict(each) for each in own_keys()], "refused": []}
        print_json({**answer, "checkers": checker_digests()})
        return
    click.echo(f"Package {written.package}: {written.items} items, {written.size} bytes, in {out}.")
    click.echo(f"root {written.root}")
    for line in covering_lines():
        click.echo(line)
    click.echo("Read these words to the recipient over another channel; guwah_verify.py shows them the same:")
    for each in own_keys():
        click.echo(each.line())
    click.echo(f"When they say that it came: guwah evidence receipt {written.package} --by NAME --root ROOT")


@click.command("packages")
@click.argument("case_id", metavar="CASE", type=int)
@json_option
def packages(case_id: int, as_json: bool) -> None:
    """List what was handed out of a case, to whom and what for, and which recipients said that it came."""
    with answering(as_json=as_json):
        actor = enter_from_command()
        found = packages_of(actor, find_case(actor, case_id))
    rows = [_package_row(each) for each in found]
    if as_json:
        print_json({"packages": rows})
    for row in [] if as_json else rows:
        names = ", ".join(each["name"] for each in row["recipients"])
        state = f"failed: {row['failed']}" if row["failed"] else f"{row['bytes']} bytes"
        click.echo(f"{row['package']}  {row['at'][:10]}  to {names}: {row['purpose']} ({state})")
        for each in row["receipts"]:
            said = "has it" if each["agrees"] else "HAS SOMETHING ELSE: another root"
            click.echo(f"    {each['by']} {said}, since {each['on']}")


def _package_row(each: Package) -> dict[str, Any]:
    return {
        "package": each.package,
        "root": each.root,
        "at": each.at.isoformat(),
        "purpose": each.purpose,
        "recipients": each.recipients,
        "items": each.items,
        "bytes": each.size,
        "failed": each.failed,
        "receipts": [
            {"by": row.by, "on": row.on.isoformat(), "how": row.how, "root": row.root, "agrees": row.agrees}
            for row in each.receipts.all()
        ],
    }


@click.command("receipt")
@click.argument("package")
@click.option("--by", required=True, help="Which recipient says so, by the name in the package.")
@click.option("--root", required=True, help="The root they read out: SHA-256 of proof/manifest.json.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day it came; today if not given.")
@click.option("--how", default="", help="How they said so.")
@json_option
def receipt(package: str, by: str, root: str, on: datetime | None, how: str, as_json: bool) -> None:
    """Note that a recipient has a package. Exit code 1: they hold something else than what went out."""
    with answering(as_json=as_json):
        actor = enter_from_command()
        day = on.date() if on else timezone.now().date()
        noted = note_receipt(actor, package_named(package), SaidOfIt(by, root, day, how))
    if as_json:
        print_json({"package": package, "by": by, "on": day.isoformat(), "agrees": noted.agrees})
    elif noted.agrees:
        click.echo(f"Noted: {by} has what was handed out.")
    else:
        click.echo("Noted: what they have is NOT what was handed out; the roots differ.", err=True)
    sys.exit(0 if noted.agrees else ANSWER_IS_NO)


@click.command("open")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="New file for the tar inside.")
@json_option
def open_package(file: Path, out: Path, as_json: bool) -> None:
    """Open a package sealed to the key on our card. The tar is in the clear: put it where that is safe."""
    with answering(as_json=as_json, file=str(file)):
        check_target(out)
        pieces = opened_package(enter_from_command(), file)
        size = write_new(out, pieces)
    if as_json:
        print_json({"file": str(out), "bytes": size})
    else:
        click.echo(
            f"{size} bytes are in {out}, in the clear. Unpack it with tar and check it with "
            "data/guwah_verify.py, or with data/guwah_verify.html in a browser."
        )


def _say_refused(refused: EditionRefused, *, as_json: bool) -> None:
    if as_json:
        told = [each.as_json() for each in refused.refusals]
        print_json({"package": None, "refused": told, "error": asdict(refused.failure())})
        return
    click.echo("Nothing was handed out. What stands in its way:", err=True)
    for each in refused.refusals:
        click.echo(f"- {each.text}", err=True)
