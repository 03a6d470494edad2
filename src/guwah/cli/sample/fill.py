"""Fills a vault with the invented case, through the same flows that people use."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from guwah.accounts.cases import join, open_case
from guwah.accounts.permissions import Role
from guwah.cli.sample.beside import set_beside
from guwah.cli.sample.filling import Sample
from guwah.cli.sample.naming import WITNESS, name_in_acts, name_people
from guwah.instruments.redaction.spans import Spans
from guwah.steps.appeals import flows as appeals
from guwah.steps.claims import flows as claims
from guwah.steps.claims import queries as claims_read
from guwah.steps.consent import flows as consent
from guwah.steps.evidence import flows as evidence
from guwah.steps.testimony import flows as testimony
from guwah.steps.testimony.search.narrowing import Within
from guwah.steps.testimony.taking.calling import CallFacts, note_call
from guwah.steps.testimony.typing import writing
from guwah.steps.testimony.typing.composing import Person
from guwah.steps.testimony.typing.telling import ToldTurn
from guwah.steps.vigil import flows as vigil

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.models import Item, Source
    from guwah.steps.testimony.models import Layer

HERE = Path(__file__).resolve().parent
# File, language, the file it translates.
TEXTS = (
    ("call-1.kk.txt", "kk", ""),
    ("call-1.en.txt", "en", "call-1.kk"),
    ("call-2.ug.vtt", "ug", ""),
    ("call-2.en.txt", "en", "call-2.ug"),
    ("call-3.zh.docx", "zh-Hans", ""),
    ("article.ru.txt", "ru", ""),
    ("call-2.zh.txt", "zh-Hans", "call-2.ug"),
    ("call-2.kk.txt", "kk", "call-2.ug"),
    ("call-2.ru.txt", "ru", "call-2.ug"),
)
LEFT = "call-4.ug.txt"
# Brought in last: sums and land are told of in it.
SUMS = "parents.en.txt"
# Axis, code, as of, the claim it rests on.
STATUSES = (
    ("liberty", "interned", "2019-05-14", "s-taken"),
    ("liberty", "free_restricted", "2020-02-02", "s-home"),
    ("liberty", "taken_unacknowledged", "2021-03~", "s-taken-again"),
    ("whereabouts", "known_first_hand", "2019-05-14/2020-02-02", "s-hill"),
    # A Tuesday evening, says the newspaper: one of the Tuesdays of the month.
    (
        "whereabouts",
        "last_seen_only",
        "[2021-03-02,2021-03-09,2021-03-16,2021-03-23,2021-03-30]",
        "s-taken-again",
    ),
    ("contact", "direct", "2021-02~", "s-promise"),
    ("contact", "lost", "2021-03~", "s-taken-again"),
)
TITLES = {
    "call-1": "First call, in Kazakh",
    "call-2": "Second call, in Uyghur",
    "call-3": "Conversation with a lawyer, in Chinese",
    "article": "Newspaper article, in Russian",
    "call-4": "Call with her sister, in Uyghur: to be taken in",
    "parents": "What the parents wrote down, in English",
}


def fill(actor: Member, colleagues: list[Member]) -> Case:
    """Make the invented case and return it; colleagues join it as reviewers."""
    sample = Sample(actor, open_case(actor, "The flour money (invented sample)", invented=True))
    for colleague in colleagues:
        join(actor, sample.case, colleague, Role.REVIEWER)
    _bring_in(sample)
    known = name_people(sample)
    _claim(sample)
    name_in_acts(sample, known)
    set_beside(sample)
    _take_consent(sample)
    _keep_promises(sample)
    testimony.look_for(actor, "мектеп", Within(language="kk"))
    return sample.case


def _bring_in(sample: Sample) -> None:
    sources: dict[str, Any] = {}
    for file, language, original in TEXTS:
        stem = file.partition(".")[0]
        added = evidence.add_file(
            sample.actor,
            sample.case,
            HERE / file,
            file,
            source=sources.get(stem),
            source_title=TITLES[stem],
        )
        sources[stem] = added.item.source
        imported = testimony.import_transcript(sample.actor, sample.case, added.item, language=language)
        sample.texts[file.rpartition(".")[0]] = imported.revision
        if original:
            testimony.relate(sample.actor, imported.layer, sample.texts[original].layer)
    sound = evidence.add_file(
        sample.actor, sample.case, HERE / "call-2.opus", "call-2.opus", source=sources["call-2"]
    )
    layer: Layer = sample.texts["call-2.ug"].layer
    testimony.attach_recording(sample.actor, layer, sound.item)
    _begin_typing(sample, sound.item)
    _tell_of_copies(sample, sources["call-2"])
    _tell_of_the_call(sample, sources["call-2"])
    # Kept, and left for somebody to take in: its page shows how Guwah doubts.
    evidence.add_file(sample.actor, sample.case, HERE / LEFT, LEFT, source_title=TITLES["call-4"])
    told = evidence.add_file(sample.actor, sample.case, HERE / SUMS, SUMS, source_title=TITLES["parents"])
    imported = testimony.import_transcript(sample.actor, sample.case, told.item, language="en")
    sample.texts[SUMS.rpartition(".")[0]] = imported.revision


def _begin_typing(sample: Sample, sound: Item) -> None:
    """Leave a transcription on its way: the first turns of the second call, typed anew by ear."""
    both = [Person("Tursunay Hekim", "interviewer"), Person("Meruert Oralkyzy", "victim")]
    typed = writing.begin(sample.actor, sample.case, sound, both, "ug")
    heard = (
        (1, 0.0, "ياخشىمۇسىز، سىز مېرۋېرتمۇ؟"),
        (2, 2.6, "ھەئە. ئاستا سۆزلەڭ، [?] [ئاشپەزنىڭ?] ئۇيغۇرچىسى."),
    )
    turns = [
        ToldTurn(f"{number:032x}", 0, f"{number - 1:032x}" if number > 1 else "", number, words, start)
        for number, start, words in heard
    ]
    writing.tell(sample.actor, typed, "0" * 32, turns)


def _tell_of_copies(sample: Sample, call: Source) -> None:
    actor, case = sample.actor, sample.case
    letter = evidence.name_source(
        actor,
        case,
        evidence.SourceFacts(
            title="The letter with fourteen signatures", provenance="Known only by name so far."
        ),
    )
    clerk = evidence.note_holding(
        actor,
        letter,
        evidence.HoldingFacts(
            "A clerk of the canteen office", copy="the carbon copy", since="2021~", on_whose_word="Meruert"
        ),
    )
    evidence.request_copy(
        actor, clerk, evidence.RequestFacts("2023-04", "third_person", words="A photograph would be enough.")
    )
    evidence.note_state(actor, clerk, evidence.StateFacts("promised", "2023-05", note="After the holidays."))
    evidence.note_holding(
        actor,
        letter,
        evidence.HoldingFacts("The district office", copy="the letter itself", state="lost", since="2022"),
    )
    evidence.note_handover(
        actor,
        call,
        evidence.HandoverFacts(channel="recorded", words="Recorded by us, on a borrowed telephone."),
    )
    asked = evidence.note_assurance(
        actor,
        case,
        evidence.AssuranceFacts(
            "asked", "caller", "Which bread did you bake on the day of the flood?", source=call
        ),
    )
    evidence.note_assurance(
        actor,
        case,
        evidence.AssuranceFacts(
            "answered", "witness", "None. The oven was under water.", source=call, follows=asked
        ),
    )
    evidence.note_assurance(
        actor,
        case,
        evidence.AssuranceFacts("doubted", "witness", "Your line sounds too near.", source=call),
    )


def _tell_of_the_call(sample: Sample, call: Source) -> None:
    told = CallFacts(
        "5a3e0c1d",
        call,
        WITNESS[0],
        "ug",
        checked=False,
        held="2023-04-02",
        said=("who", "recorded", "whom", "danger"),
        notes={"danger": "Her sister, who still bakes for the canteen."},
    )
    note_call(sample.actor, sample.case, told)


def _claim(sample: Sample) -> None:
    given = json.loads((HERE / "claims.json").read_text("utf-8"))
    for claim in given["claims"]:
        claim["layer"] = sample.texts[claim.pop("text")].layer_id
    claims.import_claims(sample.actor, sample.case, json.dumps(given, ensure_ascii=False))
    known = claims_read.by_external_ids(sample.case, {"s-out", *(claim for *_, claim in STATUSES)})
    for row in known.values():
        claims.check_claim(sample.actor, row)
    # The English text of the first call shows suggestions, one of them answered.
    look = claims.look_through(sample.actor, sample.texts["call-1.en"].layer)
    first = look.suggested.filter(kind="date").first()
    if first is not None:
        claims.reject_suggestions(sample.actor, [first])
    for axis, code, as_of, claim in STATUSES:
        given = claims.StatusGiven(axis=axis, code=code, as_of=as_of, claim=known[claim])
        claims.note_status(sample.actor, sample.case, given)


def _take_consent(sample: Sample) -> None:
    consent.set_situation(sample.actor, sample.case, "held", reachable=False)
    for given in json.loads((HERE / "consents.json").read_text("utf-8")):
        text, quote = given.pop("words")
        for part in given["material"]:
            part["source"] = f"layer:{sample.texts[part['source']].layer_id}"
        consent.take(sample.actor, sample.case, given, sample.words(text, quote))
    _read_through(sample)


def _read_through(sample: Sample) -> None:
    """Somebody has read the first call in Kazakh, half of its English, and the third call."""
    for text, share in (("call-1.kk", 1), ("call-1.en", 2), ("call-3.zh", 1)):
        revision = sample.texts[text]
        turns = list(revision.blocks.order_by("start"))
        last = turns[(len(turns) - 1) // share]
        words = Spans.of([(turns[0].start, last.end)])
        consent.clear(sample.actor, sample.case, revision, words)


def _keep_promises(sample: Sample) -> None:
    now = timezone.now()
    promise = sample.words("call-1.en", "I will ring on Thursday at ten")
    vigil.set_watch(
        sample.actor,
        sample.case,
        vigil.Promise(
            purpose="Ring her sister, as promised in the first call",
            if_no_answer="Ask the neighbour who saw the two cars.",
            due_at=now.replace(hour=23, minute=0, second=0, microsecond=0),
            anchor=promise,
        ),
    )
    vigil.set_watch(
        sample.actor,
        sample.case,
        vigil.Promise(purpose="Ask whether the office has answered", due_at=now + timedelta(days=5)),
    )
    petition = appeals.add_petition(
        sample.actor,
        sample.case,
        title="The letter about the flour money",
        to="District education office of Aqsheshek",
    )
    for state, when in (
        ("sent", "2019-03-06"),
        ("denied_receipt", "2019-04~"),
        ("sent", "2019-05"),
        ("no_reply", "2019-06"),
    ):
        appeals.note_event(sample.actor, petition, state=state, when=when)
