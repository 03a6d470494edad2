"""What the pages of the log show, gathered for reading."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from guwah.accounts.models import Member
from guwah.failures import NotUnderstood
from guwah.instruments.languages.direction import isolate
from guwah.vault import logfiles, witnesses
from guwah.vault.custody import ITSELF
from guwah.vault.keyring import KEYRING
from guwah.vault.models import Cosignature, CosigningRefusal, LogEntry, Opening, Stamp
from guwah.vault.own_keys import own_keys
from guwah.web.log_sentences import SENTENCES, STAMPS, repairs
from guwah.web.qr import qr_code
from guwah.web.sentences import ACTS

if TYPE_CHECKING:
    from collections.abc import Sequence

_PAGE = 100
_MOST_STAMPS = 10
# Openings that name a group or an authority, never a person or a case.
_TELLING = {"authority": "name", "partner": "name", "stamp": "authority", "refusal": "partner"}

_REPAIR = "repair"


def entries(before: int | None) -> dict[str, Any]:
    """Return the newest entries below an index, each as a sentence, and the index to go on from."""
    found = LogEntry.objects.order_by("-index")
    page = list((found if before is None else found.filter(index__lt=before))[:_PAGE])
    names = names_of_actors()
    about = _about(page)
    rows = [
        {
            "entry": entry,
            "by": names.get(entry.actor, entry.actor),
            "sentence": sentence(entry.act, names.get(entry.actor, entry.actor)),
            "about": about.get(entry.index, ""),
        }
        for entry in page
    ]
    return {"rows": rows, "older": page[-1].index if len(page) == _PAGE else None}


def names_of_actors() -> dict[str, str]:
    """Return what those are called who stand in the log, by their log names."""
    return {member.actor: str(member) for member in Member.objects.all()} | {ITSELF: "Guwah"}


def sentence(act: str, who: str) -> str:
    """Return one act as a sentence; the name is isolated, whatever its script."""
    words = SENTENCES.get(act)
    if words is None:
        return f"{isolate(who)}: {ACTS.get(act, act)}"
    return str(words) % {"who": isolate(who)}


def _about(page: Sequence[LogEntry]) -> dict[int, str]:
    openings = Opening.objects.filter(entry__in=page, label__in=[*_TELLING, _REPAIR], erased_at=None)
    return {
        opening.entry_id: repairs(opening.value)
        if opening.label == _REPAIR
        else str(opening.value.get(_TELLING[opening.label], ""))
        for opening in openings
        if isinstance(opening.value, dict)
    }


def others() -> dict[str, Any]:
    """Return what others said of this log: stamps with their outcome, partners, refusals."""
    stamps = Stamp.objects.select_related("authority").order_by("-pk")[:_MOST_STAMPS]
    newest = {row.partner.name: row for row in Cosignature.objects.select_related("partner")}
    return {
        "stamps": [{"stamp": stamp, "words": STAMPS[stamp.state]} for stamp in stamps],
        "partners": [{"name": each.name, "newest": newest.get(each.name)} for each in witnesses.partners()],
        "refusals": CosigningRefusal.objects.select_related("partner"),
    }


def sheet() -> dict[str, Any]:
    """Return what the printed sheet says: the log's name, size, root and key, and the newest stamp.

    Empty while nothing was logged.
    """
    try:
        checkpoint, note = logfiles.current()
    except NotUnderstood:
        return {}
    root = checkpoint.root.hex()
    return {
        "now": timezone.now(),
        "checkpoint": checkpoint,
        "root": [root[at : at + 8] for at in range(0, len(root), 8)],
        "root_base64": base64.b64encode(checkpoint.root).decode(),
        "note": note.decode(),
        "qr": qr_code(note.decode(), _("The signed checkpoint")),
        "key": logfiles.signer(KEYRING.current()).key,
        "keys": own_keys(),
        "card": witnesses.own_card(),
        "stamp": Stamp.objects.filter(state=Stamp.State.DONE).select_related("authority").last(),
        "how": _("guwah_verify.py checks the folder log/ of the vault and prints this number and root."),
    }
