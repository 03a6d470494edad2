"""Who outside vouches for the log, authorities and partners, where that fails, and what to do about it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from guwah.accounts import warnings
from guwah.outbox import stamping
from guwah.vault import witnesses
from guwah.vault.health import Finding, Weight
from guwah.vault.keyring import KEYRING
from guwah.vault.models import Cosignature, Stamp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from guwah.vault.models import Authority

# The round of the present day may still be on its way.
_LATE: Final = timedelta(days=1)
_AGAIN: Final = "`guwah log stamp` asks again; the running server asks once a day."
_EXCHANGE: Final = (
    "guwah log checkpoint --out FILE; the partner cosigns it and sends it back: guwah log take FILE"
)


def findings(now: datetime) -> list[Finding]:
    """Return what is amiss with the time stamps and cosignatures of the open vault; nobody is asked now.

    Args:
        now: the present moment, UTC.
    """
    return [*_stamps(now), *_partners(), *_warnings()]


def _stamps(now: datetime) -> Iterator[Finding]:
    asked = stamping.authorities()
    if not asked:
        yield Finding(
            "no-authority",
            Weight.WARN,
            "No time stamp authority is asked: since when the log says what it says is the group's own word.",
            "guwah log authority add NAME ADDRESS --root FILE; choose one that may see a request a day.",
        )
    day = stamping.schedule_day(now, KEYRING.current().vault_id)
    for authority in asked:
        yield from _authority(authority, day)


def _authority(authority: Authority, day: date) -> Iterator[Finding]:
    newest = authority.stamps.last()
    if newest is not None and newest.state == Stamp.State.FAILED:
        yield Finding(
            "stamp-failed",
            Weight.WARN,
            f"{authority.name}: the stamp of {newest.day} failed ({newest.outcome}).",
            _AGAIN,
        )
    good = authority.stamps.filter(state=Stamp.State.DONE).last()
    added = stamping.schedule_day(authority.added_at, KEYRING.current().vault_id)
    if day - (good.day if good else added) > _LATE:
        since = f"the newest stamp is of {good.day}" if good else f"no stamp since it was named on {added}"
        why = f" ({newest.outcome})" if newest is not None and newest.outcome else ""
        yield Finding(
            "stamp-old", Weight.WARN, f"{authority.name}: {since}; there should be one a day{why}.", _AGAIN
        )


def _partners() -> Iterator[Finding]:
    known = witnesses.partners()
    if not known:
        yield Finding(
            "no-partner",
            Weight.WARN,
            "No partner group cosigns the log: that everybody is shown the same log is the group's own word.",
            "guwah log card --out FILE; exchange cards with a group you trust: guwah log partner add",
        )
    signed = set(Cosignature.objects.values_list("partner__name", flat=True))
    for partner in known:
        if partner.name not in signed:
            yield Finding(
                "partner-silent",
                Weight.WARN,
                f"{partner.name} has signed no checkpoint of this log since "
                f"{partner.added_at:%Y-%m-%d}, when their keys were taken in.",
                _EXCHANGE,
            )


def _warnings() -> Iterator[Finding]:
    for refusal in warnings.unanswered():
        yield Finding(
            f"partner-{refusal.code}",
            Weight.BAD,
            f"{refusal.partner.name}: {_CONTRADICTIONS[refusal.code]} ({refusal.at:%Y-%m-%d}); "
            "nobody has answered this warning.",
            "Speak with them over another channel, then write down on the page Partners what you did.",
        )


_CONTRADICTIONS: Final = {
    "rolled-back": "their log has shown more entries before than it does now",
    "forked": "their log tells another history than the one seen before",
    "forgotten": "their log does not know any more what it has shown us",
    "key-changed": "a checkpoint bears their name, but another key signed it",
}
