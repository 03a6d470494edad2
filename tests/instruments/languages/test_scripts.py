import sys

import pytest

from guwah.instruments.languages import script_of, script_of_letter, shares
from guwah.instruments.languages.scripts import _RUNS


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("bread", "Latn"),
        ("нан, 2015", "Cyrl"),
        ("نان", "Arab"),
        ("面包", "Hani"),
        ("ψωμί", "Grek"),
        ("לחם", "Hebr"),
        ("パン", "Kana"),
        ("2015 — !", "Zyyy"),
        ("", "Zyyy"),
    ],
)
def test_the_script_of_most_letters(text: str, script: str) -> None:
    assert script_of(text) == script


def test_shares_count_letters_only_and_sum_to_one() -> None:
    found = shares("нан bread, 12")
    assert list(found) == ["Latn", "Cyrl"]
    assert found["Latn"] == pytest.approx(5 / 8)
    assert sum(found.values()) == pytest.approx(1)


def test_every_letter_belongs_to_one_script() -> None:
    """Shares are counted letter by letter: two scripts with a letter in common would sum to more than one."""
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    held = ["".join(run.findall(every)) for run in _RUNS.values()]
    assert sum(map(len, held)) == len(set("".join(held)))


def test_one_letter() -> None:
    assert [script_of_letter(c) for c in "aңن面7"] == ["Latn", "Cyrl", "Arab", "Hani", "Zyyy"]
