"""Turn by turn into the vault: nobody overwrites anybody, and what is told twice stands once."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.steps.evidence.flows import add_file
from guwah.steps.testimony.models import Layer
from guwah.steps.testimony.queries import newest
from guwah.steps.testimony.typing import keeping, queries, writing
from guwah.steps.testimony.typing.composing import Person
from guwah.steps.testimony.typing.tables import OtherWords, Transcription
from guwah.steps.testimony.typing.telling import ToldTurn
from guwah.vault.models import LogEntry

if TYPE_CHECKING:
    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.evidence.models import Item
    from guwah.steps.testimony.typing.scribe import Kept

CHIARAS, DANIYARS = "c" * 32, "d" * 32
FIRST, SECOND, THIRD = "1" * 32, "2" * 32, "3" * 32


def say(member: Member, typed: Transcription, page: str, turn: ToldTurn) -> Kept:
    return writing.tell(member, typed, page, [turn])[0]


def words(typed: Transcription) -> list[str]:
    return [each.turn.words for each in queries.turns(typed)]


def test_turns_stand_in_the_order_of_the_page_wherever_one_is_put_in(
    cast: Cast, typed: Transcription
) -> None:
    say(cast.chiara, typed, CHIARAS, ToldTurn(FIRST, 0, words="one"))
    say(cast.chiara, typed, CHIARAS, ToldTurn(THIRD, 0, FIRST, words="three"))
    say(cast.chiara, typed, CHIARAS, ToldTurn(SECOND, 0, FIRST, words="two"))
    say(cast.chiara, typed, CHIARAS, ToldTurn("0" * 32, 0, "", words="zero"))

    assert words(typed) == ["zero", "one", "two", "three"]


def test_there_is_room_between_two_turns_however_often_one_is_put_there(
    cast: Cast, typed: Transcription
) -> None:
    say(cast.chiara, typed, CHIARAS, ToldTurn(FIRST, 0, words="first"))
    say(cast.chiara, typed, CHIARAS, ToldTurn(SECOND, 0, FIRST, words="last"))
    for number in range(40):
        say(
            cast.chiara,
            typed,
            CHIARAS,
            ToldTurn(f"{5000 + number:032x}", 0, FIRST, words=str(number)),
        )

    between = words(typed)
    assert (between[0], between[-1]) == ("first", "last")
    assert between[1:-1] == sorted(between[1:-1], key=int, reverse=True)


def test_the_same_telling_twice_is_one_turn(cast: Cast, typed: Transcription) -> None:
    told = ToldTurn(FIRST, 0, words="one")
    say(cast.chiara, typed, CHIARAS, told)
    again = say(cast.chiara, typed, CHIARAS, told)
    assert (again.turn.version, again.other) == (1, None)

    # The answer to the first telling was lost: the page still believes that the turn is new.
    further = say(cast.chiara, typed, CHIARAS, ToldTurn(FIRST, 0, words="one and more"))

    assert (further.turn.version, further.other, words(typed)) == (2, None, ["one and more"])


def test_two_in_one_turn_both_stand_until_somebody_has_looked(cast: Cast, typed: Transcription) -> None:
    say(cast.chiara, typed, CHIARAS, ToldTurn(FIRST, 0, speaker=1, words="one"))
    say(cast.daniyar, typed, DANIYARS, ToldTurn(FIRST, 1, speaker=1, words="won"))

    late = say(cast.chiara, typed, CHIARAS, ToldTurn(FIRST, 1, speaker=2, words="one, she said"))

    assert words(typed) == ["won"]
    assert late.other is not None
    (shown,) = queries.turns(typed)
    assert [(each.words, each.by) for each in shown.others] == [("one, she said", cast.chiara)]
    # Typed on, the same words beside grow; there is no second box.
    more = say(cast.chiara, typed, CHIARAS, ToldTurn(FIRST, 1, speaker=2, words="one, she said, yes"))
    assert more.other is not None
    assert more.other.pk == late.other.pk
    with pytest.raises(Refused) as refused:
        keeping.keep(cast.chiara, typed)
    assert refused.value.code == "other-words-open"


@pytest.mark.parametrize(
    ("choice", "stands"), [("theirs", "won"), ("mine", "one too"), ("both", "won\none too")]
)
def test_a_choice_loses_nothing(cast: Cast, typed: Transcription, choice: str, stands: str) -> None:
    say(cast.daniyar, typed, DANIYARS, ToldTurn(FIRST, 0, words="won"))
    beside = say(cast.chiara, typed, CHIARAS, ToldTurn(FIRST, 0, words="one too")).other
    assert beside is not None

    writing.settle(cast.boris, beside, choice)

    assert words(typed) == [stands]
    every = {*OtherWords.objects.values_list("words", flat=True), *words(typed)}
    assert {"one too"} <= every
    assert any("won" in each for each in every)
    assert not queries.turns(typed)[0].others
    with pytest.raises(Refused):
        writing.settle(cast.boris, beside, choice)


@pytest.mark.parametrize(("choice", "stands"), [("mine", "one too"), ("both", "won\none too")])
def test_no_page_that_is_still_open_writes_over_a_choice(
    cast: Cast, typed: Transcription, choice: str, stands: str
) -> None:
    say(cast.daniyar, typed, DANIYARS, ToldTurn(FIRST, 0, words="won"))
    beside = say(cast.chiara, typed, CHIARAS, ToldTurn(FIRST, 0, words="one too")).other
    assert beside is not None
    before = typed.turns.get().sequence
    writing.settle(cast.boris, beside, choice)

    for page in (CHIARAS, DANIYARS):
        (told,) = queries.news(typed, before, page)
        assert told["words"] == stands
    # Either of the two types on, upon what its page knew before the choice.
    for who, page in ((cast.chiara, CHIARAS), (cast.daniyar, DANIYARS)):
        late = say(who, typed, page, ToldTurn(FIRST, 1, words=f"late of {page[0]}"))
        assert late.other is not None
    assert words(typed) == [stands]
    late_words = queries.beside(typed, CHIARAS)
    assert [(each["words"], each["mine"]) for each in late_words] == [
        ("late of c", True),
        ("late of d", False),
    ]
    assert {each["stands"]["words"] for each in late_words} == {stands}


def test_a_choice_is_one_of_three(cast: Cast, typed: Transcription) -> None:
    say(cast.daniyar, typed, DANIYARS, ToldTurn(FIRST, 0, words="won"))
    beside = say(cast.chiara, typed, CHIARAS, ToldTurn(FIRST, 0, words="one")).other
    assert beside is not None
    with pytest.raises(WrongUse):
        writing.settle(cast.boris, beside, "neither")


def test_words_of_somebody_else_are_kept_when_they_are_changed_knowingly(
    cast: Cast, typed: Transcription
) -> None:
    say(cast.chiara, typed, CHIARAS, ToldTurn(FIRST, 0, words="the hole bakery"))
    say(cast.daniyar, typed, DANIYARS, ToldTurn(FIRST, 1, words="the whole bakery"))
    say(cast.daniyar, typed, DANIYARS, ToldTurn(FIRST, 2, words="the whole bakery."))

    assert words(typed) == ["the whole bakery."]
    (before,) = OtherWords.objects.all()
    assert (before.kind, before.words, before.by) == ("before", "the hole bakery", cast.chiara)
    assert not queries.turns(typed)[0].others


def test_a_turn_that_somebody_changed_is_not_taken_out_by_a_page_that_did_not_know(
    cast: Cast, typed: Transcription
) -> None:
    say(cast.chiara, typed, CHIARAS, ToldTurn(FIRST, 0, words="one"))
    say(cast.daniyar, typed, DANIYARS, ToldTurn(FIRST, 1, words="one!"))
    say(cast.chiara, typed, CHIARAS, ToldTurn(FIRST, 1, words="one", gone=True))
    assert words(typed) == ["one!"]

    say(cast.daniyar, typed, DANIYARS, ToldTurn(FIRST, 2, words="one!", gone=True))

    assert words(typed) == []


def test_words_beside_a_turn_that_was_emptied_are_shown_until_somebody_looked_at_them(
    cast: Cast, typed: Transcription
) -> None:
    say(cast.chiara, typed, CHIARAS, ToldTurn(FIRST, 0, words="one"))
    beside = say(cast.daniyar, typed, DANIYARS, ToldTurn(FIRST, 0, words="two")).other
    say(cast.chiara, typed, CHIARAS, ToldTurn(FIRST, 1, words="", gone=True))

    assert beside is not None
    assert [(each.turn.uid, [other.words for other in each.others]) for each in queries.turns(typed)] == [
        (FIRST, ["two"])
    ]
    writing.settle(cast.chiara, beside, "mine")
    assert not any(each.others for each in queries.turns(typed))


def test_a_page_is_told_what_others_typed_and_where(cast: Cast, typed: Transcription) -> None:
    say(cast.chiara, typed, CHIARAS, ToldTurn(FIRST, 0, words="one"))
    typed.refresh_from_db()
    known = typed.sequence
    say(cast.daniyar, typed, DANIYARS, ToldTurn(SECOND, 0, FIRST, 2, "two", 4.5))

    assert queries.news(typed, known, DANIYARS) == []
    assert queries.news(typed, known, CHIARAS) == [
        {
            "uid": SECOND,
            "version": 1,
            "gone": False,
            "words": "two",
            "speaker": 2,
            "start": 4.5,
            "after": FIRST,
        }
    ]
    assert queries.typing_too(typed, cast.chiara) == ["Daniyar"]
    assert queries.typing_too(typed, cast.daniyar) == ["Chiara"]


def test_whoever_begins_the_same_recording_joins(cast: Cast, typed: Transcription, recording: Item) -> None:
    assert writing.begin(cast.daniyar, cast.case, recording, [], "ru") == typed
    assert [each.pk for each in queries.unfinished(cast.case)] == [typed.pk]


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ([Person("Ann"), Person(" ann ")], "name-twice"),
        ([Person(str(n)) for n in range(10)], "too-many-people"),
        ([Person("x" * 121)], "name-too-long"),
        ([Person("Ann", "king")], "unknown-role"),
    ],
)
def test_people_are_told_apart(cast: Cast, recording: Item, people: list[Person], code: str) -> None:
    with pytest.raises(WrongUse) as wrong:
        writing.begin(cast.chiara, cast.case, recording, people)
    assert wrong.value.code == code
    assert not Transcription.objects.exists()


def test_only_a_recording_of_the_case_is_typed(cast: Cast, recording: Item) -> None:
    text = add_file(cast.chiara, cast.case, io.BytesIO(b"Only words."), "words.txt").item
    with pytest.raises(WrongUse):
        writing.begin(cast.chiara, cast.case, text, [])
    with pytest.raises(WrongUse):
        writing.begin(cast.chiara, cast.case, recording, [], "no language at all")
    with pytest.raises(NotPermitted):
        writing.begin(cast.farid, cast.case, recording, [])


def test_names_may_change_but_no_speaker_loses_one(cast: Cast, typed: Transcription) -> None:
    say(cast.chiara, typed, CHIARAS, ToldTurn(FIRST, 0, speaker=2, words="two"))
    with pytest.raises(WrongUse) as wrong:
        writing.name_people(cast.chiara, typed, [Person("Ann")])
    assert wrong.value.code == "speaker-in-use"

    writing.name_people(cast.chiara, typed, [Person("Ann"), Person("Meryem", "victim")])

    layer = keeping.keep(cast.chiara, typed)
    assert newest(layer).text == "Meryem: two\n"


def test_kept_it_is_a_text_like_any_other(cast: Cast, typed: Transcription) -> None:
    say(cast.chiara, typed, CHIARAS, ToldTurn(FIRST, 0, "", 1, "Where were you?", 0.5))
    say(cast.daniyar, typed, DANIYARS, ToldTurn(SECOND, 0, FIRST, 2, "At the oven. [?]", 2.0))

    layer = keeping.keep(cast.daniyar, typed)

    revision = newest(layer)
    assert revision.text == "[0:00:00] Ann Low: Where were you?\n\n[0:00:02] M.: At the oven. [?]\n"
    assert (layer.kind, layer.language, layer.recording) == ("original", "en", typed.recording)
    assert (revision.number, revision.item) == (1, None)
    blocks = revision.blocks.select_related("participant").order_by("n")
    assert [
        (block.time_start, block.time_end, block.participant and block.participant.role) for block in blocks
    ] == [
        (0.5, 2.0, "interviewer"),
        (2.0, None, "victim"),
    ]
    assert [mark.kind for mark in revision.marks.all()] == ["unheard"]
    acts = LogEntry.objects.order_by("index").values_list("act", flat=True)
    assert list(acts)[-2:] == ["typing-begun", "transcribed"]
    with pytest.raises(Refused):
        say(cast.chiara, typed, CHIARAS, ToldTurn(THIRD, 0, words="late"))
    with pytest.raises(Refused):
        keeping.keep(cast.chiara, typed)
    assert Layer.objects.count() == 1


def test_nothing_typed_is_no_text(cast: Cast, typed: Transcription) -> None:
    with pytest.raises(NotUnderstood):
        keeping.keep(cast.chiara, typed)
    with pytest.raises(NotPermitted):
        keeping.keep(cast.farid, typed)


def test_laid_aside_it_rests_and_is_taken_up_again(cast: Cast, typed: Transcription) -> None:
    say(cast.chiara, typed, CHIARAS, ToldTurn(FIRST, 0, words="one"))
    writing.lay_aside(cast.chiara, typed)
    assert not queries.unfinished(cast.case)
    with pytest.raises(Refused):
        say(cast.chiara, typed, CHIARAS, ToldTurn(SECOND, 0, words="two"))

    writing.lay_aside(cast.daniyar, typed, again=True)

    say(cast.chiara, typed, CHIARAS, ToldTurn(SECOND, 0, FIRST, words="two"))
    assert words(typed) == ["one", "two"]


def test_whoever_joins_brings_the_people_who_are_not_named_yet(
    cast: Cast, typed: Transcription, recording: Item
) -> None:
    more = [Person("ann  low"), Person("Harun", "witness_direct"), *(Person(f"P{n}") for n in range(7))]

    there = writing.begin(cast.daniyar, cast.case, recording, more, "ru")

    assert there == typed
    assert [each["name"] for each in there.people] == ["Ann Low", "M.", "Harun", *(f"P{n}" for n in range(6))]
    assert there.people[2]["role"] == "witness_direct"
    assert Transcription.objects.get().people == there.people
    assert there.language == "en"


def test_turns_that_name_nobody_are_named_in_one_go(cast: Cast, typed: Transcription) -> None:
    say(cast.chiara, typed, CHIARAS, ToldTurn(FIRST, 0, "", 2, "M. says this."))
    say(cast.chiara, typed, CHIARAS, ToldTurn(SECOND, 0, FIRST, 0, "Who says this?", 2.0))
    say(cast.chiara, typed, CHIARAS, ToldTurn(THIRD, 0, SECOND, 7, "And this?"))
    say(cast.chiara, typed, CHIARAS, ToldTurn("4" * 32, 0, THIRD, 0, "  "))
    assert [each.turn.uid for each in queries.nameless(typed)] == [SECOND, THIRD]
    with pytest.raises(WrongUse) as wrong:
        keeping.name_nameless(cast.chiara, typed, 3)
    assert wrong.value.code == "no-such-speaker"
    with pytest.raises(NotPermitted):
        keeping.name_nameless(cast.farid, typed, 1)

    assert keeping.name_nameless(cast.daniyar, typed, 0, " Harun  K. ") == 2

    typed.refresh_from_db()
    assert [each["name"] for each in typed.people] == ["Ann Low", "M.", "Harun K."]
    assert [(each.turn.speaker, each.turn.words, each.time) for each in queries.turns(typed)][:3] == [
        (2, "M. says this.", ""),
        (3, "Who says this?", "0:02"),
        (3, "And this?", ""),
    ]
    # A page that is open elsewhere is told of it.
    assert [each["speaker"] for each in queries.news(typed, 4, CHIARAS)] == [3, 3]
    assert keeping.name_nameless(cast.chiara, typed, 0, "harun k.") == 0
    assert not queries.nameless(typed)
