"""Tables of the outbox: effects waiting to be done, and notices for members."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from guwah.accounts.models import Case, Member


class Effect(models.Model):
    """Something to be done once, written in the transaction of its cause."""

    class State(models.TextChoices):
        """Where an effect stands; a failure is a recorded outcome, not a log line (law 8)."""

        WAITING = "waiting"
        LEASED = "leased"
        DONE = "done"
        GIVEN_UP = "given-up"

    channel = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    # The receiver's means to recognise a repeat: delivery is at least once.
    key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(db_index=True)
    leased_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"effect {self.pk} {self.channel} {self.state}"


class Notice(models.Model):
    """A line on a member's Today page; made by the channel `notice`."""

    key = models.CharField(max_length=120, unique=True)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices")
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="+")
    # What happened, from a closed list; the page has the sentence, so nothing of a case is stored twice.
    code = models.CharField(max_length=40)
    target = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"notice {self.code}"
