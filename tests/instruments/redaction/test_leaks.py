"""Every form of a withheld thing is found, and words shown elsewhere raise no alarm. All is invented."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import unicodedata
import zipfile
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.redaction import Kind, Leak, NotSearchedError, Secret, UnsearchableError, search
from guwah.instruments.redaction import views as reading
from guwah.instruments.redaction.canonical import places, squeeze, words
from guwah.instruments.redaction.leaks import search_texts
from guwah.instruments.redaction.views import views

NAME = Secret("name", "Zoë Karabayeva", Kind.VALUE)
CYRILLIC = Secret("cyrillic", "Гүлмира", Kind.VALUE)
HAN = Secret("han", "包德海", Kind.VALUE)
UYGHUR = Secret("uyghur", "گۈلمىرە", Kind.VALUE)
PHONE = Secret("phone", "+7 (701) 555-01-02", Kind.NUMBER)
PASSAGE = Secret(
    "passage",
    "We hid the flour behind the oven, and nobody but the night watchman ever knew that it was there.",
    Kind.PASSAGE,
)


def found(
    data: bytes | str, *secrets: Secret, name: str = "index.html", cleared: tuple[str, ...] = ()
) -> list[str]:
    raw = data.encode() if isinstance(data, str) else data
    return [leak.secret_id for leak in search({name: raw}, secrets, cleared)]


def zipped(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return packed.getvalue()


def json_escaped(text: str) -> str:
    return json.dumps(text)[1:-1]


@pytest.mark.parametrize("secret", [NAME, CYRILLIC, HAN, UYGHUR], ids=lambda secret: secret.id)
@pytest.mark.parametrize(
    "form",
    [
        lambda text: text,
        str.upper,
        str.casefold,
        lambda text: unicodedata.normalize("NFC", text),
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: unicodedata.normalize("NFKC", text),
        lambda text: "".join(
            chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text
        ),
        lambda text: text.replace(" ", "\r\n   "),
        lambda text: text.replace(" ", "_"),
        lambda text: text.replace(" ", "</span>\n<p class='x y'>"),
        lambda text: "<b>" + text[:2] + "</b>" + text[2:],
        lambda text: text[:2] + "<!-- here -->" + text[2:],
        "\u200b".join,
        lambda text: text[:2] + "\u00ad" + text[2:],
        lambda text: "\u2067" + text + "\u2069",
        html.escape,
        lambda text: "".join(f"&#{ord(letter)};" for letter in text),
        lambda text: "".join(f"&#x{ord(letter):X};" for letter in text),
        lambda text: text.replace(" ", "&nbsp;"),
        lambda text: text.replace("ë", "&euml;"),
        quote,
        lambda text: quote(quote(text), safe=""),
        lambda text: html.escape(html.escape(html.escape(html.escape(f"<{text}>")))),
        json_escaped,
        lambda text: json_escaped(text).replace(" ", "\\n"),
        lambda text: "".join(f"\\u{{{ord(letter):x}}}" for letter in text),
        lambda text: html.escape(json_escaped(f'"{text}"')),
    ],
)
def test_every_written_form_is_found(secret: Secret, form: object) -> None:
    assert callable(form)
    assert found(f"<p>It was ({form(secret.text)}), they said.</p>", secret) == [secret.id]


@pytest.mark.parametrize("secret", [NAME, CYRILLIC, HAN, UYGHUR, PASSAGE], ids=lambda secret: secret.id)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("before", [b"", b"\x01", b"\xff\xd8\xff"])
def test_other_encodings_are_read(secret: Secret, encoding: str, before: bytes) -> None:
    data = before + b"\x00\x00" + secret.text.encode(encoding) + b"\x00\x00"
    assert found(data, secret) == [secret.id]


def test_legacy_encodings_are_read() -> None:
    assert found("Это Лариса".encode("cp1251"), Secret("s", "Лариса", Kind.VALUE)) == ["s"]
    assert found("他是包德海。".encode("gb18030"), HAN) == ["han"]


@pytest.mark.parametrize("secret", [NAME, CYRILLIC, HAN, PASSAGE, PHONE], ids=lambda secret: secret.id)
@pytest.mark.parametrize("shift", [0, 1, 2])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode, base64.encodebytes])
def test_base64_is_read_wherever_its_groups_begin(secret: Secret, shift: int, encode: object) -> None:
    assert callable(encode)
    packed = encode(b"." * shift + f"so {secret.text} said".encode())
    assert found(b"<img src='data:text/plain;base64," + packed + b"'>", secret) == [secret.id]
    assert found(b"/x" + packed, secret) == [secret.id]


def test_short_base64_and_hexadecimal_are_read() -> None:
    secret = Secret("s", "Anara", Kind.VALUE)
    assert found(b"id=" + base64.b64encode(b"Anara") + b"&x=1", secret) == ["s"]
    assert found(b"id=" + b"Anara".hex().encode(), secret) == ["s"]


def test_file_names_and_packed_files_are_searched() -> None:
    secret = Secret("s", "Anara", Kind.VALUE)
    assert search({"photos/anaraAtHome.jpg": b"x"}, [secret])[0] == Leak(
        "photos/anaraAtHome.jpg", 7, "s", "file name"
    )
    assert found(b"x", secret, name="A%6Eara.html") == ["s"]
    inner = zipped(notes_txt=b"for Anara")
    assert search({"all.zip": inner}, [secret])[0].file == "all.zip!notes.txt"
    assert search({"all.gz": gzip.compress(inner, mtime=0)}, [secret])[0].file == "all.gz!!notes.txt"
    assert found(zipped(anara_txt=b"x"), secret, name="all.zip") == ["s", "s"]
    assert found(zipped(other_txt=b"x"), secret, name="all.zip") == []


@pytest.mark.parametrize(
    "data", [b"\x1f\x8b\x08broken", b"PK\x03\x04broken", gzip.compress(b"Anara", mtime=0)[:-4]]
)
def test_what_cannot_be_opened_has_not_passed(data: bytes) -> None:
    with pytest.raises(NotSearchedError) as wrong:
        found(data, NAME, name="all.zip")
    assert (wrong.value.code, wrong.value.file) == ("broken-archive", "all.zip")


def test_archives_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"Anara"
    for _ in range(6):
        data = gzip.compress(data, mtime=0)
    with pytest.raises(NotSearchedError, match="too-deep"):
        found(data, NAME)
    monkeypatch.setattr(reading, "LARGEST", 1000)
    with pytest.raises(NotSearchedError, match="too-large"):
        found(gzip.compress(b"0" * 1001, mtime=0), NAME)
    with pytest.raises(NotSearchedError, match="too-large"):
        found(zipped(a_txt=b"0" * 600, b_txt=b"0" * 600), NAME)


@pytest.mark.parametrize(
    "written",
    [
        "+77015550102",
        "8 701 555 01 02",
        "7015550102",
        "(701) 555.01.02",
        "701–555–01–02",
        "٧٠١٥٥٥٠١٠٢",
        "７０１５５５０１０２",
        "tel:+7-701-555-01-02",
        "701 <b>555</b> 01&nbsp;02",
        "007 701/555/01/02",
    ],
)
def test_a_telephone_number_is_found_with_any_separators_and_country_code(written: str) -> None:
    assert found(f"<p>call {written}!</p>", PHONE) == ["phone"]


def test_a_number_inside_a_longer_one_is_another_number() -> None:
    assert found("701555010288", PHONE) == []
    short = Secret("n", "40 52-81", Kind.NUMBER)
    assert found("no. 405281.", short) == ["n"]
    assert found("no. 9405281.", short) == []
    assert found("no. 4052817.", short) == []
    local = Secret("l", "901234567", Kind.NUMBER)
    assert found("+998901234567", local) == ["l"]
    assert found("it has letters only", Secret("x", "no digits", Kind.NUMBER)) == []


def test_a_value_is_a_word_of_its_own_in_latin_letters_and_may_have_endings_elsewhere() -> None:
    alma = Secret("alma", "Alma", Kind.VALUE)
    assert found("They lived in Almaty, in Dalma.", alma) == []
    assert found("It was Alma's, said Almas", alma) == ["alma"]
    assert found("Гүлмираның айтуынша", CYRILLIC) == ["cyrillic"]
    assert found("неГүлмира", CYRILLIC) == []
    assert found("对包德海说", HAN) == ["han"]
    assert found("with Karabayevas and Zoe Karabayevalar", NAME) == ["name"]
    assert found("a word before \u200bAlma.", alma) == ["alma"]


def test_the_leak_says_where_and_how_but_never_what() -> None:
    leaks = search({"a.html": b"<p>I saw Zo\xc3\xab Karabayeva.</p>", "b.html": b"nothing"}, [NAME])
    assert leaks == [Leak("a.html", 9, "name", "utf-8")]
    assert search({"a.html": b"Zo&euml; <i>Karabayeva</i>"}, [NAME]) == [
        Leak("a.html", 0, "name", "utf-8, without markup")
    ]


def shingles() -> list[str]:
    parts = PASSAGE.text.split()
    return [" ".join(parts[start : start + 5]) for start in range(len(parts) - 4)]


@pytest.mark.parametrize("part", shingles())
def test_any_five_words_of_a_passage_are_found(part: str) -> None:
    assert found(f"<p>She told us: “… {part} …”</p>", PASSAGE) == ["passage"]
    assert found(part.upper().replace(" ", "\n<br>"), PASSAGE) == ["passage"]
    assert found(" ".join(part.split()[:4]), PASSAGE) == []


def test_a_passage_in_chinese_is_found_by_eight_characters() -> None:
    passage = Secret("p", "我们把面粉藏在烤炉后面，除了守夜人没有人知道。", Kind.PASSAGE)
    assert found("她说：烤炉后面，除了守夜人", passage) == ["p"]
    assert found("她说：烤炉后面，除了", passage) == []


def test_a_passage_of_two_scripts_is_found() -> None:
    passage = Secret("p", "面粉 flour 烤炉 oven 面", Kind.PASSAGE)
    assert found("面粉 flour 烤炉 oven 面", passage) == ["p"]


def test_words_shared_with_cleared_text_are_no_leak_up_to_seven() -> None:
    cleared = ("The watchman came. We hid the flour behind the oven every winter.",)
    assert found(cleared[0], PASSAGE, cleared=cleared) == []
    eight = "We hid the flour behind the oven, and"
    assert found(eight, PASSAGE, cleared=cleared) == ["passage"]
    assert found(eight, PASSAGE, cleared=(eight,)) == ["passage"]
    assert found("nobody but the night watchman", PASSAGE, cleared=cleared) == ["passage"]


def test_one_excused_place_does_not_excuse_another() -> None:
    cleared = ("we hid the flour behind the oven",)
    both = f"{cleared[0]} … and nobody but the night watchman"
    assert found(both, PASSAGE, cleared=cleared) == ["passage"]
    assert found(f"{cleared[0]} … {cleared[0]}", PASSAGE, cleared=cleared) == []


def test_values_and_numbers_are_never_excused_but_what_says_too_little_may_be() -> None:
    text = "Zoë Karabayeva, 8 701 555 01 02, Li, 12, yes I did"
    assert found(text, NAME, PHONE, cleared=(text,)) == ["name", "phone"]
    weak = [
        Secret("li", "Li", Kind.VALUE),
        Secret("flat", "12", Kind.NUMBER),
        Secret("yes", "Yes, I did.", Kind.PASSAGE),
        Secret("bao", "包", Kind.VALUE),
    ]
    assert found(text + "包", *weak, cleared=(text + "包",)) == []
    assert found(text + "包", *weak) == ["li", "yes", "bao", "flat"]


def test_a_secret_with_nothing_to_look_for_is_refused() -> None:
    with pytest.raises(UnsearchableError) as wrong:
        search({}, [Secret("s", " — ", Kind.VALUE)])
    assert (wrong.value.code, wrong.value.secret_id) == ("empty-secret", "s")


def test_escapes_beyond_unicode_do_no_harm() -> None:
    assert found(b"\\u{110000} \\xe9 \\ud83d\\ude00 &#99999999; %zz Zo\\u00eb Karabayeva \\/", NAME) == [
        "name"
    ]
    assert any("😀" in view.text for view in views(b"\\ud83d\\ude00"))


@given(text=st.text(max_size=30))
def test_every_squeezed_letter_leads_back_to_its_place(text: str) -> None:
    back = places(text)
    assert len(back) == len(squeeze(text))
    assert "".join(words(text)) == squeeze(text)
    assert back == sorted(back)


@given(data=st.binary(max_size=60))
def test_no_bytes_break_the_search(data: bytes) -> None:
    if not data.startswith((b"\x1f\x8b", b"PK")):
        assert found(data, Secret("s", "Zebediah Quandary", Kind.VALUE), PASSAGE) == []


@given(before=st.text(max_size=8), after=st.text(max_size=8))
def test_a_value_between_spaces_is_always_found(before: str, after: str) -> None:
    data = f"{before} Zoë Karabayeva {after}".encode("utf-8", "surrogatepass")
    assert found(data, NAME) == ["name"]


def test_what_separate_runs_of_base64_say_is_not_read_as_one() -> None:
    """Ordinary words read as base64 are noise: a short secret put together from two of them is none."""
    halves = b" ".join(base64.b64encode(half).rstrip(b"=") for half in (b"xx be", b"ing xx"))
    whole = base64.b64encode(b"xx being xx").rstrip(b"=")
    secret = Secret("s", "being", Kind.VALUE)
    assert search({"page.html": halves}, [secret]) == []
    assert [leak.form for leak in search({"page.html": whole}, [secret])] == ["base64"]


def test_what_separate_runs_of_hexadecimal_say_is_not_read_as_one() -> None:
    number = "5554321"
    halves = f"{b'x 5554'.hex()} {b'321 x'.hex()}".encode()
    secret = Secret("s", number, Kind.NUMBER)
    assert search({"page.html": halves}, [secret]) == []
    assert [leak.form for leak in search({"page.html": b"x 5554321 x".hex().encode()}, [secret])] == ["hex"]


def test_texts_are_searched_as_they_read() -> None:
    secret = Secret("s", "Bekov", Kind.VALUE)
    told = search_texts({"one": "He met B e k o v there.", "two": "He met &#66;ekov there."}, [secret])
    assert [(leak.file, leak.offset, leak.form) for leak in told] == [("one", 7, "text")]
