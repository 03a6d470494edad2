"""Whether the value of a suggestion is one that a careful person would call right."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Row = dict[str, Any]

DATA = Path(__file__).parent / "extract"
NEAR, CLOSE = 0.5, 0.01
"""How far a number of years or per cent, and one of an area, may be off."""
SAME: dict[str, dict[str, list[str]]] = json.loads((DATA / "same.json").read_text(encoding="utf-8"))
"""Words that mean the same in a value."""


def plain(edtf: object) -> str:
    """Write an EDTF value without what means the same written otherwise."""
    words = str(edtf or "").replace(" ", "").replace("?", "").replace("%", "~")
    if words[:1] == "[" and ".." not in words:
        return "[" + ",".join(sorted(words.strip("[]").split(","))) + "]"
    return words


def edtfs(got: Row) -> set[str]:
    """Return the EDTF values of a suggested date; two readings are also the one-of set of both."""
    each = sorted(plain(reading.get("edtf")) for reading in got.get("readings", []))
    return {*each, "[" + ",".join(each) + "]"} if len(each) > 1 else set(each)


def same(found: object, wanted: Iterable[object]) -> bool:
    """Say whether a word is one of those wanted, capitals and spaces aside."""
    return re.sub(r"[\s-]+", "_", str(found or "").strip().lower()) in {
        re.sub(r"[\s-]+", "_", str(w).strip().lower()) for w in wanted
    }


def number(found: object) -> float | None:
    """Return what may be written as a number or a string as a number."""
    try:
        return float(str(found).replace(",", "").replace(" ", ""))
    except ValueError:
        return None


def length(iso8601: object) -> tuple[float, float, float] | str:
    """Return a duration as months, days and minutes: a week is seven days, a year twelve months."""
    words = str(iso8601 or "").replace("~", "").upper()
    found = re.fullmatch(r"P((?:[\d.]+[YMWD])*)(?:T((?:[\d.]+[HM])+))?", words)
    if found is None or words == "P":
        return words
    days = {unit: float(n) for n, unit in re.findall(r"([\d.]+)([YMWD])", found[1])}
    hours = {unit: float(n) for n, unit in re.findall(r"([\d.]+)([HM])", found[2] or "")}
    months = 12 * days.get("Y", 0) + days.get("M", 0)
    return months, 7 * days.get("W", 0) + days.get("D", 0), 60 * hours.get("H", 0) + hours.get("M", 0)


def coined(unit: object, wanted: str | None) -> bool:
    """Say whether a currency is the one that was said, or none where none was."""
    return unit is None if wanted is None else same(unit, [wanted, *SAME["currency"].get(wanted, ())])


def right(kind: str, got: Row, mark: Row) -> bool:
    """Say whether the value of a suggestion is one that a careful person would call right."""
    return RIGHT[kind](got, mark["value"], mark.get("accept", []))


def right_date(got: Row, _want: Row, accept: list[Any]) -> bool:
    """Say so of a date: one of its readings, or both together, is accepted."""
    return bool(edtfs(got) & {plain(one) for one in accept})


def right_length(got: Row, _want: Row, accept: list[Any]) -> bool:
    """Say so of a duration, however it is written."""
    return length(got.get("iso8601")) in {length(one) for one in accept}


def right_number(field_: str, got: Row, _want: Row, accept: list[Any]) -> bool:
    """Say so of years of age and per cent."""
    said = number(got.get(field_))
    return said is not None and any(abs(said - one) < NEAR for one in accept)


def right_money(got: Row, _want: Row, accept: list[Any]) -> bool:
    """Say so of a sum: the number and the currency, which is none where none was said."""
    said, unit = number(got.get("amount")), got.get("currency") or None
    return any(said == one["amount"] and coined(unit, one["currency"]) for one in accept)


def right_area(got: Row, want: Row, _accept: list[Any]) -> bool:
    """Say so of land and floors."""
    said = number(got.get("value"))
    near = said is not None and abs(said - want["value"]) < CLOSE
    return near and same(got.get("unit"), [want["unit"], *SAME["units"][want["unit"]]])


def right_name(got: Row, want: Row, _accept: list[Any]) -> bool:
    """Say so of a name, kindly: endings, titles and quotation marks may differ."""
    name, said = (str(one.get("name", "")).strip('«»“”"') for one in (want, got))
    return bool(said) and (said in name or name in said or name[:4] == said[:4])


def right_gloss(got: Row, _want: Row, accept: list[Any]) -> bool:
    """Say so of a term, with or without what stands beside it."""
    term = str(got.get("term", ""))
    return any(str(one) in term or (term or "—") in str(one) for one in accept)


def right_data(got: Row, _want: Row, accept: list[Any]) -> bool:
    """Say so of the category of personal data."""
    return same(got.get("category"), {word for one in accept for word in (one, *SAME["data"].get(one, ()))})


def right_consent(got: Row, want: Row, _accept: list[Any]) -> bool:
    """Say so of what was allowed or refused; its scope is not scored."""
    return same(got.get("act"), SAME["acts"][want["act"]])


def right_violation(got: Row, _want: Row, accept: list[Any]) -> bool:
    """Say so of the code of an act."""
    return same(got.get("code"), accept)


def right_status(got: Row, want: Row, _accept: list[Any]) -> bool:
    """Say so of axis and code."""
    return same(got.get("axis"), [want["axis"]]) and same(got.get("code"), [want["code"]])


RIGHT: dict[str, Callable[[Row, Row, list[Any]], bool]] = {
    "date": right_date,
    "duration": right_length,
    "age": partial(right_number, "years"),
    "share": partial(right_number, "percent"),
    "money": right_money,
    "area": right_area,
    **dict.fromkeys(("person", "organization", "facility", "place"), right_name),
    "gloss": right_gloss,
    "personal_data": right_data,
    "consent": right_consent,
    "violation": right_violation,
    "status": right_status,
}


def best(got: Row, mark: Row) -> bool:
    """Say whether a date has the one value that the context gives, the year included."""
    return plain(mark["value"]["readings"][0]["edtf"]) in edtfs(got)
