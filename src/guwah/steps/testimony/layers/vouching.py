"""Telling later steps when a person begins or ceases to answer for the words of a text."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db.models import Q

from guwah.steps.testimony.layers.reviewing import unchecked_drafts
from guwah.steps.testimony.layers.tables import TextReview

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from guwah.accounts.models import Case
    from guwah.steps.testimony.models import Layer

    Listener = Callable[[Case, frozenset[int], frozenset[int]], None]

_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Let a step hear of it, inside the transaction; called once, from its `AppConfig.ready`.

    The listener is given the case, the layers that nobody answers for any more, and those that somebody
    answers for from now on.
    """
    if listener not in _listeners:
        _listeners.append(listener)


@contextmanager
def told(case: Case) -> Iterator[None]:
    """Tell what the block changes of which texts of a case somebody answers for."""
    before = unchecked_drafts(case)
    yield
    after = unchecked_drafts(case)
    if before != after:
        for listener in _listeners:
            listener(case, after - before, before - after)


@contextmanager
def told_of_edit(layer: Layer) -> Iterator[None]:
    """Do the same around a new revision of a layer, asking little where nobody has checked the text."""
    rows = TextReview.objects.filter(withdrawn_at=None)
    if rows.filter(Q(revision__layer=layer) | Q(compared__layer=layer)).exists():
        with told(layer.case):
            yield
    else:
        yield
