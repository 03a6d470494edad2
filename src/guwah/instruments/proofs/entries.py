"""One entry of the custody log, in the exact bytes that are hashed (integrity: who, what, when, salted)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from guwah.instruments.proofs.encodings import Json, canonical, hash_from_hex, read_canonical
from guwah.instruments.proofs.errors import Malformed
from guwah.instruments.proofs.merkle import leaf_hash
from guwah.instruments.proofs.tiles import MAX_ENTRY

_VERSION: Final = 1
_TIME: Final = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z\Z", re.ASCII)
_CODE: Final = re.compile(r"[a-z][a-z0-9-]{0,63}\Z")
_ACTOR: Final = re.compile(r"[0-9a-z][0-9a-z-]{0,63}\Z")
_REQUIRED: Final = frozenset({"v", "t", "actor", "act", "obj"})
_OPTIONAL: Final = frozenset({"parents", "ctx", "beacon"})


@dataclass(frozen=True, slots=True)
class LogEntry:
    """What one act leaves in the log; nothing in it tells a stranger whom or what it was about.

    Attributes:
        time: When, by the vault's own clock, as `YYYY-MM-DDTHH:MM:SSZ`.
        actor: Key id of the person's signing key; the name is only in the database.
        act: Code of the act, for example `sealed`.
        objects: Commitments to what was acted on, 32 bytes each.
        parents: Leaf hashes of earlier entries this one follows from; left out when empty.
        context: Commitment to everything else that was noted, or None.
        beacon: Newest public random value known then ("not before"), or None.
    """

    time: str
    actor: str
    act: str
    objects: tuple[bytes, ...]
    parents: tuple[bytes, ...] = ()
    context: bytes | None = None
    beacon: str | None = None

    def __post_init__(self) -> None:
        if not _TIME.match(self.time):
            raise Malformed("bad-time", "A log entry's time is written YYYY-MM-DDTHH:MM:SSZ.")
        if not _ACTOR.match(self.actor) or not _CODE.match(self.act):
            raise Malformed("bad-code", "Actor and act are short codes.")

    @property
    def data(self) -> bytes:
        """The canonical JSON bytes that the log hashes.

        Raises:
            Malformed: `entry-too-long` beyond 65,535 bytes.
        """
        value: dict[str, Json] = {
            "v": _VERSION,
            "t": self.time,
            "actor": self.actor,
            "act": self.act,
            "obj": [each.hex() for each in self.objects],
        }
        if self.parents:
            value["parents"] = [each.hex() for each in self.parents]
        if self.context is not None:
            value["ctx"] = self.context.hex()
        if self.beacon is not None:
            value["beacon"] = self.beacon
        data = canonical(value)
        if len(data) > MAX_ENTRY:
            raise Malformed("entry-too-long", "A log entry has at most 65,535 bytes.")
        return data

    @property
    def leaf(self) -> bytes:
        """The entry's leaf hash, by which later entries name it."""
        return leaf_hash(self.data)

    @classmethod
    def parse(cls, data: bytes) -> LogEntry:
        """Read an entry written by `data`.

        Raises:
            Malformed: not canonical JSON, other members, or a member of the wrong form.
        """
        value = read_canonical(data)
        if not isinstance(value, dict) or not _REQUIRED <= set(value) <= _REQUIRED | _OPTIONAL:
            raise Malformed("bad-members", "A log entry has other members.")
        if value["v"] != _VERSION or isinstance(value["v"], bool):
            raise Malformed("bad-version", "A log entry of another version.")
        texts = [value["t"], value["actor"], value["act"], value.get("beacon", "")]
        if not all(isinstance(each, str) for each in texts) or value.get("parents") == []:
            raise Malformed("bad-members", "A member of the log entry has the wrong form.")
        return cls(
            str(value["t"]),
            str(value["actor"]),
            str(value["act"]),
            _hashes(value["obj"]),
            _hashes(value.get("parents", [])),
            hash_from_hex(value["ctx"]) if "ctx" in value else None,
            str(value["beacon"]) if "beacon" in value else None,
        )


def _hashes(value: Json) -> tuple[bytes, ...]:
    if not isinstance(value, list):
        raise Malformed("bad-members", "Objects and parents are lists of hashes.")
    return tuple(hash_from_hex(each) for each in value)
