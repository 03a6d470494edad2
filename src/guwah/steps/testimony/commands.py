"""`guwah testimony` and `guwah cut`: transcripts into the vault, stretches out of what goes out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.failures import Handed, NotUnderstood, answering, json_option, print_json, read_json
from guwah.instruments.placed_json import LIMIT, Node
from guwah.instruments.transcripts import FORMATS
from guwah.steps.testimony.flows import Imported, cut_all, import_file
from guwah.steps.testimony.flows.cutting import BadCut, Wanted
from guwah.steps.testimony.models import Layer

_STDIN = "-"
_LIST = frozenset({"cuts"})
# What `cut add` answers may be handed in again: the number of a cut is passed over.
_CUT = frozenset({"id", "layer", "start", "end", "reason", "by"})


@click.group("testimony")
def group() -> None:
    """Transcripts and texts as layers of a case."""


@group.command("import")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "wanted", type=click.Choice(FORMATS), help="Take the file as this format.")
@click.option("--language", default="", help="Language of the text as a tag, such as kk-Arab.")
@click.option(
    "--kind", type=click.Choice(Layer.Kind.values), default=Layer.Kind.ORIGINAL.value, show_default=True
)
@json_option
def import_(case_id: int, file: Path, wanted: str | None, language: str, kind: str, as_json: bool) -> None:
    """Seal a transcript, an article or a letter and keep its words as a layer."""
    with answering(as_json=as_json, file=str(file)):
        actor = enter_from_command()
        case = find_case(actor, case_id)
        imported = import_file(actor, case, file, format=wanted, language=language, kind=kind)
        told = _told(imported)
    if as_json:
        print_json(told)
        return
    click.echo(f"Layer {told['layer']} ({told['format']}), item {told['item']}.")
    for session in told["sessions"]:
        click.echo(f"  session {session['n']}: {session['turns']} turns")
    for warning in imported.revision.reading["warnings"]:
        click.echo(f"  line {warning['line']}: {warning['message']}", err=True)


@click.group("cut")
def cut() -> None:
    """Stretches withheld from everything that goes out."""


@cut.command("add")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("file", type=click.Path(allow_dash=True))
@json_option
def add(case_id: int, file: str, as_json: bool) -> None:
    """Make every cut of a list, or none.

    FILE (or - for standard input) holds {"cuts": [{"layer", "start", "end", "reason", "by"}]}; start and
    end count characters (code points) of the layer's text from 0, the end not included.
    """
    with answering(as_json=as_json, file=None if file == _STDIN else file):
        given = _read(file)
        wanted = _wanted(given)
        actor = enter_from_command()
        try:
            made = cut_all(actor, find_case(actor, case_id), wanted)
        except BadCut as bad:
            raise given.wrong(bad.code, bad.message, bad.pointer) from bad
    rows = [
        {
            "id": row.pk,
            "layer": row.anchor.revision.layer_id,
            "start": row.anchor.start,
            "end": row.anchor.end,
            "reason": row.reason,
            "by": row.by_wish_of,
        }
        for row in made
    ]
    if as_json:
        print_json({"cuts": rows})
        return
    for one in rows:
        click.echo(f"Cut {one['id']}: layer {one['layer']}, {one['start']} to {one['end']}.")


def _told(imported: Imported) -> dict[str, Any]:
    revision = imported.revision
    return {
        "item": revision.item_id,
        "layer": imported.layer.pk,
        "revision": revision.number,
        "format": revision.format,
        "sessions": [{"n": session.n, "turns": session.turns.count()} for session in imported.sessions],
    }


def _read(file: str) -> Handed:
    try:
        with click.open_file(file, "rb") as stream:
            raw: bytes = stream.read(LIMIT + 1)
    except OSError as unreadable:
        raise NotUnderstood("cannot-open", "The file cannot be opened.") from unreadable
    return read_json(raw)


def _wanted(given: Handed) -> list[Wanted]:
    """Read a list of cuts.

    Raises:
        NotUnderstood: with JSON pointer, line, column and offset of what is wrong.
    """
    with given.placing():
        return [_one(each) for each in given.node.fields(_LIST).need("cuts").each()]


def _one(cut: Node) -> Wanted:
    cut.fields(_CUT)
    return Wanted(
        layer=cut.need("layer").number(),
        start=cut.need("start").number(),
        end=cut.need("end").number(),
        reason=cut.need("reason").text(),
        by=cut.need("by").text(),
    )
