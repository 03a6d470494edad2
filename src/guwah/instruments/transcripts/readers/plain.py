"""Reads a text of paragraphs as what it is, without looking for anybody who speaks."""

from guwah.instruments.transcripts.assemble import paragraphs
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.decode import decode
from guwah.instruments.transcripts.model import Origin, Transcript


def read(raw: bytes, conventions: Conventions) -> Transcript:
    """Read an article, a letter or a note; every line with something in it is one block.

    Raises:
        NotUnderstood: The bytes are no text.
    """
    decoded = decode(raw)
    origin = Origin("plain", decoded.encoding, decoded.bom, raw)
    return paragraphs(decoded.text, origin, conventions, decoded.warnings)
