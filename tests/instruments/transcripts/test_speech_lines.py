"""JSON Lines, and who wrote a file of JSON: a person, a machine, or nobody says."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.transcripts import NotUnderstood, Transcript, read

TALKS = {
    "en": [("Ann", "Where?"), ("Bo", "By the weir.")],
    "ru": [("Анна", "Где?"), ("Олег", "У плотины.")],
    "ug": [("ئايگۈل", "نەدە؟"), ("ئەخمەت", "توسمىدا.")],
}
GOOD = '{"speaker":"Ann","text":"Where?"}'


def _lines(*rows: dict[str, Any]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _codes(found: Transcript) -> list[str]:
    return [one.code for one in found.warnings]


@pytest.mark.parametrize("language", TALKS)
def test_each_line_is_a_turn_with_what_is_noted_of_it(language: str) -> None:
    (ann, asked), (bo, said) = TALKS[language]
    found = read(
        _lines(
            {"speaker": ann, "text": asked, "note": "a knock", "translation": "Wo?"},
            {"speaker": bo, "text": said, "note": " "},
        )
    )

    assert [(one.speaker, found.text_of(one)) for one in found.sessions[0].turns] == TALKS[language]
    assert [(one.turn, dict(one.attributes)) for one in found.marks] == [
        (1, {"words": "Wo?", "what": "translation"}),
        (1, {"words": "a knock"}),
    ]


@pytest.mark.parametrize(
    ("bad", "code", "column"),
    [
        ('{"speaker":"Bo","text":"By the', "not-json", 24),
        ("[1, 2]", "not-a-turn", 1),
        ('{"note":"a knock"}', "not-a-turn", 1),
        ('{"speaker":"Bo","text":null}', "not-a-turn", 1),
        ('{"text":"By the weir."}', "not-a-turn", 1),
        ("[" * 100_000, "not-json", 1),
        ("Bo: By the weir.", "not-json", 1),
    ],
)
@pytest.mark.parametrize("before", [1, 3])
def test_one_bad_line_is_refused_by_its_number(bad: str, code: str, column: int, before: int) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read("\n".join([*[GOOD] * before, "", bad, *[GOOD] * 2]).encode(), "talk.jsonl")

    assert (refused.value.code, refused.value.line, refused.value.column) == (code, before + 2, column)
    assert refused.value.message.startswith("This line is no ")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"a": 1}\n{"b": 2}\n', "unknown-json"),
        (f'{{"a": 1}}\n{{"b": 2}}\n{{"c": 3}}\n{GOOD}\n', "unknown-json"),
        ('{"a": 1}\n{"b": \n', "not-json"),
        (GOOD[:-3], "not-json"),
    ],
)
def test_lines_that_are_mostly_no_turns_are_not_such_a_file(text: str, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(text.encode(), "talk.jsonl")

    assert refused.value.code == code


def _turns(*voices: object, **more: object) -> list[dict[str, Any]]:
    return [{"speaker": voice, "text": "Words of it."} | more for voice in voices]


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        ({"turns": _turns("Q", "A", "Q")}, []),
        ({"turns": _turns("Interviewer", "Witness")}, []),
        ({"turns": _turns("Вопрос", "Ответ")}, []),
        ({"turns": _turns("Q", "A", start=1.0)}, ["maybe-machine"]),
        ({"dialogue": _turns("Ann", "Bo")}, ["maybe-machine"]),
        ({"dialogue": _turns("Айгүл", "Bo")}, ["maybe-machine"]),
        ({"dialogue": _turns("Ann", "Bo", start=1.0)}, ["machine-draft"]),
        ({"dialogue": _turns("SPEAKER_00", "SPEAKER_01")}, ["machine-draft"]),
        ({"dialogue": _turns("Ann", "Speaker 2")}, ["machine-draft"]),
        ({"dialogue": _turns("A", "B")}, ["machine-draft"]),
        ({"dialogue": _turns("Ann", None)}, ["machine-draft"]),
        ({"turns": _turns("Q", "A", words=[{"word": "Words", "start": 0.5, "end": 1.0}])}, ["machine-draft"]),
        ({"turns": _turns("Q", "A", words=[{"word": "Words", "confidence": 0.9}])}, ["machine-draft"]),
        ({"transcript": {"sections": [{"turns": _turns("Ann", "Bo", start=1.0)}]}}, []),
    ],
)
def test_who_wrote_it_is_told_as_far_as_the_file_shows(data: object, codes: list[str]) -> None:
    told = [one for one in _codes(read(json.dumps(data, ensure_ascii=False).encode())) if "machine" in one]

    assert told == codes


_ROW = st.fixed_dictionaries(
    {"speaker": st.sampled_from(["Ann", "Бо", "ئا"]), "text": st.text("abв中 ", min_size=1).filter(str.strip)}
)


@given(st.lists(_ROW, min_size=2, max_size=8))
def test_no_line_is_lost(rows: list[dict[str, str]]) -> None:
    found = read(_lines(*rows))

    assert "".join("".join(row["text"].split()) for row in rows) == "".join(found.text.split())
    assert {one.speaker for one in found.sessions[0].turns} == {row["speaker"] for row in rows}


def _nested(turns: list[tuple[str, list[str]]], **more: object) -> list[dict[str, Any]]:
    times = iter(range(1000))
    return [
        {
            "author": who,
            "segment": {"paragraph": [{"slice": [{"time": next(times), "content": one}]} for one in said]},
        }
        | more
        for who, said in turns
    ]


ASKED = [("Анна", ["Где?"]), ("秦", ["在河边。", "从前。"]), ("Анна", ["А потом?"])]


@pytest.mark.parametrize("where", ["alone", "in a record", "deep"])
def test_words_in_slices_below_a_turn_are_of_whoever_has_it(where: str) -> None:
    turns = _nested(ASKED)
    data = {"alone": turns, "in a record": [{"id": 1, "info": turns}], "deep": {"a": {"b": turns}, "n": 1}}[
        where
    ]
    found = read(json.dumps(data).encode(), "talk.json")

    assert [(one.speaker, found.text_of(one).replace(" ", "")) for one in found.sessions[0].turns] == [
        (who, "".join(said).replace(" ", "")) for who, said in ASKED
    ]
    assert [one.time for one in found.sessions[0].turns] == [(0, 1), (1, 3), (3, None)]


@pytest.mark.parametrize(
    "data",
    [
        _nested(ASKED[:1]),
        _nested([("", ["a"]), ("b", ["c"])]),
        _nested([("a", []), ("b", ["c"])]),
        _nested(ASKED, content="words of its own"),
        [{"author": "a", "slice": [{"content": "b"}]}, {"author": "b", "slice": [{"content": "c"}]}],
        {
            "comments": [
                {"author": "a", "content": "b", "date": 1},
                {"author": "b", "content": "c", "date": 2},
            ]
        },
        {"a": [1, "b", [2]], "c": None},
    ],
    ids=["one turn", "nobody", "no words", "words above", "no times", "comments", "nothing"],
)
def test_other_lists_of_lists_are_no_talk(data: object) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(json.dumps(data).encode(), "talk.json")

    assert refused.value.code == "unknown-json"
