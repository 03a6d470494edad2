"""Making a text of the same words in another script of its language: a machine layer, not checked yet."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Refused, WrongUse
from guwah.instruments import scripts, transcripts
from guwah.instruments.languages import BadTag, parse
from guwah.instruments.scripts import Spot
from guwah.steps.evidence.flows import Tool, add_derived, add_file
from guwah.steps.evidence.models import Item

# The module, whose own readings need this package: it may still be on its way in.
from guwah.steps.testimony import rebuilding
from guwah.steps.testimony.flows.aligning import propose
from guwah.steps.testimony.flows.importing import Imported, Wishes, take
from guwah.steps.testimony.flows.reading import How, understood
from guwah.steps.testimony.flows.storing import store
from guwah.steps.testimony.models import Layer
from guwah.steps.testimony.taking.habits import conventions
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Member
    from guwah.instruments.transcripts.model import Transcript
    from guwah.steps.testimony.models import Revision

# Their text is the file itself; others are written as labelled text first.
_TEXTS = frozenset({"labelled-text", "plain"})
_USUAL = {"kk": "Cyrl", "ug": "Arab", "zh": "Hans"}
# Raised when a table of `instruments.scripts` changes.
_TOOL = Tool("guwah scripts", "2")
# Told once of the whole text: nearly every line begins with a capital.
_TOLD_ONCE = frozenset({"capitals"})


@dataclass(frozen=True, slots=True)
class InOtherScript:
    """A layer in another script and what its text cannot tell any more (`scripts.Rewritten.losses`)."""

    imported: Imported
    losses: tuple[str, ...]
    spots: tuple[Spot, ...] = ()


class _Written(NamedTuple):
    """The text of the new layer; spots count in it."""

    text: str
    format: str
    how: How
    losses: tuple[str, ...]
    spots: tuple[Spot, ...]

    def beside(self, revision: Revision) -> dict[str, object]:
        """Return what is kept beside the new text."""
        kept = [list(each) for each in self.spots if each.code not in _TOLD_ONCE]
        return {"from": revision.pk, "losses": list(self.losses), "spots": kept}


def script_of(layer: Layer) -> str:
    """Return language and script of a layer as the tables name them, empty where they have none."""
    try:
        tag = parse(layer.language)
    except BadTag:
        return ""
    script = tag.script or _USUAL.get(tag.language, "")
    return f"{tag.language}-{script}" if script else ""


def in_other_script(actor: Member, layer: Layer, target: str) -> InOtherScript:
    """Write the words of a layer in another script and keep that as a machine layer beside it.

    Labels and headings stay as they are printed, so that turns and sessions stay the same ones. The new file
    is sealed, as derived from the layer's where it has one; the two are aligned at once, and wait for being
    confirmed. Where the layer was corrected since, the words are written anew as the next text of the same
    machine layer, unless somebody has corrected that one.

    Raises:
        NotPermitted: the actor does not work on texts here, or adds no files.
        WrongUse: `no-such-way`: there is no table from this script to that.
        Refused: `made-already`; `corrected-there`: a person has corrected the text in that script;
            `other-turns`: the new words would be read as other turns.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, layer.case, target=f"layer:{layer.pk}")
    source = script_of(layer)
    if target not in scripts.ways_from(source):
        raise WrongUse("no-such-way", "There is no table from the script of this text to that one.")
    revision = layer.revisions.latest("number")
    earlier = _made_before(layer, revision, target)
    written = _rewritten(*_as_text(revision), source, target)
    sealed = _sealed(actor, layer, written, target)
    if earlier is None:
        imported = _new(actor, revision, sealed, written, target)
    else:
        imported = _anew(actor, revision, sealed, written, earlier)
    propose(actor, layer, imported.layer)
    return InOtherScript(imported, written.losses, written.spots)


def _made_before(layer: Layer, revision: Revision, target: str) -> Layer | None:
    """Return the machine layer that an earlier text was written to.

    Raises:
        Refused: it is of this very text, or somebody has corrected it.
    """
    earlier = layer.translations.filter(kind=Layer.Kind.MACHINE, language=target).first()
    if earlier is None:
        return None
    made_from = earlier.revisions.latest("number").reading.get("script", {}).get("from")
    if made_from is None:
        raise Refused(
            "corrected-there",
            "Somebody has corrected the text in that script. It would be overwritten; nothing was made.",
        )
    if made_from == revision.pk:
        raise Refused("made-already", "This text stands in that script already.")
    return earlier


def _sealed(actor: Member, layer: Layer, written: _Written, target: str) -> Item:
    """Seal the new text, as derived from the newest file of its layer where there is one."""
    name, data = f"{layer.pk}.{target}.txt", BytesIO(written.text.encode())
    parent = Item.objects.filter(revisions__layer=layer).order_by("-revisions__number").first()
    if parent is not None:
        return add_derived(actor, parent, data, name, _TOOL).item
    return add_file(actor, layer.case, data, name, source=layer.source).item


def _new(actor: Member, revision: Revision, sealed: Item, written: _Written, target: str) -> Imported:
    layer, kind = revision.layer, Layer.Kind.MACHINE.value
    wishes = Wishes(written.format, target, kind, written.how, script=written.beside(revision))
    imported = take(actor, layer.case, sealed, wishes)
    with transaction.atomic():
        made = imported.layer
        made.translated_from = layer
        made.save(update_fields=["translated_from"])
        _told(actor, made, layer, written)
    return imported


def _anew(actor: Member, revision: Revision, sealed: Item, written: _Written, made: Layer) -> Imported:
    read = understood(sealed, written.format, written.how)
    with transaction.atomic():
        now = store(actor, made, sealed, read, {"script": written.beside(revision)})
        _told(actor, made, revision.layer, written)
    return Imported(made, now, tuple(now.sessions.all()))


def _told(actor: Member, made: Layer, layer: Layer, written: _Written) -> None:
    told = {"layer": made.pk, "from": layer.pk, "kind": "script", "losses": list(written.losses)}
    record(Act.TRANSCRIBED, actor.actor, things=[Thing("relation", told)], case=layer.case_id)


def _as_text(revision: Revision) -> tuple[Transcript, How]:
    """Return a revision as labelled text, or as plain text where nobody speaks, and how that is read."""
    untouched = revision.item_id is not None and revision.parent_id is None
    if untouched and revision.format in _TEXTS:
        how = How(habits=How.of(revision.reading).habits)
        return _read(revision.text, revision.format, how), how
    whole = rebuilding.transcript_of(revision)
    wanted = "labelled-text" if whole.sessions else "plain"
    read = transcripts.read(transcripts.write(whole, wanted).data, "text.txt", wanted)
    if _shape(read) != _shape(whole):
        raise Refused("other-turns", "Written as text it would be read as other turns. Nothing was made.")
    return read, How()


def _read(text: str, wanted: str, how: How) -> Transcript:
    return transcripts.read(text.encode(), "text.txt", wanted, conventions(how.habits))


def _rewritten(read: Transcript, how: How, source: str, target: str) -> _Written:
    """Return the text with the words of its turns and paragraphs rewritten, and every loss once."""
    blocks = [(block.start, block.end) for block in read.blocks]
    stretches = sorted([*blocks, *((turn.start, turn.end) for turn in _turns(read))])
    found, losses, spots, at = "", dict[str, None](), list[Spot](), 0
    for start, end in stretches:
        part = scripts.rewrite(read.text[start:end], source, target)
        found += read.text[at:start]
        spots += [Spot(each.start + len(found), each.end + len(found), each.code) for each in part.spots]
        found += part.text
        losses.update(dict.fromkeys(part.losses))
        at = end
    found += read.text[at:]
    if _shape(_read(found, read.format, how)) != _shape(read):
        raise Refused(
            "other-turns", "In that script the text would be read as other turns. Nothing was made."
        )
    return _Written(found, read.format, how, tuple(losses), tuple(spots))


def _turns(read: Transcript) -> list[transcripts.Turn]:
    return [turn for session in read.sessions for turn in session.turns]


def _shape(read: Transcript) -> tuple[int, list[list[str]]]:
    return len(read.blocks), [[turn.speaker for turn in session.turns] for session in read.sessions]
