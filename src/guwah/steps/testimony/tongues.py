"""Which language and direction a block is shown in: the layer's, unless its letters are plainly another's."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from guwah.instruments.languages import BadTag, direction, language_of, parse, script_of
from guwah.instruments.vocabularies import is_code, label

# Letters that tell scripts apart at a glance, so that most blocks need no closer look.
_LETTERS = {
    "Latn": "A-Za-z\u00c0-\u024f",
    "Cyrl": "\u0400-\u052f",
    "Arab": "\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f",
    "Hani": "\u3400-\u4dbf\u4e00-\u9fff",
}
_USUAL = {"en": "Latn", "ru": "Cyrl", "kk": "Cyrl", "zh": "Hani", "ug": "Arab"}
_HAN = {"Hans", "Hant"}
_CODES = {"Latn": "Latn", "Cyrl": "Cyrl", "Arab": "Arab", "Hani": "Hans"}
# Where the script begins in the name of a language and a script.
_SCRIPT_NAMED = re.compile("[,،（]")
# ISO 15924 for words without a letter, numbers for instance.
_NO_SCRIPT = "Zyyy"
# What is offered where a language is asked for; any other tag may be typed.
OFFERED = ("ug", "kk", "zh-Hans", "ru", "en", "kk-Arab", "kk-Latn", "ug-Latn", "ug-Cyrl", "zh-Hant")


class Tongue(NamedTuple):
    """A language tag, empty when nobody knows, and `ltr`, `rtl` or `auto`."""

    language: str
    way: str


@cache
def tongue(language: str) -> Tongue:
    """Return the tongue of a tag; `auto` where it is empty or no tag."""
    try:
        return Tongue(language, direction(language)) if language else Tongue("", "auto")
    except BadTag:
        return Tongue("", "auto")


def called(tag: str, page: str) -> str:
    """Return what a language is called, or the tag itself where no list names it.

    Args:
        tag: BCP 47; one without a script is named without its script.
        page: language of the name.
    """
    if is_code("languages", tag):
        return label("languages", tag, page).text
    usual = f"{tag}-{_CODES[_USUAL[tag]]}" if tag in _USUAL else ""
    if not is_code("languages", usual):
        return tag
    return _SCRIPT_NAMED.split(label("languages", usual, page).text)[0]


def tongue_of(words: str, layer: str) -> Tongue:
    """Return the tongue of a block's words.

    Args:
        words: the block.
        layer: language tag of its layer, or empty.
    """
    own = _script(layer)
    if own is not None and not _foreign(own).search(words):
        return tongue(layer)
    found = language_of(words)
    if found is not None:
        same = own is not None and parse(found).language == parse(layer).language and _script(found) == own
        return tongue(layer if same else found)
    return tongue(layer) if script_of(words) in {own, _NO_SCRIPT} else Tongue("", "auto")


@cache
def _script(tag: str) -> str | None:
    try:
        parts = parse(tag)
    except BadTag:
        return None
    if parts.script in _HAN:
        return "Hani"
    script = parts.script or _USUAL.get(parts.language)
    return script if script in _LETTERS else None


@cache
def _foreign(script: str) -> re.Pattern[str]:
    return re.compile("[" + "".join(letters for name, letters in _LETTERS.items() if name != script) + "]")
