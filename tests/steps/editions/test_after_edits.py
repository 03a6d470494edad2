"""Nothing withheld becomes visible because a text was corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guwah.instruments.redaction.spans import NOTHING, Spans
from guwah.steps.consent import flows as consent
from guwah.steps.consent.models import Clearance
from guwah.steps.consent.queries import cleared, engine_records, open_cut_conditions
from guwah.steps.editions.asking import ask_consent
from guwah.steps.editions.scope import parts_of
from guwah.steps.editions.settling import shown_in
from guwah.steps.editions.withholding import withhold
from guwah.steps.testimony.editing.carrying import carried
from guwah.steps.testimony.editing.queries import changed, how_many_changed
from guwah.steps.testimony.editing.tables import Standing
from guwah.steps.testimony.flows import elsewhere, here, propose, revise
from guwah.steps.testimony.flows.anchoring import Stretch
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.queries import newest
from kept import keep
from oven import ASKED, MEANT, NEVER, oven

if TYPE_CHECKING:
    from cast import Cast
    from guwah.steps.testimony.models import Revision
    from oven import Oven


# The speaker stands beside the words: to give them to another changes no word of the text.
BESIDE = """WEBVTT

00:01.000 --> 00:02.000
<v Ann>The stove is hot.

00:02.000 --> 00:03.000
<v Ben>I signed the paper.

00:04.000 --> 00:05.000
<v Ann>It was cold.
"""


@pytest.fixture
def bakery(cast: Cast) -> Oven:
    """The talk and its Russian, granted, with the named part marked and cut."""
    return oven(cast).ready()


def corrected(bakery: Oven, old: str, new: str) -> Revision:
    """Correct words of the talk."""
    layer = bakery.talk.layer
    text = newest(layer)
    block = next(each for each in text.blocks.all() if old in text.text[each.start : each.end])
    words = text.text[block.start : block.end].replace(old, new)
    return revise(bakery.cast.daniyar, layer, text.number, [Wish("fix", block.uid, words)])


def shown(bakery: Oven) -> str:
    """Return every word that would go out."""
    parts = parts_of(bakery.cast.case)
    withheld = withhold(bakery.cast.case, parts, frozenset())
    return "\n".join(words for part in parts for words in shown_in(part, withheld))


def codes(bakery: Oven) -> set[str]:
    """Return what stands in the way of a public edition."""
    return {
        each.code for each in ask_consent(bakery.cast.case, parts_of(bakery.cast.case), "public").refusals
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("coughed blood all winter", "coughed up blood all winter long"),
        ("My brother coughed", "My poor brother coughed"),
        ("hid it from everybody.", "hid it from us. He coughed in the bakery too."),
        ("brother coughed blood", "sister was ill"),
    ],
)
def test_corrected_cut_words_stay_cut(bakery: Oven, old: str, new: str) -> None:
    before = shown(bakery)
    assert codes(bakery) == set()
    corrected(bakery, old, new)
    after = shown(bakery)
    assert not any(
        secret in after for secret in (*NEVER, "poor", "sister", "was ill", "winter long", "from us")
    )
    assert set(after.split()) <= set(before.split()) | {"⋯"}
    assert "text-changed" in codes(bakery)


def test_a_person_who_looked_lets_the_edition_go_on(bakery: Oven) -> None:
    corrected(bakery, "coughed blood", "coughed up blood")
    held = bakery.talk.at(MEANT)
    here(bakery.cast.chiara, held, 2)
    assert codes(bakery) == set()
    assert "blood" not in shown(bakery)


def test_cut_words_written_into_another_turn_are_withheld_there(bakery: Oven) -> None:
    corrected(bakery, "They closed our oven", "My brother coughed blood all winter. They closed our oven")
    assert not any(secret in shown(bakery) for secret in NEVER)
    uid = next(each.uid for each in newest(bakery.talk.layer).blocks.all() if each.n == 4)
    revise(bakery.cast.daniyar, bakery.talk.layer, 2, [Wish("cut-off", uid)])
    assert "text-changed" in codes(bakery)
    assert "passages-not-cut" in codes(bakery)
    assert not any(secret in shown(bakery) for secret in NEVER)


def test_cut_words_gone_from_one_version_keep_the_edition_in(bakery: Oven) -> None:
    assert "text-changed" not in codes(bakery)
    Standing.objects.filter(anchor__quote=MEANT).update(state=Standing.State.GONE)
    assert "text-changed" in codes(bakery)


def test_corrected_words_are_read_again_before_they_go_out(bakery: Oven) -> None:
    assert "in the spring" in shown(bakery)
    text = corrected(bakery, "in the spring", "in the cold spring")
    # The turn nobody has read as it is now, and no other.
    assert "spring" not in shown(bakery)
    assert "How did it go" in shown(bakery)
    consent.clear(bakery.cast.chiara, bakery.cast.case, text, Spans.of([(0, len(text.text))]))
    assert "in the cold spring" in shown(bakery)


def test_words_shown_one_by_one_are_masked_when_they_change(bakery: Oven) -> None:
    held = bakery.talk.at("Tandyr Street 14")
    consent.decide_span(bakery.cast.chiara, bakery.cast.case, held, show=True)
    assert "Tandyr Street 14" in shown(bakery)
    corrected(bakery, "Street 14", "Street 15")
    assert "Tandyr" not in shown(bakery)


def test_masked_words_stay_masked_when_they_change(bakery: Oven) -> None:
    held = bakery.talk.at("still")
    consent.decide_span(bakery.cast.chiara, bakery.cast.case, held, show=False)
    text = corrected(bakery, "still", "presently")
    consent.clear(bakery.cast.chiara, bakery.cast.case, text, Spans.of([(0, len(text.text))]))
    assert "presently" not in shown(bakery)
    assert "text-changed" in codes(bakery)


def test_the_request_to_cut_stays_withheld_when_its_words_change(bakery: Oven) -> None:
    corrected(bakery, "But cut the part", "But first leave out the part")
    assert "leave out" not in shown(bakery)
    assert "text-changed" in codes(bakery)
    assert bakery.talk.at(ASKED.partition(".")[0]).now.state == "exact"


def test_untouched_decisions_stand_at_their_new_places(bakery: Oven) -> None:
    before = shown(bakery)
    corrected(bakery, "How did it go", "Tell me at length: how did it go")
    assert codes(bakery) == set()
    assert open_cut_conditions(bakery.cast.case) == []
    after = shown(bakery)
    assert after.split("\n")[1:] == before.split("\n")[1:]
    assert cleared(bakery.cast.case)[newest(bakery.talk.layer).pk]


def test_a_grant_of_some_words_never_reaches_words_typed_later(cast: Cast) -> None:
    bakery = oven(cast, russian=None)
    start = bakery.talk.revision.text.index("They closed")
    end = bakery.talk.revision.text.index(" I saw Kamal")
    material = [{"source": f"layer:{bakery.talk.layer.pk}", "spans": [[start, end]]}]
    bakery.grant(material=material, conditions=None, state="given")
    corrected(bakery, "our oven in", "our big oven in")
    (record,) = engine_records(cast.case)
    assert record.material is not None
    text = newest(bakery.talk.layer).text
    assert [text[a:b] for a, b in record.material[0].spans] == ["They closed our", "oven in the spring."]


def test_a_prohibition_grows_with_the_words_it_names(cast: Cast) -> None:
    bakery = oven(cast, russian=None)
    start = bakery.talk.revision.text.index("My brother")
    material = [{"source": f"layer:{bakery.talk.layer.pk}", "spans": [[start, start + len(MEANT)]]}]
    bakery.grant("p1", kind="prohibition", state="refused", material=material, conditions=None)
    corrected(bakery, "coughed blood", "coughed up blood")
    (record,) = engine_records(cast.case)
    assert record.material is not None
    text = newest(bakery.talk.layer).text
    assert [text[a:b] for a, b in record.material[0].spans] == [MEANT.replace("coughed", "coughed up")]


def test_what_stands_side_by_side_is_set_side_by_side_again(bakery: Oven) -> None:
    assert bakery.russian is not None
    first = propose(bakery.cast.daniyar, bakery.talk.layer, bakery.russian.layer)
    after = corrected(bakery, "How did it go", "How did it all go")
    again = propose(bakery.cast.daniyar, bakery.talk.layer, bakery.russian.layer)
    assert first.pk != again.pk
    assert {again.one_id, again.other_id} == {after.pk, bakery.russian.revision.pk}
    assert carried([bakery.talk.at(MEANT)])


@pytest.mark.parametrize("whole", [True, False])
def test_words_that_another_speaker_has_now_are_read_again_whatever_is_said_of_their_place(
    cast: Cast, *, whole: bool
) -> None:
    kept = keep(cast, "Signed", BESIDE)
    text = kept.revision
    block = text.blocks.get(uid=2)
    words = Spans.of([(0, len(text.text)) if whole else (block.start, block.end)])
    consent.clear(cast.chiara, cast.case, text, words)
    after = revise(cast.daniyar, kept.layer, 1, [Wish("speaker", 2, label="Ann")])
    now = after.blocks.get(uid=2)
    if whole:
        assert cleared(cast.case)[after.pk].overlaps(Spans.of([(0, now.start)]))
    else:
        here(cast.daniyar, Clearance.objects.get().anchor, 2)
    left = cleared(cast.case).get(after.pk, NOTHING)
    assert not left.overlaps(Spans.of([(now.start, now.end)]))


def test_nobody_clears_words_by_saying_where_they_stand(cast: Cast) -> None:
    kept = keep(cast, "Signed", BESIDE)
    consent.clear(cast.chiara, cast.case, kept.revision, Spans.of([(0, len(kept.revision.text))]))
    after = revise(cast.daniyar, kept.layer, 1, [Wish("fix", 1, "Her stove is hot.")])
    at = after.text.index("hot")
    elsewhere(cast.daniyar, Clearance.objects.get().anchor, Stretch(after, at, len(after.text)))
    assert not cleared(cast.case)[after.pk].overlaps(Spans.of([(0, at + 3)]))


def test_only_what_is_listed_is_counted_as_changed(bakery: Oven) -> None:
    corrected(bakery, "How did it go", "How did it all go")
    layer = bakery.talk.layer
    assert Clearance.objects.filter(anchor__now__state="changed").exists()
    assert how_many_changed(layer) == len(changed(bakery.cast.chiara, layer)) == 0
    corrected(bakery, "coughed blood", "coughed up blood")
    assert how_many_changed(layer) == len(changed(bakery.cast.chiara, layer)) > 0
