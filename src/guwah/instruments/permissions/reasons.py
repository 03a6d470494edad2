"""Every reason the engine can give: one code, one weight, one plain sentence."""

from __future__ import annotations

from guwah.instruments import vocabularies
from guwah.instruments.permissions.model import Reason, Verdict

ALLOW, ASK, DENY = Verdict.ALLOW, Verdict.ASK, Verdict.DENY

SENTENCES: dict[str, tuple[Verdict, str]] = {
    "granted": (ALLOW, "Allowed by {record}: every condition holds now."),
    "prohibited": (DENY, "{record} forbids “{action}” for the audience “{audience}”."),
    "withdrawn": (DENY, "{record} takes the permission back."),
    "reversal-under-control": (
        DENY,
        "{record} was taken back while the person is held or watched: nothing new goes out.",
    ),
    "reversal-under-control-existing": (
        ASK,
        "{record} was taken back while the person is held or watched: two people decide on what is out.",
    ),
    "state-reads-what-is-public": (
        ASK,
        "{record} keeps this from the State complained of, which can read what is public: was she told?",
    ),
    "identity-not-stated": (
        ASK,
        "{record} limits how the person appears; the use does not say how she does.",
    ),
    "no-grant": (DENY, "No live permission covers this use; what is not allowed stays inside."),
    "material-not-covered": (DENY, "{record} does not cover all of this material."),
    "category-undecided": (
        ASK,
        "{record} leaves out some kinds of content; nobody has marked whether they stand in this material.",
    ),
    "audience-not-granted": (DENY, "{record} does not reach the audience “{audience}”."),
    "recipient-not-granted": (DENY, "{record} was given for other recipients."),
    "recipient-not-named": (ASK, "{record} is for named recipients; it is not settled who this one is."),
    "identity-not-granted": (DENY, "{record} does not let the person appear like this."),
    "identity-unsaid": (ASK, "It was not said with {record} whether the person may appear like this."),
    "medium-not-granted": (DENY, "{record} is not for this medium."),
    "medium-unsaid": (ASK, "The medium was not settled with {record}."),
    "language-not-granted": (DENY, "{record} is not for this language."),
    "language-unsaid": (ASK, "The languages were not settled with {record}."),
    "not-yet-valid": (DENY, "{record} does not hold yet."),
    "no-longer-valid": (DENY, "{record} has run out."),
    "grant-not-live": (DENY, "{record} does not stand as a permission: its state is “{state}”."),
    "grant-frozen": (DENY, "{record} is frozen: nothing new goes out."),
    "grant-frozen-existing": (ASK, "{record} is frozen: people decide whether what is already out stays."),
    "other-basis": (ASK, "{record} rests on something other than consent: a person must judge it."),
    "conditions-not-recorded": (ASK, "{record} was given with conditions, but none is written down."),
    "implied-only": (DENY, "{record} was only implied; that is never enough to publish."),
    "relayed-only": (ASK, "{record} came through somebody else; a person must judge it before publication."),
    "quality": (DENY, "Publication under {record} fails on “{flag}”."),
    "capacity": (ASK, "At {record} the person may not have been able to decide freely."),
    "held": (DENY, "The person is held and {record} does not say that it continues: nothing new goes out."),
    "held-existing": (ASK, "The person is held and {record} does not say that it continues: people decide."),
    "watched": (ASK, "The person is watched and {record} does not say that it continues: people decide."),
    "custody-unknown": (ASK, "It is not known whether the person is free, and {record} does not say more."),
    "unreachable": (ASK, "The person cannot be reached and {record} does not say that it continues."),
    "continues-differently": (
        ASK,
        "{record} says that something else holds when the person is held: people decide.",
    ),
    "condition-unmet": (DENY, "The condition “{condition}” of {record} is not met."),
    "condition-to-judge": (ASK, "A person must say whether the condition “{condition}” of {record} is met."),
    "third-party-undecided": (
        DENY,
        "Words about another person stand in this and nobody has decided on them.",
    ),
    "third-party-refused": (DENY, "Words about another person stand in this that must not be shown."),
}


def reason(code: str, record: str | None = None, **words: str) -> Reason:
    """Build the reason of a code; `words` fill the gaps of its sentence."""
    verdict, sentence = SENTENCES[code]
    text = sentence.format(record=f"record {record}", **words)
    return Reason(code, record, text[0].upper() + text[1:], verdict)


def named(list_name: str, code: str) -> str:
    """Return the English label of a code, or the code itself where the list does not know it."""
    return vocabularies.label(list_name, code).text if vocabularies.is_code(list_name, code) else code
