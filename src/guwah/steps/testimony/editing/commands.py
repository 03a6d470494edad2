"""`guwah testimony revisions`, `compare`, `undo`, `reread`: the texts a layer has had, and the next one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import WrongUse, answering, json_option, print_json
from guwah.instruments.transcripts import FORMATS
from guwah.instruments.transcripts.differing import runs_between
from guwah.steps.testimony import flows
from guwah.steps.testimony.editing import queries
from guwah.steps.testimony.editing.foreseeing import foresee
from guwah.steps.testimony.flows.editing import numbered
from guwah.steps.testimony.flows.rereading import Choice, look_again, reread_chosen, seal_copy
from guwah.steps.testimony.queries import layer_of, newest

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member
    from guwah.steps.testimony.editing.foreseeing import Foreseen, Foresight
    from guwah.steps.testimony.flows.rereading import Looked
    from guwah.steps.testimony.models import Layer, Revision


def _entered(case_id: int, layer_id: int, permission: Permission) -> tuple[Member, Layer]:
    """Return who is at the keyboard and the layer, which they may use so.

    Raises:
        WrongUse: `no-such-layer`.
        NotPermitted: they may not.
    """
    actor = enter_from_command()
    case: Case = find_case(actor, case_id)
    ask(actor, permission, case, target=f"layer:{layer_id}")
    layer = layer_of(case, layer_id)
    if layer is None:
        raise WrongUse("no-such-layer", "This case has no such layer.")
    return actor, layer


@click.command("revisions")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("layer_id", metavar="LAYER", type=int)
@json_option
def revisions(case_id: int, layer_id: int, as_json: bool) -> None:
    """List the texts LAYER has had, the newest first: who made each, when, and what was done."""
    with answering(as_json=as_json):
        _, layer = _entered(case_id, layer_id, Permission.TESTIMONY_READ)
        rows = [
            {
                "revision": row["revision"].number,
                "by": str(row["revision"].made_by),
                "at": row["revision"].made_at.isoformat(),
                "restores": row["revision"].restores.number if row["revision"].restores else None,
                "edits": [str(kind) for kind in row["kinds"]],
            }
            for row in queries.revisions(layer)
        ]
        told = {"layer": layer.pk, "revisions": rows, "changed": queries.how_many_changed(layer)}
    if as_json:
        print_json(told)
        return
    for each in rows:
        click.echo(f"{each['revision']}  {each['at'][:16]}  {each['by']}  {', '.join(each['edits'])}")


@click.command("compare")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("layer_id", metavar="LAYER", type=int)
@click.option("--from", "first", type=int, required=True, help="Number of the one text.")
@click.option("--to", "last", type=int, required=True, help="Number of the other.")
@json_option
def compare(case_id: int, layer_id: int, first: int, last: int, as_json: bool) -> None:
    """Show what differs between two texts of LAYER, word by word."""
    with answering(as_json=as_json):
        _, layer = _entered(case_id, layer_id, Permission.TESTIMONY_READ)
        one, other = numbered(layer, first), numbered(layer, last)
        runs = [{"kind": each.kind.value, "text": each.words} for each in runs_between(one.text, other.text)]
    if as_json:
        print_json({"layer": layer.pk, "from": first, "to": last, "runs": runs})
        return
    for each in runs:
        if each["kind"] != "same":
            click.echo(f"{'-' if each['kind'] == 'removed' else '+'} {each['text']}")


@click.command("undo")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("layer_id", metavar="LAYER", type=int)
@json_option
def undo(case_id: int, layer_id: int, as_json: bool) -> None:
    """Take back the last change of LAYER, as a new text; the earlier ones stay."""
    with answering(as_json=as_json):
        actor, layer = _entered(case_id, layer_id, Permission.TESTIMONY_IMPORT)
        told = _told(flows.undo(actor, layer, newest(layer).number))
    _say(told, as_json=as_json)


@click.command("reread")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("layer_id", metavar="LAYER", type=int)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--base", type=int, required=True, help="Number of the text the file was corrected from.")
@click.option("--format", "wanted", type=click.Choice(FORMATS), help="Take the file as this format.")
@click.option("--different", is_flag=True, help="Take the file although almost no words agree.")
@click.option("--leave", type=int, multiple=True, help="Leave this change out; may be said several times.")
@click.option("--look", is_flag=True, help="Seal the file and tell what it would change; keep none of it.")
@json_option
def reread(**asked: Any) -> None:  # noqa: ANN401 - click passes its options by name
    """Seal FILE, a corrected copy of LAYER, and keep its words as the next text.

    What is held in words that are the same stays held there; all else is flagged, for a person to look at.
    """
    as_json: bool = asked["as_json"]
    with answering(as_json=as_json, file=str(asked["file"])):
        actor, layer = _entered(asked["case_id"], asked["layer_id"], Permission.TESTIMONY_IMPORT)
        choice = Choice(asked["wanted"], asked["different"], frozenset(asked["leave"]))
        item = seal_copy(actor, layer, asked["file"], choice.wanted)
        if not asked["look"]:
            told = _told(reread_chosen(actor, layer, asked["base"], item, choice))
        else:
            looked = look_again(actor, layer, item, choice.wanted)
            told = _foretold(looked, foresee(actor, looked, asked["base"])) | {"item": item.pk}
    if asked["look"]:
        _say_foretold(told, as_json=as_json)
    else:
        _say(told, as_json=as_json)


def _foretold(looked: Looked, foresight: Foresight) -> dict[str, Any]:
    return {
        "layer": looked.now.layer_id,
        "revision": looked.now.number,
        "divisible": looked.told.divisible,
        "different": looked.different,
        "held": {"exact": foresight.exact, "changed": foresight.changed, "lost": foresight.lost},
        "warnings": [
            {"code": one.code, "message": one.message, "line": one.line} for one in looked.transcript.warnings
        ],
        "changes": [_foretold_one(each) for each in foresight.changes],
    }


def _foretold_one(each: Foreseen) -> dict[str, Any]:
    return {
        "n": each.change.n,
        "kind": each.change.kind,
        "old": "".join(run.words for run in each.old),
        "new": "".join(run.words for run in each.new),
        "labels": list(each.labels),
        "held": [{"words": one.words, "lost": one.lost} for one in each.held],
        "doubts": list(each.doubts),
        "possible": each.possible,
        "likely": each.likely,
    }


def _say_foretold(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(told)
        return
    for each in told["changes"]:
        sign = "" if each["likely"] else " (look closely)" if each["possible"] else " (cannot be taken)"
        click.echo(f"{each['n']}. {each['kind']}{sign}\n- {each['old']}\n+ {each['new']}")
    held = told["held"]
    click.echo(f"Held: {held['exact']} exact, {held['changed']} changed, {held['lost']} lost.")
    click.echo(f"Sealed as item {told['item']}. Nothing of it was kept in the text.")


def _told(revision: Revision) -> dict[str, Any]:
    flagged = queries.how_many_changed(revision.layer)
    return {"layer": revision.layer_id, "revision": revision.number, "changed": flagged}


def _say(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(told)
        return
    click.echo(f"Layer {told['layer']} has text {told['revision']} now.")
    if told["changed"]:
        click.echo(f"{told['changed']} held stretches of words have changed: look at them in the reader.")
