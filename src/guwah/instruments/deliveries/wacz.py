"""Web archives in one file: WACZ 1.1.1 (a zip with WARC files, a list of pages, a list of digests).

The digests of `datapackage.json` and those of each record are held against the bytes; what disagrees is said
by name, nothing is mended.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from typing import TYPE_CHECKING, Any

from guwah.instruments.deliveries import warc
from guwah.instruments.deliveries.bundle import read_whole
from guwah.instruments.deliveries.decoding import check_number
from guwah.instruments.deliveries.errors import NotUnderstood
from guwah.instruments.deliveries.json_steps import JsonText
from guwah.instruments.deliveries.model import INSIDE, PAGE, Attachment, Message, Notes, Reading
from guwah.instruments.deliveries.names_tell import made_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.deliveries.bundle import Bundle

DESCRIPTION = "datapackage.json"
_DIGEST = "datapackage-digest.json"
_PAGES = ("pages/pages.jsonl", "pages/extraPages.jsonl")
_PIECE = 1 << 20
_NAMED = 20  # files or records of one kind of doubt that are told one by one
_TS = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)T(?P<clock>\d\d:\d\d:\d\d)(?:\.\d+)?(?P<zone>Z|[+-]\d\d:\d\d)?", re.ASCII
)


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
    disagreeing: dict[str, list[str]] = {}
    for each in listed:
        for code in _check_resource(bundle, each, names):
            disagreeing.setdefault(code, []).append(str(each.get("path")))
    disagreeing["not-listed"] = sorted(names - paths - {DESCRIPTION, _DIGEST}) if listed else []
    for code, files in disagreeing.items():
        _doubt_each(code, files, notes)
    if _DIGEST in names:
        told = str(_object(bundle, _DIGEST).get("hash") or "")
        if told.lower() != f"sha256:{_sha256(bundle, DESCRIPTION)[0]}":
            list_differs = "The list of digests is not the one that its own digest tells of."
            notes.doubt("list-digest-differs", list_differs, file=DESCRIPTION)
    if not listed:
        notes.doubt("no-digests", "The archive has no list of digests to hold it against.")


_DISAGREE = {
    "not-listed": "This file of the archive is not in its list of digests.",
    "listed-missing": "The archive lists this file, and it is not in it.",
    "digest-unknown": "The digest of this file is not SHA-256 and was not compared.",
    "digest-differs": "This file of the archive is not the one its digest tells of.",
    "size-differs": "This file of the archive has another size than is told of it.",
    "broken-file": "This file of the archive is damaged and could not be compared.",
}


def _doubt_each(code: str, files: list[str], notes: Notes) -> None:
    """Name every file that disagrees, many of them only by their number."""
    for name in files[:_NAMED]:
        notes.doubt(code, _DISAGREE[code], file=name)
    if len(files) > _NAMED:
        told = f"{_DISAGREE[code]} {len(files) - _NAMED} more files are such."
        notes.doubt(code, told, file=files[_NAMED])


def _check_resource(bundle: Bundle, told: dict[str, Any], names: frozenset[str]) -> Iterator[str]:
    """Yield a code for each way in which a file is not what the list tells of it."""
    path = str(told.get("path"))
    if path not in names:
        yield "listed-missing"
        return
    algorithm, _colon, digest = str(told.get("hash") or "").partition(":")
    try:
        found, size = _sha256(bundle, path)
    except NotUnderstood:
        yield "broken-file"
        return
    if algorithm.lower() not in ("sha256", "sha-256"):
        yield "digest-unknown"
    elif found != digest.lower():
        yield "digest-differs"
    if isinstance(told.get("bytes"), int) and told["bytes"] != size:
        yield "size-differs"


def _sha256(bundle: Bundle, name: str) -> tuple[str, int]:
    hasher, size = hashlib.sha256(), 0
    with bundle.open(name) as stream:
        while piece := stream.read(_PIECE):
            hasher.update(piece)
            size += len(piece)
    return hasher.hexdigest(), size


def _pages(bundle: Bundle, name: str, notes: Notes, before: int) -> Iterator[Message]:
    try:
        text = read_whole(bundle, name).decode("utf-8", "replace")
    except NotUnderstood as wrong:
        notes.doubt("pages-not-read", f"A list of pages could not be read: {wrong.message}", file=name)
        return
    at = n = 0
    for line, row in enumerate(text.split("\n"), start=1):
        start, at = at, at + len(row) + 1
        if not row.strip():
            continue
        try:
            value = json.loads(row)
        except (ValueError, RecursionError):
            told = "A line of the list of pages is no JSON and tells of no page."
            notes.doubt("bad-page", told, line, file=name)
            continue
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
        notes.doubt(
            "time-not-read", "The time of a page is kept as written, without reading.", line, file=file
        )
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
    """Walk the records of a WARC; say where it breaks off, and which records are not what they tell."""
    found = warc.Walk()
    try:
        with bundle.open(name) as raw:
            packed = name.endswith(".gz")
            stream: Any = gzip.GzipFile(fileobj=raw, mode="rb") if packed else raw
            warc.walk(stream, found)
    except (EOFError, gzip.BadGzipFile, zlib.error, NotUnderstood):
        found.whole = False
    if not found.whole:
        told = f"This WARC file is not whole after record {found.records}, or too large to be walked through."
        notes.doubt("broken-warc", told, file=name)
    if found.differing:
        told = f"Records of it are not those their own digests tell of: {_some(found.differing)}."
        notes.doubt("record-differs", told, file=name)
    if found.unknown:
        told = f"Digests of its records made in a way not known here were not compared: {found.unknown}."
        notes.doubt("digest-unknown", told, file=name)


def _some(numbers: list[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:_NAMED])
    return shown if len(numbers) <= _NAMED else f"{shown} and {len(numbers) - _NAMED} more"
