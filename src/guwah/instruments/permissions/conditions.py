"""Rule 3: every condition of a grant is true now, as far as a machine can tell, or a person says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guwah.instruments import vocabularies
from guwah.instruments.permissions.instants import BadInstantError, first_moment, last_moment
from guwah.instruments.permissions.reach import (
    STATE,
    audiences_reached,
    form_granted,
    forms_shown,
    language_granted,
    state_may_read,
)
from guwah.instruments.permissions.reasons import named, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from guwah.instruments.permissions.model import Condition, Reason, Record, ThirdParty, Use

# These say that a permission goes on, not what must hold first; `custody.py` reads them.
CONTINUATIONS = frozenset({"if_detained", "after_death"})
# Done after the use: a person takes the duty on before it, and marks it.
DUTIES = frozenset({"notify"})


@dataclass(frozen=True, slots=True)
class Moment:
    """What conditions are tested against."""

    use: Use
    now: datetime
    open_third_parties: tuple[ThirdParty, ...]
    any_third_party: bool


def reasons_of_conditions(grant: Record, moment: Moment) -> tuple[Reason, ...]:
    """Return a reason for each condition of the grant that does not hold or that nobody has judged."""
    found = [_judge(grant, each, moment) for each in grant.conditions if each.code not in CONTINUATIONS]
    return tuple(each for each in found if each is not None)


def _judge(grant: Record, condition: Condition, moment: Moment) -> Reason | None:
    computed = COMPUTED[condition.code](condition, moment) if condition.code in COMPUTED else None
    words = {"condition": named("consent_conditions", condition.code)}
    if condition.met is False and condition.code in DUTIES:
        return reason("condition-to-judge", grant.id, **words)
    if computed is False or condition.met is False:
        return reason("condition-unmet", grant.id, **words)
    if condition.met:
        return None
    if condition.code == "never_state" and state_may_read({STATE}, moment.use):
        return _of_public_reading(grant)
    if computed:
        return None
    by_machine = _machine_decides(condition.code) and condition.code not in DUTIES
    return reason("condition-unmet" if by_machine else "condition-to-judge", grant.id, **words)


def _of_public_reading(grant: Record) -> Reason | None:
    told = grant.quality.get("audience_explained", False)
    return None if told else reason("state-reads-what-is-public", grant.id)


def _machine_decides(code: str) -> bool:
    known = vocabularies.is_code("consent_conditions", code)
    return not known or bool(vocabularies.term("consent_conditions", code).facts["machine"])


def _listed(params: Mapping[str, Any]) -> frozenset[str] | None:
    """Return every string in the parameters' values, or none where there is none."""
    found: set[str] = set()
    for value in params.values():
        found.update(
            each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)
        )
    return frozenset(found) or None


def _not_before(condition: Condition, moment: Moment) -> bool | None:
    edge = _edge(condition, first_moment)
    return None if edge is None else moment.now >= edge


def _not_after(condition: Condition, moment: Moment) -> bool | None:
    edge = _edge(condition, last_moment)
    return None if edge is None else moment.now <= edge


def _edge(condition: Condition, read: Callable[[str], datetime]) -> datetime | None:
    listed = _listed(condition.params)
    if listed is None:
        return None
    try:
        edges = [read(each) for each in listed]
    except BadInstantError:
        return None  # a person must say it: nothing here is computed from half-understood words
    return edges[0] if len(edges) == 1 else None


def _only_recipient(condition: Condition, moment: Moment) -> bool | None:
    listed = _listed(condition.params)
    return None if listed is None else moment.use.recipient in listed


def _never_state(_: Condition, moment: Moment) -> bool:
    return STATE not in audiences_reached(moment.use)


def _languages(condition: Condition, moment: Moment) -> bool | None:
    listed, asked = _listed(condition.params), moment.use.language
    return None if listed is None or asked is None else language_granted(listed, asked)


def _media(condition: Condition, moment: Moment) -> bool | None:
    listed, asked = _listed(condition.params), moment.use.medium
    return None if listed is None or asked is None else asked in listed


def _identity(condition: Condition, moment: Moment) -> bool | None:
    listed = _listed(condition.params)
    if listed is None or not moment.use.identity:
        return None
    answers = [form_granted(listed, form) for form in forms_shown(moment.use)]
    if False in answers:
        return False
    return None if None in answers else True


def _third_party_cleared(_: Condition, moment: Moment) -> bool | None:
    if moment.open_third_parties:
        return False
    return True if moment.any_third_party else None


def _no_external_machine(_: Condition, moment: Moment) -> bool:
    return moment.use.action != "machine_process_external"


COMPUTED: Mapping[str, Callable[[Condition, Moment], bool | None]] = {
    "not_before": _not_before,
    "not_after": _not_after,
    "only_recipient": _only_recipient,
    "never_state": _never_state,
    "languages": _languages,
    "media": _media,
    "identity": _identity,
    "third_party_cleared": _third_party_cleared,
    "no_external_machine": _no_external_machine,
}
