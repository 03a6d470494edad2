"""Names and terms seen in a text are taken over where the case keeps them: People and the glossary.

Nothing merges by itself: a name joins somebody only where a person has chosen whom (DESIGN section 9).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.translation import gettext as _

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Refused
from guwah.steps.claims.flows.answers import Became, write_answer
from guwah.steps.claims.suggesting import queries
from guwah.steps.claims.suggesting.tables import Answer
from guwah.steps.people import flows as people
from guwah.steps.people.models import Entity, Name
from guwah.steps.testimony.flows import anchor, glossing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.accounts.models import Case, Member
    from guwah.steps.claims.suggesting.tables import Suggested
    from guwah.steps.testimony.glossary.tables import Term

ENTITIES: Final = {
    "person": Entity.Kind.PERSON.value,
    "organization": Entity.Kind.BODY.value,
    "facility": Entity.Kind.FACILITY.value,
    "place": Entity.Kind.PLACE.value,
}
"""Kinds of suggestions that name somebody or something, and what those are among People."""


@dataclass(frozen=True, slots=True)
class NameTaken:
    """What a person says of a name that was seen.

    Attributes:
        entity: whose name it is; None for somebody new.
        kind: one of `Name.Kind`.
        language: BCP 47 tag, empty while undecided.
        what: code of office_kinds or facility_kinds for a new body or facility, or empty.
        also: other suggestions of the same words, which the same person says to name the same.
    """

    entity: Entity | None = None
    kind: str = Name.Kind.AS_SAID.value
    language: str = ""
    what: str = ""
    also: Sequence[Suggested] = ()


def take_name(actor: Member, one: Suggested, taken: NameTaken) -> Name:
    """Take a name over into People, verbatim, tied to its words.

    Raises:
        NotPermitted: the actor may not make claims here, or not edit people.
        NotUnderstood: `no-name`: it names nobody; `not-of-this-case`, `another-kind`: the chosen record is
            of another case or kind; `other-words`: of the others; and as `people.add_entity`.
    """
    case = one.look.revision.layer.case
    ask(actor, Permission.CLAIM_MAKE, case, target=f"suggested:{one.pk}")
    kind = ENTITIES.get(one.kind)
    if kind is None:
        raise NotUnderstood("no-name", _("This names nobody."))
    if any((each.kind, _words(each)) != (one.kind, _words(one)) for each in taken.also):
        raise NotUnderstood("other-words", _("Only the same words can be answered together."))
    with transaction.atomic():
        held = anchor(actor, one.look.revision, one.start, one.end)
        given = people.NameGiven(_words(one), taken.language, taken.kind, held)
        if taken.entity is None:
            name = people.add_entity(actor, case, kind, [given], what=taken.what).names.get()
        else:
            name = _joined(actor, taken.entity, kind, given)
        for each in (one, *taken.also):
            write_answer(actor, each, Answer.Outcome.ACCEPTED, Became(name=name))
    return name


def take_term(actor: Member, one: Suggested, said: glossing.Said) -> Term:
    """Put a term that was seen into the glossary of the case.

    Raises:
        NotPermitted: the actor may not make claims here, or does not work on texts.
        NotUnderstood: `no-term`; WrongUse, Refused: see `glossing.keep_term`.
    """
    case = _of_a_term(actor, one)
    with transaction.atomic():
        held = anchor(actor, one.look.revision, one.start, one.end)
        term = glossing.keep_term(actor, case, said, held).term
        write_answer(actor, one, Answer.Outcome.ACCEPTED, Became(term=term))
    return term


def take_known_term(actor: Member, one: Suggested, term: Term) -> None:
    """Say that a term that was seen is in the glossary already; nothing of the glossary changes.

    Raises:
        NotPermitted: the actor may not make claims here.
        NotUnderstood: `no-term`, `not-of-this-case`.
    """
    case = _of_a_term(actor, one)
    if term.case_id != case.pk:
        raise NotUnderstood("not-of-this-case", _("This term belongs to another case."))
    with transaction.atomic():
        write_answer(actor, one, Answer.Outcome.ACCEPTED, Became(term=term))


def take_back(actor: Member, one: Suggested) -> None:
    """Open a suggestion again inside the running transaction; what was made of it by this alone goes.

    Raises:
        NotPermitted: the actor may not take it back.
        Refused: `still-used`, `last-name`, `said-since`: something else stands on it by now.
    """
    answer = queries.answer_to(one)
    write_answer(actor, one, Answer.Outcome.REOPENED)
    if answer is None or answer.outcome != Answer.Outcome.ACCEPTED:
        return
    if answer.name is not None:
        _let_go(actor, answer.name)
    if answer.term is not None and answer.term.anchor_id == answer.anchor_id:
        _drop(actor, answer.term)


def _of_a_term(actor: Member, one: Suggested) -> Case:
    case = one.look.revision.layer.case
    ask(actor, Permission.CLAIM_MAKE, case, target=f"suggested:{one.pk}")
    if one.kind != "gloss":
        raise NotUnderstood("no-term", _("This is no term."))
    return case


def _words(one: Suggested) -> str:
    return one.look.revision.text[one.start : one.end].strip()


def _joined(actor: Member, entity: Entity, kind: str, given: people.NameGiven) -> Name:
    """Return the name of somebody who is there already: the one they have, or one more."""
    if entity.case_id != (given.anchor.revision.layer.case_id if given.anchor else None):
        raise NotUnderstood("not-of-this-case", _("This record belongs to another case."))
    if entity.kind != kind:
        raise NotUnderstood("another-kind", _("This record is of another kind."))
    there = entity.names.filter(text=given.text, kind=given.kind, withdrawn_at=None).first()
    return there or people.add_name(actor, entity, given)


def _let_go(actor: Member, name: Name) -> None:
    """Withdraw a name that suggestions made, once no answer rests on it."""
    answers = Answer.objects.filter(name=name).select_related("anchor__now")
    made_here = any(each.anchor_id == name.anchor_id for each in answers)
    if name.withdrawn_at is not None or not made_here or any(_rests(each) for each in answers):
        return
    if name.entity.names.filter(withdrawn_at=None).exclude(pk=name.pk).exists():
        people.withdraw_name(actor, name)
    else:
        people.withdraw_entity(actor, name.entity)


def _rests(answer: Answer) -> bool:
    """Say whether an answer is still the newest to its words."""
    now = answer.anchor.now
    same = Answer.objects.filter(
        kind=answer.kind,
        anchor__now__revision=now.revision_id,
        anchor__now__start=now.start,
        anchor__now__end=now.end,
    )
    return same.latest("pk") == answer


def _drop(actor: Member, term: Term) -> None:
    now = term.versions.latest("number")
    if now.dropped:
        return
    if now.number > 1:
        raise Refused(
            "said-since", _("Somebody has said more of this term since. Take it out of the glossary itself.")
        )
    glossing.drop_term(actor, term, now.number)
