from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import Case
from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.steps.testimony.flows import (
    anchor,
    anchor_by_quote,
    attach_recording,
    cut,
    cut_all,
    lift_cut,
    note,
    relate,
)
from guwah.steps.testimony.flows.cutting import BadCut, Wanted
from guwah.steps.testimony.models import Anchor, Cut, Note
from guwah.steps.testimony.queries import live_cuts
from guwah.vault.append_only import Overwritten
from guwah.vault.models import LogEntry, Opening
from kitchen import TALK, place_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from cast import Cast
    from guwah.steps.testimony.flows import Imported
    from kitchen import Keep, Seal


def _at(words: str) -> tuple[int, int]:
    start = TALK.index(words)
    return start, start + len(words)


def test_an_anchor_holds_the_words_and_what_stands_around_them(talk: Imported, cast: Cast) -> None:
    start, end = _at("жыл жұмыс")

    held = anchor(cast.chiara, talk.revision, start, end)

    assert held.quote == "жыл жұмыс"
    assert held.prefix == TALK[start - 32 : start]
    assert held.suffix == TALK[end : end + 32]
    assert place_of(held.block) == (1, 2)
    assert LogEntry.objects.filter(act="anchored").count() == 1


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_stretch_with_words_is_held_exactly(talk: Imported, cast: Cast, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(TALK) - 1))
    end = data.draw(st.integers(start + 1, len(TALK)))
    if not TALK[start:end].strip():
        return

    held = anchor(cast.chiara, talk.revision, start, end)

    assert held.prefix + held.quote + held.suffix == TALK[max(0, start - 32) : end + 32]
    within = [b for b in talk.revision.blocks.all() if b.start <= start and end <= b.end]
    assert held.block == next(iter(within), None)


def test_the_same_stretch_is_one_anchor(talk: Imported, cast: Cast) -> None:
    first = anchor(cast.chiara, talk.revision, *_at("kettles"))

    assert anchor(cast.boris, talk.revision, *_at("kettles")) == first
    assert Anchor.objects.count() == 1


def test_a_stretch_over_several_turns_belongs_to_none(talk: Imported, cast: Cast) -> None:
    start, end = _at("And then?\r\n[inaudible]\r\nA: They")

    assert anchor(cast.chiara, talk.revision, start, end).block is None


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (-1, 4, "outside-text"),
        (4, 4, "outside-text"),
        (0, len(TALK) + 1, "outside-text"),
        (53, 55, "no-words"),
    ],
)
def test_what_is_no_stretch_of_words_is_refused(
    talk: Imported, cast: Cast, start: int, end: int, code: str
) -> None:
    with pytest.raises(NotUnderstood) as told:
        anchor(cast.chiara, talk.revision, start, end)

    assert told.value.code == code
    assert not Anchor.objects.exists()


@pytest.mark.parametrize("who", ["farid", "hanna"])
def test_who_can_do_nothing_with_words_holds_none(talk: Imported, cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        anchor(cast.members[who], talk.revision, *_at("kettles"))


def test_words_are_found_by_quoting_them_with_any_white_space(talk: Imported, cast: Cast) -> None:
    held = anchor_by_quote(cast.chiara, talk.revision, "the\n kitchen  of the school")

    assert held.quote == "the kitchen of the school"


def test_a_quote_that_stands_twice_must_be_longer_or_in_one_turn(talk: Imported, cast: Cast) -> None:
    with pytest.raises(Refused) as told:
        anchor_by_quote(cast.chiara, talk.revision, "kettles")
    turn = talk.revision.blocks.get(session__n=1, n=6)

    assert told.value.code == "quote-ambiguous"
    assert anchor_by_quote(cast.chiara, talk.revision, "kettles", block=turn).block == turn


@pytest.mark.parametrize("quote", ["samovars", "  ", ""])
def test_a_quote_that_does_not_stand_there_is_refused(talk: Imported, cast: Cast, quote: str) -> None:
    with pytest.raises(NotUnderstood) as told:
        anchor_by_quote(cast.chiara, talk.revision, quote)

    assert told.value.code == "quote-not-found"


def test_a_cut_says_why_and_by_whose_wish_and_is_logged(talk: Imported, cast: Cast) -> None:
    held = anchor(cast.chiara, talk.revision, *_at("In the spring"))

    made = cut(cast.chiara, cast.case, held, " she asked ", "witness")

    assert (made.reason, made.by_wish_of, made.made_by) == ("she asked", "witness", cast.chiara)
    opening = Opening.objects.get(entry__act="cut")
    assert opening.value == {"id": made.pk, "anchor": held.pk, "reason": "she asked", "by": "witness"}
    assert cut(cast.boris, cast.case, held, "she asked", "witness") == made


@pytest.mark.parametrize(
    ("reason", "by", "code"),
    [(" ", "witness", "no-reason"), ("r" * 201, "witness", "no-reason"), ("r", "", "no-wish")],
)
def test_a_cut_without_reason_or_wish_is_refused(
    talk: Imported, cast: Cast, reason: str, by: str, code: str
) -> None:
    held = anchor(cast.chiara, talk.revision, *_at("In the spring"))

    with pytest.raises(WrongUse) as told:
        cut(cast.chiara, cast.case, held, reason, by)

    assert told.value.code == code
    assert not Cut.objects.exists()


def test_a_delegate_may_cut_and_may_not_lift(talk: Imported, cast: Cast) -> None:
    held = anchor(cast.gulya, talk.revision, *_at("In the spring"))
    made = cut(cast.gulya, cast.case, held, "she asked", "witness")

    with pytest.raises(NotPermitted):
        lift_cut(cast.gulya, made, "she said so")
    with pytest.raises(NotPermitted):
        cut(cast.farid, cast.case, held, "no", "editor")


def test_lifting_stands_beside_the_cut_and_happens_once(talk: Imported, cast: Cast) -> None:
    held = anchor(cast.chiara, talk.revision, *_at("In the spring"))
    made = cut(cast.chiara, cast.case, held, "she asked", "witness")

    with pytest.raises(WrongUse):
        lift_cut(cast.chiara, made, "  ")
    lifted = lift_cut(cast.chiara, made, "she said so on the phone")

    assert (lifted.lifted_by, lifted.lifted_because) == (cast.chiara, "she said so on the phone")
    assert (lifted.reason, lifted.by_wish_of) == ("she asked", "witness")
    assert live_cuts(cast.case) == []
    with pytest.raises(Refused):
        lift_cut(cast.chiara, made, "again")
    with pytest.raises(Overwritten):
        lifted.save(update_fields=["lifted_because"])
    assert cut(cast.chiara, cast.case, held, "she asked", "witness") != made


def test_many_cuts_are_made_in_the_newest_text_of_their_layers(
    talk: Imported, letter: Imported, cast: Cast
) -> None:
    made = cut_all(
        cast.chiara,
        cast.case,
        [Wanted(talk.layer.pk, 5, 9, "a", "family"), Wanted(letter.layer.pk, 0, 3, "b", "editor")],
    )

    assert [(one.anchor.revision.layer_id, one.anchor.quote) for one in made] == [
        (talk.layer.pk, TALK[5:9]),
        (letter.layer.pk, "The"),
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda good: replace(good, layer=10**6), "no-such-layer"),
        (lambda good: replace(good, end=10**6), "outside-text"),
        (lambda good: replace(good, reason=""), "no-reason"),
        (lambda good: replace(good, by=" "), "no-wish"),
    ],
)
def test_one_bad_cut_of_many_undoes_all(
    talk: Imported, cast: Cast, change: Callable[[Wanted], Wanted], code: str
) -> None:
    good = Wanted(talk.layer.pk, 5, 9, "a", "family")
    entries = LogEntry.objects.count()

    with pytest.raises(BadCut) as told:
        cut_all(cast.chiara, cast.case, [good, change(good)])

    assert told.value.code == code
    assert told.value.pointer.startswith("/cuts/1")
    assert not Cut.objects.exists()
    assert not Anchor.objects.exists()
    assert LogEntry.objects.count() == entries


def test_a_note_stands_beside_words_and_never_in_them(talk: Imported, cast: Cast) -> None:
    held = anchor(cast.daniyar, talk.revision, *_at("(厨房)"))

    made = note(cast.daniyar, cast.case, held, " means kitchen ")

    assert made.words == "means kitchen"
    opened = Opening.objects.get(entry__act="noted").value
    assert opened == {"id": made.pk, "anchor": held.pk, "words": "means kitchen"}
    with pytest.raises(WrongUse):
        note(cast.daniyar, cast.case, held, " ")
    with pytest.raises(NotPermitted):
        note(cast.farid, cast.case, held, "x")
    assert Note.objects.count() == 1


def test_words_of_another_case_are_not_cut_or_noted_here(talk: Imported, cast: Cast) -> None:
    held = anchor(cast.chiara, talk.revision, *_at("kettles"))
    other = Case.objects.create(title="Another oven", opened_by=cast.aygul)

    for act in (
        lambda: cut(cast.aygul, other, held, "r", "editor"),
        lambda: note(cast.aygul, other, held, "n"),
    ):
        with pytest.raises(WrongUse) as told:
            act()
        assert told.value.code == "not-in-case"


WAV = (
    b"RIFF$\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00@\x1f\x00\x00@\x1f\x00\x00\x01\x00\x08\x00data"
)


def test_a_recording_is_named_once(talk: Imported, cast: Cast, seal: Seal) -> None:
    sound, second = seal(WAV + b"\x00\x00\x00\x00", "talk.wav"), seal(WAV + b"\x01\x00\x00\x00\x7f", "b.wav")

    attach_recording(cast.chiara, talk.layer, sound)
    again = attach_recording(cast.chiara, talk.layer, sound)

    assert again.recording == sound
    with pytest.raises(Refused) as told:
        attach_recording(cast.chiara, talk.layer, second)
    assert told.value.code == "has-recording"


def test_only_a_sound_of_this_case_is_a_recording(talk: Imported, cast: Cast, seal: Seal) -> None:
    with pytest.raises(WrongUse) as told:
        attach_recording(cast.chiara, talk.layer, seal(b"words", "words.txt"))
    assert told.value.code == "not-a-recording"
    sound = seal(WAV, "talk.wav")
    with pytest.raises(NotPermitted):
        attach_recording(cast.farid, talk.layer, sound)
    other = Case.objects.create(title="Another oven", opened_by=cast.aygul)
    sound.source.case = other
    with pytest.raises(WrongUse) as told:
        attach_recording(cast.chiara, talk.layer, sound)
    assert told.value.code == "not-in-case"


def test_a_translation_is_related_once_and_never_in_a_circle(
    talk: Imported, letter: Imported, keep: Keep, cast: Cast
) -> None:
    third = keep("Somebody wrote.\n\nAgain.\n", "third.txt").layer

    relate(cast.daniyar, letter.layer, talk.layer)
    related = relate(cast.daniyar, third, letter.layer, "script")

    assert (related.translated_from, related.kind) == (letter.layer, "script")
    assert relate(cast.daniyar, letter.layer, talk.layer).translated_from == talk.layer
    for source in (third, letter.layer, talk.layer):
        with pytest.raises(WrongUse):
            relate(cast.daniyar, talk.layer, source)
    with pytest.raises(Refused):
        relate(cast.daniyar, third, talk.layer)
    with pytest.raises(WrongUse):
        relate(cast.daniyar, third, letter.layer, "original")
    with pytest.raises(NotPermitted):
        relate(cast.farid, third, letter.layer)
