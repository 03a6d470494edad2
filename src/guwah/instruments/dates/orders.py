"""Words that only say what came first: "before that", "afterwards"; they hold no length and no date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.late_pattern import late

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Order:
    """Words that set what they tell before or after what was told just before them.

    Attributes:
        start: first code point.
        end: one past the last.
        back: what they tell came earlier; else it came later.
        rule: which rule saw it.
    """

    start: int
    end: int
    back: bool
    rule: str


# "That" alone points back; "that winter" and "до этого места" name something else.
_AFTER_THAT = (
    r"(?=\s*(?:[,.;:!?…—–-]|$)|\s+(?:i|we|you|he|she|it|they|my|our|his|her|their|the|an?|there|no|not|nobody|"
    r"nothing|everything|everybody|all)\b)"
)
_AFTER_THIS = (
    r"(?=\s*(?:[,.;:!?…—–-]|$)|\s+(?:я|мы|вы|он|она|оно|они|меня|нас|его|её|их|мне|нам|ему|ей|им|все|всё|никто|"
    r"ничего|там|у|в|на|с|не|был[аои]?)(?!\w))"
)
_BACK = {
    "en": rf"(?i)\b(?:before|prior\sto)\s(?:that|this){_AFTER_THAT}|\bbeforehand\b",
    "ru": rf"(?i)(?<!\w)(?:до|перед)\s(?:этого|этим){_AFTER_THIS}",
    "zh": r"在?(?:这|那|此)(?:件事)?之前|在?此前",
    "kk": r"(?i)(?<!\w)(?:(?:одан|содан|бұдан)\s(?:бұрын|ілгері)|оған\sдейін)(?!\w)",
    "ug": r"(?<!\w)(?:ئۇنىڭدىن|شۇنىڭدىن|بۇنىڭدىن)\s(?:بۇرۇن|ئىلگىرى|ئاۋۋال)(?!\w)",
}
_ON = {
    "en": rf"(?i)\bafter\s(?:that|this){_AFTER_THAT}|\b(?:afterwards?|thereafter|subsequently)\b",
    "ru": rf"(?i)(?<!\w)(?:после\sэтого{_AFTER_THIS}|(?:затем|потом|впоследствии)(?!\w))",
    "zh": r"在?(?:这|那|此)(?:件事)?之后|此后|后来|随后",
    "kk": r"(?i)(?<!\w)(?:(?:одан|содан|бұдан)\s(?:кейін|соң)|кейіннен)(?!\w)",
    "ug": r"(?<!\w)(?:(?:ئۇنىڭدىن|شۇنىڭدىن|بۇنىڭدىن)\s(?:كېيىن|كىيىن)|ئاندىن|كېيىنچە)(?!\w)",
}
_FORMS = {
    language: (
        (late(_BACK[language]), True, f"{language}-before-that"),
        (late(_ON[language]), False, f"{language}-after-that"),
    )
    for language in _BACK
}


def find_orders(text: str, language: str) -> Iterator[Order]:
    """Yield such words in the order of the text.

    Args:
        text: the words.
        language: one of en, ru, zh, kk, ug; in another nothing is found.
    """
    seen = [
        Order(*match.span(), back, rule)
        for form, back, rule in _FORMS.get(language, ())
        for match in form.finditer(text)
    ]
    yield from sorted(seen, key=lambda one: one.start)
