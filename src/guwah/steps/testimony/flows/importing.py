"""A sealed transcript becomes a layer: sessions, turns, marks, events, without one character lost."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Failure, NotUnderstood, Problem, Refused, WrongUse
from guwah.instruments.languages import BadTag, normalise
from guwah.instruments.transcripts.machine import CODE, HEAD, drafted
from guwah.instruments.transcripts.read import bytes_of
from guwah.steps.evidence.flows import add_file
from guwah.steps.evidence.models import Outcome
from guwah.steps.testimony.flows.reading import (
    How,
    read_bytes,
    told,
    understood,
)
from guwah.steps.testimony.flows.storing import store
from guwah.steps.testimony.models import Layer, Revision, Session
from guwah.steps.testimony.taking.correcting import Person, set_right
from guwah.steps.testimony.taking.habits import saved
from guwah.steps.testimony.taking.offering import items_of, texts_of
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
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
        how: in which encoding and by which habits it is read; None for those of the group.
        people: what a person set right of who is who.
        script: of which text these are the words in another script, and where they do not lead back; kept
            beside the text.
        once: whether to refuse where a text of the same bytes is there already, taken in otherwise.
    """

    format: str | None = None
    language: str = ""
    kind: str = Layer.Kind.ORIGINAL.value
    how: How | None = None
    people: tuple[Person, ...] = ()
    script: Mapping[str, Any] = field(default_factory=dict)
    once: bool = False

    def beside(self) -> dict[str, Any]:
        """Return what is kept of the wishes beside the text; empty where there were none."""
        how = self.how or How()
        told = {
            "named_encoding": how.encoding,
            "habits": dict(how.habits),
            "set_right": [list(astuple(each)) for each in self.people],
            "script": dict(self.script),
        }
        return {key: value for key, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class Imported:
    """A layer that stands in the vault; `sessions` is empty for a text without turns.

    `earlier` says that it stood there before and nothing was made.
    """

    layer: Layer
    revision: Revision
    sessions: tuple[Session, ...]
    earlier: bool = False


class TakenAlready(Refused):
    """A text of these bytes is there already, taken in otherwise: nothing is made before somebody says so."""

    def __init__(self, texts: Sequence[Layer]) -> None:
        super().__init__("taken-already", "A text from this file is here already. Nothing was made.")
        self.texts = tuple(texts)


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
    return take(actor, case, item, Wishes(format, language, kind))


def take(actor: Member, case: Case, item: Item, wishes: Wishes) -> Imported:
    """Read a sealed item as a person wishes, set right what they say, and keep it; see `import_transcript`.

    Raises:
        NotPermitted: the actor does not import here.
        WrongUse: the item is not of this case, or a wish is none.
        NotUnderstood: the bytes are no transcript; with the place.
        TakenAlready: the wishes say `once`, and the item was taken in otherwise.
    """
    return _take(actor, case, item, wishes)


def _take(actor: Member, case: Case, item: Item, wishes: Wishes, known: Transcript | None = None) -> Imported:
    """Take an item in; `known` is what was read of the same file, in the same way, before it was sealed."""
    ask(actor, Permission.TESTIMONY_IMPORT, case, target=f"item:{item.pk}")
    wishes = checked(case, item, wishes)
    earlier = _earlier(item, wishes)
    if earlier is not None:
        return earlier
    if wishes.once and (texts := texts_of(item)):
        raise TakenAlready(texts)
    try:
        transcript = set_right(understood(item, wishes.format, wishes.how, known), wishes.people)
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
    return take_file(actor, case, path, Wishes(format, language, kind))


def take_file(actor: Member, case: Case, path: Path, wishes: Wishes) -> Imported:
    """Seal a file and take it in as a person wishes; see `import_file`.

    Raises:
        NotPermitted: the actor does not import or add evidence here.
        NotUnderstood: the file is no transcript, or cannot be opened; nothing was changed.
        TakenAlready: see `take`; nothing was sealed.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, case)
    wished = checked(case, None, wishes)
    read = told(lambda: from_disk(path, wished))
    if wished.once:
        here = items_of(case, hashlib.sha256(read.origin.raw).hexdigest())
        texts = [text for item in here for text in texts_of(item)]
        if texts and not any(_earlier(item, wished) for item in here):
            raise TakenAlready(texts)
    item = add_file(actor, case, path, path.name).item
    # The ending of a name may say the format: a file that was sealed before may have had another name.
    return _take(actor, case, item, wished, read if item.filename == path.name else None)


def preview(actor: Member, case: Case, item: Item, *, format: str | None = None) -> Transcript:  # noqa: A002 - the word of the contract
    """Read a sealed item and keep nothing: what would be understood, with every warning.

    Raises:
        NotUnderstood: the bytes are no transcript.
    """
    return look(actor, case, item, Wishes(format))


def look(actor: Member, case: Case, item: Item, wishes: Wishes) -> Transcript:
    """Read a sealed item as a person wishes and keep nothing; see `preview`.

    Raises:
        NotUnderstood: the bytes are no transcript.
        WrongUse: a wish is none.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, case, target=f"item:{item.pk}")
    wishes = checked(case, item, wishes)
    return set_right(understood(item, wishes.format, wishes.how), wishes.people)


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
    how = wishes.how or How(habits=saved())
    return replace(wishes, format=wishes.format or None, language=language, how=how)


def from_disk(path: Path, wishes: Wishes) -> Transcript:
    """Read a file that lies on the disk.

    Raises:
        NotUnderstood: it is no transcript, or cannot be opened.
    """
    try:
        return read_bytes(bytes_of(path), path.name, wishes.format, wishes.how or How())
    except OSError as unreadable:
        message = "The file cannot be opened."
        raise NotUnderstood("cannot-open", message, place=Failure("cannot-open", message)) from unreadable


def _earlier(item: Item, wishes: Wishes) -> Imported | None:
    # What a machine wrote was kept as that, whatever was asked for.
    kept_as = Q(layer__kind__in={wishes.kind, Layer.Kind.MACHINE.value})
    revisions = Revision.objects.filter(kept_as, item=item).select_related("layer")
    if wishes.format:
        revisions = revisions.filter(format=wishes.format)
    if wishes.language:
        revisions = revisions.filter(layer__language=wishes.language)
    asked = wishes.beside()
    found = next((row for row in revisions if _kept_so(row, wishes) and _beside(row) == asked), None)
    return Imported(found.layer, found, tuple(found.sessions.all()), earlier=True) if found else None


def _kept_so(revision: Revision, wishes: Wishes) -> bool:
    doubts = revision.reading.get("warnings", ())
    if revision.layer.kind == wishes.kind or HEAD in revision.text:
        return True
    return any(one["code"] == CODE for one in doubts)


def _beside(revision: Revision) -> dict[str, Any]:
    keys = ("named_encoding", "habits", "set_right")
    return {key: revision.reading[key] for key in keys if revision.reading.get(key)}


def _keep(actor: Member, case: Case, item: Item, transcript: Transcript, wishes: Wishes) -> Imported:
    # A copy of a draft says so inside, in every format; those made before some did say it in their name.
    machines = drafted(transcript) or "-machine-draft." in item.filename
    kind = Layer.Kind.MACHINE.value if machines else wishes.kind
    layer = Layer.objects.create(
        case=case,
        source=item.source,
        kind=kind,
        language=wishes.language or transcript.text_language or "",
        made_by=actor,
    )
    revision = store(actor, layer, item, transcript, wishes.beside())
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
