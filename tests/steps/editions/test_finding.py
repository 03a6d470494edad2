from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.instruments.suggestions.personal.finders import personal
from guwah.steps.editions import finding
from guwah.steps.editions.scope import parts_of
from guwah.steps.people.flows import NameGiven, add_entity
from guwah.steps.testimony import remembered

if TYPE_CHECKING:
    import pytest

    from oven import Oven


def test_what_is_remembered_is_what_finders_see(bakery: Oven) -> None:
    for part in parts_of(bakery.cast.case) * 2:
        seen = [(start, end, each.rule) for start, end, each in finding.findings(part, ())]
        fresh = [
            (block.start + each.start, block.start + each.end, each.rule)
            for block in part.blocks
            for each in personal(part.revision.text[block.start : block.end])
        ]
        assert seen == fresh
        assert seen


def test_a_place_recorded_since_is_no_person_any_more(bakery: Oven) -> None:
    case, part = bakery.cast.case, parts_of(bakery.cast.case)[0]

    def found() -> set[str]:
        return {part.revision.text[a:b] for a, b, _each in finding.findings(part, finding.not_persons(case))}

    assert any("Kamal" in words for words in found())
    add_entity(bakery.cast.chiara, case, "facility", [NameGiven("Kamal Bekov")])
    assert not any("Kamal" in words for words in found())


def test_no_word_is_kept_and_too_many_are_forgotten(bakery: Oven, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = remembered.Remembered[str]()
    monkeypatch.setattr(remembered, "_MOST", 2)
    asked: list[str] = []

    def answer(words: str) -> str:
        asked.append(words)
        return words.upper()

    for words in ("a", "a", "b", "c", "a"):
        assert kept.of(words.encode(), lambda words=words: answer(words)) == words.upper()  # type: ignore[misc] # bound now
    assert asked == ["a", "b", "c", "a"], "the third made room for itself by forgetting all"
    part = parts_of(bakery.cast.case)[0]
    list(finding.findings(part, ()))
    assert all(len(key) == 16 for key in finding._finding._answers)
    known = repr(finding._finding._answers) + repr(remembered._asking._answers)
    assert not any(word in known for word in ("Kamal", "Bekov", "Tandyr", "coughed"))
