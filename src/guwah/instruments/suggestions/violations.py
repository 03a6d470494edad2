"""What an authority did, by the list of violation types: told as done, never asked, feared or denied.

These suggestions leave the house, so a doubtful one is left out. Acts against a body's intimacy and deaths
have no code here: `trained_reader` flags them, and nothing is coded in a clause that speaks of them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from guwah.instruments.suggestions.acts import Act, lexicon
from guwah.instruments.suggestions.clauses import askers, sentences
from guwah.instruments.suggestions.modality import TOLD, stance
from guwah.instruments.suggestions.model import Found
from guwah.instruments.suggestions.tables import table
from guwah.instruments.suggestions.trained_reader import stretches as sensitive_stretches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.suggestions.clauses import Sentence
    from guwah.instruments.suggestions.material import Material

NEVER_CODED = frozenset(
    {
        "killing",
        "death_in_custody",
        "suspicious_death",
        "sexual_violence",
        "sexual_threat",
        "marriage_family_denied",
        "reproductive_violation",
    }
)
"""Codes that a person gives, not a pattern (DESIGN section 8)."""

_THREATS, _DEATH_THREAT = "threat", "threat_death"
# A code gives way to one that says the same more exactly of the same clause.
_NARROWER = {
    "threat": frozenset({"threat_death", "threat_family", "threat_psychiatric", "threat_rearrest"}),
    "arbitrary_detention": frozenset(
        {"internment_extrajudicial", "psychiatric_confinement", "quarantine_misuse", "house_arrest"}
    ),
    "documents_taken": frozenset({"passport_taken"}),
}
_FIRST_WORD = {False: re.compile(r"\w+"), True: re.compile(r"\w{1,2}")}  # by whether spaces are left out
_EXCEPTIONS = "exception"
_ANY = "-done-to"  # rules that see that something was done, and leave what to the coder


def find(material: Material) -> Iterator[Found]:
    """Yield acts with the clause that tells them, each code once in a clause."""
    asking = askers(material)
    for passage in material.passages:
        is_asker = (passage.session, passage.speaker or "") in asking
        for sentence in sentences(passage):
            yield from _in_sentence(sentence, is_asker=is_asker)


def _in_sentence(sentence: Sentence, *, is_asker: bool) -> Iterator[Found]:
    if sentence.asked:
        return
    acts: dict[tuple[int, int], dict[str, str]] = {}
    for act in _acts(sentence):
        clause = _whole(sentence, act.start, act.end)
        if (
            not any(act.code in its and _meet(clause, other) for other, its in acts.items())
            and _is_told(sentence, act.told_start, act.told_end, act.code)
            and not _is_of_no_authority(sentence, {act.start, act.told_start})
            and not (is_asker and _says_you(sentence, *clause))
        ):
            acts.setdefault(clause, {})[act.code] = act.rule
    grave = sensitive_stretches(sentence) if acts else []
    for clause, its in acts.items():
        sensitive = any(_meet(clause, one) for one in grave)
        for code, name in its.items():
            # A threat of death speaks of it, and is the act all the same.
            if (
                not (sensitive and code != _DEATH_THREAT)
                and not _NARROWER.get(code, frozenset()) & set(its)
                and not (name.endswith(_ANY) and _is_named(clause, acts))
            ):
                yield Found("violation", *sentence.in_text(*clause), name, {"code": code})


def _acts(sentence: Sentence) -> Iterator[Act]:
    for rule, match in table("violation", sentence.language).hits(sentence.words):
        yield Act(rule.name, rule.code, *match.span(), *match.span())
    yield from lexicon(sentence.language).acts(sentence)


def _whole(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Return the clause of a match; a match over several has all of them."""
    return sentence.clause(start, start + 1)[0], sentence.clause(end - 1, end)[1]


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _is_named(clause: tuple[int, int], acts: dict[tuple[int, int], dict[str, str]]) -> bool:
    """Whether something else says what the act of a clause is."""
    return any(
        _meet(clause, other) and not name.endswith(_ANY)
        for other, its in acts.items()
        for name in its.values()
    )


def _is_told(sentence: Sentence, start: int, end: int, code: str) -> bool:
    if code.startswith(_THREATS):
        # A threat speaks of what will be; the one who tells it may not ("they might threaten").
        first = _FIRST_WORD[sentence.language == "zh"].match(sentence.words, start)
        end = first.end() if first else end
        sentence = replace(sentence, words=sentence.words[:end])
    return stance(sentence, start, end) in TOLD


def _is_of_no_authority(sentence: Sentence, starts: set[int]) -> bool:
    """Whether the clause names as doing it who is none: a husband, a thief, the speaker."""
    rules = table(_EXCEPTIONS, sentence.language)
    aheads = (_ahead(sentence, start) for start in sorted(starts))
    return any(rule.code == "before" for ahead in aheads for rule, _ in rules.hits(ahead)) or any(
        rule.code == "anywhere" for rule, _ in rules.hits(sentence.words)
    )


def _ahead(sentence: Sentence, start: int) -> str:
    """Return the words of a clause until the first word of an act."""
    first, _ = sentence.clause(start, start + 1)
    word = _FIRST_WORD[sentence.language == "zh"].match(sentence.words, start)
    return sentence.words[first : word.end() if word else start]


def _says_you(sentence: Sentence, start: int, end: int) -> bool:
    return any(
        rule.code == "you" and match.start() < end and match.end() > start
        for rule, match in table(_EXCEPTIONS, sentence.language).hits(sentence.words)
    )
