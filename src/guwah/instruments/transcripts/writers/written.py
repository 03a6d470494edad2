"""What a writer gives back."""

from dataclasses import dataclass

from guwah.instruments.transcripts.model import Warning_


@dataclass(frozen=True, slots=True)
class Written:
    """A file to be.

    Attributes:
        data: Its bytes.
        warnings: What the target format could not hold.
    """

    data: bytes
    warnings: tuple[Warning_, ...] = ()
