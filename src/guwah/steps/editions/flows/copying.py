"""A text taken out as a file, for work inside the group: without what is cut, in the log before it is given.

This is no way out of the group: it asks who may read, not what the witness allowed to show. What is cut is
cut here too (law 5), in every version of the text, and a machine's draft says what it is (law 6).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Refused, WrongUse
from guwah.instruments.redaction.leaks import search
from guwah.instruments.redaction.spans import NOTHING, Spans
from guwah.instruments.transcripts import WRITABLE, NotUnderstood, write
from guwah.instruments.transcripts.machine import headed
from guwah.instruments.transcripts.masking import masked
from guwah.instruments.transcripts.registry import ENDINGS
from guwah.steps.consent.judging import live_cuts
from guwah.steps.editions.scope import Part, every_part_of, versions
from guwah.steps.editions.settling import Withheld, secrets, settle
from guwah.steps.editions.withholding import former_cuts
from guwah.steps.testimony.editing.tables import Standing
from guwah.steps.testimony.layers.closing import close_over
from guwah.steps.testimony.layers.reviewing import unchecked_drafts
from guwah.steps.testimony.models import Cut, Layer
from guwah.steps.testimony.rebuilding import transcript_of
from guwah.steps.testimony.search.withheld import withheld
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Callable

    from guwah.accounts.models import Case, Member
    from guwah.instruments.transcripts import Loss, Transcript, Written
    from guwah.instruments.transcripts.model import Warning_

_PURPOSE = "work inside the group"


@dataclass(frozen=True, slots=True)
class Copy:
    """A text as a file.

    Attributes:
        name: of the file; it says nothing of the words.
        data: its bytes.
        format: code of its format.
        losses: what the format does not hold.
        warnings: everything to know of the file, the losses among them.
        withheld: how many stretches are left out because they are cut.
    """

    name: str
    data: bytes
    format: str
    losses: tuple[Loss, ...]
    warnings: tuple[Warning_, ...]
    withheld: int


def copy_text(actor: Member, layer: Layer, to: str, keep: Callable[[bytes], object] | None = None) -> Copy:
    """Make a file of the newest text of a layer, and write into the log that it was taken out.

    Args:
        actor: who takes it out.
        layer: which text.
        to: code of the format.
        keep: puts the whole file on the disk, before the log tells of it, where it has no name yet. What it
            raises is raised here, and the log does not tell that the text was taken out.

    Raises:
        NotPermitted: the actor does not read testimony here.
        WrongUse: `unknown-format`, `no-text`.
        Refused: `leak`: words that are cut stand in a name or a title as well.
    """
    ask(actor, Permission.TESTIMONY_READ, layer.case, target=f"copy:{layer.pk}")
    with transaction.atomic():
        # Inside: no cut comes between the file and the log.
        part = _part_of(layer)
        made = _made(layer.case, part, to)
        if keep is not None:
            keep(made.data)
        told = {
            "layer": layer.pk,
            "revision": part.revision.number,
            "format": to,
            "withheld": made.withheld,
            "sha256": hashlib.sha256(made.data).hexdigest(),
            "for": _PURPOSE,
        }
        record(Act.TEXT_COPIED, actor.actor, things=[Thing("copy", told)], case=layer.case_id)
    return made


def copy_failed(actor: Member, layer: Layer, to: str, code: str) -> None:
    """Write into the log that the file of a text could not be written (law 8), and why."""
    told = {"layer": layer.pk, "format": to, "outcome": "failed", "code": code, "for": _PURPOSE}
    with transaction.atomic():
        record(Act.TEXT_COPY_FAILED, actor.actor, things=[Thing("copy", told)], case=layer.case_id)


def see_copy(actor: Member, layer: Layer, to: str) -> Copy:
    """Make the same file to say what it would hold; nothing leaves and nothing is logged.

    Raises: what `copy_text` raises.
    """
    ask(actor, Permission.TESTIMONY_READ, layer.case, target=f"copy:{layer.pk}")
    return _made(layer.case, _part_of(layer), to)


def _part_of(layer: Layer) -> Part:
    revision = layer.revisions.order_by("-number").first()
    if revision is None:
        raise WrongUse("no-text", "This layer holds no text yet.")
    blocks = revision.blocks.select_related("session", "participant").order_by("start")
    return Part(layer, revision, tuple(blocks))


def _made(case: Case, part: Part, to: str) -> Copy:
    if to not in WRITABLE:
        raise WrongUse("unknown-format", f"A text is written as one of: {', '.join(WRITABLE)}.")
    everything = [each if each.layer.pk != part.layer.pk else part for each in every_part_of(case)]
    _nothing_lost(case, part, everything)
    drafts = unchecked_drafts(case)
    parts = [each for each in everything if each == part or each.layer.pk not in drafts]
    cuts = _cut(case, parts, everything)
    holes = cuts.cuts[part.key]
    machine = part.layer.kind == Layer.Kind.MACHINE and part.layer.pk in drafts
    shown = masked(transcript_of(part.revision), [*holes])
    written = _written(headed(shown) if machine else shown, to)
    name = f"case-{case.pk}-text-{part.layer.pk}-{part.revision.number}{'-machine-draft' if machine else ''}"
    found = Copy(f"{name}.{ENDINGS[to]}", written.data, to, written.losses, written.warnings, len([*holes]))
    hidden = [each for each in secrets(parts, cuts) if each.id.startswith("cut:")]
    if hidden and search({found.name: found.data}, hidden):
        raise Refused(
            "leak",
            "Words that are cut stand in a title, a name or a note of this text as well. "
            "Cut them there too, or use an edition.",
        )
    return found


def _nothing_lost(case: Case, part: Part, parts: list[Part]) -> None:
    """Refuse where an edit touched words that were cut: they may stand elsewhere, in any version.

    That they are gone from one text, as a person said, does not tell what to withhold in the others.
    """
    kin = next(group for group in versions(parts) if part in group)
    cuts = Cut.objects.filter(
        case=case, lifted_at=None, anchor__revision__layer__in=[each.layer.pk for each in kin]
    )
    untold = [Standing.State.CHANGED, Standing.State.LOST, *([Standing.State.GONE] if len(kin) > 1 else [])]
    if cuts.filter(anchor__now__state__in=untold).exists():
        raise Refused(
            "text-changed",
            "Words that were cut are gone from this text since it was corrected, and may stand elsewhere "
            "in it. Say first what became of them.",
        )


def _written(transcript: Transcript, to: str) -> Written:
    try:
        return write(transcript, to)
    except NotUnderstood as cannot:
        # Of the writers only PDF can fail: without its typesetter, or without a font.
        raise Refused(cannot.code, cannot.message) from cannot


def _cut(case: Case, parts: list[Part], everything: list[Part]) -> Withheld:
    """Return what is cut in each text: in all versions of it, and wherever the same words stand again.

    Cuts reach the parts through every text of the case, machine drafts too.
    """
    live = live_cuts(case)
    first = {part.key: live.get(part.revision.pk, NOTHING) | withheld(part.revision) for part in everything}
    closed: dict[str, Spans] = {}
    for group in versions(everything):
        closed.update(close_over({part.key: first[part.key] for part in group if first[part.key]}, group))
    drafted = [
        ("cut", each.revision.text[start:end])
        for each in everything
        if each not in parts
        for start, end in first[each.key]
    ]
    nothing = {part.key: NOTHING for part in parts}
    return settle(
        parts, Withheld({**nothing, **closed}, nothing, nothing, (), (*former_cuts(case), *drafted))
    )
