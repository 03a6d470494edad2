"""Write-only intake: a folder or a stick that can add but not read.

The folder holds `guwah-intake.toml` with the vault's id, its public recipient and an id of its own, and
below `incoming/` two age files for each thing that was added: the bytes, and a note of what they are. None
of it opens without the vault. Names tell nothing; sizes and the number of things are seen.

What was added is there when its note is: the bytes are durable before. `taken` removes both, the note last,
so that whatever moment a kill chose, the thing is still whole here or was written down in the vault.

Whoever had the stick may have put anything there: nothing of it is read but regular files, no more of them
than there should be (`vault.untrusted`).
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import io
import json
import os
import re
import secrets
import tomllib
from contextlib import ExitStack
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import tomlkit

from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.vault.age import AgeBroken, AgeReader, AgeWriter, Identity, Recipient
from guwah.vault.bech32 import NotBech32
from guwah.vault.durable import left_alone, make_folders, sync_folder, write_durably
from guwah.vault.keys import derive
from guwah.vault.untrusted import SMALL, NotRegular, open_untrusted, read_untrusted, real_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from guwah.vault.keys import Keys

FILE: Final = "guwah-intake.toml"
INCOMING: Final = "incoming"
FORMAT: Final = 1
PIECE: Final = 1 << 20
_PART: Final = ".part-"
_BYTES: Final = ".age"
_NOTE: Final = ".note.age"
_ID: Final = re.compile(r"[0-9a-f]{32}\Z")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}\Z")
_MOST_SAID: Final = 1 << 16  # bytes of guwah-intake.toml; a few lines
_MOST_SIZE: Final = 1 << 62


@dataclass(frozen=True, slots=True)
class Intake:
    """What an intake says about itself.

    Attributes:
        intake_id: 32 hex digits, random: whose notes these are.
        vault_id: the vault it is for.
        recipients: public keys that everything is sealed to.
        made: day, `YYYY-MM-DD`, UTC.
        mac: made with a key of the vault: nobody else can redirect an intake unnoticed by the vault.
    """

    intake_id: str
    vault_id: str
    recipients: tuple[Recipient, ...]
    made: str
    mac: str

    @property
    def fingerprint(self) -> str:
        """Eight groups of four digits to read over another line: whoever changed the key changes them."""
        digest = hashlib.sha256(b"guwah/intake/v1\0" + b"".join(each.public for each in self.recipients))
        digits = f"{int.from_bytes(digest.digest()[:16], 'big') % 10**32:032d}"
        return " ".join(digits[start : start + 4] for start in range(0, 32, 4))


@dataclass(frozen=True, slots=True)
class Note:
    """What is sealed beside the bytes of one thing.

    Attributes:
        intake_id: the intake it was added to.
        entry_id: 32 hex digits, random: never the same twice.
        name: as the file was called.
        added: when, by the clock of the machine that added it, ISO 8601 UTC.
        size: bytes.
        sha256: of the bytes, hex.
        who: who added it, in their words; empty when nobody said.
        words: what they noted; empty when nothing.
        path: where the file lay, as it was named there; empty when nobody said.
        modified: when the file was last changed, as its file system said, ISO 8601 UTC; empty likewise.
    """

    intake_id: str
    entry_id: str
    name: str
    added: str
    size: int
    sha256: str
    who: str
    words: str
    path: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in an intake, opened by the vault.

    Attributes:
        entry_id: its name there.
        note: what it is; None when the note does not open.
        before: True when it was sealed to keys the vault had earlier.
        code: why it cannot be taken: `note-broken`, `not-ours`, `bytes-missing`; `not-a-file` when note or
            bytes are a link, a pipe, a device or a folder; `unreadable-file`; empty when it can.
    """

    entry_id: str
    note: Note | None
    before: bool
    code: str


class IntakeDiffers(Refused):
    """The bytes of an entry are not those its note tells of."""


def make(folder: Path, keys: Keys, made: str) -> Intake:
    """Make a folder an intake of the open vault; nothing in it opens anything.

    Raises:
        WrongUse: `intake-there`, it is one already.
    """
    if (folder / FILE).exists():
        raise WrongUse("intake-there", "This folder can take in already. Nothing was changed.")
    recipient = Identity(keys.blob_identity).recipient
    bare = Intake(secrets.token_hex(16), keys.vault_id, (recipient,), made, "")
    intake = Intake(bare.intake_id, bare.vault_id, bare.recipients, made, _mac(bare, keys))
    make_folders(folder / INCOMING)
    write_durably(folder / FILE, tomlkit.dumps(_table(intake)).encode())
    return intake


def read(folder: Path) -> Intake:
    """Read what an intake says about itself; only `check` says whether the vault made it.

    Raises:
        NotUnderstood: `no-intake`, `intake-broken`.
    """
    try:
        return _intake(tomllib.loads(read_untrusted(folder / FILE, _MOST_SAID).decode()))
    except FileNotFoundError as missing:
        raise NotUnderstood(
            "no-intake", "This folder cannot take in; `guwah intake make` makes one that can."
        ) from missing
    except (OSError, KeyError, TypeError, ValueError, NotBech32, RecursionError) as broken:
        raise NotUnderstood("intake-broken", f"{FILE} in this folder cannot be read.") from broken


def check(intake: Intake, keys: Keys) -> None:
    """Refuse an intake of another vault, or one that somebody changed since the vault made it.

    Raises:
        WrongUse: `intake-of-another-vault`.
        NotUnderstood: `intake-changed`.
    """
    if intake.vault_id != keys.vault_id:
        raise WrongUse("intake-of-another-vault", "This folder takes in for another vault.")
    if not hmac.compare_digest(_mac(intake, keys).encode(), intake.mac.encode()):
        raise NotUnderstood(
            "intake-changed",
            f"{FILE} was changed since this vault made it: what was added since may have been sealed to "
            "somebody else's key. Make a new intake, and ask for everything again.",
        )


def add(
    folder: Path, source: BinaryIO, about: Note, *, progress: Callable[[int], object] | None = None
) -> Note:
    """Seal a stream into an intake, with flat memory; when this returns it is there for good.

    Args:
        folder: the intake.
        source: read to its end.
        about: name, time, who and words; the rest of it is filled in.
        progress: called with the number of bytes of each piece.

    Raises:
        NotUnderstood: `empty-file`, nothing is left of it; `no-intake`, `intake-broken`.
        OSError: the stream broke, or the disk refused; nothing is left of it.
    """
    intake = read(folder)
    incoming = _incoming(folder)
    sweep(folder)
    entry_id = secrets.token_hex(16)
    hasher, size = hashlib.sha256(), 0
    with ExitStack() as undo:
        part = incoming / f"{_PART}{entry_id}"
        file = os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb", buffering=0)
        undo.enter_context(file)
        undo.callback(part.unlink, missing_ok=True)
        fcntl.flock(file, fcntl.LOCK_EX)
        writer = AgeWriter(lambda data: _put(file, data), intake.recipients)
        while piece := source.read(PIECE):
            hasher.update(piece)
            writer.write(piece)
            size += len(piece)
            if progress is not None:
                progress(len(piece))
        if not size:
            raise NotUnderstood("empty-file", "This file is empty: there is nothing to seal.")
        writer.finish()
        os.fsync(file.fileno())
        told = asdict(about) | {"intake_id": intake.intake_id, "entry_id": entry_id}
        note = Note(**(told | {"size": size, "sha256": hasher.hexdigest()}))
        part.rename(incoming / f"{entry_id}{_BYTES}")
        undo.callback((incoming / f"{entry_id}{_BYTES}").unlink, missing_ok=True)
        sync_folder(incoming)
        write_durably(incoming / f"{entry_id}{_NOTE}", _sealed(note, intake.recipients))
        undo.pop_all()
        file.close()
    return note


def entries(folder: Path, keys: Keys) -> list[Entry]:
    """Open every note in an intake, in the order in which they say they were added.

    What was sealed to keys the vault had before a change opens too.

    Raises:
        NotUnderstood: `no-intake`, `intake-broken`.
    """
    intake = read(folder)
    names = sorted(path.name.removesuffix(_NOTE) for path in _incoming(folder).glob(f"*{_NOTE}"))
    found = [_entry(folder, name, intake, keys) for name in names if _ID.match(name)]
    return sorted(found, key=lambda each: each.note.added if each.note is not None else "")


def open_bytes(folder: Path, entry: Entry, keys: Keys) -> AgeReader:
    """Return a reader over the bytes of an entry; the caller closes it.

    Raises:
        IntakeDiffers: `intake-differs`, they do not open.
        OSError: they cannot be read, or are no regular file.
    """
    file = open_untrusted(folder / INCOMING / f"{entry.entry_id}{_BYTES}")
    try:
        return AgeReader(file, _identities(keys))
    except AgeBroken as broken:
        file.close()
        raise differs() from broken


def differs() -> IntakeDiffers:
    """Return what is said of bytes that are not those their note tells of."""
    return IntakeDiffers(
        "intake-differs",
        "What lies in the intake is not what its note tells of: it was changed or damaged. "
        "It was left there; ask whoever added it to add it again.",
    )


def remove(folder: Path, entry_id: str) -> None:
    """Remove an entry that is in the vault for good, the bytes first: without a note it is nothing's."""
    incoming = folder / INCOMING
    (incoming / f"{entry_id}{_BYTES}").unlink(missing_ok=True)
    sync_folder(incoming)
    (incoming / f"{entry_id}{_NOTE}").unlink(missing_ok=True)
    sync_folder(incoming)


def sweep(folder: Path) -> int:
    """Remove what killed additions left behind and return how many there were; running ones stay.

    So does everything that no addition makes: other names, links, pipes.
    """
    incoming, removed = _incoming(folder), 0
    noted = {path.name.removesuffix(_NOTE) for path in incoming.glob(f"*{_NOTE}")}
    left = [path for path in incoming.glob(f"*{_BYTES}") if _ID.match(path.name.removesuffix(_BYTES))]
    unnoted = [path for path in left if path.name.removesuffix(_BYTES) not in noted]
    for path in [*incoming.glob(f"{_PART}*"), *unnoted]:
        if path.is_symlink() or not path.is_file():
            continue
        with left_alone(path) as alone:
            # Between looking and locking its note may have come.
            if alone and not os.path.lexists(path.with_name(path.name.removesuffix(_BYTES) + _NOTE)):
                path.unlink(missing_ok=True)
                removed += 1
    return removed


def _incoming(folder: Path) -> Path:
    """Return the folder of what was added; never one that a link leads to, where others' files lie.

    Raises:
        NotUnderstood: `intake-broken`.
    """
    if not real_folder(folder / INCOMING):
        raise NotUnderstood("intake-broken", f"{INCOMING} in this folder is gone, or is no folder.")
    return folder / INCOMING


def _entry(folder: Path, name: str, intake: Intake, keys: Keys) -> Entry:
    path = folder / INCOMING / f"{name}{_NOTE}"
    now, *earlier = _identities(keys)
    for before, identities in ((False, (now,)), (True, tuple(earlier))):
        try:
            with AgeReader(io.BytesIO(read_untrusted(path, SMALL)), identities) as reader:
                note = _note(json.loads(reader.read()))
        except NotRegular:
            return Entry(name, None, before=False, code="not-a-file")
        except AgeBroken as broken:
            if broken.code == "not-for-us" and not before:
                continue
            break
        # Nested too deep for the reader of JSON is as good as no JSON.
        except (OSError, ValueError, TypeError, RecursionError):
            break
        code = "" if (note.intake_id, note.entry_id) == (intake.intake_id, name) else "not-ours"
        return Entry(name, note, before, code or _bytes_code(folder, name))
    return Entry(name, None, before=False, code="note-broken")


def _bytes_code(folder: Path, name: str) -> str:
    """Say what is wrong with the bytes of an entry before any of them is decrypted."""
    try:
        open_untrusted(folder / INCOMING / f"{name}{_BYTES}").close()
    except FileNotFoundError:
        return "bytes-missing"
    except NotRegular:
        return "not-a-file"
    except OSError:
        return "unreadable-file"
    return ""


def _note(told: Any) -> Note:  # noqa: ANN401 - JSON that anybody with the public key may have written
    """Return a note, every field of it of its kind.

    Raises:
        TypeError, ValueError: it is none.
    """
    note = Note(**told)
    texts = (getattr(note, each.name) for each in fields(note) if each.name != "size")
    if not all(isinstance(text, str) for text in texts) or type(note.size) is not int:
        raise TypeError("a field of a note is not of its kind")
    if not 0 <= note.size < _MOST_SIZE or not _DIGEST.match(note.sha256):
        raise ValueError("no file has this size or this digest")
    return note


def _identities(keys: Keys) -> tuple[Identity, ...]:
    return (Identity(keys.blob_identity), *(Identity(each) for each in reversed(keys.identities_before)))


def _sealed(note: Note, recipients: Sequence[Recipient]) -> bytes:
    sealed = bytearray()
    writer = AgeWriter(sealed.extend, recipients)
    # Escaped: a name whose bytes are no text has no other way through UTF-8.
    writer.write(json.dumps(asdict(note)).encode())
    writer.finish()
    return bytes(sealed)


def _intake(table: dict[str, Any]) -> Intake:
    if table["format"] != FORMAT or not _ID.match(table["intake"]) or not table["recipients"]:
        raise ValueError(FILE)
    recipients = tuple(Recipient.parse(str(each)) for each in table["recipients"])
    return Intake(table["intake"], str(table["vault"]), recipients, str(table["made"]), str(table["mac"]))


def _table(intake: Intake) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "intake": intake.intake_id,
        "vault": intake.vault_id,
        "recipients": [str(each) for each in intake.recipients],
        "made": intake.made,
        "mac": intake.mac,
    }


def _mac(intake: Intake, keys: Keys) -> str:
    said = {name: value for name, value in _table(intake).items() if name != "mac"}
    # The key of the names of blobs outlives a change of the master key, as an intake does.
    key = derive(keys.blob_names, "intake")
    return hmac.digest(key, json.dumps(said, sort_keys=True).encode(), "sha256").hex()


def _put(file: BinaryIO, data: memoryview) -> None:
    rest = data
    while rest:
        rest = rest[os.write(file.fileno(), rest) :]
