"""Questions are worded as Django words them, with less work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.expressions import Col
from django.db.models.functions import Lower
from django.db.models.sql.compiler import SQLCompiler as Stock

from guwah.accounts.models import Case, CaseMembership, Member
from guwah.steps.testimony.models import Participant
from guwah.vault.database.compiler import SQLCompiler

if TYPE_CHECKING:
    from collections.abc import Callable

ASKED: dict[str, Callable[[], QuerySet[Any, Any]]] = {
    "its own order": Participant.objects.all,
    "no order": Participant.objects.order_by,
    "a name": lambda: Case.objects.order_by("-title"),
    "names of others": lambda: CaseMembership.objects.order_by("case__title", "-member__handle"),
    "by what another is ordered by": lambda: CaseMembership.objects.order_by("case", "member"),
    "with the others' columns": lambda: CaseMembership.objects.select_related("case").order_by("case__title"),
    "turned around": lambda: Case.objects.order_by("title", "-pk").reverse(),
    "an expression": lambda: Case.objects.order_by(F("title").desc(), "pk"),
    "a column that is selected": lambda: Case.objects.values_list("pk", "title").order_by(F("title")),
    "a function": lambda: Case.objects.order_by(Lower("title")),
    "a constant": lambda: Case.objects.order_by(Value(1), "title"),
    "what was counted": lambda: Case.objects.annotate(many=Count("memberships")).order_by("-many", "title"),
    "what was not selected": lambda: Case.objects.alias(low=Lower("title")).order_by("low"),
    "some columns": lambda: Case.objects.order_by("title", "pk").values_list("pk", "title"),
    "another name": lambda: Case.objects.values(called=F("title")).order_by("called"),
    "each once": lambda: Case.objects.order_by("memberships__member").distinct(),
    "the last": lambda: Case.objects.order_by("title")[3:5],
    "by chance": lambda: Case.objects.order_by("?"),
    "two together": lambda: (
        Case.objects.order_by()
        .values("title")
        .union(Member.objects.order_by().values("handle"))
        .order_by("title")
    ),
    "within another": lambda: Case.objects.filter(
        Q(pk__in=CaseMembership.objects.order_by("member").values("case")[:2])
    ),
    "words of its own": lambda: Case.objects.extra(select={"one": "1"}, order_by=["one"]),
}


@pytest.mark.parametrize("asked", ASKED)
def test_a_question_is_worded_as_by_django(quick_vault: object, asked: str) -> None:
    question = ASKED[asked]()
    ours = SQLCompiler(question.query.chain(), connection, "default").as_sql()
    assert ours == Stock(question.query.chain(), connection, "default").as_sql()
    list(question)


def test_every_table_is_asked_as_by_django(quick_vault: object) -> None:
    for model in apps.get_models():
        question = model._base_manager.all()
        ours = SQLCompiler(question.query.chain(), connection, "default").as_sql()
        assert ours == Stock(question.query.chain(), connection, "default").as_sql()


def test_no_identity_of_a_column_is_made_to_order_by_a_name(
    quick_vault: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert connection.ops.compiler("SQLCompiler") is SQLCompiler
    made: list[Col] = []

    def noted(column: Col) -> int:
        made.append(column)
        return hash(column.identity)

    monkeypatch.setattr(Col, "__hash__", noted)
    list(CaseMembership.objects.select_related("case").order_by("case__title"))
    assert made == []
    list(Case.objects.order_by(F("title")))
    assert made
