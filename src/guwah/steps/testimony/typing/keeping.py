"""What was typed becomes a text: a layer of the recording's source."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.steps.testimony.flows.storing import store
from guwah.steps.testimony.models import Layer
from guwah.steps.testimony.typing.composing import Person, Spoken, compose
from guwah.steps.testimony.typing.queries import nameless
from guwah.steps.testimony.typing.scribe import Scribe, hold, open_others
from guwah.steps.testimony.typing.telling import ToldTurn
from guwah.steps.testimony.typing.writing import checked_people
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Member
    from guwah.instruments.transcripts.model import Transcript
    from guwah.steps.testimony.typing.tables import Transcription


def keep(actor: Member, transcription: Transcription) -> Layer:
    """Make a text of what was typed: a layer of the recording's source, and its first revision.

    Raises:
        NotPermitted: the actor does not work on texts here.
        NotUnderstood: `no-words`.
        Refused: `transcription-over`; `other-words-open`, two typed in one turn and nobody has looked.
    """
    case = transcription.case
    ask(actor, Permission.TESTIMONY_IMPORT, case, target=f"transcription:{transcription.pk}")
    with transaction.atomic():
        now = hold(transcription)
        if open_others(now).exists():
            raise Refused(
                "other-words-open",
                _("In some turns two people typed at the same time. Look at both first; everything is kept."),
            )
        made = composed(now)
        if not made.sessions:
            raise NotUnderstood("no-words", _("Nothing has been typed yet."))
        layer = Layer.objects.create(
            case=case,
            source=now.recording.source,
            language=now.language,
            recording=now.recording,
            made_by=actor,
        )
        revision = store(actor, layer, None, made)
        now.kept_as = layer
        now.save(update_fields=["kept_as"])
        told_of = {
            "layer": layer.pk,
            "revision": revision.number,
            "transcription": now.pk,
            "recording": now.recording_id,
            "text_sha256": hashlib.sha256(made.text.encode()).hexdigest(),
        }
        things = [Thing("layer", told_of), Thing("item", {"id": now.recording_id})]
        record(Act.TRANSCRIBED, actor.actor, things=things, case=case.pk)
    return layer


def name_nameless(actor: Member, transcription: Transcription, speaker: int, name: str = "") -> int:
    """Say in one go who speaks in the turns of which nobody has said it; return how many they were.

    Args:
        actor: who says so.
        transcription: where.
        speaker: key of somebody who is named, from 1.
        name: instead of a key, the name of somebody else, who gets the next key if nobody has that name.

    Raises:
        NotPermitted, WrongUse: see `writing.begin`; `no-such-speaker`: nobody has this key.
        Refused: `transcription-over`.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, transcription.case, target=f"transcription:{transcription.pk}")
    with transaction.atomic():
        now = hold(transcription)
        if name.strip():
            names = [each["name"].casefold() for each in now.people]
            wanted = " ".join(name.split())
            if wanted.casefold() not in names:
                now.people = checked_people([*(Person(**each) for each in now.people), Person(wanted)])
                now.save(update_fields=["people"])
                names.append(wanted.casefold())
            speaker = names.index(wanted.casefold()) + 1
        if not 0 < speaker <= len(now.people):
            raise WrongUse("no-such-speaker", _("Nobody has this key."))
        scribe = Scribe(actor, now, secrets.token_hex(16), timezone.now())
        found = [each.turn for each in nameless(now)]
        for turn in found:
            told = ToldTurn(turn.uid, turn.version, speaker=speaker, time_start=turn.time_start)
            scribe.change(turn, turn.words, told)
    return len(found)


def composed(transcription: Transcription) -> Transcript:
    """Return the transcript of the turns as they stand."""
    turns = [
        Spoken(each.speaker, each.words, each.time_start)
        for each in transcription.turns.filter(gone=False).order_by("rank", "pk")
    ]
    people = [Person(each["name"], each["role"]) for each in transcription.people]
    return compose(people, turns)
