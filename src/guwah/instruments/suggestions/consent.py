"""What somebody allows, refuses, takes back or makes a condition of, about what is done with their words.

Leaving one out hurts people, so these patterns are wide; a person decides what each of them means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.suggestions import leave
from guwah.instruments.suggestions.clauses import askers, sentences
from guwah.instruments.suggestions.model import Found
from guwah.instruments.suggestions.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.suggestions.clauses import Sentence
    from guwah.instruments.suggestions.material import Material, Passage

_ASK, _GRANT, _REFUSE = "ask", "grant", "refuse"
_ANSWERS = {"yes": _GRANT, "no": _REFUSE}
_ACTS = (_ASK, "withdraw", "condition", _REFUSE, _GRANT)  # the first of these that a clause shows is its act
_TOPIC, _SPLIT, _NARRATED = "topic:", "split", "not"  # sections that name no act
_UNSAID = "unsaid"
_SHORT = 160  # code points of a stretch that a reader takes in as a whole
_TURNS_FOR_AN_ANSWER = 3


@dataclass(frozen=True, slots=True)
class _Asked:
    """What somebody was asked about, and in how many turns an answer is awaited."""

    by: str | None
    session: int | None
    scope: str
    turns: int


def find(material: Material) -> Iterator[Found]:
    """Yield the clauses that speak of consent, and short answers to one who asked for it.

    The value holds `act` (grant, refuse, withdraw, condition, ask) and `scope`: a code of `consent_actions`
    or, for a condition, of `consent_conditions`; `unsaid` where the words name none.
    """
    asking = askers(material)
    asked: _Asked | None = None
    for passage in material.passages:
        every = list(sentences(passage))
        is_asker = (passage.session, passage.speaker or "") in asking
        found = [one for sentence in every for one in _in_sentence(sentence, is_asker=is_asker)]
        if asked and _may_answer(passage, asked) and every:
            answer = _answer(every[0], asked)
            # "Yes, post it" says by itself what is allowed; the answer alone would say it twice.
            if answer and all(one.value["act"] != answer.value["act"] for one in found):
                found.append(answer)
        yield from found
        asks = [one.value["scope"] for one in found if one.value["act"] == _ASK]
        if asks:
            asked = _Asked(passage.speaker, passage.session, asks[-1], _TURNS_FOR_AN_ANSWER)
        elif asked:
            asked = _Asked(asked.by, asked.session, asked.scope, asked.turns - 1) if asked.turns > 1 else None


def _may_answer(passage: Passage, asked: _Asked) -> bool:
    return passage.session == asked.session and passage.speaker != asked.by and passage.speaker is not None


def _answer(sentence: Sentence, asked: _Asked) -> Found | None:
    for rule, match in table("consent", sentence.language).hits(sentence.words):
        if rule.code in _ANSWERS and match.start() == 0 and not sentence.asked:
            start, end = sentence.in_text(*sentence.clause(*match.span()))
            return Found("consent", start, end, rule.name, {"act": _ANSWERS[rule.code], "scope": asked.scope})
    return None


def _in_sentence(sentence: Sentence, *, is_asker: bool) -> Iterator[Found]:
    said = list(table("consent", sentence.language).hits(sentence.words))
    splits = [match.start() for rule, match in said if rule.code == _SPLIT]
    narrated = [match.span() for rule, match in said if rule.code == _NARRATED]
    topics = [(match.start(), rule.code.partition(":")[2]) for rule, match in said if rule.code[:6] == _TOPIC]
    hits: dict[tuple[int, int], list[tuple[int, str, str]]] = {}
    for rule, match in said:
        act = rule.code.partition(":")[0]
        # One who asks speaks of others' words: what sounds like leave is theirs to give.
        if act not in _ACTS or (act == _ASK) != sentence.asked or (is_asker and act in {_GRANT, _REFUSE}):
            continue
        clause = _between(_whole(sentence, *match.span()), match.span(), splits)
        if not any(clause[0] <= start <= match.start() for start, _ in narrated):
            hits.setdefault(clause, []).append((_ACTS.index(act), rule.code, rule.name))
    for one in leave.find(sentence):
        act = one.code.partition(":")[0]
        # Whole sayings come first; parts that meet are told where these are silent.
        if not (is_asker and act in {_GRANT, _REFUSE}) and not any(_meets(one, clause) for clause in hits):
            hits[one.start, one.end] = [(_ACTS.index(act), one.code, one.rule)]
    joined = _without_inner(hits)
    for clause, its in joined.items():
        _, code, name = min(its, key=lambda one: one[0])
        act, _, scope = code.partition(":")
        value = {"act": act, "scope": scope or _scope(topics, *clause)}
        last = min((start for start, _ in joined if start >= clause[1]), default=len(sentence.words))
        # "Tell nobody, where I live": what it is about may stand behind, until another act begins.
        end = last if last - clause[0] <= _SHORT else clause[1]
        yield Found("consent", *sentence.in_text(clause[0], end), name, value)


def _without_inner(
    hits: dict[tuple[int, int], list[tuple[int, str, str]]],
) -> dict[tuple[int, int], list[tuple[int, str, str]]]:
    """Join the clauses that lie inside a wider one to it."""
    outer = [one for one in hits if not any(_holds(other, one) for other in hits)]
    return {
        wide: [hit for clause, its in hits.items() if clause == wide or _holds(wide, clause) for hit in its]
        for wide in outer
    }


def _holds(wide: tuple[int, int], narrow: tuple[int, int]) -> bool:
    return wide != narrow and wide[0] <= narrow[0] and narrow[1] <= wide[1]


def _meets(one: leave.Leave, clause: tuple[int, int]) -> bool:
    return one.start < clause[1] and clause[0] < one.end


def _whole(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    return sentence.clause(start, start + 1)[0], sentence.clause(end - 1, end)[1]


def _between(clause: tuple[int, int], match: tuple[int, int], splits: list[int]) -> tuple[int, int]:
    """Cut a clause where another thing begins ("my voice but not my name")."""
    first = max((place for place in splits if clause[0] < place <= match[0]), default=clause[0])
    last = min((place for place in splits if match[0] < place < clause[1]), default=clause[1])
    return first, last


def _scope(topics: list[tuple[int, str]], start: int, end: int) -> str:
    """Return the first topic of the table that the clause names, else that of its sentence."""
    return next(
        (scope for place, scope in topics if start <= place < end), topics[0][1] if topics else _UNSAID
    )
