"""Which words of a changed stretch are the same words, for what belongs to single words: their times.

Edits reach over whatever is not sure, so that nothing that is held in words is moved silently. The time of a
word is held by nobody and says only where it is heard: a word that stands once before and once after, in its
order, among as many others or among mostly the same, is heard where it was.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from guwah.instruments.transcripts.anchors import Edit
from guwah.instruments.transcripts.differing import tokens

_Word = tuple[int, str]
"""Where a word begins, and its letters."""
_Pair = tuple[int, int]
"""Number of a word in the one text and in the other."""


def finer(text: str, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return edits that do the same to a text and leave the words alone that stay the same words.

    Args:
        text: The text before the edits.
        edits: In the order they were made; offsets as in `anchors.apply`.
    """
    found: list[Edit] = []
    for edit in edits:
        found += _parts(edit, text[edit.start : edit.end])
        text = text[: edit.start] + edit.words + text[edit.end :]
    return tuple(found)


def _parts(edit: Edit, before: str) -> Iterator[Edit]:
    """Yield what an edit does before, between and behind the words that it leaves alone."""
    one, other = _words(before), _words(edit.words)
    reached = written = 0
    for here, there in _same([word for _, word in one], [word for _, word in other]):
        (start, word), (begins, _) = one[here], other[there]
        yield Edit(edit.start + written, edit.start + written + start - reached, edit.words[written:begins])
        reached, written = start + len(word), begins + len(word)
    yield Edit(edit.start + written, edit.start + written + len(before) - reached, edit.words[written:])


def _words(text: str) -> list[_Word]:
    cut = tokens(text)
    starts = accumulate(map(len, cut), initial=0)
    return [(start, token) for start, token in zip(starts, cut, strict=False) if token[0].isalnum()]


def _same(one: Sequence[str], other: Sequence[str]) -> list[_Pair]:
    """Return the words that are the same ones, in order."""
    counts, others = Counter(one), Counter(other)
    places = {word: place for place, word in enumerate(other) if others[word] == 1}
    met = [(at, places[word]) for at, word in enumerate(one) if counts[word] == 1 and word in places]
    # Words that changed places: nobody can say which of them was moved.
    highest = accumulate((there for _, there in met), max, initial=-1)
    lowest = list(accumulate((there for _, there in reversed(met)), min))[::-1]
    ordered = [pair for pair, top, low in zip(met, highest, lowest, strict=False) if top < pair[1] == low]
    if 2 * len(ordered) >= max(len(one), len(other)):
        return ordered
    alike = [a[0] - b[0] == a[1] - b[1] for b, a in pairwise([(-1, -1), *ordered, (len(one), len(other))])]
    return [pair for pair, left, right in zip(ordered, alike, alike[1:], strict=False) if left and right]
