"""Labels that lost a part: their colon, or the line it stood on; and what only a torn line makes look so."""

from collections import Counter
from collections.abc import Sequence

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.habit import Found, label_at
from guwah.instruments.transcripts.labels import Candidate, fold, may_be_label
from guwah.instruments.transcripts.lines import Line
from guwah.instruments.transcripts.single import ends_a_sentence, said_with

_COLONS = (": ", "： ", "：")
_OFTEN = 2
_LEAST, _MOSTLY = 4, 0.8
_QUOTES = tuple("“„«「『‘")


def with_colons_below(text: str, lines: Sequence[Line], conventions: Conventions) -> tuple[Line, ...]:
    """Join a name with the line below it where that one begins with the colon: "Ann" above ": words".

    Old pages of news have it so where the name was a link. The name begins another line too, alone or before
    a colon: in a list of terms, which looks the same, no term returns.

    Args:
        text: The text.
        lines: Lines of it with something in them.
        conventions: What a label may be.
    """
    below = [
        index
        for index in range(1, len(lines))
        if lines[index].text.startswith(_COLONS)
        and not lines[index].gap
        and may_be_label(lines[index - 1].text, conventions)
    ]
    if not below:
        return tuple(lines)
    often = Counter(fold(line.text.partition(":")[0].partition("：")[0]) for line in lines)
    joined = {index - 1 for index in below if often[fold(lines[index - 1].text)] >= _OFTEN}
    return tuple(
        _with_next(text, line, lines[index + 1]) if index in joined else line
        for index, line in enumerate(lines)
        if index - 1 not in joined
    )


def _with_next(text: str, line: Line, after: Line) -> Line:
    return Line(line.start, after.end, text[line.start : after.end], line.gap)


def with_quotations(lines: Sequence[Line], found: Sequence[Candidate | None]) -> Found:
    """Add the names whose colon was forgotten, where what everybody says stands in quotation marks.

    Args:
        lines: Lines with something in them.
        found: For each line its beginning as a label, or None.
    """
    often = Counter(one.key for one in found if one)
    quoted = Counter(one.key for one in found if one and said_with(one).startswith(_QUOTES))
    named = {key for key, count in quoted.items() if count >= max(_OFTEN, _MOSTLY * often[key])}
    if not named:
        return list(found)
    bases = sorted({one.base for one in found if one and one.key in named}, key=len, reverse=True)
    return [one or _before_quotation(line, bases) for line, one in zip(lines, found, strict=True)]


def _before_quotation(line: Line, bases: Sequence[str]) -> Candidate | None:
    for base in bases:
        rest = line.text[len(base) :]
        if line.text.startswith(base) and rest.lstrip().startswith(_QUOTES):
            return label_at(line, (0, len(base)), len(line.text) - len(rest.lstrip()), rest[:1])
    return None


def only_torn(
    lines: Sequence[Line], known: Sequence[Candidate | None], once: Sequence[Candidate | None]
) -> set[int]:
    """Return the lines whose label is none: words that a sentence goes on with each time, or nothing.

    "… our game called" above "Mondrian: it is" begins nobody's turn where nearly all turns end with a
    sentence; nor does the heading of links that were left below the last turn.

    Args:
        lines: Lines with something in them.
        known: For each line the label that returns or is introduced, or None.
        once: For each line the label that stands once and may begin a turn, or None.
    """
    last = len(lines) - 1
    bare = {last} if (end := once[-1]) and not said_with(end) else set()
    above = [index - 1 for index, one in enumerate(known) if one and index]
    ended = sum(ends_a_sentence(lines[index]) for index in above)
    if len(above) < _LEAST or ended < _MOSTLY * len(above):
        return bare
    return bare | _within_sentences(lines, [one or other for one, other in zip(known, once, strict=True)])


def _within_sentences(lines: Sequence[Line], labels: Sequence[Candidate | None]) -> set[int]:
    """Return the lines of labels that only stand where a sentence goes on, the first one's left out.

    Above the talk a title ends no sentence.
    """
    first = next(index for index, one in enumerate(labels) if one)
    wide = sorted(len(line.text) for line in lines)[9 * len(lines) // 10] / 2
    torn = {
        index: one
        for index, one in enumerate(labels)
        if one and index > first and _goes_on(lines, index, wide)
    }
    often = Counter(one.key for one in labels if one)
    inside = Counter(one.key for one in torn.values())
    return {index for index, one in torn.items() if inside[one.key] == often[one.key]}


def _goes_on(lines: Sequence[Line], index: int, wide: float) -> bool:
    """Tell whether a line goes on with a sentence of the one above, which is about as long as lines are."""
    above = lines[index - 1].text if index and not lines[index].gap else ""
    return len(above) > wide and above[-1].isalnum()
