from __future__ import annotations

import pytest

from cast import Cast
from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood, WrongUse
from guwah.steps.evidence import flows, queries
from guwah.steps.evidence.models import Holding, Source
from guwah.vault.models import LogEntry, Opening


def _name(cast: Cast, **facts: str) -> Source:
    return flows.name_source(cast.chiara, cast.case, flows.SourceFacts(**{"title": "Paper 17", **facts}))


def test_a_source_may_be_known_by_its_number_alone(cast: Cast) -> None:
    source = _name(cast, kind="official_document", provenance="Аты белгісіз", received="2021-05?")

    assert (source.number, source.title, source.received) == (1, "Paper 17", "2021-05?")
    assert queries.counts(cast.case) == {"sources": 1, "items": 0, "without_file": 1}
    assert LogEntry.objects.get().act == "source-named"
    assert Opening.objects.get(label="source").value == {
        "id": source.pk,
        "title": "Paper 17",
        "kind": "official_document",
    }


@pytest.mark.parametrize(
    ("facts", "code"), [({"title": "  "}, "no-title"), ({"kind": "gossip"}, "unknown-source-kind")]
)
def test_what_a_source_is_must_be_said_properly(cast: Cast, facts: dict[str, str], code: str) -> None:
    with pytest.raises(WrongUse) as refusal:
        _name(cast, **facts)

    assert refusal.value.code == code
    assert Source.objects.count() == 0


def test_a_date_that_is_none_is_not_taken(cast: Cast) -> None:
    with pytest.raises(NotUnderstood):
        _name(cast, received="last spring")

    assert Source.objects.count() == 0


def test_who_has_a_copy_is_noted_with_whose_word_it_is(cast: Cast) -> None:
    source = _name(cast)

    flows.note_holding(
        cast.chiara,
        source,
        flows.HoldingFacts(" The town archive ", on_whose_word="Boris", note="third shelf"),
    )

    holding = Holding.objects.get()
    assert (holding.holder, holding.on_whose_word, holding.noted_by) == (
        "The town archive",
        "Boris",
        cast.chiara,
    )
    assert LogEntry.objects.count() == 2


def test_a_holding_without_a_holder_is_none(cast: Cast) -> None:
    with pytest.raises(WrongUse) as refusal:
        flows.note_holding(cast.chiara, _name(cast), flows.HoldingFacts("  "))

    assert refusal.value.code == "no-holder"


def test_a_reader_names_nothing(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        flows.name_source(cast.farid, cast.case, flows.SourceFacts("Paper 18"))
    with pytest.raises(NotPermitted):
        flows.note_holding(cast.farid, _name(cast), flows.HoldingFacts("The archive"))
