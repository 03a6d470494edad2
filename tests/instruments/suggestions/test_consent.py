"""What is allowed, refused, taken back or made a condition of, in five languages."""

from __future__ import annotations

import pytest

from guwah.instruments.suggestions import consent
from guwah.instruments.suggestions.material import LANGUAGES
from guwah.instruments.suggestions.tables import table
from guwah.instruments.vocabularies import codes
from saying import seen

TABLE = {
    "en": [
        ("S: May we publish this interview? || Z: Yes, but not my name.",
         {("ask", "publish_text"), ("grant", "publish_text"), ("condition", "identity")}),
        ("S: Is it okay if I record this? || Z: Okay.", {("ask", "record"), ("grant", "record")}),
        ("S: Is it okay if I record this? || Z: No.", {("ask", "record"), ("refuse", "record")}),
        ("Z: You may publish my voice but not my name.",
         {("grant", "publish_audio"), ("condition", "identity")}),
        ("Z: Post it, please.", {("grant", "publish_text")}),
        ("Z: Don't tell anyone where my sister lives.", {("condition", "only_recipient")}),
        ("Z: Please cut the part about my brother before you publish it.", {("condition", "redact_first")}),
        ("Z: You can only use it after my son has left the country.", {("condition", "not_before")}),
        ("Z: I do not want my photo to be shown.", {("refuse", "publish_photo")}),
        ("Z: Please take the video down.", {("withdraw", "publish_video")}),
        ("Z: If something happens to me, publish everything.", {("condition", "only_if_event")}),
        ("Z: Show me the text before you post it.", {("condition", "review_before")}),
        ("Z: Use a different name for me.", {("condition", "identity")}),
    ],
    "ru": [
        ("S: Можно опубликовать ваше интервью? || Z: Да, но не называйте моё имя.",
         {("ask", "publish_text"), ("grant", "publish_text"), ("condition", "identity")}),
        ("Z: Не говорите никому, где я живу.", {("condition", "only_recipient")}),
        ("Z: Вырежьте, пожалуйста, то, что я сказала о сестре.", {("condition", "redact_first")}),
        ("Z: Публикуйте только после того, как мы уедем.", {("condition", "not_before")}),
        ("Z: Я передумала, удалите видео.", {("withdraw", "publish_video")}),
    ],
    "zh": [
        ("S: 我们可以公开您的采访吗？ || Z: 可以，但是不要写我的名字。",
         {("ask", "publish_text"), ("grant", "publish_text"), ("condition", "identity")}),
        ("Z: 不要告诉别人我住在哪里。", {("condition", "only_recipient")}),
        ("Z: 请把关于我妹妹的那段剪掉。", {("condition", "redact_first")}),
        ("Z: 等我们离开以后再发表。", {("condition", "not_before")}),
        ("Z: 请把视频删掉。", {("withdraw", "publish_video")}),
    ],
    "kk": [
        ("S: Сұхбатыңызды жариялауға бола ма? || Z: Иә, бірақ атымды жазбаңыз.",
         {("ask", "publish_text"), ("grant", "publish_text"), ("condition", "identity")}),
        ("Z: Менің қайда тұратынымды ешкімге айтпаңыз.", {("condition", "only_recipient")}),
        ("Z: Сіңлім туралы айтқанымды кесіп тастаңызшы.", {("condition", "redact_first")}),
        ("Z: Біз кеткеннен кейін ғана жариялаңыз.", {("condition", "not_before")}),
        ("Z: Видеоны өшіріңіз.", {("withdraw", "publish_video")}),
    ],
    "ug": [
        ("S: زىيارىتىڭىزنى ئېلان قىلساق بولامدۇ؟ || Z: بولىدۇ، لېكىن ئىسمىمنى يازماڭ.",
         {("ask", "publish_text"), ("grant", "publish_text"), ("condition", "identity")}),
        ("Z: قەيەردە تۇرىدىغانلىقىمنى ھېچكىمگە دېمەڭ.", {("condition", "only_recipient")}),
        ("Z: سىڭلىم ھەققىدىكى گەپنى كېسىۋېتىڭ.", {("condition", "redact_first")}),
        ("Z: بىز كەتكەندىن كېيىن ئاندىن ئېلان قىلىڭ.", {("condition", "not_before")}),
        ("Z: ۋىدىيونى ئۆچۈرۈۋېتىڭ.", {("withdraw", "publish_video")}),
    ],
}  # fmt: skip
NONE = {
    "en": ["They did not agree to give me a passport.", "I gave them my passport and they kept it.",
           "I went to the post office.", "They forced us to publish false names.",
           "I told them to cut out the flowers."],
    "ru": ["Они не разрешали нам писать.", "Я купила хлеб."],
    "zh": ["他们不让我们说话。", "我去了邮局。"],
    "kk": ["Олар бізге рұқсат бермеді.", "Мен нан алдым.", "Мұнда кіруге болмайды."],
    "ug": ["ئۇلار بىزگە رۇخسەت قىلمىدى.", "مەن نان ئالدىم."],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "words", "expected"), [(tongue, *row) for tongue, rows in TABLE.items() for row in rows]
)
def test_what_is_allowed_and_on_what_condition(
    language: str, words: str, expected: set[tuple[str, str]]
) -> None:
    found = seen(consent.find, words, language)
    assert {(value["act"], value["scope"]) for _, value in found} == expected


@pytest.mark.parametrize(
    ("language", "words"), [(tongue, words) for tongue, rows in NONE.items() for words in rows]
)
def test_what_is_only_told_is_no_consent(language: str, words: str) -> None:
    assert seen(consent.find, words, language) == []


def test_a_yes_to_another_question_is_none() -> None:
    assert seen(consent.find, "S: Are you at home? || Z: Yes.", "en") == []


def test_a_yes_counts_for_three_turns_and_not_from_the_one_who_asked() -> None:
    asked = "S: May we publish it? || "
    late = asked + "Z: Hm. || S: Well. || Z: Hm. || Z: Yes."
    assert [value["act"] for _, value in seen(consent.find, late, "en")] == ["ask"]
    assert [value["act"] for _, value in seen(consent.find, asked + "S: Yes.", "en")] == ["ask"]


def test_it_stands_on_the_words_that_say_it() -> None:
    found = seen(consent.find, "Z: You may publish my voice but not my name.", "en")
    assert {words for words, _ in found} == {"You may publish my voice", "but not my name."}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_scope_is_a_code(language: str) -> None:
    parts = {rule.code.partition(":")[::2] for rule in table("consent", language).rules}
    assert {scope for act, scope in parts if act == "condition"} <= set(codes("consent_conditions"))
    assert {scope for act, scope in parts if act == "topic"} <= {*codes("consent_actions"), "identity"}
