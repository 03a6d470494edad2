"""`guwah testimony relate` and `align`: which texts say the same, and which turns answer to which."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import ANSWER_IS_NO, WrongUse, answering, json_option, print_json
from guwah.options import gathered
from guwah.steps.testimony import flows
from guwah.steps.testimony.layers import queries
from guwah.steps.testimony.layers.forms import KINDS
from guwah.steps.testimony.layers.reviewing import state_of
from guwah.steps.testimony.layers.tables import TextReview
from guwah.steps.testimony.models import Layer
from guwah.steps.testimony.queries import layer_of, newest

if TYPE_CHECKING:
    from guwah.accounts.models import Case
    from guwah.steps.testimony.layers.reviewing import Reviewed
    from guwah.steps.testimony.layers.tables import AlignedGroup


@click.command("relate")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("layer_id", metavar="LAYER", type=int)
@click.argument("original_id", metavar="ORIGINAL", type=int)
@click.option(
    "--kind", type=click.Choice([code for code, _ in KINDS]), default=KINDS[0][0], show_default=True
)
@json_option
def relate(case_id: int, layer_id: int, original_id: int, kind: str, as_json: bool) -> None:
    """Say that LAYER is a translation of ORIGINAL, or the same in another script.

    Both are numbers of texts of CASE, as `guwah testimony list CASE` shows them.
    """
    with answering(as_json=as_json):
        actor = enter_from_command()
        case = find_case(actor, case_id)
        layer = flows.relate(actor, _layer(case, layer_id), _layer(case, original_id), kind)
        told = {"layer": layer.pk, "from": layer.translated_from_id, "kind": str(layer.kind)}
    if as_json:
        print_json(told)
        return
    click.echo(f"Layer {told['layer']} comes from layer {told['from']}.")


@click.command("align")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("layer_id", metavar="LAYER", type=int)
@click.argument("other_id", metavar="OTHER", type=int)
@json_option
def align(case_id: int, layer_id: int, other_id: int, as_json: bool) -> None:
    """Propose which turns of LAYER answer to which of OTHER; people confirm it in the reader.

    Start and end count characters (code points) of each text from 0; a stretch goes from the first word of
    its turns to where the turn after them begins, and is empty where nothing answers.
    """
    with answering(as_json=as_json):
        actor = enter_from_command()
        case = find_case(actor, case_id)
        alignment = flows.propose(actor, _layer(case, layer_id), _layer(case, other_id))
        groups = [_told(each) for each in queries.live(alignment)]
    told = {"one": alignment.one.layer_id, "other": alignment.other.layer_id, "groups": groups}
    if as_json:
        print_json(told)
        return
    doubtful = sum(bool(each["doubts"]) and not each["confirmed"] for each in groups)
    confirmed = sum(each["confirmed"] for each in groups)
    click.echo(f"{len(groups)} groups of turns, {confirmed} confirmed, {doubtful} doubtful.")


@click.command("script")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("layer_id", metavar="LAYER", type=int)
@click.option("--to", "target", required=True, help="Language and script, such as kk-Latn, kk-Arab, ug-Latn.")
@json_option
def script(case_id: int, layer_id: int, target: str, as_json: bool) -> None:
    """Write the words of LAYER in another script of its language, as a machine layer beside it."""
    with answering(as_json=as_json):
        actor = enter_from_command()
        case = find_case(actor, case_id)
        made = flows.in_other_script(actor, _layer(case, layer_id), target)
    told = {"layer": made.imported.layer.pk, "from": layer_id, "losses": list(made.losses)}
    if as_json:
        print_json(told)
        return
    click.echo(f"Layer {told['layer']}, unchecked.")
    for loss in made.losses:
        click.echo(f"  lost: {loss}", err=True)


@dataclass(frozen=True, slots=True)
class _Saying:
    """What somebody says to have checked: against what, which texts of both, and what others should know."""

    against: str | None
    base: int | None
    original: int | None
    note: str

    def read(self) -> int:
        """Return the number of the text that was read.

        Raises:
            WrongUse: `no-text-number`: it does not say which, or not which text it was held against.
        """
        if self.base is None or (self.against == TextReview.Against.TEXT and self.original is None):
            raise WrongUse(
                "no-text-number",
                "Say with --base which text you have read, as its number; with --against text also with "
                "--original which text of the other you held it against. Nothing was written.",
            )
        return self.base


@click.command("check")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("layer_id", metavar="LAYER", type=int)
@click.option(
    "--against",
    type=click.Choice(TextReview.Against.values),
    help="What every word of it was held against; without this the command only tells how it stands.",
)
@click.option("--base", type=int, help="Number of the text that you have read; needed with --against.")
@click.option(
    "--original", type=int, help="Number of the text it was made from that you held it against, for text."
)
@click.option("--note", default="", help="What others should know of it.")
@click.option("--withdraw", is_flag=True, help="Take the newest check back.")
@json_option
@gathered(_Saying, "saying")
def check(*, case_id: int, layer_id: int, saying: _Saying, withdraw: bool, as_json: bool) -> None:
    """Say that you have checked LAYER against its original, or tell who did.

    A machine draft goes out in nothing unless its newest text was checked: exit code 1 where it was not.
    """
    with answering(as_json=as_json):
        actor = enter_from_command()
        case = find_case(actor, case_id)
        ask(actor, Permission.TESTIMONY_READ, case, target=f"layer:{layer_id}")
        layer = _layer(case, layer_id)
        number = newest(layer).number
        if saying.against:
            flows.check(actor, layer, saying.read(), saying.against, saying.note, original=saying.original)
        state = state_of(layer)
        if withdraw and state.review is not None:
            flows.uncheck(actor, case, state.review)
            state = state_of(layer)
    told = _state_told(layer, number, state)
    if as_json:
        print_json(told)
    else:
        by = f" by {told['by']}, text {told['checked']}" if told["by"] else ""
        click.echo(f"Layer {layer.pk}, text {number}: {state.code}{by}.")
    if state.unchecked_draft:
        sys.exit(ANSWER_IS_NO)


def _state_told(layer: Layer, number: int, state: Reviewed) -> dict[str, Any]:
    review = state.review
    return {
        "layer": layer.pk,
        "state": state.code,
        "machine": state.machine,
        "revision": number,
        "by": review.made_by.handle if review else None,
        "checked": review.revision.number if review else None,
        "against": review.against if review else None,
        "at": review.made_at.isoformat() if review else None,
    }


def _layer(case: Case, layer_id: int) -> Layer:
    layer = layer_of(case, layer_id)
    if layer is None:
        numbers = ", ".join(map(str, Layer.objects.filter(case=case).values_list("pk", flat=True))) or "none"
        raise WrongUse(
            "no-such-layer", f"Case {case.pk} has no text with the number {layer_id}; it has: {numbers}."
        )
    return layer


def _told(row: AlignedGroup) -> dict[str, Any]:
    return {
        "id": row.pk,
        "one": [row.one_start, row.one_end],
        "other": [row.other_start, row.other_end],
        "doubts": row.doubts,
        "confirmed": row.confirmed_at is not None,
    }
