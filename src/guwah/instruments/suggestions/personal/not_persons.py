"""What a word with a capital is when it is certainly no person's name, and the few that may be one or not.

The words are data (`data/not_persons.json`). What may be a given name or a surname (`doubtful`: Jordan, May)
counts as one unless the words beside it make it a place or a month: the safe side (law 4).
"""

from __future__ import annotations

import json
import re
from enum import Enum, auto
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from guwah.instruments.late_pattern import late
from guwah.instruments.names.letters import HAN_SURNAMES
from guwah.instruments.redaction.spans import Spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_DATA: Final[dict[str, Any]] = json.loads(
    (files(__package__) / "data" / "not_persons.json").read_text(encoding="utf-8")
)
_LAST_VOWEL: Final = re.compile(r"(?:ий|ый|ая|ое|ие|ые|[аяоеийьы])$")
_LAST_VOWEL_OF_FEW: Final = re.compile(r"[ая]$")
_SHORT_CYRILLIC: Final = 4
_ACRONYM: Final = re.compile(r"[A-Z]{2,5}")
# Others with dots may be somebody's initials.
_DOTTED: Final = frozenset(("U.S", "U.K", "U.N", "U.S.A", "U.S.S.R"))
_TAIL: Final = re.compile(r"'(?:s|re|ve|ll|d|m)?$")

_MONTH: Final = "|".join(_DATA["months"])
_NAMED_MONTHS: Final = frozenset(("april", "may", "june", "august"))
_MONTH_BEFORE: Final = late(
    r"(?:\b(?:in|since|until|till|last|next|this|early|late|mid|during)"
    r"|\b(?:end|beginning|middle|start|half) of"
    rf"|\d(?:st|nd|rd|th)?(?: of)?|\b(?:{_MONTH})\s?(?:to|and|or|until|till|through|[-–—/]))[\s-]?$",
    re.IGNORECASE,
)
_MONTH_AFTER: Final = late(
    rf",?\s+\d|\s?(?:to|and|or|until|till|through|[-–—/])\s?(?:{_MONTH})\b", re.IGNORECASE
)
# One may be in Jordan, fly to it or live in its capital; one goes to Jordan, or gets something back from her.
_PLACE_BEFORE: Final = late(
    r"(?:(?<!\bbelieve )(?<!\bbelieved )(?<!\btrust )(?<!\btrusted )(?<!\bconfided )(?<!\bfaith )\bin"
    r"|\b(?:an?|the|throughout|across|within)"
    r"|\b(?:fl(?:y|ew|own|ying|ights?)|travel\w*|emigrat\w+|migrat\w+|deported|fled|tickets?|visas?|trips?)"
    r" (?:back )?(?:to|from)"
    r"|\b(?:government|capital|city|state|republic|kingdom|embassy|consulate|citizens?|borders?) (?:of|with)"
    r"|(?<!\w)(?:в|во|из|по|через))\s$",
    re.IGNORECASE,
)
_PEOPLE_AFTER: Final = late(
    r"\s+(?:people|men|women|man|woman|citizens?|officials?|cadres?|families|population|language|students?|"
    r"nationality|ethnicity|community|majority|minority|settlers?|migrants?|culture|border)\b"
)
_PERSON_AFTER: Final = late(
    r"['’]|\s+(?:said|says|told|asked|answered|replied|called|wrote|and (?:I|me)|himself|herself|"
    r"сказал\w*|говор\w+)\b"
)


class Kind(Enum):
    """What a word with a capital is.

    `PERSON` is all that nothing better is known of. `ORDINARY` words and `TITLE`s open names and sentences,
    `BODY` words close the names of bodies; `PEOPLE` may stand as a surname too, `PLACE` hardly.
    """

    PERSON = auto()
    ORDINARY = auto()
    TITLE = auto()
    BODY = auto()
    PLACE = auto()
    PEOPLE = auto()


def _words(key: str) -> Iterator[str]:
    listed = _DATA[key]
    for words in listed.values() if isinstance(listed, dict) else [listed]:
        yield from words


def _forms(word: str) -> Iterator[str]:
    """Yield a word in small letters, and where it is Cyrillic in its case forms."""
    low = word.casefold()
    yield low
    if _is_cyrillic(low):
        yield from (base + ending for base in {low, _stem(low)} for ending in _ENDINGS)


def _is_cyrillic(word: str) -> bool:
    return "Ѐ" <= word[0] <= "ӿ"


def _stem(low: str) -> str:
    return (_LAST_VOWEL if len(low) > _SHORT_CYRILLIC else _LAST_VOWEL_OF_FEW).sub("", low)


@cache
def _kinds() -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    listed = (
        ("places", Kind.PLACE),
        ("organisations", Kind.PLACE),
        ("plural_peoples", Kind.PLACE),
        ("peoples", Kind.PEOPLE),
        ("bodies", Kind.BODY),
        ("titles", Kind.TITLE),
    )
    for key, kind in listed:
        for word in _words(key):
            for form in _forms(word):
                kinds[form] = kind
    kinds.update((word.casefold(), Kind.ORDINARY) for word in _words("ordinary"))
    return kinds


@cache
def _doubtful() -> frozenset[str]:
    return frozenset(form for word in _words("doubtful") for form in _forms(word))


_ENDINGS: Final = tuple(_words("endings"))
_ENDING: Final = "|".join(sorted(_ENDINGS, key=len, reverse=True))
_AMBIGUOUS: Final = frozenset(word.casefold() for word in _words("ambiguous"))
_ACRONYMS: Final = frozenset(_words("acronyms"))
_NAMES_IN_CAPITALS: Final = frozenset(
    word.upper() for word in (*_words("short_names"), *HAN_SURNAMES.values())
)
_MAKES_ORDINARY: Final = frozenset((Kind.ORDINARY, Kind.BODY, Kind.PLACE))
TITLES: Final = tuple(_DATA["titles"]["en"])


def named_otherwise(text: str, not_persons: Iterable[str]) -> Spans:
    """Return where names of places, bodies and facilities stand: the given ones and those of several words.

    Args:
        text: one layer's text.
        not_persons: names a case has recorded of what is no person.
    """
    pattern = _pattern(tuple(not_persons))
    return Spans.of(match.span() for match in pattern.finditer(text))


@lru_cache(maxsize=16)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    listed = {name for name in (*names, *_words("phrases")) if any(map(str.isalnum, name))}
    longest = sorted(listed, key=lambda name: (-len(name), name))
    return late("|".join(_one_name(name) for name in longest), re.IGNORECASE)


def _one_name(name: str) -> str:
    words = r"[\s-]+".join(_one_word(word) for word in re.split(r"[\s-]+", name) if word)
    # Chinese names stand without spaces round them.
    bare = name.strip("- \t\n")
    start = r"(?<!\w)" if _has_case(bare[0]) else ""
    return start + words + (r"(?!\w)" if _has_case(bare[-1]) else "")


def _one_word(word: str) -> str:
    plain = re.escape(word.replace("’", "'")).replace("'", "['’]")
    if _is_cyrillic(word.casefold()):
        return rf"(?:{plain}(?:{_ENDING})?|{re.escape(_stem(word.casefold()))}(?:{_ENDING}))"
    return plain + (r"(?:['’]s?)?" if _has_case(word[-1]) else "")


def _has_case(letter: str) -> bool:
    return letter.upper() != letter.lower()


def classify(text: str, tokens: Sequence[tuple[int, int]], elsewhere: Spans) -> list[Kind]:
    """Say of each word of a row of capitals what it is.

    Args:
        text: one layer's text.
        tokens: where the words of the row stand, in order.
        elsewhere: what `named_otherwise` found.
    """
    loud = [_is_loud(text[start:end]) for start, end in tokens]
    kinds: list[Kind] = []
    # From the last on: what a word is depends on the one behind it.
    for at in range(len(tokens) - 1, -1, -1):
        after = kinds[-1] if kinds else None
        if elsewhere.covers(Spans((tokens[at],))):
            kinds.append(Kind.PLACE)
        else:
            shouted = any(loud[:at]) or any(loud[at + 1 :])
            kinds.append(_kind(text, tokens[at], after, first=at == 0, shouted=shouted))
    return kinds[::-1]


def _is_loud(token: str) -> bool:
    """Tell whether a word of capitals is no known acronym: a text may write everything so."""
    word = without_tail(token)
    return len(word) > 1 and word.isupper() and word not in _ACRONYMS


def _kind(text: str, token: tuple[int, int], after: Kind | None, *, first: bool, shouted: bool) -> Kind:
    written = text[slice(*token)]
    word = without_tail(written)
    if is_doubtful(word):
        return _kind_of_doubtful(text, token, after, first=first)
    if _is_acronym(word, shouted=shouted):
        return Kind.BODY
    if not word[:1].isupper() or word.casefold().endswith("n't"):
        return Kind.ORDINARY
    return _kinds().get(word.casefold(), Kind.PERSON)


def _kind_of_doubtful(text: str, token: tuple[int, int], after: Kind | None, *, first: bool) -> Kind:
    """Decide by the words beside it what a word is that may be a name, a place or an ordinary word."""
    low = without_tail(text[slice(*token)]).casefold()
    if low in _doubtful() and after is not Kind.PERSON and _is_place_here(text, token, low):
        return Kind.PLACE
    if low in _AMBIGUOUS and first and after in _MAKES_ORDINARY:
        return Kind.ORDINARY
    return Kind.PERSON


def is_doubtful(word: str) -> bool:
    """Tell whether a word (as `without_tail` returns it) may be a name and something else as well."""
    low = word.casefold()
    return low in _doubtful() or low in _AMBIGUOUS


def is_followed_as_person(text: str, end: int) -> bool:
    """Tell whether what follows a word that ends there is said of people only."""
    return _PERSON_AFTER.match(text, end) is not None


def _is_acronym(word: str, *, shouted: bool) -> bool:
    if word in _ACRONYMS:
        return True
    unknown = word not in _NAMES_IN_CAPITALS and word.casefold() not in _kinds()
    return not shouted and unknown and _ACRONYM.fullmatch(word) is not None


def without_tail(token: str) -> str:
    """Return a word without a genitive or a shortened verb, and dotted capitals without their dots."""
    if token.rstrip(".") in _DOTTED:
        return token.replace(".", "")
    return _TAIL.sub("", re.sub("[’ʼʻ]", "'", token))


def _is_place_here(text: str, token: tuple[int, int], low: str) -> bool:
    before, after = text[max(0, token[0] - 40) : token[0]], text[token[1] : token[1] + 40]
    if low in _NAMED_MONTHS:
        return _MONTH_BEFORE.search(before) is not None or _MONTH_AFTER.match(after) is not None
    if without_tail(text[slice(*token)]) != text[slice(*token)] or _PERSON_AFTER.match(after):
        return False
    return _PLACE_BEFORE.search(before) is not None or _PEOPLE_AFTER.match(after) is not None
