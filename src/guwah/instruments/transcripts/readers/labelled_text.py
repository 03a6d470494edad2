"""Reads plain text in which a label at the start of a line says who speaks."""

from guwah.instruments.transcripts.assemble import assemble
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.decode import decode
from guwah.instruments.transcripts.model import Origin, Transcript


def read(raw: bytes, conventions: Conventions) -> Transcript:
    """Read labelled text.

    Args:
        raw: The whole file.
        conventions: Habits of the transcriber.

    Returns:
        The transcript; its text is the decoded file, byte order mark off, line ends kept.

    Raises:
        NotUnderstood: The bytes are no text.
    """
    decoded = decode(raw)
    origin = Origin("labelled-text", decoded.encoding, decoded.bom, raw)
    return assemble(decoded.text, origin, conventions, decoded.warnings)
