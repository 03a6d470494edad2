"""Torn and spoilt files in the real jail: whatever was done to a file, its reading ends as an outcome."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from random import Random

import pytest

import attic
import darkroom
from guwah.steps.evidence.reading import jail, plan, steps
from guwah.steps.evidence.reading.answers import REASONS, CannotRead
from guwah.steps.evidence.reading.jail import JailFailed, sealed_memory
from guwah.vault.keyring import Keyring

FILES = {
    "heif": darkroom.heic(),
    "heif in squares": darkroom.heic(6, wide=700, high=300, tile=256),
    "ole word": attic.doc("The oven ", "печь", " was cold."),
    "ole excel": attic.xls("flour", "Нан", "bread"),
    "ole slides": attic.ppt("flour", "Нан"),
    "ole letter": attic.msg(),
    "rtf": attic.rtf(),
    "packed rar": attic.rar("voices/1.amr", "b.txt"),
    "packed 7z": attic.seven_zip("voices/1.amr", "b.txt").rstrip(b"\0"),
    "silk": attic.silk(1),
    "audio amr": attic.amr(1),
    "audio caf": darkroom.recording("caf")[:20_000],
}
# How a child may fail; and a spoilt file may have it run out of its time or memory, which limits see to.
CODES = REASONS | {"took-too-long", "too-much-output", "reader-died", "reader-babbled"}
ROUNDS = int(os.environ.get("HOSTILE_ROUNDS", "100"))


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> None:
    holding = Keyring()
    holding._keys = object()  # type: ignore[assignment]  # nobody asks for the keys themselves
    monkeypatch.setattr(jail, "KEYRING", holding)


def torn(data: bytes, rounds: int) -> Iterator[bytes]:
    """The file cut off at so many places, from its first byte to its last but one."""
    for number in range(rounds):
        yield data[: 1 + number * (len(data) - 2) // max(1, rounds - 1)]


def spoilt(data: bytes, rounds: int) -> Iterator[bytes]:
    """The file with some of its bytes changed, most of them in its beginning, where it says what it is."""
    chance = Random(7)  # noqa: S311 - seeded on purpose, nothing secret
    for _ in range(rounds):
        bad = bytearray(data)
        for _ in range(chance.choice((1, 3, 20))):
            within = chance.choice((64, 1024, len(bad)))
            bad[chance.randrange(min(within, len(bad)))] = chance.choice(
                (0, 1, 0x7F, 0xFF, chance.randrange(256))
            )
        yield bytes(bad)


def _outcomes(family: str, data: bytes) -> Iterator[str]:
    """The outcome of every step with a file, and of cleaning it."""
    for step in (*plan.steps(family), *([plan.CLEAN] if family in steps.ENDINGS else [])):
        if plan.not_here(step, family):
            continue
        with sealed_memory(len(data), [data]) as given:
            try:
                found = steps.clean(family, given) if step == plan.CLEAN else steps.read(step, family, given)
                yield "done" if list(found) else "nothing"
            except (CannotRead, JailFailed) as failed:
                yield failed.code


def _seen(name: str, rounds: int) -> set[str]:
    """Return every outcome of torn and spoilt variants of a file."""
    family, data = name.split(maxsplit=1)[0], FILES[name]
    bad = (*torn(data, rounds), *spoilt(data, rounds))
    return {outcome for each in bad for outcome in _outcomes(family, each)}


@pytest.mark.parametrize("name", FILES)
def test_a_torn_or_spoilt_file_ends_as_an_outcome(name: str) -> None:
    seen = _seen(name, 2)

    assert seen <= CODES | {"done", "nothing"}
    # A player goes on behind what is spoilt.
    assert seen & CODES or name.startswith("audio ")


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_every_torn_or_spoilt_file_ends_as_an_outcome(name: str) -> None:
    seen = _seen(name, ROUNDS)

    assert seen <= CODES | {"done", "nothing"}
    assert seen & CODES or name.startswith("audio ")


@pytest.mark.parametrize(
    ("squares", "size"),
    [((255, 255), (700, 300)), ((1, 2), (65_535, 65_535)), ((0, 0), (1, 1))],
    ids=["more squares than there are", "vast", "fewer"],
)
def test_a_photo_whose_squares_do_not_fit_is_not_drawn(
    squares: tuple[int, int], size: tuple[int, int]
) -> None:
    data = FILES["heif in squares"]
    # ISO/IEC 23008-12, 6.6.2.3.2: rows and columns less one, then how large they are together.
    place = data.index(struct.pack(">BBBBHH", 0, 0, 1, 2, 700, 300))

    bad = data[:place] + struct.pack(">BBBBHH", 0, 0, *squares, *size) + data[place + 8 :]

    assert list(_outcomes("heif", bad))[1:] == ["not-readable"] * 2


def test_a_photo_that_is_made_of_itself_ends() -> None:
    data = FILES["heif in squares"]
    place = data.index(b"dimg") + 4
    itself, count = data[place : place + 2], int.from_bytes(data[place + 2 : place + 4], "big")

    bad = data[: place + 4] + itself * count + data[place + 4 + 2 * count :]

    assert list(_outcomes("heif", bad))[1:] == ["not-readable"] * 2
