"""Claims as files of other programs hold them: W3C Web Annotation, FollowTheMoney, CSV."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from typing import TYPE_CHECKING, Any

from guwah.instruments.cells import defused
from guwah.instruments.vocabularies import is_code, term
from guwah.steps.claims.as_json import MASKED, claim_json, group_json, id_told, paper_json
from guwah.steps.claims.models import Claim, Reading

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from guwah.steps.claims.models import Occurrence

FORMATS = ("json", "annotations", "ftm", "csv")
"""JSON comes back whole through `claims import`; the others are for reading elsewhere."""

COLUMNS = (
    "id", "kind", "by", "knows", "mode", "caution", "quote", "words_now", "source", "layer", "session",
    "turn", "start", "end", "occurrence", "code", "value", "amount", "readings", "machine", "checked",
)  # fmt: skip
_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_SCHEMAS = {"person": "Person", "body": "PublicBody", "facility": "LegalEntity", "place": "Address"}
_NAME = {"Address": "full"}
# What an ISO date of FollowTheMoney can hold: a year, a month or a day, with nothing open or uncertain.
_ISO = re.compile(r"\d{4}(?:-\d{2}){0,2}")
# Words of the files, the same in every language.
KNOWS = {
    Claim.Knows.SAW: "saw or lived through it",
    Claim.Knows.TOLD: "was told",
    Claim.Knows.INFERS: "infers",
    Claim.Knows.UNKNOWN: "not said how the speaker knows",
}
MODES = {
    Claim.Mode.ASSERTED: "asserted",
    Claim.Mode.CORRECTED: "said and taken back by the speaker",
    Claim.Mode.FEARED: "feared",
    Claim.Mode.HYPOTHETICAL: "hypothetical",
    Claim.Mode.ASKED: "asked by an interviewer",
}
NO_ALLEGATION = "no allegation"
UNCHECKED = "made by a machine and not checked: the basis of nothing"
_DATES = {"start": "startDate", "end": "endDate"}


def whole(claims: Iterable[Claim], left: int, *, invented: bool) -> str:
    """Write claims as `claims import` takes them, with the occurrences, groups and papers they speak of.

    Args:
        claims: with their anchors, occurrences and readings, drawn where hearsay is masked.
        left: how many were left out because their words are cut.
        invented: the case is an invented one.
    """
    listed = list(claims)
    told_whole = [claim for claim in listed if not claim.masked]
    spoken_of = [
        one
        for claim in told_whole
        for one in (claim.occurrence, *(end for each in claim.readings.all() for end in (each.of, each.to)))
        if one is not None
    ]
    titles = {id_told(one): MASKED if one.masked else one.title for one in spoken_of}
    groups = {claim.group.external_id: group_json(claim.group) for claim in told_whole if claim.group}
    papers = {
        each.paper.external_id: paper_json(each.paper) for claim in told_whole for each in claim.papers.all()
    }
    told = {
        "invented": invented,
        "claims": [claim_json(claim) for claim in listed],
        "occurrences": titles,
        "groups": groups,
        "papers": papers,
        "withheld": left,
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def web_annotations(claims: Iterable[Claim], bare: Container[int] = ()) -> str:
    """Write each claim as an annotation of the text its words stand in (W3C Web Annotation Data Model, 2017).

    The text is named by the SHA-256 of its UTF-8; offsets count code points of it (§4.2.5), refined by the
    words with their context (§4.2.4).

    Args:
        claims: with their anchors, occurrences and readings.
        bare: numbers of claims whose context is not written, because something in it is cut or masked.
    """
    items = [_annotation(claim, bare=claim.pk in bare) for claim in claims]
    page = {"@context": _CONTEXT, "id": "urn:guwah:claims", "type": "AnnotationPage", "items": items}
    return json.dumps(page, ensure_ascii=False, indent=1) + "\n"


def _annotation(claim: Claim, *, bare: bool) -> dict[str, Any]:
    anchor = claim.anchor
    if claim.masked:
        return _masked(claim)
    digest = hashlib.sha256(anchor.now.revision.text.encode("utf-8", "surrogatepass")).hexdigest()
    how = f"by {claim.by}: {KNOWS[Claim.Knows(claim.knows)]}; {MODES[Claim.Mode(claim.mode)]}"
    bodies = [_body("classifying", claim.kind)]
    if caution := _caution(claim):
        # Other programs take a tag, a name or a date for what the text tells as a fact.
        bodies += [_body("describing", how), _body("describing", caution)]
    else:
        bodies += [_body("tagging", claim.code)] if claim.code else []
        bodies += [_body("identifying", claim.occurrence.title)] if claim.occurrence else []
        said = (_said(reading) for reading in claim.readings.all())
        bodies += [_body("describing", each) for each in (how, *said)]
    around = {} if bare else {"prefix": anchor.prefix, "suffix": anchor.suffix}
    quote = {"type": "TextQuoteSelector", "exact": anchor.quote, **around}
    place = {"type": "TextPositionSelector", "start": anchor.now.start, "end": anchor.now.end}
    return {
        "id": f"urn:guwah:claim:{id_told(claim)}",
        "type": "Annotation",
        "motivation": "describing",
        "creator": {"type": "Person", "name": str(claim.made_by)},
        "created": claim.made_at.isoformat(),
        "body": bodies,
        "target": {"source": f"urn:sha256:{digest}", "selector": {**place, "refinedBy": quote}},
    }


def _body(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}


def _caution(claim: Claim) -> str:
    """Return why a claim is the basis of nothing, or nothing where it is an allegation (DESIGN §8, law 6)."""
    feared = claim.mode != Claim.Mode.ASSERTED
    said = [f"{MODES[Claim.Mode(claim.mode)]}: {NO_ALLEGATION}"] if feared else []
    return "; ".join([*said, UNCHECKED] if claim.unfounded else said)


def _masked(claim: Claim) -> dict[str, Any]:
    """Annotate a text as a whole, without its words: it tells of another person by hearsay."""
    digest = hashlib.sha256(claim.anchor.now.revision.text.encode("utf-8", "surrogatepass")).hexdigest()
    return {
        "id": f"urn:guwah:claim:{id_told(claim)}",
        "type": "Annotation",
        "motivation": "describing",
        "body": [_body("describing", MASKED)],
        "target": f"urn:sha256:{digest}",
    }


def follow_the_money(claims: Iterable[Claim], names: Mapping[int, str]) -> str:
    """Write occurrences and whom they concern as entities of FollowTheMoney, one JSON object a line.

    An act becomes an Event, whoever takes part in it an UnknownLink with the role, since that model knows
    no acts. What a date of ours says beyond a year, month or day (about, one of two, unsure) it cannot hold,
    and such a date is left out. Acts of which only a trained reader decides are not written. Nor has that
    model a word for what was feared, supposed, asked or taken back, for a machine's draft, and for hearsay:
    whatever stands in it is read as a fact, so such claims are not in it at all.

    Args:
        claims: with their occurrence, readings and entities.
        names: what to call each entity, by its number.
    """
    told: dict[str, dict[str, Any]] = {}
    for claim in claims:
        if claim.occurrence is not None and _is_told_as_fact(claim):
            for entity in _entities(claim, claim.occurrence, names):
                known = told.setdefault(entity["id"], {**entity, "properties": {}})
                for key, values in entity["properties"].items():
                    known["properties"][key] = sorted({*known["properties"].get(key, []), *values})
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in told.values())


def _is_told_as_fact(claim: Claim) -> bool:
    return not (claim.masked or _caution(claim) or _grave(claim.code))


def _grave(code: str) -> bool:
    return is_code("violation_types", code) and term("violation_types", code).sensitive


def _entities(claim: Claim, occurrence: Occurrence, names: Mapping[int, str]) -> Iterator[dict[str, Any]]:
    event = f"guwah-occurrence-{id_told(occurrence)}"
    dates: dict[str, list[str]] = {}
    for reading in claim.readings.all():
        own = reading.form == Reading.Form.DATE and reading.of_id == occurrence.pk
        if own and _ISO.fullmatch(reading.value):
            dates.setdefault(_DATES[reading.of_point], []).append(reading.value)
    kinds = (
        [term("violation_types", claim.code).labels["en"].text]
        if is_code("violation_types", claim.code)
        else []
    )
    yield _entity(event, "Event", {"name": [occurrence.title], "keywords": kinds, **dates})
    for link in claim.entities.all():
        schema = _SCHEMAS[link.entity.kind]
        whom = f"guwah-entity-{link.entity_id}"
        yield _entity(whom, schema, {_NAME.get(schema, "name"): [names.get(link.entity_id, "")]})
        tie = {"subject": [whom], "object": [event], "role": [link.role]}
        yield _entity(f"{whom}-in-{id_told(occurrence)}", "UnknownLink", tie)


def _entity(id_: str, schema: str, properties: Mapping[str, list[str]]) -> dict[str, Any]:
    said = {key: [value for value in values if value] for key, values in properties.items()}
    return {
        "id": id_,
        "schema": schema,
        "properties": {key: values for key, values in said.items() if values},
    }


def table(claims: Iterable[Claim]) -> str:
    """Write claims as a table for a spreadsheet; nothing in it can be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for claim in claims:
        told = claim_json(claim) | {"source": claim.anchor.revision.layer.source.title}
        if not claim.masked:
            told |= _around(claim)
            amount = told.get("amount", {})
            told["amount"] = "; ".join(f"{name} {value}" for name, value in amount.items())
            told["readings"] = "; ".join(_said(reading) for reading in claim.readings.all())
        cells = ("" if told.get(column) is None else told[column] for column in COLUMNS)
        writer.writerow([defused(cell) if isinstance(cell, str) else cell for cell in cells])
    return out.getvalue()


def _around(claim: Claim) -> dict[str, Any]:
    block = claim.anchor.now.block
    return {
        "knows": KNOWS[Claim.Knows(claim.knows)],
        "mode": MODES[Claim.Mode(claim.mode)],
        "caution": _caution(claim),
        "session": block.session.n if block and block.session else None,
        "turn": block.n if block else None,
        "machine": claim.machine or claim.unvouched,
        "checked": claim.checked_by_id is not None,
    }


def _said(reading: Reading) -> str:
    """Return a reading as a short line: its value, and the points it is about."""
    points = [
        f"{id_told(occurrence)} {point}"
        for occurrence, point in ((reading.of, reading.of_point), (reading.to, reading.to_point))
        if occurrence is not None
    ]
    value = f"about {reading.value}" if reading.approximate else reading.value
    return f"{reading.form} {value}" + (f" ({' to '.join(points)})" if points else "")
