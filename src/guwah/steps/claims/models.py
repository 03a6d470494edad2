"""Claims tied to words, occurrences, readings of dates and durations, what was said of a conflict, status."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guwah.accounts.models import Case, Member
from guwah.steps.people.models import Entity
from guwah.steps.testimony.models import Anchor, Participant
from guwah.vault.append_only import AppendOnly

POINTS = [("start", _("start")), ("end", _("end"))]
AFTER_EVERY_DAY = "~"


def new_id() -> str:
    """Return a random name under which a row is known in files, where importing twice changes nothing."""
    return secrets.token_hex(8)


class Occurrence(models.Model):
    """A thing said to have happened; its start and end are what claims speak about."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="occurrences")
    external_id = models.CharField(max_length=120, default=new_id)
    title = models.CharField(max_length=200)
    added_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "external_id"], name="occurrence_id_in_case")
        ]

    # Set by `hearsay.draw` as that of a claim.
    masked = False

    def __str__(self) -> str:
        return f"occurrence {self.pk}"


class Claim(AppendOnly):
    """A statement tied to an anchor. A correction is a new row that replaces the earlier one."""

    settles: ClassVar[frozenset[str]] = frozenset(
        {"replaced_by", "withdrawn_at", "withdrawn_by", "withdrawn_because", "checked_by", "checked_at"}
    )

    class Kind(models.TextChoices):
        """What is claimed (DESIGN §8)."""

        OCCURRENCE = "occurrence", _("Occurrence")
        ATTRIBUTE = "attribute", _("Attribute")
        STATEMENT = "statement", _("Statement")
        RELATION = "relation", _("Relation")
        AMOUNT = "amount", _("Amount")
        DECLARATION = "declaration", _("Declaration")
        PROMISE = "promise", _("Promise")
        CONSENT = "consent", _("Consent")
        STATUS = "status", _("Status")
        REPORTED = "reported", _("Reported statement of an authority")

    class Knows(models.TextChoices):
        """How the speaker knows."""

        SAW = "saw", _("saw or lived through it")
        TOLD = "told", _("was told")
        INFERS = "infers", _("infers")
        UNKNOWN = "unknown", _("not said")

    class Mode(models.TextChoices):
        """How it is said; only what is asserted can be an allegation."""

        ASSERTED = "asserted", _("asserted")
        CORRECTED = "corrected", _("said and taken back by the speaker")
        FEARED = "feared", _("feared")
        HYPOTHETICAL = "hypothetical", _("hypothetical")
        ASKED = "asked", _("asked by an interviewer")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="claims")
    external_id = models.CharField(max_length=120, default=new_id)
    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="claims")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # Who says it: the label or name as printed; a group may be a claimant ("32 households").
    by = models.CharField(max_length=300)
    participant = models.ForeignKey(Participant, null=True, on_delete=models.PROTECT, related_name="claims")
    knows = models.CharField(max_length=8, choices=Knows.choices, default=Knows.UNKNOWN)
    mode = models.CharField(max_length=14, choices=Mode.choices, default=Mode.ASSERTED)
    # Who told the speaker, as printed; and on which day it was said (EDTF) where the source is of another.
    told_by = models.CharField(max_length=300, blank=True)
    said_on = models.CharField(max_length=60, blank=True)
    # It speaks of somebody who is no party of the case and perhaps has no record here: see `hearsay`.
    of_others = models.BooleanField(default=False)
    group = models.ForeignKey(
        "claims.ClaimantGroup", null=True, on_delete=models.PROTECT, related_name="claims"
    )
    occurrence = models.ForeignKey(Occurrence, null=True, on_delete=models.PROTECT, related_name="claims")
    # Code of violation_types for an occurrence, name of the attribute for an attribute.
    code = models.CharField(max_length=80, blank=True)
    value = models.CharField(max_length=500, blank=True)
    # A machine suggests, a person decides (law 6): unchecked machine claims are the basis of nothing.
    machine = models.BooleanField(default=False)
    checked_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    replaced_by = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaces")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_because = models.CharField(max_length=300, blank=True)

    # Set by `hearsay.draw` on rows that are about to be shown; never kept.
    masked = False

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["case", "id"],
                name="claims_that_stand",
                condition=models.Q(replaced_by=None, withdrawn_at=None),
            ),
            models.Index(fields=["case", "kind", "id"], name="claims_by_kind"),
            models.Index(
                fields=["case", "id"],
                name="acts_that_stand",
                condition=models.Q(kind="occurrence", code__gt="", replaced_by=None, withdrawn_at=None),
            ),
            models.Index(fields=["case", "kind", "code", "id"], name="claims_by_code"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "external_id"], name="claim_id_in_case")
        ]

    @property
    def unfounded(self) -> bool:
        """Whether it is the basis of nothing until a person has compared it with its words."""
        return self.checked_by_id is None and (self.machine or self.unvouched)

    @property
    def counts(self) -> bool:
        """Whether it is told as a fact that somebody stands behind: nothing feared, asked or unchecked is."""
        return self.mode == self.Mode.ASSERTED and not self.unfounded

    @property
    def unvouched(self) -> bool:
        """Whether somebody answered for its words, a machine's, when it was made, and nobody does now."""
        return hasattr(self, "set_aside")

    def __str__(self) -> str:
        return f"{self.kind} claim {self.pk}"


class SetAside(models.Model):
    """A claim whose words a machine wrote and nobody answers for any more; derived."""

    claim = models.OneToOneField(Claim, on_delete=models.CASCADE, related_name="set_aside")

    def __str__(self) -> str:
        return f"claim {self.claim_id} is set aside"


class Reading(AppendOnly):
    """One way to understand the stated date, duration, age or order of a claim.

    Readings of one claim that are of one form and about the same points are alternatives: one of them holds.
    """

    class Form(models.TextChoices):
        """What is read."""

        DATE = "date", _("date")
        DURATION = "duration", _("duration")
        AGE = "age", _("age")
        ORDER = "order", _("order")

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="readings")
    form = models.CharField(max_length=8, choices=Form.choices)
    # EDTF, ISO 8601 duration, whole years, or "before" / "strictly-before", by form.
    value = models.CharField(max_length=80)
    approximate = models.BooleanField(default=False)
    # Code of reading_bases.
    basis = models.CharField(max_length=24, default="stated")
    # Which end of which occurrence it speaks of; a duration, age or order has two: from and to, birth and the
    # day of the age, earlier and later. None while nobody has said which: shown, and the basis of nothing.
    of = models.ForeignKey(Occurrence, null=True, on_delete=models.PROTECT, related_name="+")
    of_point = models.CharField(max_length=5, blank=True, choices=POINTS)
    to = models.ForeignKey(Occurrence, null=True, on_delete=models.PROTECT, related_name="+")
    to_point = models.CharField(max_length=5, blank=True, choices=POINTS)
    # Empty when a person made it, else the id of the rule that proposed it.
    rule = models.CharField(max_length=80, blank=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.form} reading {self.pk}"


class ClaimEntity(AppendOnly):
    """A person, body, facility or place attached to a claim, in a role."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="entities")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="claims")
    role = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["role", "claim"], name="named_in_role"),
            models.Index(fields=["entity", "role", "claim"], name="named_as_whom"),
        ]

    def __str__(self) -> str:
        return f"{self.entity_id} in claim {self.claim_id}"


class ConflictNote(AppendOnly):
    """What was said of a conflict; its state is that of its newest note."""

    class State(models.TextChoices):
        """Where a conflict stands (DESIGN §8)."""

        OPEN = "open", _("open")
        ASKED = "asked", _("asked")
        WITNESS = "explained-by-witness", _("explained by the witness")
        EDITOR = "explained-by-editor", _("explained by an editor")
        KEPT = "kept", _("kept as it is")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conflict_notes")
    # Sorted reading ids joined by "-": the same set of readings is the same conflict.
    members = models.CharField(max_length=1000, db_index=True)
    state = models.CharField(max_length=22, choices=State.choices)
    explanation = models.TextField(blank=True)
    anchor = models.ForeignKey(Anchor, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"note on conflict {self.members}"


class Status(AppendOnly):
    """A sourced entry on one axis of a person's status; current is derived, never stored."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="statuses")
    person = models.ForeignKey(Entity, null=True, on_delete=models.PROTECT, related_name="statuses")
    axis = models.CharField(max_length=20, help_text=_("liberty, whereabouts, contact"))
    code = models.CharField(max_length=60)
    as_of = models.CharField(max_length=60, help_text=_("EDTF"))
    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="statuses")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.axis} of case {self.case_id}"


class Reckoning(models.Model):
    """How far the chronology of a case has been reckoned; derived.

    What was found are rows of their own, so that a page reads only those it shows.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="reckoning")
    # Raised by every change: the stamp of the occurrences it touches.
    version = models.PositiveBigIntegerField(default=0)
    # The number the next conflict gets; a number is never given twice.
    next_conflict = models.PositiveIntegerField(default=1)
    as_of = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"reckoning of case {self.case_id}"


class Knot(models.Model):
    """Readings that hang together through occurrences, and what the engine answered for them; derived."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="knots", db_index=False)
    # Of everything the answer rests on: the same digest has the same answer.
    digest = models.CharField(max_length=64)
    consistent = models.BooleanField()
    complete = models.BooleanField()
    # Something it rests on has changed since.
    stale = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case"], name="knots_torn", condition=models.Q(consistent=False)),
            models.Index(fields=["case"], name="knots_cut_short", condition=models.Q(complete=False)),
        ]

    def __str__(self) -> str:
        return f"knot {self.pk} of case {self.case_id}"


class FoundConflict(models.Model):
    """One conflict; derived. It keeps its number as long as its readings stay the same."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="found_conflicts", db_index=False)
    knot = models.ForeignKey(Knot, on_delete=models.CASCADE, related_name="conflicts")
    number = models.PositiveIntegerField()
    # How many statements it has: the smallest sets are shown first.
    size = models.PositiveIntegerField()
    found = models.JSONField()

    class Meta:
        ordering: ClassVar = ["size", "number"]
        indexes: ClassVar = [models.Index(fields=["case", "size", "number"], name="conflicts_in_order")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="conflict_number_in_case")
        ]

    def __str__(self) -> str:
        return f"conflict {self.number} of case {self.case_id}"


class FoundMember(models.Model):
    """A claim that takes part in a conflict, with one of its readings; derived."""

    conflict = models.ForeignKey(FoundConflict, on_delete=models.CASCADE, related_name="members")
    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="in_conflicts")

    def __str__(self) -> str:
        return f"claim {self.claim_id} in conflict {self.conflict_id}"


class FoundFit(models.Model):
    """The ways of counting a duration, or of taking an age, that fit all the rest; derived."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="found_fits", db_index=False)
    knot = models.ForeignKey(Knot, on_delete=models.CASCADE, related_name="fits")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="fits")
    # The id of the claim in files, with "#n" where it says several things.
    name = models.CharField(max_length=140)
    form = models.CharField(max_length=8, choices=Reading.Form.choices)
    ways = models.JSONField()

    class Meta:
        ordering: ClassVar = ["claim_id", "pk"]
        indexes: ClassVar = [models.Index(fields=["case", "claim"], name="fits_in_order")]

    def __str__(self) -> str:
        return f"ways that fit claim {self.claim_id}"


class FoundBound(models.Model):
    """Between which days an occurrence began and ended (empty is open), and of which knot it is; derived."""

    occurrence = models.OneToOneField(Occurrence, on_delete=models.CASCADE, related_name="bound")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="found_bounds", db_index=False)
    knot = models.ForeignKey(Knot, null=True, on_delete=models.SET_NULL, related_name="bounds")
    # The stamp of the newest change about it that has not been reckoned yet; 0 when there is none.
    touched = models.PositiveBigIntegerField(default=0)
    # The first day known of it, after every day while none is: what the chronology is ordered by.
    first = models.CharField(max_length=12, default=AFTER_EVERY_DAY)
    start_low = models.CharField(max_length=12, blank=True)
    start_high = models.CharField(max_length=12, blank=True)
    end_low = models.CharField(max_length=12, blank=True)
    end_high = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering: ClassVar = ["first", "occurrence_id"]
        indexes: ClassVar = [
            models.Index(fields=["case", "first", "occurrence"], name="bounds_in_time"),
            models.Index(
                fields=["case", "touched"], name="bounds_waiting", condition=models.Q(touched__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"bounds of occurrence {self.occurrence_id}"


# Tables of the rooms of this step, so that Django knows them.
from guwah.steps.claims import tables as _tables  # noqa: E402, F401 - they name the tables above
from guwah.steps.claims.exchange import tables as _exchange  # noqa: E402, F401 - they name the tables above
from guwah.steps.claims.picturing import tables as _picturing  # noqa: E402, F401 - they name the tables above
from guwah.steps.claims.suggesting import tables as _suggesting  # noqa: E402, F401 - they name the tables above
