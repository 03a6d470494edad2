"""A text printed back as the file it came from, byte for byte."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from guwah.failures import Refused
from guwah.instruments import transcripts
from guwah.steps.testimony.flows.reading import How, understood

if TYPE_CHECKING:
    from guwah.steps.testimony.models import Revision

# Their text is the decoded file itself; the text of the others was derived by the reader.
_TEXT_IS_THE_FILE = frozenset({"labelled-text", "plain"})


def export(revision: Revision) -> bytes:
    """Return the file a revision was read from, made again from what is kept, and checked by its digest.

    It stays inside: whoever lets it out asks for consent first (law 4).

    Raises:
        Refused: the revision was typed here, or what comes back is not what was sealed.
    """
    if revision.item is None:
        raise Refused("no-file", "This text was typed here; there is no file to give back.")
    if revision.format in _TEXT_IS_THE_FILE:
        data = _encoded(revision)
    else:
        transcript = understood(revision.item, revision.format, How.of(revision.reading))
        data = transcripts.write(transcript, revision.format).data
    if hashlib.sha256(data).hexdigest() != revision.item.sha256:
        raise Refused("seal-broken", "What is kept here no longer gives the file that was sealed.")
    return data


def _encoded(revision: Revision) -> bytes:
    reading = revision.reading
    return bytes.fromhex(reading["bom"]) + revision.text.encode(reading["encoding"])
