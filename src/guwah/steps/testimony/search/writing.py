"""Keeping the index in step with the texts: what is newest is in it, what is withheld is not (law 5).

These write rows derived from a text whose own flow has asked permission and told the log; they run inside its
transaction. Only entries whose words, speaker or holes differ from what is kept are written.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.instruments.redaction.spans import NOTHING
from guwah.instruments.words import VERSION, kept
from guwah.steps.testimony.layers.versions import alike, group_of
from guwah.steps.testimony.models import Cut, Layer, Revision
from guwah.steps.testimony.search import places, words
from guwah.steps.testimony.search.numbering import first, numbered
from guwah.steps.testimony.search.stretches import Stretch, stretches
from guwah.steps.testimony.search.tables import Entry, Indexed
from guwah.steps.testimony.search.withheld import closed
from guwah.steps.testimony.tongues import tongue_of
from guwah.vault.rows import insert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from django.db.models import QuerySet

    from guwah.accounts.models import Member
    from guwah.instruments.redaction.spans import Spans
    from guwah.steps.testimony.models import Anchor

_BATCH: Final = 2000
# Texts brought into the index before others may write again: for about half a second.
_AT_ONCE: Final = 8
_COLUMNS: Final = ("id", "uid", "start", "end", "language", "digest")


def written(revision: Revision) -> None:
    """Put the newest revision of a layer into the index in place of any earlier one.

    Called by whatever writes a revision, after its blocks, what is held in it and what stands beside it, and
    in the same transaction. An older revision than the newest changes nothing.
    """
    layer = revision.layer
    if not layer.revisions.filter(number__gt=revision.number).exists():
        with transaction.atomic():
            _withhold(layer, revision)


def withheld_changed(anchor: Anchor) -> None:
    """Put words into the index again where some were cut or may be found again, in every text that says them.

    Called in the transaction of the cut.
    """
    versions_changed(anchor.revision.layer)


def versions_changed(layer: Layer) -> None:
    """Do the same after people said anew what says the same as a layer: texts related, turns aligned.

    Called in the transaction of that.
    """
    with transaction.atomic():
        _withhold(layer, None)


def missing() -> QuerySet[Layer]:
    """Return the layers whose newest revision is not in the index by the rules of today."""
    newest = Revision.objects.filter(layer=OuterRef("pk")).order_by("-number")
    there = Indexed.objects.filter(layer=OuterRef("pk"), revision=OuterRef("newest"), rules=VERSION)
    layers = Layer.objects.annotate(newest=Subquery(newest.values("pk")[:1])).filter(newest__isnull=False)
    return layers.exclude(Exists(there)).order_by("pk")


def catch_up() -> int:
    """Bring into the index what is not in it yet, a few texts a transaction; return how many texts that were.

    Only rows are written that anybody who may open the vault could derive from it: nobody need ask.
    """
    waiting = list(missing().values_list("pk", flat=True))
    for at in range(0, len(waiting), _AT_ONCE):
        with transaction.atomic():
            for layer in waiting[at : at + _AT_ONCE]:
                written(Revision.objects.select_related("layer").filter(layer=layer).latest("number"))
    if waiting:
        words.tidy()
    return len(waiting)


def take_turn(key: str, payload: Mapping[str, Any]) -> None:
    """Bring the index up to date when the outbox asks for it: after an upgrade."""
    del key, payload
    catch_up()


def rebuild(actor: Member) -> int:
    """Throw the index away and make it anew; return how many texts are in it.

    Raises:
        NotPermitted: the actor makes no backups of this vault, so does not look after it.
    """
    ask(actor, Permission.BACKUP_MAKE, target="testimony:search")
    with transaction.atomic():
        Indexed.objects.all().delete()
        words.clear()
        Entry.objects.all().delete()
    return catch_up()


def _withhold(layer: Layer, revision: Revision | None) -> None:
    """Bring a revision into the index, and what says the same where other words are withheld now."""
    group = alike(layer)
    kept = {each.layer_id: each for each in Indexed.objects.filter(layer__in=group, rules=VERSION)}
    holes = _holes(layer, group)
    for each in sorted(group):
        here = kept.get(each)
        if revision is not None and each == layer.pk:
            _sync(revision, holes.get(each, NOTHING), here)
        elif here is not None and here.holes != _pairs(holes.get(each, NOTHING)):
            _sync(Revision.objects.select_related("layer").get(pk=here.revision_id), holes[each], here)


def _holes(layer: Layer, group: Iterable[int]) -> Mapping[int, Spans]:
    """Return what is withheld in texts that say the same; few texts have a cut."""
    if Cut.objects.filter(lifted_at=None, anchor__revision__layer__in=group).exists():
        return closed(group_of(layer))
    return dict.fromkeys(group, NOTHING)


def _pairs(holes: Spans) -> list[list[int]]:
    return [[start, end] for start, end in holes]


def _sync(revision: Revision, holes: Spans, indexed: Indexed | None) -> None:
    """Let the entries of a layer be those of a revision; what is the same as before is left alone."""
    layer = revision.layer
    if indexed is None:
        # Made by other rules, or by nobody knows which.
        _of(layer.pk).delete()
    had: dict[tuple[int | None, int], list[tuple[int, int | None, int | None]]] = defaultdict(list)
    for number, uid, start, end, digest in _of(layer.pk).values_list("pk", "uid", "start", "end", "digest"):
        had[uid, digest].append((number, start, end))
    wanted = stretches(revision, holes)
    before = [_taken(had[each.uid, each.digest]) for each in wanted]
    numbers = numbered(layer.pk, [(each.slot, old[0]) for each, old in zip(wanted, before, strict=True)])
    places_of = list(zip(numbers, wanted, before, strict=True))
    gone = {old[0] for number, _, old in places_of if old[0] is not None and old[0] != number}
    _delete([*gone, *(number for left in had.values() for number, *_ in left)])
    _write(layer, [(number, each) for number, each, old in places_of if old[0] != number])
    for number, each, old in places_of:
        if old[0] == number and each.uid is None and old[1:] != (each.start, each.end):
            Entry.objects.filter(pk=number).update(start=each.start, end=each.end)
    made_by = {"revision": revision, "rules": VERSION, "holes": _pairs(holes)}
    Indexed.objects.update_or_create(layer=layer, defaults=made_by)


def _taken(
    left: list[tuple[int, int | None, int | None]],
) -> tuple[int | None, int | None, int | None]:
    return left.pop(0) if left else (None, None, None)


def _of(layer: int) -> QuerySet[Entry]:
    return Entry.objects.filter(pk__gte=first(layer), pk__lt=first(layer + 1)).order_by("pk")


def _delete(numbers: Sequence[int]) -> None:
    for at in range(0, len(numbers), _BATCH):
        Entry.objects.filter(pk__in=numbers[at : at + _BATCH]).delete()


def _write(layer: Layer, numbered_stretches: Sequence[tuple[int, Stretch]]) -> None:
    for at in range(0, len(numbered_stretches), _BATCH):
        rows = [_row(layer, *each) for each in numbered_stretches[at : at + _BATCH]]
        insert(Entry, _COLUMNS, [row for row, _ in rows])
        words.add(key for _, key in rows)


def _row(layer: Layer, number: int, each: Stretch) -> tuple[Sequence[Any], words.Row]:
    language = tongue_of(each.text, layer.language).language
    keys = kept(each.text, language, each.holes)
    key = words.Row(number, *keys, place=places.place(language, each.names))
    place = (each.start, each.end) if each.uid is None else (None, None)
    return (number, each.uid, *place, language, each.digest), key
