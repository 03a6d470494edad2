"""Manifests of editions and packages: every file outside `proof/` with size and digest, as canonical JSON."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from guwah.instruments.proofs.encodings import Json, canonical, hash_from_hex, read_object
from guwah.instruments.proofs.errors import Malformed

FORMAT: Final = "guwah-edition/1"
PACKAGE_FORMAT: Final = "guwah-package/1"
PROOF_FOLDER: Final = "proof"
_MEMBERS: Final = frozenset({"format", "edition", "audience", "case", "built_at", "files"})
_FILE_MEMBERS: Final = frozenset({"path", "sha256", "bytes"})
_TOKEN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}\Z", re.ASCII)
_TIME: Final = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z\Z", re.ASCII)
_FORBIDDEN: Final = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|\Z)", re.IGNORECASE)
_MOST_PATH_BYTES: Final = 1024
_MOST_NAME_BYTES: Final = 255
_MOST_LETTERS: Final = 2000
_LARGEST: Final = 2**53 - 1


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file: its path with forward slashes, lower-case hexadecimal SHA-256, and size in bytes."""

    path: str
    sha256: str
    size: int

    def __post_init__(self) -> None:
        check_path(self.path)
        hash_from_hex(self.sha256)
        if not 0 <= self.size <= _LARGEST:
            raise Malformed("bad-size", "A file's size is a whole number of bytes.")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an edition consists of.

    Attributes:
        edition: The edition's id: letters, digits, dot, underscore, hyphen.
        audience: Code of the audience it was built for.
        case: The case's number as the public sees it.
        built_at: The publisher's clock, `YYYY-MM-DDTHH:MM:SSZ`.
        files: Every file outside `proof/`, sorted by the UTF-8 bytes of its path.
    """

    edition: str
    audience: str
    case: str
    built_at: str
    files: tuple[FileEntry, ...]

    def __post_init__(self) -> None:
        if not all(_TOKEN.match(each) for each in (self.edition, self.audience, self.case)):
            raise Malformed("bad-code", "Edition, audience and case are short codes.")
        _check(self.built_at, self.files)

    @property
    def kind(self) -> str:
        """What it is a manifest of."""
        return "edition"

    @property
    def name(self) -> str:
        """The id under which it is signed and logged."""
        return self.edition

    @property
    def form(self) -> str:
        """The format it is written in."""
        return FORMAT

    @property
    def data(self) -> bytes:
        """The manifest's canonical JSON bytes."""
        return canonical(
            {
                "format": FORMAT,
                "edition": self.edition,
                "audience": self.audience,
                "case": self.case,
                "built_at": self.built_at,
                "files": _listed(self.files),
            }
        )

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of `data`."""
        return hashlib.sha256(self.data).hexdigest()

    @classmethod
    def parse(cls, data: bytes) -> Manifest:
        """Read a manifest written by `data`.

        Raises:
            Malformed: not canonical JSON, another format, other members, bad paths or sizes.
        """
        value = read_object(data, _MEMBERS)
        texts = [value[name] for name in ("format", "edition", "audience", "case", "built_at")]
        if not all(isinstance(each, str) for each in texts) or not isinstance(value["files"], list):
            raise Malformed("bad-members", "A member of the manifest has the wrong type.")
        if texts[0] != FORMAT:
            raise Malformed("bad-format", "A manifest of another format.")
        return cls(texts[1], texts[2], texts[3], texts[4], tuple(_file(each) for each in value["files"]))


@dataclass(frozen=True, slots=True)
class PackageManifest:
    """What a package holds, for whom and what for; signed inside, because age names no sender.

    Attributes:
        package: The package's id: letters, digits, dot, underscore, hyphen.
        recipients: Name and age key (`age1…`) of everybody it is intended for; at least one.
        purpose: What it is given for, in the sender's words.
        built_at: The sender's clock, `YYYY-MM-DDTHH:MM:SSZ`.
        files: Every file outside `proof/`, sorted by the UTF-8 bytes of its path.
    """

    package: str
    recipients: tuple[tuple[str, str], ...]
    purpose: str
    built_at: str
    files: tuple[FileEntry, ...]

    def __post_init__(self) -> None:
        if not _TOKEN.match(self.package):
            raise Malformed("bad-code", "A package's id is a short code.")
        texts = [self.purpose, *(name for name, _ in self.recipients)]
        if not self.recipients or not all(each.strip() and len(each) <= _MOST_LETTERS for each in texts):
            raise Malformed("bad-members", "A package names its recipients and its purpose.")
        _check(self.built_at, self.files)

    @property
    def kind(self) -> str:
        """What it is a manifest of."""
        return "package"

    @property
    def name(self) -> str:
        """The id under which it is signed and logged."""
        return self.package

    @property
    def form(self) -> str:
        """The format it is written in."""
        return PACKAGE_FORMAT

    @property
    def data(self) -> bytes:
        """The manifest's canonical JSON bytes."""
        recipients: list[Json] = [{"name": name, "key": key} for name, key in self.recipients]
        return canonical(
            {
                "format": PACKAGE_FORMAT,
                "package": self.package,
                "recipients": recipients,
                "purpose": self.purpose,
                "built_at": self.built_at,
                "files": _listed(self.files),
            }
        )

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of `data`."""
        return hashlib.sha256(self.data).hexdigest()


def _check(built_at: str, files: tuple[FileEntry, ...]) -> None:
    if not _TIME.match(built_at):
        raise Malformed("bad-time", "The time is written YYYY-MM-DDTHH:MM:SSZ.")
    paths = [each.path for each in files]
    if paths != sorted(set(paths), key=str.encode):
        raise Malformed("bad-order", "Files are sorted by path, each once.")
    refuse_collisions(paths)


def _listed(files: Iterable[FileEntry]) -> list[Json]:
    return [{"path": each.path, "sha256": each.sha256, "bytes": each.size} for each in files]


def sorted_files(files: Iterable[FileEntry]) -> tuple[FileEntry, ...]:
    """Return the files in the order a manifest lists them."""
    return tuple(sorted(files, key=lambda each: each.path.encode()))


def check_path(path: object) -> str:
    """Return `path` when every system can store it inside a folder, and only there.

    Refused: empty, absolute, `.` and `..` parts, backslash, control characters, characters and device
    names Windows keeps for itself, parts that end in a dot or space, anything below `proof/`, text that
    is not in Unicode normal form C or not encodable, and overlong names.

    Raises:
        Malformed: `bad-path`.
    """
    if not isinstance(path, str) or not _encodable(path) or len(path.encode()) > _MOST_PATH_BYTES:
        raise Malformed("bad-path", "A path is text of at most 1024 bytes.")
    parts = path.split("/")
    if unicodedata.normalize("NFC", path) != path or not all(_is_name(part) for part in parts):
        raise Malformed("bad-path", "A path some system cannot store, or that leads out of the folder.")
    if fold(parts[0]) == PROOF_FOLDER:
        raise Malformed("bad-path", "The folder proof/ is not listed in the manifest.")
    return path


def refuse_collisions(paths: Iterable[str]) -> None:
    """Return when no two paths, or folders in them, are the same to a system that ignores case.

    Raises:
        Malformed: `path-collision`.
    """
    seen: dict[str, tuple[str, bool]] = {}
    for path in paths:
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            stem, is_file = "/".join(parts[:depth]), depth == len(parts)
            if seen.setdefault(fold(stem), (stem, is_file)) != (stem, is_file):
                raise Malformed("path-collision", "Two paths are the same to some systems.")


def fold(text: str) -> str:
    """Return what a case-ignoring file system compares."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def _is_name(part: str) -> bool:
    # One or two dots, which lead out of the folder, end in a dot like the names Windows cuts.
    if not part or part[-1] in ". " or len(part.encode()) > _MOST_NAME_BYTES:
        return False
    return not _FORBIDDEN.search(part) and not _DEVICE.match(part)


def _encodable(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _file(value: Any) -> FileEntry:  # noqa: ANN401 - one untrusted JSON value, checked here
    if not isinstance(value, Mapping) or frozenset(value) != _FILE_MEMBERS:
        raise Malformed("bad-members", "A file has exactly path, sha256 and bytes.")
    if type(value["bytes"]) is not int:
        raise Malformed("bad-size", "A file's size is a whole number of bytes.")
    return FileEntry(value["path"], value["sha256"], value["bytes"])
