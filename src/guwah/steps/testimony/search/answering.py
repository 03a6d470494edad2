"""What is found: the hits of one page, where they stand, and as much of their words as may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final

from django.db.models import F, Q
from django.db.models.functions import Substr

from guwah.accounts.guard import ask as ask_permission
from guwah.accounts.guard import cases_for
from guwah.accounts.models import Case
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood
from guwah.instruments.redaction.spans import Spans
from guwah.instruments.words import ask, found
from guwah.instruments.words.splitting import widened
from guwah.steps.testimony.models import Block, Revision
from guwah.steps.testimony.naming import speaker_of
from guwah.steps.testimony.search import words
from guwah.steps.testimony.search.days import sessions_of
from guwah.steps.testimony.search.expressing import expression, where
from guwah.steps.testimony.search.numbering import LAYER
from guwah.steps.testimony.search.snippets import snippet
from guwah.steps.testimony.search.stretches import masked
from guwah.steps.testimony.search.tables import Entry, Indexed
from guwah.steps.testimony.search.withheld import cut_in, inside, names_speaker
from guwah.steps.testimony.search.writing import missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guwah.accounts.models import Member
    from guwah.instruments.words import Question
    from guwah.steps.testimony.models import Session
    from guwah.steps.testimony.search.narrowing import Within
    from guwah.steps.testimony.search.snippets import Piece

PAGE: Final = 20
MOST: Final = 1000
"""Hits that are counted and can be paged through; whoever finds more narrows the search."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One block in which everything that was looked for stands.

    Attributes:
        revision: the newest of its text, with layer, source, recording and case at hand.
        block: the turn or paragraph, with session and participant; None for a line beside the blocks.
        start: first code point of the revision.
        end: one past the last.
        language: tag of its words, or empty.
        speaker: who speaks, or empty.
        title: of the session, or empty.
        pieces: what is shown of its words.
        found: what was looked for, in code points of the revision.
        text: its words; of what is withheld every code point is `█`.
    """

    revision: Revision
    block: Block | None
    start: int
    end: int
    language: str
    speaker: str
    title: str
    pieces: Sequence[Piece]
    found: Spans
    text: str

    @property
    def session(self) -> Session | None:
        """The session of the turn."""
        return self.block.session if self.block is not None else None


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of an answer.

    Attributes:
        hits: in the order of layers and texts.
        count: how many there are, counted up to `MOST`.
        page: number of this page, from 1.
        pages: how many there are.
        undated: sessions without a date, which were not looked through since days were asked for.
        waiting: texts that are not in the index yet.
    """

    hits: Sequence[Hit]
    count: int = 0
    page: int = 1
    pages: int = 1
    undated: int = 0
    waiting: int = 0

    @property
    def many(self) -> bool:
        """Whether there are more hits than are counted."""
        return self.count >= MOST


def answer(member: Member, written: str, within: Within, page: int = 1) -> Answer:
    """Return a page of what a member finds in the texts of all cases they may read.

    Every case whose words are shown is asked for and stands in the audit trail.

    Args:
        member: who looks.
        written: what they typed, see `guwah.instruments.words.ask`.
        within: what narrows it.
        page: from 1.

    Raises:
        NotUnderstood: `no-words`, `bad-date`; `no-such-case` for a case they may not read.
    """
    question = ask(written)
    if not question:
        raise NotUnderstood("no-words", "Type at least one word that is to be found.")
    cases, every = _readable(member, within)
    days = sessions_of(cases, within.since, within.until)
    here = where(within, None if every else cases, days)
    numbers = words.matching(expression(question, within), here, MOST)
    pages = max(1, -(-len(numbers) // PAGE))
    page = max(1, min(page, pages))
    hits = _hits(numbers[(page - 1) * PAGE : page * PAGE], question, cases)
    _tell(member, hits)
    waiting = missing().filter(case__in=cases).count()
    return Answer(hits, len(numbers), page, pages, days.undated if days else 0, waiting)


def _readable(member: Member, within: Within) -> tuple[dict[int, Case], bool]:
    """Return the cases to look into, and whether these are all there are."""
    readable = {each.pk: each for each in cases_for(member, Permission.TESTIMONY_READ)}
    if within.case is None:
        return readable, not _others(readable)
    if within.case not in readable:
        raise NotUnderstood("no-such-case", "There is no case with this number.")
    return {within.case: readable[within.case]}, False


def _others(cases: Iterable[int]) -> bool:
    return Case.objects.exclude(pk__in=cases).exists()


def _hits(numbers: Sequence[int], question: Question, cases: dict[int, Case]) -> list[Hit]:
    if not numbers:
        return []
    entries = [(each.pk >> LAYER, each) for each in Entry.objects.filter(pk__in=numbers).order_by("pk")]
    texts = _texts({layer for layer, _ in entries}, cases)
    here = [(texts[layer], each) for layer, each in entries if layer in texts]
    blocks = _blocks([(text.revision_id, each.uid) for text, each in here if each.uid is not None])
    wordless = _words_of([text.revision_id for text, each in here if each.uid is None])
    holes = cut_in(text.revision for text, _ in here)
    found = []
    for text, entry in here:
        block = blocks.get((text.revision_id, entry.uid))
        standing = _in_block(entry, text, block) if block else _beside(entry, text, wordless)
        closed = holes[text.revision_id] | Spans.of((a, b) for a, b in text.holes)
        found.append(_hit(standing, question, closed))
    # The index holds nothing withheld; should it be behind, no word of it is shown all the same.
    return [each for each in found if each.found]


@dataclass(frozen=True, slots=True)
class _Standing:
    """An entry with what it stands for."""

    revision: Revision
    block: Block | None
    start: int
    end: int
    language: str
    text: str


def _in_block(entry: Entry, text: Indexed, block: Block) -> _Standing:
    said: str = block.words  # type: ignore[attr-defined]  # annotated by `_blocks`
    return _Standing(text.revision, block, block.start, block.end, entry.language, said)


def _beside(entry: Entry, text: Indexed, whole: dict[int, str]) -> _Standing:
    start, end = entry.start or 0, entry.end or 0
    return _Standing(text.revision, None, start, end, entry.language, whole[text.revision_id][start:end])


def _texts(layers: Iterable[int], cases: Iterable[int]) -> dict[int, Indexed]:
    """Return which revision of some texts is in the index, without its words, and what is withheld in it."""
    rows = Indexed.objects.filter(layer__in=layers, layer__case__in=cases).select_related(
        "revision__layer__source", "revision__layer__recording", "revision__layer__case"
    )
    return {each.layer_id: each for each in rows.defer("revision__text")}


def _blocks(named: Sequence[tuple[int, int]]) -> dict[tuple[int, int | None], Block]:
    """Return blocks by revision and name, each with its `words`."""
    if not named:
        return {}
    one_of = reduce(or_, (Q(revision=revision, uid=uid) for revision, uid in named))
    rows = Block.objects.filter(one_of).select_related("session", "participant")
    said = Substr("revision__text", F("start") + 1, F("end") - F("start"))
    return {(each.revision_id, each.uid): each for each in rows.annotate(words=said)}


def _words_of(revisions: Sequence[int]) -> dict[int, str]:
    """Return whole texts: what stands beside blocks has no row of its own."""
    return dict(Revision.objects.filter(pk__in=revisions).values_list("pk", "text")) if revisions else {}


def _hit(here: _Standing, question: Question, closed: Spans) -> Hit:
    holes = widened(here.text, inside(closed, here.start, here.end))
    places = found(here.text, question, here.language, holes)
    return Hit(
        revision=here.revision,
        block=here.block,
        start=here.start,
        end=here.end,
        language=here.language,
        speaker=_speaker(here.block, closed),
        title=_title(here, closed),
        pieces=snippet(here.text, places, holes),
        found=Spans.of((here.start + a, here.start + b) for a, b in places),
        text=masked(here.text, holes),
    )


def _speaker(block: Block | None, closed: Spans) -> str:
    if block is None or block.session_id is None:
        return ""
    if not names_speaker(closed, block.start, block.label, block.label_start):
        return ""
    return speaker_of(block)


def _title(here: _Standing, closed: Spans) -> str:
    session = here.block.session if here.block is not None else None
    if session is None:
        return ""
    titles = Spans.of(
        (start, end)
        for kind, start, end in here.revision.reading.get("beside", ())
        if kind == "title" and session.start <= start < session.end
    )
    return "" if closed.overlaps(titles) else session.title


def _tell(member: Member, hits: Iterable[Hit]) -> None:
    """Write to the audit trail whose words are shown."""
    shown = {each.revision.layer.case_id: each.revision.layer.case for each in hits}
    for case in shown.values():
        ask_permission(member, Permission.TESTIMONY_READ, case, target="testimony:search")
