"""From the JSON of `permission evaluate` (DESIGN §15) to the model; nothing unknown is passed over.

A misspelt field or code could drop a condition without a word, so both are refused with their place.
Empty and missing lists are the same: nothing was said (see `model.Record` for what that means).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guwah.instruments import vocabularies
from guwah.instruments.permissions.instants import BadInstantError, first_moment, last_moment
from guwah.instruments.permissions.model import (
    ANY,
    Condition,
    Custody,
    Kind,
    Material,
    Record,
    Situation,
    ThirdParty,
    Use,
)
from guwah.instruments.permissions.reading import Node, NotUnderstoodError, decode, parse, with_place
from guwah.instruments.redaction.spans import WHOLE, Spans

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

# RFC 5646 §2.1 in outline: a language, then subtags of at most eight letters or digits.
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", re.ASCII)
# What people may note beside each part without the engine reading it.
NOTES = frozenset({"note", "notes", "comment"})
TOP = NOTES | {"now", "situation", "use", "records", "third_parties", "$schema", "version"}
USE = NOTES | {
    *(
        "action",
        "audience",
        "recipient",
        "identity",
        "medium",
        "language",
        "material",
        "derived_from",
        "existing",
    ),
    *("id", "purpose"),
}
RECORD = NOTES | {
    *("id", "kind", "by", "material", "except", "actions", "audiences", "recipients", "identity", "media"),
    *("languages", "conditions", "valid_from", "valid_to", "state", "quality", "capture"),
    # Kept with a record by the consent step; they do not change what it allows.
    *("subject", "taken_by", "at", "purpose", "quote", "anchor", "claim", "words", "evidence", "review_by"),
    *("retention", "title"),
}
CONDITION = NOTES | {"code", "params", "met"}
MATERIAL = NOTES | {"source", "spans", "categories", "start", "end", "layer"}
SITUATION = NOTES | {"custody", "reachable", "as_of"}
THIRD_PARTY = NOTES | {"span", "decision", "source", "id", "person"}


@dataclass(frozen=True, slots=True)
class Question:
    """One whole input, ready for `evaluate(*question)` by name."""

    use: Use
    records: tuple[Record, ...]
    situation: Situation
    third_parties: tuple[ThirdParty, ...]
    now: datetime


def read_json(raw: bytes) -> Question:
    """Read a file's bytes.

    Raises:
        NotUnderstoodError: with a JSON pointer, line, column and offset wherever there is text.
    """
    text = decode(raw)
    try:
        return _question(parse(text))
    except NotUnderstoodError as wrong:
        raise with_place(wrong, text) from wrong


def load(value: Mapping[str, Any]) -> Question:
    """Read an object that is already parsed.

    Raises:
        NotUnderstoodError: with the JSON pointer of what is wrong.
    """
    return _question(Node(value))


def _question(node: Node) -> Question:
    node.fields(TOP)
    records = tuple(load_record(each) for each in node.need("records").each())
    seen: set[str] = set()
    for number, record in enumerate(records):
        if record.id in seen:
            raise NotUnderstoodError("duplicate-id", "two records have the same id", f"/records/{number}/id")
        seen.add(record.id)
    return Question(
        use=_use(node.need("use")),
        records=records,
        situation=_situation(node.get("situation")),
        third_parties=tuple(_third_party(each) for each in node.get("third_parties").each()),
        now=_moment(node.need("now"), first_moment),
    )


def _use(node: Node) -> Use:
    node.fields(USE)
    language, medium, recipient = node.get("language"), node.get("medium"), node.get("recipient")
    return Use(
        action=node.need("action").code("consent_actions"),
        audience=node.need("audience").code("consent_audiences"),
        material=_material(node.need("material")),
        recipient=None if recipient.absent else recipient.text(),
        identity=tuple(_codes(node.get("identity"), "consent_identity_forms")),
        medium=None if medium.absent else medium.code("media"),
        language=None if language.absent else _language(language),
        derived_from=tuple(_material(each) for each in node.get("derived_from").one_or_each()),
        existing=bool(node.get("existing").truth()),
    )


def load_record(node: Node) -> Record:
    """Read one consent record.

    Raises:
        NotUnderstoodError: with the JSON pointer of what is wrong.
    """
    node.fields(RECORD)
    material = tuple(_material(each) for each in node.get("material").one_or_each())
    exceptions, categories = _exceptions(node.get("except"), material)
    capture, by = node.get("capture"), node.get("by")
    return Record(
        id=node.need("id").text(),
        kind=Kind(node.need("kind").code("consent_record_kinds")),
        by="" if by.absent else by.text(),
        state=node.need("state").code("consent_states"),
        material=material or None,
        exceptions=exceptions,
        excepted_categories=categories,
        actions=_scope(node.get("actions"), "consent_actions"),
        audiences=_scope(node.get("audiences"), "consent_audiences"),
        recipients=frozenset(each.text() for each in node.get("recipients").one_or_each()) or None,
        identity=_scope(node.get("identity"), "consent_identity_forms"),
        media=_scope(node.get("media"), "media"),
        languages=frozenset(_language(each) for each in node.get("languages").one_or_each()) or None,
        conditions=tuple(_condition(each) for each in node.get("conditions").each()),
        valid_from=_optional_moment(node.get("valid_from"), first_moment),
        valid_to=_optional_moment(node.get("valid_to"), last_moment),
        quality=_quality(node.get("quality")),
        capture=None if capture.absent else capture.code("consent_capture"),
    )


def _codes(node: Node, list_name: str) -> list[str]:
    """Read codes from a list, from one text, or from an object of channels such as `{name, face}`."""
    if isinstance(node.value, dict):
        facts = [each.facts for each in vocabularies.terms(list_name)]
        channels = sorted({str(each["channel"]) for each in facts if "channel" in each})
        node.fields(frozenset(channels))
        return [code for each in channels for code in _codes(node.get(each), list_name)]
    return [each.value if each.value == ANY else each.code(list_name) for each in node.one_or_each()]


def _scope(node: Node, list_name: str) -> frozenset[str] | None:
    return frozenset(_codes(node, list_name)) or None


def _language(node: Node) -> str:
    tag = node.text()
    if tag != ANY and not LANGUAGE.fullmatch(tag):
        raise node.wrong("bad-language", "a BCP 47 language tag is expected")
    return tag


def _condition(node: Node) -> Condition:
    node.fields(CONDITION)
    params = node.get("params")
    if not (params.absent or isinstance(params.value, dict)):
        raise params.wrong("wrong-type", "an object is expected")
    return Condition(
        code=node.need("code").code("consent_conditions"),
        params={} if params.absent else dict(params.value),
        met=node.get("met").truth(),
    )


def _quality(node: Node) -> dict[str, bool]:
    found: dict[str, bool] = {}
    if node.absent:
        return found
    for flag in node.fields(frozenset(vocabularies.codes("consent_quality_flags"))).value:
        answer = node.get(flag)
        truth = None if answer.value == "unknown" else answer.truth()
        if truth is not None:
            found[flag] = truth
    return found


def _situation(node: Node) -> Situation:
    if node.absent:
        return Situation()
    node.fields(SITUATION)
    custody = node.get("custody")
    known = Custody.UNKNOWN if custody.absent else Custody(custody.code("custody"))
    return Situation(known, node.get("reachable").truth())


def _third_party(node: Node) -> ThirdParty:
    node.fields(THIRD_PARTY)
    span, source, decision = node.get("span"), node.get("source"), node.get("decision")
    within = span.get("source") if isinstance(span.value, dict) else source
    named = within if source.absent else source
    return ThirdParty(
        spans=_spans(span),
        decision="undecided" if decision.absent else decision.code("third_party_decisions"),
        source=None if named.absent else named.text(),
    )


def _material(node: Node) -> Material:
    if isinstance(node.value, str):
        return Material(node.text())
    node.fields(MATERIAL)
    categories = node.get("categories")
    return Material(
        source=node.need("source").text(),
        spans=_spans(node) if not node.get("start").absent else _spans(node.get("spans")),
        categories=None if categories.absent else frozenset(_codes(categories, "sensitivity_categories")),
    )


def _exceptions(node: Node, of: tuple[Material, ...]) -> tuple[tuple[Material, ...], frozenset[str]]:
    """Read what a record leaves out: kinds of content as codes, stretches of sources as materials.

    A bare span is one of the record's only source; where there are several, the source must be named.
    """
    materials: list[Material] = []
    categories: set[str] = set()
    for each in node.one_or_each():
        if isinstance(each.value, str):
            categories.add(each.code("sensitivity_categories"))
        elif isinstance(each.value, dict) and set(each.value) == {"category"}:
            categories.add(each.get("category").code("sensitivity_categories"))
        elif isinstance(each.value, dict) and set(each.value) & {"source"}:
            materials.append(_material(each))
        elif len(of) == 1 and of[0].source != ANY:
            materials.append(Material(of[0].source, _span(each)))
        else:
            raise each.wrong("bad-span", "say of which source this is left out")
    return tuple(materials), frozenset(categories)


def _spans(node: Node) -> Spans:
    """Read one pair, one `{start, end}`, or a list of them; nothing said is the whole."""
    if isinstance(node.value, dict) or _is_pair(node):
        return _span(node)
    total = Spans()
    for each in node.each():
        total |= _span(each)
    return total or WHOLE


def _is_pair(node: Node) -> bool:
    return isinstance(node.value, list) and bool(node.value) and not isinstance(node.value[0], (list, dict))


def _span(node: Node) -> Spans:
    if isinstance(node.value, dict):
        node.fields(MATERIAL)
        start, end = node.need("start").number(), node.need("end").number()
    else:
        numbers = [each.number() for each in node.each()]
        if len(numbers) != 2:  # noqa: PLR2004 - a pair
            raise node.wrong("bad-span", "a pair [start, end] is expected")
        start, end = numbers
    if end <= start:
        raise node.wrong("bad-span", "a span must end after it starts")
    return Spans.of([(start, end)])


def _optional_moment(node: Node, read: Callable[[str], datetime]) -> datetime | None:
    return None if node.absent else _moment(node, read)


def _moment(node: Node, read: Callable[[str], datetime]) -> datetime:
    try:
        return read(node.text())
    except BadInstantError as wrong:
        raise node.wrong(wrong.code, str(wrong)) from wrong
