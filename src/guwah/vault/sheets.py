"""Recovery sheets: a 32-byte secret in SLIP-39 words, any k of n of which give it back.

The word list is English only (SLIP-0039 has no other), so every word carries its number as well. No
passphrase is set on top: SLIP-39 would answer a wrong one with another secret instead of an error.
"""

from __future__ import annotations

import difflib
import itertools
import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from shamir_mnemonic import (
    EncryptedMasterSecret,
    MnemonicError,
    Share,
    recover_ems,
    rs1024,
    split_ems,
    wordlist,
)
from shamir_mnemonic.shamir import ShareGroup

from guwah.failures import NotUnderstood, WrongUse

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_SHEETS: Final = 16
WORDS: Final = 33
_UNIQUE_LETTERS: Final = 4
_BITS: Final = 10
_ID_BITS: Final = 15
_VALID: Final = 1
_CUSTOM: Final = b"shamir_extendable"
_WORD: Final = re.compile(r"[^\W\d_]+")
_NUMBER: Final = re.compile(r"\d{1,6}")


class SheetWrong(NotUnderstood):
    """A sheet that does not read as it was printed.

    Attributes:
        word: number of the word to look at again, from 1; 0 when that cannot be told.
    """

    def __init__(self, code: str, message: str, word: int = 0) -> None:
        super().__init__(code, message)
        self.word = word


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Attributes:
        set_id: SLIP-39 identifier, the same on every sheet of a set, 0 to 32767.
        number: which sheet of its set, from 1.
        needed: how many sheets of the set give the secret back.
        words: its 33 words; never shown in a representation.
    """

    set_id: int
    number: int
    needed: int
    words: tuple[str, ...] = field(repr=False)


def split(secret: bytes, *, shares: int, needed: int) -> list[Sheet]:
    """Return `shares` sheets, any `needed` of which give the secret; every smallest set is tried first.

    Raises:
        WrongUse: numbers that make no sense.
    """
    if not 1 <= needed <= shares <= MOST_SHEETS or (needed == 1) != (shares == 1):
        raise WrongUse(
            "bad-sheet-numbers",
            f"Choose 2 to {MOST_SHEETS} sheets, of which 2 or more are needed (or one single sheet).",
        )
    sealed = EncryptedMasterSecret.from_master_secret(
        secret, b"", secrets.randbelow(1 << _ID_BITS), extendable=True, iteration_exponent=1
    )
    made = split_ems(1, [(needed, shares)], sealed)[0]
    # SLIP-39 is no verifiable secret sharing: only putting them together shows that the sheets are good.
    whole = {_gather(chosen) for chosen in itertools.combinations(made, needed)}
    if len(whole) != 1 or whole.pop().decrypt(b"") != secret:
        raise SheetWrong("sheets-not-whole", "The sheets do not give the secret back; none was kept.")
    return [_sheet(share) for share in made]


def combine(sheets: Sequence[Sheet]) -> bytes:
    """Return the secret behind enough sheets of one set.

    Raises:
        SheetWrong: `same-sheet`, `other-set`, `more-sheets-needed`, or `sheets-do-not-agree`.
    """
    check_together(sheets)
    if not sheets or len(sheets) < sheets[0].needed:
        needed = sheets[0].needed if sheets else 1
        raise SheetWrong("more-sheets-needed", f"{needed} sheets are needed; {len(sheets)} are here.")
    shares = [Share.from_mnemonic(" ".join(sheet.words)) for sheet in sheets[: sheets[0].needed]]
    try:
        return bytes(_gather(shares).decrypt(b""))
    except MnemonicError as wrong:
        raise SheetWrong("sheets-do-not-agree", "These sheets do not belong together.") from wrong


def check_together(sheets: Sequence[Sheet]) -> None:
    """Refuse sheets that cannot be of one set, as soon as that shows.

    Raises:
        SheetWrong: `same-sheet` or `other-set`.
    """
    if len({(sheet.set_id, sheet.needed) for sheet in sheets}) > 1:
        raise SheetWrong("other-set", "This sheet is of another set than the ones before it.")
    if len({sheet.number for sheet in sheets}) < len(sheets):
        raise SheetWrong("same-sheet", "This sheet was entered already; a different one is needed.")


def read_sheet(text: str) -> Sheet:
    """Read a sheet as somebody typed it: numbers, commas and line ends between the words do not matter.

    A word may be shortened to its first four letters, which no other word of the list begins with. Without
    a single letter the numbers count, in the digits of any script: they are the words' places in the list.

    Raises:
        SheetWrong: `not-a-sheet-word`, `not-a-sheet-number`, `sheet-length` or `sheet-checksum`, with the
            word to look at.
    """
    typed = [word.lower() for word in _WORD.findall(text)]
    if typed:
        words = [_word(number, word) for number, word in enumerate(typed, start=1)]
    else:
        words = [_numbered(place, int(number)) for place, number in enumerate(_NUMBER.findall(text), start=1)]
    if len(words) != WORDS:
        raise SheetWrong("sheet-length", f"A sheet has {WORDS} words; these are {len(words)}.")
    try:
        share = Share.from_mnemonic(" ".join(words))
    except MnemonicError as wrong:
        raise _checksum(words) from wrong
    if share.group_count != 1:
        raise SheetWrong("other-set", "This is a SLIP-39 share, but not of a Guwah vault.")
    return _sheet(share)


def nearest(word: str) -> list[str]:
    """Return up to three words of the list that look like a mistyped one, the nearest first."""
    return difflib.get_close_matches(word, wordlist.WORDLIST, n=3, cutoff=0.6)


def _word(number: int, typed: str) -> str:
    if typed in wordlist.WORD_INDEX_MAP:
        return typed
    if len(typed) == _UNIQUE_LETTERS:
        whole: list[str] = [word for word in wordlist.WORDLIST if word.startswith(typed)]
        if len(whole) == 1:
            return whole[0]
    likely = nearest(typed)
    hint = f" Perhaps: {', '.join(likely)}." if likely else ""
    raise SheetWrong("not-a-sheet-word", f"Word {number} is not a word of these sheets.{hint}", number)


def _numbered(place: int, number: int) -> str:
    if not 1 <= number <= len(wordlist.WORDLIST):
        raise SheetWrong(
            "not-a-sheet-number", f"Number {place} is not of these sheets: they go from 1 to 1024.", place
        )
    return str(wordlist.WORDLIST[number - 1])


def _checksum(words: Sequence[str]) -> SheetWrong:
    """Say at which word a sheet is wrong when one word is, or two neighbours are exchanged.

    SLIP-0039 forbids to correct by the checksum, since that would make up for words nobody has; it allows to
    say where to look.
    """
    place = _single_fault([wordlist.WORD_INDEX_MAP[word] for word in words])
    if place:
        return SheetWrong(
            "sheet-checksum", f"Look at word {place} again: this sheet was not printed so.", place
        )
    for number, (one, other) in enumerate(itertools.pairwise(words), start=1):
        swapped = [*words[: number - 1], other, one, *words[number + 1 :]]
        if _residue([wordlist.WORD_INDEX_MAP[word] for word in swapped]) == _VALID:
            return SheetWrong(
                "sheet-checksum", f"Words {number} and {number + 1} seem to be exchanged. Look again.", number
            )
    return SheetWrong("sheet-checksum", "Two words or more are not what was printed. Look at each again.")


def _single_fault(indices: list[int]) -> int:
    """Return the number of the only word that can be wrong, or 0. The checksum is linear over XOR."""
    wanted = _residue(indices) ^ _VALID
    zero = _residue([0] * len(indices))
    for place in range(len(indices)):
        basis = []
        for bit in range(_BITS):
            single = [0] * len(indices)
            single[place] = 1 << bit
            basis.append(_residue(single) ^ zero)
        if _spans(basis, wanted):
            return place + 1
    return 0


def _spans(basis: Sequence[int], wanted: int) -> bool:
    """Say whether `wanted` is the XOR of some of `basis`, by elimination."""
    reduced: list[int] = []
    for vector in basis:
        rest = vector
        for other in reduced:
            rest = min(rest, rest ^ other)
        if rest:
            reduced.append(rest)
    for other in reduced:
        wanted = min(wanted, wanted ^ other)
    return wanted == 0


def _residue(indices: Sequence[int]) -> int:
    residue: int = rs1024._polymod(tuple(_CUSTOM) + tuple(indices))  # noqa: SLF001 - the library's checksum says only yes or no
    return residue


def _gather(shares: Sequence[Share]) -> EncryptedMasterSecret:
    group = ShareGroup()
    for share in shares:
        group.add(share)
    return recover_ems({0: group})


def _sheet(share: Share) -> Sheet:
    return Sheet(share.identifier, share.index + 1, share.member_threshold, tuple(share.words()))


def word_number(word: str) -> int:
    """Return the place of a word in the SLIP-39 list, from 1 to 1024."""
    return int(wordlist.WORD_INDEX_MAP[word]) + 1
