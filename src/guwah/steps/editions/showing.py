"""What the pages of editions say: what stands in the way, what is withheld and why, what was built."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guwah.instruments import vocabularies
from guwah.instruments.languages import isolate
from guwah.instruments.redaction.spans import Spans
from guwah.steps.consent.models import ConsentRecord
from guwah.steps.consent.queries import record_id
from guwah.steps.editions.explaining import cut, masked
from guwah.steps.testimony.links import name_of, to_layer
from guwah.steps.testimony.models import Block, Layer
from guwah.steps.testimony.tongues import tongue_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guwah.accounts.models import Case
    from guwah.steps.editions.explaining import Stretch
    from guwah.steps.editions.flows.building import Prepared
    from guwah.steps.editions.models import Edition
    from guwah.steps.editions.refusals import Refusal
    from guwah.steps.editions.scope import Part
    from guwah.steps.testimony.models import Cut

# Blocks on one page of the words in place.
PAGE = 100
_SHORT = 60


def audiences() -> list[str]:
    """Return the audiences outside of the group, for whom an edition can be made."""
    terms = vocabularies.terms("consent_audiences")
    return [each.code for each in terms if each.facts.get("reach") != "inside"]


def refusal_rows(case: Case, refusals: Iterable[Refusal]) -> list[dict[str, Any]]:
    """Return what stands in the way as `parts/refusals.html` expects it."""
    page = reverse("consent", args=[case.pk])
    records = {record_id(row): row.pk for row in ConsentRecord.objects.filter(case=case).defer("scope")}
    return [
        {
            "text": each.text,
            "record": _("record %(id)s") % {"id": isolate(each.record)} if each.record else "",
            "record_url": f"{page}#record-{records[each.record]}" if each.record in records else "",
            "passages": [_passage(case, *span) for span in each.spans],
        }
        for each in refusals
    ]


def _passage(case: Case, layer_id: int, start: int, end: int) -> dict[str, str]:
    layer = Layer.objects.filter(pk=layer_id, case=case).select_related("source").first()
    if layer is None:
        return {"words": "", "url": ""}
    revision = layer.revisions.order_by("-number").first()
    block = _block_at(Block.objects.filter(revision=revision).select_related("session"), start)
    words = isolate(layer.source.title)
    if block is not None and block.session is not None:
        words += ", " + _("session %(session)s, turn %(turn)s") % {
            "session": block.session.n,
            "turn": block.n,
        }
    if revision is not None and end > start:
        words += f": {isolate(shortened(revision.text[start:end]))}"
    at = f"?at={name_of(block)}#{name_of(block)}" if block else f"?from={start}#o{start}"
    return {"words": words, "url": f"{to_layer(case.pk, layer_id)}{at}"}


def _block_at(blocks: Any, start: int) -> Block | None:  # noqa: ANN401 - a query of blocks
    found: Block | None = blocks.filter(start__lte=start, end__gt=start).first()
    return found


def shortened(words: str) -> str:
    """Return the beginning of some words, on one line."""
    line = " ".join(words.split())
    return line if len(line) <= _SHORT else f"{line[:_SHORT]}…"


def part_rows(case: Case, prepared: Prepared, audience: str) -> list[dict[str, Any]]:
    """Return every layer with what would become of it, what is cut and what is masked."""
    going = {part.key for part in prepared.answer.going}
    left = {part.key for part in prepared.answer.left}
    hidden, withheld = masked(case, prepared, prepared.parts), cut(case, prepared, prepared.parts)
    return [
        {
            "layer": part.layer,
            "url": f"{reverse('edition-words', args=[case.pk, part.layer.pk])}?audience={audience}",
            "fate": "goes" if part.key in going else "left" if part.key in left else "refused",
            "by_name": part.key in prepared.answer.named,
            "reading": reading(prepared, part),
            "cuts": [_cut_row(*each) for each in withheld if each[0].part is part],
            "values": values([each for each in hidden if each.part is part]),
        }
        for part in prepared.parts
    ]


def values(stretches: Iterable[Stretch]) -> list[dict[str, Any]]:
    """Return masked stretches gathered by their words: first what nobody has looked at, the frequent ones."""
    found: dict[str, list[Stretch]] = {}
    for each in stretches:
        found.setdefault(each.value, []).append(each)
    rows = [_value_row(group) for group in found.values()]
    return sorted(rows, key=lambda row: (row["decided"], -row["times"]))


def _value_row(group: Sequence[Stretch]) -> dict[str, Any]:
    first = group[0]
    tongue = tongue_of(first.words, first.part.layer.language)
    return {
        "words": shortened(first.words),
        "language": tongue.language,
        "way": tongue.way,
        "place": first.place,
        "times": len(group),
        "category": next((each.category for each in group if each.category), ""),
        "why": list(dict.fromkeys(str(why) for each in group for why in each.why)),
        "decided": all(each.decided for each in group),
    }


def _cut_row(stretch: Stretch, made: Sequence[Cut]) -> dict[str, Any]:
    tongue = tongue_of(stretch.words, stretch.part.layer.language)
    block = next(
        (each for each in stretch.part.blocks if each.start < stretch.end and each.end > stretch.start), None
    )
    at = f"?at={name_of(block)}#{name_of(block)}" if block else f"?from={stretch.start}#o{stretch.start}"
    return {
        "words": stretch.words,
        "language": tongue.language,
        "way": tongue.way,
        "why": [str(why) for why in stretch.why],
        "made": made,
        "url": f"{to_layer(stretch.part.layer.case_id, stretch.part.layer.pk)}{at}",
        "place": name_of(block) if block else str(stretch.start),
    }


def block_rows(case: Case, prepared: Prepared, part: Part, page: int) -> list[dict[str, Any]]:
    """Return the blocks of one page of a layer with what is withheld shown in place."""
    hidden = masked(case, prepared, [part])
    cuts = prepared.withheld.cuts[part.key]
    unread = {block.pk for block in prepared.unread_of(part)}
    return [
        _block_row(part, block, cuts, hidden) | {"unread": block.pk in unread}
        for block in part.blocks[(page - 1) * PAGE : page * PAGE]
    ]


def _block_row(part: Part, block: Block, cuts: Spans, hidden: Sequence[Stretch]) -> dict[str, Any]:
    words = part.revision.text[block.start : block.end]
    tongue = tongue_of(words, part.layer.language)
    here = [each for each in hidden if each.start < block.end and each.end > block.start]
    whole = Spans.of([(block.start, block.end)])
    ranges = [{"start": start, "end": end, "kind": "cut"} for start, end in cuts & whole]
    ranges += [{"start": each.start, "end": each.end, "kind": "personal"} for each in here]
    return {
        "pk": block.pk,
        "cut": (cuts & whole).covers(whole),
        "name": name_of(block),
        "n": block.n,
        "session": block.session.n if block.session else 0,
        "speaker": (block.participant.name or block.participant.label) if block.participant else block.label,
        "words": words,
        "start": block.start,
        "language": tongue.language,
        "way": tongue.way,
        "ranges": ranges,
        "masked": [_value_row([each]) for each in here],
    }


def reading(prepared: Prepared, part: Part) -> dict[str, int]:
    """Return how many turns and paragraphs of a text there are, and how many nobody has read yet."""
    return {"all": len(part.blocks), "unread": len(prepared.unread_of(part))}


def pages_of(part: Part) -> int:
    """Return how many pages the words of a layer fill."""
    return max(1, -(-len(part.blocks) // PAGE))


def ledger_rows(edition: Edition) -> list[dict[str, Any]]:
    """Return what was withheld from a built edition, by layer, in the words as they stood then."""
    ledger = edition.ledger
    layers = Layer.objects.filter(pk__in=[*ledger["layers"], *ledger["left_out"]], case=edition.case_id)
    return [
        {
            "layer": layer,
            "went": layer.pk in ledger["layers"],
            "cuts": _withheld(edition, layer, ledger["cuts"]),
            "masks": _withheld(edition, layer, ledger["masks"]),
        }
        for layer in layers.select_related("source").order_by("pk")
    ]


def _withheld(edition: Edition, layer: Layer, spans: Mapping[str, Any]) -> list[str]:
    revision = layer.revisions.filter(made_at__lte=edition.built_at).order_by("-number").first()
    revision = revision or layer.revisions.order_by("number").first()
    text = revision.text if revision else ""
    return [shortened(text[start:end]) for start, end in spans.get(f"layer:{layer.pk}", ())]
