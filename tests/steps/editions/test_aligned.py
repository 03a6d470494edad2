"""Confirmed links carry a cut to where it belongs; a link nobody confirmed only ever withholds more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import ROLES
from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import Case, CaseMembership
from guwah.instruments.redaction.spans import Spans
from guwah.steps.consent.models import Condition
from guwah.steps.editions.scope import parts_of
from guwah.steps.testimony.flows import confirm, propose, revise
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.layers import queries
from guwah.steps.testimony.layers.closing import close_over
from guwah.steps.testimony.queries import newest
from kept import keep
from oven import RUSSIAN, TALK, oven

if TYPE_CHECKING:
    from cast import Cast
    from guwah.steps.editions.scope import Part
    from kept import Kept

SAID = """Conversation 1

Rahat: Who came in the spring of 2011?

Zeynep: Two inspectors came with 12 sacks, and my brother hid.

Rahat: And then?

Zeynep: Then they closed the oven.
"""
# Her first answer is in two turns here, so that numbers do not tell which turn answers to which.
SPLIT = """Conversation 1

Рахат: Кто приходил весной 2011 года?

Зейнеп: Пришли два инспектора с 12 мешками,

Зейнеп: и мой брат спрятался.

Рахат: А потом?

Зейнеп: Потом они закрыли печь.
"""


def both(cast: Cast, other: str = SPLIT) -> tuple[Case, Kept, Kept]:
    case = Case.objects.create(title="Side by side", opened_by=cast.aygul, invented=True)
    there = replace(cast, case=case)
    original, translation = keep(there, "one", SAID), keep(there, "other", other, "translation")
    translation.layer.translated_from = original.layer
    translation.layer.save()
    return case, original, translation


def closed(case: Case, kept: Kept, quote: str) -> dict[str, str]:
    """Return what is withheld of each text when a quotation is cut in one."""
    parts = parts_of(case)
    start = kept.revision.text.index(quote)
    found = close_over({f"layer:{kept.layer.pk}": Spans.of([(start, start + len(quote))])}, parts)
    return {part.key: _words(part, found[part.key]) for part in parts}


def _words(part: Part, spans: Spans) -> str:
    return " | ".join(part.revision.text[a:b] for a, b in spans & part.spans)


def test_unconfirmed_links_withhold_the_whole_and_confirmed_ones_the_counterpart(cast: Cast) -> None:
    case, original, other = both(cast)
    key = f"layer:{other.layer.pk}"
    whole = _words(parts_of(case)[1], Spans.of([(0, 10_000)]))
    assert closed(case, original, "my brother hid")[key] == whole

    alignment = propose(cast.aygul, original.layer, other.layer)
    assert closed(case, original, "my brother hid")[key] == whole

    groups = list(queries.live(alignment))
    confirm(cast.aygul, case, groups)
    assert (
        closed(case, original, "my brother hid")[key]
        == "Пришли два инспектора с 12 мешками, | и мой брат спрятался."
    )
    back = closed(case, other, "мой брат")[f"layer:{original.layer.pk}"]
    assert back == "Two inspectors came with 12 sacks, and my brother hid."


def test_one_confirmed_group_is_cut_alone_while_the_rest_stays_coarse(cast: Cast) -> None:
    case, original, other = both(cast)
    alignment = propose(cast.aygul, original.layer, other.layer)
    first = queries.live(alignment)[0]
    confirm(cast.aygul, case, [first])
    key = f"layer:{other.layer.pk}"

    assert closed(case, original, "in the spring")[key] == "Кто приходил весной 2011 года?"
    # The rest may stand in any turn that nobody has confirmed, and in no other.
    assert closed(case, original, "And then")[key].startswith("Пришли два")
    assert "Кто приходил" not in closed(case, original, "And then")[key]


def test_confirmed_links_take_the_place_of_counting(cast: Cast) -> None:
    lines = SAID.split("\n\n")
    shifted = "\n\n".join([lines[0], "Rahat: Is this on?", *lines[1:4]]) + "\n"
    case, original, other = both(cast, shifted)
    key = f"layer:{other.layer.pk}"
    assert closed(case, original, "And then")[key] == "Two inspectors came with 12 sacks, and my brother hid."

    alignment = propose(cast.aygul, original.layer, other.layer)
    # Counting and the proposal do not agree, and nobody has said who is right: both are withheld.
    told = closed(case, original, "And then")[key]
    assert "Two inspectors" in told
    assert "And then?" in told
    confirm(cast.aygul, case, list(queries.live(alignment)))
    assert closed(case, original, "And then")[key] == "And then?"
    # What a person says nothing answers to reaches nothing.
    assert [each.doubts for each in queries.live(alignment)][-1] == ["alone"]
    assert closed(case, original, "closed the oven")[key] == ""


def test_turns_joined_and_split_since_are_not_counted(cast: Cast) -> None:
    case, original, other = both(cast, SAID)
    key = f"layer:{other.layer.pk}"
    assert closed(case, original, "And then")[key] == "And then?"

    CaseMembership.objects.create(case=case, member=cast.daniyar, role=ROLES["daniyar"].value)
    uids = [block.uid for block in original.revision.blocks.order_by("start")]
    wishes = [Wish("merge", uids[1]), Wish("split", uids[3], at=len("Then they "))]
    revise(cast.daniyar, original.layer, 1, wishes)
    kept = replace(original, revision=newest(original.layer))
    # As many turns as before, and the same numbers say other words.
    assert "And then?" in closed(case, kept, "And then")[key]
    assert "closed the oven" in closed(case, kept, "closed the oven")[key]
    assert "closed the oven" in closed(case, kept, "Then they")[key]


_TURNS = st.lists(
    st.sampled_from(["Who came?", "In 2011 they came.", "Yes.", "My brother hid from them."]),
    min_size=1,
    max_size=4,
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(ours=_TURNS, theirs=_TURNS, number=st.integers(0, 3), data=st.data())
def test_an_unconfirmed_link_never_withholds_less(
    cast: Cast, ours: list[str], theirs: list[str], number: int, data: st.DataObject
) -> None:
    case, original, other = _drawn(cast, ours, theirs)
    blocks = list(original.revision.blocks.order_by("start"))
    block = blocks[number % len(blocks)]
    cuts = {f"layer:{original.layer.pk}": Spans.of([(block.start, block.start + 3)])}
    alignment = propose(cast.aygul, original.layer, other.layer)
    key = f"layer:{other.layer.pk}"

    groups = list(queries.live(alignment))
    some = [each for each in groups if data.draw(st.booleans())]
    confirm(cast.aygul, case, some)
    partly = close_over(cuts, parts_of(case))[key]
    confirm(cast.aygul, case, groups)
    wholly = close_over(cuts, parts_of(case))[key]

    assert partly.covers(wholly)


def _drawn(cast: Cast, ours: list[str], theirs: list[str]) -> tuple[Case, Kept, Kept]:
    case = Case.objects.create(title="Drawn", opened_by=cast.aygul, invented=True)
    there = replace(cast, case=case)
    texts = [
        "Conversation 1\n\n"
        + "\n\n".join(f"{('Rahat', 'Zeynep')[n % 2]}: {turn}" for n, turn in enumerate(turns * 2))
        + "\n"
        for turns in (ours, theirs)
    ]
    original, other = keep(there, "one", texts[0]), keep(there, "other", texts[1], "translation")
    other.layer.translated_from = original.layer
    other.layer.save()
    return case, original, other


def test_only_who_records_consent_draws_how_far_a_request_is_withheld(cast: Cast) -> None:
    # In words that no pattern knows, so that only what a person tied to them withholds them.
    quiet = RUSSIAN.replace("Только сначала вырежьте место о моём брате.", "Inim turaly jerdi qaldyr.")
    bakery = oven(cast, TALK.replace("But cut the part about my brother first.", "Inim turaly."), quiet)
    assert bakery.russian is not None
    groups = queries.live(propose(cast.chiara, bakery.talk.layer, bakery.russian.layer))
    assert confirm(cast.daniyar, cast.case, [groups[0]]) == 1
    record = bakery.grant()
    Condition.objects.create(record=record, code="redact_first", anchor=bakery.talk.at("Inim turaly."))
    with pytest.raises(NotPermitted):
        confirm(cast.daniyar, cast.case, [groups[1]])
    assert confirm(cast.chiara, cast.case, [groups[1]]) == 1


def test_words_that_read_like_a_request_are_one_without_anybody_s_saying_so(cast: Cast) -> None:
    bakery = oven(cast)
    assert bakery.russian is not None
    groups = queries.live(propose(cast.chiara, bakery.talk.layer, bakery.russian.layer))
    with pytest.raises(NotPermitted):
        confirm(cast.daniyar, cast.case, [groups[0]])
