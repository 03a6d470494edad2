"""What could go out: the checked texts of a case, each block with the words it may show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.permissions.model import Material, Use
from guwah.instruments.redaction.cuts import Layer as ClosingLayer
from guwah.instruments.redaction.cuts import Link, Stretch
from guwah.instruments.redaction.spans import Spans
from guwah.steps.consent.materials import layer_key
from guwah.steps.testimony.models import Block, Layer, Revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guwah.accounts.models import Case

# What an edition of words does with them (vocabulary consent_actions).
ACTION = "publish_text"
MEDIUM = "text"


@dataclass(frozen=True, slots=True)
class Part:
    """One layer at its newest revision."""

    layer: Layer
    revision: Revision
    blocks: tuple[Block, ...]

    @property
    def key(self) -> str:
        """The name under which the permission engine knows it."""
        return layer_key(self.layer)

    @property
    def spans(self) -> Spans:
        """All words of its blocks; labels, headings and what stands between are not testimony."""
        return Spans.of((block.start, block.end) for block in self.blocks)


def parts_of(case: Case) -> list[Part]:
    """Return every layer of a case that a person has made or checked; machine drafts never go out (law 6)."""
    layers = Layer.objects.filter(case=case).exclude(kind=Layer.Kind.MACHINE).select_related("source")
    found = []
    for layer in layers.order_by("pk"):
        revision = layer.revisions.order_by("-number").first()
        if revision is not None:
            blocks = revision.blocks.select_related("session", "participant").order_by("start")
            found.append(Part(layer, revision, tuple(blocks)))
    return found


def use_of(part: Part, audience: str, identity: Sequence[str], derived: Sequence[Part]) -> Use:
    """Return the use that an edition makes of one layer.

    A translation asks for its original as well: it inherits what was said about that.
    """
    return Use(
        action=ACTION,
        audience=audience,
        material=Material(part.key, part.spans),
        identity=tuple(identity),
        medium=MEDIUM,
        language=part.layer.language or None,
        derived_from=tuple(Material(each.key, each.spans) for each in derived),
    )


def versions(parts: Iterable[Part]) -> list[list[Part]]:
    """Group layers that say the same: translations and scripts of one another, or texts of one source."""
    groups: list[list[Part]] = []
    for part in parts:
        kin = [group for group in groups if any(_akin(part, other) for other in group)]
        joined = [other for group in kin for other in group]
        groups = [group for group in groups if group not in kin]
        groups.append([*joined, part])
    return groups


def _akin(one: Part, other: Part) -> bool:
    if one.layer.translated_from_id is None and other.layer.translated_from_id is None:
        return one.layer.source_id == other.layer.source_id
    return (
        one.layer.translated_from_id in {other.layer.pk, other.layer.translated_from_id}
        or other.layer.translated_from_id == one.layer.pk
    )


def closing_layers(group: Sequence[Part]) -> dict[str, ClosingLayer]:
    """Return the texts of a group as the closing of cuts takes them."""
    return {
        part.key: ClosingLayer(part.revision.text, tuple((block.start, block.end) for block in part.blocks))
        for part in group
    }


def links(group: Sequence[Part]) -> list[Link]:
    """Align layers of a group turn by turn, where sessions have the same number of turns.

    Where they have not, nothing is aligned and the closing rule cuts whole texts: coarse, and safe.
    """
    found = []
    for at, one in enumerate(group):
        for other in group[at + 1 :]:
            found += _aligned(one, other)
    return found


def _aligned(one: Part, other: Part) -> list[Link]:
    here, there = _by_session(one), _by_session(other)
    found = []
    for number, blocks in here.items():
        facing = there.get(number, [])
        if len(facing) == len(blocks):
            pairs = zip(blocks, facing, strict=True)
            found += [Link(_stretch(one, left), _stretch(other, right)) for left, right in pairs]
    return found


def _by_session(part: Part) -> dict[int, list[Block]]:
    found: dict[int, list[Block]] = {}
    for block in part.blocks:
        found.setdefault(block.session.n if block.session else 0, []).append(block)
    return found


def _stretch(part: Part, block: Block) -> Stretch:
    return Stretch(part.key, Spans.of([(block.start, block.end)]))
