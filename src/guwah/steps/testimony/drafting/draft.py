"""A draft by a machine becomes a layer with its badge: no original, and no basis of a released fact."""

from __future__ import annotations

import hashlib
import io
import json
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Problem, Refused, WrongUse
from guwah.instruments.languages import parse
from guwah.steps.evidence.flows import Tool, add_derived
from guwah.steps.evidence.flows.examine import in_memory, opened
from guwah.steps.evidence.models import Outcome
from guwah.steps.evidence.reading.jail import JailFailed, NoJail
from guwah.steps.testimony.drafting.hearing import Heard, hear
from guwah.steps.testimony.flows.importing import Imported, Wishes, take
from guwah.steps.testimony.flows.sounding import attach_recording
from guwah.steps.testimony.models import Layer
from guwah.vault.keyring import VaultLocked

if TYPE_CHECKING:
    from collections.abc import Callable

    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.models import Item
    from guwah.steps.testimony.drafting.model import Model

# Name of this step in the outcomes of a recording.
STEP: Final = "draft"
BROKEN_OFF: Final = "draft-broken-off"
TOOL: Final = "draft (faster-whisper)"
_SOUNDS: Final = frozenset({"audio", "video"})
_LONGEST_VERSION: Final = 40
_NOT_TRIED: Final = frozenset({"language-not-learnt", "no-language", "bad-tag", "no-whisper"})


class Stopped(Refused):
    """Somebody stopped it; nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__("draft-stopped", _("The draft was stopped. Nothing of it was kept."))


def draft(
    actor: Member,
    item: Item,
    language: str,
    model: Model,
    tell: Callable[[int, int], object] = lambda _done, _total: None,
) -> Imported:
    """Let a model write what it hears in a recording, and keep it as a machine's layer beside the sound.

    Args:
        actor: who asks for it.
        item: the sealed recording.
        language: tag of the language that is spoken (BCP 47).
        model: which model.
        tell: is called with seconds heard and seconds in all; may raise `Stopped`.

    Raises:
        NotPermitted: the actor does not import texts here, or may not hear recordings.
        WrongUse: `not-a-recording`.
        NotUnderstood: the language is no tag.
        Refused: the model has not learnt it; or why nothing could be heard. It stands among the outcomes.
        VaultLocked: the vault was locked meanwhile; nothing was kept.
    """
    case = item.source.case
    ask(actor, Permission.TESTIMONY_IMPORT, case, target=f"item:{item.pk}")
    if item.kind not in _SOUNDS:
        raise WrongUse("not-a-recording", "This item is neither a sound nor a film.")
    try:
        code = model.code(language)
        # Said before it begins: a lock, or the end of the program, leaves nobody who could say it then.
        _outcome(actor, item, BROKEN_OFF)
        heard = _heard(actor, item, model, code, tell)
        made = _kept(actor, case, item, heard, (model, code))
    except VaultLocked:
        # What was said at the beginning stands.
        raise
    except Problem as problem:
        _outcome(actor, item, problem.code)
        raise
    _outcome(actor, item, "")
    return made


def _heard(actor: Member, item: Item, model: Model, code: str, tell: Callable[[int, int], object]) -> Heard:
    try:
        with opened(actor, item) as reader, in_memory(reader, item) as given:
            found = hear(given, model, code, tell)
    except (JailFailed, NoJail) as failed:
        said = _(
            "The machine could not make a draft (%(code)s). Nothing was kept; the recording is unchanged."
        )
        raise Refused(failed.code, said % {"code": failed.code}) from failed
    if not any(each.text.strip() for each in found.segments):
        raise Refused("nothing-heard", _("The machine heard no words in this recording. Nothing was kept."))
    return found


def _kept(actor: Member, case: Case, item: Item, heard: Heard, by: tuple[Model, str]) -> Imported:
    model, code = by
    told = {
        "language": code,
        "made_with": {
            "program": "faster-whisper",
            "version": heard.version,
            "model": model.name,
            "model_sha256": _digest(model),
        },
        "duration": heard.seconds,
        "segments": [
            {"id": n, "start": each.start, "end": each.end, "text": each.text}
            for n, each in enumerate(heard.segments)
        ],
    }
    data = io.BytesIO(json.dumps(told, ensure_ascii=False, indent=1).encode())
    tool = Tool(TOOL, f"{heard.version}, {model.name}"[:_LONGEST_VERSION])
    sealed = add_derived(actor, item, data, f"{item.pk}.draft.json", tool).item
    # The script is the model's choice: it writes Kazakh in Cyrillic, whatever the group writes.
    language = parse(code if code != "jw" else "jv").language
    made = take(actor, case, sealed, Wishes("whisper-json", language, Layer.Kind.MACHINE.value))
    attach_recording(actor, made.layer, item)
    return made


def _digest(model: Model) -> str:
    with (model.folder / "model.bin").open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _outcome(actor: Member, item: Item, code: str) -> None:
    result = Outcome.Result.FAILED if code else Outcome.Result.DONE
    if code in _NOT_TRIED:
        result = Outcome.Result.NOT_TRIED
    Outcome.objects.create(item=item, step=STEP, result=result, code=code[:60], by=actor)
