"""Functions known by their names until they are called: no command pays at its start for what others do."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable


def later(path: str) -> Callable[..., Any]:
    """Return a function that imports another at its first call and then calls that one.

    Args:
        path: module and name, `guwah.steps.claims.margin.claims`; a wrong one is an `ImportError` at the
            call.
    """

    @cache
    def found() -> Callable[..., Any]:
        known: Callable[..., Any] = import_string(path)
        return known

    def call(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the function takes and returns
        return found()(*given, **named)

    return call
