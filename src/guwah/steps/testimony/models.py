"""Sessions, layers and their revisions, blocks, marks, events, anchors, and cuts.

All offsets count code points of `Revision.text` from 0, half-open (DESIGN §7).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from guwah.accounts.models import Case, Member
from guwah.steps.evidence.models import Item, Source
from guwah.vault.append_only import AppendOnly

if TYPE_CHECKING:
    from guwah.steps.testimony.layers.reviewing import Reviewed


class Layer(models.Model):
    """One text of a source, with its language and script."""

    class Kind(models.TextChoices):
        """What the text is to the words that were spoken or written."""

        ORIGINAL = "original", _("as transcribed")
        MACHINE = "machine", _("machine draft")
        TRANSLATION = "translation", _("translation")
        SCRIPT = "script", _("in another script")
        EDITION = "edition", _("edition")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="layers")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="layers")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.ORIGINAL)
    # BCP 47 as given, e.g. kk-Arab; empty while undecided.
    language = models.CharField(max_length=35, blank=True)
    translated_from = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="translations"
    )
    # The recording that was transcribed, when we hold it.
    recording = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    # How far it has been checked, where a page of many texts has asked (`layers.reviewing.with_states`).
    state: Reviewed | None = None
    # How long the newest text is, and the first one's format, where a list has asked (`queries`).
    turns: int = 0
    paragraphs: int = 0
    format: str = ""

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"layer {self.pk}"


class Revision(AppendOnly):
    """The text of a layer at one moment; a correction is a new revision."""

    layer = models.ForeignKey(Layer, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    # Where the text came from; none when it was typed here.
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="revisions")
    format = models.CharField(max_length=20)
    text = models.TextField()
    # The reader's answer beside the text: encoding, byte order mark, preamble, warnings.
    reading = models.JSONField(default=dict)
    # The revision this one was made from; none for the first of a layer.
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    # The earlier revision this one gives back, when it undoes what came after that.
    restores = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["layer", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["layer", "number"], name="revision_number")]

    def __str__(self) -> str:
        return f"revision {self.number} of layer {self.layer_id}"


class Session(models.Model):
    """One conversation or sitting, as a revision of a layer shows it."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="sessions")
    n = models.PositiveIntegerField()
    title = models.CharField(max_length=500, blank=True)
    spoken_languages = models.JSONField(default=list)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    # EDTF; session time is a claim too, so this is only what the documenter noted.
    held = models.CharField(max_length=60, blank=True)
    # The same session as it was first taken in: its participants are those of this one, whatever is edited.
    first = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="later")

    class Meta:
        ordering: ClassVar = ["revision", "n"]

    def __str__(self) -> str:
        return f"session {self.n} of revision {self.revision_id}"

    @property
    def cast(self) -> models.QuerySet[Participant]:
        """Who speaks here: the participants of the session as it was first taken in."""
        return (self.first or self).participants.all()


class Participant(models.Model):
    """Somebody who speaks in a session, by the label the transcript prints."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="participants")
    label = models.CharField(max_length=200)
    name = models.CharField(max_length=300, blank=True)
    # Code of the vocabulary person_roles: witness, interviewer, interpreter …; empty while nobody has said.
    role = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"participant {self.pk}"


class Block(AppendOnly):
    """A turn or a paragraph: start and end span the words after the label."""

    class Kind(models.TextChoices):
        """What kind of unit it is."""

        TURN = "turn"
        PARAGRAPH = "paragraph"

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="blocks")
    session = models.ForeignKey(Session, null=True, on_delete=models.PROTECT, related_name="turns")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    n = models.PositiveIntegerField()
    label = models.CharField(max_length=200, blank=True)
    participant = models.ForeignKey(Participant, null=True, on_delete=models.PROTECT, related_name="turns")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    # Seconds into the recording, when the transcript says.
    time_start = models.FloatField(null=True)
    time_end = models.FloatField(null=True)
    # Its name in every revision of the layer; `n` is only counted and changes when turns are split or merged.
    uid = models.PositiveIntegerField()
    # Where the label is printed, when it stands in the text.
    label_start = models.PositiveIntegerField(null=True)
    label_end = models.PositiveIntegerField(null=True)
    # How it was said and to whom, as printed beside the label.
    manner = models.CharField(max_length=300, blank=True)
    addressee = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["revision", "start"]
        indexes: ClassVar = [models.Index(fields=["revision", "start"])]
        constraints: ClassVar = [models.UniqueConstraint(fields=["revision", "uid"], name="block_uid")]

    def __str__(self) -> str:
        return f"{self.kind} {self.n} of revision {self.revision_id}"


class Mark(AppendOnly):
    """An editor's sign inside a block."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="marks")
    block = models.ForeignKey(Block, null=True, on_delete=models.PROTECT, related_name="marks")
    kind = models.CharField(max_length=20)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    attributes = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["revision", "start"]

    def __str__(self) -> str:
        return f"{self.kind} mark {self.pk}"


class Event(AppendOnly):
    """Something between blocks: neither speech nor a turn."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20)
    after_turn = models.PositiveIntegerField(help_text=_("number of the turn before it, 0 before the first"))
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["session", "start"]

    def __str__(self) -> str:
        return f"{self.kind} event {self.pk}"


class Anchor(AppendOnly):
    """A stretch of words in one revision, with its quote and 32 code points of context on each side."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="anchors")
    block = models.ForeignKey(Block, null=True, on_delete=models.PROTECT, related_name="anchors")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    prefix = models.CharField(max_length=32, blank=True)
    suffix = models.CharField(max_length=32, blank=True)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["revision", "start"]

    def __str__(self) -> str:
        return f"anchor {self.pk}"


# Codes of those whose wish a cut may be; anything else is a name as given.
WISHES = {
    "witness": _("the witness"),
    "family": _("the family"),
    "third-party": _("somebody spoken of"),
    "editor": _("ours, for somebody’s safety"),
}


class Cut(AppendOnly):
    """A stretch withheld from everything that goes out, with its reason and by whose wish.

    Lifting a cut is recorded beside it; the row of the cut stays.
    """

    settles: ClassVar[frozenset[str]] = frozenset({"lifted_at", "lifted_by", "lifted_because"})

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="cuts")
    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="cuts")
    reason = models.CharField(max_length=200)
    # Whose wish: witness, family, third-party, editor; or a name as given.
    by_wish_of = models.CharField(max_length=120)
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    lifted_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    # On whose word it may be shown again.
    lifted_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"cut {self.pk}"

    @property
    def wish(self) -> str:
        """Whose wish it was, in the language of the page; a name as it was given."""
        return str(WISHES.get(self.by_wish_of, self.by_wish_of))


class Note(AppendOnly):
    """A translator's or editor's remark beside a stretch, never inside the witness's words."""

    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="notes")
    words = models.TextField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"note {self.pk}"


# Tables of the rooms of this step, so that Django knows them.
from guwah.steps.testimony.editing import tables as _editing  # noqa: E402, F401 - they name the tables above
from guwah.steps.testimony.glossary import tables as _glossary  # noqa: E402, F401 - they name the tables above
from guwah.steps.testimony.layers import tables as _layers  # noqa: E402, F401 - they name the tables above
from guwah.steps.testimony.search import tables as _search  # noqa: E402, F401 - they name the tables above
from guwah.steps.testimony.taking import tables as _taking  # noqa: E402, F401 - they name the tables above
from guwah.steps.testimony.typing import tables as _typing  # noqa: E402, F401 - they name the tables above
