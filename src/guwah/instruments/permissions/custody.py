"""Rule 7: what a grant is worth while the person is held, watched, or cannot be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.instruments.permissions.model import Custody
from guwah.instruments.permissions.reach import is_outward
from guwah.instruments.permissions.reasons import named, reason

if TYPE_CHECKING:
    from guwah.instruments.permissions.model import Condition, Reason, Record, Situation, Use

LIVE = frozenset({"given", "given_conditional", "renewed"})
FROZEN = frozenset({"frozen", "reversal_under_control"})
GOES_ON = ("keep", "widen")


def reasons_of_state(grant: Record, use: Use) -> tuple[Reason, ...]:
    """Return why the state of a grant does not carry the use; a frozen one still serves inside."""
    if grant.state in LIVE:
        unwritten = grant.state == "given_conditional" and not grant.conditions
        return (reason("conditions-not-recorded", grant.id),) if unwritten else ()
    if grant.state == "not_needed":
        return (reason("other-basis", grant.id),)
    if grant.state not in FROZEN:
        return (reason("grant-not-live", grant.id, state=named("consent_states", grant.state)),)
    if not is_outward(use):
        return ()
    return (reason("grant-frozen-existing" if use.existing else "grant-frozen", grant.id),)


def reasons_of_custody(grant: Record, use: Use, situation: Situation) -> tuple[Reason, ...]:
    """Return why the person's situation stops or questions an outward use under this grant.

    Held: nothing new goes out, existing things are a question. Watched, unknown, unreachable: a
    question for new things, while what is out stays. All of it unless the grant says that it goes on.
    """
    if not is_outward(use):
        return ()
    code = _trouble(situation, use)
    if code is None:
        return ()
    said = [each for each in grant.conditions if each.code == "if_detained"]
    if not said:
        return (reason(code, grant.id),)
    return () if all(_goes_on(each) for each in said) else (reason("continues-differently", grant.id),)


def _trouble(situation: Situation, use: Use) -> str | None:
    if situation.custody is Custody.HELD:
        return "held-existing" if use.existing else "held"
    if use.existing:
        return None
    if situation.custody is Custody.WATCHED:
        return "watched"
    if situation.custody is Custody.UNKNOWN:
        return "custody-unknown"
    return "unreachable" if situation.reachable is False else None


def _goes_on(said: Condition) -> bool:
    """`if_detained` without parameters is "continues if I am detained"; `then` must say keep or widen."""
    choices = [said.params["then"]] if "then" in said.params else list(said.params.values())
    return said.met is not False and all(each in GOES_ON for each in choices)
