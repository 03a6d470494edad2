"""What the page of suggestions shows, read with few questions to the database."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.steps.claims.suggesting.tables import Answer, Look, Looking, Suggested
from guwah.steps.testimony.editing.tables import Standing
from guwah.steps.testimony.models import Block, Layer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from guwah.accounts.models import Case

PAGE = 50
OPEN = "open"
"""The state of a suggestion that nobody answered, or whose answer was taken back."""

# Kind, first and last code point of the words.
_Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which suggestions are shown.

    Attributes:
        kind: one of the kinds, or empty for all.
        state: `open`, an outcome of `Answer`, or empty for all.
        page: which page, from 1.
    """

    kind: str = ""
    state: str = OPEN
    page: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A suggestion with the turn or paragraph it stands in and the newest answer to it."""

    one: Suggested
    block: Block | None
    answer: Answer | None

    @property
    def state(self) -> str:
        """`open`, or what became of it."""
        return state_of(self.answer)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of suggestions.

    Attributes:
        rows: those of this page.
        kinds: how many of each kind there are in the state asked for, in the order of the kinds.
        states: how many there are in each state, of the kind asked for.
        page: which page this is, from 1; pages: how many there are.
    """

    rows: tuple[Row, ...]
    kinds: Mapping[str, int]
    states: Mapping[str, int]
    page: int
    pages: int


def look_of(layer: Layer) -> Look | None:
    """Return when a text was last looked through, or None."""
    return (
        Look.objects.select_related("revision__layer__case", "by")
        .filter(revision__layer=layer)
        .order_by("-revision__number")
        .first()
    )


def looking_of(layer: Layer) -> Looking | None:
    """Return how far a long text is being looked through, or None."""
    return Looking.objects.select_related("by").filter(layer=layer).first()


def shown(look: Look, wanted: Wanted) -> Shown:
    """Return one page of what was found in a look."""
    answers = _answers(look)
    kinds: dict[int, str] = {}
    states: dict[int, str] = {}
    for pk, kind, start, end in look.suggested.values_list("pk", "kind", "start", "end"):
        kinds[pk], states[pk] = kind, state_of(answers.get((kind, start, end)))
    fitting = [pk for pk in kinds if wanted.kind in ("", kinds[pk]) and wanted.state in ("", states[pk])]
    pages = max(1, -(-len(fitting) // PAGE))
    page = min(max(1, wanted.page), pages)
    return Shown(
        rows=_rows(look, fitting[(page - 1) * PAGE : page * PAGE], answers),
        kinds=Counter(kinds[pk] for pk in kinds if wanted.state in ("", states[pk])),
        states=Counter(states[pk] for pk in kinds if wanted.kind in ("", kinds[pk])),
        page=page,
        pages=pages,
    )


def chosen(look: Look, numbers: Iterable[int]) -> list[Suggested]:
    """Return the suggestions of a look with these numbers; others do not exist here."""
    return _of(look, Suggested.objects.filter(pk__in=list(numbers)))


def _of(look: Look, rows: QuerySet[Suggested]) -> list[Suggested]:
    """Return suggestions of a look that share it: each row with a text of its own would fill the memory."""
    found = list(rows.filter(look=look))
    for each in found:
        each.look = look
    return found


def answer_to(one: Suggested) -> Answer | None:
    """Return the newest answer to the words of a suggestion, or None."""
    return _answers(one.look).get((one.kind, one.start, one.end))


def block_of(one: Suggested) -> Block | None:
    """Return the turn or paragraph in which a suggestion stands."""
    return Block.objects.filter(
        revision=one.look.revision_id, start__lte=one.start, end__gt=one.start
    ).first()


def same_words(one: Suggested) -> list[Suggested]:
    """Return the other open suggestions of the same kind at the same words of the same text."""
    text, answers = one.look.revision.text, _answers(one.look)
    words = text[one.start : one.end].strip()
    others = Suggested.objects.filter(kind=one.kind).exclude(pk=one.pk)
    return [
        each
        for each in _of(one.look, others)
        if text[each.start : each.end].strip() == words
        and state_of(answers.get((each.kind, each.start, each.end))) == OPEN
    ]


def suggested_of(case: Case, number: int) -> Suggested | None:
    """Return a suggestion of a case, or None."""
    found = Suggested.objects.select_related("look__revision__layer__case")
    return found.filter(look__revision__layer__case=case, pk=number).first()


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a case: when it was looked through, how many suggestions are open, and how far a look is."""

    layer: Layer
    look: Look | None
    open: int
    looking: Looking | None


def texts(case: Case) -> list[Text]:
    """Return the texts of a case in the order of their sources."""
    layers = Layer.objects.filter(case=case).select_related("source", "looking")
    return [
        Text(layer, look, _open(look), getattr(layer, "looking", None))
        for layer in layers.order_by("source__number", "pk")
        for look in [look_of(layer)]
    ]


def state_of(answer: Answer | None) -> str:
    """Return the state an answer leaves a suggestion in."""
    return OPEN if answer is None or answer.outcome == Answer.Outcome.REOPENED else answer.outcome


def _open(look: Look | None) -> int:
    if look is None:
        return 0
    answers = _answers(look)
    places = look.suggested.values_list("kind", "start", "end")
    return sum(state_of(answers.get(place)) == OPEN for place in places)


def _answers(look: Look) -> dict[_Place, Answer]:
    """Return the newest answer to each kind of thing at the words where they stand in this revision.

    An answer to words that were changed since is none to the new ones.
    """
    said = Answer.objects.filter(
        anchor__now__revision=look.revision_id,
        anchor__now__state=Standing.State.EXACT,
        anchor__now__respoken=False,
    )
    return {
        (each.kind, each.anchor.now.start, each.anchor.now.end): each
        for each in said.select_related("anchor__now", "by", "name__entity__case", "term").order_by("pk")
    }


def _rows(look: Look, numbers: list[int], answers: Mapping[_Place, Answer]) -> tuple[Row, ...]:
    found = list(Suggested.objects.filter(pk__in=numbers).order_by("start", "-end", "pk"))
    if not found:
        return ()
    blocks = Block.objects.filter(
        revision=look.revision_id, start__lte=found[-1].start, end__gt=found[0].start
    ).select_related("session", "participant")
    here = sorted(blocks, key=lambda block: block.start)
    return tuple(
        Row(
            one,
            next((each for each in here if each.start <= one.start < each.end), None),
            answers.get((one.kind, one.start, one.end)),
        )
        for one in found
    )
