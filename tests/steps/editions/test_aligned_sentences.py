"""A confirmed link of sentences narrows a cut; one outside of confirmed turns only ever adds to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import Case, CaseMembership
from guwah.failures import Refused, WrongUse
from guwah.instruments.alignment import sentences
from guwah.instruments.redaction.spans import Spans
from guwah.steps.editions.scope import parts_of
from guwah.steps.testimony import flows
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.layers import queries
from guwah.steps.testimony.layers import sentences as said
from guwah.steps.testimony.layers.closing import close_over
from guwah.steps.testimony.queries import newest
from guwah.vault.models import LogEntry
from kept import keep

if TYPE_CHECKING:
    from cast import Cast
    from guwah.steps.testimony.layers.sentences import Places
    from guwah.steps.testimony.layers.tables import Alignment
    from guwah.steps.testimony.models import Revision
    from kept import Kept

SAID = """Conversation 1

Rahat: Who came in the spring of 2011?

Zeynep: Two inspectors came. They had 12 sacks. My brother hid. We said nothing.

Rahat: And then?

Zeynep: Then they closed the oven.
"""
OTHER = """Conversation 1

Рахат: Кто приходил весной 2011 года?

Зейнеп: Мы молчали. Пришли два инспектора. У них было 12 мешков.

Зейнеп: Мой брат спрятался.

Рахат: А потом?

Зейнеп: Потом они закрыли печь.
"""


SAYS = "Two inspectors came. They had 12 sacks. My brother hid. We said nothing."


def both(cast: Cast, ours: str = SAID, theirs: str = OTHER) -> tuple[Case, Kept, Kept]:
    case = Case.objects.create(title="Side by side", opened_by=cast.aygul, invented=True)
    there = replace(cast, case=case)
    original, other = keep(there, "one", ours), keep(there, "other", theirs, "translation")
    other.layer.translated_from = original.layer
    other.layer.save()
    return case, original, other


def place(revision: Revision, *quotes: str) -> Places:
    starts = [(revision.text.index(quote), quote) for quote in quotes]
    return tuple((start, start + len(quote)) for start, quote in starts)


def closed(case: Case, kept: Kept, quote: str) -> list[str]:
    """Return what is withheld of each text when a quotation is cut in one."""
    start = kept.revision.text.index(quote)
    parts = parts_of(case)
    found = close_over({f"layer:{kept.layer.pk}": Spans.of([(start, start + len(quote))])}, parts)
    return [" | ".join(part.revision.text[a:b] for a, b in found[part.key] & part.spans) for part in parts]


def _linked(cast: Cast, alignment: Alignment, ours: str, theirs: str) -> None:
    flows.link(cast.aygul, alignment, place(alignment.one, ours), place(alignment.other, theirs))


def test_a_cut_in_a_confirmed_sentence_reaches_its_counterpart_and_no_more(cast: Cast) -> None:
    case, original, other = both(cast)
    alignment = flows.propose(cast.aygul, original.layer, other.layer)
    flows.confirm(cast.aygul, case, list(queries.live(alignment)))
    turn = [SAYS]
    turns = "Мы молчали. Пришли два инспектора. У них было 12 мешков. | Мой брат спрятался."
    assert closed(case, original, "brother") == [*turn, turns]

    _linked(cast, alignment, "My brother hid.", "Мой брат спрятался.")
    _linked(cast, alignment, "We said nothing.", "Мы молчали.")
    assert closed(case, original, "brother") == ["My brother hid.", "Мой брат спрятался."]
    assert closed(case, other, "молчали") == ["We said nothing.", "Мы молчали."]
    # Of the other words of the turn nobody has said more than before.
    assert closed(case, original, "sacks") == [*turn, turns]
    assert closed(case, other, "мешков") == [*turn, turns]
    assert closed(case, original, "hid. We")[1] == "Мы молчали. | Мой брат спрятался."

    ones = place(alignment.one, "Two inspectors came.", "They had 12 sacks.")
    others = place(alignment.other, "Пришли два инспектора.", "У них было 12 мешков.")
    many = flows.link(cast.aygul, alignment, ones, others)
    assert closed(case, original, "sacks")[1] == "Пришли два инспектора. | У них было 12 мешков."
    flows.unlink(cast.aygul, case, many)
    assert closed(case, original, "sacks") == [*turn, turns]


def test_a_link_outside_of_confirmed_turns_only_adds(cast: Cast) -> None:
    case, original, other = both(cast)
    alignment = flows.propose(cast.aygul, original.layer, other.layer)
    whole = closed(case, original, "brother")
    _linked(cast, alignment, "My brother hid.", "Мой брат спрятался.")
    assert closed(case, original, "brother") == whole
    assert closed(case, original, "sacks")[1] == whole[1]

    counted, one, two = both(cast, SAID, SAID.replace("Zeynep", "Z"))
    beside = flows.propose(cast.aygul, one.layer, two.layer)
    flows.link(cast.aygul, beside, place(beside.one, "And then?"), place(beside.other, "My brother hid."))
    assert closed(counted, one, "And then")[1] == f"{SAYS} | And then?"


_TURNS = st.lists(
    st.sampled_from(["Who came? He. Us.", "In 2011 they came. We hid.", "Yes."]), min_size=1, max_size=3
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(ours=_TURNS, theirs=_TURNS, data=st.data())
def test_what_no_confirmed_sentence_holds_is_withheld_as_far_as_before(
    cast: Cast, ours: list[str], theirs: list[str], data: st.DataObject
) -> None:
    texts = [
        "Conversation 1\n\n"
        + "\n\n".join(f"{('Rahat', 'Zeynep')[n % 2]}: {turn}" for n, turn in enumerate(turns * 2))
        + "\n"
        for turns in (ours, theirs)
    ]
    case, original, other = both(cast, *texts)
    alignment = flows.propose(cast.aygul, original.layer, other.layer)
    flows.confirm(cast.aygul, case, [row for row in queries.live(alignment) if data.draw(st.booleans())])
    ours_at, theirs_at = (
        [
            (block.start + a, block.start + b)
            for block in kept.revision.blocks.order_by("start")
            for a, b in sentences(kept.revision.text[block.start : block.end])
        ]
        for kept in (original, other)
    )
    cut = data.draw(st.sampled_from(ours_at))
    cuts = {f"layer:{original.layer.pk}": Spans.of([(cut[0], cut[0] + 2)])}
    before = close_over(cuts, parts_of(case))
    for _ in range(data.draw(st.integers(1, 3))):
        one, two = data.draw(st.sampled_from(ours_at)), data.draw(st.sampled_from(theirs_at))
        if one != cut:
            flows.link(cast.aygul, alignment, (one,), (two,))
    after = close_over(cuts, parts_of(case))
    assert all(after[key].covers(spans) for key, spans in before.items())


def test_what_is_said_again_takes_the_place_of_what_was_said(cast: Cast) -> None:
    _case, original, other = both(cast)
    alignment = flows.propose(cast.aygul, original.layer, other.layer)
    hid, silent = place(alignment.one, "My brother hid."), place(alignment.one, "We said nothing.")
    his, ours = place(alignment.other, "Мой брат спрятался."), place(alignment.other, "Мы молчали.")
    first = flows.link(cast.aygul, alignment, hid, his)
    assert flows.link(cast.aygul, alignment, hid, his) == first
    apart = flows.link(cast.aygul, alignment, silent, his, "apart")
    assert list(said.live(alignment)) == [first, apart]
    second = flows.link(cast.aygul, alignment, (*hid, *silent), ours)
    assert list(said.live(alignment)) == [apart, second]
    not_so = flows.link(cast.aygul, alignment, silent, ours, "apart")
    assert list(said.live(alignment)) == [apart, not_so]
    assert said.linked({alignment.one_id, alignment.other_id}) == []
    told = LogEntry.objects.order_by("pk").values_list("act", flat=True)
    # The first is the proposal itself; what is parted is no confirmation.
    assert [act for act in told if act.startswith("align")] == [
        "aligned",
        "alignment-confirmed",
        "aligned",
        "alignment-confirmed",
        "aligned",
    ]


def test_only_whole_sentences_of_texts_as_they_stand_are_linked(cast: Cast) -> None:
    _case, original, other = both(cast)
    alignment = flows.propose(cast.aygul, original.layer, other.layer)
    hid, his = place(alignment.one, "My brother hid."), place(alignment.other, "Мой брат спрятался.")
    (start, end) = hid[0]
    for one, two, verdict in (
        (((start, end - 1),), his, "together"),
        (((0, 1),), his, "together"),
        ((), his, "together"),
        ((*hid, *hid), his, "together"),
        (hid, his, "changed"),
    ):
        with pytest.raises(WrongUse):
            flows.link(cast.aygul, alignment, one, two, verdict)
    with pytest.raises(NotPermitted):
        flows.link(cast.farid, alignment, hid, his)
    row = flows.link(cast.aygul, alignment, hid, his)
    with pytest.raises(WrongUse):
        flows.unlink(cast.aygul, cast.case, row)


def test_a_link_follows_its_words_over_an_edit_and_is_shown_where_they_changed(cast: Cast) -> None:
    case, original, other = both(cast)
    CaseMembership.objects.create(case=case, member=cast.daniyar, role="coordinator")
    alignment = flows.propose(cast.aygul, original.layer, other.layer)
    flows.confirm(cast.aygul, case, list(queries.live(alignment)))
    _linked(cast, alignment, "My brother hid.", "Мой брат спрятался.")
    _linked(cast, alignment, "Then they closed the oven.", "Потом они закрыли печь.")
    first = original.revision.blocks.order_by("start")[0]
    flows.revise(cast.daniyar, original.layer, 1, [Wish("fix", first.uid, "Who was it that came in 2011?")])
    with pytest.raises(Refused):
        _linked(cast, alignment, "Two inspectors came.", "Пришли два инспектора.")
    now = queries.alignment_between(newest(original.layer), newest(other.layer))
    assert now is not None
    rows = list(said.live(now))
    assert [row.verdict for row in rows] == ["together", "together"]
    assert now.one.text[slice(*rows[0].one[0])] == "My brother hid."
    assert [row.made_by for row in rows] == [cast.aygul, cast.aygul]
    kept = replace(original, revision=newest(original.layer))
    assert closed(case, kept, "brother")[1] == "Мой брат спрятался."

    last = kept.revision.blocks.order_by("start").last()
    assert last is not None
    flows.revise(cast.daniyar, original.layer, 2, [Wish("fix", last.uid, "Then they sealed the oven.")])
    then = queries.alignment_between(newest(original.layer), newest(other.layer))
    assert then is not None
    rows = list(said.live(then))
    assert [row.verdict for row in rows] == ["together", "changed"]
    assert then.one.text[slice(*rows[1].one[0])] == "Then they sealed the oven."
    assert said.linked({then.one_id, then.other_id})[1:] == []
    # Confirming them anew is the answer to it.
    _linked(cast, then, "Then they sealed the oven.", "Потом они закрыли печь.")
    assert [row.verdict for row in said.live(then)] == ["together", "together"]
