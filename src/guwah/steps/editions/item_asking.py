"""Asking consent for whole files: nothing in them can be cut or masked, so much more forbids them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.permissions.model import Material, Use, Verdict
from guwah.steps.consent import queries as consent
from guwah.steps.consent.judging import CUT_FIRST
from guwah.steps.consent.materials import item_key, layer_key
from guwah.steps.consent.models import SpanDecision
from guwah.steps.editions.refusals import Refusal
from guwah.steps.editions.scope import every_part_of, versions
from guwah.steps.testimony.layers.reviewing import unchecked_drafts
from guwah.steps.testimony.models import Cut, Layer
from guwah.vault import witnesses

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guwah.accounts.models import Case
    from guwah.instruments.permissions.model import Decision
    from guwah.steps.evidence.models import Item

# A sealed file shows whoever it is of, as she is.
AS_SHE_IS = ("real_name",)
_MEDIA = {"text": "text", "audio": "audio", "video": "video", "image": "photo"}
_LOOKED_THROUGH = (
    "These are whole files: names and numbers in them cannot be masked. Somebody has looked through each of "
    "them and lets these recipients see all that is in it."
)
WHOLE_FILES = ("whole-files", _LOOKED_THROUGH)


@dataclass(frozen=True, slots=True)
class Asked:
    """What consent says to handing out whole files.

    Attributes:
        refusals: what forbids it.
        questions: codes and sentences that the one who hands them out must settle.
        records: ids of the consent records that allow it.
    """

    refusals: tuple[Refusal, ...]
    questions: tuple[tuple[str, str], ...]
    records: frozenset[str]


def ask_for_items(case: Case, items: Sequence[Item], recipients: Iterable[str]) -> Asked:
    """Ask the engine about every item and every recipient; cuts, masks and "cut that first" forbid.

    An item needs what its texts need as well: their words are in it. A partner group is asked for as such,
    everybody else as a named recipient.
    """
    partners = {each.name for each in witnesses.partners()}
    uses = [_use(item, each, partner=each in partners) for item in items for each in recipients]
    decisions = consent.decide(case, uses)
    refusals = [*_held_back(case, items)]
    questions = dict([WHOLE_FILES])
    records: set[str] = set()
    for decision in decisions:
        refusals += [Refusal(each.code, each.text, each.record) for each in _denials(decision)]
        questions.update((each.code, each.text) for each in decision.reasons if each.verdict is Verdict.ASK)
        records.update(each.record for each in decision.reasons if each.record)
    return Asked(tuple(dict.fromkeys(refusals)), tuple(questions.items()), frozenset(records))


def _denials(decision: Decision) -> list[Refusal]:
    if decision.decision is not Verdict.DENY:
        return []
    return [
        Refusal(each.code, each.text, each.record)
        for each in decision.reasons
        if each.verdict is Verdict.DENY
    ]


def _use(item: Item, recipient: str, *, partner: bool) -> Use:
    layers = list(Layer.objects.filter(source=item.source_id).order_by("pk"))
    spoken = {layer.language for layer in layers if layer.translated_from_id is None and layer.language}
    itself = Material(item_key(item))
    return Use(
        action="share_network" if partner else "share_named",
        audience="trusted_partner" if partner else "named_recipient",
        material=itself,
        recipient=recipient,
        identity=AS_SHE_IS,
        medium=_MEDIA.get(item.kind, "document"),
        language=spoken.pop() if len(spoken) == 1 else None,
        derived_from=(itself, *(Material(layer_key(layer)) for layer in layers)),
    )


def _held_back(case: Case, items: Sequence[Item]) -> Iterable[Refusal]:
    """Yield what keeps whole files in: law 5 knows no file in which a cut would not count."""
    for group in consent.judged(case).values():
        for each in group:
            if each.condition.code == CUT_FIRST and each.condition.waived_at is None:
                yield Refusal(
                    "cut-first",
                    "Consent was given on the condition that a part is cut first. A sealed file cannot be "
                    "cut: it stays here, until whoever set the condition waives it.",
                    consent.record_id(each.condition.record),
                )
    drafts = Layer.objects.filter(pk__in=unchecked_drafts(case))
    if drafts.filter(revisions__item__in=items).exists():
        yield Refusal(
            "machine-draft",
            "A machine wrote the text in these files, or it was made from such a text, and nobody has "
            "checked it. The files stay here, until somebody has.",
        )
    sources = {item.source_id for item in items}
    layers = set(Layer.objects.filter(source__in=sources).values_list("pk", flat=True))
    for version in versions(every_part_of(case)):
        if any(part.layer.source_id in sources for part in version):
            layers.update(part.layer.pk for part in version)
    if Cut.objects.filter(lifted_at=None, anchor__revision__layer__in=layers).exists():
        yield Refusal(
            "cut-inside", "Words of these files are cut. A cut is a cut everywhere: the files stay here."
        )
    masked = SpanDecision.objects.filter(replaced_at=None, show=False, anchor__revision__layer__in=layers)
    if masked.exists():
        yield Refusal(
            "masked-inside", "Somebody decided that words of these files are not shown: the files stay here."
        )
