"""What somebody typed beside a part, and the button they chose, as what is to be done to the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from guwah.failures import NotUnderstood
from guwah.steps.testimony.editing.forms import EditForm
from guwah.steps.testimony.editing.tables import Edit
from guwah.steps.testimony.flows.editing import Wish

if TYPE_CHECKING:
    from guwah.steps.testimony.models import Block

_Kind = Edit.Kind


def wishes_of(block: Block, form: EditForm, doing: str) -> list[Wish]:
    """Return everything that was asked for in one form, in the order in which it is to be done.

    Words, speaker and time that were typed are kept whatever the button; only a part that is taken out
    of the text takes them with it. What was typed beside two parts that become one holds for the one.

    Args:
        block: The part, as it stands now.
        form: What was filled in, found valid.
        doing: `keep`, `next`, `split`, `merge` or `cut-off`.

    Raises:
        NotUnderstood: `no-time-before`: parts are joined of which the first has no time, so that the one
            typed here would be lost.
    """
    if doing == "cut-off":
        return [Wish(_Kind.CUT_OFF, block.uid)]
    typed: str = form.cleaned_data["words"].replace("\r\n", "\n")
    if doing == "split":
        joined, at = _parted(block, typed)
        beside = _speaker(block, form, block.uid) + _time(block, form)
        return [Wish(_Kind.FIX, block.uid, joined), *beside, Wish(_Kind.SPLIT, block.uid, at=at)]
    fixed = Wish(_Kind.FIX, block.uid, _as_stored(block, typed))
    if doing == "merge":
        return [fixed, Wish(_Kind.MERGE, block.uid), *_of_both(block, form)]
    return [fixed, *_speaker(block, form, block.uid), *_time(block, form)]


def _of_both(block: Block, form: EditForm) -> list[Wish]:
    """Return what was typed beside a part as wishes about the part before it, which it becomes."""
    rows = block.revision.blocks.filter(session=block.session, start__lt=block.start)
    former = rows.order_by("-start").first()
    if former is None:
        return []
    found = _speaker(block, form, former.uid)
    if _retimed(block, form) and form.time is not None:
        if former.time_start is None:
            raise NotUnderstood(
                "no-time-before",
                _(
                    "The part before it has no time, so the time typed here would be lost. Say first when "
                    "that part is heard, or leave the times of this one as they were. Nothing was changed."
                ),
            )
        found.append(Wish(_Kind.TIME, former.uid, time=(former.time_start, form.time[1])))
    return found


def _speaker(block: Block, form: EditForm, uid: int) -> list[Wish]:
    label = form.cleaned_data.get("label", block.label)
    return [Wish(_Kind.SPEAKER, uid, label=label)] if label != block.label else []


def _time(block: Block, form: EditForm) -> list[Wish]:
    return [Wish(_Kind.TIME, block.uid, time=form.time)] if _retimed(block, form) else []


def _retimed(block: Block, form: EditForm) -> bool:
    """Say whether a time was typed: one that is kept to the thousandth is shown shorter, and stays."""
    initial = EditForm.of(block, "", 0).initial
    typed = (form.data.get("begins", "").strip(), form.data.get("ends", "").strip())
    return typed != (initial["begins"], initial["ends"])


def _as_stored(block: Block, typed: str) -> str:
    """Return typed words with the line ends of the text: browsers send others."""
    words = block.revision.text[block.start : block.end]
    return typed.replace("\n", "\r\n") if "\r\n" in words else typed


def _parted(block: Block, typed: str) -> tuple[str, int]:
    """Return the words of a part that is to be split at the first blank line, without it, and the place."""
    first, _blank, second = (each.strip() for each in typed.partition("\n\n"))
    joined = next(
        (each for each in (f"{first} {second}", first + second) if each in block.revision.text),
        f"{first} {second}",
    )
    return _as_stored(block, joined), len(_as_stored(block, first)) if second else 0
