"""How much of what running words of five languages name is found, and how much of what is found is right.

The texts were marked before the rules met them; the figures on texts of others are in `bench/extract`.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise, product
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.suggestions import suggest
from instruments.suggestions.named.named_prose import KINDS, PROSE, unmarked
from instruments.suggestions.named.naming import NAMED, material

RECALL = {"person": 0.95, "organization": 0.9, "facility": 0.9, "place": 0.9}
PRECISION = 0.9


def counted() -> Counter[tuple[str, str]]:
    figures: Counter[tuple[str, str]] = Counter()
    for language, marked in PROSE.items():
        plain = [unmarked(part.replace("\n", "" if language == "zh" else " ")) for part in marked]
        text = material(language, *(words for words, _ in plain))
        wanted = [
            (kind, passage.start + start, passage.start + end)
            for passage, (_, spans) in zip(text.passages, plain, strict=True)
            for kind, start, end in spans
        ]
        got = [(one.found.kind, one.found.start, one.found.end) for one in suggest(text, NAMED)]
        pairs = [(a, b) for a, b in product(wanted, got) if a[0] == b[0] and a[1] < b[2] and b[1] < a[2]]
        for kind in KINDS.values():
            figures[kind, "marked"] += sum(one[0] == kind for one in wanted)
            figures[kind, "found"] += len({a for a, _ in pairs if a[0] == kind})
            figures[kind, "said"] += sum(one[0] == kind for one in got)
            figures[kind, "right"] += len({b for _, b in pairs if b[0] == kind})
    return figures


@pytest.fixture(scope="module")
def figures() -> Counter[tuple[str, str]]:
    return counted()


@pytest.mark.parametrize("kind", NAMED)
def test_enough_is_found(kind: str, figures: Counter[tuple[str, str]]) -> None:
    assert figures[kind, "found"] >= RECALL[kind] * figures[kind, "marked"]


@pytest.mark.parametrize("kind", NAMED)
def test_most_of_what_is_found_is_right(kind: str, figures: Counter[tuple[str, str]]) -> None:
    assert figures[kind, "right"] >= PRECISION * figures[kind, "said"]


SCRAPS = st.lists(
    st.sampled_from(
        [
            "Talgat",
            "Officer Li",
            "No. 3",
            "prison",
            "Kegen District",
            "of",
            "and",
            "the",
            "Ministry",
            "I’m",
            "A.",
            "«Нан»",
            "Ерлан",
            "суд",
            "района",
            "№ 5",
            "село",
            "Мұратхан",
            "ұлы",
            "аудандық",
            "сот",
            "ئايگۈل",
            "ئوغلى",
            "ناھىيەسى",
            "3-نومۇرلۇق",
            "王",
            "主任",
            "阿依古丽·",
            "第三",
            "监狱",
            "县",
            "(罗)",
            ",",
            ".",
            "\n",
            "“",
            "”",
            "bin",
            "Will",
            "US",
        ]
    ),
    max_size=25,
)


@given(st.sampled_from(tuple(PROSE)), SCRAPS, st.sampled_from((" ", "")))
def test_nothing_overlaps_and_every_name_stands_where_it_is_said(
    language: str, scraps: list[str], between: str
) -> None:
    text = material(language, between.join(scraps) or "-")
    found = [one.found for one in suggest(text, NAMED)]
    assert all(text.text[one.start : one.end].strip() for one in found)
    assert all(one.value["name"] and one.rule for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("language", "unit"),
    [("zh", "市县区"), ("zh", "北京市"), ("zh", "第一二三"), ("en", "Ministry of "), ("en", "Talgat, ")],
)
def test_a_long_row_without_an_end_takes_no_longer_for_each_word(language: str, unit: str) -> None:
    def seconds(times: int) -> float:
        begun = process_time()
        suggest(material(language, unit * times), NAMED)
        return process_time() - begun

    seconds(10)
    assert seconds(1200) < 12 * max(seconds(200), 0.05)
