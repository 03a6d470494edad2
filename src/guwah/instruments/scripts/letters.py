"""Letters of one language in its scripts.

Kazakh in Latin letters: the alphabet shown to the government of Kazakhstan on 28 January 2021; letters that
only loans have (ч щ ц) are written as they sound. Kazakh in Arabic letters: the alphabet of China, where
U+0674 before a word makes its vowels front. Back into Cyrillic the likelier letter is taken where one letter
stands for two. Uyghur: the Arabic alphabet of 1983 and Uyghur Latin (ULY,
Xinjiang University 2001, revised 2008), in which an apostrophe keeps letters apart.
"""

from __future__ import annotations

from types import MappingProxyType

KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_LATIN = """a ä b v g ğ d e io j z i i k q l m n ñ o ö p r s t u ū ü f h h ts ch ş şş - y ı - e iu ia"""
_ARABIC = """ا ا ب ۆ گ ع د ە يو ج ز ي ي ك ق ل م ن ڭ و و پ ر س ت ۋ ۇ ۇ ف ح ھ تس چ ش شش - ى ى - ە يۋ يا"""
CYRILLIC_TO_LATIN = MappingProxyType({a: b.strip("-") for a, b in zip(KAZAKH, _LATIN.split(), strict=True)})
CYRILLIC_TO_ARABIC = MappingProxyType({a: b.strip("-") for a, b in zip(KAZAKH, _ARABIC.split(), strict=True)})
# Vowels that the hamza before a word tells from their back twins, and letters that tell it without one.
FRONT = frozenset("әөүі")
FRONT_BY_THEMSELVES = frozenset("егк")
HAMZA = "\u0674"
# Back into Cyrillic: GLIDE is settled by its place (и й я ю); of twins the likelier letter is taken.
GLIDE = "I"
_LATIN_BACK = "a ä b v g ğ d e j z i q k l m n ñ o ö p r s t u ū ü f h ch ş şş y ı"
LATIN_TO_CYRILLIC = MappingProxyType(
    dict(zip(_LATIN_BACK.split(), f"аәбвгғдежз{GLIDE}қклмнңоөпрстуұүфхчшщыі", strict=True))
)
_ARABIC_BACK = "ا ۆ ب گ ع د ە ج ز ي ق ك ل م ن ڭ و پ ر س ت ۋ ۇ ف ح ھ ه چ ش شش ى"
ARABIC_TO_CYRILLIC = MappingProxyType(
    dict(zip(_ARABIC_BACK.split(), f"авбгғдежз{GLIDE}қклмнңопрстуұфхһһчшщы", strict=True))
)
FRONT_TWINS = MappingProxyType({"а": "ә", "о": "ө", "ұ": "ү", "ы": "і"})

UYGHUR_VOWELS = MappingProxyType(dict(zip("اەېىوۇۆۈ", ["a", "e", "ë", "i", "o", "u", "ö", "ü"], strict=True)))
_CONSONANTS = "b p t j ch x d r z zh s sh gh f q k g ng l m n h w y"
UYGHUR_CONSONANTS = MappingProxyType(
    dict(
        zip(
            "بپتجچخدرزژسشغفقكگڭلمنھۋي",
            _CONSONANTS.split(),
            strict=True,
        )
    )
)
CARRIER = "ئ"
# Two letters that would be read as one: an apostrophe goes between.
APART = frozenset({("n", "g"), ("s", "h"), ("z", "h"), ("g", "h"), ("c", "h")})
PUNCTUATION = MappingProxyType({"?": "؟", ",": "،", ";": "؛"})
