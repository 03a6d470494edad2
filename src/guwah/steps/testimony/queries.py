"""What the pages of testimony show, read with few questions to the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Min, Q
from django.urls import reverse

from guwah.steps.evidence.models import Item
from guwah.steps.evidence.names import shown_name
from guwah.steps.testimony import margin
from guwah.steps.testimony.finding import occurrences
from guwah.steps.testimony.links import numbers_of
from guwah.steps.testimony.models import (
    Anchor,
    Block,
    Cut,
    Event,
    Layer,
    Mark,
    Note,
    Participant,
    Revision,
    Session,
)
from guwah.steps.testimony.page import Found, Sheet, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.models import Source

# Blocks on one page of the reader: a long conversation whole, a book in parts.
PAGE = 450
_SNIPPET = 40
_READABLE = ("text", "document", "other")


@dataclass(frozen=True, slots=True)
class Place:
    """Which part of a text is asked for: a block by its name, a page by its number, or an offset."""

    at: str = ""
    page: int = 0
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the words searched for stand: the block, and a little around them."""

    start: int
    end: int
    name: str
    page: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A layer opened in the reader.

    Attributes:
        layer: the layer, its source and recording at hand.
        revision: its newest revision.
        rows: parts of this page, see `guwah.steps.testimony.page.rows`.
        sessions: every session.
        page: number of this page, from 1.
        pages: how many there are.
        sought: what was searched for.
        hits: where it stands in the whole text.
    """

    layer: Layer
    revision: Revision
    rows: list[dict[str, Any]]
    sessions: Sequence[Session]
    page: int
    pages: int
    sought: str = ""
    hits: Sequence[Hit] = field(default_factory=tuple)


def layers_by_source(case: Case) -> list[tuple[Source, list[Layer]]]:
    """Return the layers of a case under their sources, each with `turns`, `paragraphs`, `format`."""
    layers = (
        Layer.objects.filter(case=case)
        .select_related("source", "made_by", "recording")
        .annotate(
            turns=Count("revisions__blocks", filter=Q(revisions__blocks__kind=Block.Kind.TURN)),
            paragraphs=Count("revisions__blocks", filter=Q(revisions__blocks__kind=Block.Kind.PARAGRAPH)),
            format=Min("revisions__format"),
        )
        .order_by("source__number", "pk")
    )
    found: dict[int, tuple[Source, list[Layer]]] = {}
    for layer in layers:
        found.setdefault(layer.source_id, (layer.source, []))[1].append(layer)
    return list(found.values())


def items_to_read(case: Case) -> QuerySet[Item]:
    """Return sealed items of a case that may be texts and are no layer yet, the newest first."""
    items = Item.objects.filter(source__case=case, kind__in=_READABLE, revisions=None)
    return items.select_related("source").order_by("-pk")


def recordings(case: Case) -> QuerySet[Item]:
    """Return the sealed sounds and films of a case."""
    return Item.objects.filter(source__case=case, kind__in=("audio", "video")).select_related("source")


def newest(layer: Layer) -> Revision:
    """Return the newest revision of a layer, its text with it."""
    return (
        Revision.objects.select_related("layer__case", "layer__source").filter(layer=layer).latest("number")
    )


def layer_of(case: Case, layer_id: int) -> Layer | None:
    """Return a layer of a case, or None."""
    layers = Layer.objects.select_related("case", "source", "recording", "made_by")
    return layers.filter(case=case, pk=layer_id).first()


def participant_of(case: Case, participant_id: int) -> Participant | None:
    """Return somebody who speaks in a text of this case, or None."""
    people = Participant.objects.select_related("session__revision__layer__case")
    return people.filter(session__revision__layer__case=case, pk=participant_id).first()


def block_at(revision: Revision, name: str) -> Block | None:
    """Return a block by its name (`s1-t12`, `p3`), or None."""
    numbers = numbers_of(name)
    if numbers is None:
        return None
    session, n = numbers
    which = Q(session__n=session) if session is not None else Q(session=None)
    return (
        Block.objects.select_related("session", "participant").filter(which, revision=revision, n=n).first()
    )


def block_numbered(revision: Revision, said: str) -> Block | None:
    """Return the one block a person means by `12`, `2.12`, `s2-t12` or `p3`; None if none or several."""
    text = said.strip()
    if text.isdecimal():
        found = list(Block.objects.select_related("session").filter(revision=revision, n=int(text))[:2])
        return found[0] if len(found) == 1 else None
    session, dot, n = text.partition(".")
    return block_at(revision, f"s{session}-t{n}" if dot else text)


def anchor_of(case: Case, anchor_id: int) -> Anchor | None:
    """Return an anchor of a case with everything that tells where it stands, or None."""
    anchors = Anchor.objects.select_related(
        "revision__layer__case", "revision__layer__source", "block__session", "block__revision__layer"
    )
    return anchors.filter(revision__layer__case=case, pk=anchor_id).first()


def cut_of(case: Case, cut_id: int) -> Cut | None:
    """Return a cut of a case, or None."""
    cuts = Cut.objects.select_related("case", "anchor__revision__layer", "anchor__block__session")
    return cuts.filter(case=case, pk=cut_id).first()


def buttons(layer: Layer, offered: Sequence[margin.Action]) -> list[dict[str, Any]]:
    """Return what is offered for selected words, as the selection bar expects it."""
    select = reverse("select", args=[layer.case_id, layer.pk])
    return [
        {
            "name": each.name,
            "label": each.label,
            "icon": each.icon,
            "url": f"{select}?action={each.name}",
            "first": index == 0,
        }
        for index, each in enumerate(offered)
    ]


def sound(layer: Layer) -> dict[str, Any] | None:
    """Return the recording of a layer as the player expects it, or None."""
    item = layer.recording
    if item is None:
        return None
    url = reverse("evidence-file", args=[layer.case_id, item.pk])
    return {"url": url, "title": shown_name(item.filename), "type": item.media_type}


def open_layer(member: Member, layer: Layer, place: Place, sought: str = "") -> Opened:
    """Return what the reader shows of a layer."""
    revision = newest(layer)
    blocks = Block.objects.filter(revision=revision)
    total = blocks.count()
    pages = max(1, -(-total // PAGE))
    hits = tuple(_hits(revision, sought)) if sought.strip() else ()
    page = _page(revision, place, hits, pages)
    shown = list(
        blocks.select_related("session", "participant").order_by("start")[(page - 1) * PAGE : page * PAGE]
    )
    sessions = list(Session.objects.filter(revision=revision).prefetch_related("participants").order_by("n"))
    start = shown[0].start if shown and page > 1 else 0
    end = shown[-1].end if shown and page < pages else len(revision.text)
    view = margin.View(member, layer.case, revision, start, end)
    sheet = _sheet(view, shown, sessions, hits)
    return Opened(layer, revision, rows(sheet), sessions, page, pages, sought, hits)


def _sheet(
    view: margin.View, blocks: Sequence[Block], sessions: Sequence[Session], hits: Sequence[Hit]
) -> Sheet:
    revision, within = view.revision, Q(start__lt=view.end, end__gt=view.start)
    text = revision.text
    beside = [
        (kind, start, end)
        for kind, start, end in revision.reading.get("beside", ())
        if start < view.end and end > view.start
    ]
    return Sheet(
        text=text,
        language=revision.layer.language,
        blocks=blocks,
        sessions=sessions,
        events=list(Event.objects.filter(within, session__revision=revision)),
        marks=list(Mark.objects.filter(within, revision=revision)),
        remarks=margin.remarks(view),
        found=[Found(each.start, each.end) for each in hits if view.start <= each.start < view.end],
        beside=beside,
    )


def _hits(revision: Revision, sought: str) -> Iterable[Hit]:
    """Search all that can be read of a text, whatever page it stands on."""
    text, before = revision.text, 0
    for start, end, name, is_block in sorted((*_blocks_of(revision), *_beside(revision))):
        for first, after in occurrences(text[start:end], sought):
            a, b = start + first, start + after
            yield Hit(
                start=a,
                end=b,
                name=name,
                page=_page_of(before, is_block=is_block),
                before=text[max(start, a - _SNIPPET) : a],
                words=text[a:b],
                after=text[b : min(end, b + _SNIPPET)],
            )
        before += is_block


def _blocks_of(revision: Revision) -> Iterable[tuple[int, int, str, bool]]:
    for session, n, start, end in revision.blocks.values_list("session__n", "n", "start", "end"):
        yield start, end, f"s{session}-t{n}" if session else f"p{n}", True


def _beside(revision: Revision) -> Iterable[tuple[int, int, str, bool]]:
    for kind, start, end in revision.reading.get("beside", ()):
        if kind not in {"title", "note"}:
            yield start, end, f"o{start}", False


def _page_of(before: int, *, is_block: bool) -> int:
    """Return the page of a part with so many blocks before it; what stands beside follows the one before."""
    return (before if is_block else max(0, before - 1)) // PAGE + 1


def _page(revision: Revision, place: Place, hits: Sequence[Hit], pages: int) -> int:
    block = block_at(revision, place.at) if place.at else None
    blocks = Block.objects.filter(revision=revision)
    if block is not None:
        return _page_of(blocks.filter(start__lt=block.start).count(), is_block=True)
    if place.offset is not None:
        return _page_of(blocks.filter(start__lte=place.offset).count(), is_block=False)
    if place.page:
        return max(1, min(pages, place.page))
    return hits[0].page if hits else 1


def live_cuts(case: Case) -> list[Cut]:
    """Return the cuts of a case that have not been lifted, with anchor, revision and layer at hand."""
    cuts = Cut.objects.filter(case=case, lifted_at=None)
    return list(cuts.select_related("anchor__revision__layer", "anchor__block__session"))


def anchor_facts(anchor: Anchor) -> dict[str, Any]:
    """Return what stands on a stretch already: its cuts, lifted ones too, and notes."""
    return {
        "cuts": list(Cut.objects.filter(anchor=anchor).select_related("made_by", "lifted_by")),
        "notes": list(Note.objects.filter(anchor=anchor).select_related("made_by")),
    }
