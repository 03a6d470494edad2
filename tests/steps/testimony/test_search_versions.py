"""What is cut in one text is found in none that says the same, whatever is done to any of them (law 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guwah.steps.testimony import flows
from guwah.steps.testimony.flows import seeing
from guwah.steps.testimony.flows.anchoring import Stretch
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.layers import queries
from guwah.steps.testimony.layers.versions import alike, every_part_of, group_of, versions
from guwah.steps.testimony.models import Layer
from guwah.steps.testimony.search import answering, words, writing
from guwah.steps.testimony.search.narrowing import Within
from guwah.steps.testimony.search.numbering import LAYER, PLACES, SLOTS, first, numbered, slot
from guwah.steps.testimony.search.tables import Entry, Indexed
from guwah.steps.testimony.search.withheld import closed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cast import Cast
    from guwah.steps.testimony.flows import Imported
    from guwah.steps.testimony.models import Cut
    from guwah.steps.testimony.search.words import Row
    from kitchen import Keep

SAID = "Boris: Where are the kettles?\n\nAlma: Meruert hid them.\n\nBoris: When?\n\nAlma: In winter.\n"
DRAFT = "Boris: Where kettles?\n\nAlma: Merwert hided them.\n\nBoris: Whenn?\n\nAlma: In wynter.\n"
OTHER = "Борис: Где котлы?\n\nАлма: Меруерт спрятала.\n\nБорис: Когда?\n\nАлма: Зимой.\n"
# One turn more than the original.
LONGER = "Борис: Где котлы?\n\nАлма: Меруерт.\n\nАлма: Она спрятала.\n\nБорис: Когда?\n\nАлма: Зимой.\n"


class Family:
    """An original, its machine draft, and a translation of the draft; who works on them."""

    def __init__(self, cast: Cast, keep: Keep) -> None:
        self.cast = cast
        self.original = keep(SAID).layer
        self.draft = keep(DRAFT, "draft.txt", kind="machine").layer
        self.other = keep(OTHER, "other.txt", language="ru").layer
        flows.relate(cast.chiara, self.draft, self.original)
        flows.relate(cast.chiara, self.other, self.draft)

    def cut(self, layer: Layer, words: str) -> Cut:
        anchor = flows.anchor_by_quote(self.cast.chiara, layer.revisions.latest("number"), words)
        return flows.cut(self.cast.chiara, self.cast.case, anchor, "third party", "witness")

    def fix(self, layer: Layer, old: str, new: str) -> None:
        revision = layer.revisions.latest("number")
        block = next(each for each in revision.blocks.all() if old in revision.text[each.start : each.end])
        words = revision.text[block.start : block.end].replace(old, new)
        flows.revise(self.cast.daniyar, layer, revision.number, [Wish("fix", block.uid, words)])

    def found(self, words: str) -> set[Layer]:
        hits = answering.answer(self.cast.farid, words, Within()).hits
        in_step()
        return {each.revision.layer for each in hits}


def in_step() -> None:
    """Check that each text was passed over where words are withheld in it now, and that it is the newest."""
    for each in Indexed.objects.select_related("layer"):
        group = group_of(each.layer)
        (part,) = (part for part in group if part.layer == each.layer)
        assert each.revision == part.revision
        assert each.holes == [[start, end] for start, end in closed(group)[each.layer_id]]
    assert not writing.missing().exists()


def keys() -> set[str]:
    """Return every key that the index holds of any entry."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'testimony_words', 'row')")
        cursor.execute("SELECT term FROM temp.terms WHERE doc > 0")
        terms = {term for (term,) in cursor.fetchall()}
        cursor.execute("DROP TABLE temp.terms")
    return terms


@pytest.fixture
def family(cast: Cast, keep: Keep) -> Family:
    return Family(cast, keep)


def test_a_cut_reaches_over_a_draft_to_its_translation_and_back_when_lifted(family: Family) -> None:
    assert len(family.found("Meruert")) == 3

    made = family.cut(family.original, "Meruert hid them.")

    for asked in ("Meruert", "Меруерт", "hid", "hided", "спрятала", "Merwert", "спрят*"):
        assert family.found(asked) == set(), asked
    assert family.found("winter") == {family.original}
    assert family.found("зимой") == {family.other}
    assert not any(key.startswith(("meruert", "меруерт", "merwert")) for key in keys())

    flows.lift_cut(family.cast.aygul, made, "her own word, by telephone")
    assert len(family.found("Meruert")) == 3
    assert family.found("спрятала") == {family.other}


def test_a_cut_in_the_translation_of_a_draft_reaches_the_original(family: Family) -> None:
    family.cut(family.other, "Меруерт спрятала.")

    assert family.found("hid") == family.found("hided") == family.found("Meruert") == set()
    assert family.found("winter") == {family.original}


def test_a_cut_goes_along_with_every_edit_of_any_of_the_texts(family: Family) -> None:
    family.cut(family.original, "Meruert hid")

    family.fix(family.original, "Where are the kettles", "Where are all of the copper kettles")
    assert family.found("copper") == {family.original}
    assert family.found("спрятала") == family.found("them") == set()

    # A text that is edited is found by its new words, but not by those that say what is cut.
    family.fix(family.other, "спрятала", "унесла")
    family.fix(family.draft, "hided them", "took it")
    assert family.found("унесла") == family.found("took") == set()

    flows.undo(family.cast.daniyar, family.other, 2)
    assert family.found("спрятала") == set()
    assert family.found("зимой") == {family.other}


def test_words_that_are_cut_in_other_words_by_an_edit_stay_withheld_elsewhere(family: Family) -> None:
    family.cut(family.original, "Meruert hid them.")

    family.fix(family.original, "Meruert hid them.", "She did.")

    assert family.found("спрятала") == family.found("did") == set()
    assert family.found("зимой") == {family.other}


def test_where_cut_words_are_gone_nothing_tells_what_to_pass_over_so_all_is(family: Family) -> None:
    made = family.cut(family.original, "Meruert hid them.")
    revision = family.original.revisions.latest("number")
    block = revision.blocks.order_by("start")[1]

    flows.revise(family.cast.daniyar, family.original, 1, [Wish("cut-off", block.uid)])

    assert family.found("winter") == {family.original}
    assert family.found("зимой") == family.found("wynter") == family.found("спрятала") == set()

    # Another cut in the translation lifts nothing; lifting the first one does.
    family.cut(family.other, "Когда?")
    flows.lift_cut(family.cast.aygul, made, "her own word")
    assert family.found("зимой") == {family.other}
    assert family.found("когда") == set()


def test_words_a_person_finds_elsewhere_are_withheld_there_in_every_text(family: Family) -> None:
    made = family.cut(family.original, "Meruert hid them.")
    block = family.original.revisions.latest("number").blocks.order_by("start")[1]
    flows.revise(family.cast.daniyar, family.original, 1, [Wish("cut-off", block.uid)])
    newest = family.original.revisions.latest("number")
    start = newest.text.index("In winter")

    seeing.elsewhere(family.cast.chiara, made.anchor, Stretch(newest, start, start + len("In winter.")))

    assert family.found("winter") == set()
    # Turns are not counted in a text that lost one: the translation is passed over until somebody aligns it.
    assert family.found("зимой") == set()


def test_texts_related_after_the_cut_are_reached_by_it(cast: Cast, keep: Keep) -> None:
    family = Family(cast, keep)
    family.cut(family.original, "Meruert hid them.")

    later = keep("Алма: Меруерт казандарды жасырды.\n", "kk.txt", language="kk").layer
    assert family.found("жасырды") == {later}
    flows.relate(cast.chiara, later, family.other)
    # As many turns it has not: nothing is joined to the cut one, and nothing of it is found.
    assert family.found("жасырды") == set()


@pytest.mark.parametrize("undone", ["withdraw", "part", "join"])
def test_an_alignment_confirmed_narrows_what_is_withheld_and_undone_widens_it_again(
    cast: Cast, keep: Keep, undone: str
) -> None:
    original, other = keep(SAID).layer, keep(LONGER, "other.txt", language="ru").layer
    flows.relate(cast.chiara, other, original)
    anchor = flows.anchor_by_quote(cast.chiara, original.revisions.latest("number"), "Meruert hid them.")
    flows.cut(cast.chiara, cast.case, anchor, "third party", "witness")

    def found(words: str) -> bool:
        hits = answering.answer(cast.farid, words, Within(language="ru")).hits
        in_step()
        return bool(hits)

    assert not found("зимой")
    alignment = flows.propose(cast.aygul, original, other)
    flows.confirm(cast.aygul, cast.case, list(queries.live(alignment)))
    assert found("зимой")
    assert not found("Меруерт")
    assert not found("спрятала")

    ours = original.revisions.latest("number").text.index("Meruert")
    group = next(each for each in queries.live(alignment) if each.one_start <= ours < each.one_end)
    undoing: dict[str, Callable[[], object]] = {
        "withdraw": lambda: flows.withdraw(cast.aygul, cast.case, group),
        "part": lambda: flows.part(cast.aygul, cast.case, group, 1, 1),
        "join": lambda: flows.join(cast.aygul, cast.case, group),
    }
    undoing[undone]()

    assert not found("Меруерт")
    assert not found("спрятала")


def test_no_snippet_shows_what_says_the_same_as_a_cut_should_the_index_be_behind(family: Family) -> None:
    family.cut(family.original, "Meruert hid them.")
    row = Entry.objects.get(uid=2, pk__gte=first(family.other.pk), pk__lt=first(family.other.pk + 1))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {words.TABLE} WHERE rowid = %s", [row.pk])  # noqa: S608 - our own table
    words.add([words.Row(row.pk, "спрятала", "", "", "")])

    assert answering.answer(family.cast.farid, "спрятала", Within()).hits == []


def test_a_family_is_the_group_that_an_edition_closes_cuts_over(family: Family, keep: Keep) -> None:
    alone = keep("Ann: Of nobody else.\n", "alone.txt").layer
    groups = [{part.layer.pk for part in group} for group in versions(every_part_of(family.cast.case))]

    for layer in (*Layer.objects.all(), alone):
        assert alike(layer) in groups


# Only what changed is written.


def _numbers(layer: Layer) -> dict[int | None, int]:
    entries = Entry.objects.filter(pk__gte=first(layer.pk), pk__lt=first(layer.pk + 1))
    return dict(entries.values_list("uid", "pk"))


def test_an_edit_of_one_turn_writes_one_entry(
    cast: Cast, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: Imported = keep("".join(f"Ann: word {n}\nBob: pan {n}\n" for n in range(40)))
    before = _numbers(made.layer)
    wrote: list[int] = []
    add = words.add

    def adding(rows: Iterable[Row]) -> None:
        some = list(rows)
        wrote.extend(each.entry for each in some)
        add(some)

    monkeypatch.setattr(words, "add", adding)

    flows.revise(cast.daniyar, made.layer, 1, [Wish("fix", 41, "another kettle altogether")])
    assert wrote == [_numbers(made.layer)[41]]
    assert {uid: pk for uid, pk in _numbers(made.layer).items() if uid != 41} == {
        uid: pk for uid, pk in before.items() if uid != 41
    }

    wrote.clear()
    flows.revise(cast.daniyar, made.layer, 2, [Wish("split", 41, at=8)])
    flows.revise(cast.daniyar, made.layer, 3, [Wish("speaker", 7, label="Zhuldyzai")])
    assert len(wrote) == 3
    numbers = _numbers(made.layer)
    blocks = made.layer.revisions.latest("number").blocks.order_by("start").values_list("uid", flat=True)
    assert [uid for uid, _ in sorted(numbers.items(), key=lambda each: each[1])] == list(blocks)
    assert answering.answer(cast.farid, "word", Within(speaker="Жулдызай")).count == 1


def test_entries_are_numbered_by_layer_session_and_text_and_keep_their_numbers() -> None:
    low = first(3, slot(1))

    assert numbered(3, [(slot(1), None), (slot(1), None), (slot(2), None)]) == [
        low + 64, low + 128, first(3, slot(2)) + 64]  # fmt: skip
    # Between two that stay.
    assert numbered(3, [(2, low + 64), (2, None), (2, low + 128)]) == [low + 64, low + 96, low + 128]
    # What stands before all others; what came from another session; what changed places.
    assert numbered(3, [(2, None), (2, low + 64)]) == [low + 32, low + 64]
    assert numbered(3, [(2, first(3, 4) + 64)]) == [low + 64]
    assert numbered(3, [(2, low + 128), (2, low + 64)]) == [low + 128, low + 192]
    # No room: all of the session anew.
    assert numbered(3, [(2, low + 64), (2, None), (2, low + 65)]) == [low + 64, low + 128, low + 192]
    assert low >> LAYER == 3
    assert (low >> PLACES) & ((1 << SLOTS) - 1) == slot(1) == 2
    assert slot(1) < slot(1, behind=True) < slot(2)
    assert slot(10**6) == slot(10**7) == (1 << SLOTS) - 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.integers(0, 2), st.none() | st.integers(0, 3)), max_size=30),
    st.integers(1, 9),
)
def test_numbers_always_rise_and_lie_in_their_slots(wanted: list[tuple[int, int | None]], layer: int) -> None:
    ordered = [
        (of_slot, None if near is None else first(layer, of_slot) + near)
        for of_slot, near in sorted(wanted, key=lambda each: each[0])
    ]

    found = numbered(layer, ordered)

    assert found == sorted(set(found))
    assert [each >> PLACES for each in found] == [first(layer, of_slot) >> PLACES for of_slot, _ in ordered]
