"""Where the recorded names of people stand in a text: masked, save whoever allowed to be named there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.redaction.spans import Spans
from guwah.steps.consent.queries import givers_by_name
from guwah.steps.people.models import Entity, Name

if TYPE_CHECKING:
    from guwah.accounts.models import Case
    from guwah.steps.editions.scope import Part

# Below this a token of a name is an initial or a particle: masking it would mask everything.
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class NamePatterns:
    """The recorded names of people, each with the layers in which it may stand."""

    patterns: tuple[tuple[re.Pattern[str], bool], ...]
    named: frozenset[str]

    @classmethod
    def of(cls, case: Case, named: frozenset[str]) -> NamePatterns:
        """Read the names of a case.

        Args:
            case: whose.
            named: keys of layers in which somebody who allowed it may appear by name.
        """
        allowed = givers_by_name(case)
        rows = Name.objects.filter(entity__case=case, entity__kind=Entity.Kind.PERSON, withdrawn_at=None)
        patterns = []
        for entity, text in rows.values_list("entity_id", "text"):
            words = re.findall(r"[^\W\d_]+", text)
            tokens = [token for token in words if len(token) >= _SHORTEST_NAME or is_han(token)]
            if not tokens and words:
                # "Li Na": too short to be masked word by word, so the whole name is.
                whole = r"(?<!\w)" + r"\W+".join(map(re.escape, words)) + r"(?!\w)"
                patterns.append((re.compile(whole, re.IGNORECASE), entity in allowed))
            for token in tokens:
                # Endings follow a name in Russian, Kazakh and Uyghur; over-masking is right.
                ending = "" if is_han(token) else r"\w*"
                start = "" if is_han(token) else r"(?<!\w)"
                patterns.append(
                    (re.compile(f"{start}{re.escape(token)}{ending}", re.IGNORECASE), entity in allowed)
                )
        return cls(tuple(patterns), named)

    def own(self, part: Part) -> Spans:
        """Return where the names stand of somebody who may be named in this text."""
        if part.key not in self.named:
            return Spans()
        text = part.revision.text
        return Spans.of(
            match.span() for pattern, allowed in self.patterns if allowed for match in pattern.finditer(text)
        )

    def in_text(self, part: Part) -> Spans:
        """Return where names stand in a text, save those that may stand there."""
        text = part.revision.text
        found = [
            match.span()
            for pattern, allowed in self.patterns
            if not (allowed and part.key in self.named)
            for match in pattern.finditer(text)
        ]
        return Spans.of(found) & part.spans


def is_han(token: str) -> bool:
    """Say whether a word begins with a Chinese character."""
    return "\u3400" <= token[0] <= "\u9fff"
