"""Writing the turns of a transcription: one writer at a time, never over what others wrote meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import F
from django.utils.translation import gettext as _

from guwah.failures import Refused
from guwah.steps.testimony.typing.tables import OtherWords, Transcription, TypedTurn

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from guwah.accounts.models import Member
    from guwah.steps.testimony.typing.telling import ToldTurn

_STEP: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a turn that was told.

    Attributes:
        turn: as it stands now.
        other: the told words, where somebody else had changed the turn meanwhile; both are kept then.
    """

    turn: TypedTurn
    other: OtherWords | None = None


def open_others(transcription: Transcription) -> QuerySet[OtherWords]:
    """Return what was typed beside turns and nobody has looked at yet."""
    beside = OtherWords.objects.filter(kind=OtherWords.Kind.BESIDE, settled_at=None)
    return beside.filter(turn__transcription=transcription)


def hold(transcription: Transcription, *, aside: bool = False) -> Transcription:
    """Take the next number, which keeps every other writer waiting; return the transcription as it is now.

    Raises:
        Refused: `transcription-over`.
    """
    Transcription.objects.filter(pk=transcription.pk).update(sequence=F("sequence") + 1)
    now = Transcription.objects.select_related("case", "recording__source").get(pk=transcription.pk)
    if now.kept_as_id is not None or (now.laid_aside_at is not None and not aside):
        raise Refused(
            "transcription-over",
            _("This transcription has ended: it was kept as a text or laid aside. Copy what you typed last."),
        )
    return now


@dataclass(frozen=True, slots=True)
class Scribe:
    """Writes the turns of one telling, inside the transaction that holds the transcription."""

    actor: Member
    transcription: Transcription
    page: str
    at: datetime

    def keep(self, told: ToldTurn) -> Kept:
        """Keep one turn as it was told, in its place or beside what somebody else wrote there."""
        turn = TypedTurn.objects.filter(transcription=self.transcription, uid=told.uid).first()
        if turn is None:
            return Kept(self._begin(told))
        if self._same(turn, told):
            return Kept(turn)
        if told.base == turn.version or turn.page == self.page:
            self.change(turn, told.words, told, gone=told.gone)
            return Kept(turn)
        # Somebody else has changed what was to be taken out: then it stays.
        return Kept(turn) if told.gone else Kept(turn, self._beside(turn, told))

    def change(self, turn: TypedTurn, words: str, told: ToldTurn | OtherWords, *, gone: bool = False) -> None:
        """Let a turn stand otherwise; words from another page that stood there are kept."""
        if turn.page != self.page and turn.words.strip() and turn.words != words:
            self._other(turn, OtherWords.Kind.BEFORE, turn, turn.by, turn.page)
        turn.words, turn.speaker, turn.time_start, turn.gone = words, told.speaker, told.time_start, gone
        turn.version += 1
        turn.sequence, turn.page = self.transcription.sequence, self.page
        turn.by, turn.at = self.actor, self.at
        turn.save()

    def _begin(self, told: ToldTurn) -> TypedTurn:
        return TypedTurn.objects.create(
            transcription=self.transcription,
            uid=told.uid,
            rank=self._rank(told.after),
            speaker=told.speaker,
            words=told.words,
            time_start=told.time_start,
            gone=told.gone,
            sequence=self.transcription.sequence,
            page=self.page,
            by=self.actor,
            at=self.at,
        )

    def _rank(self, after: str) -> int:
        """Return a place behind a turn, making room where there is none; an unknown turn is the last one."""
        turns = list(
            self.transcription.turns.order_by("rank", "pk").only("pk", "uid", "rank", "transcription")
        )
        place = next((index for index, each in enumerate(turns) if each.uid == after), len(turns) - 1)
        if not after:
            place = -1
        low = turns[place].rank if place >= 0 else (turns[0].rank - 2 * _STEP if turns else 0)
        if place + 1 >= len(turns):
            return low + _STEP
        high = turns[place + 1].rank
        if high - low > 1:
            return (low + high) // 2
        for index, each in enumerate(turns):
            each.rank = index * _STEP
        TypedTurn.objects.bulk_update(turns, ["rank"], batch_size=500)
        return place * _STEP + _STEP // 2

    def _beside(self, turn: TypedTurn, told: ToldTurn) -> OtherWords:
        found = turn.others.filter(page=self.page, kind=OtherWords.Kind.BESIDE, settled_at=None).first()
        if found is None:
            return self._other(turn, OtherWords.Kind.BESIDE, told, self.actor, self.page)
        found.words, found.speaker, found.time_start, found.at = (
            told.words,
            told.speaker,
            told.time_start,
            self.at,
        )
        found.save()
        return found

    def _other(
        self, turn: TypedTurn, kind: str, said: TypedTurn | ToldTurn, by: Member, page: str
    ) -> OtherWords:
        return OtherWords.objects.create(
            turn=turn,
            kind=kind,
            speaker=said.speaker,
            words=said.words,
            time_start=said.time_start,
            page=page,
            by=by,
            at=self.at if said is not turn else turn.at,
        )

    @staticmethod
    def _same(turn: TypedTurn, told: ToldTurn) -> bool:
        stands = (turn.words, turn.speaker, turn.time_start, turn.gone)
        return stands == (told.words, told.speaker, told.time_start, told.gone)
