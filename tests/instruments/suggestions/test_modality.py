"""How a thing is said: one table per language, the act marked by brackets."""

from __future__ import annotations

import pytest

from guwah.instruments.suggestions import Passage
from guwah.instruments.suggestions.clauses import sentences
from guwah.instruments.suggestions.modality import Stance, stance

TABLE = {
    "en": [
        ("They [beat me].", "asserted"),
        ("I was scared, and they [beat me].", "asserted"),
        ("They not only [beat me], they took my watch.", "asserted"),
        ("In May they [beat me].", "asserted"),
        ("If you refused, they [beat you].", "asserted"),
        ("Did they [beat you]?", "asked"),
        ("They did not [beat me].", "negated"),
        ("Nobody [beat me] there.", "negated"),
        ("They deny that they [beat me].", "negated"),
        ("I was afraid that they [would beat me].", "feared"),
        ("If they [beat me], I would tell you.", "hypothetical"),
        ("They might [beat me].", "hypothetical"),
        ("They may [beat me] as well.", "hypothetical"),
        ("I dreamed that they [beat me].", "hypothetical"),
        ("They will [beat me].", "future"),
        ("They said that they [would beat me].", "future"),
        ("They tried to [beat me].", "future"),
        ("I heard that they [beat people] there.", "reported"),
        ("People say they [beat people] there.", "reported"),
        ("They [would beat us] in the yard.", "habitual"),
        ("Every night they [beat us].", "habitual"),
    ],
    "ru": [
        ("Они [избили меня].", "asserted"),
        ("Мне было страшно, и они [избили меня].", "asserted"),
        ("Они [избили вас]?", "asked"),
        ("Они меня не [били].", "negated"),
        ("Неправда, что они [били меня].", "negated"),
        ("Я боялась, что [меня заберут].", "feared"),
        ("Если [меня заберут], скажите матери.", "hypothetical"),
        ("Они могут [меня забрать].", "hypothetical"),
        ("Они хотели [меня забрать].", "future"),
        ("Говорят, там [людей били].", "reported"),
        ("Каждую ночь [нас били].", "habitual"),
    ],
    "zh": [
        ("他们[打我]。", "asserted"),
        ("我很害怕，他们[打我]。", "asserted"),
        ("他们[打你]了吗？", "asked"),
        ("他们没有[打我]。", "negated"),
        ("我怕他们[打我]。", "feared"),
        ("如果他们[打我]，我就走。", "hypothetical"),
        ("他们可能[打我]。", "hypothetical"),
        ("他们打算[打我]。", "future"),
        ("听说他们[打人]。", "reported"),
        ("他们每天[打我们]。", "habitual"),
    ],
    "kk": [
        ("Олар [мені ұрды].", "asserted"),
        ("Олар [сізді ұрды] ма?", "asked"),
        ("Олар [мені ұрған] жоқ.", "negated"),
        ("[Мені ұстап кетеді] деп қорқамын.", "feared"),
        ("Егер [мені ұстап кетсе], анама айтыңыз.", "hypothetical"),
        ("[Мені ұстап кетуі] мүмкін.", "hypothetical"),
        ("[Мені ұстап] бермек.", "future"),
        ("Ол жерде [адамдарды ұрды] деп естідім.", "reported"),
        ("Күн сайын [бізді ұрды].", "habitual"),
    ],
    "ug": [
        ("ئۇلار [مېنى ئۇردى].", "asserted"),
        ("ئۇلار [سىزنى ئۇردى]مۇ؟", "asked"),
        ("ئۇلار [مېنى ئۇرغان] ئەمەس.", "negated"),
        ("[مېنى تۇتۇپ كېتىدۇ] دەپ قورقىمەن.", "feared"),
        ("ئەگەر [مېنى تۇتۇپ كەتسە]، ئانامغا ئېيتىڭ.", "hypothetical"),
        ("[مېنى تۇتۇپ كېتىشى] مۇمكىن.", "hypothetical"),
        ("[مېنى تۇتۇپ] كەتمەكچى.", "future"),
        ("ئۇ يەردە [كىشىلەرنى ئۇردى] دەپ ئاڭلىدىم.", "reported"),
        ("ھەر كۈنى [بىزنى ئۇردى].", "habitual"),
    ],
}
ROWS = [(language, words, how) for language, rows in TABLE.items() for words, how in rows]


@pytest.mark.parametrize(("language", "words", "how"), ROWS)
def test_how_it_is_said(language: str, words: str, how: str) -> None:
    start, end = words.index("["), words.index("]") - 1
    plain = words.replace("[", "").replace("]", "")
    (sentence,) = sentences(Passage(0, len(plain), plain, language))
    assert stance(sentence, start, end) == how


def test_every_stance_is_known_in_every_language() -> None:
    every = {str(one) for one in Stance}
    known = {language: {how for _, how in rows} for language, rows in TABLE.items()}
    assert known == dict.fromkeys(TABLE, every)


def test_an_act_after_a_turn_is_not_feared() -> None:
    words = "I was afraid, but they beat me and sent me home."
    (sentence,) = sentences(Passage(0, len(words), words, "en"))
    start = words.index("they")
    assert stance(sentence, start, words.index(" and")) == Stance.ASSERTED
