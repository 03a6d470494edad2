"""`guwah transcript export`: a text out of the vault as a file, for work inside the group."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.failures import NotUnderstood, WrongUse, answering, print_json
from guwah.steps.editions.flows.copying import copy_failed, copy_text
from guwah.steps.editions.package_writing import write_new
from guwah.steps.testimony.queries import layer_of
from guwah.vault.keyring import KEYRING
from guwah.vault.placing import place_new

if TYPE_CHECKING:
    from pathlib import Path

    from guwah.accounts.models import Member
    from guwah.steps.editions.flows.copying import Copy
    from guwah.steps.testimony.models import Layer

_THERE = "There is a file of that name already; nothing was written."
_NOT_WRITTEN = frozenset({"file-exists", "not-written"})


def _taken_out(actor: Member, layer: Layer, to: str, out: Path) -> Copy:
    """Write the whole file beside its name, tell the log, then let it have its name.

    So no file is there of which the log does not tell; where it cannot be written, the log tells that.
    """
    beside = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        made = copy_text(actor, layer, to, lambda data: write_new(beside, iter([data])))
        _named(beside, out)
    except (NotUnderstood, WrongUse) as failed:
        if failed.code in _NOT_WRITTEN:
            copy_failed(actor, layer, to, failed.code)
        raise
    finally:
        beside.unlink(missing_ok=True)
    return made


def _named(beside: Path, out: Path) -> None:
    try:
        place_new(beside, out)
    except FileExistsError as there:
        raise WrongUse("file-exists", _THERE) from there
    except OSError as refused:
        raise NotUnderstood(
            "not-written", "The file could not be written; nothing is left of it."
        ) from refused


def export(case_id: int, layer_id: int, to: str, out: Path, *, as_json: bool) -> None:
    """Write the newest text of a layer into a new file, and say what it does not hold."""
    with answering(as_json=as_json, file=str(out)):
        actor = enter_from_command()
        case = find_case(actor, case_id)
        layer = layer_of(case, layer_id)
        if layer is None:
            raise NotUnderstood("no-such-layer", "There is no text of this number in this case.")
        if out.exists():
            # Before the log says that it was taken out.
            raise WrongUse("file-exists", _THERE)
        if out.resolve().is_relative_to(KEYRING.current().folder.resolve()):
            raise WrongUse(
                "inside-the-vault", "Nothing in the clear goes into the vault's own folder. Name another."
            )
        made = _taken_out(actor, layer, to, out)
        size = len(made.data)
    if as_json:
        warnings = [{"code": one.code, "message": one.message, "line": one.line} for one in made.warnings]
        told = {"out": str(out), "format": to, "bytes": size, "withheld": made.withheld}
        print_json({**told, "warnings": warnings})
        return
    click.echo(f"{out}: {size} bytes, {to}; not encrypted")
    if made.withheld:
        click.echo(f"  Left out because they are cut: {made.withheld} stretches of words.", err=True)
    for one in made.warnings:
        click.echo(f"  {one.message}", err=True)
