from typing import Any

import pytest

from guwah.instruments.transcripts import Conventions, NotUnderstood, read


def test_a_habit_can_be_changed_by_data() -> None:
    raw = b"K; hello\nL; yes\nK; well\nL; [dunno]\n"
    own = Conventions.from_json({"label_separators": [";"], "unheard": ["dunno"]})
    turns = read(raw, conventions=own).sessions[0].turns
    assert [turn.label for turn in turns] == ["K", "L", "K", "L"]
    assert not read(raw).sessions


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonsense": []},
        {"unheard": "one string"},
        {"unheard": [""]},
        {"label_max_words": 0},
        {"tokens": [{"pattern": "(", "kind": "note"}]},
        {"tokens": [{"pattern": "x", "kind": "nothing"}]},
        {"tokens": [{"pattern": "x"}]},
        {"noun_kinds": ["bun"]},
        {"languages": [{"tag": "kk"}]},
    ],
)
def test_wrong_conventions_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(NotUnderstood) as refused:
        Conventions.from_json(wrong)
    assert refused.value.code == "bad-conventions"


def test_empty_lists_find_nothing() -> None:
    emptied = ("unheard", "vocal", "note", "correction", "withheld", "hedges", "description", "tokens")
    nothing = Conventions.from_json({name: [] for name in emptied})
    marks = read(b"K: a [sigh] b\nL: [inaudible]\nK: c\nL: d\n", conventions=nothing).marks
    assert [mark.kind for mark in marks] == ["insertion", "insertion"]
