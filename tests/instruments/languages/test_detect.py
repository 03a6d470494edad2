import pytest

from guwah.instruments.languages import language_of


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("Мен мектепте нан пісіремін.", "kk-Cyrl"),
        ("Жоқ.", "kk-Cyrl"),
        ("Я не пеку хлеб.", "ru"),
        ("Да.", "ru"),
        ("Я видела Айгүл и Нұрлан, но не его.", "ru"),
        ("Пекарня работала утром вечером, мука хранилась сухим складом рядом школьной столовой", "ru"),
        ("Мен барамын", None),
        ("Хліб є їжа", None),
        ("Өнгөн өлөң їжа", None),
        ("Ўғил бола қаерда", None),
        ("Љубав је хлеб", None),
        ("我们烤面包。", "zh"),
        ("パンを焼く 面包面包面包面包面包面包", None),
        ("نېمىشقا نان ياقمىدىڭىز؟", "ug-Arab"),
        ("ٴبىز نان پىسىرەمىز.", "kk-Arab"),
        ("نان", None),
        ("هذه المدرسة للخبز العربي صباحا", None),
        ("We bake the bread at night.", "en"),
        ("Panem coquimus nocte", None),
        ("λέξεις", None),
        ("нан bread نان", None),
        ("1984", None),
    ],
)
def test_letters_and_common_words_decide_or_leave_it_open(text: str, tag: str | None) -> None:
    assert language_of(text) == tag


def test_the_answer_is_one_of_the_candidates_as_written() -> None:
    assert language_of("Мен мектепте нан пісіремін.", ("ru", "kk")) == "kk"
    assert language_of("我们烤面包。", ("zh-Hans",)) == "zh-Hans"
    assert language_of("ٴبىز نان پىسىرەمىز.", ("kk-Cyrl", "ug-Arab")) is None
    assert language_of("We bake the bread.", ("ru",)) is None
