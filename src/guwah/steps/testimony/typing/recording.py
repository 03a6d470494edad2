"""Recording from a microphone: pieces go into the encrypted database as they come; the whole is sealed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.steps.evidence.flows import Arrival, add_stream
from guwah.steps.testimony.typing.tables import Recording, RecordingPiece
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from django.db.models import QuerySet

    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.models import Item

# What browsers record (MediaStream Recording, 2.3), and how such a file is called.
ENDINGS: Final = {"audio/webm": ".webm", "audio/ogg": ".ogg", "audio/mp4": ".m4a"}
MOST_BYTES: Final = 4 << 20
_LONGEST_TITLE: Final = 200


class OutOfOrder(Refused):
    """Another piece is wanted than the one that came.

    Attributes:
        wanted: its number, from 0.
    """

    def __init__(self, wanted: int) -> None:
        super().__init__("out-of-order", "Another piece of this recording comes first.")
        self.wanted = wanted


def begin_recording(actor: Member, case: Case, title: str, media_type: str) -> Recording:
    """Begin to record; the consent of whoever is heard is asked by the page before.

    Raises:
        NotPermitted: the actor may not add evidence here.
        WrongUse: `no-title`, `no-sound-format`.
    """
    ask(actor, Permission.EVIDENCE_ADD, case)
    named, kind = " ".join(title.split())[:_LONGEST_TITLE], media_type.partition(";")[0].strip().lower()
    if not named:
        raise WrongUse("no-title", _("Give the recording a name first; a code name is a name."))
    if kind not in ENDINGS:
        raise WrongUse("no-sound-format", _("This browser records in a form that is not known here."))
    with transaction.atomic():
        made = Recording.objects.create(case=case, title=named, media_type=kind, begun_by=actor)
        told_of = {"id": made.pk, "title": named, "type": kind}
        record(Act.RECORDING_BEGUN, actor.actor, things=[Thing("recording", told_of)], case=case.pk)
    return made


def take_piece(actor: Member, recording: Recording, n: int, content: bytes) -> int:
    """Keep the next piece; it outlives the process when this returns. Sent twice, it is kept once.

    Args:
        actor: who records.
        recording: what is recorded.
        n: number of the piece, from 0.
        content: its bytes.

    Returns:
        How many pieces there are.

    Raises:
        NotPermitted: the actor may not add evidence here.
        NotUnderstood: `piece-empty`, `piece-too-long`.
        OutOfOrder: a piece before this one is missing.
        Refused: `recording-over`, `piece-differs`.
    """
    ask(actor, Permission.EVIDENCE_ADD, recording.case, target=f"recording:{recording.pk}")
    if not content:
        raise NotUnderstood("piece-empty", "There is nothing in this piece.")
    if len(content) > MOST_BYTES:
        raise NotUnderstood("piece-too-long", "This piece is longer than a recording sends at once.")
    with transaction.atomic():
        now = _hold(recording)
        count = now.pieces.count()
        if n > count:
            raise OutOfOrder(count)
        if n < count:
            if bytes(now.pieces.get(n=n).content) != content:
                raise Refused("piece-differs", "Another piece with this number is kept already.")
            return count
        RecordingPiece.objects.create(recording=now, n=n, content=content)
    return n + 1


def finish(actor: Member, recording: Recording) -> Item:
    """Seal everything that came as one item of a new source; the pieces go with the same transaction.

    Raises:
        NotPermitted: the actor may not add evidence here.
        NotUnderstood: `nothing-recorded`.
        Refused: `recording-over`, it was thrown away.
    """
    ask(actor, Permission.EVIDENCE_ADD, recording.case, target=f"recording:{recording.pk}")
    with transaction.atomic():
        if recording.item_id is not None and recording.item is not None:
            return recording.item
        now = _hold(recording)
        if not now.pieces.exists():
            raise NotUnderstood("nothing-recorded", _("Nothing was recorded. Nothing was kept."))
        name = now.title.replace("/", "-") + ENDINGS[now.media_type]
        arrival = Arrival(name, source_title=now.title)
        added = add_stream(actor, now.case, _Pieces(now), arrival)
        now.item = added.item
        now.save(update_fields=["item", "touched_at"])
        now.pieces.all().delete()
    return added.item


def throw_away(actor: Member, recording: Recording) -> None:
    """Delete an unfinished recording for good; that it was there stays in the log.

    Raises:
        NotPermitted: the actor may not add evidence here.
        Refused: `recording-over`.
    """
    ask(actor, Permission.EVIDENCE_ADD, recording.case, target=f"recording:{recording.pk}")
    with transaction.atomic():
        now = _hold(recording)
        told_of = {"id": now.pk, "pieces": now.pieces.count()}
        now.pieces.all().delete()
        now.thrown_away_at = timezone.now()
        now.save(update_fields=["thrown_away_at", "touched_at"])
        record(Act.RECORDING_DROPPED, actor.actor, things=[Thing("recording", told_of)], case=now.case_id)


def on_their_way(case: Case) -> QuerySet[Recording]:
    """Return recordings of a case that nobody has finished, the newest first."""
    found = Recording.objects.filter(case=case, item=None, thrown_away_at=None)
    return found.select_related("begun_by").order_by("-pk")


def recording_of(case: Case, number: int) -> Recording | None:
    """Return a recording of a case, or None."""
    return Recording.objects.select_related("case", "item").filter(case=case, pk=number).first()


def _hold(recording: Recording) -> Recording:
    """Note that something comes, which keeps every other writer waiting; return the recording as it is."""
    Recording.objects.filter(pk=recording.pk).update(touched_at=timezone.now())
    now = Recording.objects.select_related("case").get(pk=recording.pk)
    if now.item_id is not None or now.thrown_away_at is not None:
        raise Refused("recording-over", _("This recording has ended. What came of it before is kept."))
    return now


class _Pieces(io.RawIOBase):
    """The pieces of a recording as one stream, one piece in memory at a time."""

    def __init__(self, recording: Recording) -> None:
        super().__init__()
        self._contents = recording.pieces.order_by("n").values_list("content", flat=True).iterator(8)
        self._left = b""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, room: WriteableBuffer, /) -> int:
        """Put the next bytes into `room`; 0 at the end."""
        if not self._left:
            self._left = bytes(next(self._contents, b""))
        view = memoryview(room).cast("B")
        taken, self._left = self._left[: len(view)], self._left[len(view) :]
        view[: len(taken)] = taken
        return len(taken)
