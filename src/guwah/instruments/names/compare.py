"""Two written names side by side: what agrees, what does not, in words; never a verdict that they are one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.names.keys import FATHERS, skeleton, variants, without_father, words
from guwah.instruments.names.letters import HAN_SURNAMES
from guwah.instruments.names.romanise import romanise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guwah.instruments.names.keys import Word

READ_ALIKE, OTHER_READING, CONSONANTS, NEAR = 0.97, 0.9, 0.75, 0.6
LEAST_NEAR = 0.7  # share of letters two words must have in common to be called near
# How much a word that stands on one side only counts: asked for and missing is dear, a father's name cheap.
MISSING, EXTRA, FATHER = 1.0, 0.4, 0.15


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two names compare.

    Attributes:
        score: 0 to 1, to put hits in an order; not a probability, and no score means "the same person".
        reasons: sentences: word by word what agrees and by which rule, then what stands on one side only.
    """

    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Match:
    score: float
    reason: str


def compare(asked: str, found: str) -> Comparison:
    """Compare a name somebody asked for with a written one.

    Words may stand in any order. A missing father's name costs little, a missing asked word much.
    """
    if asked == found:
        return Comparison(1.0, ("Both are written the same.",))
    left, right = words(asked), words(found)
    side_by_side = _side_by_side(left, right)
    joined = _joined(left, right)
    best = side_by_side if joined is None or joined.score <= side_by_side.score else joined
    return Comparison(round(best.score, 4), (*best.reasons, *_unread(asked + found)))


def _side_by_side(left: Sequence[Word], right: Sequence[Word]) -> Comparison:
    gained, weight, reasons = 0.0, 0.0, list[str]()
    rest = list(right)
    for word in left:
        match, other = _best(word, rest)
        if other is None:
            weight += _weight(word, MISSING)
            reasons.append(_alone(word, "the name asked for"))
        else:
            rest.remove(other)
            gained, weight = gained + match.score, weight + 1
            reasons.append(match.reason)
    weight += sum(_weight(word, EXTRA) for word in rest)
    reasons.extend(_alone(word, "the name found") for word in rest)
    return Comparison(gained / weight if weight else 0.0, tuple(reasons))


def _best(word: Word, others: Sequence[Word]) -> tuple[_Match, Word | None]:
    best, chosen = _Match(0.0, ""), None
    for other in others:
        match = _match(word, other)
        if match.score > best.score:
            best, chosen = match, other
    return best, chosen


def _match(one: Word, other: Word) -> _Match:
    pair = f"“{one.written}” and “{other.written}”"
    mine, theirs = variants(one.plain), variants(other.plain)
    if mine[0] == theirs[0]:
        return _Match(READ_ALIKE, f"{pair} read the same.")
    if set(mine) & set(theirs):
        return _Match(OTHER_READING, f"{pair} read the same, if x, q or c stands for another sound.")
    if without_father(mine[0]) == without_father(theirs[0]):
        return _Match(OTHER_READING, f"{pair} are the same but for the ending of a father's name.")
    if skeleton(mine[0]) == skeleton(theirs[0]) and mine[0][0] == theirs[0][0]:
        return _Match(CONSONANTS, f"{pair} have the same consonants.")
    apart = distance(mine[0], theirs[0])
    alike = 1 - apart / max(len(mine[0]), len(theirs[0]))
    if alike < LEAST_NEAR:
        return _Match(0.0, "")
    return _Match(NEAR * alike, f"{pair} differ by {apart} letter{'' if apart == 1 else 's'}.")


def _joined(left: Sequence[Word], right: Sequence[Word]) -> Comparison | None:
    one, other = ("".join(word.plain for word in side) for side in (left, right))
    if not one or not other or len(left) == len(right) or variants(one)[0] != variants(other)[0]:
        return None
    return Comparison(OTHER_READING, ("Both read the same when their words are written together.",))


def _is_father(word: Word) -> bool:
    return FATHERS.search(variants(word.plain)[0]) is not None


def _weight(word: Word, otherwise: float) -> float:
    return FATHER if _is_father(word) else otherwise


def _alone(word: Word, side: str) -> str:
    father = ", which looks like a father's name," if _is_father(word) else ""
    return f"“{word.written}”{father} stands only in {side}."


def _unread(text: str) -> Iterator[str]:
    unread = romanise(text, HAN_SURNAMES).unread
    if unread:
        letters = "".join(unread)
        yield f"No reading is known here for “{letters}”: only the same characters can match."


def distance(one: str, other: str) -> int:
    """Return how many letters must be put in, taken out or changed (Levenshtein)."""
    row = list(range(len(other) + 1))
    for number, mine in enumerate(one, start=1):
        before, row[0] = row[0], number
        for place, theirs in enumerate(other, start=1):
            before, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, before + (mine != theirs)),
            )
    return row[-1]
