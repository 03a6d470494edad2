"""Somebody is named: entities are added, names are added and withdrawn, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Refused
from guwah.instruments.languages import BadTag, normalise
from guwah.instruments.names.keys import search_keys
from guwah.instruments.vocabularies import is_code
from guwah.steps.people.models import Entity, Name, NameKey
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.accounts.models import Case, Member
    from guwah.steps.testimony.models import Anchor

LONGEST_NAME = 300
# Which list says what an entity is; a role belongs to a link, so a person has no list.
WHAT_LISTS = {Entity.Kind.BODY.value: "office_kinds", Entity.Kind.FACILITY.value: "facility_kinds"}


@dataclass(frozen=True, slots=True)
class NameGiven:
    """A name as somebody wrote or said it.

    Attributes:
        text: the name, verbatim; only white space at the ends is dropped.
        language: BCP 47 tag, empty while undecided.
        kind: one of `Name.Kind`.
        anchor: the words it comes from, when it comes from words.
    """

    text: str
    language: str = ""
    kind: str = Name.Kind.AS_SAID.value
    anchor: Anchor | None = None


def add_entity(
    actor: Member, case: Case, kind: str, names: Sequence[NameGiven], *, what: str = "", note: str = ""
) -> Entity:
    """Add a person, body, facility or place with at least one name.

    Args:
        actor: who adds it.
        case: where it belongs.
        kind: one of `Entity.Kind`.
        names: one name or more, in any script.
        what: code of office_kinds for a body, of facility_kinds for a facility, or empty.
        note: free words of the group, never published.

    Raises:
        NotPermitted: the actor may not edit people here.
        NotUnderstood: `unknown-kind`, `unknown-code`, `no-name`, `name-too-long`, `bad-language`,
            `not-of-this-case`.
    """
    ask(actor, Permission.PEOPLE_EDIT, case, target="entity:new")
    if kind not in Entity.Kind.values:
        raise NotUnderstood("unknown-kind", _("This is neither a person, a body, a facility nor a place."))
    if what and not (kind in WHAT_LISTS and is_code(WHAT_LISTS[kind], what)):
        raise NotUnderstood("unknown-code", _("This code is not in the list for this kind."))
    if not names:
        raise NotUnderstood("no-name", _("At least one name is needed, in any script."))
    with transaction.atomic():
        entity = Entity.objects.create(case=case, kind=kind, what=what, note=note.strip(), added_by=actor)
        for given in names:
            _write(actor, entity, given)
    return entity


def add_name(actor: Member, entity: Entity, given: NameGiven) -> Name:
    """Add one more name to an entity; the names it has stay.

    Raises:
        NotPermitted: the actor may not edit people here.
        Refused: `already-named`: the same name of the same kind is there already.
        NotUnderstood: as for `add_entity`.
    """
    ask(actor, Permission.PEOPLE_EDIT, entity.case, target=f"entity:{entity.pk}")
    with transaction.atomic():
        return _write(actor, entity, given)


def withdraw_name(actor: Member, name: Name) -> None:
    """Say that a name does not belong here; the row stays, search no longer finds by it.

    Raises:
        NotPermitted: the actor may not edit people here.
        Refused: `already-withdrawn`, or `last-name`: an entity keeps one name at least.
    """
    entity = name.entity
    ask(actor, Permission.PEOPLE_EDIT, entity.case, target=f"name:{name.pk}")
    with transaction.atomic():
        if name.withdrawn_at is not None:
            raise Refused("already-withdrawn", _("This name was withdrawn before."))
        if entity.names.filter(withdrawn_at=None).count() == 1:
            raise Refused("last-name", _("This is the only name left. Add the right one first."))
        _withdraw(actor, name)


def withdraw_entity(actor: Member, entity: Entity) -> None:
    """Say that a record should not be: its names are withdrawn, and whoever has no name is listed nowhere.

    The record stays, and a name added to it brings it back.

    Raises:
        NotPermitted: the actor may not edit people here.
        Refused: `still-used`: something else stands on it, such as a claim.
    """
    ask(actor, Permission.PEOPLE_EDIT, entity.case, target=f"entity:{entity.pk}")
    with transaction.atomic():
        if _used(entity):
            raise Refused(
                "still-used", _("Something else stands on this record, such as a claim. Nothing was changed.")
            )
        for name in entity.names.filter(withdrawn_at=None):
            _withdraw(actor, name)


def rebuild_keys(actor: Member, case: Case) -> int:
    """Derive every search key of a case again, after the rules of the keys changed; return their number."""
    ask(actor, Permission.PEOPLE_EDIT, case, target="keys")
    with transaction.atomic():
        NameKey.objects.filter(name__entity__case=case).delete()
        made = [
            key for name in Name.objects.filter(entity__case=case, withdrawn_at=None) for key in _keys(name)
        ]
        NameKey.objects.bulk_create(made, batch_size=500)
    return len(made)


def _write(actor: Member, entity: Entity, given: NameGiven) -> Name:
    text = _checked(given, entity)
    if entity.names.filter(text=text, kind=given.kind, withdrawn_at=None).exists():
        raise Refused("already-named", _("This name is there already."))
    name = Name.objects.create(
        entity=entity,
        text=text,
        language=_tag(given.language),
        kind=given.kind,
        anchor=given.anchor,
        added_by=actor,
    )
    NameKey.objects.bulk_create(_keys(name))
    record(
        Act.NAMED,
        actor.actor,
        things=[Thing("name", {"entity": entity.pk, "name": name.pk, "text": text, "kind": given.kind})],
        case=entity.case_id,
    )
    return name


def _withdraw(actor: Member, name: Name) -> None:
    name.withdrawn_at = timezone.now()
    name.save(update_fields=["withdrawn_at"])
    what = {"entity": name.entity_id, "name": name.pk}
    record(Act.NAME_WITHDRAWN, actor.actor, things=[Thing("name", what)], case=name.entity.case_id)


def _used(entity: Entity) -> bool:
    """Say whether any row of any step but a name is about this record."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: entity}).exists()  # noqa: SLF001 - Django's documented name
        for relation in Entity._meta.related_objects  # noqa: SLF001 - Django's documented name
        if relation.related_model is not Name and not isinstance(relation.related_model, str)
    )


def _checked(given: NameGiven, entity: Entity) -> str:
    text = given.text.strip()
    if not text:
        raise NotUnderstood("no-name", _("At least one name is needed, in any script."))
    if len(text) > LONGEST_NAME:
        raise NotUnderstood("name-too-long", _("A name has at most 300 characters."))
    if given.kind not in Name.Kind.values:
        raise NotUnderstood("unknown-kind", _("This kind of name is not in the list."))
    if given.anchor is not None and given.anchor.revision.layer.case_id != entity.case_id:
        raise NotUnderstood("not-of-this-case", _("These words belong to another case."))
    return text


def _tag(language: str) -> str:
    if not language:
        return ""
    try:
        return normalise(language)
    except BadTag as bad:
        raise NotUnderstood("bad-language", _("This is not a language tag, such as kk-Arab.")) from bad


def _keys(name: Name) -> list[NameKey]:
    return [NameKey(name=name, key=key[:200]) for key in dict.fromkeys(search_keys(name.text)) if key]
