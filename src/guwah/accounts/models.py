"""Members, cases, who is in which case, and the trail of who saw and did what."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from guwah.accounts.permissions import Role
from guwah.vault.append_only import AppendOnly

ROLE_CHOICES = [
    (Role.OWNER.value, _("Owner")),
    (Role.COORDINATOR.value, _("Coordinator")),
    (Role.DOCUMENTER.value, _("Documenter")),
    (Role.TRANSLATOR.value, _("Translator")),
    (Role.REVIEWER.value, _("Reviewer")),
    (Role.READER.value, _("Reader")),
    (Role.DELEGATE.value, _("Delegate of the witness")),
]


class Members(BaseUserManager["Member"]):
    """Finds members by their sign-in name."""


class Member(AbstractBaseUser):
    """Somebody of the group. The way in is a passphrase slot of the vault, never a password stored here."""

    handle = models.CharField(max_length=63, unique=True)
    display_name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=20, choices=ROLE_CHOICES, default=Role.READER.value)
    # Random name under which the custody log knows this member.
    actor = models.CharField(max_length=32, unique=True)
    language = models.CharField(max_length=12, blank=True)
    theme = models.CharField(max_length=8, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Members] = Members()
    USERNAME_FIELD = "handle"

    class Meta:
        ordering: ClassVar = ["handle"]

    def __str__(self) -> str:
        return self.display_name or self.handle


class Case(models.Model):
    """What is kept about one person, group or event."""

    title = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    # Every page and export of an invented case says so.
    invented = models.BooleanField(default=False)
    # The state complained of is never an implied audience (DESIGN §10); empty until somebody names it.
    concerned_state = models.CharField(max_length=120, blank=True)
    # free, watched, held, unknown: the situation the consent engine asks for.
    custody = models.CharField(max_length=12, default="unknown")
    reachable = models.BooleanField(null=True)
    opened_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.title


class CaseMembership(models.Model):
    """A member's role in one case; owners and coordinators of the group need none."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="memberships")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=ROLE_CHOICES)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "member"], name="one_role_per_case")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.case_id}"


class AuditEntry(AppendOnly):
    """Who saw or did what; never expires."""

    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    permission = models.CharField(max_length=40)
    # What it was done to, as `table:id`; never a name or a word of testimony.
    target = models.CharField(max_length=80, blank=True)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    allowed = models.BooleanField()
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        # Who opened a thing, and when, is asked on the page of that thing.
        indexes: ClassVar = [models.Index(fields=["target", "id"], name="audit_by_target")]

    def __str__(self) -> str:
        return f"{self.permission} {self.target}"


class Draft(models.Model):
    """What a member typed into one field and has not saved; nobody else sees it."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="drafts")
    # The open page it was typed on: 32 hex digits, new at each loading.
    page = models.CharField(max_length=32, db_index=True)
    # Address of that page, and which form and field of it.
    place = models.CharField(max_length=500)
    form = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    label = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    # Of two tellings of one page the larger is the later.
    number = models.PositiveBigIntegerField(default=0)
    # It was typed when the vault was locked already.
    after_lock = models.BooleanField(default=False)
    kept_at = models.DateTimeField()
    # Went out with a form that was taken.
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-kept_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "form", "name"], name="one_draft_per_field_of_a_page")
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class VaultName(AppendOnly):
    """What the group calls this vault; the newest counts. Kept inside the vault and in no file beside it."""

    name = models.CharField(max_length=60, blank=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name


class AnsweredWarning(AppendOnly):
    """What somebody did about a partner's log that contradicts itself; until then every page warns of it."""

    # Number of the refusal (vault.CosigningRefusal).
    refusal = models.PositiveBigIntegerField(unique=True)
    words = models.TextField()
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"answer to refusal {self.refusal}"
