"""Which turns answer to which: nothing lost, in order, and every doubtful group says why."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guwah.instruments.alignment import Group, NotInOrder, Unit, align, align_between, doubts_of

TALK = [
    Unit("Where did they take the kettles of the school?", "Boris Petrov"),
    Unit("To the yard of the canteen office, on the 14th of May, and Meruert saw it.", "Alma Serik"),
    Unit("How many were they?", "Boris Petrov"),
    Unit("There were 320 of them, every one with a lid, and nobody has ever signed for them.", "Alma Serik"),
    Unit("And then?", "Boris Petrov"),
    Unit("Then we cooked in pans that we brought from home, all through the autumn.", "Alma Serik"),
    Unit("Who paid?", "Boris Petrov"),
    Unit("We paid 1,200 each, and the head of the school, Daniyar, wrote it down.", "Alma Serik"),
]
TRANSLATED = [
    Unit("Куда увезли школьные котлы?", "Борис Петров"),
    Unit("Во двор конторы столовых, 14 мая, и Меруерт это видела.", "Алма Серик"),
    Unit("Сколько их было?", "Борис Петров"),
    Unit("Их было 320, каждый с крышкой, и никто никогда за них не расписался.", "Алма Серик"),
    Unit("А потом?", "Борис Петров"),
    Unit("Потом мы готовили в кастрюлях из дома, всю осень.", "Алма Серик"),
    Unit("Кто платил?", "Борис Петров"),
    Unit("Мы платили по 1200, и директор школы Данияр это записал.", "Алма Серик"),
]
ONE_TO_ONE = [Group((n, n + 1), (n, n + 1)) for n in range(len(TALK))]

_WORDS = st.lists(
    st.sampled_from(["kettle", "Meruert", "котёл", "2017", "14", "قازان", "厨房", "the", "a", "."]),
    max_size=9,
)
_UNITS = st.lists(
    st.builds(lambda words, who: Unit(" ".join(words), who), _WORDS, st.sampled_from("AБ")), max_size=9
)


def test_a_translation_turn_by_turn_has_no_doubts() -> None:
    assert align(TALK, TRANSLATED) == ONE_TO_ONE


def test_a_turn_split_in_two_is_taken_together() -> None:
    first, second = TRANSLATED[3].text.split(", и ")
    split = [*TRANSLATED[:3], Unit(first, "Алма Серик"), Unit(second, "Алма Серик"), *TRANSLATED[4:]]
    found = align(TALK, split)
    assert found[3] == Group((3, 4), (3, 5), ("many",))
    assert align(split, TALK)[3] == Group((3, 5), (3, 4), ("many",))
    assert found[4:] == [Group((n, n + 1), (n + 1, n + 2)) for n in range(4, 8)]


def test_a_turn_left_out_stands_alone_and_shifts_nobody() -> None:
    shorter = TRANSLATED[:4] + TRANSLATED[6:]
    found = align(TALK, shorter)
    assert [each for each in found if each.doubts] == [
        Group((4, 5), (4, 4), ("alone",)),
        Group((5, 6), (4, 4), ("alone",)),
    ]
    assert found[-1] == Group((7, 8), (5, 6))


def test_other_figures_another_speaker_and_unlike_lengths_are_doubts() -> None:
    changed = list(TRANSLATED)
    changed[3] = Unit(TRANSLATED[3].text.replace("320", "302"), "Алма Серик")
    changed[5] = Unit(TRANSLATED[5].text, "Борис Петров")
    changed[7] = Unit(TRANSLATED[7].text + " Так было всегда, и никто не спорил с этим." * 6, "Алма Серик")
    doubts = {each.left[0]: each.doubts for each in align(TALK, changed) if each.doubts}
    assert doubts == {3: ("figures",), 5: ("speaker",), 7: ("length",)}


def test_a_short_number_may_be_words_on_the_other_side_a_year_may_not() -> None:
    said = [Unit("He was 47 then."), Unit("That was in 2017.")]
    other = [Unit("Ему было сорок семь."), Unit("Тогда это и было.")]
    assert [each.doubts for each in align(said, other)] == [(), ("figures",)]


def test_speakers_whose_names_do_not_tell_are_known_by_who_answers_whom() -> None:
    renamed = [Unit(each.text, {"Борис Петров": "Сұрақ"}.get(each.speaker, "Жауап")) for each in TRANSLATED]
    assert align(TALK, renamed) == ONE_TO_ONE
    renamed[5] = Unit(renamed[5].text, "Сұрақ")
    assert align(TALK, renamed)[5].doubts == ("speaker",)


def test_speakers_nobody_named_are_no_doubt() -> None:
    assert all(not each.doubts for each in align([Unit(each.text) for each in TALK], TRANSLATED))


@pytest.mark.parametrize("figure", ["1200", "1,200", "1 200", "1’200", "١٢٠٠", "１２００"])
def test_figures_are_one_however_they_are_printed(figure: str) -> None:
    found = align([Unit("We paid 1200 for it.")], [Unit(f"Бiз {figure} төледік.")])
    assert found == [Group((0, 1), (0, 1))]


def test_a_text_without_turns_leaves_every_turn_alone() -> None:
    assert align([], []) == []
    assert align(TALK[:2], []) == [Group((0, 1), (0, 0), ("alone",)), Group((1, 2), (0, 0), ("alone",))]
    assert align([], TALK[:1]) == [Group((0, 0), (0, 1), ("alone",))]


def test_a_long_text_with_turns_left_out_is_followed_to_its_end() -> None:
    long = [Unit(f"{n * 7919 % 1000} " + "word " * (n * 31 % 23 + 1), "AB"[n % 2]) for n in range(700)]
    kept = [each for n, each in enumerate(long) if n % 70 != 3]
    found = align(long, kept)
    assert [each.left[0] for each in found if each.doubts] == [n for n in range(700) if n % 70 == 3]


def test_what_a_person_has_confirmed_stays_and_the_rest_is_fitted_between() -> None:
    wrong = Group((2, 4), (2, 3))
    found = align_between(TALK, TRANSLATED, [wrong])
    assert wrong in found
    assert found[:2] == ONE_TO_ONE[:2]
    assert found[-1] == ONE_TO_ONE[-1]
    assert partition(found, len(TALK), len(TRANSLATED))
    # An empty stretch that was confirmed is nothing to keep.
    assert align_between(TALK[:1], TRANSLATED[:1], [Group((0, 0), (0, 0))]) == ONE_TO_ONE[:1]


@pytest.mark.parametrize(
    "fixed",
    [
        [Group((3, 4), (3, 4)), Group((2, 3), (4, 5))],
        [Group((3, 4), (3, 4)), Group((4, 5), (2, 3))],
        [Group((7, 9), (7, 8))],
        [Group((7, 8), (7, 9))],
        [Group((2, 1), (2, 3))],
    ],
)
def test_groups_that_cross_or_reach_beyond_are_refused(fixed: list[Group]) -> None:
    with pytest.raises(NotInOrder) as refused:
        align_between(TALK, TRANSLATED, fixed)
    assert refused.value.code == "not-in-order"


def test_groups_a_person_draws_are_told_their_doubts() -> None:
    drawn = [Group((0, 2), (0, 1)), Group((3, 4), (3, 4), ("many",)), Group((4, 5), (4, 4))]
    found = doubts_of(TALK, TRANSLATED, drawn)
    assert [each.doubts for each in found] == [("many", "speaker", "length"), (), ("alone",)]
    assert [(each.left, each.right) for each in found] == [(each.left, each.right) for each in drawn]


def partition(found: list[Group], left: int, right: int) -> bool:
    """Say whether every unit of both texts stands in exactly one group, in order."""
    ours = [n for each in found for n in range(*each.left)]
    theirs = [n for each in found for n in range(*each.right)]
    return ours == list(range(left)) and theirs == list(range(right))


@settings(max_examples=60)
@given(_UNITS, _UNITS)
def test_every_unit_stands_in_exactly_one_group_in_order(left: list[Unit], right: list[Unit]) -> None:
    found = align(left, right)
    assert partition(found, len(left), len(right))
    assert all(each.left[0] < each.left[1] or each.right[0] < each.right[1] for each in found)
    assert doubts_of(left, right, found) == found


@settings(max_examples=40)
@given(_UNITS)
def test_a_text_answers_to_itself_turn_by_turn(units: list[Unit]) -> None:
    assert align(units, units) == [Group((n, n + 1), (n, n + 1)) for n in range(len(units))]


@settings(max_examples=40)
@given(_UNITS, _UNITS, st.data())
def test_any_found_group_may_be_confirmed_and_stays(
    left: list[Unit], right: list[Unit], data: st.DataObject
) -> None:
    found = align(left, right)
    fixed = [each for each in found if data.draw(st.booleans())]
    again = align_between(left, right, fixed)
    assert set(fixed) <= set(again)
    assert partition(again, len(left), len(right))
