from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guwah.instruments import transcripts
from guwah.instruments.transcripts.choosing import Change, Choosing, choosing, chosen
from guwah.instruments.transcripts.rereading import read_again
from guwah.instruments.transcripts.revising import Draft, Part

TALK = """A talk in the bakery

Ann: Who took the oven? Tell me, please.

Bek (quietly): Two men [in uniform]. They came in the morning.

[inaudible]

Ann: And what happened then?

Bek: Then the winter came, and nobody baked.

Ann: ناۋاي قاچان قايتىپ كەلدى؟

Bek: 面包师在春天回来了。他没有说话。
"""
PEOPLE = {"Ann": 7, "Bek": 8}


def draft_of(text: str) -> Draft:
    """Read a text as a draft whose blocks are named 1, 2, 3 …, Ann being speaker 7 and Bek speaker 8."""
    drawn = read_again(Draft("", ()), transcripts.read(text.encode(), "talk.txt"), 1).draft
    return replace(drawn, units=tuple(replace(each, speaker=PEOPLE.get(each.label)) for each in drawn.units))


def told_of(text: str, file: str, former: Draft | None = None) -> Choosing:
    """Compare a text with a file."""
    draft = former or draft_of(text)
    return choosing(draft, read_again(draft, transcripts.read(file.encode(), "talk.txt"), 100))


def shown(told: Choosing, each: Change) -> tuple[str, str, str]:
    """Return a change as its kind, the words before, the words in the file."""
    old, new = told.former.text, told.read.text
    return (
        each.kind,
        old[each.old.start : each.old.end].strip(),
        new[each.new.start : each.new.end].strip(),
    )


def whole(draft: Draft) -> None:
    """Whatever was put together, everything stands where it says it stands."""
    for unit in draft.units:
        assert unit.label_span is None or draft.words(unit.label_span) == unit.label
        assert 0 <= unit.lead <= unit.start <= unit.end <= len(draft.text)
    assert all(one.end <= other.lead for one, other in zip(draft.units, draft.units[1:], strict=False))
    assert len({unit.uid for unit in draft.units}) == len(draft.units)
    for part in (*draft.marks, *draft.events, *draft.beside):
        assert 0 <= part.start <= part.end <= len(draft.text)
    for session in draft.sessions:
        own = [unit for unit in draft.units if unit.session == session.session]
        assert all(session.start <= unit.lead and unit.end <= session.end for unit in own)


def test_each_correction_is_a_change_of_its_own() -> None:
    file = TALK.replace("please", "quickly").replace("the winter", "the snow").replace("Bek: 面", "Dina: 面")
    told = told_of(TALK, file)
    assert [shown(told, each)[0] for each in told.changes] == ["words", "words", "speaker"]
    assert [each.n for each in told.changes] == [1, 2, 3]
    assert chosen(told).text == file
    part = chosen(told, {1, 3})
    assert part.text == TALK.replace("the winter", "the snow")
    # Nobody's name is lost by what was corrected, and what stays is as it was.
    assert [unit.speaker for unit in part.units] == [7, 8, 7, 8, 7, 8]
    assert [unit.speaker for unit in chosen(told).units] == [7, 8, 7, 8, 7, None]
    assert chosen(told, {1, 2, 3}) is told.former
    for draft in (part, chosen(told)):
        whole(draft)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("[in uniform]. They", "[in uniform].\n\nAnn: They", "split"),
        ("\n\nAnn: And what happened then?\n\nBek: Then", " And what happened then? Then", "joined"),
        ("please.\n\nBek (quietly): Two", "please. Two", "joined"),
        ("Bek: Then the winter came, and nobody baked.\n\n", "", "removed"),
        ("Ann: And what", "Dina: I was there as well.\n\nAnn: And what", "added"),
        ("A talk in the bakery", "A talk in the bakery, in spring", "beside"),
        ("[inaudible]", "[line cut off]", "words"),
    ],
)
def test_what_belongs_together_is_one_change(old: str, new: str, kind: str) -> None:
    file = TALK.replace(old, new).replace("他没有说话", "他说话了")
    told = told_of(TALK, file)
    assert [each.kind for each in told.changes] == [kind, "words"]
    for refused, text in ((set(), file), ({len(told.changes)}, TALK.replace(old, new))):
        made = chosen(told, refused)
        assert made.text == text
        whole(made)
    made = chosen(told, {each.n for each in told.changes[:-1]})
    assert made.text == TALK.replace("他没有说话", "他说话了")
    assert [each.kind for each in made.events] == [each.kind for each in told.former.events]
    whole(made)


def test_words_that_moved_to_the_next_turn_are_not_taken_by_halves() -> None:
    file = TALK.replace("And what happened then?\n\nBek: Then", "And\n\nBek: what happened then? Then")
    told = told_of(TALK, file)
    assert [each.kind for each in told.changes] == ["several"]


def test_what_the_file_cannot_know_stays() -> None:
    former = draft_of(TALK)
    units = [replace(each, time=(float(each.uid), None)) for each in former.units]
    # Given to somebody else here, under the same label.
    units[3] = replace(units[3], speaker=9)
    former = replace(former, units=tuple(units))
    told = told_of("", TALK.replace("nobody baked", "no one baked"), former)
    made = chosen(told)
    assert [each.kind for each in told.changes] == ["words"]
    assert [unit.time for unit in made.units] == [unit.time for unit in units]
    assert [unit.speaker for unit in made.units] == [7, 8, 7, 9, 7, 8]


def test_a_voice_or_time_that_only_captions_know_is_a_change() -> None:
    caption = "WEBVTT\n\n00:01.000 --> 00:02.500\n<v {}>Hello.\n\n{} --> 00:04.000\n<v Boris>Yes, I do.\n"
    read = transcripts.read(caption.format("Alma", "00:02.500").encode(), "a.vtt")
    former = read_again(Draft("", ()), read, 1).draft
    for voice, time, kind in (("Dina", "00:02.500", "speaker"), ("Alma", "00:03.000", "time")):
        again = transcripts.read(caption.format(voice, time).encode(), "a.vtt")
        told = choosing(former, read_again(former, again, 10))
        assert [each.kind for each in told.changes] == [kind]
        assert chosen(told, {1}) is former
        assert chosen(told).text == former.text
        assert chosen(told) != former


def test_a_file_with_other_sessions_is_taken_whole_or_not_at_all() -> None:
    two = TALK + "\nConversation 2\n\nAnn: A week later we spoke again.\n\nBek: Yes, about the bread.\n"
    told = told_of(TALK, two.replace("please", "quickly"))
    assert len(told.read.sessions) != len(told.former.sessions)
    assert not told.divisible
    with pytest.raises(ValueError, match="whole or not at all"):
        chosen(told, {1})
    made = chosen(told)
    assert made.text == told.read.text
    assert [unit.session for unit in made.units] == [unit.session for unit in told.read.units]
    whole(made)
    assert chosen(told, {each.n for each in told.changes}) is told.former


def test_a_title_that_is_refused_stays_the_title() -> None:
    two = "Conversation 1\n\n" + TALK + "\nConversation 2\n\nAnn: We spoke again.\n\nBek: Yes, of bread.\n"
    told = told_of(two, two.replace("Conversation 2", "Conversation 2, in May").replace("of bread", "of it"))
    assert len(told.changes) == 2
    taken, left = chosen(told, {2}), chosen(told, {1})
    assert "title" in taken.sessions[1].known
    assert "title" not in left.sessions[1].known
    for made in (taken, left):
        whole(made)
        assert made.text[made.sessions[1].start :].startswith("Conversation 2")


_WORDS = ["oven", "нан", "ناۋاي", "面包", "licence", "morning", "[laughs]", "said", "ودۇن", "күні"]


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.integers(1, 6))
def test_every_part_of_the_changes_can_be_taken_without_losing_a_word(seed: int, edits: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - talks to be tried, not secrets
    text = "\n".join(
        f"{rng.choice(['Ann', 'Bek'])}: {' '.join(rng.choices(_WORDS, k=rng.randrange(3, 15)))}."
        for _ in range(8)
    )
    file = text
    for _ in range(edits):
        at = rng.randrange(len(file))
        added = rng.choice(["", "", " bread", "\nAnn: ", "\nDina: so ", "."])
        file = file[:at] + added + file[at + rng.choice([0, 0, 1, 8, 60]) :]
    try:
        told = told_of(text, file)
    except transcripts.NotUnderstood:
        return
    assert chosen(told).text == file
    assert "".join(text[each.old.start : each.old.end] for each in told.pieces) == text
    assert "".join(file[each.new.start : each.new.end] for each in told.pieces) == file
    whole(chosen(told))
    if not told.divisible:
        return
    refused = {each.n for each in told.changes if rng.random() < 0.5}
    made = chosen(told, refused)
    assert made.text == "".join(
        file[each.new.start : each.new.end]
        if each.n and each.n not in refused
        else text[each.old.start : each.old.end]
        for each in told.pieces
    )
    whole(made)


def test_a_long_text_with_a_sign_in_every_turn_is_put_together_part_by_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = [f"{['Ann', 'Bek'][n % 2]}: Well, {n} [crying] and so on." for n in range(600)]
    corrected = [line.replace("and so", "or so") if n % 50 == 0 else line for n, line in enumerate(lines)]
    told = told_of("\n".join(lines), "\n".join(corrected))
    asked = 0
    start = Part.__dict__["start"]

    def counted(part: Part) -> int:
        nonlocal asked
        asked += 1
        return int(start.__get__(part))

    monkeypatch.setattr(Part, "start", property(counted, start.__set__))
    made = chosen(told, {2})

    # Each part is asked where it begins a few times, and not once for every turn there is.
    assert asked < 30 * len(made.marks)
    assert [made.words(each) for each in made.marks] == ["[crying]"] * 600
    assert made.text.count("or so") == len(told.changes) - 1
