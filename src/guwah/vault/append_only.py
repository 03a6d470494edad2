"""Rows that are never overwritten or deleted (law 3): a change is a new row."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class Overwritten(Exception):
    """Code tried to change or delete a row that only ever grows."""


class AppendOnly(models.Model):
    """Base of tables whose rows are written once.

    A subclass may name fields in `settles`: those may be set once from empty, like the row replacing it.
    """

    settles: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        """Insert a new row; an existing one may only have its settling fields filled."""
        if not self._state.adding:
            named = kwargs.get("update_fields")
            if not named or not set(named) <= self.settles:
                raise Overwritten(type(self).__name__)
            earlier = type(self)._default_manager.filter(pk=self.pk).values(*named).get()  # noqa: SLF001 - Django's documented name
            if any(value not in (None, "") for value in earlier.values()):
                raise Overwritten(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:  # noqa: ANN401 - Django's own signature
        """Refuse: deletion is a recorded act of its own."""
        del args, kwargs
        raise Overwritten(type(self).__name__)
