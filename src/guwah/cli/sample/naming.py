"""Names who is who in the sample case, and who is said to have done what to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.steps.claims import flows as claims
from guwah.steps.claims import queries as claims_read
from guwah.steps.people import flows as people
from guwah.steps.people.flows import NameGiven
from guwah.steps.testimony.models import Participant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guwah.cli.sample.filling import Sample
    from guwah.steps.people.models import Entity

WITNESS = ("Meruert Oralkyzy", "Меруерт Оралқызы", "梅露尔特·奥拉尔克孜", "Меруерт Оралкызы")
# Whoever asks is the same person under each of these names.
CALLERS = {
    "Айсұлу Төкен": "Aisulu Token",
    "安娜·科瓦奇": "Ana Kovač",
    "图尔荪娜依·海克木": "Tursunay Hekim",
    "Тұрсынай Хакім": "Tursunay Hekim",
    "Турсунай Хеким": "Tursunay Hekim",
}
# Besides the witness: what they are called here, kind, names with their languages, what they are.
OTHERS = (
    ("sister", "person", (("Qadisha", "kk-Latn"), ("Қадиша", "kk-Cyrl")), ""),
    ("town", "place", (("Aqsheshek", "kk-Latn"), ("Ақшешек", "kk-Cyrl")), ""),
    ("hill", "facility", (("Qongyr Hill", "kk-Latn"), ("Қоңыр төбе", "kk-Cyrl")), "study_class"),
    ("group", "body", (("Dastarkhan", "kk-Latn"), ("«Дастарқан»", "kk-Cyrl")), "ngo"),
    ("police", "facility", (("District police", "en"), ("аудандық полиция", "kk-Cyrl")), "police_station"),
    ("office", "body", (("District education office", "en"), ("教育局", "zh-Hans")), ""),
    ("three men", "person", (("Three men who came to the house", "en"),), ""),
    ("director", "person", (("Director Liu", "en"), ("一位姓刘的主任", "zh-Hans")), ""),
    ("sixteen", "person", (("Sixteen women in the same room", "en"),), ""),
    ("neighbour", "person", (("A neighbour of the house in Qaynar Lane", "en"),), ""),
)
# Claim, who, in which role.
NAMED = (
    ("s-taken", "three men", "alleged_perpetrator"),
    ("s-taken", "witness", "victim"),
    ("s-taken", "police", ""),
    ("s-home", "witness", "victim"),
    ("s-out", "witness", "victim"),
    ("s-article", "witness", "victim"),
    ("s-article", "group", "advocate"),
    ("s-licence", "witness", "victim"),
    ("s-licence", "sister", "victim"),
    ("s-licence", "town", ""),
    ("s-denied", "office", "alleged_perpetrator"),
    ("s-denied", "witness", "victim"),
    ("s-no-such", "director", "alleged_perpetrator"),
    ("s-no-such", "witness", "victim"),
    ("s-room", "sixteen", "group_represented"),
    ("s-room", "witness", "victim"),
    ("s-room", "hill", ""),
    ("s-taken-again", "witness", "victim"),
    ("s-two-cars", "witness", "victim"),
    ("s-two-cars", "neighbour", "witness_direct"),
    ("s-if-again", "witness", "victim"),
)


def name_people(sample: Sample) -> Mapping[str, Entity]:
    """Name everybody, and say who of the conversations is who; return those whom claims will speak of."""
    actor, case = sample.actor, sample.case
    latin, cyrillic, han, russian = WITNESS
    names = [
        NameGiven(latin, language="kk-Latn", kind="romanised"),
        NameGiven(cyrillic, language="kk-Cyrl", kind="as-said"),
        NameGiven(han, language="zh-Hans", kind="as-said"),
        NameGiven(russian, language="ru", kind="as-said"),
        NameGiven("مېرۋېرت", language="ug-Arab", kind="as-said"),
    ]
    known = {"witness": people.add_entity(actor, case, "person", names)}
    _identify(sample, known["witness"])
    for name, kind, called, what in OTHERS:
        written = [NameGiven(text, language=language) for text, language in called]
        known[name] = people.add_entity(actor, case, kind, written, what=what)
    return known


def name_in_acts(sample: Sample, known: Mapping[str, Entity]) -> None:
    """Attach everybody to the claims that speak of them."""
    rows = claims_read.by_external_ids(sample.case, {claim for claim, _, _ in NAMED})
    for claim, who, role in NAMED:
        claims.attach(sample.actor, rows[claim], claims.Attached(known[who], role))


def _identify(sample: Sample, witness: Entity) -> None:
    callers: dict[str, Entity] = {}
    for participant in Participant.objects.filter(session__revision__layer__case=sample.case):
        name = participant.name or participant.label
        if name in WITNESS:
            people.identify(sample.actor, witness, participant, "testifier_self")
            continue
        known = CALLERS.get(name, name)
        if known not in callers:
            callers[known] = people.add_entity(sample.actor, sample.case, "person", [NameGiven(known)])
        people.identify(sample.actor, callers[known], participant, "interviewer")
