"""`guwah edition`: build, approve, and write the public site."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from guwah import settings
from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter, enter_from_command, passphrase_of_caller, say_beside
from guwah.failures import ANSWER_IS_NO, NotUnderstood, answering, json_option, print_json
from guwah.steps.editions import flows
from guwah.steps.editions.checkers import checker_digests, covering_lines
from guwah.steps.editions.models import Edition
from guwah.steps.editions.refusals import EditionRefused
from guwah.vault.own_keys import EDITION, own_keys


@click.group("edition")
def group() -> None:
    """Editions: frozen outgoing versions that a stranger can check."""


@group.command("build")
@click.argument("case_id", metavar="CASE", type=int)
@click.option("--audience", required=True, help="For whom: public, un_mechanism, …")
@click.option("--out", "out", type=click.Path(path_type=Path), required=True, help="New or empty folder.")
@click.option(
    "--language",
    type=click.Choice([code for code, _name in settings.LANGUAGES]),
    default="en",
    show_default=True,
    help="Language of the pages around the words.",
)
@json_option
def build(case_id: int, audience: str, out: Path, language: str, as_json: bool) -> None:
    """Build an edition, or say everything that stands in its way."""
    with answering(as_json=as_json):
        actor = enter_from_command()
        case = find_case(actor, case_id)
        flows.check_folder(out)
        try:
            edition = flows.build(actor, case, audience, language)
        except EditionRefused as refused:
            cuts = flows.prepare(actor, case, audience).cuts()
            _say_refused(refused, cuts, as_json=as_json)
            sys.exit(ANSWER_IS_NO)
        flows.write_out(actor, edition, out, just_asked=True)
        _say_built(edition, flows.prepare(actor, case, audience).cuts(), as_json=as_json)


@group.command("approve")
@click.argument("edition_id", metavar="ID", type=int)
@click.option("--as", "handle", required=True, help="Sign-in name of the second person.")
@click.option("--settle", is_flag=True, help="Say that every question the edition left open is settled.")
@json_option
def approve(edition_id: int, handle: str, settle: bool, as_json: bool) -> None:
    """Stand behind an edition; the passphrase asked for is the second person's own."""
    with answering(as_json=as_json):
        actor = enter(settings.VAULT_FOLDER, passphrase_of_caller(), handle, tell=say_beside)
        edition = Edition.objects.filter(pk=edition_id).first()
        if edition is None:
            raise NotUnderstood("no-such-edition", "There is no edition with this number.")
        find_case(actor, edition.case_id)
        # The passphrase was given just now.
        approval = flows.approve(actor, edition, settled=settle, unlocked_again=True)
    if as_json:
        told = {"edition": edition.pk, "number": edition.number}
        print_json({**told, "kind": approval.kind, "by": actor.handle})
    else:
        click.echo(f"Edition {_both(edition)} is approved ({approval.kind}).")


@group.command("site")
@click.option("--out", "out", type=click.Path(path_type=Path), required=True, help="New or empty folder.")
@json_option
def site(out: Path, as_json: bool) -> None:
    """Write every approved public edition as one static site."""
    with answering(as_json=as_json):
        written = flows.publish_site(enter_from_command(), out)
    if as_json:
        left_out = [{"edition": each.pk, "case": each.case_id} for each in written.left_out]
        told = {"editions": [each.pk for each in written.editions], "left_out": left_out}
        print_json(told | {"keys": [asdict(each) for each in own_keys(EDITION)]})
        return
    click.echo(f"{len(written.editions)} editions are in {out}.")
    _say_keys()
    for each in written.left_out:
        click.echo(
            f"Left out: edition {_both(each)}. The consent, the cuts or the words have "
            "changed since it was built; build it again."
        )


def _say_keys() -> None:
    click.echo("Make these words known over another channel; guwah_verify.py shows them the same:")
    for each in own_keys(EDITION):
        click.echo(each.line())


def _both(edition: Edition) -> str:
    """Return the name that commands take, and the one that pages and covers show."""
    return f"{edition.pk} (number {edition.number} of case {edition.case_id})"


def _say_refused(refused: EditionRefused, cuts: list[dict[str, int]], *, as_json: bool) -> None:
    if as_json:
        answer: dict[str, Any] = {
            "edition": None,
            "number": None,
            "root": None,
            "cuts": cuts,
            "refused": [each.as_json() for each in refused.refusals],
            "error": asdict(refused.failure()),
        }
        print_json(answer)
    else:
        click.echo("The edition was not built; nothing was written. What stands in its way:", err=True)
        for each in refused.refusals:
            click.echo(f"- {each.text}", err=True)
            for layer, start, end in each.spans:
                click.echo(f"    layer {layer}, {start} to {end}", err=True)


def _say_built(edition: Edition, cuts: list[dict[str, int]], *, as_json: bool) -> None:
    questions = edition.ledger["questions"]
    unread = edition.ledger["unread_blocks"]
    if as_json:
        told = {"edition": edition.pk, "number": edition.number, "root": edition.root, "cuts": cuts}
        told |= {"refused": [], "unread": unread, "checkers": checker_digests()}
        told["keys"] = [asdict(each) for each in own_keys(EDITION)]
        print_json({**told, "questions": [{"code": code, "text": text} for code, text in questions]})
        return
    click.echo(f"Edition {_both(edition)} is built and sealed; {len(cuts)} stretches are cut.")
    click.echo(f"root {edition.root}")
    _say_keys()
    for each in unread:
        click.echo(
            f"Text {each['layer']}: {each['blocks']} of {each['of']} turns or paragraphs are masked, because "
            f"nobody has read them. Read them, then: guwah consent clear CASE --layer {each['layer']}"
        )
    click.echo(f"It waits for a second person: guwah edition approve {edition.pk} --as NAME")
    for _code, text in questions:
        click.echo(f"To be settled before it is published: {text}")
    for line in covering_lines():
        click.echo(line)
