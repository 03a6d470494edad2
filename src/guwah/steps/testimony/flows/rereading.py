"""A file that was corrected outside becomes the next revision of a text that is here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Refused, WrongUse
from guwah.instruments.transcripts.choosing import choosing, chosen
from guwah.instruments.transcripts.differing import edits_between, tokens
from guwah.instruments.transcripts.machine import HEAD, begins, drafted, without_head
from guwah.instruments.transcripts.masking import SIGN
from guwah.instruments.transcripts.rereading import read_again
from guwah.instruments.transcripts.revising import Revised
from guwah.steps.evidence.flows import add_file
from guwah.steps.testimony.editing.rows import How, draft_of, newest, next_uid
from guwah.steps.testimony.editing.tables import Standing
from guwah.steps.testimony.flows.importing import Wishes, from_disk
from guwah.steps.testimony.flows.reading import reading_of, told, understood
from guwah.steps.testimony.flows.storing import store_next
from guwah.steps.testimony.models import Layer, Revision
from guwah.steps.testimony.taking.doubting import in_later
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from guwah.accounts.models import Member
    from guwah.instruments.transcripts.choosing import Change, Choosing
    from guwah.instruments.transcripts.model import Transcript
    from guwah.instruments.transcripts.revising import Draft
    from guwah.steps.evidence.models import Item


_AROUND = 40
_SHARED = 0.2
_ANOTHER = (
    "Almost none of the words of this file stand in this text: it seems to correct another one. The text was "
    "not changed. Say --different to take it all the same."
)
_MACHINES = (
    "A machine wrote this file, and this text is none of a machine's. The text was not changed; the file is "
    "kept. Import it as a text of its own: it is marked as a machine's draft there."
)


@dataclass(frozen=True, slots=True)
class Choice:
    """How a corrected file is to be taken.

    Attributes:
        wanted: code of its format, or None to find it out.
        different: take it although almost none of its words stand in the text.
        refused: numbers of the changes that are left out, as `look_again` counts them.
    """

    wanted: str | None = None
    different: bool = False
    refused: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Looked:
    """A corrected file beside the text it corrects; nothing of it is kept yet.

    Attributes:
        now: the newest text.
        transcript: the file as it was read, without the line that copies of a machine's draft begin with.
        whole: the text of the file, that line in it.
        told: what it changes.
        different: whether almost none of its words stand in the text.
    """

    now: Revision
    transcript: Transcript
    whole: str
    told: Choosing
    different: bool

    @property
    def less(self) -> frozenset[int]:
        """Numbers of the changes that would put a sign, or the line of a copy, in the place of words."""
        return frozenset(each.n for each in self.told.changes if self._says_less(each))

    @property
    def masked(self) -> bool:
        """Whether words were left out of the file, so that what is missing in it may be meant to stay."""
        return _more(SIGN, self.transcript.text, self.now.text)

    def _says_less(self, change: Change) -> bool:
        old = self.now.text[change.old.start : change.old.end]
        new = self.transcript.text[change.new.start : change.new.end]
        return _more(SIGN, new, old) or _more(HEAD, new, old)


def look_again(actor: Member, layer: Layer, item: Item, wanted: str | None = None) -> Looked:
    """Read a sealed file as a correction of a text, and tell what it would change; nothing is kept.

    Raises:
        NotPermitted: the actor does not work on texts here.
        WrongUse: the item belongs to another case.
        NotUnderstood: the bytes are no transcript.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, layer.case, target=f"layer:{layer.pk}")
    return _looked(layer, Revision.objects.filter(layer=layer).latest("number"), item, wanted)


def _looked(layer: Layer, now: Revision, item: Item, wanted: str | None) -> Looked:
    if item.source.case_id != layer.case_id:
        raise WrongUse("not-in-case", "This item belongs to another case.")
    read = understood(item, wanted)
    # The line of the copy is no change: taken out alone, it hides none that somebody made beside it.
    transcript = read if begins(now.text) else without_head(read)
    former = draft_of(now)
    told = choosing(former, read_again(former, transcript, next_uid(layer)))
    return Looked(now, transcript, read.text, told, _differs(transcript.text, now.text))


def reread(
    actor: Member,
    layer: Layer,
    base: int,
    item: Item,
    wanted: str | None = None,
    *,
    different: bool = False,
) -> Revision:
    """Take a sealed file as the next text of a layer, with all that it changes; see `reread_chosen`."""
    return reread_chosen(actor, layer, base, item, Choice(wanted, different))


def reread_chosen(actor: Member, layer: Layer, base: int, item: Item, choice: Choice) -> Revision:
    """Take a sealed file as the next text of a layer, without the changes that a person refused.

    Its blocks keep their names where their words stayed, their speakers where the label did; everything held
    in words that are the same is carried, all else is flagged for a person. Where nothing changes there is no
    new revision.

    Args:
        actor: who takes it in.
        layer: which text it is a correction of.
        base: number of the revision the changes were looked at in; it must still be the newest.
        item: the sealed file.
        choice: how it is to be taken.

    Raises:
        NotPermitted: the actor does not work on texts here.
        WrongUse: the item belongs to another case.
        Refused: `edited-meanwhile`: the text was edited here since; `words-withheld`: the file is a copy from
            which words were left out; `machine-head`: or one that says it is a machine's; `machine-text`: a
            machine wrote it, and this text is no machine's; `another-text`;
            `all-or-nothing`: its sessions are others, so that no single change can be left out.
        NotUnderstood: the bytes are no transcript.
    """
    case = layer.case
    ask(actor, Permission.TESTIMONY_IMPORT, case, target=f"layer:{layer.pk}")
    with transaction.atomic():
        now = newest(layer)
        looked = _looked(layer, now, item, choice.wanted)
        if now.number != base:
            raise Refused(
                "edited-meanwhile",
                "The text was edited here after the file was taken from it. Nothing was changed.",
            )
        if drafted(looked.transcript) and layer.kind != Layer.Kind.MACHINE:
            raise Refused("machine-text", _MACHINES)
        draft = _chosen(looked, choice)
        if (draft.text, draft.units) == (looked.told.former.text, looked.told.former.units):
            return now
        _left_out(draft.text, now.text)
        if looked.different and not choice.different:
            raise Refused("another-text", _ANOTHER)
        revision = _stored(actor, looked, draft, item)
        things = [Thing("layer", _about(revision, item)), Thing("item", {"id": item.pk})]
        record(Act.TEXT_EDITED, actor.actor, things=things, case=case.pk)
    return revision


def _chosen(looked: Looked, choice: Choice) -> Draft:
    if looked.transcript.text == looked.now.text and not looked.told.changes:
        return looked.told.former
    try:
        return chosen(looked.told, choice.refused)
    except ValueError as whole:
        raise Refused(
            "all-or-nothing",
            "The file divides the text into other conversations than it has here. Its changes can only be "
            "taken all together, or none of them. Nothing was changed.",
        ) from whole


def _stored(actor: Member, looked: Looked, draft: Draft, item: Item) -> Revision:
    """Store what was chosen; the text is that of the file only where nothing was left out."""
    all_of_it = draft.text == looked.whole
    how = How(
        item=item if all_of_it else None,
        format=looked.transcript.format if all_of_it else "",
        reading=reading_of(looked.transcript, in_later(looked.transcript, draft.units))
        if all_of_it
        else None,
    )
    revised = Revised(draft, edits_between(looked.now.text, draft.text))
    return store_next(actor, looked.now, revised, how)


def _about(revision: Revision, item: Item) -> dict[str, object]:
    flagged = Standing.objects.filter(revision=revision, since=revision).values_list("pk", flat=True)
    return {
        "layer": revision.layer_id,
        "revision": revision.number,
        "item": item.pk,
        "changed": sorted(flagged),
        "text_sha256": hashlib.sha256(revision.text.encode()).hexdigest(),
    }


def _left_out(text: str, now: str) -> None:
    """Refuse a copy that says less than the text: its signs would take the place of the words.

    Raises:
        Refused: see `reread`.
    """
    if _more(SIGN, text, now):
        raise Refused(
            "words-withheld",
            f"The file holds {SIGN} where this text has words, as in a copy from which words were cut. The "
            "text was not changed. Put the words back in the file, or correct the text here. It stands at: "
            + " | ".join(_places(text)),
        )
    if _more(HEAD, text, now):
        raise Refused(
            "machine-head",
            f"The file holds the line “{HEAD}”, which copies begin with and this text does not. The "
            "text was not changed. Take the line out of the file.",
        )


def _places(text: str) -> Iterator[str]:
    at = text.find(SIGN)
    while at >= 0:
        end = at + len(SIGN)
        yield " ".join(text[max(0, at - _AROUND) : end + _AROUND].split())
        at = text.find(SIGN, end)


def _differs(text: str, now: str) -> bool:
    """Say whether a file is no correction of this text at all."""
    one, other = _words(text), _words(now)
    return len(one & other) < _SHARED * max(len(one), len(other))


def _more(sign: str, text: str, now: str) -> bool:
    return text.count(sign) > now.count(sign)


def _words(text: str) -> set[str]:
    return {each.casefold() for each in tokens(text) if each[0].isalnum()}


def reread_file(actor: Member, layer: Layer, base: int, path: Path, choice: Choice | None = None) -> Revision:
    """Seal a corrected file and take it as the next text of a layer; see `reread_chosen`.

    Raises:
        NotPermitted: the actor does not work on texts or add evidence here.
        NotUnderstood: the file is no transcript, or cannot be opened; nothing was changed.
    """
    choice = choice or Choice()
    return reread_chosen(actor, layer, base, seal_copy(actor, layer, path, choice.wanted), choice)


def seal_copy(actor: Member, layer: Layer, path: Path, wanted: str | None = None) -> Item:
    """Seal a corrected copy of a text in its source, once it has been understood.

    Raises:
        NotPermitted: the actor does not work on texts or add evidence here.
        NotUnderstood: the file is no transcript, or cannot be opened; nothing was changed.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, layer.case, target=f"layer:{layer.pk}")
    told(lambda: from_disk(path, Wishes(wanted)))
    return add_file(actor, layer.case, path, path.name, source=layer.source).item
