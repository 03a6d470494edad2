from __future__ import annotations

import io

import pytest

from cast import Cast
from guwah.accounts.models import Case
from guwah.steps.consent import flows as consent
from guwah.steps.consent.flows import BadRecord
from guwah.steps.consent.materials import items_named, names_something, resolved
from guwah.steps.evidence import flows as evidence
from guwah.steps.evidence.models import Item
from guwah.steps.testimony.models import Layer


@pytest.fixture
def items(cast: Cast) -> list[Item]:
    """A sound without a text, and a paper with one."""
    found = [
        evidence.add_file(cast.chiara, cast.case, io.BytesIO(name.encode()), name).item
        for name in ("talk.wav", "letter.txt")
    ]
    Layer.objects.create(case=cast.case, source=found[1].source, kind="original", made_by=cast.chiara)
    return found


def test_an_item_is_named_by_number_source_title_and_file(cast: Cast, items: list[Item]) -> None:
    sound, letter = items
    number = sound.source.number
    for name in (f"item:{sound.pk}", f"source:{number}", "talk", "talk.wav"):
        assert items_named(cast.case, name) == [sound], name
    layer = Layer.objects.get()
    assert items_named(cast.case, f"layer:{layer.pk}") == []
    # A bare number is a text, or else a file.
    free = max(sound.pk, letter.pk, layer.pk) + 1
    assert items_named(cast.case, str(layer.pk)) == []
    assert items_named(cast.case, str(free)) == items_named(cast.case, "9" * 12) == []
    for name in ("item:999", "source:999", "another.wav"):
        assert items_named(cast.case, name) == []
        assert not names_something(cast.case, name)
    other = Case.objects.create(title="Another", opened_by=cast.aygul)
    assert items_named(other, f"item:{sound.pk}") == []


def test_material_reaches_texts_and_files(cast: Cast, items: list[Item]) -> None:
    sound, letter = items
    layer = Layer.objects.get()

    def keys(material: object) -> object:
        return resolved(cast.case, {"material": material})["material"]

    assert keys("talk.wav") == [f"item:{sound.pk}"]
    assert keys("letter.txt") == [f"layer:{layer.pk}", f"item:{letter.pk}"]
    assert keys(["*", "nothing"]) == ["*", "nothing"]
    part = {"source": f"item:{letter.pk}", "spans": [[1, 4]]}
    assert keys([part]) == [
        {"source": f"layer:{layer.pk}", "spans": [[1, 4]]},
        {"source": f"item:{letter.pk}", "spans": [[1, 4]]},
    ]
    assert keys([{"source": "nothing"}, {"source": "*"}, 7]) == [{"source": "nothing"}, {"source": "*"}, 7]


def test_a_record_may_name_a_file_without_a_text_and_nothing_that_is_not_there(
    cast: Cast, items: list[Item]
) -> None:
    record = {"id": "g", "kind": "grant", "by": "Zeynep", "state": "given", "actions": ["share_named"]}
    consent.take(cast.chiara, cast.case, {**record, "material": "talk.wav"}, None)
    with pytest.raises(BadRecord):
        consent.take(cast.chiara, cast.case, {**record, "id": "h", "material": "item:999"}, None)
