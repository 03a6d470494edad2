"""What `guwah suggest` finds of what a person marked: precision, recall, right values, by kind and language.

    ./dev bench extract

The marks were made before the rules were tried on them, by somebody who had not read the rules;
bench/ground/extract/MARKING.md says what was marked. Whoever writes rules looks into the half `open` alone.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guwah.instruments.suggestions import material_of, suggest, to_json
from guwah.instruments.transcripts import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Row = dict[str, Any]

HERE = Path(__file__).parent
DATA = HERE / "ground" / "extract"
CLAUSES = frozenset({"consent", "promise", "declaration", "violation", "status", "trained_reader", "gloss"})
"""Kinds whose span is a clause: any overlap finds it, as the rest is a matter of taste."""
LOOSE_DATA = frozenset({"health", "custodian_identity", "verification_secret", "third_party_health"})
"""Personal data told in a clause."""
VALUED = (
    "date", "duration", "age", "money", "area", "share", "person", "organization", "facility", "place",
    "gloss", "personal_data", "consent", "violation", "status",
)  # fmt: skip
KINDS = (*VALUED[:12], "consent", "promise", "declaration", "violation", "status", "trained_reader")
LANGUAGES = ("en", "ru", "zh-Hans", "kk", "ug")

COUNTED = frozenset({"date", "duration", "age", "money", "area", "share"})
SLACK = 10
"""How many code points may stand around a short date or number ("34" in "aged 34,")."""
LONGEST = 400
"""How many code points a suggested clause may have: a whole paragraph finds nothing."""
NEAR, CLOSE = 0.5, 0.01
"""How far a number of years or per cent, and one of an area, may be off."""
SAME: dict[str, dict[str, list[str]]] = json.loads((DATA / "same.json").read_text(encoding="utf-8"))
"""Words that mean the same in a value."""


@dataclass
class Tally:
    """What was marked, found, right and wrongly found."""

    marked: int = 0
    found: int = 0
    given: int = 0
    true: int = 0
    value: int = 0
    best: int = 0
    scored: int = 0
    negatives: int = 0
    hit: int = 0

    def add(self, other: Tally) -> None:
        """Add what another counted."""
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class Told:
    """What one text gave: a tally per kind, and what was missed, made up or wrong, in words."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    lines: list[str] = field(default_factory=list)


def shared(one: Row, span: tuple[int, int]) -> int:
    """Count the code points that a suggestion shares with a span."""
    low, high = max(int(one["start"]), span[0]), min(int(one["end"]), span[1])
    return max(0, high - low)


def meets(one: Row, mark: Row, text: str) -> bool:
    """Say whether a suggestion finds a mark: half of the longer, or any of a clause in the same line."""
    if one["kind"] != mark["kind"] and one["kind"] != mark.get("or_kind"):
        return False
    if is_clause(mark):
        words = text[one["start"] : one["end"]].strip()
        return shared(one, (mark["start"], mark["end"])) > 0 and "\n" not in words and len(words) <= LONGEST
    return any(
        fits(one, span, mark["kind"]) for span in [(mark["start"], mark["end"]), *mark.get("also", ())]
    )


def fits(one: Row, span: Sequence[int], kind: str) -> bool:
    """Say whether spans are near: half of the longer, or what is said in numbers with a word around it."""
    low, high = span
    part = shared(one, (low, high))
    wide = int(one["end"]) - int(one["start"])
    around = kind in COUNTED and part == high - low and wide - part <= SLACK
    return part > 0 and (2 * part >= max(wide, high - low) or around)


def is_clause(mark: Row) -> bool:
    """Say whether a mark's span is a clause."""
    loose = mark["kind"] == "personal_data" and mark["value"].get("category") in LOOSE_DATA
    return mark["kind"] in CLAUSES or loose


def touches(one: Row, mark: Row) -> bool:
    """Say whether a suggestion lies on what a reader may mark or leave."""
    return (
        one["kind"] in {mark["kind"], mark.get("or_kind")} and shared(one, (mark["start"], mark["end"])) > 0
    )


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
    want, accept = mark["value"], mark.get("accept", [])
    if kind == "date":
        return bool(edtfs(got) & {plain(one) for one in accept})
    if kind == "duration":
        return length(got.get("iso8601")) in {length(one) for one in accept}
    if kind in {"age", "share"}:
        said = number(got.get("years" if kind == "age" else "percent"))
        return said is not None and any(abs(said - one) < NEAR for one in accept)
    if kind == "money":
        said, unit = number(got.get("amount")), got.get("currency") or None
        return any(said == one["amount"] and coined(unit, one["currency"]) for one in accept)
    if kind == "area":
        said = number(got.get("value"))
        return (
            said is not None
            and abs(said - want["value"]) < CLOSE
            and same(got.get("unit"), [want["unit"], *SAME["units"][want["unit"]]])
        )
    if kind in {"person", "organization", "facility", "place"}:
        name, said_name = want["name"].strip('«»“”"'), str(got.get("name", "")).strip('«»“”"')
        return bool(said_name) and (said_name in name or name in said_name or name[:4] == said_name[:4])
    return right_code(kind, got, mark)


def right_code(kind: str, got: Row, mark: Row) -> bool:
    """Say the same of values that are codes."""
    want, accept = mark["value"], mark.get("accept", [])
    if kind == "gloss":
        return any(
            str(one) in str(got.get("term", "")) or str(got.get("term") or "—") in str(one) for one in accept
        )
    if kind == "personal_data":
        return same(
            got.get("category"), {word for one in accept for word in (one, *SAME["data"].get(one, ()))}
        )
    if kind == "consent":
        return same(got.get("act"), SAME["acts"][want["act"]])
    if kind == "violation":
        return same(got.get("code"), accept)
    return same(got.get("axis"), [want["axis"]]) and same(got.get("code"), [want["code"]])


def best(got: Row, mark: Row) -> bool:
    """Say whether a date has the one value that the context gives, the year included."""
    return plain(mark["value"]["readings"][0]["edtf"]) in edtfs(got)


def judge(text: str, marks: Row, answer: list[Row]) -> Told:
    """Hold the answer for one text against its marks."""
    told = Told()
    required = [m for m in marks["suggestions"] if not m.get("optional")]
    optional = [m for m in marks["suggestions"] if m.get("optional")]
    answer = [
        a for a in answer if not any(low <= a["start"] and a["end"] <= high for low, high in marks["labels"])
    ]
    for mark in required:
        kind, tally = mark["kind"], told.tallies[mark["kind"]]
        tally.marked += 1
        finders = [a for a in answer if meets(a, mark, text)]
        if not finders:
            told.lines.append(f"missed   {kind}: {mark['text']}")
            continue
        tally.found += 1
        if kind in VALUED:
            twins = [
                m
                for m in optional
                if m["kind"] == kind and m["value"] and (m["start"], m["end"]) == (mark["start"], mark["end"])
            ]
            fits = any(right(kind, a.get("value") or {}, m) for a in finders for m in (mark, *twins))
            tally.scored += 1
            tally.value += fits
            tally.best += kind == "date" and any(best(a.get("value") or {}, mark) for a in finders)
            if not fits:
                got = [a.get("value") for a in finders]
                told.lines.append(
                    f"value    {kind}: {mark['text']}: {got} for {mark.get('accept') or mark['value']}"
                )
    for one in answer:
        tally = told.tallies[one["kind"]]
        if any(meets(one, m, text) for m in required):
            tally.given += 1
            tally.true += 1
        elif not any(touches(one, m) for m in optional):
            tally.given += 1
            words = text[one["start"] : one["end"]]
            told.lines.append(f"made up  {one['kind']}: {words!r} {one.get('value')} {one.get('rule', '')}")
    for none in marks["negatives"]:
        tally = told.tallies[none["kind"]]
        tally.negatives += 1
        if any(struck(a, none) and not any(meets(a, m, text) for m in required) for a in answer):
            tally.hit += 1
            told.lines.append(f"struck   {none['kind']}: {none['text']} ({none['why']})")
    return told


def struck(one: Row, none: Row) -> bool:
    """Say whether a suggestion is made of what was marked as none."""
    shorter = min(int(one["end"]) - int(one["start"]), int(none["end"]) - int(none["start"]))
    return bool(one["kind"] == none["kind"]) and 2 * shared(one, (none["start"], none["end"])) >= shorter


def by_rules(path: Path, text: str) -> list[Row]:
    """Ask as the command does, without starting a program for each text."""
    answer: list[Row] = to_json(suggest(material_of(read(text.encode(), path.name))))["suggestions"]
    return answer


def by_call(name: str) -> Callable[[Path, str], list[Row]]:
    """Return a way to ask a function: it takes the text and returns the list, or an object that holds it."""
    module, _, function = name.partition(":")
    sys.path.insert(0, str(Path.cwd()))
    asked = getattr(importlib.import_module(module), function)

    def ask(_path: Path, text: str) -> list[Row]:
        answer = asked(text)
        return list(answer["suggestions"] if isinstance(answer, dict) else answer)

    return ask


def texts(half: str) -> Iterator[tuple[Path, str, Row]]:
    """Yield each text of a half with its marks, once the marks stand at their words."""
    for folder in ("held", "open") if half == "all" else (half,):
        for path in sorted((DATA / folder).glob("*.txt")):
            text = path.read_bytes().decode("utf-8")
            marks = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
            for each in (*marks["suggestions"], *marks["negatives"]):
                if text[each["start"] : each["end"]] != each["text"]:
                    raise ValueError(f"{path.name}: {each}")
            yield path, text, marks


def share(part: int, whole: int) -> str:
    """Write a share, or a dash where there is nothing to take it of."""
    return f"{part / whole:6.2f}" if whole else "     —"


def row(name: str, tally: Tally) -> str:
    """Write one line of the table."""
    value = f"{share(tally.value, tally.scored)}"
    return (
        f"{name:16}{tally.marked:7}{tally.found:7}{tally.given:7}{share(tally.true, tally.given):>9}"
        f"{share(tally.found, tally.marked):>8}{value:>8}{tally.hit:7}/{tally.negatives}"
    )


def table(title: str, tallies: dict[str, Tally]) -> Iterator[str]:
    """Write the table of some texts."""
    yield f"\n{title}"
    yield f"{'':16}{'marked':>7}{'found':>7}{'given':>7}{'precis.':>9}{'recall':>8}{'value':>8}{'none':>7}"
    whole = Tally()
    for kind in KINDS:
        if kind in tallies:
            whole.add(tallies[kind])
            yield row(kind, tallies[kind])
    yield row("all", whole)
    if tallies["date"].found:
        dates = tallies["date"]
        yield f"dates with the year that the context gives: {share(dates.best, dates.scored).strip()}"


def main() -> None:
    """Ask for each text, and print what came of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--half", choices=("held", "open", "all"), default="held", help="which texts (default: held)"
    )
    parser.add_argument("--api", help="module:function to ask instead")
    parser.add_argument(
        "--show", action="store_true", help="print each miss, each wrong value and each invention"
    )
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON")
    told = parser.parse_args()
    ask = by_call(told.api) if told.api else by_rules
    sums: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for path, text, marks in texts(told.half):
        result = judge(text, marks, ask(path, text))
        for kind, tally in result.tallies.items():
            sums["all texts"][kind].add(tally)
            sums[marks["language"]][kind].add(tally)
        if told.show:
            sys.stdout.write(f"\n{path.stem}\n" + "".join(f"  {line}\n" for line in result.lines))
    if told.json:
        sys.stdout.write(
            json.dumps(
                {name: {kind: vars(tally) for kind, tally in kinds.items()} for name, kinds in sums.items()}
            )
            + "\n"
        )
        return
    for name in ("all texts", *LANGUAGES):
        if name in sums:
            sys.stdout.write("\n".join(table(name, sums[name])) + "\n")


if __name__ == "__main__":
    main()
