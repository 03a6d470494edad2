"""What pages say of consent records: their words, scope, and conditions as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guwah.instruments.languages import isolate
from guwah.steps.consent import queries
from guwah.steps.consent.forms import EVERY
from guwah.steps.consent.judging import CUT_FIRST
from guwah.steps.consent.materials import layers_named
from guwah.steps.testimony.links import to_anchor
from guwah.steps.testimony.tongues import tongue_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guwah.accounts.models import Case
    from guwah.steps.consent.judging import Judged
    from guwah.steps.consent.models import ConsentRecord, MeantPassage, SpanDecision
    from guwah.steps.testimony.models import Anchor

_SCOPES = (
    ("actions", gettext_lazy("What"), "consent_actions"),
    ("audiences", gettext_lazy("For whom"), "consent_audiences"),
    ("identity", gettext_lazy("Appears with"), "consent_identity_forms"),
    ("media", gettext_lazy("Media"), "media"),
    ("languages", gettext_lazy("Languages"), "languages"),
)
_NO_LIST = ""
_GIVEN = frozenset({"given", "given_conditional", "renewed", "not_needed"})


def around(anchor: Anchor) -> dict[str, Any]:
    """Return what the part `testimony/quoted.html` shows."""
    layer = anchor.revision.layer
    return {
        "anchor": anchor,
        "layer": layer,
        "tongue": tongue_of(anchor.quote, layer.language),
        "back": to_anchor(anchor),
    }


def words(anchor: Anchor) -> dict[str, Any]:
    """Return held words with their place, for a list."""
    layer, block = anchor.revision.layer, anchor.now.block
    tongue = tongue_of(anchor.quote, layer.language)
    place = isolate(layer.source.title)
    if block is not None and block.session is not None:
        told = {"session": block.session.n, "turn": block.n}
        place += ", " + _("session %(session)s, turn %(turn)s") % told
    elif block is not None:
        place += ", " + _("paragraph %(number)s") % {"number": block.n}
    return {
        "pk": anchor.pk,
        "quote": anchor.quote,
        "language": tongue.language,
        "way": tongue.way,
        "place": place,
        "url": to_anchor(anchor),
    }


def record_rows(case: Case) -> list[dict[str, Any]]:
    """Return every record of a case as the page lists it, the newest first."""
    conditions, marks = queries.judged(case), queries.passages(case)
    rows = reversed(queries.records_of(case))
    return [_record(case, row, conditions.get(row.pk, []), marks) for row in rows]


def _record(
    case: Case,
    row: ConsentRecord,
    conditions: Sequence[Judged],
    marks: Mapping[tuple[int, int], MeantPassage],
) -> dict[str, Any]:
    scope = row.scope
    return {
        "pk": row.pk,
        "id": queries.record_id(row),
        "kind": row.kind,
        "hue": _hue(row, conditions),
        "state": scope.get("state", ""),
        "by": row.by,
        "taken_by": row.taken_by,
        "taken_at": row.taken_at,
        "capture": scope.get("capture", ""),
        "note": scope.get("note", ""),
        "words": words(row.anchor) if row.anchor else None,
        "material": _material(case, scope.get("material")),
        "leaves_out": _left_out(scope.get("except")),
        "recipients": _codes(scope.get("recipients")),
        "scope": [_scope(title, list_name, _codes(scope.get(name))) for name, title, list_name in _SCOPES],
        "period": (scope.get("valid_from", ""), scope.get("valid_to", "")),
        "quality": [
            (flag, answer) for flag, answer in (scope.get("quality") or {}).items() if answer in (True, False)
        ],
        "conditions": [condition_row(each, marks) for each in conditions],
    }


def _hue(row: ConsentRecord, conditions: Sequence[Judged]) -> str:
    if row.kind != row.Kind.GRANT:
        return "refused"
    given = row.scope.get("state") in _GIVEN
    return "given" if given and all(each.met for each in conditions) else "open"


def _scope(title: Any, list_name: str, codes: Sequence[str]) -> dict[str, Any]:  # noqa: ANN401 - a lazy translation
    return {
        "title": title,
        "list": list_name,
        "codes": [code for code in codes if code != EVERY],
        "every": EVERY in codes,
    }


def _codes(value: Any) -> list[str]:  # noqa: ANN401 - JSON as it was kept
    """Return the codes of a scope, however a file wrote them: one, a list, or an object of channels."""
    if isinstance(value, dict):
        return [code for inner in value.values() for code in _codes(inner)]
    return [str(each) for each in value] if isinstance(value, list) else [str(value)] if value else []


def _material(case: Case, value: Any) -> list[str]:  # noqa: ANN401 - JSON as it was kept
    parts = value if isinstance(value, list) else [] if value is None else [value]
    return [_part(case, part) for part in parts]


def _part(case: Case, part: Any) -> str:  # noqa: ANN401 - JSON as it was kept
    name = str(part.get("source", "")) if isinstance(part, dict) else str(part)
    if name == EVERY:
        return _("everything of this case")
    layers = layers_named(case, name)
    titles = dict.fromkeys(isolate(layer.source.title) for layer in layers)
    kinds = {"layer": f" ({layers[0].get_kind_display()})"} if layers and name.startswith("layer:") else {}
    said = ", ".join(titles) + kinds.get("layer", "") if titles else isolate(name)
    bounded = isinstance(part, dict) and (part.get("spans") or part.get("start") is not None)
    return _("parts of %(what)s") % {"what": said} if bounded else said


def _left_out(value: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - JSON as it was kept
    """Return (list, code) of kinds left out; stretches left out are named as such, without a list."""
    found = []
    for each in value if isinstance(value, list) else [value] if value else []:
        code = each.get("category") if isinstance(each, dict) else each
        found.append(
            ("sensitivity_categories", code) if isinstance(code, str) else (_NO_LIST, _("a stretch of words"))
        )
    return found


def condition_row(judged: Judged, marks: Mapping[tuple[int, int], MeantPassage]) -> dict[str, Any]:
    """Return a condition with what is known of it."""
    row = judged.condition
    uncut = {each.pk for each in judged.uncut}
    meant = {
        anchor.pk: words(anchor) | {"cut": anchor.pk not in uncut, "mark": marks.get((row.pk, anchor.pk))}
        for anchor in judged.meant
    }
    return {
        "pk": row.pk,
        "code": row.code,
        "details": _details(row.params),
        "met": judged.met,
        "waived": row.waived_at is not None,
        "waiver": words(row.waiver_anchor) if row.waiver_anchor else None,
        "cut_first": row.code == CUT_FIRST,
        "unmarked": judged.unmarked,
        "meant": list(meant.values()),
    }


def _details(params: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (list, words) of what a condition says exactly; the list names codes, empty for plain words."""
    lists = {"category": "sensitivity_categories", "categories": "sensitivity_categories"}
    return [
        (lists.get(key, _NO_LIST), str(each))
        for key, value in params.items()
        if key not in {"spans", "passages"}
        for each in (value if isinstance(value, list) else [value])
        if not isinstance(each, (dict, list))
    ]


def decision_row(row: SpanDecision) -> dict[str, Any]:
    """Return a decision on a stretch as the page lists it."""
    return words(row.anchor) | {
        "show": row.show,
        "category": row.category,
        "by": row.by,
        "at": row.at,
        "change": f"{reverse('consent-decide', args=[row.case_id])}?anchor={row.anchor_id}",
    }
