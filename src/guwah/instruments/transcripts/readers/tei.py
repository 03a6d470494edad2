"""Reads TEI: our own profile without a loss, that of others as far as its speech and times go."""

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.decode import check_size
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.limits import check_text
from guwah.instruments.transcripts.model import Origin, Transcript
from guwah.instruments.transcripts.readers.tei_common import common
from guwah.instruments.transcripts.readers.tei_own import is_own, ours
from guwah.instruments.transcripts.readers.tei_tree import open_tree


def read(raw: bytes, conventions: Conventions) -> Transcript:
    """Read a TEI document (TEI P5 chapter 8, ISO 24624:2016).

    Args:
        raw: The whole file.
        conventions: Words for events, where the document only describes them.

    Returns:
        The transcript; its text is what this reader made of the document.

    Raises:
        NotUnderstood: `not-tei`, `xml-bomb`, `empty-file`, or what `limits.check_text` refuses.
    """
    check_size(len(raw))
    root = open_tree(raw)
    origin = Origin("tei", "binary", b"", raw)
    found = ours(root, origin) if is_own(root) else common(root, origin, conventions)
    if not found.text.strip():
        raise NotUnderstood("empty-file", "The document has no words in it.")
    check_text(found.text)
    return found
