from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from guwah.vault import sealed_drafts
from guwah.vault.age import AgeBroken, Identity
from guwah.vault.keyring import KEYRING, Keyring, Slit
from guwah.vault.sealed_drafts import MOST_BYTES, MOST_FILES, NoRoomForTyping, put_in, take_out, waiting

PAGE = "0f" * 16
WORDS = '{"text": "نان ياقتىم، the flour came late"}'.encode()


@pytest.fixture
def slit(quick_vault: Path) -> Slit:
    found = KEYRING.slit
    assert found is not None
    return found


def test_what_is_put_in_is_read_by_the_keys_and_by_nobody_else(slit: Slit, quick_vault: Path) -> None:
    put_in(slit, PAGE, WORDS)

    (file,) = waiting(quick_vault)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert b"flour" not in file.read_bytes()
    assert take_out(KEYRING.current(), file) == WORDS
    with pytest.raises(AgeBroken):
        take_out(replace(KEYRING.current(), blob_identity=Identity.generate().secret), file)


def test_the_door_needs_no_key_to_take_something_in(slit: Slit, quick_vault: Path) -> None:
    keyring = Keyring()
    keyring.hold(KEYRING.current())
    keyring.lock()

    assert keyring.slit == slit
    put_in(slit, PAGE, WORDS)
    assert len(waiting(quick_vault)) == 1


def test_a_page_that_is_typed_on_takes_the_place_of_itself(slit: Slit, quick_vault: Path) -> None:
    for words in (b"one", b"one two", b"one two three"):
        put_in(slit, PAGE, words)

    (file,) = waiting(quick_vault)
    assert take_out(KEYRING.current(), file) == b"one two three"


def test_what_was_sealed_before_a_change_of_keys_is_read_after_it(slit: Slit, quick_vault: Path) -> None:
    put_in(slit, PAGE, WORDS)
    keys = KEYRING.current()
    changed = replace(keys, blob_identity=Identity.generate().secret, identities_before=(keys.blob_identity,))

    assert take_out(changed, waiting(quick_vault)[0]) == WORDS


def test_the_length_of_what_is_typed_does_not_show(slit: Slit, quick_vault: Path) -> None:
    sizes = set()
    for length in (1, 100, 4000):
        put_in(slit, PAGE, b"x" * length)
        sizes.add(waiting(quick_vault)[0].stat().st_size)

    assert len(sizes) == 1


def test_nobody_fills_the_disk(slit: Slit, quick_vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoRoomForTyping) as refused:
        put_in(slit, PAGE, b"x" * (MOST_BYTES + 1))
    assert refused.value.code == "typing-too-long"
    monkeypatch.setattr(sealed_drafts, "MOST_FILES", 3)
    for number in range(3):
        put_in(slit, f"{number:032x}", b"x")
    with pytest.raises(NoRoomForTyping) as refused:
        put_in(slit, f"{3:032x}", b"x")
    assert refused.value.code == "typing-too-much"

    put_in(slit, f"{1:032x}", b"more")

    assert len(waiting(quick_vault)) == 3
    assert MOST_FILES * (MOST_BYTES + 4096) < 20 << 20


@pytest.mark.parametrize("page", ["", "../../etc", "0F" * 16, "0f" * 15, "0f" * 16 + "\n"])
def test_only_a_page_of_ours_names_a_file(slit: Slit, page: str) -> None:
    with pytest.raises(ValueError, match="name of a page"):
        put_in(slit, page, b"x")


def test_it_is_on_the_disk_when_it_is_said_to_be(
    slit: Slit, quick_vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    fsync, rename = os.fsync, os.rename

    def counted(name: str, call: Callable[..., None]) -> Callable[..., None]:
        def step(*arguments: object, **options: object) -> None:
            calls.append(name)
            call(*arguments, **options)

        return step

    monkeypatch.setattr(os, "fsync", counted("fsync", fsync))
    monkeypatch.setattr(os, "rename", counted("rename", rename))

    put_in(slit, PAGE, WORDS)

    assert calls == ["fsync", "rename", "fsync"]
