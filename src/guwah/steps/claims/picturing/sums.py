"""Amounts of a case by what they are for: what was said, what the standard is, what was paid."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, combinations, islice
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from guwah.instruments.amounts import UNITS, convert
from guwah.instruments.languages import isolate
from guwah.steps.claims import hearsay, queries, showing
from guwah.steps.claims.models import Claim
from guwah.steps.claims.picturing.comparing import Sign, Span, difference
from guwah.steps.claims.picturing.narrowing import drawn
from guwah.steps.claims.picturing.tables import Amount
from guwah.steps.testimony.models import Revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from guwah.accounts.models import Case

ENTRIES = 60
"""Amounts in one picture; what is more is cut, and the page says so."""
MOST_CHOICES = 200
# Claims of amounts looked at for those that nobody has put in order yet, the newest; and how many are shown.
_LOOKED_AT, _LEFT = 200, 10
_HECTARE = "hectare"
# Differences told of one set of amounts, claims named that tell another amount; of more, how many there are.
_MOST_DIFFERENCES, _MOST_AGAINST = 6, 2
_WHOLE = Decimal(100)
UNIT_WORDS: Mapping[str, StrOrPromise] = {
    "square-metre": _l("square metres"),
    "square-kilometre": _l("square kilometres"),
    "hectare": _l("hectares"),
    "sotka": _l("sotkas"),
    "mu": _l("mu"),
    "fen": _l("fen of land"),
    "acre": _l("acres"),
    "desyatina": _l("desyatinas"),
    "square-foot": _l("square feet"),
    "percent": _l("percent"),
}
# What a conversion takes for granted, said in the language of the page; see `instruments.amounts.UNITS`.
ASSUMED: Mapping[str, StrOrPromise] = {
    "sotka": _l("a sotka taken as a hundredth of a hectare"),
    "mu": _l("the modern mu, a fifteenth of a hectare; a local or older one may differ"),
    "fen": _l("a tenth of the modern mu; a local or older one may differ"),
    "desyatina": _l("the desyatina of the state; the landlord's was larger"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which amounts are shown.

    Attributes:
        subject: one of `Amount.Subject`, or empty.
        source: number of the source in the case, or None.
        after: number of the last amount seen.
    """

    subject: str = ""
    source: int | None = None
    after: int = 0

    def __bool__(self) -> bool:
        """Say whether anything narrows it."""
        return bool(self.subject) or self.source is not None


@dataclass(slots=True)
class Told:
    """One amount with its words.

    Attributes:
        claim: number of the claim.
        role: one of `Amount.Role`; role_words: as what it is told, in words.
        words: how much, as it was said, in the digits of the page's language.
        converted: the same in hectares, or empty; assumed: what that takes for granted.
        span: from the least to the most, None where no number was said.
        row: the claim as its part shows it.
        against: numbers of the claims that tell another amount as the same.
    """

    claim: int
    role: str
    role_words: str
    words: str
    converted: str
    assumed: str
    span: Span | None
    row: dict[str, Any]
    against: list[int] = field(default_factory=list)

    @property
    def named(self) -> list[int]:
        """The first of the claims that tell another amount."""
        return self.against[:_MOST_AGAINST]

    @property
    def others(self) -> int:
        """How many more there are."""
        return max(0, len(self.against) - _MOST_AGAINST)


@dataclass(slots=True)
class Scale:
    """Amounts that may be held against each other: one unit, for the same, as often.

    Attributes:
        unit: code, empty where it was not said: then nothing is held against anything.
        told: in the order said, standard, paid.
        differences: sentences.
        most: what the longest bar stands for; 0 where there are no bars.
    """

    unit: str
    told: list[Told] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    most: Decimal = Decimal(0)

    @property
    def rows(self) -> int:
        """How many rows of the table it takes."""
        return len(self.told) + bool(self.differences)


@dataclass(slots=True)
class Topic:
    """Everything that is told of one thing: where it stands in the table, its name, its scales."""

    id: str
    title: str
    scales: list[Scale] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sums:
    """What one page shows.

    Attributes:
        topics: in the order of what they are for.
        next: number of the last amount shown when there are more, else None.
        masked: hearsay about other people is among them.
    """

    topics: tuple[Topic, ...]
    next: int | None
    masked: bool


def page_of(case: Case, wanted: Wanted) -> Sums:
    """Return the amounts of one page: what is asserted and rests on no machine's word that nobody checked."""
    amounts = list(islice(_amounts(case, wanted), ENTRIES + 1))
    more = amounts[ENTRIES - 1].pk if len(amounts) > ENTRIES else None
    here = amounts[:ENTRIES]
    claims = {claim.pk: claim for claim in queries.with_words(_claims_of(here))}
    veil = hearsay.draw(case, claims.values())
    topics: dict[tuple[str, str], dict[tuple[str, str, str], Scale]] = {}
    for one in here:
        scales = topics.setdefault((one.subject, one.thing), {})
        scale = scales.setdefault((one.measure, one.unit, one.per), Scale(one.unit))
        scale.told.append(_told(one, claims[one.claim_id]))
    shown = tuple(
        Topic(f"sums-{place}", _title(*name), [_compared(scale) for scale in scales.values()])
        for place, (name, scales) in enumerate(topics.items(), start=1)
    )
    return Sums(shown, more, bool(veil.claims))


def left_open(case: Case) -> list[dict[str, Any]]:
    """Return claims of amounts of which nobody has said how much and what for, the newest first."""
    # Whether they stand is asked of the newest only, or every claim of the case would be looked at.
    every = Claim.objects.filter(case=case, kind=Claim.Kind.AMOUNT).order_by("-pk")
    looked_at = list(every.values_list("pk", "mode", "replaced_by", "withdrawn_at")[:_LOOKED_AT])
    newest = [row[0] for row in looked_at if row[1:] == (Claim.Mode.ASSERTED, None, None)]
    done = set(Amount.objects.filter(claim__in=newest, superseded_at=None).values_list("claim", flat=True))
    wanted = [number for number in newest if number not in done][:_LEFT]
    rows = list(queries.with_words(Claim.objects.filter(pk__in=wanted)).order_by("-pk"))
    hearsay.draw(case, rows)
    return [showing.claim_row(claim) for claim in rows]


def _claims_of(amounts: Iterable[Amount]) -> QuerySet[Claim]:
    return Claim.objects.filter(pk__in=[one.claim_id for one in amounts])


def _amounts(case: Case, wanted: Wanted) -> Iterator[Amount]:
    """Yield amounts by what they are for, those behind the last one seen: each part is found by an index."""
    rows = Amount.objects.filter(drawn(case, "claim__"), case=case, superseded_at=None)
    if wanted.subject:
        rows = rows.filter(subject=wanted.subject)
    if wanted.source is not None:
        texts = Revision.objects.filter(layer__case=case, layer__source__number=wanted.source)
        rows = rows.filter(claim__anchor__revision__in=list(texts.values_list("pk", flat=True)))
    last = Amount.objects.filter(case=case, pk=wanted.after).first() if wanted.after else None
    parts = [rows]
    if last is not None:
        same = rows.filter(subject=last.subject)
        parts = [
            same.filter(thing=last.thing, pk__gt=last.pk),
            same.filter(thing__gt=last.thing),
            rows.filter(subject__gt=last.subject),
        ]
    return chain.from_iterable(part.order_by("subject", "thing", "pk")[: ENTRIES + 1] for part in parts)


def _title(subject: str, thing: str) -> str:
    named = str(Amount.Subject(subject).label) if subject else _("nobody has said what for")
    return f"{named} · {isolate(thing)}" if thing else named


def _told(amount: Amount, claim: Claim) -> Told:
    masked = claim.masked
    return Told(
        claim.pk,
        amount.role,
        str(amount.get_role_display()),
        str(hearsay.MASK) if masked else words_of(amount),
        "" if masked else converted(amount),
        "" if masked else str(ASSUMED.get(amount.unit, "")),
        None if masked else _span(amount),
        showing.claim_row(claim),
    )


def _span(amount: Amount) -> Span | None:
    if not amount.value:
        return None
    low = Decimal(amount.value)
    return Span(low, Decimal(amount.most) if amount.most else low, amount.approximate)


def words_of(amount: Amount) -> str:
    """Return how much, in the digits of the page's language; a unit that was not said is told to be open."""
    number = _number(amount.value) if amount.value else _("no number said")
    if amount.most:
        number = f"{number}–{_number(amount.most)}"
    if amount.approximate and amount.value:
        number = f"≈ {number}"
    unit = str(UNIT_WORDS.get(amount.unit, amount.unit))
    said = f"{number} {unit}" if unit else _("%(number)s, unit not said") % {"number": number}
    return isolate(f"{said}, {amount.per}" if amount.per else said)


def converted(amount: Amount) -> str:
    """Return an area in hectares; empty for what is not converted."""
    if amount.measure != Amount.Measure.AREA or amount.unit not in UNITS or not amount.value:
        return ""
    if amount.unit == _HECTARE:
        return ""
    ends = [number for number in (amount.value, amount.most) if number]
    said = "–".join(_number(str(_short(convert(Decimal(one), amount.unit, _HECTARE).value))) for one in ends)
    return _("= %(number)s hectares") % {"number": said}


def _short(value: Decimal) -> Decimal:
    """Return a converted number as far as anybody says such a thing: four places."""
    return Decimal(f"{round(value, 4):f}").normalize()


def _number(digits: str) -> str:
    return number_format(Decimal(f"{Decimal(digits):f}"), use_l10n=True, force_grouping=True)


def _compared(scale: Scale) -> Scale:
    """Put amounts in their order and say how they differ; one whose unit was not said stands alone."""
    order = list(Amount.Role.values)
    scale.told.sort(key=lambda one: (order.index(one.role), one.claim))
    if not scale.unit:
        return scale
    # A share is held against the whole.
    least = _WHOLE if scale.unit == "percent" else Decimal(0)
    scale.most = max((one.span.high for one in scale.told if one.span is not None), default=least)
    scale.most = max(scale.most, least)
    found = list(_differences(scale))
    scale.differences = found[:_MOST_DIFFERENCES]
    if len(found) > _MOST_DIFFERENCES:
        left = len(found) - _MOST_DIFFERENCES
        scale.differences.append(_("more comparisons of this kind: %(number)s") % {"number": left})
    return scale


def _differences(scale: Scale) -> Iterator[str]:
    """Say how amounts in different roles differ, and mark those in the same role that do."""
    for one, other in combinations(scale.told, 2):
        if one.span is None or other.span is None:
            continue
        found = difference(other.span, one.span)
        if one.role != other.role:
            much = _between(scale.unit, found.least, found.most, about=found.approximate)
            yield _sentence(found.sign, other, one, much)
        elif found.sign in {Sign.LESS, Sign.MORE}:
            one.against.append(other.claim)
            other.against.append(one.claim)


def _between(unit: str, least: Decimal, most: Decimal, *, about: bool) -> str:
    number = _number(str(least)) if least == most else f"{_number(str(least))}–{_number(str(most))}"
    return isolate(f"{'≈ ' if about else ''}{number} {UNIT_WORDS.get(unit, unit)}")


def _sentence(sign: Sign, one: Told, other: Told, much: str) -> str:
    first, second = (
        _("%(role)s (claim %(number)s)") % {"role": each.role_words, "number": each.claim}
        for each in (one, other)
    )
    told = {"first": first, "second": second, "much": much}
    if sign is Sign.LESS:
        return _("%(first)s: %(much)s less than %(second)s") % told
    if sign is Sign.MORE:
        return _("%(first)s: %(much)s more than %(second)s") % told
    if sign is Sign.SAME:
        return _("%(first)s: as much as %(second)s") % told
    return _("%(first)s may be as much as %(second)s, or not") % told
