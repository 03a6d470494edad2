"""Leave and refusal told by their parts: what can be made known, and a word that lets or forbids it.

People have no set phrases for it ("Turn it into French", "on a screen, no"), so the words are sorted by what
they do in a clause, and a clause speaks of consent where the parts of one of the ways below meet in it. The
sections of `data/leave.LANGUAGE.txt` are these parts:

- `make`: verbs and nouns for making known (publish, record, quote); `pass`: those that also mean much else
  (give, show, write);
- `thing`: what is the speaker's to give (my name, my voice, this interview); `to`: who or where it may reach;
- `do`, `do-pass`: such a verb as an order, `do-it` one that needs a thing or an `it`;
- `dont`, `dont-pass`: such a verb as a forbidding order;
- `let`, `bar`: words that let or forbid; `wish`, `unwish`: verbs that tell of another's leave or refusal,
  `plea` of what somebody asks for;
- `nod`, `shake`: a short yes or no beside it ("lawyers yes", "no names");
- `only`: a condition that lets by itself ("only if you cover the faces");
- `says-yes`, `says-no`: what says it alone;
- `limit:CODE`: words that make it depend on something; CODE is one of `consent_conditions`;
- `yes`, `no`: a verdict that stands as a clause of its own behind what it is about ("The sound, no");
- `joint`: words with which a clause goes on with the one before; `veto`: words that show it is only told.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import reduce
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from guwah.instruments.suggestions.parts import parts_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.suggestions.clauses import Sentence

ABOUT = (
    "make",
    "thing",
    "to",
    "says-no",
    "says-yes",
)  # one of them stands in every way; the file begins with them
_OF = "of"  # a thing, or whom it may reach
_GRANT, _REFUSE = "grant", "refuse"
WAYS: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (act, frozenset(parts.split()))
    for act, parts in (
        (_REFUSE, "says-no"),
        (_REFUSE, "dont"),
        (_REFUSE, "dont-pass of"),
        (_REFUSE, "shake of"),
        (_REFUSE, "unwish make"),
        (_REFUSE, "unwish thing"),
        (_REFUSE, "bar make"),
        (_REFUSE, "bar pass of"),
        (_REFUSE, "bar do-pass of"),
        (_REFUSE, "bar do-it of"),
        (_GRANT, "nod of"),
        (_GRANT, "says-yes"),
        (_GRANT, "only of"),
        (_GRANT, "only make"),
        (_GRANT, "do of"),
        (_GRANT, "do-pass of"),
        (_GRANT, "do-it thing"),
        (_GRANT, "do-it it to"),
        (_GRANT, "wish make"),
        (_GRANT, "wish thing"),
        (_GRANT, "plea make"),
        (_GRANT, "plea pass thing"),
        (_GRANT, "let make"),
        (_GRANT, "let pass of"),
    )
)
"""What a clause says where all of these parts are in it; the first that fits decides."""
_TOLD_OF_ANOTHER = frozenset({"wish", "unwish", "plea"})  # a veto bears on what is said, not on what is told
_LIMIT, _VETO, _JOINT = "limit:", "veto", "joint"
_VERDICTS = {"yes": _GRANT, "no": _REFUSE}
_NAMED = 60  # code points of what a verdict may be about
_WHOLE_SENTENCE = 80  # of a sentence whose clauses say nothing alone
_WHOLE_IN_CHINESE = 30  # which needs a third of the signs
_WHOLE = 160  # code points of two clauses that are read as one


class Leave(NamedTuple):
    """A clause that lets or forbids.

    Attributes:
        start: where it begins in the sentence.
        end: one past its last code point.
        code: `grant`, `refuse` or `condition:CODE`.
        rule: what it was told by.
    """

    start: int
    end: int
    code: str
    rule: str


class _Sign(NamedTuple):
    start: int
    end: int
    code: str


class _Clause(NamedTuple):
    start: int
    end: int
    parts: frozenset[str]


def find(sentence: Sentence) -> Iterator[Leave]:
    """Yield the clauses of a sentence that let or forbid; a question does neither."""
    if sentence.asked:
        return
    clauses = list(_clauses(sentence))
    found: list[Leave] = []
    for before, clause in pairwise((None, *clauses)):
        told = _told(sentence, clause, before) if clause else None
        if told and found and told.start < found[-1].end:
            found.pop()  # a condition that goes on with what was let
        found += [told] if told else []
    if not found and clauses and len(sentence.words) <= _longest(sentence):
        whole = reduce(_joined, clauses)
        act = _act(whole.parts)
        found = [_made(sentence, whole, act)] if act else []
    yield from found


def _longest(sentence: Sentence) -> int:
    return _WHOLE_IN_CHINESE if sentence.language == "zh" else _WHOLE_SENTENCE


def _told(sentence: Sentence, clause: _Clause, before: _Clause | None) -> Leave | None:
    if before and before.end - before.start <= _NAMED and not _act(before.parts):
        verdict = next((code for code in _VERDICTS if code in clause.parts), None)
        if verdict and before.parts & {*ABOUT, "pass"}:
            return _made(sentence, _joined(before, clause), (_VERDICTS[verdict], verdict))
    if before and _JOINT in clause.parts and clause.end - before.start <= _WHOLE and not _act(clause.parts):
        clause = _joined(before, clause)
    act = _act(clause.parts)
    return _made(sentence, clause, act) if act else None


def _joined(before: _Clause, clause: _Clause) -> _Clause:
    return _Clause(before.start, clause.end, before.parts | clause.parts)


def _act(parts: frozenset[str]) -> tuple[str, str] | None:
    """Return what these parts say together, and what says so."""
    for act, way in WAYS:
        if way <= parts and (_VETO not in parts or way & _TOLD_OF_ANOTHER):
            return act, "-".join(sorted(way))
    return None


def _made(sentence: Sentence, clause: _Clause, act: tuple[str, str]) -> Leave:
    limit = next((part for part in sorted(clause.parts) if part.startswith(_LIMIT)), None)
    code = f"condition:{limit.removeprefix(_LIMIT)}" if limit else act[0]
    return Leave(clause.start, clause.end, code, f"consent-{sentence.language}-by-parts-{act[1]}")


def _clauses(sentence: Sentence) -> Iterator[_Clause]:
    """Yield the clauses with the parts that begin in them; none when nothing there can be made known."""
    seen = parts_in("leave", sentence.language, sentence.words, ABOUT)
    if not seen:
        return
    for start, end in sentence.clauses():
        codes = {part.code for part in seen[bisect_left(seen, (start,)) : bisect_left(seen, (end,))]}
        yield _Clause(start, end, frozenset(codes | ({_OF} if codes & {"thing", "to"} else set())))
