"""Words withheld in one place must not stand in another: withheld grows until nothing of it is shown."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from guwah.instruments.redaction.leaks import Kind, Secret, search_texts
from guwah.instruments.redaction.spans import Spans
from guwah.steps.editions.naming import is_han

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guwah.steps.editions.scope import Part

_FEW_WORDS = 5
# A form found in one round can uncover another only a few times.
_MOST_ROUNDS = 6
_DIGITS_OF_A_NUMBER = 5


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is not shown, by key of the layer.

    Attributes:
        cuts: withheld at somebody's wish, with the requests to cut and their answers.
        masks: names, numbers and the like that nobody has shown.
        unread: ordinary words that nobody has read and cleared. They are not shown, yet are no secret: the
            same words may stand where somebody has read them.
        released: texts that people decided to show: the same words are no secret where else they are masked.
        former: `cut` or `mask` with words that were withheld in an earlier text.
    """

    cuts: dict[str, Spans]
    masks: dict[str, Spans]
    unread: dict[str, Spans]
    released: tuple[str, ...] = ()
    former: tuple[tuple[str, str], ...] = ()

    def masked(self, part: Part) -> Spans:
        """Return what is withheld from one layer without anybody's wish: masks, and what nobody has read."""
        return self.masks[part.key] | self.unread[part.key]

    def of(self, part: Part) -> Spans:
        """Return everything withheld from one layer."""
        return self.cuts[part.key] | self.masked(part)


def secrets(parts: Iterable[Part], withheld: Withheld) -> list[Secret]:
    """Return every withheld stretch as something to look for in the bytes that go out.

    Words that a person decided to show somewhere are masked where nobody has shown them, but are no secret:
    finding them again says only what was shown. A cut is always one.
    """
    found: dict[str, Secret] = {}
    for part in parts:
        for start, end in withheld.cuts[part.key]:
            _add(found, f"cut:{part.key}:{start}", part.revision.text[start:end])
        for start, end in withheld.masks[part.key] - withheld.cuts[part.key]:
            _add(found, f"mask:{part.key}:{start}", part.revision.text[start:end])
    for number, (kind, words) in enumerate(withheld.former):
        _add(found, f"{kind}:former:{number}", words)
    masks = [secret for secret in found.values() if secret.id.startswith("mask:")]
    shown = {str(number): text for number, text in enumerate(withheld.released)}
    known = {leak.secret_id for leak in search_texts(shown, masks)}
    return [secret for secret in found.values() if secret.id not in known]


def settle(parts: Sequence[Part], withheld: Withheld) -> Withheld:
    """Withhold again what stands elsewhere in another form, until nothing withheld is still shown.

    A masked value is masked in the block where it was found, a cut passage takes its whole block with it. A
    person may show such a block again only by deciding so.
    """
    for _ in range(_MOST_ROUNDS):
        shown = {
            f"{number}:{at}": words
            for number, part in enumerate(parts)
            for at, words in enumerate(shown_in(part, withheld))
        }
        leaks = _leaks(shown, secrets(parts, withheld))
        if not leaks:
            break
        for place, secret in leaks:
            number, _, at = place.partition(":")
            withheld = _extend(withheld, parts[int(number)], int(at), secret)
    return withheld


def _leaks(shown: Mapping[str, str], hidden: Sequence[Secret]) -> list[tuple[str, Secret]]:
    """Return in which blocks which secrets are shown.

    All blocks together are searched first: few secrets stand anywhere, and only those are looked for in each.
    """
    cleared = list(shown.values())
    together = {"all": "\n\n".join(cleared)}
    ids = {leak.secret_id for leak in search_texts(together, hidden, cleared)}
    by_id = {secret.id: secret for secret in hidden if secret.id in ids}
    if not by_id:
        return []
    return [(leak.file, by_id[leak.secret_id]) for leak in search_texts(shown, by_id.values(), cleared)]


def shown_in(part: Part, withheld: Withheld) -> list[str]:
    """Return the words of each block that are shown, a sign where something is withheld."""
    text, left = part.revision.text, part.spans - withheld.of(part)
    words: list[list[str]] = [[] for _ in part.blocks]
    starts = [block.start for block in part.blocks]
    for start, end in left:
        # Blocks that touch are one span: cut it at their borders again.
        at = bisect_right(starts, start) - 1
        while at < len(starts) and starts[at] < end:
            block = part.blocks[at]
            words[at].append(text[max(start, block.start) : min(end, block.end)])
            at += 1
    return [" ⋯ ".join(each) for each in words]


def _extend(withheld: Withheld, part: Part, at: int, secret: Secret) -> Withheld:
    block = part.blocks[at]
    whole = Spans.of([(block.start, block.end)])
    if secret.id.startswith("cut:"):
        return replace(withheld, cuts={**withheld.cuts, part.key: withheld.cuts[part.key] | whole})
    letters = [letter for letter in secret.text if letter.isalnum()]
    loose = re.compile(r"[^\w\n]*".join(map(re.escape, letters)) + r"\w*", re.IGNORECASE)
    found = Spans.of(match.span() for match in loose.finditer(part.revision.text, block.start, block.end))
    return replace(withheld, masks={**withheld.masks, part.key: withheld.masks[part.key] | (found or whole)})


def _add(found: dict[str, Secret], name: str, text: str) -> None:
    bare = text.strip()
    if not any(letter.isalnum() for letter in bare):
        return
    digits = sum(letter.isdigit() for letter in bare)
    if digits >= _DIGITS_OF_A_NUMBER and digits > len(bare) // 2:
        kind = Kind.NUMBER
    elif len(bare.split()) < _FEW_WORDS and not _long_han(bare):
        kind = Kind.VALUE
    else:
        kind = Kind.PASSAGE
    # The same words withheld in many places are looked for once; a cut's name stays before a mask's.
    key = f"{kind}:{bare.casefold()}"
    found.setdefault(key, Secret(name, bare, kind))


def _long_han(text: str) -> bool:
    return sum(is_han(letter) for letter in text) >= 2 * _FEW_WORDS
