"""What a writer gives back."""

from dataclasses import dataclass

from guwah.instruments.transcripts.losses import Loss
from guwah.instruments.transcripts.model import Warning_


@dataclass(frozen=True, slots=True)
class Written:
    """A file to be.

    Attributes:
        data: Its bytes.
        warnings: What a person should know of the new file, each loss among them.
        losses: What the target format could not hold, kind by kind.
    """

    data: bytes
    warnings: tuple[Warning_, ...] = ()
    losses: tuple[Loss, ...] = ()
