from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guwah.steps.consent.flows import BadDecision, decide_third_parties
from guwah.steps.consent.models import SpanDecision
from guwah.steps.editions.scope import parts_of
from guwah.steps.editions.withholding import withhold
from kept import keep
from oven import MEANT, TALK, oven

if TYPE_CHECKING:
    from cast import Cast
    from oven import Oven

START = TALK.index("oven")
FIRST = [START, START + len("oven")]


def decide(bakery: Oven, *given: object) -> int:
    return decide_third_parties(bakery.cast.chiara, bakery.cast.case, given)


@pytest.mark.parametrize(
    ("decision", "shows"),
    [("cleared", True), ("masked", False), ("pseudonymised", False), ("removed", False), ("refused", False)],
)
def test_only_words_that_are_cleared_may_be_shown(cast: Cast, decision: str, shows: bool) -> None:
    bakery = oven(cast, russian=None)
    assert decide(bakery, {"span": FIRST, "decision": decision}) == 1
    assert SpanDecision.objects.get().show is shows
    assert SpanDecision.objects.get().anchor.quote == "oven"


def test_undecided_is_no_decision(cast: Cast) -> None:
    bakery = oven(cast, russian=None)
    assert decide(bakery, {"span": FIRST, "decision": "undecided"}, {"span": FIRST}) == 0
    assert not SpanDecision.objects.exists()


def test_a_span_names_its_text_where_there_are_several(bakery: Oven) -> None:
    assert bakery.russian is not None
    with pytest.raises(BadDecision, match="in which text"):
        decide(bakery, {"span": FIRST, "decision": "masked"})
    layer = bakery.russian.layer.pk
    inner = {"source": f"layer:{layer}", "start": 0, "end": 5}
    decide(
        bakery,
        {"span": FIRST, "source": f"layer:{bakery.talk.layer.pk}", "decision": "masked"},
        {"span": inner, "decision": "masked"},
        {"span": {"layer": layer, "start": 5, "end": 9}, "decision": "masked"},
    )
    found = SpanDecision.objects.order_by("pk").values_list("anchor__revision__layer", "anchor__start")
    assert list(found) == [(bakery.talk.layer.pk, FIRST[0]), (layer, 0), (layer, 5)]


def test_a_refused_stretch_is_masked_though_it_was_read(bakery: Oven) -> None:
    start = TALK.index(MEANT)
    decide(
        bakery,
        {"span": [start, start + 5], "source": f"layer:{bakery.talk.layer.pk}", "decision": "refused"},
    )
    part = parts_of(bakery.cast.case)[0]
    masks = withhold(bakery.cast.case, parts_of(bakery.cast.case), frozenset()).masks[part.key]
    assert any(first <= start and after >= start + 5 for first, after in masks)


@pytest.mark.parametrize(
    ("third", "where", "what"),
    [
        (
            {"span": FIRST, "decision": "allowed"},
            "/third_parties/1/decision",
            "One of cleared, pseudonymised",
        ),
        ({"span": FIRST, "decision": 1}, "/third_parties/1/decision", "One of cleared, pseudonymised"),
        ({"span": [5], "decision": "cleared"}, "/third_parties/1/span", "[start, end]"),
        ({"span": ["0", "5"], "decision": "cleared"}, "/third_parties/1/span", "[start, end]"),
        ({"decision": "cleared"}, "/third_parties/1/span", "[start, end]"),
        ({"span": FIRST, "source": "layer:99", "decision": "cleared"}, "/third_parties/1/source", "text"),
        ("cleared", "/third_parties/1", "An object"),
        ({"span": [5, 5], "decision": "cleared"}, "/third_parties/1/span", "not empty"),
    ],
)
def test_a_wrong_entry_is_told_with_its_place(cast: Cast, third: object, where: str, what: str) -> None:
    bakery = oven(cast, russian=None)
    with pytest.raises(BadDecision) as wrong:
        decide(bakery, {"span": FIRST, "decision": "masked"}, third)
    assert wrong.value.pointer == where
    assert what in wrong.value.message


def test_words_of_another_case_are_out_of_reach(cast: Cast) -> None:
    bakery = oven(cast, russian=None)
    other = keep(cast, "Elsewhere", TALK)
    type(other.layer).objects.filter(pk=other.layer.pk).update(case=_another_case(cast))
    with pytest.raises(BadDecision, match="in which text"):
        decide(bakery, {"span": FIRST, "source": f"layer:{other.layer.pk}", "decision": "cleared"})


def _another_case(cast: Cast) -> int:
    from guwah.accounts.models import Case

    return Case.objects.create(title="Another", opened_by=cast.aygul, invented=True).pk
