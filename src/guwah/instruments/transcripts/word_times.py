"""When single words are heard: found in a text that was made of them, and packed to be kept beside a turn.

A stretch is a word, or the few that a file times together. It begins and ends with a letter or a figure: the
signs around it may be corrected without its time being touched.
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from guwah.instruments.languages import script_of_letter
from guwah.instruments.transcripts.model import SpanLike, Time, Word

_MILLISECONDS = 1000
_FIELDS = 4
# Written without spaces: two letters side by side may be of two words. Elsewhere they are parts of one.
_UNSPACED = frozenset({"Hani", "Hira", "Kana", "Bopo", "Thai", "Laoo", "Khmr", "Mymr"})


@dataclass(frozen=True, slots=True)
class Said:
    """A word, or a few, as a file holds them with their time.

    Attributes:
        words: What is said; nothing but signs where a file times these too.
        start: Seconds, or None where the file says none.
        end: Seconds, or None: it lasts until the next one begins.
    """

    words: str
    start: float | None
    end: float | None = None


def located(text: str, place: SpanLike, said: Sequence[Said], until: float | None = None) -> list[Word]:
    """Return where in a text the words of a file stand that it was made of, with their times.

    Letters are compared one by one, signs, spaces and capitals left aside. Where any differs nothing is
    found: no time stands at a word that it may not belong to.

    Args:
        text: The text.
        place: The stretch of it that these words are.
        said: The words, all of them and in order, also those without a time.
        until: When the last of them ends, where it does not say itself.
    """
    places = _as_written(text, place, said)
    if places is None:
        places = _by_letters(text, place, said)
    if places is None:
        return []
    found: list[Word] = []
    for each, stands, ends in zip(said, places, _ends(said, until), strict=True):
        if stands and each.start is not None and ends is not None and 0 <= each.start <= ends:
            found.append(Word(*stands, (round(each.start, 3), round(ends, 3))))
    return list(_whole(text, found))


def _as_written(text: str, place: SpanLike, said: Sequence[Said]) -> list[tuple[int, int] | None] | None:
    """Return where each stands in a text that is nothing but these words with white space between.

    That is how nearly every text was made, and looking at each of its letters takes five times as long.
    None where the text is otherwise; inside it None for what has no letter.
    """
    found: list[tuple[int, int] | None] = []
    reached = place.start
    for each in said:
        word = each.words.strip()
        first = text.find(word, reached, place.end)
        if first < 0 or (first > reached and not text[reached:first].isspace()):
            return None
        reached = last = first + len(word)
        while last > first and not _is_letter(text[last - 1]):
            last -= 1
        while first < last and not _is_letter(text[first]):
            first += 1
        found.append((first, last) if first < last else None)
    return None if text[reached : place.end].strip() else found


def _by_letters(text: str, place: SpanLike, said: Sequence[Said]) -> list[tuple[int, int] | None] | None:
    """Return where each stands, letter by letter; None where any differs."""
    letters = [place.start + at for at, one in enumerate(text[place.start : place.end]) if _is_letter(one)]
    own = ["".join(filter(_is_letter, each.words)) for each in said]
    if not _alike([text[at] for at in letters], "".join(own)):
        return None
    reached = [0, *accumulate(map(len, own))]
    edges = pairwise(reached)
    return [(letters[first], letters[last - 1] + 1) if last > first else None for first, last in edges]


def _is_letter(character: str) -> bool:
    # No mark stands before U+0300; a talk has a million characters to ask this of.
    return character.isalnum() or (character >= "\u0300" and unicodedata.category(character)[0] == "M")


def _alike(letters: Sequence[str], others: str) -> bool:
    """Tell whether letters are the same one by one but for capitals; "ss" is no ß."""
    return len(letters) == len(others) and (
        letters == list(others) or [one.casefold() for one in letters] == [one.casefold() for one in others]
    )


def _ends(said: Sequence[Said], until: float | None) -> list[float | None]:
    """Return when each ends: as it says, or when whatever has a time begins behind it."""
    found: list[float | None] = []
    for each in reversed(said):
        found.append(each.end if each.end is not None else until)
        until = each.start if each.start is not None else until
    return found[::-1]


def _whole(text: str, words: Iterable[Word]) -> Iterator[Word]:
    """Join the pieces that recognisers cut words into, where letter stands against letter."""
    last: Word | None = None
    for word in words:
        if (
            last
            and last.end == word.start
            and not _unspaced(text[last.end - 1])
            and not _unspaced(text[word.start])
        ):
            last = replace(last, end=word.end, time=(last.time[0], max(last.time[1], word.time[1])))
            continue
        if last:
            yield last
        last = word
    if last:
        yield last


def _unspaced(character: str) -> bool:
    return script_of_letter(character) in _UNSPACED


def said_in(text: str, place: SpanLike, words: Sequence[Word]) -> list[Said]:
    """Return a stretch cut into its words, those without a time between them; together they are all of it.

    Args:
        text: The text.
        place: The stretch.
        words: Those with a time in it, in order.
    """
    found: list[Said] = []
    reached = place.start
    for word in within(words, place):
        between = text[reached : word.start]
        if any(map(_is_letter, between)) or (between and not found):
            found.append(Said(between, None))
        elif between:
            found[-1] = replace(found[-1], words=found[-1].words + between)
        found.append(Said(text[word.start : word.end], *word.time))
        reached = word.end
    rest = text[reached : place.end]
    if found and not any(map(_is_letter, rest)):
        found[-1] = replace(found[-1], words=found[-1].words + rest)
    elif rest:
        found.append(Said(rest, None))
    return found


def within(words: Sequence[Word], place: SpanLike) -> Sequence[Word]:
    """Return the words that stand wholly inside a stretch.

    Args:
        words: In order, apart from each other.
        place: The stretch.
    """
    first = bisect_left(words, place.start, key=lambda one: one.start)
    last = bisect_left(words, place.end, key=lambda one: one.start)
    return [one for one in words[first:last] if one.end <= place.end]


def packed(words: Iterable[Word], start: int) -> str:
    """Return the words of one block in a compact form that a page can hold and a person can read.

    Four whole numbers to a word, spaces between: code points from the end of the word before (from `start`
    for the first), code points of the word, milliseconds from the beginning of the word before (of the
    recording for the first), milliseconds that it lasts. Empty where there are no words.
    """
    numbers: list[int] = []
    reached, begun = start, 0
    for one in words:
        begins, ends = (round(second * _MILLISECONDS) for second in one.time)
        numbers += [one.start - reached, one.end - one.start, begins - begun, ends - begins]
        reached, begun = one.end, begins
    return " ".join(map(str, numbers))


def unpacked(kept: str, start: int) -> list[Word]:
    """Return words out of the compact form (see `packed`), of a block that begins at `start`."""
    numbers = list(map(int, kept.split()))
    found: list[Word] = []
    reached, begun = start, 0
    for at in range(0, len(numbers), _FIELDS):
        gap, length, since, lasts = numbers[at : at + _FIELDS]
        first, begun = reached + gap, begun + since
        reached = first + length
        found.append(Word(first, reached, (begun / _MILLISECONDS, (begun + lasts) / _MILLISECONDS)))
    return found


def inside(kept: str, time: Time | None) -> str:
    """Return packed words without those that are not heard within a time that was said anew."""
    if time is None:
        return ""
    start, end = time[0], float("inf") if time[1] is None else time[1]
    return packed((one for one in unpacked(kept, 0) if start <= one.time[0] and one.time[1] <= end), 0)
