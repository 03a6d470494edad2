"""A question as the index understands it: an expression of FTS5, every key in quotation marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.steps.testimony.models import Session
from guwah.steps.testimony.search import places
from guwah.steps.testimony.search.words import EVERYWHERE, of_cases, of_layers, of_sessions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guwah.instruments.words import Question, Term, Way
    from guwah.steps.testimony.search.days import Days
    from guwah.steps.testimony.search.narrowing import Within
    from guwah.steps.testimony.search.words import Where


def expression(question: Question, within: Within) -> str:
    """Return the expression for words, speaker and language; the rest is told by numbers (`where`).

    Args:
        question: what is looked for; at least one term.
        within: what narrows it.
    """
    parts = [_term(each) for each in question.terms]
    if within.language:
        parts.append(_place(places.tongue(within.language)))
    parts += [_place(key) for key in places.speaker(within.speaker)]
    asked = " AND ".join(f"({each})" for each in parts)
    without = " OR ".join(f"({_term(each)})" for each in question.without)
    return f"({asked}) NOT ({without})" if without else asked


def where(within: Within, cases: Iterable[int] | None, days: Days | None) -> Where:
    """Return in which texts and sessions is looked.

    Args:
        within: what narrows it.
        cases: numbers of the cases that may be looked into; None where that is every case there is.
        days: the sessions of the days of `within`; None where no days were asked for.
    """
    found = EVERYWHERE if cases is None else of_cases(cases)
    if days is not None:
        found &= of_sessions(days.sessions)
    if within.layer is not None:
        found &= of_layers([within.layer])
    if within.session is not None:
        found &= of_sessions(_session(within.session))
    return found


def _session(row: int) -> Iterable[tuple[int, int]]:
    """Return layer and number of a session, so that an edit since does not lead to nothing."""
    return Session.objects.filter(pk=row).values_list("revision__layer", "n")


def _term(term: Term) -> str:
    return " OR ".join(_way(each) for each in term.ways)


def _way(way: Way) -> str:
    return f"{way.key} : {_quoted(' '.join(way.forms))}" + (" *" if way.more else "")


def _place(key: str) -> str:
    return f"place : {_quoted(key)}"


def _quoted(key: str) -> str:
    doubled = key.replace('"', '""')
    return f'"{doubled}"'
