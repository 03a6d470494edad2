"""Reads for the pages and commands of evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Exists, F, Func, OuterRef, Prefetch, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from guwah.accounts.models import Member
from guwah.failures import NotUnderstood
from guwah.steps.evidence.kinds import may_show
from guwah.steps.evidence.models import Coming, Item, Listed, Outcome, Source
from guwah.steps.evidence.names import shown_name
from guwah.steps.evidence.reading import words
from guwah.steps.evidence.stretches import Cursor, Stretch, take
from guwah.vault.models import Opening

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from guwah.accounts.models import Case

ITEMS_ON_A_PAGE = 30
MOST_FAILURES = 50
MOST_COMINGS = 100
# What is done with every item, in this order; an item without an outcome of one was not tried (law 8).
STEPS = ("seal", "identify", "verify")
STEP_WORDS = {
    "testimony": gettext_lazy("Read as testimony"),
    "draft": gettext_lazy("Draft by a machine"),
    "seal": gettext_lazy("Sealed and logged"),
    "identify": gettext_lazy("Told what it is from its bytes"),
    "verify": gettext_lazy("Held against its digest"),
    "scrub": gettext_lazy("Looked whether it still opens"),
    **words.STEPS,
}
CODE_WORDS = {
    "blob-missing": gettext_lazy("The sealed file is not in the vault."),
    "blob-broken": gettext_lazy("The sealed file was changed or damaged: it is not what was sealed."),
    "duplicate": gettext_lazy("The same bytes came again; they are kept once."),
    "draft-stopped": gettext_lazy("Somebody stopped it; nothing of it was kept."),
    "draft-broken-off": gettext_lazy(
        "It was begun and has not come to its end: it goes on still, or a lock or the end of the program "
        "broke it off. Nothing of it was kept."
    ),
    "language-not-learnt": gettext_lazy("The model has not learnt this language."),
    "no-whisper": gettext_lazy("faster-whisper is not installed here."),
    "nothing-heard": gettext_lazy("The machine heard no words."),
    "model-not-loaded": gettext_lazy("The model could not be loaded."),
    "kind-unknown": gettext_lazy("The bytes do not say what this file is."),
    **words.CODES,
}
KIND_WORDS = {
    "text": gettext_lazy("Text"),
    "document": gettext_lazy("Document"),
    "audio": gettext_lazy("Sound"),
    "video": gettext_lazy("Video"),
    "image": gettext_lazy("Picture"),
    "other": gettext_lazy("Of unknown kind"),
}
ACT_WORDS = {
    "sealed": gettext_lazy("Sealed"),
    "came-again": gettext_lazy("The same bytes came again"),
    "verified": gettext_lazy("Verified"),
    "scrubbed": gettext_lazy("Looked whether it still opens"),
    "intake-taken": gettext_lazy("Taken in from a folder that can only take in"),
    "transcribed": gettext_lazy("Transcribed"),
    "digest-compared": gettext_lazy("A digest stated elsewhere was held against it"),
    **words.ACTS,
}
RESULT_WORDS = {
    "intact": gettext_lazy("intact"),
    "agrees": gettext_lazy("the bytes agree"),
    "differs": gettext_lazy("the bytes differ"),
    "failed": gettext_lazy("it could not be read"),
}


@dataclass(frozen=True, slots=True)
class StepShown:
    """The newest outcome of one step: `done`, `failed` or `not-tried`, and its words."""

    words: str
    result: str
    detail: str
    at: datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An item as pages show it."""

    item: Item
    name: str
    kind: str
    url: str
    file_url: str
    plays: str
    steps: tuple[StepShown, ...]

    @property
    def broken(self) -> bool:
        """Say whether the last look found other bytes than were sealed, or none."""
        return any(step.result == Outcome.Result.FAILED for step in self.steps[2:3])

    @property
    def failed(self) -> list[StepShown]:
        """Return the steps that failed."""
        return [step for step in self.steps if step.result == Outcome.Result.FAILED]

    @property
    def done(self) -> list[StepShown]:
        """Return the steps that were done."""
        return [step for step in self.steps if step.result == Outcome.Result.DONE]

    @property
    def untried(self) -> list[StepShown]:
        """Return the steps that nobody has tried."""
        return [step for step in self.steps if step.result == Outcome.Result.NOT_TRIED]


@dataclass(frozen=True, slots=True)
class ComingShown:
    """One time bytes came, as pages show it: what it was called, and where it lay."""

    coming: Coming
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class SourceShown:
    """A source as pages show it, with one page of its items."""

    source: Source
    url: str
    items: tuple[ItemShown, ...]
    page: Stretch[Item]

    @property
    def number(self) -> str:
        """Return the source's number in the case as text, for addresses."""
        return str(self.source.number)


@dataclass(frozen=True, slots=True)
class HeldRow:
    """An item in a long list: what it is called, where it is, what the last look found."""

    listed: Listed
    name: str
    kind: str
    url: str
    source_url: str
    broken: str


@dataclass(frozen=True, slots=True)
class Custody:
    """One act of the log on an item: index of its entry, what, when, by whom, and what was found."""

    index: int
    act: str
    code: str
    words: str
    at: datetime
    by: str
    detail: str


def source(case: Case, found: Source, cursor: Cursor | None = None) -> SourceShown:
    """Return one source as its page shows it; `found` comes from `find_source`."""
    page = take(with_outcomes(found.items.all()), "pk", cursor or Cursor(), ITEMS_ON_A_PAGE)
    shown = tuple(item_shown(case, each) for each in page.rows)
    return SourceShown(found, source_url(found), shown, page)


def source_url(found: Source) -> str:
    """Return the address of the page of a source."""
    return reverse("evidence-source", args=[found.case_id, found.number])


def find_source(case: Case, number: int) -> Source:
    """Return the source of this number in the case.

    Raises:
        NotUnderstood: `no-such-source`.
    """
    found = Source.objects.filter(case=case, number=number).select_related("case", "added_by").first()
    if found is None:
        raise NotUnderstood("no-such-source", gettext("There is no source with this number in the case."))
    return found


def find_item(case: Case, item_id: int) -> Item:
    """Return an item of the case.

    Raises:
        NotUnderstood: `no-such-item`.
    """
    rows = Item.objects.filter(pk=item_id, source__case=case)
    found = with_outcomes(rows).select_related("source__case", "derived_from").first()
    if found is None:
        raise NotUnderstood("no-such-item", gettext("There is no item with this number in the case."))
    return found


def item(case: Case, found: Item) -> ItemShown:
    """Return an item as its page shows it."""
    return item_shown(case, found)


def custody(found: Item) -> list[Custody]:
    """Return every act of the log on an item, oldest first."""
    on_it = Q(entry_id=found.log_index) | Q(about=found.pk)
    openings = Opening.objects.filter(on_it, label="item").select_related("entry")
    names = {member.actor: str(member) for member in Member.objects.all()}
    return [
        Custody(
            opening.entry.index,
            opening.entry.act,
            _code_in(opening),
            str(ACT_WORDS.get(opening.entry.act, opening.entry.act)),
            opening.entry.at,
            names.get(opening.entry.actor, opening.entry.actor),
            _result_words(_code_in(opening)),
        )
        for opening in openings.order_by("entry_id")
    ]


def sealed_bytes(cases: Iterable[Case]) -> int:
    """Return how many bytes the items of some cases have together."""
    rows = Item.objects.filter(source__case__in=list(cases))
    return rows.aggregate(total=Sum("size"))["total"] or 0


def counts(case: Case) -> dict[str, int]:
    """Return how many sources and items a case has, and how many sources have no file."""
    named = Source.objects.filter(case=case)
    return {
        "sources": named.count(),
        "items": Listed.objects.filter(case=case).count(),
        "without_file": named.filter(filed=False).count(),
    }


def failed(cases: Iterable[Case]) -> list[Outcome]:
    """Return the steps with items that failed when they were last tried, the newest first."""
    # SQLite takes the index of failures, few among very many rows, when the word is written out instead of
    # handed over as a value, and when nothing else could be looked up or walked along: hence the sums.
    failure = Func(template=f"'{Outcome.Result.FAILED.value}'", output_field=CharField())
    rows = Outcome.objects.filter(result=failure).alias(of=F("item__source__case_id") + 0)
    rows = rows.filter(of__in=[case.pk for case in cases])
    later = Outcome.objects.filter(item=OuterRef("item"), pk__gt=OuterRef("pk"))
    # That a file opens does not say that its digest, once found wrong, is right; the other way round it does.
    whole = later.filter(step="verify", result=Outcome.Result.DONE)
    standing = rows.filter(~Exists(later.filter(step=OuterRef("step")))).exclude(
        Q(Exists(whole), step="scrub")
    )
    newest = standing.select_related("item__source").order_by((F("pk") + 0).desc())
    return list(newest[:MOST_FAILURES])


def held_row(case: Case, row: Listed) -> HeldRow:
    """Return an item of a list with its words."""
    return HeldRow(
        row,
        shown_name(row.item.filename),
        str(KIND_WORDS.get(row.kind, row.kind)),
        reverse("evidence-item", args=[case.pk, row.pk]),
        source_url(row.item.source),
        str(CODE_WORDS.get(row.broken, row.broken)),
    )


def comings(found: Item) -> list[ComingShown]:
    """Return each time the bytes of an item came, the first at the top; of very many the last ones."""
    newest = found.comings.select_related("by").order_by("-pk")[:MOST_COMINGS]
    return [ComingShown(each, shown_name(each.name), shown_name(each.path)) for each in reversed(newest)]


def as_json(found: Item, outcome: str) -> dict[str, Any]:
    """Return an item in the shape of the command line: id, sha256, bytes, kind, outcome."""
    return {
        "id": found.pk,
        "sha256": found.sha256,
        "bytes": found.size,
        "kind": found.kind,
        "outcome": outcome,
    }


def item_json(found: Item) -> dict[str, Any]:
    """Return an item with what it was called and how it came, each time, in the shape of the command line."""
    came = [
        {
            "name": each.name,
            "path": each.path or None,
            "file_said_modified": each.modified or None,
            "at": each.at.isoformat(),
            "by": str(each.by),
            "again": each.again,
            "log": each.log_index,
        }
        for each in found.comings.all()
    ]
    return as_json(found, "sealed") | {"name": found.filename, "came": came}


def source_json(found: Source) -> dict[str, Any]:
    """Return a source and its items in the shape of the command line."""
    items = [item_json(each) for each in found.items.all()]
    return {"number": found.number, "title": found.title, "kind": found.kind, "items": items}


def with_outcomes(rows: QuerySet[Item]) -> QuerySet[Item]:
    """Return items with what their pages show of them."""
    outcomes = Prefetch("outcomes", Outcome.objects.select_related("by"))
    return rows.select_related("sealed_by", "source").prefetch_related(outcomes)


def item_shown(case: Case, found: Item) -> ItemShown:
    """Return an item of a list as pages show it."""
    plays = found.kind if found.kind in {"audio", "video", "image"} and may_show(found.media_type) else ""
    return ItemShown(
        found,
        shown_name(found.filename),
        str(KIND_WORDS.get(found.kind, found.kind)),
        reverse("evidence-item", args=[case.pk, found.pk]),
        reverse("evidence-file", args=[case.pk, found.pk]),
        plays,
        tuple(_steps(found.outcomes.all())),
    )


def _steps(outcomes: Iterable[Outcome]) -> Iterable[StepShown]:
    newest = {outcome.step: outcome for outcome in outcomes}
    for step in (*STEPS, *(step for step in newest if step not in STEPS)):
        words = str(STEP_WORDS.get(step, step))
        outcome = newest.get(step)
        if outcome is None:
            yield StepShown(words, Outcome.Result.NOT_TRIED, "", None, "")
        else:
            detail = str(CODE_WORDS.get(outcome.code, outcome.code))
            yield StepShown(words, outcome.result, detail, outcome.at, str(outcome.by or ""))


def _code_in(opening: Opening) -> str:
    value = opening.value if isinstance(opening.value, dict) else {}
    return str(value.get("result", ""))


def _result_words(code: str) -> str:
    return str((RESULT_WORDS | CODE_WORDS).get(code, code))
