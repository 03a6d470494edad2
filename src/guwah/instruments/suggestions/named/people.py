"""People named with capitals: runs weighed over the whole text, then every further mention of the same words.

A full name once seen makes its words known: the surname or the given name alone is a person later, with any
ending. Words that only look alike are never joined: they share a whole form, not a beginning.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from guwah.instruments.suggestions.named.capitals import Run, runs_in, surnames
from guwah.instruments.suggestions.named.contexts import Context, context_of, strongest
from guwah.instruments.suggestions.named.endings import bases, without_case
from guwah.instruments.suggestions.named.given import is_ambiguous, is_given
from guwah.instruments.suggestions.named.lists import given_names, words_of
from guwah.instruments.suggestions.named.model import Named
from guwah.instruments.suggestions.named.stretches import beside_of, meets
from guwah.instruments.suggestions.named.words import Word, words_in, writing_of
from guwah.instruments.suggestions.personal.likeness import may_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_CASED: Final = re.compile(r"[A-Za-z\u00c0-\u024f\u0400-\u052f]")
_ENOUGH: Final = 0.5
_ONE: Final = 1.0
_SEVERAL: Final = 2.5
_NEVER_ALONE: Final = 10.0  # a word that opens a sentence, "Hope": each mention is asked by itself later
_FATHERLY: Final = re.compile(
    r"uly|ulı|uulu|ogli|oğlu|qyzy|kyzy|qizi|улы|ұлы|қызы|кызы|оглы|углы|bin|ibn|van|von|de|der|al|el"
)


@dataclass(frozen=True, slots=True)
class Text:
    """A passage with its language and what is no person in it.

    Attributes:
        words: the passage.
        language: its language.
        taken: where places, bodies and facilities stand.
        places: where places and facilities stand.
    """

    words: str
    language: str
    taken: tuple[tuple[int, int], ...]
    places: tuple[tuple[int, int], ...] = ()


def people_in_capitals(texts: Sequence[Text], named: Iterable[str] = ()) -> list[list[Named]]:
    """Return the people (and places that only their neighbours show) of each passage.

    Args:
        texts: the passages of one document.
        named: names of those who speak, as the transcript gives them.
    """
    small = frozenset(
        word.low
        for text in texts
        if _CASED.search(text.words)
        for word in words_in(text.words, quotes=False)
        if word.kind == "word" and not word.capital
    )
    runs = [
        run
        for number, text in enumerate(texts)
        if _CASED.search(text.words)
        for run in runs_in(text.words, number, text.language, text.taken, small)
    ]
    sure = _weigh(runs, texts)
    known = _known(sure, named)
    written = _written(sure)
    found: list[list[Named]] = [[] for _ in texts]
    for run, kind, rule in sure:
        found[run.passage].append(_as_named(run, kind, rule, texts[run.passage].words, written))
    for number, text in enumerate(texts):
        seen = sorted([*((one.start, one.end) for one in found[number]), *text.taken])
        found[number].extend(_again(text, seen, known, written, small))
    return found


_DATED: Final = re.compile(r".?\d\s")


def _weigh(runs: Sequence[Run], texts: Sequence[Text]) -> list[tuple[Run, str, str]]:
    """Return what is a person or a place: several mentions of one word are weighed together."""
    decided: list[tuple[Run, str, str]] = [(run, "person", run.rule) for run in runs if run.rule]
    names = _forms_of(run for run, _, _ in decided)
    open_: dict[tuple[str, str], list[Run]] = defaultdict(list)
    for run in runs:
        if not run.rule:
            key = " ".join(min(bases(word.text, run.language), key=len) for word in run.words)
            open_[run.language, key].append(run)
    for group in open_.values():
        together = strongest(_with_list(run, texts[run.passage]) for run in group)
        weight = together.weight / len(group) ** 0.5 + _prior(group, names)
        if weight > _ENOUGH:
            decided.extend((run, "person", "person-by-neighbours") for run in group)
        elif all(run.language == "kk" and _AT_PLACE.search(run.words[-1].low) for run in group):
            decided.extend((run, "place", "place-by-ending") for run in group)
        elif together.kind and not all(run.words[0].opens for run in group) and not _is_adjective(group[0]):
            decided.extend((run, together.kind, f"{together.kind}-by-neighbours") for run in group)
    return decided


def _is_adjective(run: Run) -> bool:
    """Tell whether a Russian word only opens the name of something: "в Рабочую группу"."""
    return run.language == "ru" and _ADJECTIVE.search(run.words[-1].low) is not None


_ADJECTIVE: Final = re.compile(r"(?:[ую]ю|[ая]я|[оы]го|[оы]му|[ы]е|[ыи]х|[ы]ми|[ыи]й|ск[оие][мй])$")
_LISTED: Final = re.compile(r"(?:,|، |,? (?:and|or|и|или|және|мен)) ?")


def _with_list(run: Run, text: Text) -> Context:
    """Return what stands beside a run, and that it is listed with a place where it is."""
    start, end = run.start, run.end
    beside = any(
        _LISTED.fullmatch(text.words[max(there, start - _NEAR) : start])
        or _LISTED.fullmatch(text.words[end : min(here, end + _NEAR)])
        for here, there in beside_of(text.places, start, end)
    )
    return strongest((run.context, _LISTED_WITH_PLACE)) if beside else run.context


_NEAR: Final = 8  # longer than any of these
_LISTED_WITH_PLACE: Final = Context(-2, "place", "")


def _prior(group: Sequence[Run], names: Mapping[str, frozenset[str]]) -> float:
    """Return how likely a run is a person before its neighbours are asked."""
    if all(len(one.words) == 1 and one.words[0].opens and _is_common(one) for one in group):
        return -_NEVER_ALONE
    run = group[0]
    parts = [word for word in run.words if not _FATHERLY.fullmatch(word.low)]
    if any(not names[run.language].isdisjoint(bases(word.text, run.language)) for word in parts):
        return _SEVERAL + _ONE
    prior = _SEVERAL if len(parts) > 1 else _ONE
    if len(parts) == 1 and is_given(parts[0].text, run.language):
        prior += _ONE + _ONE
    if len(parts) == 1 and run.language == "en" and not may_name(parts[0].text, "en"):
        prior -= _ONE  # "Borders", "Daughters": a common word that something else is called by
    if len(parts) == 1 and (parts[0].low in surnames() or _is_surname(parts[0].low)):
        prior += _ONE
    if len(parts) == 1 and all(one.words[0].opens for one in group):
        # A Russian noun that only opens a sentence does all that people do: "Калитка стояла открытой".
        prior -= _SEVERAL if run.language == "ru" and not _is_surname(parts[0].low) else _ONE
    if run.language == "kk" and _AT_PLACE.search(parts[-1].low):
        prior -= _ONE
    return prior


def _is_common(run: Run) -> bool:
    """Tell whether the only word of a run is a given name that is an ordinary word as well."""
    script = "Latn" if run.language == "en" else "Cyrl"
    return any(is_ambiguous(form, script) for form in bases(run.words[0].text, run.language))


_AT_PLACE: Final = re.compile(r"(?:[дт][ае]н?|[дт][ае]ғы)$")


def _is_surname(low: str) -> bool:
    return (
        re.search(r"(?:ov|ova|ev|eva|ов|ова|ову|овым|овой|ев|ева|еву|евым|евой|ину|иной)$", low) is not None
    )


def _forms_of(runs: Iterable[Run]) -> dict[str, frozenset[str]]:
    forms: dict[str, set[str]] = {"en": set(), "ru": set(), "kk": set()}
    for run in runs:
        for word in run.words:
            if len(word.low) > 1 and not word.text.endswith(".") and not _FATHERLY.fullmatch(word.low):
                forms[run.language].update(bases(word.text, run.language))
    return {language: frozenset(words) for language, words in forms.items()}


def _known(sure: Iterable[tuple[Run, str, str]], named: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the forms of names that are sure in this text, in each writing."""
    forms = _forms_of(run for run, kind, _ in sure if kind == "person")
    for name in named:
        for word in words_in(name, quotes=False):
            if word.capital and len(word.low) > 1 and not word.text.isupper() and word.text[0].isalpha():
                for language in ("en",) if writing_of(word.text, "ru") == "en" else ("ru", "kk"):
                    forms[language] |= frozenset(bases(word.text, language))
    return forms


def _as_named(run: Run, kind: str, rule: str, text: str, written: frozenset[str]) -> Named:
    words = text[run.start : run.end]
    bare = re.sub(r"['’ʻʼ]s?$", "", words) if run.language == "en" else words
    name = _named(bare, run.language, written)
    end = run.start + len(bare)
    return Named(kind, _with_title(text, run) if kind == "person" else run.start, end, rule, name)


def _with_title(text: str, run: Run) -> int:
    """Return where a person is first named: a form of address in capitals belongs to a surname, "Mrs Lim"."""
    before = max(0, run.start - _LONGEST_TITLE)
    title = _ADDRESS.search(text[before : run.start]) if len(run.words) == 1 else None
    return before + title.start() if title else run.start


_LONGEST_TITLE: Final = 16
_ADDRESS: Final = re.compile(
    r"(?<!\w)(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Madam|Sister|Brother|Father|Mother|Aunt|Auntie|Uncle|Officer|Captain|Sergeant|"
    r"Professor|Director|Comrade|Sheikh|Prosecutor|Private|Judge|General|Colonel|Major|Lieutenant|Inspector|Bishop|Imam|Rabbi|"
    r"Pastor|Deacon|President|Minister|Governor|Mayor|Lord|Lady|Dame|Señora?|Nurse|Constable|Commander|Doctor|Teacher|Secretary|Hajji|Haji|Mullah|Lama|Warden|Detective)\.?\s$"
)


def _written(sure: Iterable[tuple[Run, str, str]]) -> frozenset[str]:
    """Return the words of names as they stand in the text, in small letters."""
    return frozenset(word.low for run, kind, _ in sure if kind == "person" for word in run.words)


def _named(words: str, language: str, written: frozenset[str]) -> str:
    return without_case(words, language, given_names("Cyrl"), written)


def _again(
    text: Text,
    seen: list[tuple[int, int]],
    known: Mapping[str, frozenset[str]],
    written: frozenset[str],
    small: frozenset[str],
) -> Iterator[Named]:
    """Yield mentions of names that are known from elsewhere in the text."""
    for word in words_in(text.words, quotes=False):
        if not word.capital or meets(seen, word.start, word.end):
            continue
        language = writing_of(word.text, text.language)
        script = "Latn" if language == "en" else "Cyrl"
        forms = bases(word.text, language)
        if known[language].isdisjoint(forms) or (word.text.isupper() and len(word.text) > 1):
            continue
        context = context_of(text.words, word.start, word.end, language)
        if _is_month(text.words, word, forms, script):
            continue
        if word.opens and context.weight <= 0 and (is_ambiguous(forms[-1], script) or word.low in small):
            continue
        bare = re.sub(r"['’ʻʼ]s?$", "", word.text) if language == "en" else word.text
        name = _named(bare, language, written)
        yield Named("person", word.start, word.start + len(bare), "person-named-before", name)


def _is_month(text: str, word: Word, forms: Iterable[str], script: str) -> bool:
    """Tell whether a word that is somebody's name elsewhere stands for a month here."""
    if word.opens and not words_of("not_names.json", "months", script).isdisjoint(forms):
        return True
    dated = _DATED.fullmatch(text[max(0, word.start - 3) : word.start]) is not None
    return dated and word.low in words_of("not_names.json", "not_person_words", script)
