"""`guwah testimony` and `guwah cut`: transcripts into the vault, stretches out of what goes out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.failures import Handed, NotUnderstood, Refused, answering, json_option, print_json, read_json
from guwah.instruments.languages import isolate
from guwah.instruments.placed_json import LIMIT, Node
from guwah.instruments.transcripts import FORMATS
from guwah.steps.testimony.drafting import commands as drafting_commands
from guwah.steps.testimony.editing import commands as editing_commands
from guwah.steps.testimony.flows import Imported, cut_all
from guwah.steps.testimony.flows.cutting import BadCut, Wanted
from guwah.steps.testimony.flows.importing import TakenAlready, Wishes, take_file
from guwah.steps.testimony.flows.reading import How
from guwah.steps.testimony.glossary import commands as glossary_commands
from guwah.steps.testimony.layers import commands as layer_commands
from guwah.steps.testimony.models import Cut, Layer
from guwah.steps.testimony.queries import layers_by_source
from guwah.steps.testimony.taking.forms import ENCODINGS
from guwah.steps.testimony.taking.habits import conventions, saved, set_habits

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member

_STDIN = "-"
_LIST = frozenset({"cuts"})
# What `cut add` answers may be handed in again: the number of a cut is passed over.
_CUT = frozenset({"id", "layer", "start", "end", "reason", "by", "revision", "quote"})


@click.group("testimony")
def group() -> None:
    """Transcripts and texts as layers of a case."""


group.add_command(layer_commands.relate)
group.add_command(layer_commands.align)
group.add_command(layer_commands.script)
group.add_command(layer_commands.check)
group.add_command(glossary_commands.glossary)
group.add_command(editing_commands.revisions)
group.add_command(editing_commands.compare)
group.add_command(editing_commands.undo)
group.add_command(editing_commands.reread)
group.add_command(drafting_commands.draft)


@group.command("import")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "wanted", type=click.Choice(FORMATS), help="Take the file as this format.")
@click.option("--language", default="", help="Language of the text as a tag, such as kk-Arab.")
@click.option(
    "--kind", type=click.Choice(Layer.Kind.values), default=Layer.Kind.ORIGINAL.value, show_default=True
)
@click.option(
    "--habits",
    type=click.Path(path_type=Path),
    help="Read it by these conventions (JSON, as `testimony habits` has them) instead of the group’s.",
)
@click.option(
    "--encoding",
    type=click.Choice([code for code, _ in ENCODINGS if code]),
    help="How the letters of a text file are written, where it is not UTF-8 and does not say so itself.",
)
@click.option("--again", is_flag=True, help="Make another text of a file that was taken in already.")
@json_option
def import_(case_id: int, file: Path, as_json: bool, **asked: Any) -> None:  # noqa: ANN401 - what click gives
    """Seal a transcript, an article or a letter and keep its words as a text of CASE.

    `guwah transcript read FILE` shows what would be understood, without a vault. A file that was taken in
    already is not taken in twice: the text that is there is told.
    """
    with answering(as_json=as_json, file=str(file)):
        actor = enter_from_command()
        case = find_case(actor, case_id)
        imported = _taken(actor, case, file, _wishes(**asked))
        told = _told(imported)
    if as_json:
        print_json(told)
        return
    here = "is here already; nothing was made" if imported.earlier else "kept"
    click.echo(f"Layer {told['layer']} ({told['format']}) {here}. Its file is item {told['item']}.")
    for session in told["sessions"]:
        click.echo(f"  session {session['n']}: {session['turns']} turns")
    for warning in imported.revision.reading["warnings"]:
        place = f"line {warning['line']}: " if warning["line"] else ""
        click.echo(f"  {place}{warning['message']}", err=True)


def _wishes(habits: Path | None, encoding: str | None, **asked: Any) -> Wishes:  # noqa: ANN401 - what click gives
    how = How(encoding or "", _habits(habits) if habits else saved())
    return Wishes(asked["wanted"], asked["language"], asked["kind"], how, once=not asked["again"])


def _taken(actor: Member, case: Case, file: Path, wishes: Wishes) -> Imported:
    try:
        return take_file(actor, case, file, wishes)
    except TakenAlready as already:
        here = "; ".join(
            f"layer {each.pk} ({', '.join(filter(None, (each.kind, each.language)))}), taken in on "
            f"{each.made_at:%Y-%m-%d} by {each.made_by}"
            for each in already.texts
        )
        told = f"This file was taken in already: {here}. Nothing was made; --again makes another text of it."
        raise Refused(already.code, told) from already


def _counted(layers: list[Layer]) -> list[Any]:
    """Return the same layers: what was counted of them is no field."""
    return list(layers)


@group.command("list")
@click.argument("case_id", metavar="CASE", type=int)
@json_option
def list_(case_id: int, as_json: bool) -> None:
    """List the texts of CASE with their numbers, source by source."""
    with answering(as_json=as_json):
        actor = enter_from_command()
        found = [
            {
                "layer": layer.pk,
                "source": source.title,
                "kind": layer.kind,
                "language": layer.language,
                "from": layer.translated_from_id,
                "turns": layer.turns,
                "paragraphs": layer.paragraphs,
            }
            for source, layers in layers_by_source(find_case(actor, case_id))
            for layer in _counted(layers)
        ]
    if as_json:
        print_json({"layers": found})
        return
    for each in found:
        what = ", ".join(filter(None, (each["kind"], each["language"])))
        long = f"{each['turns']} turns" if each["turns"] else f"{each['paragraphs']} paragraphs"
        of = f" of layer {each['from']}" if each["from"] else ""
        click.echo(f"{each['layer']:>4}  {isolate(each['source'])}: {what}{of}; {long}")
    if not found:
        click.echo(f"No text yet: guwah testimony import {case_id} FILE")


@group.command("habits")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@json_option
def habits_(file: Path | None, as_json: bool) -> None:
    """Show how the group marks its transcripts, where it differs from how Guwah comes; or say it with FILE.

    FILE holds a JSON object with keys of the conventions; {} goes back to how Guwah comes.
    """
    with answering(as_json=as_json, file=str(file) if file else None):
        actor = enter_from_command()
        changed = saved() if file is None else set_habits(actor, _habits(file))
    if as_json:
        print_json({"habits": changed})
        return
    for key, value in sorted(changed.items()):
        click.echo(f"{key}: {json.dumps(value, ensure_ascii=False)}")
    if not changed:
        click.echo("As Guwah comes.")


def _habits(file: Path) -> dict[str, Any]:
    """Return the conventions of a file.

    Raises:
        NotUnderstood: it is no JSON object, or `bad-conventions`.
    """
    given = _read(str(file)).node.value
    if not isinstance(given, dict):
        raise NotUnderstood("bad-conventions", "The file holds no JSON object.")
    conventions(given)
    return given


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
    end count characters (code points) of the layer's newest text from 0, the end not included. Where the text
    was edited, a cut also has "revision", the number of the text they are counted in, or "quote", its words.
    """
    with answering(as_json=as_json, file=None if file == _STDIN else file):
        given = _read(file)
        wanted = _wanted(given)
        actor = enter_from_command()
        try:
            made = cut_all(actor, find_case(actor, case_id), wanted)
        except BadCut as bad:
            raise given.wrong(bad.code, bad.message, bad.pointer) from bad
    rows = [_made(row) for row in made]
    if as_json:
        print_json({"cuts": rows})
        return
    for one in rows:
        click.echo(f"Cut {one['id']}: layer {one['layer']}, {one['start']} to {one['end']}.")


def _made(cut: Cut) -> dict[str, Any]:
    now = cut.anchor.now
    number = now.revision.number
    return {
        "id": cut.pk,
        "layer": cut.anchor.revision.layer_id,
        # The first text needs no number: none was before it.
        **({"revision": number} if number > 1 else {}),
        "start": now.start,
        "end": now.end,
        "reason": cut.reason,
        "by": cut.by_wish_of,
    }


def _told(imported: Imported) -> dict[str, Any]:
    revision = imported.revision
    # The key only where it says something: the others are a stable contract.
    earlier = {"earlier": True} if imported.earlier else {}
    return {
        **earlier,
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
    revision, quote = cut.get("revision"), cut.get("quote")
    return Wanted(
        layer=cut.need("layer").number(),
        start=cut.need("start").number(),
        end=cut.need("end").number(),
        reason=cut.need("reason").text(),
        by=cut.need("by").text(),
        revision=None if revision.absent else revision.number(),
        quote=None if quote.absent else quote.text(),
    )
