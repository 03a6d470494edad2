"""Web archives in one file: WACZ 1.1.1 (a zip with WARC files, a list of pages, a list of digests).

The digests of `datapackage.json` are held against the bytes; what disagrees is said, nothing is mended.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from typing import TYPE_CHECKING, Any

from guwah.instruments.deliveries.bundle import read_whole
from guwah.instruments.deliveries.decoding import check_number
from guwah.instruments.deliveries.errors import NotUnderstood
from guwah.instruments.deliveries.json_steps import JsonText
from guwah.instruments.deliveries.model import INSIDE, PAGE, Attachment, Message, Notes, Reading
from guwah.instruments.deliveries.names_tell import made_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from guwah.instruments.deliveries.bundle import Bundle

DESCRIPTION = "datapackage.json"
_PAGES = ("pages/pages.jsonl", "pages/extraPages.jsonl")
_PIECE = 1 << 20
_MAX_RECORDS = 1_000_000
_MAX_UNPACKED = 1 << 36
_TS = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)T(?P<clock>\d\d:\d\d:\d\d)(?:\.\d+)?(?P<zone>Z|[+-]\d\d:\d\d)?", re.ASCII
)
_WARC = re.compile(rb"WARC/1\.[01]\r\n")
_LENGTH = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,15})[ \t]*\r$")
_LONGEST_HEAD = 64 * 1024


def looks_so(names: frozenset[str]) -> bool:
    """Say whether the files of a zip are those of a web archive."""
    return DESCRIPTION in names and any(name.startswith("archive/") for name in names)


def read(bundle: Bundle, notes: Notes) -> tuple[str, tuple[Message, ...]]:
    """Read a web archive: its title, and its pages in order.

    Raises:
        NotUnderstood: `bad-json` and the like, with the file inside, line and offset.
    """
    names = frozenset(entry.name for entry in bundle.entries)
    described = _object(bundle, DESCRIPTION)
    _check_digests(bundle, described, names, notes)
    for name in sorted(names):
        if name.startswith("archive/"):
            _check_records(bundle, name, notes)
    pages: list[Message] = []
    for name in _PAGES:
        if name in names:
            pages.extend(_pages(bundle, name, notes, len(pages)))
    if not pages:
        notes.doubt("no-pages", "The archive lists no pages; the records inside are kept as they are.")
    return str(described.get("title") or ""), tuple(pages)


def _object(bundle: Bundle, name: str) -> dict[str, Any]:
    text = read_whole(bundle, name, 4 * _PIECE).decode("utf-8", "replace")
    value, _end = JsonText(text.removeprefix("\ufeff").strip(), name).value(0)
    if not isinstance(value, dict):
        raise NotUnderstood("bad-json", "An object is expected here.", name=name, line=1, offset=0)
    return value


def _check_digests(bundle: Bundle, described: dict[str, Any], names: frozenset[str], notes: Notes) -> None:
    resources = described.get("resources")
    listed = [each for each in resources if isinstance(each, dict)] if isinstance(resources, list) else []
    paths = {str(each.get("path")) for each in listed}
    for each in listed:
        _check_resource(bundle, each, names, notes)
    for name in sorted(names - paths - {DESCRIPTION, "datapackage-digest.json"}):
        notes.doubt("not-listed", "A file of the archive is not in its list of digests.")
        del name
    if "datapackage-digest.json" in names:
        told = str(_object(bundle, "datapackage-digest.json").get("hash") or "")
        if told != f"sha256:{_sha256(bundle, DESCRIPTION)[0]}":
            notes.doubt("digest-differs", "The list of digests is not the one that its own digest tells of.")
    if not listed:
        notes.doubt("no-digests", "The archive has no list of digests to hold it against.")


def _check_resource(bundle: Bundle, told: dict[str, Any], names: frozenset[str], notes: Notes) -> None:
    path = str(told.get("path"))
    if path not in names:
        notes.doubt("listed-missing", "A file that the archive lists is not in it.")
        return
    algorithm, _colon, digest = str(told.get("hash") or "").partition(":")
    if algorithm != "sha256":
        notes.doubt("digest-unknown", "A digest of the archive is not SHA-256 and was not compared.")
        return
    found, size = _sha256(bundle, path)
    if found != digest.lower() or (isinstance(told.get("bytes"), int) and told["bytes"] != size):
        notes.doubt("digest-differs", "A file of the archive is not the one its digest tells of.")


def _sha256(bundle: Bundle, name: str) -> tuple[str, int]:
    hasher, size = hashlib.sha256(), 0
    with bundle.open(name) as stream:
        while piece := stream.read(_PIECE):
            hasher.update(piece)
            size += len(piece)
    return hasher.hexdigest(), size


def _pages(bundle: Bundle, name: str, notes: Notes, before: int) -> Iterator[Message]:
    text = read_whole(bundle, name).decode("utf-8", "replace")
    at = n = 0
    for line, row in enumerate(text.split("\n"), start=1):
        start, at = at, at + len(row) + 1
        if not row.strip():
            continue
        try:
            value = json.loads(row)
        except (ValueError, RecursionError) as wrong:
            told = f"Line {line} of the list of pages is no JSON."
            raise NotUnderstood("bad-json", told, name=name, line=line, offset=start) from wrong
        if not isinstance(value, dict) or "url" not in value:
            # The first line says what the list is (WACZ 1.1.1, 5.2.2).
            continue
        n += 1
        check_number(before + n, name)
        yield _page(before + n, value, (name, line, start, start + len(row)), notes)


def _page(n: int, value: dict[str, Any], place: tuple[str, int, int, int], notes: Notes) -> Message:
    file, line, start, end = place
    time = str(value.get("ts") or "")
    readings = _readings(time)
    if not readings:
        notes.doubt("time-not-read", "The time of a page is kept as written, without reading.", line)
    told = tuple(
        (key, each if isinstance(each, str) else json.dumps(each, ensure_ascii=False))
        for key, each in value.items()
        if key not in ("ts", "text")
    )
    words = str(value.get("text") or value.get("title") or "")
    inside = (Attachment(str(value["url"]), INSIDE),)
    return Message(n, PAGE, "", time, readings, words, inside, file, line, start, end, -1, told)


def _readings(time: str) -> tuple[Reading, ...]:
    found = _TS.fullmatch(time)
    if found is None or made_on(found["day"].replace("-", "")) is None:
        return ()
    zone = found["zone"] or ""
    return (Reading(f"{found['day']}T{found['clock']}{zone}", found["clock"], zone, of="ts"),)


def _check_records(bundle: Bundle, name: str, notes: Notes) -> None:
    """Walk the records of a WARC (ISO 28500:2017) from head to head; say where it breaks off."""
    try:
        with bundle.open(name) as raw:
            packed = name.endswith(".gz")
            stream: Any = gzip.GzipFile(fileobj=raw, mode="rb") if packed else raw
            whole = _records(stream)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        whole = False
    if not whole:
        notes.doubt(
            "broken-warc", "A WARC file of the archive is not whole, or too large to be walked through."
        )


def _records(stream: BinaryIO) -> bool:
    """Say whether every record is there to its end."""
    total = 0
    for _ in range(_MAX_RECORDS):
        head = _head(stream)
        if head == b"":
            return True
        length = _LENGTH.search(head)
        if not _WARC.match(head) or length is None:
            return False
        left = int(length[1]) + 4
        total += left
        if total > _MAX_UNPACKED:
            return False
        while left:
            piece = stream.read(min(left, _PIECE))
            if not piece:
                return False
            left -= len(piece)
    return False


def _head(stream: BinaryIO) -> bytes:
    """Return the head of the next record to its blank line; empty at the end of the file."""
    gathered = b""
    while not gathered.endswith(b"\r\n\r\n"):
        line = stream.readline(_LONGEST_HEAD)
        gathered += line
        if not line or len(gathered) > _LONGEST_HEAD:
            return gathered and b"broken"
    return gathered
