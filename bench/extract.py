"""What `guwah suggest` finds of what a person marked: precision, recall, right values, by kind and language.

    ./dev bench extract

The marks were made before the rules were tried on them, by people who had not read the rules;
bench/ground/extract/MARKING.md says what was marked. Whoever writes rules looks into the texts `open` alone.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ground.values import DATA, Row, best, right
from guwah.instruments.suggestions import material_of, suggest, to_json
from guwah.instruments.transcripts import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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

CLOSED = ("held", "second")
"""Parts that nobody who writes rules reads; the second is younger than the rules' first mending."""
COUNTED = frozenset({"date", "duration", "age", "money", "area", "share"})
SLACK = 10
"""How many code points may stand around a short date or number ("34" in "aged 34,")."""
LONGEST = 400
"""How many code points a suggested clause may have: a whole paragraph finds nothing."""


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


@dataclass
class Marked:
    """One text with its marks and the answer for it, without what lies on labels."""

    text: str
    required: list[Row]
    optional: list[Row]
    answer: list[Row]

    @classmethod
    def of(cls, text: str, marks: Row, answer: list[Row]) -> Marked:
        """Part what must be found from what a reader may leave."""
        inside = [
            one
            for one in answer
            if not any(low <= one["start"] and one["end"] <= high for low, high in marks["labels"])
        ]
        asked = marks["suggestions"]
        required = [mark for mark in asked if not mark.get("optional")]
        return cls(text, required, [mark for mark in asked if mark.get("optional")], inside)

    def required_met(self, one: Row) -> bool:
        """Say whether a suggestion finds anything that must be found."""
        return any(meets(one, mark, self.text) for mark in self.required)

    def twins(self, mark: Row) -> list[Row]:
        """Return the mark and those with another value at the same words that are as good."""
        place = mark["kind"], mark["start"], mark["end"]
        also = [m for m in self.optional if m["value"] and (m["kind"], m["start"], m["end"]) == place]
        return [mark, *also]


def judge(text: str, marks: Row, answer: list[Row]) -> Told:
    """Hold the answer for one text against its marks."""
    told, held = Told(), Marked.of(text, marks, answer)
    for mark in held.required:
        judge_mark(told, held, mark)
    for one in held.answer:
        judge_suggestion(told, held, one)
    for none in marks["negatives"]:
        tally = told.tallies[none["kind"]]
        tally.negatives += 1
        if any(struck(one, none) and not held.required_met(one) for one in held.answer):
            tally.hit += 1
            told.lines.append(f"struck   {none['kind']}: {none['text']} ({none['why']})")
    return told


def judge_mark(told: Told, held: Marked, mark: Row) -> None:
    """Count whether one mark was found, and with which value."""
    kind, tally = mark["kind"], told.tallies[mark["kind"]]
    tally.marked += 1
    values = [one.get("value") for one in held.answer if meets(one, mark, held.text)]
    if not values:
        told.lines.append(f"missed   {kind}: {mark['text']}")
        return
    tally.found += 1
    if kind not in VALUED:
        return
    fitting = any(right(kind, value or {}, twin) for value in values for twin in held.twins(mark))
    tally.scored += 1
    tally.value += fitting
    tally.best += kind == "date" and any(best(value or {}, mark) for value in values)
    if not fitting:
        wanted = mark.get("accept") or mark["value"]
        told.lines.append(f"value    {kind}: {mark['text']}: {values} for {wanted}")


def judge_suggestion(told: Told, held: Marked, one: Row) -> None:
    """Count whether one suggestion stands on something marked; on what a reader may leave it is neither."""
    tally = told.tallies[one["kind"]]
    if held.required_met(one):
        tally.given += 1
        tally.true += 1
    elif not any(touches(one, mark) for mark in held.optional):
        tally.given += 1
        words = held.text[one["start"] : one["end"]]
        told.lines.append(f"made up  {one['kind']}: {words!r} {one.get('value')} {one.get('rule', '')}")


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


def texts(part: str) -> Iterator[tuple[Path, str, Row]]:
    """Yield each text of a part with its marks, once the marks stand at their words."""
    for path in sorted((DATA / part).glob("*.txt")):
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


def write(part: str, ask: Callable[[Path, str], list[Row]], told: argparse.Namespace) -> None:
    """Ask for each text of a part, and print what came of it."""
    sums: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    for path, text, marks in texts(part):
        result = judge(text, marks, ask(path, text))
        for kind, tally in result.tallies.items():
            sums["all texts"][kind].add(tally)
            sums[marks["language"]][kind].add(tally)
        if told.show:
            sys.stdout.write(f"\n{path.stem}\n" + "".join(f"  {line}\n" for line in result.lines))
    if told.json:
        sys.stdout.write(
            json.dumps(
                {
                    "part": part,
                    "tallies": {
                        name: {kind: vars(tally) for kind, tally in kinds.items()}
                        for name, kinds in sums.items()
                    },
                }
            )
            + "\n"
        )
        return
    for name in ("all texts", *LANGUAGES):
        if name in sums:
            sys.stdout.write("\n".join(table(f"{part}: {name}", sums[name])) + "\n")


def main() -> None:
    """Ask for each text, and print what came of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--part", choices=(*CLOSED, "open"), action="append", help="which texts (default: those kept closed)"
    )
    parser.add_argument("--api", help="module:function to ask instead")
    parser.add_argument(
        "--show", action="store_true", help="print each miss, each wrong value and each invention"
    )
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON, a line for each part")
    told = parser.parse_args()
    ask = by_call(told.api) if told.api else by_rules
    for part in told.part or CLOSED:
        write(part, ask, told)


if __name__ == "__main__":
    main()
