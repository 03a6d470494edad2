"""`guwah search`: words in all texts of all cases one may read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from guwah.accounts.entry import enter_from_command
from guwah.failures import WrongUse, answering, json_option, print_json
from guwah.steps.testimony.links import name_of
from guwah.steps.testimony.search import answering as answers
from guwah.steps.testimony.search import writing
from guwah.steps.testimony.search.narrowing import Within, session_numbered

if TYPE_CHECKING:
    from guwah.accounts.models import Member
    from guwah.steps.testimony.search.answering import Answer, Hit

_STDIN = "-"


@dataclass(frozen=True, slots=True)
class _Call:
    words: str | None
    page: int
    filters: dict[str, Any]


@click.command("search")
@click.argument("words", required=False)
@click.option("--case", type=int, help="Look in one case only.")
@click.option("--layer", type=int, help="Look in one text only.")
@click.option("--session", type=int, help="Look in one session of that text only, by its number.")
@click.option("--speaker", default="", help="Words of this speaker, written in any script.")
@click.option("--language", default="", help="Words in this language: a tag such as kk or kk-Arab.")
@click.option("--since", default="", help="Sessions held on this day or later: 2019, 2019-05.")
@click.option("--until", default="", help="Sessions held on this day or earlier.")
@click.option("--page", type=click.IntRange(1), default=1, show_default=True, help="Which twenty hits.")
@click.option("--rebuild", is_flag=True, help="Make the index of all texts anew; nothing is looked for.")
@json_option
def search(words: str | None, page: int, rebuild: bool, as_json: bool, **filters: Any) -> None:  # noqa: ANN401 - the filters by their names
    """Find WORDS (or - for standard input) in every text you may read.

    Words are found with other endings and in other scripts; "words in quotation marks" exactly and in a row;
    beg* by their beginning; -word must not stand there (put -- before WORDS where it comes first).
    """
    call = _Call(words, page, filters)
    with answering(as_json=as_json):
        member = enter_from_command()
        if rebuild:
            told: dict[str, Any] = {"texts": writing.rebuild(member)}
        else:
            told = _told(_answer(member, call))
    if as_json:
        print_json(told)
    elif rebuild:
        click.echo(f"{told['texts']} texts are in the index.")
    else:
        _print(told)


def _answer(member: Member, call: _Call) -> Answer:
    if call.words is None:
        raise WrongUse("no-words", "Say what is to be found, or - to read it from standard input.")
    asked = _read() if call.words == _STDIN else call.words
    number, layer = call.filters.pop("session"), call.filters["layer"]
    if number is not None and layer is None:
        raise WrongUse("no-layer", "A session has its number in one text: say which with --layer.")
    session = None if number is None else session_numbered(layer, number)
    return answers.answer(member, asked, Within(session=session, **call.filters), call.page)


def _read() -> str:
    with click.open_file(_STDIN, encoding="utf-8") as stream:
        words: str = stream.read()
    return words


def _told(found: Answer) -> dict[str, Any]:
    return {
        "results": [_result(each) for each in found.hits],
        "count": found.count,
        "more": found.many,
        "page": found.page,
        "pages": found.pages,
        "undated": found.undated,
        "waiting": found.waiting,
    }


def _result(hit: Hit) -> dict[str, Any]:
    revision, block, session = hit.revision, hit.block, hit.session
    timed = block is not None and block.time_start is not None
    return {
        "case": revision.layer.case_id,
        "layer": revision.layer_id,
        "revision": revision.number,
        "block": name_of(block) if block is not None else None,
        "session": session.n if session is not None else None,
        "turn": block.n if block is not None and session is not None else None,
        "speaker": hit.speaker or None,
        "language": hit.language or None,
        "time": [block.time_start, block.time_end] if block is not None and timed else None,
        "start": hit.start,
        "end": hit.end,
        "text": hit.text,
        "found": [[start, end] for start, end in hit.found],
    }


def _print(told: dict[str, Any]) -> None:
    for each in told["results"]:
        place = each["block"] or f"at {each['start']}"
        speaker = f"  {each['speaker']}:" if each["speaker"] else ""
        click.echo(f"case {each['case']}, layer {each['layer']}, {place}{speaker}")
        click.echo(f"    {' '.join(each['text'].split())}")
    if told["pages"] > 1:
        click.echo(
            f"Page {told['page']} of {told['pages']}; the next with --page {told['page'] + 1}.", err=True
        )
    if not told["results"]:
        click.echo("Nothing was found.")
    if told["undated"]:
        click.echo(f"{told['undated']} sessions have no date and were not looked through.", err=True)
    if told["waiting"]:
        click.echo(f"{told['waiting']} texts are not in the index yet: guwah search --rebuild", err=True)
