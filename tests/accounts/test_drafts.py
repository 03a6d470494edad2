from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from cast import Cast
from guwah.accounts import drafts
from guwah.accounts.models import Draft
from guwah.accounts.typed import Typed, TypedPage
from guwah.failures import NotUnderstood
from guwah.vault import sealed_drafts
from guwah.vault.keyring import KEYRING, VaultLocked
from guwah.vault.keys import Keys
from guwah.vault.models import LogEntry

PAGE = "0f" * 16


def page(text: str, number: int = 1, *, page: str = PAGE, name: str = "words") -> TypedPage:
    return TypedPage(page, "/cases/1/", number, (Typed("/cases/1/#0", name, "Note", text),))


def texts(cast: Cast) -> list[str]:
    return [draft.text for draft in drafts.of(cast.chiara)]


@pytest.fixture
def keys(committed_cast: Cast) -> Iterator[Keys]:
    held = KEYRING.current()
    yield held
    KEYRING.hold(held)


def test_what_is_typed_is_kept_and_only_for_its_writer(cast: Cast) -> None:
    assert drafts.keep(cast.chiara.actor, page("the flour")) == "vault"
    drafts.keep(cast.chiara.actor, page("the flour came late", 2))

    assert texts(cast) == ["the flour came late"]
    assert not drafts.of(cast.aygul).exists()
    assert drafts.of(cast.chiara).get().place == "/cases/1/"
    assert not LogEntry.objects.exists()


def test_a_telling_that_comes_late_does_not_undo_a_later_one(cast: Cast) -> None:
    drafts.keep(cast.chiara.actor, page("the flour came late", 9))
    drafts.keep(cast.chiara.actor, page("the flo", 8))

    assert texts(cast) == ["the flour came late"]


def test_two_pages_of_one_place_do_not_touch_each_other(cast: Cast) -> None:
    drafts.keep(cast.chiara.actor, page("one"))
    drafts.keep(cast.chiara.actor, page("two", page="1e" * 16))

    assert sorted(texts(cast)) == ["one", "two"]


def test_a_page_is_nobody_elses(cast: Cast) -> None:
    drafts.keep(cast.chiara.actor, page("mine"))
    drafts.keep(cast.boris.actor, page("not yours", 2))

    assert texts(cast) == ["mine"]


def test_an_emptied_field_is_no_draft(cast: Cast) -> None:
    drafts.keep(cast.chiara.actor, page("the flour"))
    drafts.keep(cast.chiara.actor, page("", 2))

    assert texts(cast) == []


def test_who_has_no_way_in_any_more_keeps_nothing(cast: Cast) -> None:
    cast.chiara.is_active = False
    cast.chiara.save()

    with pytest.raises(NotUnderstood):
        drafts.keep(cast.chiara.actor, page("the flour"))


def test_there_is_an_end_to_new_pages_and_none_to_those_begun(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 2)
    for number in range(2):
        drafts.keep(cast.chiara.actor, page("x", page=f"{number:032x}"))
    with pytest.raises(drafts.TooManyDrafts):
        drafts.keep(cast.chiara.actor, page("y", page=f"{2:032x}"))

    drafts.keep(cast.chiara.actor, page("x more", 2, page=f"{1:032x}"))

    assert sorted(texts(cast)) == ["x", "x more"]


def test_typing_after_the_lock_is_found_after_the_unlock(
    committed_cast: Cast, keys: Keys, vault: Path
) -> None:
    actor = committed_cast.chiara.actor
    drafts.keep(actor, page("the flour", 1))
    KEYRING.lock()

    assert drafts.keep(actor, page("the flour came", 2)) == "sealed"
    assert drafts.keep(actor, page("the flour came late", 3)) == "sealed"
    sealed = b"".join(path.read_bytes() for path in (vault / "drafts").iterdir())
    assert b"flour" not in sealed
    KEYRING.hold(keys)
    assert texts(committed_cast) == ["the flour"]

    assert drafts.take_up() == 0

    draft = drafts.of(committed_cast.chiara).get()
    assert (draft.text, draft.after_lock) == ("the flour came late", True)
    assert sealed_drafts.waiting(vault) == []


def test_a_merge_that_was_killed_is_done_again_without_harm(
    committed_cast: Cast, keys: Keys, vault: Path
) -> None:
    actor = committed_cast.chiara.actor
    KEYRING.lock()
    drafts.keep(actor, page("after the lock", 2))
    (file,) = sealed_drafts.waiting(vault)
    sealed = file.read_bytes()
    KEYRING.hold(keys)
    drafts.take_up()
    drafts.keep(actor, page("after the lock, and after the unlock", 3))
    file.write_bytes(sealed)

    assert drafts.take_up() == 0

    assert texts(committed_cast) == ["after the lock, and after the unlock"]
    assert not file.exists()


def test_a_lock_in_the_middle_of_keeping_loses_nothing(
    committed_cast: Cast, keys: Keys, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locks(*_: object) -> None:
        KEYRING.lock()
        raise DatabaseError("interrupted")

    with monkeypatch.context() as patched:
        patched.setattr(drafts, "_write", locks)
        assert drafts.keep(committed_cast.chiara.actor, page("in the middle")) == "sealed"
    KEYRING.hold(keys)
    drafts.take_up()

    assert texts(committed_cast) == ["in the middle"]


def test_a_database_that_fails_while_open_is_no_lock(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise DatabaseError("disk I/O error")

    monkeypatch.setattr(drafts, "_write", fails)
    with pytest.raises(DatabaseError):
        drafts.keep(cast.chiara.actor, page("x"))


def test_a_vault_that_was_never_open_here_takes_nothing(
    committed_cast: Cast, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = committed_cast.chiara.actor
    KEYRING.lock()
    monkeypatch.setattr(KEYRING, "slit", None)

    with pytest.raises(VaultLocked):
        drafts.keep(actor, page("x"))


def test_what_cannot_be_read_stays_and_is_counted(committed_cast: Cast, keys: Keys, vault: Path) -> None:
    KEYRING.lock()
    drafts.keep(committed_cast.chiara.actor, page("good"))
    drafts.keep("ffff", page("of nobody", page="1e" * 16))
    planted = vault / "drafts" / f"{'2d' * 16}.age"
    planted.write_bytes(b"age-encryption.org/v1\nrubbish")
    KEYRING.hold(keys)

    assert drafts.take_up() == 2

    assert texts(committed_cast) == ["good"]
    assert planted in sealed_drafts.waiting(vault)


def test_who_was_removed_meanwhile_typed_it_all_the_same(
    committed_cast: Cast, keys: Keys, vault: Path
) -> None:
    KEYRING.lock()
    drafts.keep(committed_cast.chiara.actor, page("last words here"))
    KEYRING.hold(keys)
    type(committed_cast.chiara).objects.filter(handle="chiara").update(is_active=False)

    assert drafts.take_up() == 0
    assert Draft.objects.get().member == committed_cast.chiara


def test_a_form_that_was_taken_takes_its_drafts_with_it(cast: Cast) -> None:
    drafts.keep(cast.chiara.actor, page("one\ntwo"))
    drafts.keep(cast.chiara.actor, page("another", page="1e" * 16))

    drafts.note_sent(cast.chiara, {"words": ["one\r\ntwo"], "other": ["another"]})

    assert texts(cast) == ["another"]
    assert [draft.text for draft in drafts.just_sent(cast.chiara)] == ["one\ntwo"]


def test_a_page_that_is_typed_on_after_it_was_sent_is_a_draft_again(cast: Cast) -> None:
    drafts.keep(cast.chiara.actor, page("one", 1))
    drafts.note_sent(cast.chiara, {"words": ["one"]})
    drafts.keep(cast.chiara.actor, page("one", 2))
    assert texts(cast) == []

    drafts.keep(cast.chiara.actor, page("one and two", 3))

    assert texts(cast) == ["one and two"]


def test_what_was_sent_is_forgotten_after_a_day(cast: Cast) -> None:
    for name, age in (("new", 23), ("old", 25)):
        drafts.keep(cast.chiara.actor, page(name, name=name))
        Draft.objects.filter(name=name).update(sent_at=timezone.now() - dt.timedelta(hours=age))
    drafts.keep(cast.chiara.actor, page("unsent", page="1e" * 16))
    Draft.objects.filter(text="unsent").update(kept_at=timezone.now() - dt.timedelta(days=900))

    drafts.take_up()

    assert sorted(Draft.objects.values_list("text", flat=True)) == ["new", "unsent"]


def test_only_the_writer_throws_away(cast: Cast) -> None:
    drafts.keep(cast.chiara.actor, page("mine"))
    number = Draft.objects.get().pk

    drafts.throw_away(cast.aygul, number)
    assert texts(cast) == ["mine"]
    drafts.throw_away(cast.chiara, number)
    assert texts(cast) == []


def test_the_database_waits_for_the_disk_before_it_says_kept(quick_vault: Path) -> None:
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone()[0] >= 2


def test_one_field_that_is_kept_leaves_the_others_alone(cast: Cast) -> None:
    two = replace(page("a"), fields=(*page("a").fields, *page("b", name="reason").fields))
    drafts.keep(cast.chiara.actor, two)
    drafts.keep(cast.chiara.actor, page("a and more", 2))

    assert sorted(texts(cast)) == ["a and more", "b"]
