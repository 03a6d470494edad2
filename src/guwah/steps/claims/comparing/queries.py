"""Reads for the page of sources compared: contradictions by kind, grounds in order, the table by subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from guwah.instruments.dates import parse
from guwah.steps.claims import found, hearsay, queries, showing
from guwah.steps.claims.comparing import lines
from guwah.steps.claims.comparing.lines import Aspect, Frame, Line, Saying
from guwah.steps.claims.comparing.voices import Heard
from guwah.steps.claims.models import Claim, Occurrence, Reading
from guwah.steps.claims.parties import Between
from guwah.steps.claims.tables import Repeats
from guwah.steps.people.models import Name
from guwah.steps.people.queries import display_names, identified

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guwah.accounts.models import Case
    from guwah.steps.evidence.models import Source
    from guwah.steps.testimony.models import Participant

SUBJECTS = 5
CONFLICTS = 40
GROUNDS = 100
_MOST_CLAIMS = 200
_SPEAKER = "anchor__now__block__participant"
_MOST_ATTRIBUTES = 100
# The four kinds of DESIGN §8 are always named, also while there is none; the others only where there are.
FOUR = (Between.WITNESS_HERSELF, Between.WITNESS_REPORTER, Between.REPORTER_HIMSELF, Between.AUTHORITIES)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A conflict in a line: between whom, about what, and its place on the page of conflicts."""

    number: int
    page: int
    who: tuple[str, ...]
    about: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What an authority said, as somebody reports it.

    Attributes:
        row: the claim as rows show it.
        said_on: EDTF, empty while nobody has said when.
        authority: who said it, as printed.
        words: what was said, in other words; empty where only the quote tells.
        reporter: who tells it on.
        changed: the one before it, about the same, said something else.
    """

    row: Mapping[str, Any]
    said_on: str
    authority: str
    words: str
    reporter: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing several sources speak of: an occurrence or an attribute of somebody."""

    title: str
    url: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One page of subjects; `names` are the names of the voices by their keys."""

    columns: tuple[Source, ...]
    subjects: tuple[Subject, ...]
    names: Mapping[str, str]
    page: int
    pages: int
    cut_short: bool


def contradictions(case: Case) -> dict[Between, list[Contradiction]]:
    """Return the first conflicts of a case by who contradicts whom."""
    shown = queries.conflicts_shown(case, queries.found_conflicts(case, most=CONFLICTS))
    kinds: dict[Between, list[Contradiction]] = {kind: [] for kind in FOUR}
    for place, one in enumerate(shown):
        titles = [point for claim in one.claims for point in _about(claim, one.found["readings"])]
        kinds.setdefault(one.between, []).append(
            Contradiction(
                number=one.number,
                page=place // 10 + 1,
                who=tuple(dict.fromkeys(claim.by for claim in one.claims)),
                about=tuple(dict.fromkeys(titles)),
                state=str(showing.STATE_WORDS[one.state]),
            )
        )
    return kinds


def _about(claim: Claim, readings: Iterable[int]) -> list[str]:
    inside = set(readings)
    return [
        showing.point_words(occurrence, point)
        for reading in claim.readings.all()
        if reading.pk in inside
        for occurrence, point in ((reading.of, reading.of_point), (reading.to, reading.to_point))
        if occurrence is not None
    ]


def grounds(case: Case) -> list[tuple[str, list[Ground]]]:
    """Return what authorities said about each occurrence, in the order in which they said it."""
    told = queries.standing(case).filter(kind=Claim.Kind.REPORTED)
    rows = queries.with_words(told).select_related(_SPEAKER)
    claims = list(rows.order_by("pk")[:GROUNDS])
    hearsay.draw(case, claims)
    about: dict[int, list[Claim]] = {}
    for claim in sorted(claims, key=_when):
        about.setdefault(claim.occurrence_id or 0, []).append(claim)
    return [(_title(each[0]), _grounds(each)) for each in about.values()]


def _title(claim: Claim) -> str:
    return claim.occurrence.title if claim.occurrence else ""


def _when(claim: Claim) -> tuple[int, int]:
    first = parse(claim.said_on).days.first if claim.said_on else None
    return (first if first is not None else 10**9, claim.pk)


def _grounds(claims: Sequence[Claim]) -> list[Ground]:
    told: list[Ground] = []
    before = ""
    for claim in claims:
        words = "" if claim.masked else claim.value
        said = (words or claim.anchor.quote).casefold()
        _speaker, reporter = _teller(claim)
        told.append(
            Ground(
                row=showing.claim_row(claim),
                said_on=claim.said_on,
                authority=claim.by,
                words=words,
                reporter=reporter,
                changed=bool(before) and said != before,
            )
        )
        before = said
    return told


def table(case: Case, page: int) -> Table:
    """Return one page of subjects, the first in time first; attributes stand before what happened.

    Args:
        case: the case.
        page: from 1.
    """
    bounds = found.in_time(case)
    pages = max(1, -(-bounds.count() // SUBJECTS))
    page = min(page, pages)
    numbers = list(bounds.values_list("occurrence", flat=True)[(page - 1) * SUBJECTS : page * SUBJECTS])
    here = sorted(Occurrence.objects.filter(pk__in=numbers), key=lambda one: numbers.index(one.pk))
    claims = _claims_about(case, here)
    attributes = _attributes(case) if page == 1 else []
    every = list({claim.pk: claim for claim in (*attributes, *claims)}.values())
    hearsay.draw(case, every, here)
    columns = _columns(every)
    frame, names = _framed(case, every, columns)
    subjects = [*_of_people(frame, attributes), *(_of(frame, one, claims) for one in here)]
    return Table(
        tuple(columns),
        tuple(subject for subject in subjects if subject.lines),
        names,
        page,
        pages,
        len(claims) >= _MOST_CLAIMS or len(attributes) >= _MOST_ATTRIBUTES,
    )


def repeats_of(case: Case) -> list[Repeats]:
    """Return which source was said to repeat which, and still is."""
    said = Repeats.objects.filter(source__case=case, withdrawn_at=None)
    return list(said.select_related("source", "of", "by").order_by("pk"))


def _claims_about(case: Case, occurrences: Sequence[Occurrence]) -> list[Claim]:
    numbers = set(Claim.objects.filter(occurrence__in=occurrences).values_list("pk", flat=True))
    for point in ("of", "to"):
        about = Reading.objects.filter(**{f"{point}__in": occurrences}).order_by()
        numbers.update(about.values_list("claim", flat=True))
    standing = queries.standing(case).filter(pk__in=numbers)
    return list(queries.with_words(standing).select_related(_SPEAKER).order_by("pk")[:_MOST_CLAIMS])


def _attributes(case: Case) -> list[Claim]:
    """Return the attributes that are no days or ages of an occurrence: those stand under it."""
    claims = queries.standing(case).filter(kind=Claim.Kind.ATTRIBUTE).exclude(code="")
    tied = Reading.objects.filter(claim=OuterRef("pk"), of__isnull=False)
    rows = queries.with_words(claims.exclude(Exists(tied))).prefetch_related("entities")
    return list(rows.select_related(_SPEAKER).order_by("pk")[:_MOST_ATTRIBUTES])


def _columns(claims: Iterable[Claim]) -> list[Source]:
    sources = {claim.anchor.revision.layer.source.pk: claim.anchor.revision.layer.source for claim in claims}
    return sorted(sources.values(), key=lambda source: source.number)


def _framed(case: Case, claims: Sequence[Claim], columns: Sequence[Source]) -> tuple[Frame, dict[str, str]]:
    """Return the frame of a table, and what to call each voice by its key."""
    tellers = [_teller(claim) for claim in claims]
    people = identified({speaker.pk for speaker, _by in tellers if speaker is not None})
    spoken = {by for _speaker, by in tellers} | {claim.told_by for claim in claims if claim.told_by}
    known = dict(
        Name.objects.filter(entity__case=case, withdrawn_at=None, text__in=spoken)
        .order_by("-pk")
        .values_list("text", "entity")
    )
    names = {f"source {source.pk}": source.title for source in columns}

    def key(text: str) -> str:
        made = f"entity {known[text]}" if text in known else text.casefold()
        names.setdefault(made, text)
        return made

    heard: dict[int, Heard] = {}
    for claim in claims:
        speaker, by = _teller(claim)
        judged = people.get(speaker.pk if speaker else 0)
        source = claim.anchor.revision.layer.source
        impersonal = speaker is None and by == source.title[:300]
        who = "" if impersonal else f"entity {judged.entity}" if judged else key(by)
        if claim.group_id is not None:
            who = f"group {claim.group_id}"
        if who:
            names.setdefault(who, showing.claimant_words(claim))
        told_by = key(claim.told_by) if claim.told_by else ""
        heard[claim.pk] = Heard(claim.pk, source.pk, who, told_by, claim.knows)
    numbers = [int(name.removeprefix("entity ")) for name in names if name.startswith("entity ")]
    names |= {f"entity {number}": name for number, name in display_names(numbers).items()}
    repeats = dict(Repeats.objects.filter(source__case=case, withdrawn_at=None).values_list("source", "of"))
    return Frame([source.pk for source in columns], repeats, heard), names


def _teller(claim: Claim) -> tuple[Participant | None, str]:
    """Return whose voice a claim is: of what an authority said, that of whoever reports it."""
    if claim.kind != Claim.Kind.REPORTED:
        return claim.participant, claim.by
    block = claim.anchor.now.block
    speaker = block.participant if block is not None else None
    if speaker is not None:
        return speaker, speaker.name or speaker.label
    return None, claim.anchor.revision.layer.source.title[:300]


def _of(frame: Frame, occurrence: Occurrence, claims: Iterable[Claim]) -> Subject:
    about = [
        claim
        for claim in claims
        if occurrence.pk == claim.occurrence_id
        or any(occurrence.pk in (one.of_id, one.to_id) for one in claim.readings.all())
    ]
    said = lines.sayings_of(occurrence, about)
    titles = {aspect: _titled(aspect, each) for aspect, each in said.items()}
    url = f"?occurrence={occurrence.pk}"
    return Subject(occurrence.title, url, tuple(lines.lines(frame, said, titles)))


def _titled(aspect: Aspect, sayings: Sequence[Saying]) -> str:
    if aspect == ("act",):
        return _("What kind of act")
    if aspect == ("value",):
        return _("In other words")
    if aspect == ("words",):
        return _("What else is said of it")
    readings = (one for saying in sayings for one in saying.claim.readings.all())
    reading = next(one for one in readings if lines.aspect_of(one) == aspect)
    of = showing.point_words(reading.of, reading.of_point)
    if reading.form == Reading.Form.DATE:
        return _("When: %(point)s") % {"point": of}
    points = {"of": of, "to": showing.point_words(reading.to, reading.to_point)}
    if reading.form == Reading.Form.DURATION:
        return _("How long: from %(of)s to %(to)s") % points
    if reading.form == Reading.Form.AGE:
        return _("How old at %(to)s, born at %(of)s") % points
    return _("What came first: %(of)s or %(to)s") % points


def _of_people(frame: Frame, claims: Sequence[Claim]) -> list[Subject]:
    """Return what is said of one attribute of one person, or of whoever speaks, as a subject each."""
    about: dict[tuple[int, str, str], list[Claim]] = {}
    for claim in claims:
        person = min((link.entity_id for link in claim.entities.all()), default=0)
        speaker = "" if person else frame.heard[claim.pk].who
        about.setdefault((person, speaker, claim.code), []).append(claim)
    names = display_names({person for person, _speaker, _code in about if person})
    subjects = []
    for (person, _speaker, code), each in about.items():
        masked = any(claim.masked for claim in each)
        name = str(hearsay.MASK) if masked else names.get(person) or _spoken_for(each[0])
        said = lines.sayings_of_attribute(each)
        titles = {aspect: _titled(aspect, sayings) for aspect, sayings in said.items()}
        title = _("%(name)s: %(attribute)s") % {"name": name, "attribute": showing.attribute_words(code)}
        made = lines.lines(frame, said, titles)
        subjects.append(Subject(title, "?kind=attribute", tuple(made)))
    return subjects


def _spoken_for(claim: Claim) -> str:
    """Return whom an attribute is taken to be of while nobody is attached: whoever speaks there."""
    return claim.by if claim.participant_id else _("of whom is not recorded")
