"""Told on, printed again, said twice: one voice. Nothing is counted that nobody was there for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from guwah.steps.claims.comparing.voices import Ground, Heard, origin, voices

ALMA, BOTA, PAPER = "entity 1", "entity 2", ""
NOBODY = ""


def heard(claim: int, source: int, who: str, told_by: str = NOBODY, knows: str = "saw") -> Heard:
    return Heard(claim, source, who, told_by, knows)


def counted(*said: Heard, repeats: dict[int, int] | None = None) -> int:
    return sum(voice.independent for voice in voices(said, repeats or {}))


def test_two_who_were_there_are_two_sources() -> None:
    assert counted(heard(1, 1, ALMA), heard(2, 2, BOTA)) == 2


def test_the_same_claimant_in_two_talks_is_one_voice() -> None:
    [voice] = voices([heard(1, 1, ALMA), heard(2, 2, ALMA)], {})
    assert (voice.sources, voice.passed_on, voice.independent) == ((1, 2), (), True)


def test_a_newspaper_that_has_it_from_her_is_her_voice() -> None:
    [voice] = voices([heard(1, 1, ALMA), heard(2, 2, PAPER, ALMA, "told")], {})
    assert (voice.key, voice.passed_on, voice.ground) == (ALMA, (2,), Ground.FIRST_HAND)


def test_a_chain_of_tellers_ends_with_the_first() -> None:
    said = [heard(1, 1, ALMA), heard(2, 2, BOTA, ALMA, "told"), heard(3, 3, PAPER, BOTA, "told")]
    [voice] = voices(said, {})
    assert (voice.key, voice.passed_on) == (ALMA, (2, 3))
    # In whatever order they came to us.
    assert [one.key for one in voices(said[::-1], {})] == [ALMA]


def test_who_is_heard_only_through_others_is_no_source_of_ours() -> None:
    [voice] = voices([heard(1, 1, PAPER, "a neighbour", "told")], {})
    assert (voice.key, voice.ground, voice.independent) == ("a neighbour", Ground.THROUGH, False)


def test_what_is_told_by_nobody_named_inferred_or_of_open_knowledge_is_not_counted() -> None:
    for knows, ground in (("told", Ground.UNNAMED), ("infers", Ground.INFERRED), ("unknown", Ground.OPEN)):
        [voice] = voices([heard(1, 1, ALMA, knows=knows)], {})
        assert (voice.ground, voice.independent) == (ground, False)


def test_the_best_claim_of_a_voice_says_on_what_it_rests() -> None:
    [voice] = voices([heard(1, 1, ALMA, knows="infers"), heard(2, 2, ALMA)], {})
    assert voice.ground == Ground.FIRST_HAND


def test_a_reprint_is_the_voice_of_what_it_prints() -> None:
    # The one who speaks alone there, whoever the reprint names.
    [voice] = voices([heard(1, 1, ALMA), heard(2, 2, PAPER, knows="told")], {2: 1})
    assert (voice.key, voice.passed_on) == (ALMA, (2,))
    # Several speak there: the reprint is the text itself, and no voice more than is there already.
    assert counted(heard(1, 1, ALMA), heard(2, 1, BOTA), heard(3, 2, PAPER), repeats={2: 1}) == 2
    # The same people printed again stay themselves.
    assert counted(heard(1, 1, ALMA), heard(2, 2, ALMA), repeats={2: 1}) == 1
    # And where the first says nothing here, its words are known only through the second.
    assert [one.key for one in voices([heard(2, 2, PAPER)], {2: 1})] == ["source 1"]
    assert [one.key for one in voices([heard(2, 2, ALMA)], {2: 1})] == [ALMA]


def test_rings_of_tellers_and_of_repeats_come_to_an_end() -> None:
    said = [heard(1, 1, ALMA, BOTA, "told"), heard(2, 2, BOTA, ALMA, "told")]
    assert len(voices(said, {})) == 1
    assert origin(1, {1: 2, 2: 1}) == origin(2, {1: 2, 2: 1}) == 1
    assert origin(3, {3: 2, 2: 1}) == 1


NAMES = st.sampled_from(["", "a", "b", "c"])
CLAIMS = st.lists(
    st.tuples(st.integers(1, 4), NAMES, NAMES, st.sampled_from(["saw", "told", "infers", "unknown"])),
    max_size=8,
)
REPEATS = st.dictionaries(st.integers(1, 4), st.integers(1, 4), max_size=4)


@given(CLAIMS, REPEATS)
def test_every_claim_is_in_one_voice_and_to_repeat_adds_none(
    said: list[tuple[int, str, str, str]], repeats: dict[int, int]
) -> None:
    rows = [Heard(number, *one) for number, one in enumerate(said)]
    found = voices(rows, repeats)
    assert sorted(claim for voice in found for claim in voice.claims) == [row.claim for row in rows]
    assert len({voice.key for voice in found}) == len(found)
    # Told once more by somebody who names the first, it is as many sources as before.
    if rows and rows[0].who and not any(row.who == "newcomer" or row.told_by == "newcomer" for row in rows):
        again = Heard(len(rows), 9, "newcomer", rows[0].who, "told")
        more = voices([*rows, again], repeats)
        assert sum(one.independent for one in more) == sum(one.independent for one in found)
