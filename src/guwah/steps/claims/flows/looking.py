"""Looking through a text: a short one at once, a long one beside the pages, in turns of the outbox."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import F

from guwah.accounts.guard import NotPermitted, ask
from guwah.accounts.permissions import Permission
from guwah.instruments.suggestions import FINDERS, joined, material_of, suggest
from guwah.outbox.deliver import put
from guwah.steps.claims.channels import LOOK
from guwah.steps.claims.suggesting.beside import ReaderEnded, reading
from guwah.steps.claims.suggesting.tables import Look, Looking, SeenSoFar, Suggested
from guwah.steps.claims.suggesting.wire import found_in
from guwah.steps.testimony.models import Revision
from guwah.steps.testimony.queries import newest
from guwah.steps.testimony.rebuilding import transcript_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guwah.accounts.models import Member
    from guwah.instruments.suggestions import Material, Suggestion
    from guwah.steps.testimony.models import Layer

AT_ONCE: Final = 30_000
"""Code points of a text that is looked through while somebody waits: about a second and a half."""
PAGE: Final = 1_800
"""Code points of a page, as translators count them."""
TURN_SECONDS = 20.0
"""After how long a turn ends with the finder that is at it, so that files wait no longer to be read."""
_LOOK_SECONDS = 1.0
# A whole day among the values a session may have; those were read as EDTF when they were given.
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_ENDED: Final = "reader-ended"


def look_through(actor: Member, layer: Layer) -> Look:
    """Find what the newest revision of a text may say; what was found in earlier ones is dropped.

    Answers stay: they are tied to words, and the same words found again are answered already.

    Raises:
        NotPermitted: the actor may not make claims here.
    """
    ask(actor, Permission.CLAIM_MAKE, layer.case, target=f"layer:{layer.pk}")
    revision = newest(layer)
    return _keep(actor, revision, suggest(_material(revision)))


def begin_look(actor: Member, layer: Layer) -> Look | Looking:
    """Look a short text through at once; have a long one looked through beside the pages.

    What is on its way goes on; what stopped goes on where it stood.

    Raises:
        NotPermitted: the actor may not make claims here.
    """
    revision = newest(layer)
    if len(revision.text) <= AT_ONCE:
        return look_through(actor, layer)
    ask(actor, Permission.CLAIM_MAKE, layer.case, target=f"layer:{layer.pk}")
    with transaction.atomic():
        fresh = {"revision": revision, "by": actor, "pages": _pages(revision)}
        looking, _made = Looking.objects.get_or_create(layer=layer, defaults=fresh)
        if looking.code:
            looking.by, looking.code, looking.turn = actor, "", looking.turn + 1
            looking.save(update_fields=["by", "code", "turn"])
        _put(looking)
    return looking


def stop_looking(actor: Member, layer: Layer) -> None:
    """Let a text be that is being looked through; the list that was there before stays.

    Raises:
        NotPermitted: the actor may not make claims here.
    """
    ask(actor, Permission.CLAIM_MAKE, layer.case, target=f"layer:{layer.pk}")
    Looking.objects.filter(layer=layer).delete()


def take_turn(key: str, payload: Mapping[str, Any]) -> None:
    """Look through for a while, as the outbox asks; the rest is the next turn's. Twice is as good as once."""
    del key
    rows = Looking.objects.select_related("layer__case", "by", "revision")
    looking = rows.filter(pk=payload["looking"], turn=payload["turn"], code="").first()
    if looking is None:
        return
    try:
        ask(looking.by, Permission.CLAIM_MAKE, looking.layer.case, target=f"layer:{looking.layer_id}")
        _go_on(looking)
    except NotPermitted as refusal:
        # Whoever asked for it left the case meanwhile: that is an outcome, and somebody else may ask.
        Looking.objects.filter(pk=looking.pk).update(code=refusal.code)
    except ReaderEnded:
        Looking.objects.filter(pk=looking.pk).update(code=_ENDED)


def _go_on(looking: Looking) -> None:
    latest = newest(looking.layer)
    if latest.pk != looking.revision_id:
        looking = _anew(looking, latest)
    material = _material(latest)
    if looking.finders < len(FINDERS) and not _read(looking, material):
        return
    seen = [one for row in looking.seen.all() for one in found_in(row.found)]
    with transaction.atomic():
        # Whoever deletes the row writes the list; else it was stopped, or another turn was first.
        if Looking.objects.filter(pk=looking.pk, turn=looking.turn).delete()[0]:
            _keep(looking.by, latest, joined(seen, material))


def _read(looking: Looking, material: Material) -> bool:
    """Have finders read the text for a turn, and say whether all of them have."""
    until = monotonic() + TURN_SECONDS
    with reading(material, looking.finders, _LOOK_SECONDS) as told:
        for each in told:
            done = 0 if each is None else round(each.get("done", 0) * looking.pages)
            if not _note(looking, each or {}, done) or not _is_newest(looking):
                break
            if each and "found" in each and monotonic() > until:
                break
    with transaction.atomic():
        here = Looking.objects.select_for_update().filter(pk=looking.pk, turn=looking.turn).first()
        if here is None:
            return False
        if here.finders == len(FINDERS) and _is_newest(here):
            return True
        here.turn += 1
        here.save(update_fields=["turn"])
        _put(here)
    return False


def _note(looking: Looking, told: Mapping[str, Any], done: int) -> bool:
    """Write down how far it is; False where it was stopped, or another turn is at it."""
    mine = Looking.objects.filter(pk=looking.pk, turn=looking.turn)
    if "found" not in told:
        return bool(mine.update(done=done)) if done else mine.exists()
    finder = told["finder"]
    done = looking.pages * (finder + 1) // len(FINDERS)
    with transaction.atomic():
        # How far it came is written with what was seen: whatever kills this, no finder is counted twice.
        if not mine.filter(finders=finder).update(finders=F("finders") + 1, done=done):
            return False
        SeenSoFar.objects.create(looking=looking, finder=finder, found=told["found"])
    return True


def _is_newest(looking: Looking) -> bool:
    return not Revision.objects.filter(layer=looking.layer_id, pk__gt=looking.revision_id).exists()


def _anew(looking: Looking, revision: Revision) -> Looking:
    """Begin again with the text as it is now: what was seen in the earlier one may stand elsewhere."""
    looking.revision, looking.pages, looking.finders = revision, _pages(revision), 0
    with transaction.atomic():
        looking.seen.all().delete()
        mine = Looking.objects.filter(pk=looking.pk)
        mine.update(revision=revision, pages=looking.pages, finders=0, done=0)
    return looking


def _put(looking: Looking) -> None:
    key = f"{LOOK}:{looking.pk}:{looking.turn}"
    put(LOOK, key, {"looking": looking.pk, "turn": looking.turn})


def _pages(revision: Revision) -> int:
    return -(-len(revision.text) // PAGE)


def _material(revision: Revision) -> Material:
    transcript = transcript_of(revision)
    spoken = replace(transcript, text_language=revision.layer.language or transcript.text_language)
    return material_of(spoken, held=_held(revision))


def _keep(actor: Member, revision: Revision, found: Iterable[Suggestion]) -> Look:
    with transaction.atomic():
        Look.objects.filter(revision__layer=revision.layer_id).delete()
        Looking.objects.filter(layer=revision.layer_id).delete()
        look = Look.objects.create(revision=revision, by=actor)
        Suggested.objects.bulk_create(
            [
                Suggested(
                    look=look,
                    kind=one.found.kind,
                    start=one.found.start,
                    end=one.found.end,
                    rule=one.found.rule,
                    value=dict(one.found.value),
                )
                for one in found
            ],
            batch_size=500,
        )
    return look


def _held(revision: Revision) -> dict[int, date]:
    """Return the day of each session that is known to the day."""
    held = revision.sessions.values_list("n", "held")
    return {n: date.fromisoformat(day) for n, day in held if _DAY.fullmatch(day)}
