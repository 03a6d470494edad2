"""Which languages were spoken, where a heading, a header line or the preamble says it in so many words."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from guwah.instruments.transcripts.conventions import Conventions

Tags = tuple[str, ...]


@lru_cache(maxsize=8)
def _by_name(conventions: Conventions) -> dict[str, str]:
    return {name.casefold(): one.tag for one in conventions.languages for name in one.names}


@lru_cache(maxsize=8)
def _phrase(conventions: Conventions) -> re.Pattern[str]:
    """Match "in X", "in X and Y", and the phrases that mean "in this language" by themselves."""
    names = _either(name for one in conventions.languages for name in one.names)
    joiners = _either(conventions.language_joiners)
    before = _either(conventions.language_prepositions)
    phrases = _either(phrase for one in conventions.languages for phrase in one.phrases)
    chain = rf"(?:{names})(?:\s*(?:{joiners})+\s*(?:{names}))*"
    # "in English translation" says what the text is in, not what was spoken.
    return re.compile(
        rf"\b(?:{before})\s+(?P<names>{chain})\b(?!\s+translation)|(?P<phrase>{phrases})", re.IGNORECASE
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


def named_in(value: str, conventions: Conventions) -> Tags:
    """Return every language a header line's value names, in order."""
    names = _by_name(conventions)
    pattern = re.compile(_either(names), re.IGNORECASE)
    return _unique(names[match.group().casefold()] for match in pattern.finditer(value))


def said_in(words: str, conventions: Conventions) -> Tags:
    """Return the languages of "in X" and its like in a sentence, in order."""
    phrases = {phrase.casefold(): one.tag for one in conventions.languages for phrase in one.phrases}
    found: list[str] = []
    for match in _phrase(conventions).finditer(words):
        if match["phrase"]:
            found.append(phrases[match["phrase"].casefold()])
        else:
            found.extend(named_in(match["names"], conventions))
    return _unique(found)


def by_ordinal(preamble: str, conventions: Conventions) -> dict[int, Tags]:
    """Return what a preamble says of the first, second, third conversation.

    Returns:
        Number of the session, from 1, to its languages; only sessions of which a language is said.
    """
    starts: list[tuple[int, int]] = []
    for number, words in enumerate(conventions.ordinals, start=1):
        # An ordinal in Chinese stands without space; elsewhere it is a word of its own.
        pattern = "|".join(re.escape(w) if w.startswith("第") else rf"\b{re.escape(w)}\b" for w in words)
        match = re.search(pattern, preamble, re.IGNORECASE)
        if match:
            starts.append((match.start(), number))
    starts.sort()
    said: dict[int, Tags] = {}
    for index, (start, number) in enumerate(starts):
        end = starts[index + 1][0] if index + 1 < len(starts) else len(preamble)
        tags = said_in(preamble[start:end], conventions)
        if tags:
            said[number] = tags
    return said


def languages_of_session(
    n: int, sessions: int, preamble: str, heading: Sequence[str], conventions: Conventions
) -> Tags:
    """Return the spoken languages of one session, empty when nobody says them.

    Args:
        n: Number of the session, from 1.
        sessions: How many sessions the text has.
        preamble: Words before the first session.
        heading: Title and foreword of the session.
        conventions: Names of languages.
    """
    own = _unique(tag for words in heading for tag in said_in(words, conventions))
    if own:
        return own
    ordered = by_ordinal(preamble, conventions)
    if n in ordered and (sessions > 1 or len(ordered) == 1):
        return ordered[n]
    return said_in(preamble, conventions) if sessions == 1 else ()


def _unique(tags: Iterable[str]) -> Tags:
    return tuple(dict.fromkeys(tags))
