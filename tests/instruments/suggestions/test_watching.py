"""How far a look is: told a few times, never going back, and without a change to what is found."""

from __future__ import annotations

from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments import transcripts
from guwah.instruments.suggestions import FINDERS, Watch, material_of, suggest
from guwah.instruments.suggestions.watching import SECONDS_BETWEEN

LINE = "Saule: They closed the bakery on 5 May 2011, and I paid 300 yuan.\n\nOrynbek: When did it open?\n\n"


def watched(lines: int, tick: float) -> tuple[list[float], bool]:
    """Return what was told of a text by a clock that ticks at each look, and whether the same was found."""
    material = material_of(transcripts.read((LINE * lines).encode(), "talk.txt"))
    clock, told = count(0.0, tick), list[float]()
    found = suggest(material, watch=lambda steps: Watch(steps, lambda: next(clock), told.append))
    return told, found == suggest(material)


@given(st.integers(1, 5), st.sampled_from([0.0, 0.01, 0.2, SECONDS_BETWEEN, 3.0]))
def test_the_share_grows_and_what_is_found_is_the_same(lines: int, tick: float) -> None:
    told, same = watched(lines, tick)
    assert same
    assert told == sorted(set(told))
    assert all(0 < share < 1 for share in told)


def test_no_time_passes_and_nothing_is_told() -> None:
    assert watched(5, 0.0)[0] == []


def test_a_slow_machine_is_told_of_every_finder() -> None:
    told, _same = watched(5, 10.0)
    assert {int(share * len(FINDERS)) for share in told} == set(range(len(FINDERS)))


def test_who_only_counts_who_speaks_has_done_no_work() -> None:
    material = material_of(transcripts.read((LINE * 5).encode(), "talk.txt"))
    now, told = 0.0, list[float]()
    watch = Watch(2, lambda: now, told.append)
    seen = watch.over(material, 1)
    assert len(list(seen.passages)) == len(material.passages)
    assert told == []
    for place, _passage in enumerate(seen.passages):
        now = (place + 1) * SECONDS_BETWEEN
    assert told == [0.5 + 0.5 * place / len(material.passages) for place in range(1, len(material.passages))]
