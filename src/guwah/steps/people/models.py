"""Persons, bodies, facilities and places, their names in any script, and who of a session is who."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guwah.accounts.models import Case, Member
from guwah.steps.testimony.models import Anchor, Participant
from guwah.vault.append_only import AppendOnly


class Entity(models.Model):
    """Somebody or something that is spoken of. Nothing merges by itself."""

    class Kind(models.TextChoices):
        """What it is."""

        PERSON = "person", _("Person")
        BODY = "body", _("Body")
        FACILITY = "facility", _("Facility")
        PLACE = "place", _("Place")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entities")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # Code of office_kinds, facility_kinds or person_roles, empty while nobody has said.
    what = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    added_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["case", "kind"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Name(AppendOnly):
    """A name verbatim, in whatever script it was said or written, with where it comes from."""

    settles: ClassVar[frozenset[str]] = frozenset({"withdrawn_at"})

    class Kind(models.TextChoices):
        """What the name is to whoever bears it."""

        AS_SAID = "as-said", _("as it was said")
        BIRTH = "birth", _("given at birth")
        DOCUMENT = "document", _("as a document writes it")
        ROMANISED = "romanised", _("written in another script")
        ALIAS = "alias", _("another name in use")

    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="names")
    text = models.CharField(max_length=300)
    # BCP 47 as given; empty while undecided.
    language = models.CharField(max_length=35, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.AS_SAID)
    anchor = models.ForeignKey(Anchor, null=True, on_delete=models.PROTECT, related_name="names")
    added_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"name {self.pk}"


class NameKey(models.Model):
    """Derived search key of a name; rebuildable, never shown as a name."""

    name = models.ForeignKey(Name, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=200, db_index=True)

    def __str__(self) -> str:
        return f"key of name {self.name_id}"


class Identification(AppendOnly):
    """A person's judgement that a participant of a session is this person."""

    settles: ClassVar[frozenset[str]] = frozenset({"withdrawn_at"})

    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="identifications")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="identifications")
    # Code of person_roles: what this person is in this session, empty while nobody has said.
    role = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"identification {self.pk}"
