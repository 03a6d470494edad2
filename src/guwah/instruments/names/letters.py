"""Letter tables: Cyrillic (Russian, Kazakh, Uyghur), Arabic script (Uyghur, Kazakh), and a few Han surnames.

Sources: ISO 9 and common usage for Cyrillic; the Uyghur Latin alphabet (ULY) for Uyghur; the Kazakh Arabic
alphabet of China, where U+0674 in a word makes its vowels front. Latin letters here carry marks (`ä`, `ö`)
so that the table loses nothing; `keys.fold` takes them off.
"""

from __future__ import annotations

from types import MappingProxyType

CYRILLIC = MappingProxyType(
    dict(
        zip(
            "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіҗ",
            (
                *(
                    "a",
                    "b",
                    "v",
                    "g",
                    "d",
                    "e",
                    "yo",
                    "zh",
                    "z",
                    "i",
                    "y",
                    "k",
                    "l",
                    "m",
                    "n",
                    "o",
                    "p",
                    "r",
                    "s",
                ),
                *("t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya"),
                *("ä", "gh", "q", "ng", "ö", "u", "ü", "h", "i", "j"),
            ),
            strict=True,
        )
    )
)

ARABIC = MappingProxyType(
    {
        **dict(
            zip(
                "ابپتجچخدرزژسش",
                ("a", "b", "p", "t", "j", "ch", "kh", "d", "r", "z", "zh", "s", "sh"),
                strict=True,
            )
        ),
        **dict(zip("عغفقكگڭلمنھ", ("gh", "gh", "f", "q", "k", "g", "ng", "l", "m", "n", "h"), strict=True)),
        **dict(
            zip(
                "وۇۆۈۋېىيەحهکیہ",
                ("o", "u", "ö", "ü", "w", "e", "i", "y", "e", "h", "h", "k", "y", "h"),
                strict=True,
            )
        ),
        "ئ": "",  # carries a vowel at the start of a Uyghur syllable
        "ء": "",
        "ٴ": "",
        "ـ": "",  # stretches a word, says nothing
    }
)
HIGH_HAMZA = "ٴ"
# U+0675..0678 hold the hamza and the letter in one; NFKC would put the hamza behind the letter.
WITH_HIGH_HAMZA = MappingProxyType({"ٵ": "ٴا", "ٶ": "ٴو", "ٷ": "ٴۇ", "ٸ": "ٴى"})
# What a high hamza anywhere in a Kazakh word makes of its vowels; without it `ى` is the back vowel ы.
FRONT = MappingProxyType({"ا": "ä", "و": "ö", "ۇ": "ü", "ى": "i"})

# Chinese characters need a dictionary of readings, which this small instrument does not have. Only the most
# usual surnames are here, each with the reading it has as a surname.
HAN_SURNAMES = MappingProxyType(
    {
        **dict(
            zip(
                "王李张刘陈杨赵黄周吴",
                ("wang", "li", "zhang", "liu", "chen", "yang", "zhao", "huang", "zhou", "wu"),
                strict=True,
            )
        ),
        **dict(
            zip(
                "徐孙胡朱高林何郭马罗",
                ("xu", "sun", "hu", "zhu", "gao", "lin", "he", "guo", "ma", "luo"),
                strict=True,
            )
        ),
        **dict(
            zip(
                "梁宋郑谢韩唐冯于董程",
                ("liang", "song", "zheng", "xie", "han", "tang", "feng", "yu", "dong", "cheng"),
                strict=True,
            )
        ),
        **dict(
            zip(
                "曹袁邓许傅沈曾彭吕苏",
                ("cao", "yuan", "deng", "xu", "fu", "shen", "zeng", "peng", "lü", "su"),
                strict=True,
            )
        ),
        **dict(
            zip(
                "卢蒋蔡贾丁魏薛叶阎余",
                ("lu", "jiang", "cai", "jia", "ding", "wei", "xue", "ye", "yan", "yu"),
                strict=True,
            )
        ),
        **dict(
            zip(
                "潘杜戴夏钟汪田任姜范",
                ("pan", "du", "dai", "xia", "zhong", "wang", "tian", "ren", "jiang", "fan"),
                strict=True,
            )
        ),
    }
)
