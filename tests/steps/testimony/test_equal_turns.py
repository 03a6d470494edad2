"""Of two turns that say the same each keeps what was confirmed of it, and the cut that reaches it (law 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guwah.steps.editions.flows import copy_text
from guwah.steps.testimony import flows
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.layers import queries
from guwah.steps.testimony.layers.versions import group_of
from guwah.steps.testimony.queries import newest
from guwah.steps.testimony.search import answering
from guwah.steps.testimony.search.narrowing import Within
from guwah.steps.testimony.search.tables import Indexed
from guwah.steps.testimony.search.withheld import closed

if TYPE_CHECKING:
    from cast import Cast
    from guwah.steps.testimony.flows import Imported
    from guwah.steps.testimony.models import Block, Layer
    from kitchen import Keep, Seal

SAID = "Boris: Was Kamil there?\nAlma: Yes.\nAlma: Yes.\nBoris: Who came?\n"
OTHER = "Борис: Был ли Камиль там?\nАлма: Угу.\nАлма: Да, Камиль прятался в печи.\nБорис: Кто пришёл?\n"
TWICE = "Boris: Hello.\nBoris: And?\nAlma: Yes.\nBoris: And?\nAlma: Yes.\nBoris: Who came?\n"
TWICE_OTHER = (
    "Борис: Привет.\nБорис: И что?\nАлма: Угу.\nБорис: А?\n"
    "Алма: Да, Камиль прятался в печи.\nБорис: Кто пришёл?\n"
)
SECRET = "прятался в печи"


def _confirmed(keep: Keep, cast: Cast, said: str = SAID, other: str = OTHER) -> tuple[Imported, Layer]:
    one, two = keep(said, "a.txt", language="en"), keep(other, "b.txt", language="ru").layer
    flows.relate(cast.chiara, two, one.layer)
    rows = queries.live(flows.propose(cast.chiara, one.layer, two))
    flows.confirm(cast.chiara, cast.case, list(rows))
    return one, two


def _turns(layer: Layer) -> list[Block]:
    return list(newest(layer).blocks.order_by("start"))


def _cut(cast: Cast, layer: Layer, number: int) -> None:
    block = _turns(layer)[number]
    held = flows.anchor(cast.chiara, newest(layer), block.start, block.end)
    flows.cut(cast.chiara, cast.case, held, "safety", "witness")


def _withheld(layer: Layer) -> str:
    text = newest(layer).text
    return " | ".join(text[a:b] for a, b in closed(group_of(layer))[layer.pk])


def test_a_turn_taken_out_leaves_the_other_one_its_cut(keep: Keep, cast: Cast) -> None:
    one, two = _confirmed(keep, cast)
    _cut(cast, one.layer, 2)
    assert SECRET in _withheld(two)
    flows.revise(cast.chiara, one.layer, 1, [Wish("cut-off", _turns(one.layer)[1].uid)])
    assert SECRET in _withheld(two)
    assert SECRET not in copy_text(cast.farid, two, "plain").data.decode()


def test_a_question_and_its_answer_taken_out_together_do_too(keep: Keep, cast: Cast) -> None:
    one, two = _confirmed(keep, cast, TWICE, TWICE_OTHER)
    _cut(cast, one.layer, 4)
    turns = _turns(one.layer)
    flows.revise(cast.chiara, one.layer, 1, [Wish("cut-off", turns[1].uid, last=turns[2].uid)])
    assert SECRET in _withheld(two)


def test_two_turns_corrected_so_that_one_says_what_the_other_said(keep: Keep, cast: Cast) -> None:
    one, two = _confirmed(keep, cast, SAID.replace("Alma: Yes.", "Alma: No.", 1))
    _cut(cast, one.layer, 2)
    turns = _turns(one.layer)
    wishes = [Wish("fix", turns[1].uid, "Yes."), Wish("fix", turns[2].uid, "Yes, he was.")]
    flows.revise(cast.chiara, one.layer, 1, wishes)
    assert SECRET in _withheld(two)


@pytest.mark.parametrize("before", [True, False])
def test_a_file_without_one_of_them_confirms_neither(
    keep: Keep, cast: Cast, seal: Seal, before: bool
) -> None:
    one, two = _confirmed(keep, cast)
    if before:
        _cut(cast, one.layer, 2)
    file = seal(SAID.replace("Alma: Yes.\nAlma: Yes.", "Alma: Yes.").encode(), "again.txt")
    flows.reread(cast.chiara, one.layer, 1, file)
    if not before:
        _cut(cast, one.layer, 1)
    assert SECRET in _withheld(two)


def test_search_knows_how_far_a_cut_reaches_once_a_file_is_read_again(
    keep: Keep, cast: Cast, seal: Seal
) -> None:
    said = "Boris: Where is he?\nAlma: Down there.\nAlma: Asleep.\nBoris: When was that?\n"
    other = "Борис: Где он?\nБорис: Скажи.\nАлма: Внизу, в печи, спит.\nБорис: Когда?\n"
    one, two = keep(said, "a.txt", language="en"), keep(other, "b.txt", language="ru").layer
    flows.relate(cast.chiara, two, one.layer)
    alignment = flows.propose(cast.chiara, one.layer, two)
    while len(queries.live(alignment)) > 1:
        flows.join(cast.chiara, cast.case, queries.live(alignment)[0])
    _, rest = flows.part(cast.chiara, cast.case, queries.live(alignment)[0], 1, 2)
    flows.part(cast.chiara, cast.case, rest, 2, 1)
    flows.confirm(cast.chiara, cast.case, list(queries.live(alignment)))
    held = flows.anchor_by_quote(cast.chiara, one.revision, "Down there.")
    flows.cut(cast.chiara, cast.case, held, "safety", "witness")

    file = seal(said.replace("When was that?", "When was this?").encode(), "again.txt")
    flows.reread(cast.chiara, one.layer, 1, file)

    holes = Indexed.objects.get(layer=two).holes
    assert [tuple(each) for each in holes] == list(closed(group_of(two))[two.pk])
    assert [hit.text for hit in answering.answer(cast.farid, "печи", Within()).hits] == []
