"""Making the copy that may go out: what was seen and heard, without what the file tells besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood
from guwah.steps.evidence.flows.arrive import Tool, add_derived
from guwah.steps.evidence.flows.examine import Step, hindrance, in_memory, opened
from guwah.steps.evidence.kinds import HEAD_BYTES, kind_of
from guwah.steps.evidence.models import Outcome
from guwah.steps.evidence.reading import plan, programs, steps
from guwah.steps.evidence.reading.answers import CannotRead
from guwah.steps.evidence.reading.jail import JailFailed, NoJail
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.accounts.models import Member
    from guwah.steps.evidence.models import Item

NO_WAY: Final = "no-way-to-clean"


class Pieces:
    """Pieces that come one by one, as a stream of bytes."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, at most `size`; none at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = piece
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


def clean_copy(actor: Member, item: Item) -> Step:
    """Make a copy of an item without metadata, as an item of its own; the item itself is not changed.

    JPEG and PNG keep their pixels byte for byte and how they lie, other pictures are drawn anew (HEIF as
    JPEG), a PDF becomes pictures of its pages, sound and video are copied packet by packet into a new
    container. Voices, faces, what is heard and seen in the background, and the noise of a camera's sensor are
    not metadata: they stay.

    Returns:
        The step `clean` with what became of it; the copy is in `made`.

    Raises:
        NotPermitted: the actor may not add evidence here.
        Refused: `blob-missing`, `blob-broken`, `vault-not-written`; nothing was made.
    """
    ask(actor, Permission.EVIDENCE_ADD, item.source.case, target=f"item:{item.pk}")
    step = Step(plan.CLEAN)
    with opened(actor, item) as reader:
        family = plan.family(item.media_type)
        hindered = hindrance(item, family) if cleanable(item) else NO_WAY
        if hindered:
            step.not_so(Outcome.Result.NOT_TRIED, hindered)
        else:
            with in_memory(reader, item) as given:
                _make(actor, item, step, (family, given))
    _write_down(actor, item, step)
    return step


def cleanable(item: Item) -> bool:
    """Say whether there is a way to make a copy of such an item without metadata."""
    return plan.family(item.media_type) in steps.ENDINGS or item.media_type in steps.CONTAINERS


def _make(actor: Member, item: Item, step: Step, given: tuple[str, int]) -> None:
    family, memory = given
    recording = plan.needs_ffmpeg(family)
    ending = steps.CONTAINERS[item.media_type][1] if recording else steps.ENDINGS[family]
    tool = Tool(*programs.tool(plan.CLEAN, family))
    # The name it came with may tell of somebody; that of the copy tells of nobody.
    name = f"item-{item.pk}-clean.{ending}"
    try:
        pieces = _recording(item, memory) if recording else _same_kind(item, family, memory)
        step.made.append(add_derived(actor, item, Pieces(pieces), name, tool).item)
    except (CannotRead, JailFailed) as failed:
        step.not_so(Outcome.Result.FAILED, failed.code)
    except NoJail as none:
        step.not_so(Outcome.Result.NOT_TRIED, none.code)
    except NotUnderstood as empty:
        # The only thing that can be wrong with what the jail gave: there was nothing.
        step.not_so(Outcome.Result.FAILED, empty.code)


def _recording(item: Item, memory: int) -> Iterator[bytes]:
    shown = steps.codecs(steps.probed(memory), "video")
    return steps.clean_recording(item.media_type, shown, memory, item.size)


def _same_kind(item: Item, family: str, memory: int) -> Iterator[bytes]:
    """Give the copy, and look that it is what it is to be where it comes out of the jail as a whole file."""
    whole = {"jpeg": item.media_type, "png": item.media_type, "heif": "image/jpeg"}
    looked = family not in whole
    for piece in steps.clean(family, memory):
        if not looked and kind_of(piece[:HEAD_BYTES]).media_type != whole[family]:
            raise JailFailed("reader-babbled")
        looked = True
        yield piece


def _write_down(actor: Member, item: Item, step: Step) -> None:
    copy = step.made[0].pk if step.made else None
    with transaction.atomic():
        Outcome.objects.create(item=item, step=step.step, result=step.result, code=step.code, by=actor)
        record(
            Act.CLEANED,
            actor.actor,
            things=[Thing("item", {"id": item.pk, "copy": copy, "result": step.code})],
            case=item.source.case_id,
        )
