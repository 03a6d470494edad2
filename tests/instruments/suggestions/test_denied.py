"""What is denied, thought wrongly, nearly done or said of a game is no act; what is told beside it is."""

from __future__ import annotations

from typing import Any

import pytest

from guwah.instruments.suggestions import material_of, suggest, to_json
from guwah.instruments.transcripts import read


def found(text: str, *kinds: str) -> list[dict[str, Any]]:
    """Return the values of what is suggested of some kinds."""
    material = material_of(read(text.encode(), "told.txt"))
    return [one["value"] for one in to_json(suggest(material, set(kinds)))["suggestions"]]


NO_ACT = [
    "The warden denied beating the prisoners.",
    "The officers disputed that they had tortured her.",
    "He never claimed that they tortured him.",
    "She did not say that the guards beat her.",
    "That the guards beat her was a lie.",
    "I assumed they had tortured my uncle, but it turned out he had had a fall.",
    "They were wrongly said to have been tortured by the guards.",
    "The guards almost strangled my uncle.",
    "The officers came close to beating us.",
    "The guards stopped short of torturing her.",
    "Our side was beaten 4-1.",
    "The champions were badly beaten.",
    "Она никогда не говорила, что её пытали.",
    "Брат не жаловался, что его избивали.",
    "Я думала, что его избили, но оказалось, он поскользнулся.",
    "Надзиратели чуть не избили его.",
    "Если вы не признаетесь, будет хуже, сказал следователь.",
    "说警察打了她是谎言。",
    "他从没说过警察打他。",
    "我们以为他被打了，其实他是摔的。",
    "警察差点打了我。",
    "您被警察打过多少次",
    "ئۇ مېنى قىينىدى دېمىدى.",
    "ئاكامنى قىينىدى دېگەن گەپ يالغان.",
    "تۈرمە باشلىقى ئۇلارنى قىينىغانلىقىنى ئىنكار قىلدى.",
    "ئاكامنىڭ تاياق يېمەسلىكىنى تىلىدۇق.",
    "Ағамды ұрды деген өтірік.",
    "Олар ағамды ұрды деп айтпады.",
]


@pytest.mark.parametrize("text", NO_ACT)
def test_what_is_taken_back_is_no_act(text: str) -> None:
    assert found(text, "violation") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The warden denied it, but they beat the prisoners.", "torture"),
        ("They denied me food, and they beat me.", "torture"),
        ("The ministry denied having him.", "enforced_disappearance"),
        ("The guards beat her almost every day.", "torture"),
        ("The guards beat us 10-12 times.", "torture"),
        ("He says it is a lie, but they tortured me.", "torture"),
        ("Они избили его, и он не говорил об этом.", "torture"),
        ("Надзиратели избили его.", "torture"),
        ("警察打了她很多次。", "torture"),
        ("ساقچىلار ئاكامنى قىينىدى.", "torture"),
        ("Полицейлер ағамды ұрды.", "torture"),
    ],
)
def test_what_is_told_beside_a_denial_is_an_act(text: str, code: str) -> None:
    assert code in [one["code"] for one in found(text, "violation")]


@pytest.mark.parametrize(
    "text",
    ["Мой дядя умер в лагере.", "我叔叔死在集中营。", "Мой дядя погиб в тюрьме."],
)
def test_where_somebody_died_holds_them_no_longer(text: str) -> None:
    assert found(text, "status") == []


def test_the_dead_of_a_sentence_free_nobody_else() -> None:
    assert found("Мой дядя умер, а брат сейчас в лагере.", "status") != []


def test_only_who_holds_somebody_denies_where_they_are() -> None:
    assert found("ساقچىلار ئۇنى ئۇرغانلىقىنى ئىنكار قىلدى.", "status") == []
    assert [one["code"] for one in found("ساقچىلار ئۇنى تۇتقانلىقىنى ئىنكار قىلدى.", "status")] == ["denied"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Май Алиев пришёл к нам.", []),
        ("Груз пришёл поздно.", []),
        ("Они живут в Майами.", ["Майами"]),
        ("Они уехали из Грузии.", ["Грузия"]),
        ("Она родом из Чебоксар.", ["Чебоксары"]),
    ],
)
def test_an_entry_has_no_ending_of_a_case(text: str, names: list[str]) -> None:
    assert [one["name"] for one in found(text, "place")] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("邻居巴合提说他在家。", "巴合提"),
        ("我的邻居努尔兰来了。", "努尔兰"),
        ("邻居努尔说他在家。", "努尔"),
        ("努尔兰来找我。", "努尔兰"),
    ],
)
def test_a_neighbour_is_no_part_of_a_name(text: str, name: str) -> None:
    assert [one["name"] for one in found(text, "person")] == [name]
