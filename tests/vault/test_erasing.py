from __future__ import annotations

import pytest
from django.db import connection, transaction

from cast import Cast
from guwah.failures import Problem
from guwah.vault import logfiles
from guwah.vault.custody import Act, Thing, record
from guwah.vault.erasing import erase_openings
from guwah.vault.models import LogEntry, Opening

SECRET = "a kettle with a dent that nobody else has"


@pytest.fixture
def entry(committed_cast: Cast) -> int:
    with transaction.atomic():
        things = [Thing("item", {"name": SECRET}), Thing("place", {"name": "mill"})]
        return record(Act.SEALED, "a" * 16, things=things).index


def stored() -> list[object]:
    """Every value of every table, read through the key that opens them all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        names = [row[0] for row in cursor.fetchall()]
        found: list[object] = []
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - names of our own tables
            found += [value for row in cursor.fetchall() for value in row]
    return found


def test_what_is_erased_can_be_confirmed_by_nobody_and_the_log_still_holds(entry: int) -> None:
    opening = Opening.objects.get(entry_id=entry, label="item")
    salt = bytes(opening.salt or b"")
    assert salt in stored()

    recorded = erase_openings("a" * 16, entry, reason="she asked for it")

    values = stored()
    assert salt not in values
    assert not any(SECRET in str(value) for value in values)
    assert set(Opening.objects.filter(entry_id=entry).values_list("salt", "value")) == {(None, None)}
    assert logfiles.check().faults == ()
    told = Opening.objects.get(entry_id=recorded.index).value
    leaf = bytes(LogEntry.objects.get(index=entry).leaf).hex()
    assert told == {"leaf": leaf, "index": entry, "reason": "she asked for it"}
    # Nothing of it waits in the write-ahead log either.
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA database_list")
        database = cursor.fetchone()[2]
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone()[0] == 1
    with open(f"{database}-wal", "rb") as waiting:  # noqa: PTH123 - the name comes as text
        assert waiting.read() == b""


def test_one_label_alone_can_be_erased(entry: int) -> None:
    erase_openings("a" * 16, entry, reason="asked", label="item")
    assert Opening.objects.get(entry_id=entry, label="place").value == {"name": "mill"}


def test_what_is_not_there_cannot_be_erased(entry: int) -> None:
    erase_openings("a" * 16, entry, reason="asked")
    count = LogEntry.objects.count()
    for index, label, code in [
        (entry, None, "nothing-to-erase"),
        (entry, "other", "nothing-to-erase"),
        (99, None, "no-such-entry"),
    ]:
        with pytest.raises(Problem) as caught:
            erase_openings("a" * 16, index, reason="asked", label=label)
        assert caught.value.code == code
    assert LogEntry.objects.count() == count
