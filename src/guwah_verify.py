#!/usr/bin/env python3
"""Check an edition or a package made with Guwah, or a vault's log folder. Needs only Python 3.8 or newer.

    python guwah_verify.py PATH [--key VKEY] [--root PEM] [--json]

Exit code 0: intact; 1: broken; 2: wrong use; 3: nothing here could be read. No network, no other file of
Guwah, nothing is written; `openssl ts` checks time stamps where it is installed. Steps as in docs/verify.md.

Standards: RFC 6962 and 9162 (Merkle tree), RFC 8032 (Ed25519), RFC 4648 (base64), RFC 8785 (canonical JSON),
RFC 3161 (time stamps), C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof and tlog-tiles.
"""

from __future__ import annotations

import argparse
import base64
import calendar
import functools
import hashlib
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import time
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# ruff: noqa: PLR2004, PTH112, PTH118, PTH123 - sizes as in the standards; paths are compared as plain text

MEMBERS = {"edition": {"edition", "audience", "case"}, "package": {"package", "recipients", "purpose"}}
LOGGED = ("log-entry.json", "log-proof.txt", "opening.json")
PROOF_FILES = ("keys.txt", *LOGGED, "manifest.json", "manifest.sig")
OBJECTS, ANCHORS, UTC = "data/objects/", "proof/anchors/", "%Y-%m-%dT%H:%M:%SZ"
SMALL = 1 << 20  # the most bytes a signature, key, entry or opening file may have, and that one reading takes
LARGE, MOST_TOLD = 1 << 26, 200  # the most bytes a manifest may have, the most faults that are listed
TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}\Z", re.ASCII)
HEX_HASH = re.compile(r"[0-9a-f]{64}\Z")
DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,18})\Z", re.ASCII)
KEYS = re.compile(r"(edition|package) (\S+)\nlog (\S+)\n\Z")
ANCHOR = re.compile(ANCHORS + r"[1-9]\d*/(checkpoint|log-proof\.txt|cosign(ed|ers)|stamp-\d+\.(tst|pem))\Z")
CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
NOT_A_NAME = re.compile('[\x00-\x1f\x7f\\\\:*?"<>|\ud800-\udfff]|[. ]\\Z')
DEVICE = re.compile("(?:con|prn|aux|nul|(?:com|lpt)[0-9\xb9\xb2\xb3])(?:\\.|\\Z)", re.IGNORECASE)
BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\Z")
SIGNATURE_LINE = re.compile("\u2014 ([^\\s+]+) (\\S+)\\Z")


class BrokenError(Exception):
    """Something is not what it says it is."""

    def __init__(self, code: str, message: str, file: str | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.file = code, message, file


class UnreadableError(BrokenError):
    """Nothing can be said: it could not be read, or is not of a kind this program knows."""


def need(holds: object, code: str, message: str, file: str | None = None) -> None:
    """Go on only when something holds."""
    if not holds:
        raise BrokenError(code, message, file)


# --- Strict forms: one accepted spelling each, so that no byte can change unnoticed ------------------------
def from_base64(text: str, file: str, size: int | None = None) -> bytes:
    """Read canonical standard base64 (RFC 4648 sections 3.5 and 4), of `size` bytes when given."""
    data = base64.b64decode(text) if BASE64.match(text) else b""
    good = base64.b64encode(data).decode() == text and size in (None, len(data))
    need(good, "bad-base64", "not canonical base64 of the right length", file)
    return data


def decimal(text: str, file: str) -> int:
    """Read a number without leading zeroes."""
    need(DECIMAL.match(text), "bad-number", "not a plain decimal number", file)
    return int(text)


def decode(data: bytes, file: str) -> str:
    """Read strict UTF-8."""
    text = data.decode("utf-8", "ignore")
    need(text.encode("utf-8") == data, "bad-encoding", "not UTF-8", file)
    return text


def as_json(value: Any) -> bytes:  # noqa: ANN401 - any JSON of texts, whole numbers, lists and objects
    """Write canonical JSON (RFC 8785); other numbers are never given here."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


def parse_json(data: bytes, file: str) -> dict[str, Any]:
    """Read a JSON object in canonical form: no name twice, one spelling, no fractions, no huge numbers."""
    text = decode(data, file)
    try:
        value = json.loads(text, parse_int=lambda digits: int(digits[:17]), parse_float=str)
        need(isinstance(value, dict) and as_json(value) == data, "bad-json", "no canonical JSON object", file)
    except (ValueError, RecursionError):
        raise BrokenError("bad-json", "no canonical JSON object", file) from None
    return dict(value)


def text_of(value: dict[str, Any], name: str, form: re.Pattern[str], file: str) -> str:
    """Return a text member that matches `form`."""
    good = isinstance(value.get(name), str) and form.match(value[name])
    need(good, "bad-member", f"the member {name} is missing or of another form", file)
    return str(value[name])


# --- Ed25519 (RFC 8032 section 5.1), checking only ---------------------------------------------------------
P, L, NEUTRAL = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493, (0, 1, 1, 0)
D, ROOT_OF_MINUS_1 = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)


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
    x, y = (each * pow(a[2], P - 2, P) % P for each in a[:2])
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or NEUTRAL


@functools.lru_cache(maxsize=64)
def ed25519_holds(public: bytes, signature: bytes, message: bytes) -> bool:
    """Check a signature (section 5.1.7): S below L, canonical points, no key of small order; remembered."""
    point = decompress(public) if len(public) == 32 and len(signature) == 64 else None
    s = int.from_bytes(signature[32:], "little")
    if point is None or s >= L:
        return False
    if compress(functools.reduce(lambda small, _: add(small, small), range(3), point)) == compress(NEUTRAL):
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    minus = (P - point[0], point[1], 1, P - point[3])
    choices, result = (NEUTRAL, BASE, minus, add(BASE, minus)), NEUTRAL
    for bit in range(252, -1, -1):
        result = add(add(result, result), choices[(s >> bit & 1) | (k >> bit & 1) << 1])
    return compress(result) == signature[:32]


# --- Merkle tree (RFC 6962 section 2.1; checks as in RFC 9162 section 2.1.3.2) -----------------------------
def leaf_hash(entry: bytes, mark: bytes = b"\x00") -> bytes:
    """Hash a log entry; with the mark 0x01, two neighbours."""
    return hashlib.sha256(mark + entry).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Return the root over leaf or subtree hashes; of none, the hash of nothing."""
    level = list(hashes)
    while len(level) > 1:
        paired = [leaf_hash(level[at] + level[at + 1], b"\x01") for at in range(0, len(level) - 1, 2)]
        level = paired + level[2 * len(paired) :]
    return level[0] if level else hashlib.sha256(b"").digest()


def root_from_proof(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes | None:
    """Return the root an inclusion proof leads to; None when it has the wrong length or place."""
    place, last, node = index, size - 1, leaf
    for sibling in proof:
        if last <= 0:
            return None
        if place & 1 or place == last:
            node = leaf_hash(sibling + node, b"\x01")
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = leaf_hash(node + sibling, b"\x01")
        place, last = place >> 1, last >> 1
    return node if last == 0 and 0 <= index < size else None


def numbered(index: int, width: int) -> str:
    """Return the last part of a tile's path (C2SP tlog-tiles)."""
    groups = f"{index:,}".split(",")
    path = "/".join([f"x{each:0>3}" for each in groups[:-1]] + [f"{groups[-1]:0>3}"])
    return path + ("" if width == 256 else f".p/{width}")


# --- Keys (C2SP signed-note) -------------------------------------------------------------------------------
class Key(NamedTuple):
    """A public key: `name+hash+base64(kind || 32 bytes)`; kind 0x01 signs, 0x04 is a witness's."""

    vkey: str
    name: str
    key_id: bytes
    public: bytes
    kind: int


def parse_key(vkey: str, file: str, kinds: tuple[int, ...] = (1,)) -> Key:
    """Read a vkey of these kinds; its hash must fit its name and bytes."""
    parts = vkey.split("+", 2)
    good = len(parts) == 3 and parts[0] and all("!" <= letter <= "~" for letter in vkey)
    need(good, "bad-key", "not a key in the form name+hash+base64", file)
    body = from_base64(parts[2], file, 33)
    key_id = hashlib.sha256(parts[0].encode() + b"\n" + body).digest()[:4]
    good = body[0] in kinds and key_id.hex() == parts[1]
    need(good, "bad-key", "of another kind, or its hash does not fit its name and bytes", file)
    return Key(vkey, parts[0], key_id, body[1:], body[0])


def fingerprint_words(vkey: str) -> str:
    """Return six made-up words (96 bits, proquints) by which two people compare a key aloud."""
    c, v, digest = "bdfghjklmnprstvz", "aiou", hashlib.sha256(vkey.encode()).digest()
    numbers = [digest[at] << 8 | digest[at + 1] for at in range(0, 12, 2)]
    return "-".join(c[n >> 12] + v[n >> 10 & 3] + c[n >> 6 & 15] + v[n >> 4 & 3] + c[n & 15] for n in numbers)


# --- Time stamps (RFC 3161) --------------------------------------------------------------------------------
def der(data: bytes) -> list[tuple[int, bytes]]:
    """Cut DER into values, each with its tag; nothing inside is opened, so no nesting can hurt."""
    values, at = [], 0
    while at < len(data):
        size, start = data[at + 1], at + 2
        if size > 0x7F:
            size, start = int.from_bytes(data[start : start + size - 0x80], "big"), start + size - 0x80
        if start + size > len(data) or start > at + 6:
            raise ValueError("a length beyond the end, or of no DER")
        values.append((data[at], data[start : start + size]))
        at = start + size
    return values


def read_token(token: bytes, file: str) -> tuple[bytes, int]:
    """Return the hash a token or reply is about and its time, without checking who signed it."""
    try:
        parts = der(der(token)[0][1])
        content = parts if parts[0][0] == 6 else der(parts[1][1])
        signed = der(der(content[1][1])[0][1])
        stamp = der(der(der(der(signed[2][1])[1][1])[0][1])[0][1])
        when = time.strptime(re.sub(r"\.\d+Z\Z", "Z", stamp[4][1].decode("ascii")), "%Y%m%d%H%M%SZ")
        return der(stamp[2][1])[1][1], calendar.timegm(when)
    except (IndexError, ValueError):
        raise BrokenError("bad-stamp", "not a time stamp token", file) from None


def openssl_says(token: str, imprint: bytes, when: int, certificates: Sequence[str]) -> bool | None:
    """Ask `openssl ts` at the token's own time: first file roots, last others; None where it cannot say."""
    command = [str(shutil.which("openssl")), "ts", "-verify", "-token_in", "-in", token, "-attime", str(when)]
    command += ["-digest", imprint.hex(), "-CAfile", certificates[0], "-untrusted", certificates[-1]]
    try:
        done = subprocess.run(command, capture_output=True, timeout=20, check=False)  # noqa: S603 - no shell
    except (OSError, subprocess.SubprocessError):
        return None
    failed = b"Verification: FAILED" in done.stdout + done.stderr
    return True if done.returncode == 0 else False if failed else None


def authority(path: str) -> dict[str, Any]:
    """Return the common names in a file of certificates, and the SHA-256 of each: any may be the root."""
    with open(path, "rb") as file:
        found = [base64.b64decode(block) for block in CERTIFICATE.findall(file.read(SMALL))]
    places = [(each.rfind(b"\x06\x03\x55\x04\x03") + 7, each) for each in found]  # the subject's is last
    names = [each[at : at + each[at - 1]].decode("utf-8", "replace") for at, each in places]
    return {"by": ", ".join(names), "certificates": [hashlib.sha256(each).hexdigest() for each in found]}


# --- One examination ---------------------------------------------------------------------------------------
@dataclass
class Check:
    """A folder nobody vouches for; what is found is told separately, because none implies another."""

    top: str
    given: list[Key] = field(default_factory=list)  # keys the reader gave
    roots: list[str] = field(default_factory=list)  # files of root certificates the reader gave
    witnesses: dict[Key, bool] = field(default_factory=dict)  # known ones, and whether the reader gave them
    files: dict[str, str] = field(default_factory=dict)  # path in normal form C -> path as the disk has it
    folders: set[str] = field(default_factory=set)
    listed: dict[str, tuple[str, int]] = field(default_factory=dict)  # what the manifest says: digest, size
    objects: dict[str, str] = field(default_factory=dict)  # sealed item of a package -> its proof's folder
    broken: list[BrokenError] = field(default_factory=list)
    extent: str = ""
    included: dict[str, Any] | None = None
    package: dict[str, Any] | None = None
    signed_by: list[dict[str, Any]] = field(default_factory=list)
    existed_by: list[dict[str, Any]] = field(default_factory=list)
    witnessed: list[dict[str, Any]] = field(default_factory=list)
    unverified: list[str] = field(default_factory=list)

    def attempt(self, step: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401 - what the step returns
        """Run one step; when it finds something broken, note that and return None."""
        try:
            return step(*arguments)
        except BrokenError as fault:
            self.broken.append(fault)
            return None

    def run(self) -> Check:
        """Check whatever the folder holds; raise UnreadableError when it is nothing we know."""
        if not os.path.isdir(self.top):
            raise UnreadableError("not-a-folder", "there is no folder of this name")
        self._read()
        paths = [*self.files, *self.folders, *(str(fault.file) for fault in self.broken)]
        names = {path.split("/")[0] for path in paths}
        if "proof" in names:
            self._check_edition()
        elif not names & {"checkpoint", "tile"}:
            raise UnreadableError("nothing-to-check", "no edition or package (proof/), no log (checkpoint)")
        elif "key" not in self.files and len(self.given) != 1:
            raise UnreadableError("no-key", "a log is checked with its key: give it")
        else:
            self.attempt(self._check_log)
        seen = {found["vkey"] for found in self.witnessed}
        silent = [key for key in self.witnesses if key.vkey not in seen]
        self.unverified += [f"the witness {key.name}: no signature of it is here" for key in silent]
        if not any(found["compared"] for found in self.witnessed):
            self.unverified.append("that everybody is shown this same log: no witness you know has signed it")
        return self

    def _read(self) -> None:  # step 1, without following or trusting anything
        waiting, seen = [""], set()
        for above in waiting:
            with os.scandir(os.path.join(self.top, above)) as entries:
                found = sorted(entries, key=lambda each: each.name)
            for entry in found:
                path = unicodedata.normalize("NFC", above + entry.name)
                folded = unicodedata.normalize("NFC", path.casefold())
                fault = strangeness(entry) or ("path-collision" if folded in seen else "")
                if fault:
                    self.broken.append(BrokenError(fault, "no plain file of a safe name", above + entry.name))
                elif entry.is_dir(follow_symlinks=False):
                    self.folders.add(path)
                    waiting.append(above + entry.name + "/")
                else:
                    self.files[path] = above + entry.name
                seen.add(folded)

    def _place(self, path: str) -> str:
        return os.path.join(self.top, *self.files[path].split("/"))

    def _pieces(self, path: str, size: int | None, most: int) -> Iterator[bytes]:
        need(path in self.files, "missing-file", "the file is missing", path)
        flags = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
        handle = os.open(self._place(path), flags)
        try:
            found = os.fstat(handle)
            good = stat.S_ISREG(found.st_mode) and found.st_size <= most and size in (None, found.st_size)
            need(good, "wrong-size", "not a plain file of the size it should have", path)
            left = found.st_size
            while left and (piece := os.read(handle, min(SMALL, left))):
                left -= len(piece)
                yield piece
        finally:
            os.close(handle)

    def _small(self, path: str, most: int = SMALL) -> bytes:
        return b"".join(self._pieces(path, None, most))

    def _open_note(self, file: str, note: bytes, key: Key) -> str:
        whole = decode(note, file)
        at = whole.rfind("\n\n")
        good = at >= 0 and whole.endswith("\n") and not CONTROL.search(whole)
        need(good, "bad-note", "not a signed note", file)
        text, held = whole[: at + 1], []
        for line in whole[at + 2 : -1].split("\n"):
            match = SIGNATURE_LINE.match(line)
            data = from_base64(match.group(2), file) if match else b""
            if match is None or len(data) < 5:
                raise BrokenError("bad-note", "not a signature line", file)
            known = [k for k in (key, *self.witnesses) if (k.name, k.key_id) == (match.group(1), data[:4])]
            if not known:
                self.unverified.append(f"a further signature in {file}, by a key not known here")
            elif known[0].kind == 1:
                held.append(ed25519_holds(key.public, data[4:], text.encode()))
            else:
                self._check_cosignature(file, known[0], data[4:], text)
        need(held and all(held), "bad-signature", f"not signed by the key {key.name}", file)
        return text

    def _check_cosignature(self, file: str, key: Key, data: bytes, text: str) -> None:
        seconds, lines = int.from_bytes(data[:8], "big"), text.split("\n")
        holds = ed25519_holds(key.public, data[8:], f"cosignature/v1\ntime {seconds}\n{text}".encode())
        good = holds and len(lines) == 4 and seconds < 1 << 37
        need(good, "bad-cosignature", f"the witness {key.name} did not sign this", file)
        when = time.strftime(UTC, time.gmtime(seconds))
        found = {**self._about("witness", key), "time": when, "size": decimal(lines[1], file)}
        self.witnessed += [] if found in self.witnessed else [found]

    def _open_checkpoint(self, file: str, note: bytes, key: Key) -> tuple[int, bytes]:
        lines = self._open_note(file, note, key).split("\n")
        good = len(lines) == 4 and lines[0] == key.name
        need(good, "bad-checkpoint", "not a checkpoint of this log", file)
        return decimal(lines[1], file), from_base64(lines[2], file, 32)

    def _about(self, role: str, key: Key) -> dict[str, Any]:
        compared = key in self.given or self.witnesses.get(key, False)
        return {"role": role, "vkey": key.vkey, "words": fingerprint_words(key.vkey), "compared": compared}

    def _check_edition(self) -> None:  # a failed step stops only the steps that build on it
        keys, found = self.attempt(self._read_keys), self.attempt(self._read_manifest)
        if keys:
            self.attempt(self._compare_keys, {keys[0]: keys[1], "log": keys[2]})
        if keys and found:
            self.attempt(self._check_statement, found, keys)
            self.attempt(self._check_entry, found, keys)
            for path, top in self.objects.items():
                sha256, size = self.listed[path]  # step 11
                self.attempt(self._check_logged, top, "item", {"sha256": sha256, "size": size}, keys[2])
        if found:
            self._check_files()
        self.unverified.append("the times in the manifest and the log: the publisher's own statement")
        self.unverified.append("whether what is told is true: no seal can show that")

    def _read_keys(self) -> tuple[str, Key, Key]:  # step 2: what the folder is, its own key, the log's
        file = "proof/keys.txt"
        match = KEYS.match(decode(self._small(file), file))
        if match is None:
            raise BrokenError("bad-keys", "keys.txt holds one line for this folder, one for the log", file)
        return match.group(1), parse_key(match.group(2), file), parse_key(match.group(3), file)

    def _read_manifest(self) -> tuple[str, str, str]:  # step 3: kind, id, digest
        file = "proof/manifest.json"
        data = self._small(file, LARGE)
        value = parse_json(data, file)
        kind, listed = "package" if "package" in value else "edition", value.get("files")
        good = set(value) == MEMBERS[kind] | {"format", "built_at", "files"} and isinstance(listed, list)
        good = good and value["format"] == f"guwah-{kind}/1"
        need(good, "bad-format", "not a manifest of a format this program knows", file)
        self._list(listed or [], file)
        if kind == "package":
            self.package = {name: value[name] for name in ("recipients", "purpose")}
            objects = [path for path in self.listed if path.startswith(OBJECTS)]
            self.objects = {path: "proof/items/" + path[len(OBJECTS) :] for path in objects}
        return kind, text_of(value, kind, TOKEN, file), hashlib.sha256(data).hexdigest()

    def _list(self, items: list[Any], file: str) -> None:
        for item in items:
            good = isinstance(item, dict) and set(item) == {"path", "sha256", "bytes"}
            path, size = (item["path"], item["bytes"]) if good else (None, None)
            if not isinstance(path, str) or type(size) is not int or path.split("/")[0].casefold() == "proof":
                raise BrokenError("bad-member", "a listed file has other members, or lies in proof/", file)
            self.listed[path] = (text_of(item, "sha256", HEX_HASH, file), size)
        ordered = sorted(self.listed, key=str.encode) == [item["path"] for item in items]
        need(ordered, "bad-order", "the files are not sorted by path, each once", file)

    def _check_statement(self, found: tuple[str, str, str], keys: tuple[str, Key, Key]) -> None:  # step 4
        file, (kind, name, digest) = "proof/manifest.sig", found
        lines = [f"guwah-{kind}/1", f"{kind} {name}", f"manifest sha256:{digest}", f"log {keys[2].vkey}"]
        if beside := sorted(path for path in self.files if path.startswith(ANCHORS)):
            each = [f"{path} {hashlib.sha256(self._small(path)).hexdigest()}\n" for path in beside]
            lines.append(f"anchors sha256:{hashlib.sha256(''.join(each).encode()).hexdigest()}")
        stated = self._open_note(file, self._small(file), keys[1])
        same = stated == "\n".join(lines) + "\n" and keys[0] == kind
        need(same, "wrong-statement", "what was signed is another manifest, log or anchor", file)
        self.signed_by.append(self._about(kind, keys[1]))

    def _check_files(self) -> None:  # step 5: every listed file is there as it was, and nothing else
        expected = {*self.listed, *(f"proof/{name}" for name in PROOF_FILES)}
        expected |= {path for path in self.files if ANCHOR.match(path)}
        expected |= {f"{top}/{name}" for top in self.objects.values() for name in LOGGED}
        parents = {path[:at] for path in expected for at, letter in enumerate(path) if letter == "/"}
        extra = {"extra-file": set(self.files) - expected, "extra-folder": self.folders - parents}
        for code, paths in extra.items():
            self.broken += [BrokenError(code, "not in the manifest", path) for path in sorted(paths)]
        for path in self.listed:
            self.attempt(self._check_file, path, *self.listed[path])
        self.extent = f"{len(self.listed)} files, {sum(size for _, size in self.listed.values())} bytes"

    def _check_file(self, path: str, sha256: str, size: int) -> None:
        hasher = hashlib.sha256()
        for piece in self._pieces(path, size, size):
            hasher.update(piece)
        need(hasher.hexdigest() == sha256, "changed-file", "the file is not the one that was signed", path)

    def _check_logged(self, top: str, label: str, expected: dict[str, Any], log: Key) -> tuple[Any, ...]:
        file, entry_file = f"{top}/opening.json", f"{top}/log-entry.json"
        opening, entry = parse_json(self._small(file), file), self._small(entry_file)
        salt, value = text_of(opening, "salt", HEX_HASH, file), opening.get("value")
        value = {**(value if isinstance(value, dict) else {}), **expected}
        good = as_json(opening) == as_json({"label": label, "salt": salt, "value": value})
        need(good, "wrong-opening", "the opening is of something else, or of another key", file)
        committed = f"guwah/{label}/v1\0".encode() + bytes.fromhex(salt) + as_json(value)
        objects = parse_json(entry, entry_file).get("obj")
        good = isinstance(objects, list) and hashlib.sha256(committed).hexdigest() in objects
        need(good, "not-committed", "the log entry is not about this", entry_file)
        return (entry, *self._check_inclusion(top, entry, log))

    def _check_inclusion(self, top: str, entry: bytes, log: Key) -> tuple[int, int, bytes]:  # steps 7 and 8
        file = f"{top}/log-proof.txt"
        above, gap, note = self._small(file).partition(b"\n\n")
        lines = decode(above, file).split("\n")
        good = gap and lines[0] == "c2sp.org/tlog-proof@v1" and len(lines) > 1 and lines[1][:6] == "index "
        need(good, "bad-proof", "not a tlog-proof", file)
        index, hashes = decimal(lines[1][6:], file), [from_base64(line, file, 32) for line in lines[2:]]
        size, root = self._open_checkpoint(file, note, log)
        proven = root_from_proof(index, size, leaf_hash(entry), hashes) == root
        need(proven, "not-included", "the entry is not in the signed log", file)
        return index, size, note

    def _check_entry(self, found: tuple[str, str, str], keys: tuple[str, Key, Key]) -> None:
        value = {found[0]: found[1], "format": f"guwah-{found[0]}/1", "manifest": found[2]}
        value["signer"] = keys[1].vkey
        entry, index, size, _ = self._check_logged("proof", found[0], value, keys[2])
        self.included = {"origin": keys[2].name, "index": index, "size": size}
        self.signed_by.append(self._about("log", keys[2]))
        for top in sorted({path.rpartition("/")[0] for path in self.files if path.startswith(ANCHORS)}):
            self.attempt(self._check_anchor, top, keys[2], entry, None)

    def _compare_keys(self, keys: dict[str, Key]) -> None:  # step 9
        for key in self.given:
            need(key in keys.values(), "other-key", f"the key you gave ({key.name}) does not sign this")
        for role, key in [] if self.given else keys.items():
            words = f"compare {fingerprint_words(key.vkey)} over another channel"
            self.unverified.append(f"whose key the {role} key is: {words}")

    def _check_anchor(self, top: str, log: Key, entry: bytes | None, root: bytes | None) -> None:  # step 10
        keys, cosigned, checkpoint = (f"{top}/{name}" for name in ("cosigners", "cosigned", "checkpoint"))
        note = self._small(checkpoint)
        size, signed = self._open_checkpoint(checkpoint, note, log)
        same = root == signed if entry is None else self._check_inclusion(top, entry, log)[2] == note
        same = same and top.endswith(f"/{size}")
        need(same, "other-history", "a checkpoint that is not one of the log", checkpoint)
        for line in decode(self._small(keys), keys).splitlines() if keys in self.files else []:
            self.witnesses.setdefault(parse_key(line, keys, (4,)), False)
        if cosigned in self.files:
            same = self._small(cosigned).startswith(note)
            need(same, "other-history", "what witnesses signed is not this checkpoint", cosigned)
            self._open_checkpoint(cosigned, self._small(cosigned), log)
        stamps = [path for path in self.files if path.startswith(f"{top}/") and path.endswith(".tst")]
        for path in sorted(stamps):
            self.attempt(self._check_stamp, path, note, size)

    def _check_stamp(self, path: str, note: bytes, size: int) -> None:
        imprint, when = read_token(self._small(path), path)
        need(imprint == hashlib.sha256(note).digest(), "wrong-stamp", "it stamps something else", path)
        own = [self._place(path[:-3] + "pem")] if path[:-3] + "pem" in self.files else []
        asked = {r: openssl_says(self._place(path), imprint, when, [r, *own]) for r in self.roots or own}
        refused, held = False in asked.values(), [root for root, answer in asked.items() if answer]
        need(self.roots or not refused, "bad-stamp", "openssl refuses it below the root beside it", path)
        for root in held[:1]:
            found = {"time": time.strftime(UTC, time.gmtime(when)), "size": size, **authority(root)}
            self.existed_by.append({**found, "file": path, "compared": bool(self.roots)})
        why = "no root you gave fits" if refused else "no openssl, or no root certificate"
        why = "its root lies beside it: compare it, or give --root" if held else f"not checked, {why}"
        self.unverified += [] if held and self.roots else [f"{path}: token present, {why}"]

    def _check_log(self) -> None:  # C2SP tlog-tiles; a vault seals its entries: their hashes are checked
        named = "key" in self.files
        key = parse_key(decode(self._small("key"), "key").rstrip("\n"), "key") if named else self.given[0]
        self._compare_keys({"log": key})
        size, signed = self._open_checkpoint("checkpoint", self._small("checkpoint"), key)
        stops = {path.split("/")[1] for path in self.files if path.startswith("anchors/")}
        anchors = {int(each): b"" for each in stops if DECIMAL.match(each) and 0 < int(each) <= size}
        used = {"checkpoint", "key", ".lock"}
        same = self._check_tiles(size, anchors, used) == signed
        need(same, "wrong-root", "the tiles do not lead to the signed root", "checkpoint")
        self.signed_by.append(self._about("log", key))
        self.included, self.extent = {"origin": key.name, "index": None, "size": size}, f"{size} entries"
        for stop in sorted(anchors):
            self.attempt(self._check_anchor, f"anchors/{stop}", key, None, anchors[stop])
        covered = ("tile/entries/", *(f"anchors/{stop}/" for stop in anchors))
        if loose := sum(not path.startswith(covered) for path in set(self.files) - used):
            self.unverified.append(f"{loose} file(s) in this folder that the checkpoint does not cover")
        self.unverified.append("what the entries say: a vault keeps them sealed, their hashes were checked")

    def _read_tile(self, level: int, index: int, width: int, used: set[str]) -> list[bytes]:
        path, whole = (f"tile/{level}/{numbered(index, each)}" for each in (width, 256))
        path = whole if path not in self.files and whole in self.files else path  # it may stand in
        data = self._small(path)
        good = len(data) == 32 * (width if ".p/" in path else 256)
        need(good, "wrong-size", "a tile of the wrong size", path)
        used.add(path)
        return [data[at : at + 32] for at in range(0, 32 * width, 32)]

    def _check_tiles(self, size: int, anchors: dict[int, bytes], used: set[str]) -> bytes:
        full, rest = divmod(size, 256)
        roots: list[bytes] = []
        for index in range(full + bool(rest)):
            leaves = self._read_tile(0, index, 256 if index < full else rest, used)
            for stop in (each for each in anchors if 0 < each - index * 256 <= len(leaves)):
                anchors[stop] = root_of([*roots, root_of(leaves[: stop - index * 256])])
            roots.append(root_of(leaves))
        level, below = 1, roots[:full]
        while below:
            pieces = [below[at : at + 256] for at in range(0, len(below), 256)]
            for index, expected in enumerate(pieces):
                same = self._read_tile(level, index, len(expected), used) == expected
                need(same, "wrong-tile", "a tile that does not follow from the ones below", f"tile/{level}")
            level, below = level + 1, [root_of(piece) for piece in pieces if len(piece) == 256]
        return root_of(roots)

    def in_json(self) -> dict[str, Any]:
        """Return what was found as one JSON object; empty lists and null mean "none"."""
        value: dict[str, Any] = {"intact": not self.broken}
        value.update({"package": self.package} if self.package else {})
        value.update(included=self.included, signed_by=self.signed_by, existed_by=self.existed_by)
        value.update(witnessed=self.witnessed, redacted=None, unverified=self.unverified)
        if self.broken:
            faults = [told(fault) for fault in self.broken[:MOST_TOLD]]
            value.update(error=faults[0], broken=faults)
        return value

    def in_words(self) -> str:
        """Return the same as text, one heading for each thing that is or is not shown."""
        faults = [f"{fault.file or ''}: {fault.message}".lstrip(": ") for fault in self.broken[:MOST_TOLD]]
        value = {**self.in_json(), "intact": ["NO, broken:", *faults] if faults else f"yes: {self.extent}"}
        count, known = len({each["vkey"] for each in self.witnessed}), len(self.witnesses)
        value["witnessed"] = [f"{count} of {known} known witnesses", *self.witnessed]
        value["redacted"], lines = "not part of this version", []
        for name in (each for each in value if each not in ("error", "broken")):
            head, part = name.upper().replace("_", " "), value[name]
            for row in (part if isinstance(part, list) else [part]) or [None]:
                rows = [f"{k}: {row[k]}" for k in row] if isinstance(row, dict) else [str(row or "none")]
                lines += [f"{'' if at else head:<12}{shown(text)}" for at, text in enumerate(rows)]
                head = head if isinstance(row, dict) else ""
        return "\n".join(lines)


def strangeness(entry: os.DirEntry[str]) -> str:
    """Return why this directory entry cannot be part of anything we check, or nothing."""
    if NOT_A_NAME.search(entry.name) or DEVICE.match(entry.name):
        return "bad-name"
    plain = entry.is_dir(follow_symlinks=False) or entry.is_file(follow_symlinks=False)
    return "link" if entry.is_symlink() else "" if plain else "not-a-file"


def shown(text: str) -> str:
    """Return text that cannot play tricks on a terminal."""
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)


def told(fault: BrokenError) -> dict[str, Any]:
    """Return a fault in the form every command of Guwah uses."""
    return {**vars(fault), "line": None, "column": None, "offset": None}


def tell(text: str) -> None:
    """Print, also where the terminal knows only ASCII, or nobody listens any more."""
    try:
        sys.stdout.write(text.encode("ascii", "backslashreplace").decode("ascii") + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Arguments(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Tell wrong use in JSON as well when that was asked for, and stop with exit code 2."""
        if "--json" in sys.argv[1:]:
            tell(json.dumps({"error": told(BrokenError("wrong-use", message))}))
        super().error(message)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    parser = _Arguments(description="Check an edition or package made with Guwah, or a vault's log folder.")
    parser.add_argument("path", metavar="PATH", help="the folder of the edition, package or log")
    several: Any = {"action": "append", "default": []}
    parser.add_argument("--key", metavar="VKEY", help="a key you were told, also a witness's", **several)
    parser.add_argument("--root", metavar="PEM", help="root certificate of a time stamp authority", **several)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    try:
        keys = [parse_key(vkey, "--key", (1, 4)) for vkey in options.key]
    except BrokenError as fault:
        parser.error(f"--key: {fault.message}")
    given, witnesses = [key for key in keys if key.kind == 1], {key: True for key in keys if key.kind == 4}
    try:
        check = Check(options.path, given, options.root, witnesses).run()
    except (UnreadableError, OSError, ValueError, MemoryError) as fault:
        found = fault if isinstance(fault, BrokenError) else UnreadableError("unreadable", "not to be read")
        tell(json.dumps({"error": told(found)}) if options.json else f"UNREADABLE  {found.message}")
        return 3
    tell(json.dumps(check.in_json(), indent=2) if options.json else check.in_words())
    return 1 if check.broken else 0


if __name__ == "__main__":
    sys.exit(main())
