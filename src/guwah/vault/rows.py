"""Many rows of one table written straight: what a model's own `save` would write, at a tenth of its price."""

from __future__ import annotations

import json
from functools import cache
from itertools import repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.db import connection, transaction
from django.db.models import F, Field, JSONField, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db import models
    from django.db.models import QuerySet

_Row = TypeVar("_Row", bound="models.Model")
# Values that every other column takes as they are.
_AS_THEY_ARE: Final = frozenset({int, str, bytes, bool, type(None)})


def insert(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    same: Mapping[str, Any] | None = None,
) -> None:
    """Insert rows inside the running transaction; hooks of `save` are the caller's to keep.

    Args:
        model: the table.
        names: attribute names of the columns that differ from row to row, like `item_id`.
        rows: their values, in that order.
        same: values of columns that are alike in all rows; every other column gets its field's default.
    """
    columns = [*zip(*rows, strict=True)]
    if not columns:
        return
    fields = {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001 - Django's documented name
    made = {fields[name]: _made(fields[name], column) for name, column in zip(names, columns, strict=True)}
    alike = _alike(model(**(same or {})), names)
    made |= {field: repeat(value, len(columns[0])) for field, value in alike.items()}
    into = ", ".join(connection.ops.quote_name(str(field.column)) for field in made)
    places = ", ".join(["%s"] * len(made))
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 - Django's documented name
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({into}) VALUES ({places})",  # noqa: S608 - names of our own tables
            [*zip(*made.values(), strict=True)],
        )


def copied(model: type[_Row], rows: QuerySet[_Row], changed: Mapping[str, Any]) -> int:
    """Insert copies of rows of a table inside the running transaction, without reading them.

    Args:
        model: the table.
        rows: which of its rows; the copies are made in their order.
        changed: what differs in the copies, by attribute name: a value, or an expression over the row copied.

    Returns:
        How many were made.
    """
    fields = [field for field in model._meta.concrete_fields if not _counted(field)]  # noqa: SLF001 - Django's documented name
    values = {f"copied_{field.attname}": _value(field, changed) for field in fields}
    picked, given = rows.annotate(**values).values_list(*values).query.sql_with_params()
    into = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 - Django's documented name
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({into}) {picked}", given)
        return int(cursor.rowcount)


def _value(field: models.Field[Any, Any], changed: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any expression
    if field.attname not in changed:
        return F(field.attname)
    value = changed[field.attname]
    return value if hasattr(value, "resolve_expression") else Value(value, output_field=field)


def _alike(row: models.Model, without: Sequence[str]) -> dict[models.Field[Any, Any], Any]:
    """Return what stands in the other columns of a row; one that is empty need not be named."""
    fields = [field for field in row._meta.concrete_fields if not _counted(field)]  # noqa: SLF001 - Django's documented name
    left = [field for field in fields if field.attname not in without]
    values = {field: field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in left}
    return {field: value for field, value in values.items() if value is not None}


def unwritten(
    model: type[_Row], names: Sequence[str], rows: Iterable[Sequence[Any]], same: Mapping[str, Any]
) -> list[_Row]:
    """Return new objects that are not written yet: what the constructor makes, at a third of its price.

    Args:
        model: of which table.
        names: attribute names of the columns that differ from row to row, like `item_id`.
        rows: their values, in that order.
        same: what is alike in all of them, as the constructor takes it; every other column has its default.
    """
    template = model(**same)
    columns = [field.attname for field in model._meta.concrete_fields]  # noqa: SLF001 - Django's documented name
    places = [columns.index(name) for name in names]
    values = [getattr(template, name) for name in columns]
    state = template._state  # noqa: SLF001 - Django's documented name
    made: list[_Row] = []
    for row in rows:
        for place, value in zip(places, row, strict=True):
            values[place] = value
        # In the order of their columns: what names would cost most of (`Model.__init__`).
        new = model(*values)
        new._state.db = state.db  # noqa: SLF001 - Django's documented name
        new._state.fields_cache.update(state.fields_cache)  # noqa: SLF001 - Django's documented name
        made.append(new)
    return made


def written(objects: Iterable[_Row]) -> list[_Row]:
    """Insert new rows of one table, number and return them: `bulk_create` at a part of its price."""
    rows = list(objects)
    if rows:
        # Keeps others from writing, and so from giving the same numbers.
        with transaction.atomic(savepoint=False):
            _write(rows)
    return rows


def _write(rows: Sequence[models.Model]) -> None:
    model, about = type(rows[0]), rows[0]._meta  # noqa: SLF001 - Django's documented name
    key = about.pk.attname
    names = [field.attname for field in about.concrete_fields]
    for number, row in enumerate(rows, _last(about.db_table) + 1):
        setattr(row, key, number)
        for field in _filled_when_saved(model):
            field.pre_save(row, add=True)
    insert(model, names, map(attrgetter(*names), rows))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - Django's documented name


def _last(table: str) -> int:
    """Return the highest number a table ever gave (SQLite, "AUTOINCREMENT")."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
    return int(found[0]) if found else 0


@cache
def _filled_when_saved(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    """Return the fields that take their value at the moment of saving, like `auto_now_add`."""
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's documented name
    return tuple(field for field in fields if type(field).pre_save is not Field.pre_save)


def _counted(field: models.Field[Any, Any]) -> bool:
    """Say whether the database gives this column its value by counting."""
    return field.get_internal_type() in {"AutoField", "BigAutoField"}


def _made(field: models.Field[Any, Any], column: Sequence[Any]) -> Iterable[Any]:
    """Return the values of one column as the database takes them."""
    if isinstance(field, JSONField):
        # What the field itself does (`DatabaseOperations.adapt_json_value`), at a third of the price.
        return [None if value is None else json.dumps(value, cls=field.encoder) for value in column]
    if _AS_THEY_ARE.issuperset(map(type, column)):
        return column
    first = column[0]
    if all(value is first for value in column):
        return [field.get_db_prep_save(first, connection)] * len(column)
    return [field.get_db_prep_save(value, connection) for value in column]
