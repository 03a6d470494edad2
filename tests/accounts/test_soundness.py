from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import DatabaseError

from cast import Cast
from commanding import Guwah
from guwah.accounts import soundness
from guwah.vault.custody import Act
from guwah.vault.models import Opening
from guwah.vault.wholeness import DAMAGED, Wholeness

PAGE = 4096


@pytest.fixture
def guwah(tmp_path: Path) -> Guwah:
    made = Guwah(tmp_path).make()
    made("case", "new", "The oven")
    (tmp_path / "loaf.txt").write_text("a loaf of words")
    made("evidence", "add", "1", "loaf.txt")
    return made


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def told_by_each(guwah: Guwah) -> Iterator[set[str]]:
    """Let every command that looks after the vault look, and yield the codes each of them says."""
    doctor = guwah("doctor", "--open", code=1)
    yield {each["code"] for each in doctor["findings"]}
    for words in (("evidence", "scrub"), ("evidence", "verify"), ("log", "verify")):
        told = guwah(*words, code=1)
        yield {*told.get("unverified", ()), told.get("error", {}).get("code")}


SOAKED = [pytest.param(place, marks=pytest.mark.slow) for place in (0.3, 0.9)]


# The first page (which every start reads), pages in the middle, the last byte of the file.
@pytest.mark.parametrize("place", [0.0, 0.62, 1.0, *SOAKED])
def test_a_changed_byte_of_the_database_is_told_by_every_command_that_looks(
    guwah: Guwah, place: float
) -> None:
    database = guwah.vault / "guwah.db"
    flip(database, max(20, int((database.stat().st_size - 1) * place)))

    for codes in told_by_each(guwah):
        assert DAMAGED in codes


def test_a_sound_vault_is_whole_for_every_command(guwah: Guwah) -> None:
    assert guwah("log", "verify")["database"]["damaged"] == []
    assert guwah("evidence", "scrub")["intact"]
    assert DAMAGED not in {each["code"] for each in guwah("doctor", "--open", code=1)["findings"]}


def test_damage_names_pages_and_what_to_do(guwah: Guwah) -> None:
    database = guwah.vault / "guwah.db"
    size = database.stat().st_size // PAGE
    for page in range(size - 30, size):
        flip(database, page * PAGE + 1000)

    doctor = guwah("doctor", "--open", code=1)

    (found,) = (each for each in doctor["findings"] if each["code"] == DAMAGED)
    assert f"of its {size} pages 30 are not as written (page {size - 29}; " in found["message"]
    assert "guwah restore" in found["remedy"]


def test_damage_is_told_to_the_log_where_that_still_takes_a_word(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Wholeness(9, ("page 3",), lost=("bread",))
    monkeypatch.setattr(soundness, "look", lambda _database, _key: broken)

    assert soundness.look_through(cast.aygul) == broken

    opening = Opening.objects.select_related("entry").get(entry__act=Act.DATABASE_DAMAGED)
    assert opening.entry.actor == cast.aygul.actor
    assert opening.value == {"pages": 9, "damaged": ["page 3"], "lost": ["bread"]}

    def refused(*_about: object, **_more: object) -> None:
        raise DatabaseError("database disk image is malformed")

    monkeypatch.setattr(soundness, "record", refused)
    assert soundness.look_through() == broken
    assert soundness.explained(DatabaseError("database disk image is malformed")) is not None
    assert soundness.explained(DatabaseError("database is locked")) is None
