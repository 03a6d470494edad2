"""A long text is looked through beside the pages: in turns, on from where it stood, as it is now."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import CaseMembership
from guwah.instruments import transcripts
from guwah.instruments.suggestions import FINDERS, material_of
from guwah.outbox.deliver import CHANNELS, LONG, deliver_due
from guwah.outbox.models import Effect
from guwah.steps.claims import flows
from guwah.steps.claims.channels import LOOK
from guwah.steps.claims.flows import looking as at_work
from guwah.steps.claims.suggesting import beside, queries
from guwah.steps.claims.suggesting.tables import Look, Looking, SeenSoFar
from guwah.steps.claims.suggesting.wire import found_in, packed, rows, unpacked
from guwah.steps.testimony import flows as testimony
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.queries import newest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.instruments.suggestions import Material
    from kept import Kept

    SignIn = Callable[[Member], Client]


@pytest.fixture(autouse=True)
def everything_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_work, "AT_ONCE", 10)
    monkeypatch.setattr(at_work, "PAGE", 40)
    monkeypatch.setattr(at_work, "TURN_SECONDS", 60.0)


@pytest.fixture
def short_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each turn ends with the finder that is at it."""
    monkeypatch.setattr(at_work, "TURN_SECONDS", 0.0)


def turn(later: int = 0) -> int:
    """Take what is due, so many minutes later; return how many effects were done."""
    return deliver_due(timezone.now() + timedelta(minutes=later), channels=frozenset(LONG)).done


def to_the_end(later: int = 0) -> Look:
    at_work.TURN_SECONDS = 60.0
    while turn(later):
        pass
    return Look.objects.get()


def listed(look: Look) -> list[tuple[Any, ...]]:
    return list(look.suggested.order_by("pk").values_list("kind", "start", "end", "rule", "value"))


def edit(cast: Cast, talk: Kept) -> None:
    revision = newest(talk.layer)
    block = next(one for one in revision.blocks.all() if "When was" in revision.text[one.start : one.end])
    words = revision.text[block.start : block.end].replace("When was the", "Tell me, when was the")
    testimony.revise(cast.chiara, talk.layer, revision.number, [Wish("fix", block.uid, words)])


@contextmanager
def reader_that_ends(monkeypatch: pytest.MonkeyPatch, program: str) -> Iterator[None]:
    """Let the reader be another program for a while."""
    with monkeypatch.context() as patch:
        real = subprocess.Popen
        patch.setattr(
            subprocess, "Popen", lambda _command, **how: real([sys.executable, "-c", program], **how)
        )
        yield


def test_a_short_text_is_looked_through_at_once(
    cast: Cast, talk: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_work, "AT_ONCE", 10_000)
    assert isinstance(flows.begin_look(cast.chiara, talk.layer), Look)
    assert not Effect.objects.filter(channel=LOOK).exists()


def test_a_long_text_is_found_to_say_the_same_as_at_once(cast: Cast, talk: Kept) -> None:
    at_once = listed(flows.look_through(cast.chiara, talk.layer))
    begun = flows.begin_look(cast.chiara, talk.layer)
    assert isinstance(begun, Looking)
    assert (begun.done, begun.pages) == (0, -(-len(talk.revision.text) // 40))
    look = to_the_end()
    assert listed(look) == at_once != []
    assert not Looking.objects.exists()
    assert not SeenSoFar.objects.exists()
    assert not Effect.objects.exclude(state="done").exists()


def test_the_pages_wait_for_no_reader() -> None:
    assert LOOK in CHANNELS
    assert LOOK in LONG


def test_each_turn_keeps_what_it_has_seen(cast: Cast, talk: Kept, short_turns: None) -> None:
    flows.begin_look(cast.chiara, talk.layer)
    for finders in range(1, 4):
        assert turn() == 1
        here = Looking.objects.get()
        assert (here.finders, here.seen.count()) == (finders, finders)
        assert here.done == here.pages * finders // len(FINDERS)
        assert not Look.objects.exists()
    to_the_end()


def test_after_a_kill_it_goes_on_with_the_finder_that_was_at_it(
    cast: Cast, talk: Kept, short_turns: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    flows.begin_look(cast.chiara, talk.layer)
    turn()
    turn()
    with monkeypatch.context() as patch:
        patch.setattr(at_work, "reading", killed)
        with pytest.raises(KeyboardInterrupt):
            turn()
    assert turn() == 0
    assert turn(later=2) == 1
    assert Looking.objects.get().finders == 3
    look = to_the_end(later=2)
    assert listed(look) == listed(flows.look_through(cast.chiara, talk.layer))


@contextmanager
def killed(_material: Material, _first: int, _every: float) -> Iterator[Iterator[None]]:
    def told() -> Iterator[None]:
        yield None
        raise KeyboardInterrupt

    yield told()


def test_a_turn_that_is_delivered_again_does_nothing(cast: Cast, talk: Kept, short_turns: None) -> None:
    flows.begin_look(cast.chiara, talk.layer)
    turn()
    effect = Effect.objects.filter(channel=LOOK).earliest("pk")
    at_work.take_turn(effect.key, effect.payload)
    assert Looking.objects.get().finders == 1


def test_a_text_that_changed_between_turns_is_looked_through_as_it_is_now(
    cast: Cast, talk: Kept, short_turns: None
) -> None:
    flows.begin_look(cast.chiara, talk.layer)
    turn()
    turn()
    edit(cast, talk)
    turn()
    here = Looking.objects.get()
    assert (here.finders, here.revision) == (1, newest(talk.layer))
    look = to_the_end()
    assert look.revision == newest(talk.layer)
    assert listed(look) == listed(flows.look_through(cast.chiara, talk.layer))


def test_a_text_that_changes_while_it_is_read_is_not_read_to_the_end(
    cast: Cast, talk: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def slow(_material: Material, first: int, _every: float) -> Iterator[Iterator[dict[str, Any]]]:
        def told() -> Iterator[dict[str, Any]]:
            edit(cast, talk)
            yield {"finder": first, "found": []}
            pytest.fail("it was read on")

        yield told()

    flows.begin_look(cast.chiara, talk.layer)
    with monkeypatch.context() as patch:
        patch.setattr(at_work, "reading", slow)
        turn()
    assert not Look.objects.exists()
    look = to_the_end()
    assert look.revision == newest(talk.layer)
    assert listed(look)


def test_a_reader_that_fails_is_told_and_what_was_seen_is_kept(
    cast: Cast, talk: Kept, short_turns: None, monkeypatch: pytest.MonkeyPatch, client_of: SignIn
) -> None:
    before = flows.look_through(cast.chiara, talk.layer)
    flows.begin_look(cast.chiara, talk.layer)
    turn()
    with reader_that_ends(monkeypatch, "raise SystemExit(1)"):
        turn()
    here = Looking.objects.get()
    assert (here.code, here.finders) == ("reader-ended", 1)
    assert Look.objects.get() == before
    page = reverse("suggestions", args=[cast.case.pk, talk.layer.pk])
    shown = client_of(cast.chiara).get(page).content.decode()
    assert "It stopped before its end" in shown
    assert "pages are read and kept" in shown
    assert client_of(cast.chiara).get(page + "?json").json()["ended"]
    listing = client_of(cast.chiara).get(reverse("suggested-texts", args=[cast.case.pk])).content.decode()
    assert "a look through it stopped" in listing
    client_of(cast.aygul).post(page + "look/")
    turn()
    assert Looking.objects.get().finders == 2
    assert Looking.objects.get().by == cast.aygul


def test_a_reader_that_says_nothing_to_the_end_has_ended(
    cast: Cast, talk: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    flows.begin_look(cast.chiara, talk.layer)
    with reader_that_ends(monkeypatch, "print('{\"done\": 0.5', end='')"):
        turn()
    assert Looking.objects.get().code == "reader-ended"
    assert not Look.objects.exists()


def test_who_left_the_case_meanwhile_looks_no_further(cast: Cast, talk: Kept, short_turns: None) -> None:
    flows.begin_look(cast.chiara, talk.layer)
    turn()
    CaseMembership.objects.filter(member=cast.chiara).delete()
    turn()
    assert Looking.objects.get().code == "not-permitted"
    assert not Effect.objects.exclude(state="done").exists()
    begun = flows.begin_look(cast.aygul, talk.layer)
    assert isinstance(begun, Looking)
    assert (begun.by, begun.code, begun.finders) == (cast.aygul, "", 1)
    assert listed(to_the_end())


def test_what_is_stopped_leaves_the_list_that_was_there(
    cast: Cast, talk: Kept, short_turns: None, client_of: SignIn
) -> None:
    before = flows.look_through(cast.chiara, talk.layer)
    flows.begin_look(cast.chiara, talk.layer)
    turn()
    page = reverse("suggestions", args=[cast.case.pk, talk.layer.pk])
    told = client_of(cast.chiara).post(page + "stop/", follow=True).content.decode()
    assert "Stopped." in told
    assert to_the_end() == before
    assert not Looking.objects.exists()


def test_it_is_asked_for_once(cast: Cast, talk: Kept, short_turns: None) -> None:
    first = flows.begin_look(cast.chiara, talk.layer)
    turn()
    assert flows.begin_look(cast.aygul, talk.layer) == first
    assert Looking.objects.get().by == cast.chiara
    assert Effect.objects.filter(state="waiting").count() == 1


def test_only_who_may_make_claims_looks_or_stops(cast: Cast, talk: Kept) -> None:
    with pytest.raises(NotPermitted):
        flows.begin_look(cast.farid, talk.layer)
    begun = flows.begin_look(cast.chiara, talk.layer)
    with pytest.raises(NotPermitted):
        flows.stop_looking(cast.farid, talk.layer)
    assert Looking.objects.get() == begun


def test_a_page_says_how_far_it_is_with_and_without_script(
    cast: Cast, talk: Kept, short_turns: None, client_of: SignIn
) -> None:
    client = client_of(cast.chiara)
    page = reverse("suggestions", args=[cast.case.pk, talk.layer.pk])
    shown = client.post(page + "look/", follow=True).content.decode()
    here = Looking.objects.get()
    assert f"0 of {here.pages}" in shown
    assert "Look again</a>" in shown
    assert 'data-progress-url="?json"' in shown
    assert "has not been looked through yet" not in shown
    for _turn in range(4):
        turn()
    here.refresh_from_db()
    assert client.get(page + "?json").json() == {"done": here.done, "total": here.pages, "ended": False}
    listing = client.get(reverse("suggested-texts", args=[cast.case.pk])).content.decode()
    assert f"{here.done} of {here.pages} pages looked through" in listing
    reader = client_of(cast.farid).get(page).content.decode()
    assert f"{here.done} of {here.pages}" in reader
    assert "Stop looking through" not in reader
    to_the_end()
    assert client.get(page + "?json").json()["ended"]
    assert "on 5 May 2011" in client.get(page).content.decode()


def test_nobody_answers_for_a_text_that_is_read_elsewhere(cast: Cast, talk: Kept, article: Kept) -> None:
    flows.begin_look(cast.chiara, talk.layer)
    assert queries.looking_of(article.layer) is None


def test_the_reader_is_told_all_of_a_text_and_tells_all_it_saw() -> None:
    text = "Saule [kelin (келин)]: On 5 May 2011.\n\nOrynbek: [unclear] \ud800 yes.\n"
    read = transcripts.read(text.encode("utf-8", "replace"), "talk.txt")
    material = material_of(read, held=date(2012, 5, 6))
    back = unpacked(json.loads(json.dumps(packed(material))))
    assert back == material
    found = [one for find, _kinds in FINDERS for one in find(material)]
    assert found
    assert found_in(json.loads(json.dumps(rows(found)))) == found


def test_the_reader_ends_when_nobody_can_ask_any_more() -> None:
    process = beside._started()
    material = material_of(transcripts.read(b"Saule: On 5 May 2011.\n" * 1_000, "talk.txt"))
    assert process.stdin is not None
    process.stdin.write(json.dumps({"material": packed(material), "from": 0}).encode() + b"\n")
    process.stdin.close()
    assert process.wait(timeout=30) == 1
    assert process.stdout is not None
    process.stdout.close()
