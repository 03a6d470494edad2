"""`guwah transcript export`: a text out of the vault as a file, for work inside the group."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.failures import NotUnderstood, WrongUse, answering, print_json
from guwah.steps.editions.flows.copying import copy_failed, copy_text
from guwah.steps.testimony.queries import layer_of
from guwah.vault.keyring import KEYRING
from guwah.vault.unnamed import SWEPT, swept, unnamed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from guwah.accounts.models import Member
    from guwah.steps.editions.flows.copying import Copy
    from guwah.steps.testimony.models import Layer
    from guwah.vault.unnamed import Unnamed

_THERE = "There is a file of that name already; nothing was written."
_NOT_WRITTEN = frozenset({"file-exists", "not-written"})


def _taken_out(actor: Member, layer: Layer, to: str, out: Path) -> Copy:
    """Write the whole file without a name, tell the log, then let it have its name.

    So no file is there of which the log does not tell; where it cannot be written, the log tells that.
    """
    try:
        with _written(), unnamed(out.parent) as file:
            made = copy_text(actor, layer, to, lambda data: _kept(file, data))
            file.place(out)
    except (NotUnderstood, WrongUse) as failed:
        if failed.code in _NOT_WRITTEN:
            copy_failed(actor, layer, to, failed.code)
        raise
    return made


def _kept(file: Unnamed, data: bytes) -> None:
    with _written():
        file.write(data)


@contextmanager
def _written() -> Iterator[None]:
    try:
        yield
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
        left = swept(out.parent, out.name)
        made = _taken_out(actor, layer, to, out)
        size = len(made.data)
    if as_json:
        warnings = [{"code": one.code, "message": one.message, "line": one.line} for one in made.warnings]
        told = {"out": str(out), "format": to, "bytes": size, "withheld": made.withheld, "swept": left}
        print_json({**told, "warnings": warnings})
        return
    click.echo(f"{out}: {size} bytes, {to}; not encrypted")
    if left:
        click.echo(f"  {SWEPT.format(n=left)}", err=True)
    if made.withheld:
        click.echo(f"  Left out because they are cut: {made.withheld} stretches of words.", err=True)
    for one in made.warnings:
        click.echo(f"  {one.message}", err=True)
