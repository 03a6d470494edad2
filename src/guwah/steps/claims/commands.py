"""`guwah claims`: take claims over from a file, give them out again inside the house, show what conflicts."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from guwah.accounts.cases import find_case
from guwah.accounts.entry import enter_from_command
from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import ANSWER_IS_NO, Failure, NotUnderstood, WrongUse, answering, json_option, print_json
from guwah.steps.claims import queries
from guwah.steps.claims.as_json import claim_json, group_json, paper_json
from guwah.steps.claims.conflicts_json import conflicts_json, hidden
from guwah.steps.claims.files import FORMATS
from guwah.steps.claims.flows import Also, BadRows, export_claims, import_rows, reckoned

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guwah.accounts.models import Case
    from guwah.steps.claims.flows import ClaimsFile
    from guwah.steps.claims.models import Claim

_STDIN = "-"


@click.group("claims")
def group() -> None:
    """Statements tied to words, and what cannot all be true."""


@group.command("import")
@click.argument("case_id", metavar="CASE", type=int)
@click.argument("file", type=click.File("rb"))
@click.option(
    "--good-only", is_flag=True, help="Take over the rows that can be, and tell what is wrong elsewhere."
)
@json_option
def import_(case_id: int, file: IO[bytes], *, good_only: bool, as_json: bool) -> None:
    """Take over every claim of FILE (or - for standard input), or none.

    FILE holds {"claims": [{id, kind, layer, start, end, quote, by, knows, readings, occurrence, code}]};
    start and end count characters (code points) of the layer's text from 0, the end not included.
    """
    name = None if file.name == _STDIN else str(file.name)
    with answering(as_json=as_json, file=name):
        text = _decoded(file.read())
        member = enter_from_command()
        case = find_case(member, case_id)
        try:
            taken = import_rows(member, case, text, good_only=good_only)
        except BadRows as bad:
            _print_rows(bad.rows[1:], name, as_json=as_json)
            raise
        found = queries.by_external_ids(case, {claim.external_id for claim in taken.claims})
        told = [found[claim.external_id] for claim in taken.claims]
        left = {"left": [asdict(row) for row in taken.left]} if good_only else {}
        _print(case, told, as_json=as_json, more=left)
        _print_rows(taken.left, name, as_json=as_json)


@group.command("export")
@click.argument("case_id", metavar="CASE", type=int)
@click.option(
    "--to", type=click.Choice(FORMATS), default="json", help="For which program; JSON comes back whole."
)
@click.option("--out", type=click.Path(path_type=Path), help="The new file; without it, standard output.")
@click.option("--hearsay", is_flag=True, help="Do not mask what was told of other people (JSON only).")
@click.option(
    "--with-withheld",
    "cut",
    is_flag=True,
    help="With the claims on words that are cut (JSON only); only for those who may cut.",
)
@json_option
def export(case_id: int, *, to: str, out: Path | None, hearsay: bool, cut: bool, as_json: bool) -> None:
    """Write every standing claim with its words. What you do with it is yours: it is not sealed any more.

    Claims on words that are cut are left out, and it is said how many. What somebody told of people who are
    no party of the case without having seen it is masked.
    """
    with answering(as_json=as_json):
        member = enter_from_command()
        made = export_claims(member, find_case(member, case_id), to, Also(hearsay=hearsay, cut=cut))
        if to == "json" and out is None:
            _print_file(made, as_json=as_json)
        else:
            _write(made, out, as_json=as_json)


@group.command("conflicts")
@click.argument("case_id", metavar="CASE", type=int)
@click.option("--fail", "must_agree", is_flag=True, help="End with exit code 1 when there is a conflict.")
@json_option
def conflicts(case_id: int, must_agree: bool, as_json: bool) -> None:
    """Show every smallest set of readings that cannot all be true, with the words."""
    with answering(as_json=as_json):
        case = _seen(case_id)
        answer = reckoned(case)
        shown = queries.conflicts_shown(case, answer["conflicts"])
        told = conflicts_json(answer, shown, hidden(case))
    if as_json:
        print_json(told)
    else:
        _print_conflicts(told)
    if must_agree and shown:
        sys.exit(ANSWER_IS_NO)


def _write(made: ClaimsFile, out: Path | None, *, as_json: bool) -> None:
    if out is None:
        click.echo(made.text, nl=False)
        return
    try:
        out.write_text(made.text, encoding="utf-8")
    except OSError as trouble:
        raise WrongUse("cannot-open", "The file cannot be written.") from trouble
    if as_json:
        print_json({"out": str(out), "claims": made.claims, "cut": made.cut})
        return
    click.echo(
        f"{out}: {made.claims} claims" + (f", {made.cut} left out: their words are cut" if made.cut else "")
    )


def _seen(case_id: int) -> Case:
    member = enter_from_command()
    case = find_case(member, case_id)
    ask(member, Permission.CLAIM_SEE, case, target="claims")
    return case


def _print(
    case: Case, claims: Iterable[Claim], *, as_json: bool, more: Mapping[str, Any] | None = None
) -> None:
    told = [claim_json(claim) for claim in claims]
    if as_json:
        whole = {
            "invented": case.invented,
            "claims": told,
            "occurrences": queries.titles(case),
            "groups": {group.external_id: group_json(group) for group in queries.groups(case)},
            "papers": {paper.external_id: paper_json(paper) for paper in queries.papers(case)},
        }
        print_json({**whole, **(more or {})})
        return
    _print_lines(told, invented=case.invented)


def _print_file(made: ClaimsFile, *, as_json: bool) -> None:
    told = json.loads(made.text)
    if as_json:
        print_json(told)
        return
    _print_lines(told["claims"], invented=told["invented"])
    if made.cut:
        click.echo(f"{made.cut} left out: their words are cut.")


def _print_lines(told: Sequence[Mapping[str, Any]], *, invented: bool) -> None:
    if invented:
        click.echo("Invented: nobody in this case exists and nothing in it happened.")
    for claim in told:
        where = "masked" if "masked" in claim else f"{claim['start']} to {claim['end']}"
        click.echo(f"{claim['id']}  {claim['kind']}  layer {claim['layer']}, {where}")
    click.echo(f"{len(told)} claims.")


def _print_rows(rows: Iterable[Failure], file: str | None, *, as_json: bool) -> None:
    """Say what is wrong with rows of a file, a line each; as JSON they stand in the answer."""
    if as_json:
        return
    for row in rows:
        where = ":".join(str(part) for part in (file, row.line, row.column) if part is not None)
        click.echo(f"{where}: {row.message} ({row.code})", err=True)


def _print_conflicts(told: dict[str, Any]) -> None:
    for conflict in told["conflicts"]:
        click.echo(f"{conflict['grade']} ({conflict['between']}, {conflict['state']}): {conflict['why']}")
        for words in conflict["words"]:
            click.echo(f"    {words['claim']}  {words['by']}: {words['quote']}")
    for claim, ways in told["countings"].items():
        click.echo(f"{claim} fits when counted: {', '.join(ways) or 'no way'}")
    if any(told["left_out"].values()):
        click.echo("What rests on words that are cut, or on hearsay about other people, is not shown.")
    if not told["complete"]:
        click.echo("There was not time to look at everything: there may be more conflicts than these.")


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        message = "The file is not written in UTF-8."
        place = Failure("bad-encoding", message, offset=bad.start)
        raise NotUnderstood("bad-encoding", message, place=place) from bad
