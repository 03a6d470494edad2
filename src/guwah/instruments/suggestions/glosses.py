"""Terms of another language with their sense: in brackets, or said to mean something.

The signs of a transcript hold most of them; here they get their term in its own script. Further ones are seen
by their shape: 宣传部 (propaganda department), "kelin" (daughter-in-law), «тергеу» значит «следствие».
"""

from __future__ import annotations

import re
from bisect import insort
from typing import TYPE_CHECKING, Final

from guwah.instruments.languages import script_of, shares
from guwah.instruments.late_pattern import late
from guwah.instruments.suggestions.model import Found
from guwah.instruments.suggestions.named.capitals import is_person_s
from guwah.instruments.suggestions.named.stretches import meets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.suggestions.material import Material, Passage

_PARTS: Final = re.compile(r"[,;，；、،/=:：]|\s[-–—]\s")
_QUOTES: Final = " \t\"'“”‘’«»„*_"
_WHOLE: Final = 0.9
_FEW_WORDS: Final = 3
_SCRIPTS: Final = {"en": "Latn", "ru": "Cyrl", "kk": "Cyrl", "ug": "Arab", "zh": "Hani"}

_TERM: Final = r"[^\W\d_][^“”\"«»„()（）\n*]{0,40}?"
_BRACKET: Final = r"\s?[(（](?P<sense>[^()（）\n]{2,60})[)）]"
_MEANS: Final = (
    r"(?:which\s|that\s|it\s)?(?:means|meant|meaning|is\stranslated\sas|translates\s(?:as|to)|stands\sfor|i\.e\.|that\sis)\b"
    r"|(?:это\s)?(?:что\s)?(?:значит|означает|переводится\sкак|в\sпереводе|то\sесть|т\.\s?е\.)(?!\w)"
    r"|(?:дегені|деген\sмағына|мағынасы|яғни)|(?:دېگىنى|دېگەنلىك|دېگەن\sمەنىدە|مەنىسى|يەنى)"
    r"|(?:的)?意思(?:是|就是)|意为|是指|也就是|即"
)
_LANGUAGE: Final = r"(?:Chinese|Mandarin|Kazakh|Uyghur|Uighur|Russian|Turkish|Arabic|Kyrgyz|Uzbek|English)"


def _quoted(term: str) -> str:
    """Return a pattern for a term in any quotes; its groups are named apart."""
    forms = (r"[“\"„]{t}[”\"“]", "«{t}»", "‘{t}’", r"\*{t}\*", "_{t}_", "「{t}」", "《{t}》")
    return "(?:" + "|".join(form.format(t=f"(?P<q{n}>{term})") for n, form in enumerate(forms)) + ")"


_SENSE_BEHIND: Final = late(_quoted(_TERM) + _BRACKET)
_SAID_TO_MEAN: Final = late(
    rf"(?<![Ww]hat ){_quoted(_TERM)},?\s?(?:{_MEANS})(?:\s?[“\"«‘][^“”«»\"’\n]{{1,60}}[”\"»’]|(?=\s?\w))"
)
_IN_LANGUAGE: Final = late(
    rf"\b[Ii]n\s{_LANGUAGE},?\s(?:it\sis\s|we\ssay\s|they\ssay\s)?(?P<q0>[^\W\d_]+),?\s(?:which\s)?(?:means|meant)\b"
    rf"|\b(?:the\s)?(?:{_LANGUAGE}\s)?(?:word|term)\s(?P<q1>[a-z]{{2,}}(?:\s[a-z]+)?)(?:{_BRACKET}|,?\s(?:which\s)?(?:means|meant)\b)"
)
# A stretch in another script than the passage, with a bracket behind it.
_OTHER: Final = {
    "en": r"[\u0400-\u052f\u0600-\u06ff\u4e00-\u9fff]",
    "ru": r"[A-Za-z\u0600-\u06ff\u4e00-\u9fff]",
    "kk": r"[A-Za-z\u0600-\u06ff\u4e00-\u9fff]",
    "ug": r"[A-Za-z\u0400-\u052f\u4e00-\u9fff]",
    "zh": r"[A-Za-z\u0400-\u052f\u0600-\u06ff]",
}
_OTHER_FIRST: Final = {
    language: late(rf"(?P<q0>{letters}+(?:[\s'’-]{letters}+){{0,3}})[”\"»’]?" + _BRACKET)
    for language, letters in _OTHER.items()
}


def find(material: Material) -> Iterator[Found]:
    """Yield the glosses among the marks, and those that their shape shows."""
    seen: list[tuple[int, int]] = []
    for mark in material.marks:
        if mark.kind == "gloss":
            seen.append((mark.start, mark.end))
            said = mark.attributes.get("term", "")
            inside = material.text[mark.start + 1 : mark.end - 1]
            if not _names_somebody(said, inside):
                term, script = _own(said, inside, mark.attributes.get("script", ""))
                yield Found(
                    "gloss", mark.start, mark.end, "gloss-in-brackets", {"term": term, "script": script}
                )
    seen.sort()
    for passage in material.passages:
        for one in _by_shape(passage):
            if not meets(seen, one.start, one.end):
                insort(seen, (one.start, one.end))
                yield one


def _own(said: str, inside: str, other: str) -> tuple[str, str]:
    """Return the term as its own language writes it, and its script.

    Args:
        said: the words before the bracket.
        inside: the words in it.
        other: the script in the bracket that the text around it is not in.
    """
    if script_of(said) == other:
        return said, other
    parts = [part.strip(_QUOTES) for part in _PARTS.split(inside)]
    # A phrase of several parts is one term: all that is written so, from the first on.
    own = [part for part in parts if shares(part).get(other, 0) > _WHOLE]
    if own and own[0] != said:
        first, last = inside.find(own[0]), inside.find(own[-1]) + len(own[-1])
        whole = inside[first:last]
        return (whole if shares(whole).get(other, 0) > _WHOLE else own[0]), other
    mixed = [word.strip(_QUOTES + ".,;") for word in inside.split() if script_of(word) == other]
    if mixed and len(inside.split()) <= _FEW_WORDS:
        return " ".join(mixed), other
    return said, script_of(said)


def _names_somebody(said: str, inside: str) -> bool:
    """Tell whether it is a person's name in two scripts, which is no term."""
    return is_person_s(said) or is_person_s(inside)


def _by_shape(passage: Passage) -> Iterator[Found]:
    shapes = (
        ("gloss-said-to-mean", _SAID_TO_MEAN),
        ("gloss-of-a-quotation", _SENSE_BEHIND),
        ("gloss-of-a-word", _IN_LANGUAGE),
        ("gloss-in-another-script", _OTHER_FIRST[passage.language]),
    )
    for rule, shape in shapes:
        for match in shape.finditer(passage.words):
            term = next(words for name, words in match.groupdict().items() if name[0] == "q" and words)
            if _is_term(rule, term.strip(), match, passage):
                script = script_of(term)
                value = {"term": term.strip(), "script": script}
                yield Found("gloss", passage.start + match.start(), passage.start + match.end(), rule, value)


def _is_term(rule: str, term: str, match: re.Match[str], passage: Passage) -> bool:
    other = script_of(term) != _SCRIPTS[passage.language]
    sense = match.groupdict().get("sense") or ""
    if _names_somebody(term, sense):
        return False
    if rule == "gloss-in-another-script":
        # An acronym or a number in brackets explains nothing.
        return other and not sense.isupper() and not term.isupper() and any(map(str.isalpha, sense))
    if rule == "gloss-of-a-quotation":
        short = len(term.split()) <= _FEW_WORDS and len(sense.split()) <= _FEW_WORDS + 2
        return other or (short and term[0].islower())
    return len(term.split()) <= _FEW_WORDS + 1
