"""`guwah permission`: ask the consent engine about one use, from a file; starts without Django or a vault."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from guwah.cli.failures import ANSWER_IS_NO, NOT_UNDERSTOOD, Failure, fail, json_option, print_json
from guwah.instruments import permissions
from guwah.instruments.permissions.reading import LIMIT

if TYPE_CHECKING:
    from guwah.instruments.permissions import Decision, Question

FILE = click.argument("file", type=click.Path(path_type=Path))


@click.group("permission")
def group() -> None:
    """Say whether something may go out, and why."""


@group.command("evaluate")
@FILE
@json_option
def evaluate(file: Path, as_json: bool) -> None:
    """Decide on the use described in FILE (the JSON of `docs/consent-engine.md`).

    Exit code 0: allowed. 1: denied, or a person must decide. 3: the file is not understood.
    """
    question = _read(file, as_json=as_json)
    decision = permissions.evaluate(
        question.use, question.records, question.situation, question.third_parties, question.now
    )
    answer = _answer(decision, file)
    if as_json:
        print_json(answer)
    else:
        click.echo(decision.decision.value)
        for reason in decision.reasons:
            click.echo(f"  {reason.code}: {reason.text}")
    if decision.decision is not permissions.Verdict.ALLOW:
        raise SystemExit(ANSWER_IS_NO)


def _read(file: Path, *, as_json: bool) -> Question:
    try:
        with file.open("rb") as stream:
            raw = stream.read(LIMIT + 1)
    except OSError as wrong:
        message = f"the file cannot be read: {wrong.strerror}"
        fail(Failure("unreadable-file", message, str(file)), NOT_UNDERSTOOD, as_json=as_json)
    try:
        return permissions.read_json(raw)
    except permissions.NotUnderstoodError as wrong:
        place = wrong.place
        where = (place.line, place.column, place.offset) if place is not None else ()
        fail(Failure(wrong.code, wrong.message, str(file), *where), NOT_UNDERSTOOD, as_json=as_json)


def _answer(decision: Decision, file: Path) -> dict[str, Any]:
    """Return the decision; a no also carries the error of DESIGN §15, so that callers need one shape only."""
    answer = permissions.to_json(decision)
    if decision.decision is not permissions.Verdict.ALLOW:
        denied = decision.decision is permissions.Verdict.DENY
        first = decision.reasons[0]
        answer["error"] = {
            "code": "refused-by-consent" if denied else "a-person-must-decide",
            "message": first.text,
            "file": str(file),
            "line": None,
            "column": None,
            "offset": None,
        }
    return answer
