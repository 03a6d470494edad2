from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics, wordlist

from guwah.failures import WrongUse
from guwah.vault.sheets import SheetWrong, check_together, combine, nearest, read_sheet, split, word_number

SECRET = bytes(range(32))
# Published test vectors of SLIP-0039 (256 bits; passphrase TREZOR): one that opens, two that must not.
_FIRST = (
    "wildlife deal beard romp alcohol space mild usual clothes union nuclear testify course research heat "
    "listen task location thank hospital slice smell failure fawn helpful priest ambition average recover "
    "lecture process dough stadium"
)
_SECOND = (
    "wildlife deal acrobat romp anxiety axis starting require metric flexible geology game drove editor edge "
    "screw helpful have huge holy making pitch unknown carve holiday numb glasses survive already tenant "
    "adapt goat fangs"
)
GOOD = (_FIRST, _SECOND)
GIVES = "5385577c8cfc6c1a8aa0f7f10ecde0a3318493262591e78b8c14c6686167123b"


@pytest.mark.parametrize(("shares", "needed"), [(5, 3), (3, 2), (2, 2), (1, 1)])
def test_every_smallest_set_opens_and_every_smaller_one_fails(shares: int, needed: int) -> None:
    sheets = split(SECRET, shares=shares, needed=needed)

    assert [sheet.number for sheet in sheets] == list(range(1, shares + 1))
    assert {len(sheet.words) for sheet in sheets} == {33}
    for chosen in itertools.combinations(sheets, needed):
        assert combine(chosen) == SECRET
    for chosen in itertools.combinations(sheets, needed - 1):
        with pytest.raises(SheetWrong) as refused:
            combine(chosen)
        assert refused.value.code == "more-sheets-needed"
    assert combine(sheets) == SECRET
    assert "words" not in repr(sheets[0])


@pytest.mark.parametrize(("shares", "needed"), [(0, 0), (3, 1), (2, 3), (17, 2), (1, 0), (3, -1)])
def test_numbers_without_sense_are_refused(shares: int, needed: int) -> None:
    with pytest.raises(WrongUse):
        split(SECRET, shares=shares, needed=needed)


@settings(max_examples=10)
@given(st.binary(min_size=32, max_size=32))
def test_another_program_gives_the_same_secret(secret: bytes) -> None:
    sheets = split(secret, shares=3, needed=2)

    assert combine_mnemonics([" ".join(sheet.words) for sheet in sheets[1:]]) == secret


def test_published_vectors_hold() -> None:
    assert combine_mnemonics(GOOD, b"TREZOR").hex() == GIVES
    with pytest.raises(MnemonicError):
        combine_mnemonics(GOOD[:1], b"TREZOR")
    with pytest.raises(SheetWrong) as refused:
        read_sheet(GOOD[0])
    assert refused.value.code == "other-set"


def test_a_sheet_is_read_however_it_was_copied() -> None:
    sheet = split(SECRET, shares=3, needed=2)[1]
    lines = "\n".join(f"{place}. {word.upper()}," for place, word in enumerate(sheet.words, start=1))

    assert read_sheet(lines) == sheet
    assert read_sheet(" ".join(word[:4] for word in sheet.words)) == sheet


@pytest.mark.parametrize("place", [1, 7, 33])
def test_the_one_word_that_is_wrong_is_named_and_never_corrected(place: int) -> None:
    sheet = split(SECRET, shares=3, needed=2)[0]
    words = list(sheet.words)
    words[place - 1] = "academic" if words[place - 1] != "academic" else "zero"

    with pytest.raises(SheetWrong) as refused:
        read_sheet(" ".join(words))

    assert (refused.value.code, refused.value.word) == ("sheet-checksum", place)
    assert sheet.words[place - 1] not in refused.value.message


def test_a_mistyped_word_is_named_with_the_nearest_ones() -> None:
    words = list(split(SECRET, shares=3, needed=2)[0].words)
    words[4] = "acadmic"

    with pytest.raises(SheetWrong) as refused:
        read_sheet(" ".join(words))

    assert (refused.value.code, refused.value.word) == ("not-a-sheet-word", 5)
    assert "academic" in refused.value.message
    assert nearest("qqqq") == []


def test_two_exchanged_neighbours_are_seen() -> None:
    words = list(split(SECRET, shares=3, needed=2)[0].words)
    place = next(at for at in range(5, 30) if words[at] != words[at + 1])
    words[place], words[place + 1] = words[place + 1], words[place]

    with pytest.raises(SheetWrong) as refused:
        read_sheet(" ".join(words))

    assert refused.value.word == place + 1
    assert "exchanged" in refused.value.message


def test_several_wrong_words_are_only_said_to_be_wrong() -> None:
    chance = random.Random(5)  # noqa: S311 - seeded on purpose
    words = list(split(SECRET, shares=3, needed=2)[0].words)
    for place in (6, 15, 24):
        words[place] = chance.choice([word for word in wordlist.WORDLIST if word != words[place]])

    with pytest.raises(SheetWrong) as refused:
        read_sheet(" ".join(words))

    assert refused.value.code == "sheet-checksum"


@pytest.mark.parametrize(("text", "code"), [("", "sheet-length"), ("academic " * 20, "sheet-length")])
def test_too_few_words_are_counted(text: str, code: str) -> None:
    with pytest.raises(SheetWrong) as refused:
        read_sheet(text)
    assert refused.value.code == code


def test_sheets_of_two_sets_and_the_same_sheet_twice_are_told() -> None:
    one, other = split(SECRET, shares=3, needed=2), split(SECRET, shares=3, needed=2)

    with pytest.raises(SheetWrong) as refused:
        check_together([one[0], other[1]])
    assert refused.value.code == "other-set"
    with pytest.raises(SheetWrong) as refused:
        combine([one[0], one[0]])
    assert refused.value.code == "same-sheet"
    with pytest.raises(SheetWrong):
        combine([])


def test_sheets_that_only_look_like_one_set_do_not_open() -> None:
    make = {"group_threshold": 1, "groups": [(2, 3)], "master_secret": SECRET}
    one = [read_sheet(words) for words in generate_mnemonics(**make)[0]]
    forged = split(bytes(32), shares=3, needed=2)[1]
    alike = type(forged)(one[0].set_id, forged.number, forged.needed, forged.words)

    with pytest.raises(SheetWrong) as refused:
        combine([one[0], alike])

    assert refused.value.code == "sheets-do-not-agree"


def test_words_carry_their_number_in_the_list() -> None:
    assert (word_number("academic"), word_number("zero")) == (1, 1024)


@pytest.mark.parametrize("digits", ["0123456789", "٠١٢٣٤٥٦٧٨٩", "০১২৩৪৫৬৭৮৯"])
def test_whoever_does_not_read_latin_letters_types_the_numbers(digits: str) -> None:
    sheet = split(SECRET, shares=3, needed=2)[1]
    typed = ", ".join(str(word_number(word)) for word in sheet.words)

    assert read_sheet(typed.translate(str.maketrans("0123456789", digits))) == sheet


@pytest.mark.parametrize("number", ["0", "1025", "999999"])
def test_a_number_that_is_no_word_is_pointed_at(number: str) -> None:
    with pytest.raises(SheetWrong) as refused:
        read_sheet(f"5 6 {number} 8")

    assert (refused.value.code, refused.value.word) == ("not-a-sheet-number", 3)


def test_numbers_that_are_too_few_are_counted() -> None:
    with pytest.raises(SheetWrong) as refused:
        read_sheet("5 6 7")

    assert refused.value.code == "sheet-length"
