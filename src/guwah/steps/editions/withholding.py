"""What is withheld from an edition: cuts closed over every version of a text, requests to cut, and masks.

Everything here only ever adds to what is withheld. What is shown is what remains.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.redaction.cuts import close
from guwah.instruments.redaction.finders import personal
from guwah.instruments.redaction.leaks import Kind, Secret, search
from guwah.instruments.redaction.requests import asks_to_cut
from guwah.instruments.redaction.spans import NOTHING, Spans
from guwah.steps.consent.judging import CUT_FIRST, judge, live_cuts
from guwah.steps.consent.models import Condition
from guwah.steps.consent.queries import decisions_on_spans
from guwah.steps.editions.scope import closing_layers, links, versions
from guwah.steps.people.models import Entity, Identification, Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guwah.accounts.models import Case
    from guwah.steps.editions.scope import Part

# Below this a token of a name is an initial or a particle: masking it would mask everything.
_SHORTEST_NAME = 3
_FEW_WORDS = 5
# A form found in one round can uncover another only a few times.
_MOST_ROUNDS = 6
_DIGITS_OF_A_NUMBER = 5


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is not shown, by key of the layer.

    Attributes:
        cuts: withheld at somebody's wish, with the requests to cut and their answers.
        masks: withheld because nobody has shown it.
    """

    cuts: dict[str, Spans]
    masks: dict[str, Spans]

    def of(self, part: Part) -> Spans:
        """Return everything withheld from one layer."""
        return self.cuts[part.key] | self.masks[part.key]


def withhold(case: Case, parts: Sequence[Part], named: frozenset[str]) -> Withheld:
    """Work out what an edition of these parts withholds.

    Args:
        case: whose texts.
        parts: every layer of the case, also those that do not go out: a cut in one is a cut in all.
        named: keys of layers in which the person may appear by name.
    """
    cuts = _closed(case, parts)
    shown = _decided(case, show=True)
    hidden = _decided(case, show=False)
    people = _NamePatterns.of(case, named)
    masks = {}
    for part in parts:
        found = _personal(part) | people.in_text(part) | hidden.get(part.revision.pk, NOTHING)
        masks[part.key] = (found - shown.get(part.revision.pk, NOTHING)) & part.spans
    return settle(parts, Withheld(cuts, masks))


def secrets(parts: Iterable[Part], withheld: Withheld) -> list[Secret]:
    """Return every withheld stretch as something to look for in the bytes that go out."""
    found: dict[str, Secret] = {}
    for part in parts:
        for start, end in withheld.cuts[part.key]:
            _add(found, f"cut:{part.key}:{start}", part.revision.text[start:end])
        for start, end in withheld.masks[part.key] - withheld.cuts[part.key]:
            _add(found, f"mask:{part.key}:{start}", part.revision.text[start:end])
    return list(found.values())


def _closed(case: Case, parts: Sequence[Part]) -> dict[str, Spans]:
    by_revision = live_cuts(case)
    meant = _meant(case)
    first = {
        part.key: by_revision.get(part.revision.pk, NOTHING)
        | _requests(part, meant.get(part.revision.pk, NOTHING))
        for part in parts
    }
    closed: dict[str, Spans] = {}
    for group in versions(parts):
        cuts = {part.key: first[part.key] for part in group if first[part.key]}
        closed.update(close(cuts, closing_layers(group), links(group)))
    return closed


def _meant(case: Case) -> dict[int, Spans]:
    """Return the words of every "cut that first" and the passages it means, by revision."""
    conditions = Condition.objects.filter(record__case=case, code=CUT_FIRST).select_related(
        "record", "anchor"
    )
    found: dict[int, Spans] = {}
    for each in judge(case, conditions):
        for anchor in (each.condition.anchor, *each.meant):
            if anchor is not None:
                earlier = found.get(anchor.revision_id, NOTHING)
                found[anchor.revision_id] = earlier | Spans.of([(anchor.start, anchor.end)])
    return found


def _requests(part: Part, meant: Spans) -> Spans:
    """Return the turns that ask to cut something or answer that: they would name what is cut (law 5).

    These are the turns of the words a condition is tied to and every turn that reads like such a request,
    each with the turn after it, and the passages a condition means.
    """
    places = meant
    for number, block in enumerate(part.blocks):
        here = Spans.of([(block.start, block.end)])
        if not asks_to_cut(part.revision.text[block.start : block.end]):
            continue
        places |= here
        follows = part.blocks[number + 1] if number + 1 < len(part.blocks) else None
        if follows is not None and follows.session_id is not None and follows.session_id == block.session_id:
            places |= Spans.of([(follows.start, follows.end)])
    return places


def _decided(case: Case, *, show: bool) -> dict[int, Spans]:
    found: dict[int, Spans] = {}
    for row in decisions_on_spans(case):
        if row.show is show:
            anchor = row.anchor
            earlier = found.get(anchor.revision_id, NOTHING)
            found[anchor.revision_id] = earlier | Spans.of([(anchor.start, anchor.end)])
    return found


def _personal(part: Part) -> Spans:
    found = []
    for block in part.blocks:
        text = part.revision.text[block.start : block.end]
        found += [(block.start + each.start, block.start + each.end) for each in personal(text)]
    return Spans.of(found)


@dataclass(frozen=True, slots=True)
class _NamePatterns:
    """The recorded names of people, each with the layers in which it may stand."""

    patterns: tuple[tuple[re.Pattern[str], bool], ...]
    named: frozenset[str]

    @classmethod
    def of(cls, case: Case, named: frozenset[str]) -> _NamePatterns:
        speakers = set(
            Identification.objects.filter(entity__case=case, withdrawn_at=None).values_list(
                "entity_id", flat=True
            )
        )
        rows = Name.objects.filter(entity__case=case, entity__kind=Entity.Kind.PERSON, withdrawn_at=None)
        patterns = []
        for entity, text in rows.values_list("entity_id", "text"):
            tokens = [
                token
                for token in re.findall(r"[^\W\d_]+", text)
                if len(token) >= _SHORTEST_NAME or _han(token)
            ]
            for token in tokens:
                # Endings follow a name in Russian, Kazakh and Uyghur; over-masking is right.
                ending = "" if _han(token) else r"\w*"
                start = "" if _han(token) else r"(?<!\w)"
                patterns.append(
                    (re.compile(f"{start}{re.escape(token)}{ending}", re.IGNORECASE), entity in speakers)
                )
        return cls(tuple(patterns), named)

    def in_text(self, part: Part) -> Spans:
        text = part.revision.text
        found = [
            match.span()
            for pattern, speaks in self.patterns
            if not (speaks and part.key in self.named)
            for match in pattern.finditer(text)
        ]
        return Spans.of(found) & part.spans


def _han(token: str) -> bool:
    return "\u3400" <= token[0] <= "\u9fff"


def settle(parts: Sequence[Part], withheld: Withheld) -> Withheld:
    """Withhold again what stands elsewhere in another form, until nothing withheld is still shown.

    A masked value is masked in the block where it was found, a cut passage takes its whole block with it. A
    person may show such a block again only by deciding so.
    """
    for _ in range(_MOST_ROUNDS):
        hidden = secrets(parts, withheld)
        shown = {
            f"{number}:{at}": words.encode()
            for number, part in enumerate(parts)
            for at, words in enumerate(shown_in(part, withheld))
        }
        leaks = search(shown, hidden, [text.decode() for text in shown.values()])
        if not leaks:
            break
        by_id = {secret.id: secret for secret in hidden}
        for leak in leaks:
            number, _, at = leak.file.partition(":")
            withheld = _extend(withheld, parts[int(number)], int(at), by_id[leak.secret_id])
    return withheld


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
        cuts = {**withheld.cuts, part.key: withheld.cuts[part.key] | whole}
        return Withheld(cuts, withheld.masks)
    letters = [letter for letter in secret.text if letter.isalnum()]
    loose = re.compile(r"[^\w\n]*".join(map(re.escape, letters)) + r"\w*", re.IGNORECASE)
    found = Spans.of(match.span() for match in loose.finditer(part.revision.text, block.start, block.end))
    masks = {**withheld.masks, part.key: withheld.masks[part.key] | (found or whole)}
    return Withheld(withheld.cuts, masks)


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
    return sum(_han(letter) for letter in text) >= 2 * _FEW_WORDS
