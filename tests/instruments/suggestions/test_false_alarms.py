"""Words that sound like a status, a promise or a consent, and are a tale of something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guwah.instruments.suggestions import consent, promises, statuses
from saying import seen

if TYPE_CHECKING:
    from types import ModuleType

NONE = [
    (statuses, "en", "The patrol detained us at the ford."),
    (statuses, "en", "In the morning they let us go."),
    (statuses, "ru", "У вдовы забрали сад."),
    (statuses, "ru", "Нас увезли на рассвете."),
    (statuses, "kk", "Кітаптарды жинап алып кетті."),
    (statuses, "kk", "Мен колонияда отырдым."),
    (statuses, "kk", "Ол қамауда жатқанда қар жауды."),
    (promises, "en", "I will write that down."),
    (promises, "ru", "Устал, не скрою."),
    (promises, "ru", "На старый адрес не пиши."),
    (promises, "kk", "Рас айтамын."),
    (consent, "ru", "Трактор не вернули до сих пор."),
    (consent, "zh", "工钱只给了一半。"),
    (consent, "zh", "他们到现在不说。"),
]
SOME = [
    (statuses, "en", "They detained my brother at the ford."),
    (statuses, "ru", "Соседа увезли на рассвете."),
    (statuses, "kk", "Ағам колонияда."),
    (promises, "en", "I will write to you on Monday."),
    (promises, "ru", "Пиши на новый адрес."),
    (consent, "ru", "Не печатайте до весны."),
    (consent, "zh", "照片就不要放了。"),
    (consent, "en", "This must not get back to the foreman."),
    (consent, "en", "Historians may read it."),
    (consent, "kk", "Әпкем туралы жазба."),
    (consent, "ru", "Про сестру не пишите."),
    (statuses, "kk", "Хабарымыз қыстан бері үзілген."),
    (statuses, "zh", "关在哪里一直不说。"),
    (consent, "zh", "只给律师看。"),
    (consent, "zh", "现在不要发表。"),
]


@pytest.mark.parametrize(("finder", "language", "words"), NONE)
def test_a_tale_is_neither_status_nor_promise_nor_consent(
    finder: ModuleType, language: str, words: str
) -> None:
    assert not seen(finder.find, words, language)


@pytest.mark.parametrize(("finder", "language", "words"), SOME)
def test_words_close_to_it_are(finder: ModuleType, language: str, words: str) -> None:
    assert seen(finder.find, words, language)
