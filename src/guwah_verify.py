#!/usr/bin/env python3
"""Check an edition made with Guwah, or the log folder of a vault. Needs nothing but Python 3.8 or newer.

    python guwah_verify.py PATH [--key VKEY] [--json]

Exit code 0: intact; 1: broken; 2: wrong use; 3: nothing here could be read. No network, no other file of
Guwah, nothing is written. The numbered steps below are the ones docs/verify.md explains in words.

Standards followed: RFC 6962 and 9162 (Merkle tree), RFC 8032 (Ed25519), RFC 4648 (base64), C2SP
signed-note, tlog-checkpoint, tlog-proof and tlog-tiles. JSON files are compared as bytes with what they
must be, or hashed as they stand; they are never written again.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import stat
import sys
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# ruff: noqa: PLR2004, PTH112, PTH118
# The bare numbers are sizes the standards give; paths stay plain text, compared as the manifest has them.

FORMAT = "guwah-edition/1"
PROOF_FILES = ("keys.txt", "log-entry.json", "log-proof.txt", "manifest.json", "manifest.sig", "opening.json")
MANIFEST_MEMBERS = {"format", "edition", "audience", "case", "built_at", "files"}
SMALL = 1 << 20  # the most bytes a signature, key, entry or opening file may have
LARGE = 1 << 26  # the most bytes a manifest may have
PIECE = 1 << 20
MOST_TOLD = 200
TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}\Z", re.ASCII)
HEX_HASH = re.compile(r"[0-9a-f]{64}\Z")
DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,18})\Z", re.ASCII)
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
NOT_A_NAME = re.compile('[\x00-\x1f\x7f\\\\:*?"<>|\ud800-\udfff]|[. ]\\Z')
DEVICE = re.compile("(?:con|prn|aux|nul|(?:com|lpt)[0-9\xb9\xb2\xb3])(?:\\.|\\Z)", re.IGNORECASE)
SIGNATURE_LINE = re.compile("\u2014 ([^\\s+]+) (\\S+)\\Z")


class BrokenError(Exception):
    """Something is not what it says it is."""

    def __init__(self, code: str, message: str, file: str | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.file = code, message, file


class UnreadableError(BrokenError):
    """Nothing can be said: it could not be read, or is not of a kind this program knows."""


@dataclass
class Report:
    """What was found; each part is told separately because one does not imply another."""

    broken: list[BrokenError] = field(default_factory=list)
    extent: str = ""
    included: dict[str, Any] | None = None
    signed_by: list[dict[str, Any]] = field(default_factory=list)
    unverified: list[str] = field(default_factory=list)

    def attempt(self, step: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401 - what the step returns
        """Run one step; when it finds something broken, note that and return None."""
        try:
            return step(*arguments)
        except UnreadableError:
            raise
        except BrokenError as fault:
            self.broken.append(fault)
            return None


# --- Strict forms: one accepted spelling each, so that no byte can change unnoticed ------------------------
def from_base64(text: str, file: str, size: int | None = None) -> bytes:
    """Read canonical standard base64 (RFC 4648 sections 3.5 and 4), of `size` bytes when given."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if base64.b64encode(data).decode("ascii") != text or len(data) != (len(data) if size is None else size):
        raise BrokenError("bad-base64", "not canonical base64 of the right length", file)
    return data


def decimal(text: str, file: str) -> int:
    """Read a number without leading zeroes."""
    if not DECIMAL.match(text):
        raise BrokenError("bad-number", "not a plain decimal number", file)
    return int(text)


def decode(data: bytes, file: str) -> str:
    """Read strict UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise BrokenError("bad-encoding", "not UTF-8", file) from None


def parse_json(data: bytes, file: str) -> dict[str, Any]:
    """Read a JSON object: no doubled names, no NaN, no fractions, no huge numbers, no bottomless nesting."""

    def refuse(_: str) -> NoReturn:
        raise BrokenError("bad-json", "a number this format does not have", file)

    def whole(text: str) -> int:
        return int(text) if len(text) <= 17 else refuse(text)

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in pairs}) != len(pairs):
            raise BrokenError("bad-json", "a name occurs twice in one object", file)
        return dict(pairs)

    text = decode(data, file)
    try:
        hooks: Any = {"parse_int": whole, "parse_float": refuse, "parse_constant": refuse}
        value = json.loads(text, object_pairs_hook=members, **hooks)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise BrokenError("bad-json", "not a JSON object", file)
    return value


def text_of(value: dict[str, Any], name: str, form: re.Pattern[str], file: str) -> str:
    """Return a text member that matches `form`."""
    text = value.get(name)
    if not isinstance(text, str) or not form.match(text):
        raise BrokenError("bad-member", f"the member {name} is missing or of another form", file)
    return text


def as_json(value: dict[str, Any]) -> bytes:
    """Write plain ASCII texts as canonical JSON (RFC 8785); no other value is ever given here."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")


# --- Ed25519 (RFC 8032 section 5.1), checking only ---------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def add(a: Sequence[int], b: Sequence[int]) -> tuple[int, int, int, int]:
    """Add two points in extended coordinates (section 5.1.4); also right for doubling."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    h, i, j, k = f - e, d - c, d + c, f + e
    return h * i % P, j * k % P, i * j % P, h * k % P


def decompress(data: bytes) -> tuple[int, int, int, int] | None:
    """Read a point (section 5.1.3); None for bytes that are no point, or not its canonical form."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    x = x if (v * x * x - u) % P == 0 else x * ROOT_OF_MINUS_1 % P
    if y >= P or (v * x * x - u) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def compress(a: Sequence[int]) -> bytes:
    """Write a point (section 5.1.2)."""
    inverse = pow(a[2], P - 2, P)
    x, y = a[0] * inverse % P, a[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or NEUTRAL


def ed25519_holds(public: bytes, signature: bytes, message: bytes) -> bool:
    """Check a signature (section 5.1.7): S below L, canonical points, no key of small order."""
    point = decompress(public) if len(public) == 32 and len(signature) == 64 else None
    s = int.from_bytes(signature[32:], "little")
    if point is None or s >= L:
        return False
    small: Sequence[int] = point
    for _ in range(3):
        small = add(small, small)
    if compress(small) == compress(NEUTRAL):
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    minus = (P - point[0], point[1], 1, P - point[3])
    choices, result = (NEUTRAL, BASE, minus, add(BASE, minus)), NEUTRAL
    for bit in range(252, -1, -1):
        result = add(add(result, result), choices[(s >> bit & 1) | (k >> bit & 1) << 1])
    return compress(result) == signature[:32]


# --- Merkle tree (RFC 6962 section 2.1; checks as in RFC 9162 section 2.1.3.2) -----------------------------
def leaf_hash(entry: bytes) -> bytes:
    """Hash a log entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Return the root over leaf or subtree hashes; of none, the hash of nothing."""
    level = list(hashes)
    while len(level) > 1:
        paired = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level = paired + level[2 * len(paired) :]
    return level[0] if level else hashlib.sha256(b"").digest()


def root_from_proof(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes | None:
    """Return the root an inclusion proof leads to; None when it has the wrong length or place."""
    place, last, node = index, size - 1, leaf
    for sibling in proof:
        if last <= 0:
            return None
        if place & 1 or place == last:
            node = node_hash(sibling, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    return node if last == 0 and 0 <= index < size else None


# --- Keys, signed notes, checkpoints (C2SP) ----------------------------------------------------------------
class Key(NamedTuple):
    """A public key: `name+hash+base64(0x01 || 32 bytes)`."""

    vkey: str
    name: str
    key_id: bytes
    public: bytes


def parse_key(vkey: str, file: str) -> Key:
    """Read a vkey; its hash must fit its name and bytes."""
    parts = vkey.split("+", 2)
    if len(parts) != 3 or not parts[0] or not all("!" <= letter <= "~" for letter in vkey):
        raise BrokenError("bad-key", "not a key in the form name+hash+base64", file)
    body = from_base64(parts[2], file, 33)
    key_id = hashlib.sha256(parts[0].encode() + b"\n" + body).digest()[:4]
    if body[:1] != b"\x01" or key_id.hex() != parts[1]:
        raise BrokenError("bad-key", "not Ed25519, or its hash does not fit its name and bytes", file)
    return Key(vkey, parts[0], key_id, body[1:])


def fingerprint_words(vkey: str) -> str:
    """Return six made-up words (96 bits, proquints) by which two people compare a key aloud."""
    consonants, vowels, digest = "bdfghjklmnprstvz", "aiou", hashlib.sha256(vkey.encode()).digest()
    words = []
    for n in (digest[at] << 8 | digest[at + 1] for at in range(0, 12, 2)):
        letters = (consonants[n >> 12], vowels[n >> 10 & 3], consonants[n >> 6 & 15], vowels[n >> 4 & 3])
        words.append("".join(letters) + consonants[n & 15])
    return "-".join(words)


def open_note(note: bytes, key: Key, file: str, report: Report) -> str:
    """Check a signed note by `key` and return its text; lines by other keys are only counted."""
    whole = decode(note, file)
    at = whole.rfind("\n\n")
    if at < 0 or not whole.endswith("\n") or CONTROL.search(whole):
        raise BrokenError("bad-note", "not a signed note", file)
    text, held = whole[: at + 1], []
    for line in whole[at + 2 : -1].split("\n"):
        match = SIGNATURE_LINE.match(line)
        data = from_base64(match.group(2), file) if match else b""
        if match is None or len(data) < 5:
            raise BrokenError("bad-note", "not a signature line", file)
        if match.group(1) != key.name or data[:4] != key.key_id:
            report.unverified.append(f"a further signature in {file}, by a key not known here")
        else:
            held.append(ed25519_holds(key.public, data[4:], text.encode()))
    if not held or not all(held):
        raise BrokenError("bad-signature", f"not signed by the key {key.name}", file)
    return text


def open_checkpoint(note: bytes, key: Key, file: str, report: Report) -> tuple[int, bytes]:
    """Check a checkpoint: signed by the log's key, three lines, its origin the key's name."""
    lines = open_note(note, key, file, report).split("\n")
    if len(lines) != 4 or lines[0] != key.name:
        raise BrokenError("bad-checkpoint", "not a checkpoint of this log", file)
    return decimal(lines[1], file), from_base64(lines[2], file, 32)


# --- Reading a folder nobody vouches for -------------------------------------------------------------------
@dataclass
class Folder:
    """The plain files and folders below a path; everything else is already reported as broken."""

    top: str
    files: dict[str, str] = field(default_factory=dict)  # path in normal form C -> path as the disk has it
    folders: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)  # everything at the top, of whatever kind

    def pieces(self, path: str, size: int | None, most: int) -> Iterator[bytes]:
        """Yield a plain file's bytes, never through a link; refuse another size, or more than `most`."""
        if path not in self.files:
            raise BrokenError("missing-file", "the file is missing", path)
        flags = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
        handle = os.open(os.path.join(self.top, *self.files[path].split("/")), flags)
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode) or found.st_size > most or size not in (None, found.st_size):
                raise BrokenError("wrong-size", "not a plain file of the size it should have", path)
            left = found.st_size
            while left and (piece := os.read(handle, min(PIECE, left))):
                left -= len(piece)
                yield piece
        finally:
            os.close(handle)

    def small(self, path: str, most: int = SMALL) -> bytes:
        """Read a small file whole."""
        return b"".join(self.pieces(path, None, most))


def read_folder(top: str, report: Report) -> Folder:
    """Step 1: walk the folder without following anything; links, devices and strange names are broken."""
    if not os.path.isdir(top):
        raise UnreadableError("not-a-folder", "there is no folder of this name")
    folder, waiting, seen = Folder(top), [""], set()
    while waiting:
        above = waiting.pop()
        with os.scandir(os.path.join(top, *above.split("/")) if above else top) as entries:
            found = sorted(entries, key=lambda each: each.name)
        for entry in found:
            raw = f"{above}/{entry.name}" if above else entry.name
            folder.names.update([] if above else [entry.name])
            path = unicodedata.normalize("NFC", raw)
            folded = unicodedata.normalize("NFC", path.casefold())
            fault = strangeness(entry, raw)
            if fault or folded in seen:
                report.broken.append(
                    fault or BrokenError("path-collision", "the same name to some systems", raw)
                )
            elif entry.is_dir(follow_symlinks=False):
                folder.folders.add(path)
                waiting.append(raw)
            else:
                folder.files[path] = raw
            seen.add(folded)
    return folder


def strangeness(entry: os.DirEntry[str], path: str) -> BrokenError | None:
    """Return why this directory entry cannot be part of anything we check, or None."""
    if NOT_A_NAME.search(entry.name) or DEVICE.match(entry.name):
        return BrokenError("bad-name", "a name that not every system can store", path)
    if entry.is_symlink():
        return BrokenError("link", "a link, not a file", path)
    if not entry.is_dir(follow_symlinks=False) and not entry.is_file(follow_symlinks=False):
        return BrokenError("not-a-file", "neither a plain file nor a folder", path)
    return None


# --- Edition -----------------------------------------------------------------------------------------------
def read_keys(folder: Folder) -> tuple[Key, Key]:
    """Step 2: read the two keys: the edition's and the log's."""
    file = "proof/keys.txt"
    lines = decode(folder.small(file), file).split("\n")
    if len(lines) != 3 or lines[2] or lines[0][:8] != "edition " or lines[1][:4] != "log ":
        raise BrokenError("bad-keys", "keys.txt holds one edition line and one log line", file)
    return parse_key(lines[0][8:], file), parse_key(lines[1][4:], file)


def read_manifest(folder: Folder) -> tuple[str, str, dict[str, tuple[str, int]]]:
    """Step 3: return edition, digest and files. Paths are only ever compared with those on the disk."""
    file = "proof/manifest.json"
    data = folder.small(file, LARGE)
    value = parse_json(data, file)
    listed = value.get("files")
    if set(value) != MANIFEST_MEMBERS or value["format"] != FORMAT or not isinstance(listed, list):
        raise BrokenError("bad-format", f"not a manifest of the format {FORMAT}", file)
    files: dict[str, tuple[str, int]] = {}
    last = b""
    for item in listed:
        good = isinstance(item, dict) and set(item) == {"path", "sha256", "bytes"}
        path, size = (item["path"], item["bytes"]) if good else (None, None)
        if not isinstance(path, str) or type(size) is not int or path.split("/")[0].casefold() == "proof":
            raise BrokenError("bad-member", "a listed file has other members, or lies in proof/", file)
        if path.encode("utf-8", "surrogatepass") <= last:
            raise BrokenError("bad-order", "the files are not sorted by path, each once", file)
        last = path.encode("utf-8", "surrogatepass")
        files[path] = (text_of(item, "sha256", HEX_HASH, file), size)
    return text_of(value, "edition", TOKEN, file), hashlib.sha256(data).hexdigest(), files


def check_statement(folder: Folder, edition: str, sha256: str, keys: tuple[Key, Key], report: Report) -> None:
    """Step 4: the edition's key signed a statement naming this manifest and the log's key."""
    file = "proof/manifest.sig"
    lines = [FORMAT, f"edition {edition}", f"manifest sha256:{sha256}", f"log {keys[1].vkey}"]
    if open_note(folder.small(file), keys[0], file, report) != "\n".join(lines) + "\n":
        raise BrokenError("wrong-statement", "the signed statement is about another manifest or log", file)


def check_files(folder: Folder, files: dict[str, tuple[str, int]], report: Report) -> None:
    """Step 5: every listed file is there with its size and digest, and there is nothing else."""
    expected = {*files, *(f"proof/{name}" for name in PROOF_FILES)}
    parents = {path[:at] for path in expected for at, letter in enumerate(path) if letter == "/"}
    for path in sorted(set(folder.files) - expected):
        report.broken.append(BrokenError("extra-file", "a file the manifest does not list", path))
    for path in sorted(folder.folders - parents):
        report.broken.append(BrokenError("extra-folder", "a folder without any listed file", path))
    for path, (sha256, size) in files.items():
        report.attempt(check_file, folder, path, sha256, size)
    report.extent = f"{len(files)} files, {sum(size for _, size in files.values())} bytes"


def check_file(folder: Folder, path: str, sha256: str, size: int) -> None:
    """Compare one file with what was signed, reading it in pieces."""
    hasher = hashlib.sha256()
    for piece in folder.pieces(path, size, size):
        hasher.update(piece)
    if hasher.hexdigest() != sha256:
        raise BrokenError("changed-file", "the file is not the one that was signed", path)


def check_opening(folder: Folder, edition: str, sha256: str, signer: Key) -> bytes:
    """Step 6: the log entry commits to this manifest and this edition key; return the entry."""
    file, entry_file = "proof/opening.json", "proof/log-entry.json"
    data, entry = folder.small(file), folder.small(entry_file)
    salt = text_of(parse_json(data, file), "salt", HEX_HASH, file)
    value = {"edition": edition, "format": FORMAT, "manifest": sha256, "signer": signer.vkey}
    if data != as_json({"label": "edition", "salt": salt, "value": value}):
        raise BrokenError("wrong-opening", "the opening is of another edition or key", file)
    commitment = hashlib.sha256(b"guwah/edition/v1\x00" + bytes.fromhex(salt) + as_json(value)).hexdigest()
    objects = parse_json(entry, entry_file).get("obj")
    if not isinstance(objects, list) or commitment not in objects:
        raise BrokenError("not-committed", "the log entry is not about this edition", entry_file)
    return entry


def check_inclusion(folder: Folder, entry: bytes, log: Key, report: Report) -> None:
    """Steps 7 and 8: the log's key signed a tree head, and the entry stands in that tree."""
    file = "proof/log-proof.txt"
    above, gap, note = folder.small(file).partition(b"\n\n")
    lines = decode(above, file).split("\n")
    if not gap or lines[0] != "c2sp.org/tlog-proof@v1" or len(lines) < 2 or lines[1][:6] != "index ":
        raise BrokenError("bad-proof", "not a tlog-proof", file)
    index, hashes = decimal(lines[1][6:], file), [from_base64(line, file, 32) for line in lines[2:]]
    size, root = open_checkpoint(note, log, file, report)
    if root_from_proof(index, size, leaf_hash(entry), hashes) != root:
        raise BrokenError("not-included", "the entry is not in the signed log", file)
    report.included = {"origin": log.name, "index": index, "size": size}


def compare_keys(keys: dict[str, Key], given: Sequence[Key], report: Report) -> None:
    """Step 9: every key the reader gave is one that had to sign."""
    for key in given:
        if key not in keys.values():
            raise BrokenError("other-key", f"the key you gave ({key.name}) is not the one that signs this")
    for role, key in [] if given else keys.items():
        words = f"compare its words ({fingerprint_words(key.vkey)}) with the publisher over another channel"
        report.unverified.append(f"whose key the {role} key is: {words}")


def key_report(role: str, key: Key, given: Sequence[Key]) -> dict[str, Any]:
    """Return what is told about a key that signed."""
    return {"role": role, "vkey": key.vkey, "words": fingerprint_words(key.vkey), "compared": key in given}


def check_edition(folder: Folder, given: Sequence[Key], report: Report) -> None:
    """Run steps 2 to 9; a failed step stops only the steps that build on it."""
    keys = report.attempt(read_keys, folder)
    manifest = report.attempt(read_manifest, folder)
    if keys:
        report.attempt(compare_keys, {"edition": keys[0], "log": keys[1]}, given, report)
    if keys and manifest:
        before = len(report.broken)
        report.attempt(check_statement, folder, *manifest[:2], keys, report)
        report.signed_by += [key_report("edition", keys[0], given)] if len(report.broken) == before else []
        entry = report.attempt(check_opening, folder, *manifest[:2], keys[0])
        if entry is not None:
            report.attempt(check_inclusion, folder, entry, keys[1], report)
        report.signed_by += [key_report("log", keys[1], given)] if report.included else []
    if manifest:
        check_files(folder, manifest[2], report)
    report.unverified += [
        "the times in the manifest and the log entry: they are the publisher's own statement",
        "that everybody is shown this same log: no witness has signed it",
        "whether what is told is true: no seal can show that",
    ]


# --- Log folder of a vault (C2SP tlog-tiles) ---------------------------------------------------------------
def numbered(index: int, width: int) -> str:
    """Return the last part of a tile's path."""
    groups = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        groups.append(f"x{index % 1000:03}")
    return "/".join(reversed(groups)) + ("" if width == 256 else f".p/{width}")


def read_tile(folder: Folder, level: int, index: int, width: int) -> tuple[str, list[bytes]]:
    """Read one tile; a full tile may stand in for a partial one."""
    path = f"tile/{level}/{numbered(index, width)}"
    if path not in folder.files and f"tile/{level}/{numbered(index, 256)}" in folder.files:
        path = f"tile/{level}/{numbered(index, 256)}"
    data = folder.small(path)
    if len(data) != 32 * (width if "/".join(path.split("/")[-2:]).count(".p/") else 256):
        raise BrokenError("wrong-size", "a tile of the wrong size", path)
    return path, [data[at : at + 32] for at in range(0, 32 * width, 32)]


def check_bundle(folder: Folder, index: int, leaves: list[bytes]) -> bool:
    """Compare the entries with their leaf hashes; False when they are encrypted or not here."""
    path = f"tile/entries/{numbered(index, len(leaves))}"
    data = folder.small(path, 256 * 65537) if path in folder.files else b""
    if not data:
        return False
    entries, at = [], 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        entries.append(data[at + 2 : end])
        at = end
    plain = [entry.startswith(b'{"act":"') for entry in entries]  # a vault keeps its entries sealed
    if at != len(data) or len(entries) != len(leaves):
        raise BrokenError("wrong-entries", "a bundle of entries that does not fit its tile", path)
    if any(readable and leaf_hash(entries[n]) != leaves[n] for n, readable in enumerate(plain)):
        raise BrokenError("wrong-entries", "the entries are not the ones that were logged", path)
    return all(plain)


def check_tiles(folder: Folder, size: int, report: Report) -> tuple[bytes, set[str]]:
    """Rebuild the root from the leaf tiles, comparing every higher tile on the way."""
    used, unread = set(), 0
    full, rest = divmod(size, 256)
    roots: list[bytes] = []
    for index in range(full + bool(rest)):
        path, leaves = read_tile(folder, 0, index, 256 if index < full else rest)
        used.add(path)
        roots.append(root_of(leaves))
        unread += not check_bundle(folder, index, leaves)
    root, level, below = root_of(roots), 1, roots[:full]
    while below:
        pieces = [below[at : at + 256] for at in range(0, len(below), 256)]
        for index, expected in enumerate(pieces):
            path, hashes = read_tile(folder, level, index, len(expected))
            used.add(path)
            if hashes != expected:
                raise BrokenError("wrong-tile", "a tile that does not follow from the ones below", path)
        level, below = level + 1, [root_of(piece) for piece in pieces if len(piece) == 256]
    if unread:
        report.unverified.append(
            f"{unread} bundle(s) of entries: encrypted or not here; only hashes were checked"
        )
    return root, used


def check_log(folder: Folder, given: Sequence[Key], report: Report) -> None:
    """Check a log folder: its key, the checkpoint's signature, and the root against every tile."""
    if "key" in folder.files:
        key = parse_key(decode(folder.small("key"), "key").rstrip("\n"), "key")
    elif len(given) == 1:
        key = given[0]
    else:
        raise UnreadableError("no-key", "a log is checked with its key: give it with --key")
    compare_keys({"log": key}, given, report)
    size, signed = open_checkpoint(folder.small("checkpoint"), key, "checkpoint", report)
    root, used = check_tiles(folder, size, report)
    if root != signed:
        raise BrokenError("wrong-root", "the tiles do not lead to the signed root", "checkpoint")
    report.signed_by.append(key_report("log", key, given))
    report.included = {"origin": key.name, "index": None, "size": size}
    report.extent = f"{size} entries"
    others = [path for path in set(folder.files) - used if path not in ("checkpoint", "key", ".lock")]
    if loose := sum(not path.startswith("tile/entries/") for path in others):
        report.unverified.append(f"{loose} file(s) in this folder that the checkpoint does not cover")
    report.unverified.append("that everybody is shown this same log: no witness has signed it")


# --- Telling it --------------------------------------------------------------------------------------------
def verify(path: str, given: Sequence[Key]) -> Report:
    """Check whatever `path` holds; raise UnreadableError when it is nothing we know."""
    report = Report()
    folder = read_folder(path, report)
    if "proof" in folder.names:
        check_edition(folder, given, report)
    elif "checkpoint" in folder.names or "tile" in folder.names:
        report.attempt(check_log, folder, given, report)
    else:
        raise UnreadableError("nothing-to-check", "neither an edition (proof/) nor a log (checkpoint, tile/)")
    return report


def shown(text: str) -> str:
    """Return text that cannot play tricks on a terminal."""
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)


def told(fault: BrokenError) -> dict[str, Any]:
    """Return a fault in the form every command of Guwah uses."""
    return {**vars(fault), "line": None, "column": None, "offset": None}


def in_json(report: Report) -> dict[str, Any]:
    """Return the report as one JSON object; empty lists and null mean "none"."""
    value: dict[str, Any] = {"intact": not report.broken, "included": report.included}
    value.update(signed_by=report.signed_by, existed_by=[], witnessed=[], redacted=None)
    value["unverified"] = report.unverified
    if report.broken:
        value["error"] = told(report.broken[0])
        value["broken"] = [told(fault) for fault in report.broken[:MOST_TOLD]]
    return value


def in_words(report: Report) -> str:
    """Return the report as text, one heading for each thing that is or is not shown."""
    faults = [
        f"{shown(fault.file or '')}: {shown(fault.message)}".lstrip(": ")
        for fault in report.broken[:MOST_TOLD]
    ]
    parts = [("INTACT", ["NO, broken:", *faults] if faults else [f"yes: {report.extent}"])]
    parts.append(("INCLUDED", [in_place(report.included)]))
    for key in report.signed_by:
        known = "the key you gave" if key["compared"] else "NOT compared with a key you know"
        parts.append(("SIGNED BY", [f"{key['role']} key {key['vkey']}", f"words {key['words']}", known]))
    parts += [] if report.signed_by else [("SIGNED BY", ["not shown"])]
    parts.append(("EXISTED BY", ["none: no time stamp is part of this version"]))
    parts.append(("WITNESSED", ["none: no cosignature is part of this version"]))
    parts.append(("REDACTED", ["not part of this edition"]))
    parts.append(("UNVERIFIED", [shown(text) for text in report.unverified] or ["nothing further"]))
    lines = [f"{'' if at else name:<12}{line}" for name, rows in parts for at, line in enumerate(rows)]
    return "\n".join(lines)


def in_place(found: dict[str, Any] | None) -> str:
    """Return where in the log the edition stands."""
    if not found:
        return "not shown"
    entry = "whole log" if found["index"] is None else f"entry {found['index']} (counted from 0)"
    return f"{entry} of {found['size']}, log {found['origin']}"


class Arguments(argparse.ArgumentParser):
    """Tell wrong use in JSON as well when that was asked for."""

    def error(self, message: str) -> NoReturn:
        """Stop with exit code 2."""
        if "--json" in sys.argv[1:]:
            tell(json.dumps({"error": told(BrokenError("wrong-use", message))}))
        super().error(message)


def tell(text: str) -> None:
    """Print, also where the terminal knows only ASCII, or nobody listens any more."""
    try:
        sys.stdout.write(text.encode("ascii", "backslashreplace").decode("ascii") + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    parser = Arguments(description="Check an edition made with Guwah, or the log folder of a vault.")
    parser.add_argument("path", metavar="PATH", help="the edition's folder, or a vault's log folder")
    parser.add_argument("--key", metavar="VKEY", action="append", default=[], help="a key you were told")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    try:
        given = [parse_key(vkey, "--key") for vkey in options.key]
    except BrokenError as fault:
        parser.error(f"--key: {fault.message}")
    try:
        report = verify(options.path, given)
    except UnreadableError as fault:
        found = fault
    except (OSError, MemoryError) as fault:
        found = UnreadableError("unreadable", f"could not be read ({type(fault).__name__})")
    else:
        tell(json.dumps(in_json(report), indent=2) if options.json else in_words(report))
        return 1 if report.broken else 0
    tell(json.dumps({"error": told(found)}, indent=2) if options.json else f"UNREADABLE  {found.message}")
    return 3


if __name__ == "__main__":
    sys.exit(main())
