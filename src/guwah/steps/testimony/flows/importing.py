"""A sealed transcript becomes a layer: sessions, turns, marks, events, without one character lost."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Failure, NotUnderstood, Problem, WrongUse
from guwah.instruments import transcripts
from guwah.instruments.languages import BadTag, normalise
from guwah.steps.evidence.flows import add_file
from guwah.steps.evidence.models import Outcome
from guwah.steps.testimony.flows.reading import told, understood
from guwah.steps.testimony.flows.storing import store
from guwah.steps.testimony.models import Layer, Revision, Session
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from pathlib import Path

    from guwah.accounts.models import Case, Member
    from guwah.instruments.transcripts.model import Transcript
    from guwah.steps.evidence.models import Item

# Name of this step in the outcomes of an item.
STEP = "testimony"


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a person wants a text to be taken.

    Attributes:
        format: code of the format, or None to find it out.
        language: language tag of the text (BCP 47), empty to let the reader decide or leave it open.
        kind: what the text is to the words that were said, one of `Layer.Kind`.
    """

    format: str | None = None
    language: str = ""
    kind: str = Layer.Kind.ORIGINAL.value


@dataclass(frozen=True, slots=True)
class Imported:
    """A layer that stands in the vault; `sessions` is empty for a text without turns."""

    layer: Layer
    revision: Revision
    sessions: tuple[Session, ...]


def import_transcript(
    actor: Member,
    case: Case,
    item: Item,
    *,
    format: str | None = None,  # noqa: A002 - the word of the contract
    language: str = "",
    kind: str = "original",
) -> Imported:
    """Read a sealed item and keep its text as a layer of its source.

    The same item taken in the same way twice is the same layer. A failed reading is kept as an outcome
    of the item and changes nothing else.

    Raises:
        NotPermitted: the actor does not import here.
        WrongUse: the item is not of this case, or a wish is none.
        NotUnderstood: the bytes are no transcript; with the place.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, case, target=f"item:{item.pk}")
    wishes = checked(case, item, Wishes(format, language, kind))
    earlier = _earlier(item, wishes)
    if earlier is not None:
        return earlier
    try:
        transcript = understood(item, wishes.format)
    except Problem as problem:
        Outcome.objects.create(
            item=item, step=STEP, result=Outcome.Result.FAILED, code=problem.code, by=actor
        )
        raise
    with transaction.atomic():
        return _keep(actor, case, item, transcript, wishes)


def import_file(
    actor: Member,
    case: Case,
    path: Path,
    *,
    format: str | None = None,  # noqa: A002 - the word of the contract
    language: str = "",
    kind: str = "original",
) -> Imported:
    """Seal a file and import it. A file that is no transcript is refused before it is sealed.

    Raises:
        NotPermitted: the actor does not import or add evidence here.
        NotUnderstood: the file is no transcript, or cannot be opened; nothing was changed.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, case)
    checked(case, None, Wishes(format, language, kind))
    told(lambda: _from_disk(path, format))
    item = add_file(actor, case, path, path.name).item
    return import_transcript(actor, case, item, format=format, language=language, kind=kind)


def preview(actor: Member, case: Case, item: Item, *, format: str | None = None) -> Transcript:  # noqa: A002 - the word of the contract
    """Read a sealed item and keep nothing: what would be understood, with every warning.

    Raises:
        NotUnderstood: the bytes are no transcript.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, case, target=f"item:{item.pk}")
    return understood(item, checked(case, item, Wishes(format)).format)


def checked(case: Case, item: Item | None, wishes: Wishes) -> Wishes:
    """Return the wishes in their usual form.

    Raises:
        WrongUse: the item is of another case; or an unknown format, kind or language tag.
    """
    if item is not None and item.source.case_id != case.pk:
        raise WrongUse("not-in-case", "This item belongs to another case.")
    if wishes.kind not in Layer.Kind.values:
        raise WrongUse("unknown-layer-kind", f"A layer is one of: {', '.join(Layer.Kind.values)}.")
    try:
        language = normalise(wishes.language) if wishes.language else ""
    except BadTag as bad:
        raise WrongUse(bad.code, "The language is written as a tag, such as kk-Arab, ug or en.") from bad
    return Wishes(wishes.format or None, language, wishes.kind)


def _from_disk(path: Path, wanted: str | None) -> Transcript:
    try:
        return transcripts.read_file(path, wanted)
    except OSError as unreadable:
        message = "The file cannot be opened."
        raise NotUnderstood("cannot-open", message, place=Failure("cannot-open", message)) from unreadable


def _earlier(item: Item, wishes: Wishes) -> Imported | None:
    revisions = Revision.objects.filter(item=item, layer__kind=wishes.kind).select_related("layer")
    if wishes.format:
        revisions = revisions.filter(format=wishes.format)
    if wishes.language:
        revisions = revisions.filter(layer__language=wishes.language)
    found = revisions.first()
    return Imported(found.layer, found, tuple(found.sessions.all())) if found else None


def _keep(actor: Member, case: Case, item: Item, transcript: Transcript, wishes: Wishes) -> Imported:
    layer = Layer.objects.create(
        case=case,
        source=item.source,
        kind=wishes.kind,
        language=wishes.language or transcript.text_language or "",
        made_by=actor,
    )
    revision = store(actor, layer, item, transcript)
    Outcome.objects.create(item=item, step=STEP, result=Outcome.Result.DONE, by=actor)
    told_of = {
        "item": item.pk,
        "layer": layer.pk,
        "revision": revision.number,
        "text_sha256": hashlib.sha256(transcript.text.encode()).hexdigest(),
    }
    # The item by its number alone as well: by it the history of a file is found in the log.
    things = [Thing("layer", told_of), Thing("item", {"id": item.pk})]
    record(Act.TRANSCRIBED, actor.actor, things=things, case=case.pk)
    return Imported(layer, revision, tuple(revision.sessions.all()))
