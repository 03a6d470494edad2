"""How commands take options that belong together."""

from __future__ import annotations

from dataclasses import fields
from functools import wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def gathered(kind: type[Any], name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Hand a command the options of one matter as one dataclass; stands below its options.

    Args:
        kind: the dataclass; each of its fields is an option or argument of the same name.
        name: the parameter of the command that receives it.
    """
    names = [each.name for each in fields(kind)]

    def around(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def with_them_gathered(**given: Any) -> None:  # noqa: ANN401 - what click gives
            together = kind(**{each: given.pop(each) for each in names})
            command(**given, **{name: together})

        return with_them_gathered

    return around
