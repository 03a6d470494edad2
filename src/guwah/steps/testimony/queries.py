"""What the pages of testimony show, read with few questions to the database."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, prefetch_related_objects
from django.urls import reverse

from guwah.steps.evidence.models import Item
from guwah.steps.evidence.names import shown_name
from guwah.steps.testimony import margin
from guwah.steps.testimony.editing.word_rows import heard_in
from guwah.steps.testimony.layers.reviewing import with_states
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
from guwah.steps.testimony.seeking import Hit, Sought, page_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.core.paginator import Page
    from django.db.models import QuerySet

    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.models import Source

# Blocks on one page of the reader: a long conversation whole, a book in parts.
PAGE = 450
# Texts on one page of the list.
TEXTS = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Which part of a text is asked for.

    Attributes:
        at: name of a block.
        page: number of a page.
        offset: a code point.
        time: seconds into the recording.
        whole: number of a session that is wanted in one piece, 0 for the whole text.
        words: code points to be marked, of the revision with the number `revision` only: in another they
            would be other words.
        share: into how many pages a usual one is cut, where a turn takes more room than usual.
    """

    at: str = ""
    page: int = 0
    offset: int | None = None
    time: int | None = None
    whole: int | None = None
    words: Sequence[tuple[int, int]] = ()
    revision: int | None = None
    share: int = 1

    @property
    def size(self) -> int:
        """Return how many blocks a page has."""
        return max(1, PAGE // self.share)


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
        hits: where it stands in the whole text, the first `LISTED` of them.
        places: in how many places it stands.
        start: first code point of this page.
        end: one past its last.
        whole: a session or the whole text was asked for in one piece.
    """

    layer: Layer
    revision: Revision
    rows: list[dict[str, Any]]
    sessions: Sequence[Session]
    page: int
    pages: int
    sought: str = ""
    hits: Sequence[Hit] = field(default_factory=tuple)
    places: int = 0
    start: int = 0
    end: int = 0
    whole: bool = False

    @property
    def first(self) -> str:
        """Return the name of the first block of this page, empty where it has none."""
        parts = (row[row["part"]] for row in self.rows if row["part"] in {"turn", "paragraph"})
        return next((str(part["anchor"]) for part in parts), "")


def layers_by_source(case: Case) -> list[tuple[Source, list[Layer]]]:
    """Return the layers of a case under their sources, each with `turns`, `paragraphs`, `format`."""
    return _by_source(_listed(case))


def page_of_layers(case: Case, page: int) -> tuple[Page[Layer], list[tuple[Source, list[Layer]]]]:
    """Return one page of the same, from 1, and where it stands among the others."""
    found = Paginator(_listed(case), TEXTS).get_page(page)
    return found, _by_source(found.object_list)


def _listed(case: Case) -> QuerySet[Layer]:
    layers = Layer.objects.filter(case=case).select_related("source", "made_by", "recording", "case")
    return layers.order_by("source__number", "pk")


def _by_source(layers: Iterable[Layer]) -> list[tuple[Source, list[Layer]]]:
    found: dict[int, tuple[Source, list[Layer]]] = {}
    listed = with_states(layers)
    _count(listed)
    for layer in listed:
        found.setdefault(layer.source_id, (layer.source, []))[1].append(layer)
    return list(found.values())


def _count(layers: Sequence[Layer]) -> None:
    """Set on layers how long their newest texts are, and their first format: told by indexes, not by rows."""
    texts = Revision.objects.filter(layer__in=layers).order_by("number")
    rows = list(texts.values_list("layer_id", "pk", "format"))
    newest, formats = {layer: pk for layer, pk, _ in rows}, {layer: name for layer, _, name in reversed(rows)}
    blocks, turns = Block.objects.order_by(), Session.objects.order_by().filter(revision__in=newest.values())
    long = dict(
        blocks.filter(revision__in=newest.values()).values_list("revision").annotate(Count("revision"))
    )
    said = dict(turns.values_list("revision").annotate(Count("turns__session")))
    for layer in layers:
        layer.turns = said.get(newest.get(layer.pk), 0)
        layer.paragraphs = long.get(newest.get(layer.pk), 0) - layer.turns
        layer.format = formats.get(layer.pk, "")


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
        "revision__layer__case", "revision__layer__source", "block__session", "now__block__session"
    )
    return anchors.filter(revision__layer__case=case, pk=anchor_id).first()


def cut_of(case: Case, cut_id: int) -> Cut | None:
    """Return a cut of a case, or None."""
    cuts = Cut.objects.select_related("case", "anchor__revision__layer", "anchor__now__block__session")
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
    title = shown_name(item.filename)
    return {"url": url, "title": title, "type": item.media_type, "film": item.kind == "video"}


def open_layer(member: Member, layer: Layer, place: Place, sought: str = "") -> Opened:
    """Return what the reader shows of a layer."""
    revision = newest(layer)
    blocks = Block.objects.filter(revision=revision)
    if place.whole:
        blocks = blocks.filter(session__n=place.whole)
    total = blocks.count()
    size = place.size if place.whole is None else max(1, total)
    pages = max(1, -(-total // size))
    found = Sought(revision, sought, size) if sought.strip() else None
    page = _page(revision, place, found.page if found else 1, pages) if place.whole is None else 1
    shown = list(
        blocks.select_related("session", "participant").order_by("start")[(page - 1) * size : page * size]
    )
    sessions = list(Session.objects.filter(revision=revision).select_related("first").order_by("n"))
    prefetch_related_objects(sessions, "participants", "first__participants")
    alone = bool(place.whole)
    start = shown[0].start if shown and (page > 1 or alone) else 0
    end = shown[-1].end if shown and (page < pages or alone) else len(revision.text)
    view = margin.View(member, layer.case, revision, start, end)
    hits, here, places = found.told(start, end) if found else ((), (), 0)
    sheet = sheet_of(view, shown, sessions, [*here, *_marked(revision, place)])
    heard = heard_in(revision, [each.uid for each in shown]) if layer.recording_id else {}
    parts = rows(replace(sheet, heard=heard))
    about = (layer, revision, parts, sessions, page, pages, sought, hits, places, start, end)
    return Opened(*about, whole=place.whole is not None)


def sheet_of(
    view: margin.View,
    blocks: Sequence[Block],
    sessions: Sequence[Session] = (),
    hits: Sequence[Hit | Found] = (),
) -> Sheet:
    """Return what a part of a text is made of; `blocks` with session and participant at hand."""
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


def _marked(revision: Revision, place: Place) -> list[Found]:
    if place.revision != revision.pk:
        return []
    return [Found(start, end) for start, end in place.words if start < end <= len(revision.text)]


def _page(revision: Revision, place: Place, found: int, pages: int) -> int:
    block = block_at(revision, place.at) if place.at else None
    blocks = Block.objects.filter(revision=revision)
    if block is not None:
        return page_of(blocks.filter(start__lt=block.start).count(), place.size, is_block=True)
    if place.offset is not None:
        return page_of(blocks.filter(start__lte=place.offset).count(), place.size, is_block=False)
    if place.time is not None:
        heard = blocks.filter(time_start__lte=place.time).order_by("-time_start").first()
        before = blocks.filter(start__lt=heard.start).count() if heard else 0
        return page_of(before, place.size, is_block=True)
    if place.page:
        return max(1, min(pages, place.page))
    return found


def live_cuts(case: Case) -> list[Cut]:
    """Return the cuts of a case that have not been lifted, with anchor, revision and layer at hand."""
    cuts = Cut.objects.filter(case=case, lifted_at=None)
    return list(cuts.select_related("anchor__revision__layer", "anchor__now__block__session"))


def anchor_facts(anchor: Anchor) -> dict[str, Any]:
    """Return what stands on a stretch already: its cuts, lifted ones too, and notes."""
    return {
        "cuts": list(Cut.objects.filter(anchor=anchor).select_related("made_by", "lifted_by")),
        "notes": list(Note.objects.filter(anchor=anchor).select_related("made_by")),
    }
