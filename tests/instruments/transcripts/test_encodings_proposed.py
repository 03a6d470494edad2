"""Older encodings are proposed where they give letters of one language, and no byte is read by a proposal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.transcripts import NotUnderstood, read
from guwah.instruments.transcripts.encodings_proposed import proposed
from guwah.instruments.transcripts.read import read_as

TEXTS = {
    "windows-1254": "Ayşe: Fırını kim kapattı?\nIşık: Görmedim, gece değirmendeydim.\n",
    "windows-1250": "Zosia: Kto zamknął piekarnię?\nŁucja: Nie widziałam, byłam w młynie.\n",
    "iso-8859-2": "Šárka: Odkud byla mouka?\nJiří: Z horního mlýna, těžké pytle každý den.\n",
    "windows-1252": "Zoé: Qui a fermé le four à pain ?\nAgnès: C’était l’été, on est allés à l’évêché.\n",
    "windows-1256": "ليلى: من أين يأتي الطحين؟\nسالم: من الطاحونة القديمة، نذهب إليها كل يوم.\n",
    "windows-1255": "דינה: מאיפה הקמח?\nאורן: מן הטחנה הישנה, הולכים לשם כל יום.\n",
    "windows-1251": "Нора: откуда мука?\nОраз: с верхней мельницы, мы ходим туда каждый день.\n",
    "koi8-r": "Нора: откуда мука?\nОраз: с верхней мельницы, мы ходим туда каждый день.\n",
    "big5": "記者：麵粉是從哪裡來的？\n受訪者：從上面的磨坊來，我們每天去。\n",
    "euc-kr": "기자: 밀가루는 어디서 왔습니까?\n주인: 위쪽 방앗간에서 왔습니다. 매일 갔습니다.\n",
    "shift_jis": "記者：小麦粉はどこから来ましたか。\n佐藤：上の水車小屋から来ました。\n",
    "euc-jp": "記者：小麦粉はどこから来ましたか。\n佐藤：上の水車小屋から来ました。\n",
    "gb18030": "记者：面粉是从哪里来的？\n受访者：从上面的磨坊来，我们每天去。\n",
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_encoding_of_each_language_is_proposed_first_and_reads_when_it_is_said(name: str) -> None:
    raw = TEXTS[name].encode(name)
    found = [one.name.lower() for one in proposed(raw)]
    assert found[:1] == [name]
    with pytest.raises(NotUnderstood) as no:
        read(raw, "talk.txt")
    said = no.value.message.lower()
    assert no.value.code == "bad-encoding"
    assert all(part in said for part in (f"look like {name} (", f"--encoding {name})", f"iconv -f {name} "))
    assert read_as(raw, name, "talk.txt").text == TEXTS[name]


def test_what_may_be_two_languages_names_both() -> None:
    icelandic = "Anna: Hvar er brauðið?\nJón: Það er á borðinu.\n".encode("cp1252")
    assert [one.name for one in proposed(icelandic)] == ["windows-1252"]
    # These letters of Turkish are letters of Icelandic by their bytes.
    turkish = TEXTS["windows-1254"].encode("windows-1254")
    assert [one.name for one in proposed(turkish)] == ["windows-1254", "windows-1252"]
    with pytest.raises(NotUnderstood, match=r"or WINDOWS-1252 .*name the one that is right"):
        read(turkish)


@pytest.mark.parametrize(
    "raw",
    [
        bytes(range(0x80, 0x100)),
        b"abc\xff\xfe\xfd\xfc def",
        "Zoé: oui.".encode("cp1252"),
        "Zosia: Kraków ąą".encode("cp1250"),
        "Kraków ąęłż žřě őű".encode("cp1250"),
        "ةببلاي ىلا ةي".encode("cp1256"),
        "믜믜믜믜 믜믜".encode("cp949"),
        b"",
    ],
)
def test_what_gives_no_letters_of_one_language_is_not_proposed(raw: bytes) -> None:
    assert proposed(raw) == ()


@pytest.mark.parametrize(
    "said",
    [
        "Honnan jött a liszt? A felső malomból, ott volt a szőlő és a tűz.",
        "Odakle je brašno? Iz gornjeg mlina, naša kuća je bila blizu, išli smo pješice.",
        "De unde era făina? Din moara de sus, mergeam în fiecare zi şi ţineam pâinea.",
        "Odkiaľ bola múka? Z horného mlyna, chodili sme tam každý deň.",
        "Odkud byla mouka? Chodili jsme tam každý den, jen řeka byla blíž.",
    ],
    ids=["Hungarian", "Croatian", "Romanian", "Slovak", "Czech"],
)
def test_languages_of_central_europe_are_one_encoding(said: str) -> None:
    assert [one.name for one in proposed(said.encode("cp1250"))] == ["windows-1250"]


def test_final_letters_inside_of_words_are_not_hebrew() -> None:
    assert "windows-1255" not in [one.name for one in proposed("םילו ןאר םיל".encode("cp1255"))]


@given(st.binary(max_size=80))
def test_what_is_proposed_reads_the_bytes(raw: bytes) -> None:
    for one in proposed(raw + b" "):
        assert isinstance(raw.decode(one.name, "replace"), str)
