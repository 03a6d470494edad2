from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.steps.testimony.editing.carrying import carried
from guwah.steps.testimony.editing.tables import Edit, Standing
from guwah.steps.testimony.flows import anchor, anchor_by_quote, cut, note, restore, revise, undo
from guwah.steps.testimony.flows.editing import Meanwhile, Wish, before_last
from guwah.steps.testimony.models import Block, Participant, Revision
from guwah.steps.testimony.queries import Place, newest, open_layer
from guwah.vault.models import LogEntry, Opening
from kitchen import TALK

if TYPE_CHECKING:
    from cast import Cast
    from guwah.steps.testimony.flows import Imported
    from guwah.steps.testimony.models import Anchor, Layer

LICENCE = "“the licence” (厨房) was <lost> & gone."


def uid_of(layer: Layer, words: str) -> int:
    """Return the name of the one block with these words in the newest text."""
    revision = newest(layer)
    return next(each.uid for each in revision.blocks.all() if words in revision.text[each.start : each.end])


def words_of(layer: Layer, uid: int) -> str:
    """Return the words of a block in the newest text."""
    revision = newest(layer)
    block = revision.blocks.get(uid=uid)
    return revision.text[block.start : block.end]


def fixed(cast: Cast, layer: Layer, old: str, new: str) -> Revision:
    """Correct words in the one block that has them."""
    uid = uid_of(layer, old)
    words = words_of(layer, uid).replace(old, new)
    return revise(cast.daniyar, layer, newest(layer).number, [Wish("fix", uid, words)])


def now(held: Anchor) -> tuple[str, str]:
    """Return what became of held words, and what stands in their place."""
    stands = carried([held])[held.pk]
    return str(stands.state), stands.revision.text[stands.start : stands.end]


def shown(cast: Cast, layer: Layer) -> list[tuple[str, str]]:
    """Return what the margin of the reader says: kinds and titles."""
    opened = open_layer(cast.chiara, layer, Place())
    rows = [row.get("turn") or row.get("beside") or {} for row in opened.rows]
    return [(each.kind, each.title) for row in rows for each in row.get("notes", ())]


def test_a_correction_is_a_new_revision_and_the_earlier_stays(talk: Imported, cast: Cast) -> None:
    after = fixed(cast, talk.layer, "spring", "winter")
    assert (after.number, after.parent_id, after.made_by) == (2, talk.revision.pk, cast.daniyar)
    assert after.text == TALK.replace("spring", "winter")
    assert Revision.objects.get(pk=talk.revision.pk).text == TALK
    edit = Edit.objects.get()
    assert (edit.kind, edit.before, edit.after) == ("fix", "spring", "winter")
    entry = LogEntry.objects.get(act="text-edited")
    told: Any = Opening.objects.get(entry=entry).value
    assert (told["revision"], told["edits"]) == (2, [["fix", edit.uid]])


def test_nothing_wished_is_nothing_written(talk: Imported, cast: Cast) -> None:
    uid = uid_of(talk.layer, "And then?")
    same = revise(cast.daniyar, talk.layer, 1, [Wish("fix", uid, "And then?"), Wish("time", uid)])
    assert same.pk == talk.revision.pk
    assert not LogEntry.objects.filter(act="text-edited").exists()


@pytest.mark.parametrize("who", ["emine", "farid", "gulya", "hanna"])
def test_only_who_works_on_texts_edits(talk: Imported, cast: Cast, who: str) -> None:
    wishes = [Wish("fix", 1, "Other words")]
    with pytest.raises(NotPermitted):
        revise(cast.members[who], talk.layer, 1, wishes)
    with pytest.raises(NotPermitted):
        restore(cast.members[who], talk.layer, 1, 1)
    assert Revision.objects.count() == 1


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (Wish("fix", 99, "x"), "no-such-block"),
        (Wish("fix", 1, " "), "no-words"),
        (Wish("split", 1, at=0), "no-words"),
        (Wish("merge", 1), "nothing-before"),
        (Wish("speaker", 1), "bad-label"),
        (Wish("time", 1, time=(-1.0, None)), "bad-time"),
        (Wish("cut-off", 2, last=1), "wrong-order"),
    ],
)
def test_what_cannot_be_done_changes_nothing(talk: Imported, cast: Cast, wish: Wish, code: str) -> None:
    with pytest.raises(NotUnderstood) as wrong:
        revise(cast.daniyar, talk.layer, 1, [Wish("fix", 3, "Then."), wish])
    assert wrong.value.code == code
    assert Revision.objects.count() == 1


def test_an_edit_is_one_of_a_list(talk: Imported, cast: Cast) -> None:
    with pytest.raises(WrongUse):
        revise(cast.daniyar, talk.layer, 1, [Wish("restore", 1)])
    with pytest.raises(NotUnderstood):
        revise(cast.daniyar, talk.layer, 7, [Wish("fix", 1, "x")])


def test_held_words_are_carried_exactly_or_flagged(talk: Imported, cast: Cast) -> None:
    before = anchor_by_quote(cast.chiara, talk.revision, "In the spring")
    touched = anchor_by_quote(cast.chiara, talk.revision, LICENCE)
    behind = anchor_by_quote(cast.chiara, talk.revision, "بۇ ئاشخانا تاقالدى.")
    gone = anchor_by_quote(cast.chiara, talk.revision, "lost")

    fixed(cast, talk.layer, "was <lost> & gone", "is gone, he said")

    assert now(before) == ("exact", "In the spring")
    assert now(behind) == ("exact", "بۇ ئاشخانا تاقالدى.")
    assert now(touched)[0] == "changed"
    assert "is gone, he said" in now(touched)[1]
    assert now(gone)[0] == "lost"
    told: Any = Opening.objects.get(entry__act="text-edited").value
    assert told["changed"] == sorted([touched.pk, gone.pk])


def test_a_cut_covers_whatever_is_put_in_the_place_of_its_words(talk: Imported, cast: Cast) -> None:
    held = anchor_by_quote(cast.chiara, talk.revision, "the kettles.")
    cut(cast.chiara, cast.case, held, "other people", "witness")
    note(cast.chiara, cast.case, held, "a large pan")
    fixed(cast, talk.layer, "Yes, the kettles.", "Yes, these two kettles.")
    assert now(held) == ("changed", "these two kettles.")
    assert ("cut", "Cut: by wish of the witness: these words changed") in shown(cast, talk.layer)
    assert ("", "Note of Chiara: these words changed") in shown(cast, talk.layer)


def test_what_stood_on_words_that_are_gone_is_told_where_they_stood(talk: Imported, cast: Cast) -> None:
    held = anchor_by_quote(cast.chiara, talk.revision, "[unclear] ")
    cut(cast.chiara, cast.case, held, "other people", "witness")
    fixed(cast, talk.layer, "I am [unclear] today.", "I am today.")
    assert now(held)[0] == "lost"
    assert "Cut: by wish of the witness: these words are gone" in [
        title for _, title in shown(cast, talk.layer)
    ]


def test_the_same_words_held_again_are_the_same_anchor(talk: Imported, cast: Cast) -> None:
    held = anchor_by_quote(cast.chiara, talk.revision, "Goodbye.")
    changed = anchor_by_quote(cast.chiara, talk.revision, "How are you?")
    after = fixed(cast, talk.layer, "How are you?", "And how are you now?")
    assert anchor_by_quote(cast.chiara, after, "Goodbye.") == held
    again = anchor_by_quote(cast.chiara, after, "And how are you now?")
    assert again != changed
    assert now(again) == ("exact", "And how are you now?")


def test_words_held_in_an_earlier_text_stand_in_the_newest(talk: Imported, cast: Cast) -> None:
    after = fixed(cast, talk.layer, "spring", "very cold spring")
    start = TALK.index("Goodbye.")
    held = anchor(cast.chiara, talk.revision, start, start + 8)
    assert (held.revision, held.now.revision) == (talk.revision, after)
    assert now(held) == ("exact", "Goodbye.")
    assert held.now.block == after.blocks.get(uid=uid_of(talk.layer, "Goodbye."))
    touched = anchor_by_quote(cast.chiara, talk.revision, "In the spring.")
    assert (touched.now.state, touched.now.since) == ("changed", after)


def test_a_split_and_a_join_keep_names_and_everything_held(talk: Imported, cast: Cast) -> None:
    uid = uid_of(talk.layer, "They said")
    second = anchor_by_quote(cast.chiara, talk.revision, "تاقالدى")
    across = anchor_by_quote(cast.chiara, talk.revision, "gone. بۇ")
    at = words_of(talk.layer, uid).index("بۇ")
    after = revise(cast.daniyar, talk.layer, 1, [Wish("split", uid, at=at)])
    assert words_of(talk.layer, uid).endswith("gone.")
    new = uid_of(talk.layer, "تاقالدى")
    assert new > max(Block.objects.filter(revision=talk.revision).values_list("uid", flat=True))
    assert after.text == TALK.replace("gone. بۇ", "gone.\r\nA: بۇ")
    assert (now(second), now(across)[0]) == (("exact", "تاقالدى"), "changed")
    assert second.now.block_id != carried([second])[second.pk].block_id
    turn = after.blocks.get(uid=new)
    assert (turn.participant, turn.n) == (after.blocks.get(uid=uid).participant, 5)
    assert after.sessions.first().events.get().after_turn == 3  # type: ignore[union-attr] # the talk has sessions

    joined = revise(cast.daniyar, talk.layer, 2, [Wish("merge", new)])
    assert joined.text == TALK
    assert now(second) == ("exact", "تاقالدى")


def test_who_speaks_is_the_same_person_in_every_revision(talk: Imported, cast: Cast) -> None:
    people = Participant.objects.count()
    after = fixed(cast, talk.layer, "spring", "winter")
    assert Participant.objects.count() == people
    first, then = talk.revision.blocks.get(uid=2), after.blocks.get(uid=2)
    assert first.participant == then.participant
    opened = open_layer(cast.chiara, talk.layer, Place())
    heads = [row["session"]["participants"] for row in opened.rows if row["part"] == "session"]
    assert [len(each) for each in heads] == [2, 2]


def test_a_turn_given_to_another_flags_what_was_held_as_somebody_s_words(talk: Imported, cast: Cast) -> None:
    held = anchor_by_quote(cast.chiara, talk.revision, "And then?")
    uid = uid_of(talk.layer, "And then?")
    alma = talk.revision.blocks.get(uid=2).participant
    after = revise(cast.daniyar, talk.layer, 1, [Wish("speaker", uid, label="A")])
    assert after.blocks.get(uid=uid).participant == alma
    assert "A: And then?" in after.text
    stands = carried([held])[held.pk]
    assert (stands.state, stands.respoken, stands.flagged, stands.since) == ("exact", True, True, after)
    revise(cast.daniyar, talk.layer, 2, [Wish("speaker", uid, label="Guard")])
    assert Participant.objects.filter(label="Guard").count() == 1
    revise(cast.daniyar, talk.layer, 3, [Wish("speaker", uid, label="B")])
    assert not carried([held])[held.pk].flagged


def test_a_time_is_said_and_the_text_stays(talk: Imported, cast: Cast) -> None:
    after = revise(cast.daniyar, talk.layer, 1, [Wish("time", 1, time=(2.5, None))])
    assert (after.text, after.blocks.get(uid=1).time_start) == (TALK, 2.5)
    assert Edit.objects.get().after == "(2.5, None)"


def test_turns_cut_off_stay_in_the_earlier_text(talk: Imported, cast: Cast) -> None:
    held = anchor_by_quote(cast.chiara, talk.revision, "Goodbye.")
    first, last = uid_of(talk.layer, "How are you?"), uid_of(talk.layer, "Goodbye.")
    after = revise(cast.daniyar, talk.layer, 1, [Wish("cut-off", first, last=last)])
    assert "Goodbye" not in after.text
    assert now(held) == ("lost", "")
    assert talk.revision.text == TALK


def test_undo_gives_back_the_text_and_everything_held_in_it(talk: Imported, cast: Cast) -> None:
    held = anchor_by_quote(cast.chiara, talk.revision, "In the spring")
    gone = anchor_by_quote(cast.chiara, talk.revision, "Goodbye.")
    fixed(cast, talk.layer, "In the spring", "At the end of winter")
    revise(cast.daniyar, talk.layer, 2, [Wish("cut-off", uid_of(talk.layer, "Goodbye."))])
    later = anchor_by_quote(cast.chiara, newest(talk.layer), "the end of winter")
    assert (now(held)[0], now(gone)[0]) == ("lost", "lost")

    back = undo(cast.daniyar, talk.layer, 3)
    assert (back.number, back.restores) == (4, Revision.objects.get(number=2))
    assert now(gone) == ("exact", "Goodbye.")
    assert now(later) == ("exact", "the end of winter")
    again = undo(cast.daniyar, talk.layer, 4)
    assert (again.text, again.restores) == (TALK, talk.revision)
    assert now(held) == ("exact", "In the spring")
    assert now(later)[0] == "lost"
    blocks = [(each.uid, each.n, each.start, each.end, each.participant_id) for each in again.blocks.all()]
    assert blocks == [
        (each.uid, each.n, each.start, each.end, each.participant_id) for each in talk.revision.blocks.all()
    ]
    assert before_last(talk.layer) is None
    with pytest.raises(Refused, match="nothing to undo"):
        undo(cast.daniyar, talk.layer, 5)


def test_what_was_undone_can_be_brought_back(talk: Imported, cast: Cast) -> None:
    after = fixed(cast, talk.layer, "spring", "winter")
    undo(cast.daniyar, talk.layer, 2)
    again = restore(cast.daniyar, talk.layer, 3, 2)
    assert (again.number, again.text) == (4, after.text)
    with pytest.raises(NotUnderstood):
        restore(cast.daniyar, talk.layer, 4, 4)
    assert restore(cast.daniyar, talk.layer, 4, 2).number == 4


def test_two_people_in_different_turns_keep_both(talk: Imported, cast: Cast) -> None:
    mine, theirs = uid_of(talk.layer, "Goodbye."), uid_of(talk.layer, "Yes, the kettles.")
    revise(cast.chiara, talk.layer, 1, [Wish("fix", theirs, "Yes, both kettles.")])
    after = revise(cast.daniyar, talk.layer, 1, [Wish("fix", mine, "Goodbye, friend.")])
    assert (after.number, "Yes, both kettles." in after.text, "Goodbye, friend." in after.text) == (
        3,
        True,
        True,
    )


@pytest.mark.parametrize("kind", ["fix", "split", "merge", "cut-off"])
def test_two_people_in_one_turn_never_overwrite_each_other(talk: Imported, cast: Cast, kind: str) -> None:
    uid = uid_of(talk.layer, "Yes, the kettles.")
    revise(cast.chiara, talk.layer, 1, [Wish("fix", uid, "Yes, both kettles.")])
    wish = Wish(kind, uid, "Yes, all kettles.", at=4)
    with pytest.raises(Meanwhile) as wrong:
        revise(cast.daniyar, talk.layer, 1, [wish])
    assert (wrong.value.theirs, wrong.value.by) == ("Yes, both kettles.", cast.chiara)
    assert newest(talk.layer).number == 2


def test_a_turn_that_is_no_more_is_told(talk: Imported, cast: Cast) -> None:
    uid = uid_of(talk.layer, "Goodbye.")
    revise(cast.chiara, talk.layer, 1, [Wish("cut-off", uid)])
    with pytest.raises(Meanwhile) as wrong:
        revise(cast.daniyar, talk.layer, 1, [Wish("fix", uid, "Goodbye, friend.")])
    assert wrong.value.theirs is None
    with pytest.raises(Refused):
        undo(cast.daniyar, talk.layer, 1)
    with pytest.raises(NotUnderstood, match="does not stand"):
        revise(cast.daniyar, talk.layer, 2, [Wish("merge", uid)])


def test_after_any_edits_everything_is_exact_or_flagged_and_what_was_cut_stays_covered(
    talk: Imported, cast: Cast
) -> None:
    rng = random.Random(7)  # noqa: S311 -- edits to be tried, not secrets
    held = []
    for _ in range(40):
        start = rng.randrange(len(TALK) - 12)
        if TALK[start : start + 12].strip():
            held.append(anchor(cast.chiara, talk.revision, start, start + rng.randrange(3, 12)))
    for _ in range(12):
        revision = newest(talk.layer)
        block = rng.choice(list(revision.blocks.all()))
        words = revision.text[block.start : block.end]
        at = rng.randrange(len(words))
        wish = rng.choice(
            [
                Wish("fix", block.uid, words[:at] + "X" + words[at + 2 :]),
                Wish("split", block.uid, at=at),
                Wish("merge", block.uid),
            ]
        )
        try:
            revise(cast.daniyar, talk.layer, revision.number, [wish])
        except NotUnderstood:
            continue
    last = newest(talk.layer)
    assert last.number > 5
    everywhere = carried(held, last)
    for each, stands in carried(held).items():
        # What is kept for the pages is what follows from the edits.
        worked_out = everywhere[each]
        assert (stands.start, stands.end, stands.state) == (
            worked_out.start,
            worked_out.end,
            worked_out.state,
        )
        if stands.state == Standing.State.EXACT:
            assert last.text[stands.start : stands.end] == stands.anchor.quote
    back = restore(cast.daniyar, talk.layer, last.number, 1)
    assert back.text == TALK
    assert all(each.state == "exact" and each.start == each.anchor.start for each in carried(held).values())
