"""Drafts: what members type and have not saved yet, kept every two seconds; after a lock sealed, then merged.

A draft is no act and no record: only its writer sees it, nothing is made of it but by sending the form, and
the custody log does not tell of it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import DatabaseError, transaction
from django.utils import timezone

from guwah.accounts.models import Draft, Member
from guwah.accounts.typed import sealed_words, unsealed_words
from guwah.failures import NotUnderstood, Problem, Refused
from guwah.vault import sealed_drafts
from guwah.vault.age import AgeBroken
from guwah.vault.keyring import KEYRING, VaultLocked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from django.db.models import QuerySet

    from guwah.accounts.typed import Typed, TypedPage

MOST_DRAFTS: Final = 500
# What went out with a form is kept a while, should the form not have been what it seemed.
_KEPT_AFTER_SENDING: Final = timedelta(days=1)


class TooManyDrafts(Refused):
    """A member has so many drafts that no new page is kept; those there are stay."""


def keep(actor: str, page: TypedPage) -> str:
    """Keep what stands on a page, for the member with this log name; it outlives the process and the power.

    Returns:
        `vault` when it stands in the database, `sealed` when the vault is locked and it waits beside it.

    Raises:
        NotUnderstood: `no-such-member`.
        TooManyDrafts: the member has too many.
        NoRoomForTyping: too much came after the lock.
        VaultLocked: the vault was never open in this process.
        OSError: the disk refused.
    """
    if not KEYRING.locked:
        try:
            _keep_open(actor, page)
        except (DatabaseError, VaultLocked):
            # Locked in the middle: the connection was taken away, and nothing or all of it was written.
            if not KEYRING.locked:
                raise
        else:
            return "vault"
    slit = KEYRING.slit
    if slit is None:
        raise VaultLocked
    sealed_drafts.put_in(slit, page.page, sealed_words(page, actor, timezone.now()))
    return "sealed"


def take_up() -> int:
    """Merge what was typed while the vault was locked; return how many pages could not be read.

    A page that cannot be read stays where it is: `guwah doctor` tells of it.
    """
    keys = KEYRING.current()
    files = sealed_drafts.waiting(keys.folder)
    unread = sum(not _merge(file) for file in files)
    Draft.objects.filter(sent_at__lt=timezone.now() - _KEPT_AFTER_SENDING).delete()
    return unread


def of(member: Member) -> QuerySet[Draft]:
    """Return what a member typed and has not sent, the newest first."""
    return Draft.objects.filter(member=member, sent_at=None).exclude(text="").order_by("-kept_at", "pk")


def just_sent(member: Member) -> QuerySet[Draft]:
    """Return what a member sent with a form in the last day, the newest first."""
    return Draft.objects.filter(member=member).exclude(sent_at=None).order_by("-sent_at", "pk")


def note_sent(member: Member, values: Mapping[str, list[str]]) -> None:
    """Note that a form was taken: drafts with the very words of one of its fields went out with it."""
    sent = [
        draft.pk
        for draft in of(member).filter(name__in=list(values))
        if any(_lines(draft.text) == _lines(value) for value in values[draft.name])
    ]
    Draft.objects.filter(pk__in=sent).update(sent_at=timezone.now())


def throw_away(member: Member, draft: int) -> None:
    """Delete a draft for good; one that is somebody else's, or not there, is left as it is."""
    Draft.objects.filter(member=member, pk=draft).delete()


def _keep_open(actor: str, page: TypedPage) -> None:
    member = Member.objects.filter(actor=actor, is_active=True).first()
    if member is None:
        raise _nobody()
    _write(member, page, None)


def _merge(file: Path) -> bool:
    try:
        page, actor, at = unsealed_words(file.stem, sealed_drafts.take_out(KEYRING.current(), file))
        # Whoever has no way in any more typed it all the same; it is theirs if they come back.
        member = Member.objects.filter(actor=actor).first()
        if member is None:
            raise _nobody()
        _write(member, page, at)
    except (AgeBroken, Problem, OSError):
        return False
    file.unlink()
    return True


def _write(member: Member, page: TypedPage, sealed_at: datetime | None) -> None:
    with transaction.atomic():
        there = {(draft.form, draft.name): draft for draft in Draft.objects.filter(page=page.page)}
        if not there and Draft.objects.filter(member=member).count() >= MOST_DRAFTS:
            raise TooManyDrafts(
                "too-many-drafts",
                "You have too many unsaved texts. Look at them and throw away what you do not need.",
            )
        for field in page.fields:
            draft = there.get((field.form, field.name)) or Draft(
                member=member, page=page.page, form=field.form, name=field.name
            )
            if draft.number < page.number and draft.member_id == member.pk:
                _tell(draft, page, field, sealed_at)


def _tell(draft: Draft, page: TypedPage, field: Typed, sealed_at: datetime | None) -> None:
    if draft.text != field.text:
        # A page that was left by sending its form and came back by the browser's Back is typed on.
        draft.sent_at = None
        draft.after_lock, draft.kept_at = sealed_at is not None, sealed_at or timezone.now()
    draft.place, draft.label, draft.text, draft.number = page.place, field.label, field.text, page.number
    draft.save()


def _nobody() -> NotUnderstood:
    return NotUnderstood("no-such-member", "Nobody in this vault has this sign-in name.")


def _lines(text: str) -> str:
    # A form sends CR LF, a page holds LF (HTML, "constructing the entry list").
    return text.replace("\r\n", "\n").strip()
