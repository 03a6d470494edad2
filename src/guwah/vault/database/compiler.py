"""How Django words questions to the database, without a table it makes for nothing.

Django looks this module up by its name; the compilers that are not changed are its own.
"""

from __future__ import annotations

from typing import Any

from django.db.models.sql import compiler as stock
from django.db.models.sql.compiler import (
    SQLAggregateCompiler,
    SQLDeleteCompiler,
    SQLInsertCompiler,
    SQLUpdateCompiler,
)

__all__ = [
    "SQLAggregateCompiler",
    "SQLCompiler",
    "SQLDeleteCompiler",
    "SQLInsertCompiler",
    "SQLUpdateCompiler",
]


class SQLCompiler(stock.SQLCompiler):
    """Django's compiler of SELECT."""

    def _order_by_pairs(self) -> Any:  # noqa: ANN401 - pairs, one by one; Django's stubs know of none
        """Yield each expression to order by, and whether it refers to a selected one.

        To find those, Django 5.2 keeps every selected column by its identity, which takes a sixth of all it
        does to word a question. A name of a field is looked for among the aliases only: where there are none,
        what is selected is kept from sight.
        """
        select, query = self.select, self.query
        stocks: Any = super()._order_by_pairs
        if query.combinator or query.extra or any(alias for _, _, alias in select or ()):
            yield from stocks()
            return
        given = query.order_by or (query.get_meta().ordering if query.default_ordering else ())
        self.select = select if any(not isinstance(each, str) for each in given or ()) else []
        try:
            pairs = list(stocks())
        finally:
            self.select = select
        yield from pairs
