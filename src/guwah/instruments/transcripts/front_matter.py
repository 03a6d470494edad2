"""Particulars above a talk, known by their shape in any language: "Typist: Ann Low", "Genre : femme"."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from guwah.instruments.transcripts.labels import Candidate, fold
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.single import ends_a_sentence, said_with

_LEAST = 3
_MOST_WORDS = 14
_MOSTLY = 0.6
_RETURNS = 2
_HEADLINES_WITHIN, _LEAST_OF_HEADLINE = 12, 5
_OPENING, _CLOSING = tuple("“„«\"'‘「『"), tuple("”“»\"'’」』")
_Run = dict[int, Candidate]
"""Fields that stand below one another, by the index of their line."""


def fields_above(lines: Sequence[Line], found: Sequence[Candidate | None]) -> set[int]:
    """Return the lines above a talk that stand below one another, and whose keys never speak in it.

    Most such lines have no sentence behind their colon. They may stand there twice, on a title page and
    above the text; and somebody who speaks later may be named among them ("Interviewer: Ann Low").

    Args:
        lines: Lines with something in them.
        found: For each line its beginning as a label, or None.
    """
    often = Counter(one.key for one in found if one)
    first = _talk_begins(lines, found, often)
    runs = [run for run in _runs(lines[:first], found) if len(run) >= _LEAST]
    only = _only_in(runs, often)
    fields = {index: one for run in runs if _are_fields(run.values(), only) for index, one in run.items()}
    # "Camera: Jo Oven" names who says "Jo Oven: Ready to go." below it.
    named = {fold(said_with(one)) for one in fields.values()}
    return {index for index, one in fields.items() if one.key not in named}


def _only_in(runs: Sequence[_Run], often: Counter[str]) -> set[str]:
    """Return the keys that stand in runs of fields and nowhere else."""
    inside = Counter(one.key for run in runs for one in run.values())
    return {key for key, count in inside.items() if count == often[key]}


def _talk_begins(lines: Sequence[Line], found: Sequence[Candidate | None], often: Counter[str]) -> int:
    """Return the first line with a label that returns and mostly has sentences; 0 where there is none."""
    whole = _whole(lines, found)
    ended = Counter(one.key for index in whole if (one := found[index]))
    talking = {key for key, count in ended.items() if count >= _RETURNS and 2 * count >= often[key]}
    return next((index for index in whole if (one := found[index]) and one.key in talking), 0)


def _whole(lines: Sequence[Line], found: Sequence[Candidate | None]) -> list[int]:
    """Return the lines with a label whose paragraph ends a sentence: lines may have been broken anywhere."""
    whole: list[int] = []
    ended = False
    for index in range(len(lines) - 1, -1, -1):
        last = index + 1 == len(lines) or lines[index + 1].gap or found[index + 1] is not None
        ended = ends_a_sentence(lines[index]) if last else ended
        if found[index] and ended:
            whole.append(index)
    return whole[::-1]


def headlines(lines: Sequence[Line], found: Sequence[Candidate | None]) -> set[int]:
    """Return the lines above a talk that are a headline printed twice: "Ann Low: “We baked for everybody”".

    A page of news has it above its pictures and once more above its text; nobody says the same twice there.
    """
    above = range(min(len(lines), _HEADLINES_WITHIN))
    often = Counter(lines[index].text for index in above)
    return {
        index
        for index in above
        if (one := found[index])
        and often[lines[index].text] > 1
        and len(lines[index].text.split()) >= _LEAST_OF_HEADLINE
        and said_with(one).startswith(_OPENING)
        and said_with(one).endswith(_CLOSING)
    }


def _runs(lines: Sequence[Line], found: Sequence[Candidate | None]) -> Iterator[_Run]:
    """Yield fields that stand below one another."""
    run: _Run = {}
    for index, line in enumerate(lines):
        one = found[index]
        if one and one.time is None and _is_field(line, said_with(one)):
            run[index] = one
        else:
            yield run
            run = {}
    yield run


def _is_field(line: Line, value: str) -> bool:
    """Tell whether so few words may be a particular; some are written with a dot: "Imprisoned: in Turin."."""
    asked = ends_a_sentence(line) and not line.text.endswith(".")
    return bool(value) and not asked and len(value.split()) <= _MOST_WORDS


def _are_fields(run: Collection[Candidate], only: set[str]) -> bool:
    """Tell whether most keys of a run stand in such runs only, and several of them do."""
    keys = {one.key for one in run}
    # Dates, names and places; behind "the guard: stop" somebody may have spoken.
    large = sum(any(not sign.islower() for sign in said_with(one) if sign.isalnum()) for one in run)
    bare = sum(not ends_a_sentence(one.line) for one in run)
    several = len(keys & only) >= max(_RETURNS, _MOSTLY * len(keys))
    return several and min(large, bare) >= _MOSTLY * len(run)
