"""The file of claims (DESIGN §15, `claims import`) read strictly; nothing is looked up here."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from guwah.steps.claims.as_json import AMOUNT_MEMBERS

# A bare string that begins so is a duration (ISO 8601), else a date (EDTF).
_DURATION_MARK = "P"
_LONGEST_ID = 120
# Halves of characters (JSON may write them alone) and the null, which no database keeps as text.
_NO_TEXT = re.compile("[\\x00\\ud800-\\udfff]")
# Beyond this SQLite has no number.
_MOST_NUMBER = 2**63
_CLAIM_MEMBERS = frozenset(
    [
        "id",
        "kind",
        "layer",
        "start",
        "end",
        "quote",
        "by",
        "knows",
        "mode",
        "readings",
        "occurrence",
        "code",
        "value",
        "point",
        "machine",
        "checked",
        "told_by",
        "said_on",
        "of_others",
        "masked",
        "amount",
        "group",
        "papers",
    ]
)
_READING_MEMBERS = frozenset(
    ["at", "edtf", "from", "to", "duration", "approximate", "age", "of", "before", "strict", "basis"]
)
_GROUP_TEXTS = frozenset({"name", "how_many", "place", "speaker"})
_PAPER_TEXTS = frozenset({"number", "kind", "issuer", "date_said"})
_FORMS = {"edtf": "date", "duration": "duration", "age": "age", "before": "order"}

Path = tuple[str | int, ...]
Point = tuple[str, str]


class BadEntry(ValueError):
    """Something in the file is not as it must be.

    Attributes:
        code: one kebab-case word.
        message: one sentence that repeats nothing of the file.
        path: keys and 0-based indices that lead to the place.
    """

    def __init__(self, code: str, message: str, path: Path) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.path = path


@dataclass(frozen=True, slots=True)
class ReadingEntry:
    """A reading as the file gives it; points are occurrence id and `start` or `end`, None while untied."""

    form: str
    value: str
    of: Point | None
    to: Point | None
    approximate: bool
    basis: str
    path: Path


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim as the file gives it; `start` and `end` are None where the quote says the place."""

    id: str
    kind: str
    layer: int
    start: int | None
    end: int | None
    quote: str
    by: str
    knows: str
    mode: str
    occurrence: str | None
    code: str
    value: str
    machine: bool
    told_by: str
    said_on: str
    of_others: bool
    masked: bool
    group: str
    papers: tuple[str, ...]
    readings: tuple[ReadingEntry, ...]
    amount: Mapping[str, str | bool] | None
    path: Path


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """The claims of a file, titles of occurrences by their ids, and what is wrong in its other rows.

    What it says of groups and of papers stands by their ids, with the members of `GroupGiven`, `PaperGiven`.
    """

    entries: tuple[Entry, ...]
    titles: Mapping[str, str]
    bad: tuple[BadEntry, ...]
    groups: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    papers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def read(data: object) -> ClaimFile:
    """Take over the parsed JSON of a file of claims; a row that is wrong is told, the others are read.

    Raises:
        BadEntry: with the path to the place, where it is no file of claims at all.
    """
    top = _object(data, ())
    titles: dict[str, str] = {}
    for name, title in _object(top.get("occurrences") or {}, ("occurrences",)).items():
        titles[name] = _text(title, ("occurrences", name))
    listed = _list(top.get("claims"), ("claims",))
    entries: dict[str, Entry] = {}
    bad: list[BadEntry] = []
    for place, each in enumerate(listed):
        try:
            entry = _entry(each, ("claims", place), titles)
        except BadEntry as wrong:
            bad.append(wrong)
            continue
        if entry.id in entries:
            bad.append(BadEntry("id-twice", "Two claims carry the same id.", (*entry.path, "id")))
        entries.setdefault(entry.id, entry)
    groups = _told(top, "groups", _GROUP_TEXTS, frozenset({"number"}))
    papers = _told(top, "papers", _PAPER_TEXTS, frozenset())
    return ClaimFile(tuple(entries.values()), titles, tuple(bad), groups, papers)


def _told(
    top: Mapping[str, object], which: str, texts: frozenset[str], numbers: frozenset[str]
) -> dict[str, Mapping[str, Any]]:
    """Return what is said of groups or papers, by their ids."""
    told: dict[str, Mapping[str, Any]] = {}
    for name, each in _object(top.get(which) or {}, (which,)).items():
        given = _object(each, (which, name))
        _only(given, texts | numbers, (which, name))
        said: dict[str, Any] = {
            key: _text(given[key], (which, name, key)) for key in texts if given.get(key) is not None
        }
        said |= {key: _place(given[key], (which, name, key)) for key in numbers if key in given}
        told[_name(name, (which, name))] = said
    return told


def _entry(data: object, path: Path, titles: dict[str, str]) -> Entry:
    given = _object(data, path)
    _only(given, _CLAIM_MEMBERS, path)
    occurrence = _occurrence(given.get("occurrence"), (*path, "occurrence"), titles)
    readings = _readings(given, path, occurrence)
    masked = _flag(given.get("masked"), (*path, "masked"))
    start, end, quote = (None, None, "") if masked else _where(given, path)
    texts = {
        key: _text(given.get(key) or "", (*path, key))
        for key in ("kind", "by", "knows", "mode", "code", "value", "told_by", "said_on")
    }
    return Entry(
        id=_id(given, path),
        layer=_layer(given.get("layer"), (*path, "layer")),
        start=start,
        end=end,
        quote=quote,
        kind=texts["kind"],
        by=texts["by"],
        knows=texts["knows"] or "unknown",
        mode=texts["mode"] or "asserted",
        occurrence=occurrence,
        code=texts["code"],
        value=texts["value"],
        machine=_flag(given.get("machine"), (*path, "machine")),
        told_by=texts["told_by"],
        said_on=texts["said_on"],
        of_others=_flag(given.get("of_others"), (*path, "of_others")),
        masked=masked,
        group=_text(given.get("group") or "", (*path, "group")),
        papers=tuple(
            _name(each, (*path, "papers", place))
            for place, each in enumerate(_list(given.get("papers") or [], (*path, "papers")))
        ),
        readings=readings,
        amount=_amount(given.get("amount"), (*path, "amount")),
        path=path,
    )


def _amount(data: object, path: Path) -> Mapping[str, str | bool] | None:
    """Return how much a claim tells, by the fields of its table; numbers may be text: none is rounded."""
    if data is None:
        return None
    given = _object(data, path)
    _only(given, frozenset(AMOUNT_MEMBERS), path)
    told: dict[str, str | bool] = {"approximate": _flag(given.get("approximate"), (*path, "approximate"))}
    for name in AMOUNT_MEMBERS:
        value = given.get(name)
        if name in ("value", "most") and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if name != "approximate" and value is not None:
            told[name] = _text(value, (*path, name))
    if "measure" not in told:
        raise BadEntry("no-measure", "An amount says what is measured: money, area, share or count.", path)
    return told


def _readings(given: Mapping[str, object], path: Path, occurrence: str | None) -> tuple[ReadingEntry, ...]:
    """Return the readings of a claim; a bare one speaks of a point of the claim's own occurrence."""
    point = _text(given.get("point") or "start", (*path, "point"))
    if point not in ("start", "end"):
        raise BadEntry("bad-point", 'A point is "start" or "end".', (*path, "point"))
    listed = _list(given.get("readings") or [], (*path, "readings"))
    return tuple(
        _reading(each, (*path, "readings", place), (occurrence, point)) for place, each in enumerate(listed)
    )


def _where(given: Mapping[str, object], path: Path) -> tuple[int | None, int | None, str]:
    """Return start, end and quote: both places or neither, and words where there is no place."""
    start, end = (_place(given.get(key), (*path, key)) for key in ("start", "end"))
    if (start is None) != (end is None):
        raise BadEntry("half-a-place", "Give both start and end, or neither.", path)
    quote = _text(given.get("quote") or "", (*path, "quote"))
    if start is None and not quote:
        raise BadEntry("no-words", "A claim needs a place, or words to find it by.", path)
    return start, end, quote


def _id(given: Mapping[str, object], path: Path) -> str:
    """Return the claim's id; one made of its content where the file has none, so that twice is once."""
    name = given.get("id")
    if name is None or name == "":
        canonical = json.dumps(given, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    if isinstance(name, int) and not isinstance(name, bool):
        name = str(name)
    return _name(name, (*path, "id"))


def _occurrence(data: object, path: Path, titles: dict[str, str]) -> str | None:
    if data is None or data == "":
        return None
    if isinstance(data, str):
        return _name(data, path)
    given = _object(data, path)
    _only(given, frozenset({"id", "title"}), path)
    name = _name(given.get("id"), (*path, "id"))
    if given.get("title"):
        titles[name] = _text(given["title"], (*path, "title"))
    return name


def _reading(data: object, path: Path, own: tuple[str | None, str]) -> ReadingEntry:
    if isinstance(data, str):
        return _bare(data, path, own)
    given = _object(data, path)
    _only(given, _READING_MEMBERS, path)
    forms = [form for key, form in _FORMS.items() if key in given]
    if len(forms) != 1:
        raise BadEntry("unknown-form", "A reading has exactly one of: edtf, duration, age, before.", path)
    of, to = _points(given, forms[0], path)
    approximate = _flag(given.get("approximate"), (*path, "approximate"))
    basis = _text(given.get("basis") or "stated", (*path, "basis"))
    return ReadingEntry(forms[0], _value(given, forms[0], path), of, to, approximate, basis, path)


def _bare(value: str, path: Path, own: tuple[str | None, str]) -> ReadingEntry:
    occurrence, point = own
    if value.startswith(_DURATION_MARK):
        start = (occurrence, "start") if occurrence else None
        end = (occurrence, "end") if occurrence else None
        return ReadingEntry("duration", value, start, end, False, "stated", path)
    of = (occurrence, point) if occurrence else None
    return ReadingEntry("date", value, of, None, False, "stated", path)


def _points(given: Mapping[str, object], form: str, path: Path) -> tuple[Point | None, Point | None]:
    if form == "order":
        pair = _list(given["before"], (*path, "before"))
        if len(pair) != 2:  # noqa: PLR2004 - a pair
            raise BadEntry("not-a-pair", "`before` names two points: the earlier and the later.", path)
        return _point(pair[0], (*path, "before", 0)), _point(pair[1], (*path, "before", 1))
    keys = {"date": ("at", None), "duration": ("from", "to"), "age": ("of", "at")}[form]
    first, second = (given.get(key) if key else None for key in keys)
    if (second is None) != (first is None) and form != "date":
        raise BadEntry("two-points", "A duration and an age are about two points, or about none yet.", path)
    return (
        None if first is None else _point(first, (*path, str(keys[0]))),
        None if second is None else _point(second, (*path, str(keys[1]))),
    )


def _point(data: object, path: Path) -> Point:
    pair = _list(data, path)
    if len(pair) != 2 or pair[1] not in ("start", "end"):  # noqa: PLR2004 - a pair
        raise BadEntry("bad-point", 'A point is [occurrence id, "start" or "end"].', path)
    return _name(pair[0], (*path, 0)), str(pair[1])


def _value(given: Mapping[str, object], form: str, path: Path) -> str:
    if form == "order":
        return "strictly-before" if _flag(given.get("strict"), (*path, "strict")) else "before"
    if form == "age":
        years = given["age"]
        if not isinstance(years, int) or isinstance(years, bool) or years < 0:
            raise BadEntry("bad-age", "An age is a whole number of years, 0 or more.", (*path, "age"))
        return str(years)
    key = "edtf" if form == "date" else "duration"
    return _text(given[key], (*path, key))


def _name(value: object, path: Path) -> str:
    text = _text(value, path)
    if not text.strip() or len(text) > _LONGEST_ID:
        raise BadEntry("bad-id", "An id is text of 1 to 120 characters.", path)
    return text


def _layer(value: object, path: Path) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _MOST_NUMBER:
        raise BadEntry("no-layer", "A claim names the number of the layer its words stand in.", path)
    return value


def _place(value: object, path: Path) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _MOST_NUMBER:
        raise BadEntry("bad-place", "A place is a number of code points, 0 or more.", path)
    return value


def _flag(value: object, path: Path) -> bool:
    if value is None or isinstance(value, bool):
        return bool(value)
    raise BadEntry("not-true-or-false", "Here true or false is needed.", path)


def _text(value: object, path: Path) -> str:
    if not isinstance(value, str):
        raise BadEntry("not-text", "Here text is needed.", path)
    if _NO_TEXT.search(value):
        raise BadEntry("no-character", "This text holds half a character, or one that is none.", path)
    return value


def _object(value: object, path: Path) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise BadEntry("not-an-object", "Here an object with named members is needed.", path)
    return value


def _list(value: object, path: Path) -> Sequence[object]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise BadEntry("not-a-list", "Here a list is needed.", path)
    return value


def _only(given: Mapping[str, object], known: frozenset[str], path: Path) -> None:
    for key in given:
        if key not in known:
            raise BadEntry("unknown-member", "This member is not known here.", (*path, key))
