"""Where a hit leads: to its words in the reader, and to the sound; no word stands in an address."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from guwah.steps.testimony.links import name_of, to_layer

if TYPE_CHECKING:
    from guwah.steps.testimony.search.answering import Hit

# Places that one address marks; a long answer stays a short address.
_MOST = 8


def to_words(hit: Hit) -> str:
    """Return the address at which the reader shows the words found and marks them."""
    return _reader(hit, {})


def to_sound(hit: Hit) -> str:
    """Return the same with the second at which they are heard, or nothing where nobody knows that."""
    block = hit.block
    if block is None or block.time_start is None or hit.revision.layer.recording_id is None:
        return ""
    return _reader(hit, {"t": f"{block.time_start:g}"})


def _reader(hit: Hit, more: dict[str, str]) -> str:
    revision, block = hit.revision, hit.block
    name = f"o{hit.start}" if block is None else name_of(block)
    place = {"from": str(hit.start)} if block is None else {"at": name}
    stretches = ".".join(f"{start}-{end}" for start, end in hit.found.pairs[:_MOST])
    query = urlencode({**place, "words": f"{revision.pk}.{stretches}", **more})
    return f"{to_layer(revision.layer.case_id, revision.layer_id)}?{query}#{name}"
