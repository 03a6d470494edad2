"""The flows of typing: begin, keep turn by turn, settle what two typed at once, end."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Refused, WrongUse
from guwah.instruments.languages import BadTag, normalise
from guwah.instruments.vocabularies import is_code
from guwah.steps.testimony.typing.composing import Person
from guwah.steps.testimony.typing.scribe import Kept, Scribe, hold
from guwah.steps.testimony.typing.tables import OtherWords, Transcription
from guwah.steps.testimony.typing.telling import LONGEST_WORDS, MOST_PEOPLE
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.models import Item
    from guwah.steps.testimony.typing.tables import TypedTurn
    from guwah.steps.testimony.typing.telling import ToldTurn

_SOUNDS: Final = frozenset({"audio", "video"})
_LONGEST_NAME: Final = 120
MINE, THEIRS, BOTH = "mine", "theirs", "both"


def begin(
    actor: Member, case: Case, recording: Item, people: Sequence[Person], language: str = ""
) -> Transcription:
    """Begin to type a recording, or join those who do: one recording has one transcription on its way.

    Whoever joins brings the people who are not named there yet: they follow those who are, as far as there
    are keys. The language that was said first stands.

    Raises:
        NotPermitted: the actor does not work on texts here.
        WrongUse: the item is of another case or no recording; a name twice, too many; no such role or tag.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, case, target=f"item:{recording.pk}")
    if recording.source.case_id != case.pk:
        raise WrongUse("not-in-case", "This item belongs to another case.")
    if recording.kind not in _SOUNDS:
        raise WrongUse("not-a-recording", "This item is neither a sound nor a film.")
    named, tag = checked_people(people), _tag(language)
    with transaction.atomic():
        there = Transcription.objects.filter(recording=recording, kept_as=None, laid_aside_at=None).first()
        if there is not None:
            return _join(there, named, tag)
        made = Transcription.objects.create(
            case=case, recording=recording, language=tag, people=named, begun_by=actor
        )
        _record(Act.TYPING_BEGUN, actor, made)
    return made


def _join(there: Transcription, named: Sequence[dict[str, str]], tag: str) -> Transcription:
    known = {each["name"].casefold() for each in there.people}
    more = [each for each in named if each["name"].casefold() not in known][: MOST_PEOPLE - len(known)]
    if more or (tag and not there.language):
        there = hold(there)
        there.people, there.language = [*there.people, *more], there.language or tag
        there.save(update_fields=["people", "language"])
    return there


def checked_people(people: Sequence[Person]) -> list[dict[str, str]]:
    """Return the people of a transcription as they are kept.

    Raises:
        WrongUse: `too-many-people`, `name-twice`, `name-too-long`, `unknown-role`.
    """
    found = [Person(" ".join(each.name.split()), each.role) for each in people if each.name.strip()]
    if len(found) > MOST_PEOPLE:
        raise WrongUse("too-many-people", _("There is a key for nine people. Put the others into notes."))
    if len({each.name.casefold() for each in found}) < len(found):
        raise WrongUse(
            "name-twice", _("Two people have the same name here. Tell them apart, by a number say.")
        )
    if any(len(each.name) > _LONGEST_NAME for each in found):
        raise WrongUse("name-too-long", _("A name is written in at most 120 signs here."))
    if any(each.role and not is_code("person_roles", each.role) for each in found):
        raise WrongUse("unknown-role", _("There is no such role."))
    return [{"name": each.name, "role": each.role} for each in found]


def name_people(actor: Member, transcription: Transcription, people: Sequence[Person]) -> Transcription:
    """Say anew who speaks; the keys are given in the order of the names.

    Raises:
        NotPermitted, WrongUse: see `begin`.
        Refused: `transcription-over`.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, transcription.case, target=f"transcription:{transcription.pk}")
    named = checked_people(people)
    if len(named) < _highest(transcription):
        raise WrongUse("speaker-in-use", _("Somebody who speaks in these turns would have no name any more."))
    with transaction.atomic():
        now = hold(transcription)
        now.people = named
        now.save(update_fields=["people"])
    return now


def _highest(transcription: Transcription) -> int:
    used = transcription.turns.filter(gone=False).aggregate(most=Max("speaker"))["most"]
    return int(used or 0)


def tell(
    actor: Member,
    transcription: Transcription,
    page: str,
    turns: Iterable[ToldTurn],
    at: datetime | None = None,
) -> list[Kept]:
    """Keep turns as a page shows them. What somebody else changed meanwhile is never overwritten.

    A turn is changed if it stands at the version it was typed upon, or if the same page told it last (its
    answer was lost, say). Otherwise both stand side by side until a person has looked.

    Args:
        actor: who types.
        transcription: where.
        page: the open page, 32 hex digits.
        turns: the changed turns.
        at: when it was typed, where that was earlier (after a lock); now when left out.

    Raises:
        NotPermitted: the actor does not work on texts here.
        Refused: `transcription-over`.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, transcription.case, target=f"transcription:{transcription.pk}")
    with transaction.atomic():
        now = hold(transcription)
        scribe = Scribe(actor, now, page, at or timezone.now())
        return [scribe.keep(each) for each in turns]


def settle(actor: Member, other: OtherWords, choice: str) -> TypedTurn:
    """Decide between two that were typed for one turn at the same time; what is left out stays on record.

    Args:
        actor: who has looked at both.
        other: the words beside the turn.
        choice: `theirs` leaves the turn as it stands, `mine` puts the other words there, `both` adds them.

    Raises:
        NotPermitted: the actor does not work on texts here.
        WrongUse: `unknown-choice`.
        Refused: `transcription-over`, `settled-already`, `too-long-together`.
    """
    turn = other.turn
    ask(actor, Permission.TESTIMONY_IMPORT, turn.transcription.case, target=f"turn:{turn.pk}")
    if choice not in {MINE, THEIRS, BOTH}:
        raise WrongUse("unknown-choice", "Choose one, the other, or both.")
    with transaction.atomic():
        now = hold(turn.transcription)
        other.refresh_from_db()
        turn = other.turn
        if other.settled_at is not None or other.kind != OtherWords.Kind.BESIDE:
            raise Refused("settled-already", _("Somebody has looked at these words already."))
        together = f"{turn.words}\n{other.words}".strip()
        if choice == BOTH and len(together) > LONGEST_WORDS:
            raise Refused("too-long-together", _("Both together are too long for one turn."))
        if choice != THEIRS:
            # Of a page of its own: those on which either typed are told, and do not write over the choice.
            scribe = Scribe(actor, now, secrets.token_hex(16), timezone.now())
            scribe.change(turn, together if choice == BOTH else other.words, other)
        other.settled_at, other.settled_by = timezone.now(), actor
        other.save(update_fields=["settled_at", "settled_by"])
    return turn


def lay_aside(actor: Member, transcription: Transcription, *, again: bool = False) -> Transcription:
    """End a transcription without making a text of it, or take it up again; its turns stay.

    Raises:
        NotPermitted: the actor does not work on texts here.
        Refused: `transcription-over`: it became a text.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, transcription.case, target=f"transcription:{transcription.pk}")
    with transaction.atomic():
        now = hold(transcription, aside=True)
        now.laid_aside_at = None if again else timezone.now()
        now.save(update_fields=["laid_aside_at"])
        _record(Act.TYPING_BEGUN if again else Act.TYPING_LAID_ASIDE, actor, now)
    return now


def _tag(language: str) -> str:
    try:
        return normalise(language) if language else ""
    except BadTag as bad:
        raise WrongUse(bad.code, "The language is written as a tag, such as kk-Arab, ug or en.") from bad


def _record(act: Act, actor: Member, transcription: Transcription) -> None:
    told_of = {"id": transcription.pk, "recording": transcription.recording_id}
    things = [Thing("transcription", told_of), Thing("item", {"id": transcription.recording_id})]
    record(act, actor.actor, things=things, case=transcription.case_id)
