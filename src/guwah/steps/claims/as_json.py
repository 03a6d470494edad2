"""Claims as files hold them (DESIGN §15, `claims export`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from guwah.steps.claims.models import Claim, Occurrence, Reading
    from guwah.steps.claims.picturing.tables import Amount
    from guwah.steps.claims.tables import ClaimantGroup, Paper

AMOUNT_MEMBERS = ("measure", "value", "most", "unit", "approximate", "subject", "thing", "role", "per")

MASKED = "another person"
"""What files say instead of hearsay about other people; a word of the format, the same in every language."""

MASK_ID = "masked-"
"""How the id of something masked begins in a file; its number in the vault follows."""


def id_told(one: Claim | Occurrence) -> str:
    """Return the id of a claim or occurrence for a file; what is masked gets one that says nothing.

    People give ids that tell ("yerkin-killed"), and one made of a row's content can be guessed from it.
    """
    return f"{MASK_ID}{one.pk}" if one.masked else one.external_id


def claim_json(claim: Claim) -> dict[str, Any]:
    """Return one claim; `mode`, `value`, `machine` and `checked` only where they say something.

    The place is where the words stand now; `quote` are the words the claim was made on, and where other words
    stand there now `words_now` says what became of them (`changed`, `lost`, `seen`, `gone`).

    The claim's anchor, occurrence and readings with their occurrences are best loaded beforehand.
    """
    anchor = claim.anchor
    if claim.masked:
        return _masked(claim)
    told: dict[str, Any] = {
        "id": claim.external_id,
        "kind": claim.kind,
        "layer": anchor.revision.layer_id,
        "start": anchor.now.start,
        "end": anchor.now.end,
        "quote": anchor.quote,
        "by": claim.by,
        "knows": claim.knows,
        "readings": [reading_json(reading) for reading in claim.readings.all()],
        "occurrence": id_told(claim.occurrence) if claim.occurrence else None,
        "code": claim.code or None,
    }
    if anchor.now.state != anchor.now.State.EXACT:
        told["words_now"] = anchor.now.state
    if claim.mode != claim.Mode.ASSERTED:
        told["mode"] = claim.mode
    if claim.value:
        told["value"] = claim.value
    told |= _whose(claim)
    if claim.kind == claim.Kind.AMOUNT and (amounts := _counting(claim)):
        told["amount"] = amount_json(amounts[-1])
    if claim.machine or claim.unvouched:
        told |= {"machine": True, "checked": claim.checked_by_id is not None}
    return told


def _whose(claim: Claim) -> dict[str, Any]:
    """Return from whom and of what a claim is, only what is said."""
    said = {
        "group": claim.group.external_id if claim.group else "",
        "papers": [mention.paper.external_id for mention in claim.papers.all()],
        "told_by": claim.told_by,
        "said_on": claim.said_on,
        "of_others": claim.of_others,
    }
    return {name: value for name, value in said.items() if value}


def _counting(claim: Claim) -> list[Amount]:
    return [one for one in claim.amounts.all() if one.superseded_at is None]


def amount_json(amount: Amount) -> dict[str, Any]:
    """Return how much a claim tells; what was not said, such as a unit, is not there."""
    told = {name: getattr(amount, name) for name in AMOUNT_MEMBERS}
    return {name: value for name, value in told.items() if value}


def _masked(claim: Claim) -> dict[str, Any]:
    """Return what may be told of hearsay about another person: that there is some, and in which text.

    Not who tells it: that may be somebody who is named nowhere else.
    """
    return {
        "id": id_told(claim),
        "kind": claim.kind,
        "layer": claim.anchor.revision.layer_id,
        "value": MASKED,
        "masked": True,
    }


def group_json(group: ClaimantGroup) -> dict[str, Any]:
    """Return what is said of a group now, only what is said."""
    told = list(group.told.all())[-1]
    said = {name: getattr(told, name) for name in ("name", "how_many", "number", "place", "speaker")}
    return {name: value for name, value in said.items() if value not in ("", None)}


def paper_json(paper: Paper) -> dict[str, Any]:
    """Return what is said of a paper now, only what is said."""
    told = list(paper.told.all())[-1]
    said = {name: getattr(told, name) for name in ("number", "kind", "issuer", "date_said")}
    return {name: value for name, value in said.items() if value}


def reading_json(reading: Reading) -> dict[str, Any]:
    """Return one reading in the words of `chronology check`; without points while it is tied to nothing."""
    first = [id_told(reading.of), reading.of_point] if reading.of else None
    second = [id_told(reading.to), reading.to_point] if reading.to else None
    told: dict[str, Any]
    if reading.form == reading.Form.DATE:
        told = {"at": first, "edtf": reading.value}
    elif reading.form == reading.Form.DURATION:
        told = {"from": first, "to": second, "duration": reading.value, "approximate": reading.approximate}
    elif reading.form == reading.Form.AGE:
        told = {"age": int(reading.value), "of": first, "at": second}
    else:
        told = {"before": [first, second], "strict": reading.value == "strictly-before"}
    if reading.basis != "stated":
        told["basis"] = reading.basis
    return {key: value for key, value in told.items() if value is not None}
