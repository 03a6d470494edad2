from __future__ import annotations

import json
from array import array

from hypothesis import given
from hypothesis import strategies as st

from guwah.steps.evidence.reading.sound import COLUMNS, SAMPLES_PER_SECOND, shape


def told(samples: list[int], piece: int = 1000) -> tuple[float, list[list[int]]]:
    data = array("h", samples).tobytes()
    value = json.loads(shape(data[at : at + piece] for at in range(0, len(data), piece)))
    return value["seconds"], value["peaks"]


def test_silence_is_flat_and_no_sound_has_no_shape() -> None:
    assert told([]) == (0.0, [])
    assert told([0] * 4000) == (1.0, [[0, 0]] * 250)


def test_the_loudest_stands_where_it_is() -> None:
    loud = [0] * 40_000 + [-32_768, 32_767] * 400 + [0] * 40_000

    seconds, peaks = told(loud)

    middle = [place for place, pair in enumerate(peaks) if pair == [-100, 100]]
    assert seconds == 20.2
    assert len(peaks) == COLUMNS
    assert abs(middle[0] / COLUMNS - 40_000 / 80_800) < 0.01
    assert abs(middle[-1] / COLUMNS - 40_800 / 80_800) < 0.01


@given(st.lists(st.integers(-32_768, 32_767), max_size=3000), st.integers(1, 700))
def test_no_swing_is_lost_however_the_pieces_fall(samples: list[int], piece: int) -> None:
    seconds, peaks = told(samples, piece)

    assert seconds == round(len(samples) / SAMPLES_PER_SECOND, 3)
    if samples:
        assert min(low for low, _high in peaks) == round(min(samples) * 100 / 32_768)
        assert max(high for _low, high in peaks) == round(max(samples) * 100 / 32_768)


def test_an_hour_is_as_wide_as_a_second() -> None:
    pieces = (bytes(2 * SAMPLES_PER_SECOND) for _ in range(3600))

    value = json.loads(shape(pieces))

    assert (value["seconds"], len(value["peaks"])) == (3600.0, COLUMNS)


def levels(samples: list[int], piece: int) -> str:
    data = array("h", samples).tobytes()
    told: str = json.loads(shape(data[at : at + piece] for at in range(0, len(data), piece)))["levels"]
    return told


def test_each_tenth_of_a_second_can_be_seen_near() -> None:
    assert levels([0] * 400 + [32_767] + [0] * 399 + [-32_768] * 10, 333) == "0zz"
    # A whisper is no silence.
    assert levels([5] * 400, 100) == "1"
    assert levels([], 1) == ""
