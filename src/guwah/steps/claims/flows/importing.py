"""A file of claims is taken over whole, or its good rows where that is asked for; twice is once."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Failure, NotUnderstood, Problem, Refused, read_json_text
from guwah.instruments.placed_json import place_of, pointer_to
from guwah.steps.claims import entries
from guwah.steps.claims.as_json import MASK_ID, claim_json
from guwah.steps.claims.flows.amounts import AmountGiven, check_amount, write_amount
from guwah.steps.claims.flows.groups import GroupGiven, write_group
from guwah.steps.claims.flows.make import write, write_occurrence
from guwah.steps.claims.flows.papers import PaperGiven, write_mention, write_paper
from guwah.steps.claims.flows.reckon import changed
from guwah.steps.claims.flows.statements import ReadingGiven, Statement
from guwah.steps.claims.models import Claim, Occurrence
from guwah.steps.claims.tables import ClaimantGroup, Paper
from guwah.steps.testimony.finding import quoted
from guwah.steps.testimony.flows.anchoring import Stretch, hold
from guwah.steps.testimony.models import Anchor, Revision
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeVar

    from guwah.accounts.models import Case, Member
    from guwah.steps.claims.entries import ClaimFile, Entry, Point, ReadingEntry

    _Row = TypeVar("_Row")

# Commitments in one entry of the log; an entry of a tile may hold 64 KiB.
_CLAIMS_PER_ENTRY = 500
# A number that is too large is wrong in its own row, not the whole file: Python reads 4300 digits.
_MOST_DIGITS = 4000


class BadRows(NotUnderstood):
    """Some claims of a file cannot be taken over; the first one says its place as every error does.

    Attributes:
        rows: what is wrong with each, in the order of the file, one for each wrong claim.
    """

    def __init__(self, rows: Sequence[Failure]) -> None:
        super().__init__(rows[0].code, rows[0].message, place=rows[0])
        self.rows = tuple(rows)

    @property
    def more(self) -> Mapping[str, Any]:
        """What is printed beside the error: every wrong row."""
        return {"errors": [asdict(row) for row in self.rows]}


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file of claims.

    Attributes:
        claims: the claims of its good rows, those that were there before included.
        left: what is wrong with each of the others.
        made: those of `claims` that were not there before.
    """

    claims: tuple[Claim, ...]
    left: tuple[Failure, ...]
    made: tuple[Claim, ...] = ()


def import_claims(actor: Member, case: Case, text: str) -> list[Claim]:
    """Take over every claim of a file, in its order, or none.

    A claim whose id is known in this case is left as it stands. Offsets are those of the newest revision of
    each layer.

    Args:
        actor: who imports.
        case: where to.
        text: the JSON of the file.

    Returns:
        The claims of the file, those that were there before included.

    Raises:
        NotPermitted: the actor may not make claims here.
        BadRows: with line, column and offset of everything that is wrong; nothing was imported.
        NotUnderstood: it is no file of claims.
    """
    return list(import_rows(actor, case, text, good_only=False).claims)


def import_rows(actor: Member, case: Case, text: str, *, good_only: bool) -> Taken:
    """Take over the claims of a file: all or none, or the good ones, told what is wrong with the others.

    Raises:
        NotPermitted: the actor may not make claims here.
        BadRows: something is wrong and not only the good ones are wanted; nothing was imported.
        NotUnderstood: it is no file of claims.
    """
    ask(actor, Permission.CLAIM_MAKE, case, target="claims:import")
    given = _read(text)
    with transaction.atomic():
        work = _Import(actor, case, text, given)
        claims = work.run(given)
        left = sorted(work.left, key=lambda row: row.offset or 0)
        if left and not good_only:
            raise BadRows(left)
        if work.made:
            changed(case, work.made)
        for first in range(0, len(work.made), _CLAIMS_PER_ENTRY):
            things = [Thing("claim", claim_json(one)) for one in work.made[first : first + _CLAIMS_PER_ENTRY]]
            record(Act.CLAIMED, actor.actor, things=things, case=case.pk)
    return Taken(tuple(claims), tuple(left), tuple(work.made))


def look_at_rows(
    actor: Member, case: Case, text: str, show: Callable[[Claim, bool], _Row]
) -> tuple[list[_Row], tuple[Failure, ...]]:
    """Return what would be taken over, as `show` tells of each claim, and what is wrong; nothing is written.

    Raises:
        NotPermitted: the actor may not make claims here.
        NotUnderstood: it is no file of claims.
    """
    ask(actor, Permission.CLAIM_MAKE, case, target="claims:import")
    given = _read(text)
    with transaction.atomic():
        work = _Import(actor, case, text, given)
        claims = work.run(given)
        made = {claim.pk for claim in work.made}
        told = [show(claim, claim.pk not in made) for claim in claims]
        transaction.set_rollback(True)
    return told, tuple(sorted(work.left, key=lambda row: row.offset or 0))


def _read(text: str) -> ClaimFile:
    try:
        return entries.read(read_json_text(text, _MOST_DIGITS).node.value)
    except entries.BadEntry as bad:
        raise _placed(text, bad.path, bad.code, bad.message) from bad


@dataclass(slots=True)
class _Import:
    """One file on its way in."""

    actor: Member
    case: Case
    text: str
    given: ClaimFile
    made: list[Claim] = field(default_factory=list)
    left: list[Failure] = field(default_factory=list)
    _occurrences: dict[str, Occurrence] = field(default_factory=dict)
    _revisions: dict[int, Revision] = field(default_factory=dict)

    def run(self, given: ClaimFile) -> list[Claim]:
        known = self._known(given.entries)
        self._occurrences = {one.external_id: one for one in Occurrence.objects.filter(case=self.case)}
        self.left += [_where(self.text, bad.path, bad.code, bad.message) for bad in given.bad]
        claims = []
        for entry in given.entries:
            before = dict(self._occurrences)
            try:
                # What a row brings along, such as an occurrence, goes with it when it turns out wrong.
                with transaction.atomic():
                    earlier = known.get(entry.id)
                    claims.append(self._same(entry, earlier) if earlier else self._take(entry))
            except (NotUnderstood, Refused) as wrong:
                self._occurrences = before
                self.left.append(wrong.failure())
        return claims

    def _known(self, given: Sequence[Entry]) -> dict[str, Claim]:
        """Return the claims of rows by the ids in the file; a masked row may have a stand-in for its own."""
        names = {entry.id for entry in given}
        masks = {entry.id for entry in given if entry.masked}
        known = {}
        for claim in Claim.objects.filter(case=self.case).select_related("anchor__revision", "occurrence"):
            if (mask := f"{MASK_ID}{claim.pk}") in masks:
                known[mask] = claim
            if claim.external_id in names:
                known[claim.external_id] = claim
        return known

    def _same(self, entry: Entry, claim: Claim) -> Claim:
        quote = claim.anchor.quote
        if entry.kind != claim.kind or (entry.quote and entry.quote != quote):
            raise _placed(
                self.text,
                (*entry.path, "id"),
                "id-taken",
                _("Another claim of this case carries this id; nothing was imported."),
            )
        return claim

    def _take(self, entry: Entry) -> Claim:
        if entry.masked:
            message = _("The words of this claim were masked when the file was written.")
            raise _placed(self.text, (*entry.path, "masked"), "masked", message)
        try:
            anchor = self._anchor(entry)
            claim = write(self.actor, self.case, anchor, self._statement(entry))
            if entry.amount is not None:
                given = AmountGiven(**entry.amount)  # type: ignore[arg-type] # texts, and one true or false
                check_amount(given)
                write_amount(self.actor, claim, given)
            for place, name in enumerate(entry.papers):
                write_mention(self.actor, self._paper(entry, place, name), claim)
        except Problem as problem:
            if problem.place is not None and problem.place.line is not None:
                raise
            raise _placed(self.text, entry.path, problem.code, problem.message) from problem
        self.made.append(claim)
        return claim

    def _anchor(self, entry: Entry) -> Anchor:
        revision = self._revision(entry)
        start, end = entry.start, entry.end
        if start is None or end is None:
            start, end = self._found(entry, revision.text)
        elif not 0 <= start < end <= len(revision.text):
            raise _placed(
                self.text, (*entry.path, "start"), "outside-text", _("The layer has no such stretch.")
            )
        elif entry.quote and revision.text[start:end] != entry.quote:
            raise _placed(
                self.text,
                (*entry.path, "quote"),
                "quote-differs",
                _("The words at this place are not the quoted ones; nothing was imported."),
            )
        return hold(self.actor, Stretch(revision, start, end))

    def _found(self, entry: Entry, text: str) -> tuple[int, int]:
        places = quoted(text, entry.quote)
        if len(places) == 1:
            return places[0]
        code = "quote-ambiguous" if places else "quote-not-found"
        message = (
            _("These words stand there more than once. Give start and end, or more words.")
            if places
            else _("These words do not stand in the layer as they are quoted.")
        )
        raise _placed(self.text, (*entry.path, "quote"), code, message)

    def _revision(self, entry: Entry) -> Revision:
        if entry.layer not in self._revisions:
            newest = (
                Revision.objects.filter(layer=entry.layer, layer__case=self.case)
                .select_related("layer__source", "layer__case")
                .order_by("-number")
                .first()
            )
            if newest is None:
                raise _placed(
                    self.text, (*entry.path, "layer"), "no-such-layer", _("This case has no such layer.")
                )
            self._revisions[entry.layer] = newest
        return self._revisions[entry.layer]

    def _statement(self, entry: Entry) -> Statement:
        return Statement(
            kind=entry.kind,
            by=entry.by,
            knows=entry.knows,
            mode=entry.mode,
            occurrence=self._occurrence(entry.occurrence) if entry.occurrence else None,
            code=entry.code,
            value=entry.value,
            readings=tuple(self._reading(each) for each in entry.readings),
            group=self._group(entry) if entry.group else None,
            told_by=entry.told_by,
            said_on=entry.said_on,
            of_others=entry.of_others,
            machine=entry.machine,
            external_id=entry.id,
        )

    def _reading(self, entry: ReadingEntry) -> ReadingGiven:
        of, to = (self._occurrence(point[0]) if point else None for point in (entry.of, entry.to))
        return ReadingGiven(
            form=entry.form,
            value=entry.value,
            of=of,
            of_point=_end(entry.of),
            to=to,
            to_point=_end(entry.to),
            approximate=entry.approximate,
            basis=entry.basis,
        )

    def _group(self, entry: Entry) -> ClaimantGroup:
        """Return a group by its id; one the case does not know is written as the file says."""
        known = ClaimantGroup.objects.filter(case=self.case, external_id=entry.group).first()
        if known is not None:
            return known
        if entry.group not in self.given.groups:
            message = _("Neither the case nor the file says what this group is.")
            raise _placed(self.text, (*entry.path, "group"), "no-such-group", message)
        told = GroupGiven(**{"name": "", **self.given.groups[entry.group]})
        return write_group(self.actor, self.case, told, entry.group)

    def _paper(self, entry: Entry, place: int, name: str) -> Paper:
        """Return a paper by its id; one the case does not know is written as the file says."""
        known = Paper.objects.filter(case=self.case, external_id=name).first()
        if known is not None:
            return known
        if name not in self.given.papers:
            message = _("Neither the case nor the file says what this paper is.")
            raise _placed(self.text, (*entry.path, "papers", place), "no-such-paper", message)
        told = PaperGiven(**{"number": "", **self.given.papers[name]})
        return write_paper(self.actor, self.case, told, name)

    def _occurrence(self, name: str) -> Occurrence:
        """Return an occurrence by its id; one the case does not know is named by its title, or its id."""
        if name not in self._occurrences:
            title = self.given.titles.get(name) or name
            self._occurrences[name] = write_occurrence(self.actor, self.case, title, name)
        return self._occurrences[name]


def _end(point: Point | None) -> str:
    return point[1] if point else ""


def _placed(text: str, path: entries.Path, code: str, message: str) -> NotUnderstood:
    return NotUnderstood(code, message, place=_where(text, path, code, message))


def _where(text: str, path: entries.Path, code: str, message: str) -> Failure:
    place = place_of(text, pointer_to(path))
    return Failure(code, message, None, place.line, place.column, place.offset)
