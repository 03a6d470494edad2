"""Promises and declarations told by parts that meet in a sentence, in words no table has as a saying."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guwah.instruments.suggestions import declarations, promises
from guwah.instruments.suggestions.material import LANGUAGES
from guwah.instruments.suggestions.parts import Part, met, parts_in, ways
from guwah.instruments.suggestions.tables import table
from saying import seen

if TYPE_CHECKING:
    from types import ModuleType

TOLD = [
    (promises, "en", "The parish undertook to have somebody at the ferry on 3 March."),
    (promises, "en", "No lantern by midnight, wake the priest."),
    (promises, "en", "She checks in with the school every Friday."),
    (promises, "en", "My uncle will drop by on Thursday."),
    (promises, "ru", "Тётя обещала, что навестит его в субботу."),
    (promises, "ru", "Загляну к вам в пятницу."),
    (promises, "zh", "他答应下个月来看我们。"),
    (promises, "zh", "周五我给你打回去。"),
    (promises, "kk", "Бейсенбіде соғып кетем, келмесем, сен кел."),
    (promises, "kk", "Әжем хат жазуға уәде берді, апта сайын жазады."),
    (promises, "ug", "جۈمە كۈنى تېلېفون قىلىمەن، قىلمىسام سەن كەل."),
    (declarations, "en", "If they say I slipped on the quay, I have good shoes and I don't walk there."),
    (declarations, "en", "Anyone who tells you I hanged myself is lying."),
    (declarations, "en", "I have no reason to hurt myself, and no debts."),
    (declarations, "ru", "Утону — знайте: я плаваю с детства."),
    (declarations, "ru", "Прыгать с крыши я не собираюсь."),
    (declarations, "zh", "要是说我醉酒落水，我从不喝酒。"),
    (declarations, "kk", "Мені суға кетті десе, сенбеңдер."),
    (declarations, "ug", "مېنى سۇغا چۈشۈپ كەتتى دېسە، ئىشەنمەڭلار."),
]
NOTHING = [
    (promises, "en", "The guards promised to call, and never did."),
    (promises, "en", "The rain will stop soon."),
    (promises, "en", "I will write."),
    (promises, "ru", "Они обещали позвонить."),
    (promises, "zh", "所长答应下周来看我们。"),
    (promises, "kk", "Сізге жазып тұрамын, жауап келген жоқ, пошта жабылды."),
    (promises, "kk", "Өткен аптада хат келді, жауап жаздық."),
    (promises, "ug", "ئۆتكەن ھەپتە خەت كەلدى."),
    (declarations, "en", "If I fall ill, the insurance pays the doctor."),
    (declarations, "en", "In the film the hero says: if I die, bury me at sea."),
    (declarations, "ru", "Врач сказал, что сердце здоровое."),
    (declarations, "zh", "电影里那个人说，如果我死了就把我埋在山上。"),
    (declarations, "kk", "Кинода жігіт «мен өлсем» дейді."),
    (declarations, "ug", "كىنودا يىگىت «مەن ئۆلسەم» دەيدۇ."),
]


@pytest.mark.parametrize(("finder", "language", "words"), TOLD)
def test_parts_that_meet_are_told(finder: ModuleType, language: str, words: str) -> None:
    assert [said for said, _ in seen(finder.find, words, language)] == [words]


@pytest.mark.parametrize(("finder", "language", "words"), NOTHING)
def test_parts_that_lack_one_or_tell_a_tale_are_none(finder: ModuleType, language: str, words: str) -> None:
    assert seen(finder.find, words, language) == []


def test_a_very_long_sentence_holds_no_way() -> None:
    long = "We sat there for hours, " * 14
    assert seen(promises.find, long + "and the parish undertook to call on 3 March.", "en") == []
    assert seen(declarations.find, long + "and if I drown, they did it.", "en") == []


def test_a_word_alone_in_its_language_promises_where_it_is_backed() -> None:
    ((_, value),) = seen(promises.find, "S: The parish undertook to call on 3 March 2031. || Z: Good.", "en")
    assert (value["by"], value["to"], value["due"]) == ("S", "Z", "2031-03-03")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "finder"), [("vow", promises), ("silenced", declarations)])
def test_what_stands_in_every_way_comes_first_and_every_part_is_known(
    kind: str, finder: ModuleType, language: str
) -> None:
    parts = [rule.code for rule in table(kind, language).rules]
    known = {part for way in finder.WAYS for part in way} | {
        *finder.FIRST,
        "you",
        "to-me",
        "never",
        "past",
        "tale",
    }
    assert set(parts) <= known
    first = [part in finder.FIRST for part in parts]
    assert first == sorted(first, reverse=True)
    assert all(way & {*finder.FIRST} for way in finder.WAYS)


def test_parts_stand_in_order_and_nothing_is_sought_where_the_first_are_missing() -> None:
    found = parts_in("vow", "en", "no word by friday, ring counsel and call the", promises.FIRST)
    assert found == sorted(found)
    assert all(one.start < one.end for one in found)
    assert Part(0, 7, "else").code in {one.code for one in found}
    assert parts_in("vow", "en", "tomorrow it was green", promises.FIRST) == []


def test_the_first_way_that_is_there_decides() -> None:
    known = ways("a b", "a", "c")
    assert met({"a", "b"}, known) == frozenset({"a", "b"})
    assert met({"a", "c"}, known) == frozenset({"a"})
    assert met({"b"}, known) is None
