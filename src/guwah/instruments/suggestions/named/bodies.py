"""Bodies, facilities and places by a head word and what stands beside it.

"Kegen District Court", «управление полиции города», "аудандық сот", "ناھىيەلىك سوت": a head names nothing by
itself; a capital, a known place, a rank, a number or (for a body) its field beside it makes it a name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from guwah.instruments.suggestions.named.given import is_given
from guwah.instruments.suggestions.named.lists import words_of
from guwah.instruments.suggestions.named.model import Named
from guwah.instruments.suggestions.named.pieces import KINDS, LINKS, Piece, head_pattern, piece_of
from guwah.instruments.suggestions.named.quoted import with_quote
from guwah.instruments.suggestions.named.words import Word, beside, words_in
from guwah.instruments.suggestions.personal.likeness import may_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_OWNED: Final = tuple(
    poss + case
    for poss in ("سى", "ى")
    for case in ("", "دا", "دە", "تا", "تە", "غا", "گە", "دىن", "تىن", "نىڭ", "نى", "دىكى", "تىكى")
)
_RUN: Final = 9


def bodies_in(text: str, language: str, known: Iterable[Named]) -> Iterator[Named]:
    """Yield bodies, facilities and places that a head word and its neighbours show.

    Args:
        text: a passage.
        language: en, ru, kk or ug.
        known: what the gazetteer found in the passage.
    """
    places = [(one.start, one.end) for one in known]
    words = words_in(text)
    pieces = [piece_of(word, language, places) for word in words]
    for at, piece in enumerate(pieces):
        if piece.head:
            first, last = _reach(text, pieces, at, language)
            first, last = with_quote(text, pieces, (first, last), language)
            found = _named(text, pieces, first, at, last, language)
            if found:
                yield found


def _reach(text: str, pieces: Sequence[Piece], at: int, language: str) -> tuple[int, int]:
    """Return the first and last piece that may belong to the head at a place."""
    first = at
    while first > 0 and at - first < _RUN and _joined(text, pieces, first - 1):
        if not _leads(pieces, first, pieces[at], language):
            break
        first -= 1
    last = at
    while last + 1 < len(pieces) and last - at < _RUN and _follows(text, pieces, last, at, language):
        last += 1
    while last > at and pieces[last].word.low in LINKS[language]:
        last -= 1
    while first < at and (pieces[first].word.low in LINKS[language] or _leads_nothing(pieces[first])):
        first += 1
    return first, last


def _leads_nothing(piece: Piece) -> bool:
    """Tell whether a number is a year or a count: nothing is called by it."""
    return piece.word.text.isdigit() and len(piece.word.text) >= _YEAR_OR_COUNT


_YEAR_OR_COUNT: Final = 3


def _leads(pieces: Sequence[Piece], first: int, head: Piece, language: str) -> bool:
    """Tell whether the piece before what begins at `first` may belong to it."""
    before = pieces[first - 1]
    if language == "ru":
        return _is_russian_left(before)
    if (before.head == "place" and head.head == "place") or _owns(before):
        return False
    if language == "en" and before.word.low in LINKS["en"]:
        return _spans(pieces, first)
    if language == "kk" and _is_apart(before, pieces[first]):
        return False
    if language == "kk" and head.head != "place" and _is_somebody(before.word):
        return False
    return _INSIDE.search(before.word.low) is None


def _is_apart(before: Piece, first: Piece) -> bool:
    """Tell whether a Kazakh name before another one is somebody: "Серікбаев Шелек ауданының …"."""
    return before.word.capital and before.qualifies == first.qualifies == "name" and not before.known


_FATHERS: Final = re.compile(r"\w+(?:ұлы|улы|қызы|кызы)(?:\w{2,4})?")
_OBJECT: Final = re.compile(r"(?:[ндт][ыі]|[ғг][ае]|[дт][ае]н?|[мпб]ен)$")


def _is_somebody(word: Word) -> bool:
    """Tell whether a Kazakh word names who does something or to whom it is done, beside the body."""
    if not word.capital:
        return False
    return is_given(word.text, "kk") or any(shape.search(word.low) for shape in (_FATHERS, _OBJECT))


def _owns(piece: Piece) -> bool:
    """Tell whether it says whose the rest is: "Kazakhstan's Ministry", but not "People's Court"."""
    return piece.qualifies == "name" and re.search(r"['’ʻʼ]s?$", piece.word.text) is not None


# "The police station in the town": what is in a place is not called after it.
_INSIDE: Final = re.compile(r"(?:[дт][ае]ғ[ыі]|[دت]ىكى)$")


def _spans(pieces: Sequence[Piece], first: int) -> bool:
    """Tell whether a small word before a piece joins two parts of one English name."""
    if first < _WITH_BOTH_SIDES:
        return False
    link, before, behind = pieces[first - 1].word.low, pieces[first - 2], pieces[first]
    if link == "and":
        fields = {before.qualifies, behind.qualifies} <= {"function", "level", "number"}
        return fields and not before.head and bool(before.qualifies and behind.qualifies)
    if link == "the":
        return before.word.low in {"of", "for"}
    return bool(before.head) and before.word.capital and (behind.word.capital or behind.word.low == "the")


_WITH_BOTH_SIDES: Final = 2


def _is_russian_left(piece: Piece) -> bool:
    """Tell whether a Russian word agrees with a head behind it: an adjective, a number or a quotation."""
    return piece.word.kind != "word" or (not piece.head and _AGREES.search(piece.word.low) is not None)


_AGREES: Final = re.compile(
    r"(?:[ыио]й|[ая]я|[ое]е|[ыи]е|[ыи]х|[оеы]го|[оеы]му|[оеыи]м|[оеё]й|[ую]ю|ыми|ими)$"
)


def _joined(text: str, pieces: Sequence[Piece], left: int) -> bool:
    return pieces[left].joins and beside(text, pieces[left].word, pieces[left + 1].word)


def _follows(text: str, pieces: Sequence[Piece], last: int, at: int, language: str) -> bool:
    """Tell whether the word behind still belongs to the name."""
    if not beside(text, pieces[last].word, pieces[last + 1].word):
        return False
    after, head = pieces[last + 1], pieces[at]
    if after.word.kind == "number":
        # A bare number of four digits is a year: "the school in 2017" loses its small word in some languages.
        short = len(after.word.text) < _LIKE_A_YEAR
        counted = not after.word.text.isdigit() or (head.head == "facility" and short)
        return last == at and counted and head.head != "place"
    if after.word.kind == "quote":
        return language == "ru" and last == at
    if language == "ru":
        return _follows_russian(pieces, last, at)
    return language == "en" and _follows_english(pieces, last, at)


_LIKE_A_YEAR: Final = 4


def _follows_english(pieces: Sequence[Piece], last: int, at: int) -> bool:
    after, head = pieces[last + 1], pieces[at]
    if after.word.low in LINKS["en"]:
        return _english_tail(pieces, last, at)
    if after.word.text == "General" and last == at:
        return head.head == "organization"
    if head.word.text in _CALLED_BEHIND and after.word.capital:
        return after.qualifies == "name" or last > at
    tail = any(piece.word.low in {"of", "for", "on", "against"} for piece in pieces[at : last + 1])
    return tail and after.qualifies in {"name", "function", "level"}


# "Radio Tobol International", "Hotel Almaty": the name stands behind.
_CALLED_BEHIND: Final = frozenset(
    (
        *(
            "Radio",
            "Hotel",
            "Camp",
            "Channel",
            "Lake",
            "Mount",
            "Port",
            "Fort",
            "Cape",
            "Café",
            "Cafe",
            "Bar",
            "Wat",
        ),
        *(
            "Wadi",
            "Jabal",
            "Jebel",
            "Kafr",
            "Kfar",
            "Beit",
            "Rio",
            "Río",
            "Cerro",
            "Villa",
            "Isla",
            "Puerto",
            "Ban",
        ),
        *(
            "Nong",
            "Kampung",
            "Kampong",
            "Kuala",
            "Bukit",
            "Sungai",
            "Tanjung",
            "Gunung",
            "Pulau",
            "Mae",
            "Bur",
            "Tell",
        ),
    )
)


def _english_tail(pieces: Sequence[Piece], last: int, at: int) -> bool:
    link = pieces[last + 1].word.low
    if link == "the":
        return pieces[last].word.low in {"of", "for", "on", "against"}
    if last + 2 >= len(pieces):
        return False
    behind = pieces[last + 2]
    if behind.word.low == "the" and last + 3 < len(pieces):
        behind = pieces[last + 3]
    if link == "and":
        inside = any(piece.word.low in {"of", "for"} for piece in pieces[at : last + 1])
        return inside and behind.word.capital and behind.qualifies == "function"
    if link in {"on", "against"}:
        return pieces[last].word.capital and behind.word.capital
    place = pieces[at].head == "place"
    named = behind.qualifies == "name" and (link == "of" or pieces[at].word.capital)
    field = behind.qualifies in {"function", "level"} and (behind.word.capital or not place)
    return (named or field) and last - at < _RUN - 2


def _follows_russian(pieces: Sequence[Piece], last: int, at: int) -> bool:
    after, head = pieces[last + 1], pieces[at].head
    low = after.word.low
    if low in {"и", "по", "при", "с", "на", "для"}:
        behind = pieces[last + 2] if last + 2 < len(pieces) else None
        return (
            low in {"по", "и"}
            and head == "organization"
            and behind is not None
            and behind.qualifies == "function"
        )
    if head == "place":
        return after.qualifies == "name" and not after.head and not _agrees_with_place(pieces, last)
    if after.head == "place" or after.qualifies in {"level", "function"}:
        return True
    if pieces[last].word.kind != "word" or not (after.known or _is_whose(head, after.word.low)):
        return False
    return after.qualifies == "name" and not is_given(after.word.text, "ru")


def _is_whose(head: str, low: str) -> bool:
    """Tell whether a Russian word may say whose a body is, or how a facility is called."""
    surname = re.search(r"(?:ов|ев|ин|ко|ян)$", low) is not None
    return _GENITIVE.search(low) is not None or (head == "facility" and not surname)


_GENITIVE: Final = re.compile(r"(?:[аяыи]|[оеё]й|[оеы]го|[ыи]х|[оеё]в)$")


def _agrees_with_place(pieces: Sequence[Piece], last: int) -> bool:
    """Tell whether the word behind belongs to the next place: "село Аксу Кегенского района"."""
    behind = pieces[last + 2] if last + 2 < len(pieces) else None
    return behind is not None and behind.head == "place" and _is_russian_left(pieces[last + 1])


def _named(text: str, pieces: Sequence[Piece], first: int, at: int, last: int, language: str) -> Named | None:
    head = pieces[at]
    if language == "ug" and first > 0 and pieces[first].qualifies != "name":
        first = _uyghur_name(text, pieces, first, at)
    around = [piece for place, piece in enumerate(pieces[first : last + 1], first) if place != at]
    kinds = {piece.qualifies for piece in around if piece.word.low not in LINKS[language]}
    if not _is_enough(head, around, kinds, language) and not _is_located(text, pieces, first, last, language):
        return None
    first = _skip_loose(pieces, first, at, kinds, language)
    start, end = pieces[first].word.start, pieces[last].word.end
    words = re.sub(r"['’]s$", "", text[start:end]) if language == "en" else text[start:end]
    return Named(head.head, start, start + len(words), f"{head.head}-by-head", _nominative(words, language))


_CASE: Final = {
    "kk": re.compile(r"(?<=[ыі])(?:н?[дт][ае](?:н|ғ[ыі])?|н[ае]н?|н[ыі]ң|н|[мпб]ен)$"),
    "ug": re.compile(r"(?<=ى)(?:نىڭ(?:كى)?|نى|غا|گە|[دت][اە]|[دت]ىن|[دت]ىكى)$"),
}


def _nominative(words: str, language: str) -> str:
    """Return a name without the case of its head where the head has whose it is before it."""
    if language not in _CASE:
        return words
    front, space, last = _CASE[language].sub("", words).rpartition(" ")
    heads = frozenset(word for kind in KINDS for word in words_of("heads.json", language, kind))
    # A last vowel is raised before an ending: it is lowered again where the list has it so.
    lowered = last[:-1] + "ە"
    raised = last.endswith("ى") and last in heads and lowered in heads and not words.endswith(last)
    return front + space + (lowered if raised else last)


def _uyghur_name(text: str, pieces: Sequence[Piece], first: int, at: int) -> int:
    """Return where the name before a Uyghur "its village" begins: an unknown word that is no common one."""
    before, head = pieces[first - 1], pieces[at]
    owned = head.word.low.endswith(_OWNED) and beside(text, before.word, pieces[first].word)
    unknown = before.word.kind == "word" and may_name(before.word.text, "Arab")
    if not owned or not unknown or before.joins:
        return first
    return first if head.head != "place" and _UYGHUR_ENDING.search(before.word.low) else first - 1


# "The school in the village", "his father's hospital": what has a case is no name.
_UYGHUR_ENDING: Final = re.compile(
    r"(?:نىڭ|نى|غا|گە|قا|كە|دا|دە|تا|تە|دىن|تىن|دىكى|تىكى|لىق|لىك|لۇق|لۈك|غان|گەن|قان|كەن|ىپ|ۇپ|ۈپ|دى|تى|ىم|ىڭ)$"
)


def _is_located(text: str, pieces: Sequence[Piece], first: int, last: int, language: str) -> bool:
    """Tell whether a known place is said beside a facility: "a factory in Almaty", "Алматыдағы фабрика"."""
    held = head_pattern(language, "holds").fullmatch(pieces[last].word.low) is not None
    if not any(piece.head == "facility" for piece in pieces[first : last + 1]) or not (held or first < last):
        return False
    if language in {"kk", "ug"}:
        before = pieces[first - 1] if first else None
        known = before is not None and before.known and _INSIDE.search(before.word.low) is not None
        return known and beside(text, pieces[first - 1].word, pieces[first].word)
    small, place = pieces[last + 1 : last + 2], pieces[last + 2 : last + 3]
    near = bool(place) and place[0].known and small[0].word.low in _IN
    return (
        near and beside(text, pieces[last].word, small[0].word) and beside(text, small[0].word, place[0].word)
    )


_IN: Final = frozenset(("in", "в", "во"))


def _skip_loose(pieces: Sequence[Piece], first: int, at: int, kinds: set[str], language: str) -> int:
    """Return the first piece without a people's name in front of what another word names already."""
    if language == "en" and pieces[first].qualifies == "people" and kinds & {"number"} and first < at:
        return first + 1
    return first


def _is_unknown(around: Sequence[Piece], language: str) -> bool:
    """Tell whether a Uyghur name begins with a word that is known for nothing else."""
    return language == "ug" and bool(around) and not around[0].joins


def _is_enough(head: Piece, around: Sequence[Piece], kinds: set[str], language: str) -> bool:
    if head.head == "place":
        beside_head = [
            piece
            for piece in around
            if not piece.head
            and (piece.qualifies == "name" or (piece.qualifies == "people" and piece.word.capital))
        ]
        return _is_unknown(around, language) or (
            bool(beside_head) and (language != "en" or head.word.capital)
        )
    if _is_unknown(around, language):
        return True
    if any(piece.qualifies == "number" or (piece.qualifies == "name" and not piece.head) for piece in around):
        return True
    if "level" in kinds:
        return not all(piece.word.low in {"local", "autonomous"} for piece in around)
    if head.head == "facility":
        return False
    if "people" in kinds:
        return head_pattern(language, "people_heads").fullmatch(head.word.low) is not None
    return "function" in kinds and head.word.low not in words_of("heads.json", language, "generic")
