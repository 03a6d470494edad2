"""What can be seen of a vault's safety from outside, without a passphrase: its folder and this machine."""

from __future__ import annotations

import datetime as dt
import shutil
import stat
import subprocess
from dataclasses import dataclass
from enum import StrEnum, unique
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlcipher3 import dbapi2

from guwah.failures import NotUnderstood
from guwah.vault import sealed_sound
from guwah.vault.database.base import SQLCIPHER_LEAST, compiled_safely
from guwah.vault.sealed_drafts import waiting
from guwah.vault.slots import FULL_COST
from guwah.vault.vault_file import VaultFile, read
from guwah.vault.write_ahead import OF_A_KILL, look_if_alone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REHEARSE_EVERY: Final = dt.timedelta(days=365)
_PROGRAMS: Final = {
    "age": ("age", "opens sealed files without Guwah"),
    "bwrap": ("bubblewrap", "without it hostile files stay sealed and unread"),
    "ffmpeg": ("ffmpeg", "without it there are no waveforms and no copies of sound"),
    "bsdtar": ("libarchive-tools", "without it the names in RAR and 7z archives stay unread"),
}
_LEAST_FREE: Final = 1 << 30
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_LEFTOVERS: Final = (
    ".new-*",
    ".guwah.db-rekeyed*",
    ".guwah.db-compact*",
    ".sealing-rotated",
    "blobs/.sealing-*",
)


@unique
class Weight(StrEnum):
    """How much a finding matters."""

    BAD = "bad"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be.

    Attributes:
        code: stable name.
        weight: `bad` when the vault, or the group's trust in another, is in danger as it is, else `warn`.
        message: what is wrong.
        remedy: what to do about it.
    """

    code: str
    weight: Weight
    message: str
    remedy: str


def examine(folder: Path, today: dt.date, machine: Path = Path("/")) -> list[Finding]:
    """Look at the vault in `folder` and at this machine; nothing is opened or changed.

    Args:
        folder: the vault's folder.
        today: the present day, UTC.
        machine: root of the file system to look at, for tests.
    """
    looks: tuple[Callable[[], Iterator[Finding]], ...] = (
        _library,
        _programs,
        lambda: _swap(machine),
        lambda: _vault(folder, today),
    )
    return [finding for look in looks for finding in look()]


def _vault(folder: Path, today: dt.date) -> Iterator[Finding]:
    if not folder.is_dir():
        yield Finding("no-vault", Weight.WARN, "There is no vault here.", "`guwah init` makes one.")
        return
    yield from _rights(folder)
    yield from _room(folder)
    yield from _unfinished(folder)
    yield from _typing(folder)
    try:
        file = read(folder)
    except NotUnderstood as wrong:
        remedy = "Put vault.toml back from a copy, or come in with the recovery sheets: guwah recovery open"
        yield Finding(wrong.code, Weight.BAD, wrong.message, remedy)
        return
    yield from _changed(folder)
    yield from _slots(file)
    yield from _recovery(file, today)
    if file.rotation is not None:
        yield Finding(
            "keys-half-changed",
            Weight.BAD,
            "A change of keys was interrupted; until it is finished the old keys open a part.",
            "Unlock the vault: it goes on by itself.",
        )
    left = [path for pattern in _LEFTOVERS for path in folder.glob(pattern)]
    if left and file.rotation is None:
        yield Finding(
            "leftovers",
            Weight.WARN,
            f"{len(left)} files were left behind by something that was interrupted.",
            "Unlock the vault: those of sealing are cleared away; others may be deleted.",
        )


def _changed(folder: Path) -> Iterator[Finding]:
    behind = look_if_alone(folder).behind
    if behind:
        yield Finding(
            "database-breaks-off",
            Weight.BAD if behind > OF_A_KILL else Weight.WARN,
            f"The database's write-ahead log breaks off before {behind} of its pages: a power cut while "
            "something was written, or somebody changed it.",
            "Copy the vault's folder first. Then unlock: what stands before the break is taken, the file is "
            "kept in log/set-aside, and guwah doctor --open says whether the database holds.",
        )
    aside = folder / "log" / "set-aside"
    if aside.is_dir() and any(aside.iterdir()):
        yield Finding(
            "files-set-aside",
            Weight.BAD,
            "Files of the vault were found changed; as they were found they lie in log/set-aside.",
            "Find out who had this disk. When you know, move that folder out of the vault.",
        )


def _unfinished(folder: Path) -> Iterator[Finding]:
    parts = [path for path in folder.glob("blobs/.partial-*") if path.suffix != ".journal"]
    if parts:
        size = sum(path.stat().st_size for path in parts)
        yield Finding(
            "unfinished-files",
            Weight.WARN,
            f"{len(parts)} files came only in part ({size >> 20} MiB), the oldest on {_oldest(parts)}; "
            "none of them was acknowledged.",
            "Add the same files again: each goes on where it broke off (guwah evidence unfinished). "
            "After 30 days they are cleared away.",
        )


def _typing(folder: Path) -> Iterator[Finding]:
    sound = sealed_sound.waiting(folder)
    if sound:
        yield Finding(
            "sealed-sound",
            Weight.WARN,
            f"Sound that was recorded after a lock waits to be put into its recording, the oldest since "
            f"{_oldest(sound)}: {len(sound)} piece{'s' if len(sound) > 1 else ''}.",
            "Unlock the vault and open “Record a call” of the case: it is put in there. What is left in "
            "drafts/sound/ then waits for a piece before it, or could not be read; keep it until the "
            "recording is sealed and nobody misses anything.",
        )
    files = waiting(folder)
    pages = len(files)
    if pages:
        yield Finding(
            "sealed-typing",
            Weight.WARN,
            f"Typing of {pages} page{'s' if pages > 1 else ''} came after a lock and waits to be merged, the "
            f"oldest since {_oldest(files)}.",
            "Unlock the vault: its writer finds it under “Typed, not saved”. What is left in drafts/ "
            "then could not be read; delete it when nobody misses anything.",
        )


def _oldest(files: list[Path]) -> dt.date:
    """Return the day, UTC, on which the file was written that nobody has touched for longest."""
    return dt.datetime.fromtimestamp(min(path.stat().st_mtime for path in files), dt.UTC).date()


def _rights(folder: Path) -> Iterator[Finding]:
    # Whoever cannot pass this folder reaches nothing in it.
    if folder.stat().st_mode & _OTHERS:
        yield Finding(
            "open-to-others",
            Weight.BAD,
            "Other users of this machine can reach the vault's folder.",
            f"chmod go-rwx {folder}",
        )


def _room(folder: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(folder).free
    if free < _LEAST_FREE:
        yield Finding(
            "little-room",
            Weight.WARN,
            f"Only {free >> 20} MiB are free on the vault's disk.",
            "Free some space: what cannot be written is refused, nothing is lost.",
        )


def _slots(file: VaultFile) -> Iterator[Finding]:
    members = [slot.member for slot in file.slots]
    if len(set(members)) < len(members):
        yield Finding(
            "two-slots",
            Weight.WARN,
            "A change of passphrase was interrupted: the old and the new one both open the vault.",
            "Unlock with the new passphrase; the old one opens nothing from then on.",
        )
    if any(slot.cost.memory < FULL_COST.memory or slot.cost.passes < FULL_COST.passes for slot in file.slots):
        yield Finding(
            "cheap-slot",
            Weight.WARN,
            "A way in costs less to guess at than it should.",
            "Its member changes the passphrase: guwah member passphrase",
        )


def _recovery(file: VaultFile, today: dt.date) -> Iterator[Finding]:
    if not file.recoveries:
        alone = len({slot.member for slot in file.slots}) == 1
        yield Finding(
            "no-recovery",
            Weight.BAD if alone else Weight.WARN,
            "There are no recovery sheets: when the passphrases are gone, everything is.",
            "guwah recovery make --shares 5 --needed 3 --sheets FILE",
        )
        return
    last = max(each.rehearsed for each in file.recoveries)
    if not last:
        yield Finding(
            "never-rehearsed",
            Weight.WARN,
            "The recovery sheets were never tried.",
            "guwah recovery rehearse",
        )
    elif today - dt.date.fromisoformat(last) > REHEARSE_EVERY:
        yield Finding(
            "rehearsal-long-ago",
            Weight.WARN,
            f"The recovery sheets were last tried on {last}.",
            "guwah recovery rehearse",
        )


def _library() -> Iterator[Finding]:
    connection = dbapi2.connect(":memory:")
    try:
        found = connection.execute("PRAGMA cipher_version").fetchone()
        version = str(found[0]) if found and found[0] else ""
        safe = compiled_safely(connection)
    finally:
        connection.close()
    if not version or int(version.partition(".")[0]) < SQLCIPHER_LEAST:
        yield Finding(
            "no-sqlcipher",
            Weight.BAD,
            f"The database library is no SQLCipher {SQLCIPHER_LEAST} or later.",
            "Install Guwah again with its own requirements.",
        )
    if not safe:
        yield Finding(
            "temp-store",
            Weight.BAD,
            "The database library would write temporary tables in the clear.",
            "Install Guwah again with its own requirements.",
        )


def _programs() -> Iterator[Finding]:
    for program, (package, why) in _PROGRAMS.items():
        if shutil.which(program) is None:
            yield Finding(
                f"no-{program}", Weight.WARN, f"{program} is missing: {why}.", f"apt-get install {package}"
            )
    if shutil.which("bwrap") is not None and not _jail_works():
        yield Finding(
            "jail-closed",
            Weight.WARN,
            "bubblewrap is here but may not make a jail: hostile files stay sealed and unread.",
            "Allow unprivileged user namespaces on this machine.",
        )


def _jail_works() -> bool:
    tried = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0  # noqa: S603 - our own words


def _swap(machine: Path) -> Iterator[Finding]:
    try:
        rows = (machine / "proc" / "swaps").read_text("utf-8").splitlines()[1:]
    except FileNotFoundError:
        return
    # A device of the mapper is taken to be encrypted; zram lives in memory.
    plain = [row for row in rows if row and not row.startswith(("/dev/dm-", "/dev/mapper/", "/dev/zram"))]
    if plain:
        yield Finding(
            "swap",
            Weight.WARN,
            "This machine swaps memory to a disk that is perhaps not encrypted; keys could end there.",
            "Encrypt the swap space, or turn it off: swapoff -a",
        )
