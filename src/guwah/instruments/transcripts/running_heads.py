"""Numbers of pages and running heads among the lines of a text."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.single import SENTENCE_ENDS

_DIGITS = re.compile(r"\d+")
_FEW_LINES = 3
_HEAD_CHARACTERS = 100
_HEAD_WORDS = 14
_TWICE = 2
_OFTEN = 3
_EDGE_NUMBER = re.compile(
    r"(?P<first>\d{1,4})(?:\s{2,}|\t|\s*[|·•–—]\s*)\S.*|\S.*?(?:\s{2,}|\t|\s*[|·•–—]\s*)(?P<last>\d{1,4})"
)
_GAP = re.compile(r"\s{2,}")
_ENDING = re.compile(r"(\d{1,4})\W*$")
_DRESSED = re.compile(r"[-–—~]+\s*(\d{1,4})\s*[-–—~]+")


@lru_cache(maxsize=8)
def _worded(conventions: Conventions) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = "|".join(re.escape(word) for word in sorted(conventions.page_words, key=len, reverse=True))
    of = rf"(?:\s*(?:of|/|из|／|共|,)\s*共?\s*(?:{words})?\s*\d{{1,5}}\s*(?:{words})?)?"
    before = rf"(?<!\w)(?:{words})\s*[|:#№]?\s*(?P<a>\d{{1,5}})"
    after = rf"(?<!\d)第?\s*(?P<b>\d{{1,5}})\s*[-‑–]?\s*(?:{words})(?!\w)"
    line = r"(?:,?\s*lines?\s*\d{1,3}(?:\s*[-–]\s*\d{1,3})?)?"
    label = rf"(?:{before}|{after}){of}{line}"
    alone = re.compile(rf"[\[({{<\-–—|\s]*{label}[\])}}>\-–—|\s.]*", re.IGNORECASE)
    edge = re.compile(
        rf"(?:{label}[\s,;:|·•.–—-]+(?P<after>\S.*))|(?:(?P<before>\S.*?)[\s,;:|·•(–—-]+"
        + label.replace("<a>", "<c>").replace("<b>", "<d>")
        + r"[\s.)]*)",
        re.IGNORECASE,
    )
    return alone, edge


def page_number(words: str, conventions: Conventions) -> int | None:
    """Return the number of a page that a line says and nothing more, or None.

    >>> from guwah.instruments.transcripts.conventions import DEFAULT
    >>> page_number("[Page 12]", DEFAULT), page_number("- 4 -", DEFAULT), page_number("12", DEFAULT)
    (12, 4, None)
    """
    match = _worded(conventions)[0].fullmatch(words)
    if match:
        return int(match["a"] or match["b"])
    dressed = _DRESSED.fullmatch(words)
    return int(dressed[1]) if dressed else None


def numbered_in_turn(text: str, lines: Sequence[Line]) -> Iterator[int]:
    """Yield short lines on both sides of a form feed that end with numbers one after the other."""
    for index, (above, below) in enumerate(pairwise(lines)):
        if "\f" in text[above.end : below.start] and is_short(above) and is_short(below):
            last, first = _ENDING.search(above.text), _ENDING.search(below.text)
            if last and first and int(first[1]) == int(last[1]) + 1:
                yield from (index, index + 1)


def numbered_heads(lines: Sequence[Line], conventions: Conventions) -> Iterator[int]:
    """Yield running heads that carry the number of their page at one end."""
    heads = [
        (index, *said)
        for index, line in enumerate(lines)
        if is_short(line) and (said := _head(line, conventions))
    ]
    often = Counter(words for _, words, _, _ in heads)
    rising = _rising(heads)
    elsewhere = {_template(line.text) for line in lines[:_FEW_LINES]}
    for index, words, number, worded in heads:
        recurs = often[words] >= _TWICE and words in rising
        known = worded and (words in elsewhere or _is_upper(lines[index].text))
        if (index >= _FEW_LINES or number > 1) and (recurs or known):
            yield index


def _head(line: Line, conventions: Conventions) -> tuple[str, int, bool] | None:
    """Return the words of a possible running head, the number at its end, and whether it says "page"."""
    # A gap is a gap however wide; what tells the patterns so would be paid for by the square of its width.
    said = _GAP.sub("  ", line.text)
    match = _worded(conventions)[1].fullmatch(said)
    if match:
        number = next(match[name] for name in "abcd" if match[name])
        return _template(match["after"] or match["before"]), int(number), True
    edge = _EDGE_NUMBER.fullmatch(said)
    if edge is None:
        return None
    number = edge["first"] or edge["last"]
    return _template(said.replace(number, "")), int(number), False


def _rising(heads: Iterable[tuple[int, str, int, bool]]) -> set[str]:
    """Return the words of heads whose numbers rise from each one to the next."""
    by_words: dict[str, list[int]] = {}
    for _, words, number, _ in heads:
        by_words.setdefault(words, []).append(number)
    return {words for words, said in by_words.items() if sorted(set(said)) == said}


def running_heads(lines: Sequence[Line], turns: set[int], fed: set[int]) -> Iterator[int]:
    """Yield lines that recur in the same place beside turning pages, the first lines of the text left out.

    Args:
        lines: Lines with something in them.
        turns: Indexes of lines that are the number of a page.
        fed: Indexes of lines next to a form feed, on either side.
    """
    slots = {
        (index + step, step)
        for index in turns | fed
        for step in (-2, -1, 0, 1, 2)
        if index + step < len(lines)
        and index + step not in turns
        and (index + step >= _FEW_LINES or index + step in fed)
        and _may_be_head(lines[index + step])
    }
    often = Counter((step, lines[index].text.casefold()) for index, step in slots)
    near = Counter(lines[index].text.casefold() for index in {index for index, _ in slots})
    titles = Counter(line.text.casefold() for line in lines[:_FEW_LINES])
    everywhere = Counter(line.text.casefold() for line in lines)
    heads: set[int] = set()
    for index, step in slots:
        words = lines[index].text.casefold()
        # What is also said elsewhere only happens to stand at the edge of pages.
        # With a colon it could be a label with words, and has to be there more often.
        least = _OFTEN if ":" in words else _TWICE
        if often[step, words] + titles[words] >= least and everywhere[words] == near[words] + titles[words]:
            heads.add(index)
    yield from sorted(heads)
    yield from _like_other_heads(lines, {index + 1 for index in turns}, heads, {index for index, _ in slots})


def _may_be_head(line: Line) -> bool:
    """Tell whether a line is short and no sentence, as running heads are."""
    return is_short(line) and not line.text.endswith(SENTENCE_ENDS)


def _like_other_heads(
    lines: Sequence[Line], below: set[int], heads: set[int], near: set[int]
) -> Iterator[int]:
    """Yield lines in capitals right below a page's number where the other pages have their heads."""
    if len(below & heads) >= _TWICE or 2 * len(below & heads) >= len(below & near) > 1:
        for index in sorted((below & near) - heads):
            if _is_upper(lines[index].text) and not _DIGITS.search(lines[index].text):
                yield index


def is_short(line: Line) -> bool:
    """Tell whether a line is no longer than a running head is; wide gaps in it count as one space."""
    words = line.text.split()
    return len(words) <= _HEAD_WORDS and sum(map(len, words)) + len(words) - 1 <= _HEAD_CHARACTERS


def _template(words: str) -> str:
    return " ".join(_DIGITS.sub("0", words.casefold()).split()).strip(" |·•–—-,;:.")


def _is_upper(words: str) -> bool:
    letters = [one for one in words if one.isupper() or one.islower()]
    # "Page" itself may be written small beside a head in capitals.
    small = sum(one.islower() for one in letters)
    return bool(letters) and small <= _FEW_LINES and len(letters) > 2 * small
