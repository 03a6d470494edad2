"""Finding a piece of a cut passage: any five words in a row, or eight Chinese characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.instruments.redaction.canonical import IS_HAN, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Run = tuple[str, ...]

WORDS, CHARACTERS = 5, 8
# As much of a passage may stand in cleared text, and so in what goes out, without being a leak.
SHARED = {WORDS: 7, CHARACTERS: 12}


def is_short(passage: Sequence[str]) -> bool:
    """Return whether a passage (words, Chinese characters apart) is too short to be told by a run."""
    return len(passage) < (CHARACTERS if _mostly_han(passage) else WORDS)


def _mostly_han(run: Sequence[str]) -> bool:
    return sum(IS_HAN.match(word) is not None for word in run) * 2 > len(run)


def _runs(text: Sequence[str], size: int) -> Iterator[Run]:
    return zip(*(text[shift:] for shift in range(size)), strict=False)


class Passages:
    """Long passages cut into runs once, to be found in many texts."""

    def __init__(self, passages: Iterable[tuple[str, Sequence[str]]], cleared: Iterable[str]) -> None:
        self.owners: dict[int, dict[Run, set[str]]] = {WORDS: {}, CHARACTERS: {}}
        for secret_id, text in passages:
            for size, runs in self._telling(text).items():
                for run in runs:
                    self.owners[size].setdefault(run, set()).add(secret_id)
        self.cleared: dict[int, set[Run]] = {WORDS: set(), CHARACTERS: set()}
        for each in cleared:
            for size, owners in self.owners.items():
                self.cleared[size].update(run for run in _runs(words(each), size) if run in owners)

    @staticmethod
    def _telling(text: Sequence[str]) -> dict[int, list[Run]]:
        """Five words tell a passage; five Chinese characters do not, eight do."""
        found = {
            WORDS: [run for run in _runs(text, WORDS) if not _mostly_han(run)],
            CHARACTERS: [run for run in _runs(text, CHARACTERS) if _mostly_han(run)],
        }
        return found if any(found.values()) else {WORDS: list(_runs(text, WORDS))}

    def found_in(self, text: Sequence[str]) -> Iterator[tuple[str, int]]:
        """Yield each passage of which the text has more than it may, with the place in its joined letters.

        Args:
            text: the words of a text, as `canonical.words` gives them.
        """
        for size, owners in self.owners.items():
            if owners:
                for secret_id, number in self._found(text, size):
                    yield secret_id, sum(map(len, text[:number]))

    def _found(self, text: Sequence[str], size: int) -> Iterator[tuple[str, int]]:
        owners, cleared = self.owners[size], self.cleared[size]
        hits: dict[str, list[int]] = {}
        for number, run in enumerate(_runs(text, size)):
            for secret_id in owners.get(run, ()):
                hits.setdefault(secret_id, []).append(number)
        for secret_id, numbers in hits.items():
            for first, last in _stretches(numbers):
                excused = last - first + size <= SHARED[size] and all(
                    tuple(text[each : each + size]) in cleared for each in range(first, last + 1)
                )
                if not excused:
                    yield secret_id, first
                    break


def _stretches(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of each run of numbers without a gap."""
    first = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1:
            yield first, last
            first = number
        last = number
    yield first, last
