from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.dates import parse
from guwah.instruments.deliveries import NotUnderstood, mail, mail_parts
from guwah.instruments.deliveries.mail_parts import decoded
from guwah.instruments.deliveries.model import Message, Notes

HEAD = (
    b"From: =?utf-8?b?0KLQvtC80LDRgQ==?= <tomas@oven.example>\nTo: a@b\n"
    b"Date: Sun, 31 Jan 2021 09:00:00 +0600\n"
)


def _read(raw: bytes) -> tuple[mail.Post, Notes]:
    notes = Notes("a.eml")
    return mail.read(raw, notes), notes


def _one(raw: bytes) -> tuple[Message, list[str]]:
    post, notes = _read(raw)
    return post.messages[0], [doubt.code for doubt in notes.doubts]


def test_a_plain_letter_keeps_every_header_in_its_order() -> None:
    found, doubts = _one(HEAD + b"X-A: 1\nX-A: 2\nSubject: =?koi8-r?B?8NLJ18XU?= a\n\nbread\n")

    assert (found.sender, found.time, found.text) == (
        "Томас <tomas@oven.example>",
        "Sun, 31 Jan 2021 09:00:00 +0600",
        "bread\n",
    )
    assert [name for name, _value in found.told] == [
        "From", "To", "Date", "X-A", "X-A", "Subject", "From (decoded)", "Subject (decoded)",
    ]  # fmt: skip
    assert dict(found.told)["Subject (decoded)"] == "Привет a"
    assert [(each.edtf, each.zone, each.of) for each in found.readings] == [
        ("2021-01-31T09:00:00+06:00", "+06:00", "Date")
    ]
    assert doubts == []


def test_each_server_on_the_way_tells_its_own_time() -> None:
    found, _doubts = _one(
        b"Received: from a by b;\n Sun, 31 Jan 2021 03:00:05 -0000\n"
        b"Received: from c by a; Sun, 31 Jan 2021 05:30:01 -0330\n"
        b"Received: by nobody\n" + HEAD + b"\nx"
    )

    assert [(each.of, each.edtf) for each in found.readings] == [
        ("Date", "2021-01-31T09:00:00+06:00"),
        ("Received 1", "2021-01-31T03:00:05"),
        ("Received 2", "2021-01-31T05:30:01-03:30"),
    ]


@pytest.mark.parametrize(
    ("date", "edtf"),
    [
        ("Sun, 31 Jan 2021 09:00:00", "2021-01-31T09:00:00"),
        ("31 Jan 2021 09:00 +0000", "2021-01-31T09:00:00+00:00"),
        ("31 Feb 2021 09:00:00 +0000", ""),
        ("31 Jan 2021 29:00:00 +0000", ""),
        ("31 Jan 0000 09:00:00 +0000", "2000-01-31T09:00:00+00:00"),
        ("soon", ""),
        ("31 Jan 99999 09:00:00 +0000", ""),
        ("Sun, 31 Jan 2021 09:00:60 +0000", "2021-01-31T09:00:59+00:00"),
        ("Sun, Jan 31 2021 x:y", ""),
    ],
)
def test_dates_of_headers_are_read_when_they_are_dates(date: str, edtf: str) -> None:
    assert [each.edtf for each in mail.date_readings(date, "Date")] == ([edtf] if edtf else [])


PIECES = st.sampled_from(
    [
        "Sun,",
        "31",
        "Jan",
        "2021",
        "09:00:00",
        "+0600",
        "-",
        ",",
        "::",
        "1.2.3",
        "9" * 5_000,
        "²",
        "1:²",
        "a-b-c",
        "١٢",
    ]
)


@given(st.lists(PIECES | st.text(max_size=4), max_size=8).map(" ".join))
def test_no_forged_date_breaks_anything(value: str) -> None:
    assert all(parse(each.edtf) for each in mail.date_readings(value, "Date"))


def test_a_date_that_is_none_is_doubted_and_kept() -> None:
    found, doubts = _one(b"From: a@b\nTo: c@d\nDate: soon\n\nx")

    assert (found.time, found.readings, doubts) == ("soon", (), ["time-not-read"])


MIXED = (
    HEAD
    + b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=oven"\n\n'
    + b"--=oven\nContent-Type: multipart/alternative; boundary=inner\n\n"
    + b"--inner\nContent-Type: text/plain; charset=windows-1251\n"
    + b"Content-Transfer-Encoding: 8bit\n\n\xed\xe0\xed\n"
    + b"--inner\nContent-Type: text/html\n\n<p>nan</p>\n--inner--\n"
    + b"--=oven\nContent-Type: audio/ogg\n"
    + b"Content-Disposition: attachment; filename*=utf-8''%D0%BD%D0%B0%D0%BD.ogg\n"
    + b"Content-Transfer-Encoding: base64\n\nT2dnUw==\n"
    + b'--=oven\nContent-Type: audio/ogg; name="=?utf-8?b?0L3QsNC9Lm9nZw==?="\n\nagain\n'
    + b"--=oven\nContent-Type: image/png\n\nx\n"
    + b"--=oven\nContent-Type: message/rfc822\n\nFrom: q@r\nDate: Sat, 30 Jan 2021 09:00:00 +0000\n\ninner\n"
    + b"--=oven--\n"
)


def test_parts_become_words_files_and_letters_of_their_own() -> None:
    post, notes = _read(MIXED)
    outer, inner = post.messages

    assert outer.text == "нан"
    assert post.files == {"1/нан.ogg": b"OggS", "1/нан.ogg_": b"again", "1/part 4": b"x"}
    assert [(one.name, one.told, one.file) for one in outer.attachments] == [
        ("", "inside", ""),
        ("нан.ogg", "named", "1/нан.ogg"),
        ("нан.ogg", "named", "1/нан.ogg_"),
        ("", "named", "1/part 4"),
        ("", "inside", ""),
    ]
    assert (inner.n, inner.sender, inner.text, inner.told[0]) == (2, "q@r", "inner", ("inside", "5"))
    assert notes.doubts == ()


def test_a_letter_of_a_page_alone_gives_the_words_it_shows() -> None:
    found, doubts = _one(HEAD + b"Content-Type: text/html; charset=utf-8\n\n<p>bread</p><script>x</script>")

    assert (found.text, doubts) == ("bread", ["words-from-html"])


@pytest.mark.parametrize("charset", ["qwertz", "utf-8", "us-ascii"])
def test_words_in_another_encoding_than_declared_are_read_as_they_seem(charset: str) -> None:
    words = "сатып алдым нан жана сүт".replace("ү", "у").encode("windows-1251")
    found, doubts = _one(HEAD + f"Content-Type: text/plain; charset={charset}\n".encode() + b"\n" + words)

    assert (found.text, doubts) == ("сатып алдым нан жана сут", ["encoding-seems"])


def test_bytes_in_headers_are_kept_written_out() -> None:
    found, _doubts = _one(b"From: \xed\xe0\nTo: \xd0\xbd\nDate: Sun, 31 Jan 2021 09:00:00 +0600\n\nx")

    assert found.sender == "\\xed\\xe0"
    assert dict(found.told)["To"] == "н"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("plain", "plain"),
        ("=?utf-8?b?0L?= x", "\\xd0 x"),
        ("=?utf-8?b?0?= x", "=?utf-8?b?0?= x"),
        ("=?qwertz?q?a?=", "=?qwertz?q?a?="),
        ("=?us-ascii?q?=ff?=", "\\xff"),
        ("a\r\n b", "a b"),
    ],
)
def test_forged_encoded_words_never_break_anything(value: str, words: str) -> None:
    assert decoded(value) == words


def test_forged_parameters_never_break_anything() -> None:
    head = (
        HEAD
        + b"Content-Type: text/plain; charset*=x''%ff\n"
        + b"Content-Disposition: attachment; filename*=qwertz''%ff\n\nx"
    )

    post, _notes = _read(head)

    assert len(post.messages) == 1


def test_a_box_of_letters_is_divided_at_its_lines() -> None:
    raw = (
        b"From a@b Sun Jan 31 09:00:00 2021\nFrom: a@b\nTo: c\n\none\n\n"
        b"From c@d Sun Jan 31 09:00:00 2021\nFrom: c@d\nTo: e\n\nFrom here on\n"
    )

    post, _notes = _read(raw)

    assert [(each.sender, each.line, each.text.strip()) for each in post.messages] == [
        ("a@b", 1, "one"),
        ("c@d", 7, "From here on"),
    ]
    assert raw[post.messages[1].start : post.messages[1].end].startswith(b"From c@d")


@pytest.mark.parametrize("raw", [b"", b"bread\n", b"Tomas: bread\nAyjan: milk\n", b"From: a@b\n\nx"])
def test_what_has_no_head_of_a_letter_is_refused(raw: bytes) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        _read(raw)

    assert refusal.value.code == "no-messages"


def test_letters_in_letters_end_somewhere() -> None:
    with pytest.raises(NotUnderstood) as refusal:
        _read(HEAD + b"Content-Type: message/rfc822\n\n" * 40 + b"x")

    assert refusal.value.code == "too-deep"


def test_parts_in_parts_without_end_are_refused() -> None:
    nested = b"".join(
        f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n'.encode() for n in range(3000)
    )
    with pytest.raises(NotUnderstood) as refusal:
        _read(HEAD + nested)

    assert refusal.value.code == "too-deep"


def test_a_letter_of_thousands_of_parts_is_refused() -> None:
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 2_001

    with pytest.raises(NotUnderstood) as refusal:
        _read(raw)

    assert refusal.value.code == "too-many-parts"


def test_a_part_that_says_it_is_divided_and_is_not_has_no_words() -> None:
    found, _doubts = _one(HEAD + b"Content-Type: multipart/mixed\n\nbread")

    assert (found.text, [one.told for one in found.attachments]) == ("", ["named"])


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Disposition: attachment; filename*" + b"0" * 5_000 + b"=x",
        b"Content-Type: text/plain; charset*" + b"0" * 5_000 + b"=x",
    ],
)
def test_a_forged_number_in_a_head_leaves_the_part_without_it(head: bytes) -> None:
    found, _doubts = _one(HEAD + head + b"\n\nbread")

    assert found.text == "bread"


def test_a_forged_boundary_is_refused() -> None:
    with pytest.raises(NotUnderstood) as refusal:
        _read(HEAD + b"Content-Type: multipart/mixed; boundary*" + b"0" * 5_000 + b"=x\n\nbread")

    assert refusal.value.code == "broken-letter"


def test_a_head_without_end_is_refused() -> None:
    with pytest.raises(NotUnderstood) as refusal:
        _read(HEAD + b"X: y\n" * 2_001 + b"\nx")

    assert refusal.value.code == "too-many-headers"


@pytest.mark.parametrize("piece", [b"--b\n", b"\n"])
def test_more_parts_or_lines_than_any_letter_has_are_not_even_divided(
    piece: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_parts, "MAX_LINES", 100_000)

    with pytest.raises(NotUnderstood) as refusal:
        _read(HEAD + b"\n" + piece * (50_000 if piece != b"\n" else 100_000))

    assert refusal.value.code == "too-many-parts"


PARTED = (
    HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nbread\n--b\n"
    b"Content-Disposition: attachment; filename=x.txt\n\nmilk\n--b--\n"
)


@pytest.mark.parametrize(
    ("raw", "doubts"),
    [
        (PARTED, []),
        (PARTED.removesuffix(b"--b--\n"), ["cut-off"]),
        (PARTED[: PARTED.index(b"--b\n")], ["cut-off"]),
        (PARTED.replace(b"; boundary=b", b""), ["cut-off"]),
        (
            PARTED.replace(b"filename=x.txt\n\nmilk", b"filename=x\nContent-Type: message/rfc822\n\n" + HEAD),
            [],
        ),
    ],
)
def test_a_letter_that_was_cut_off_is_doubted(raw: bytes, doubts: list[str]) -> None:
    assert _one(raw)[1] == doubts


def test_a_letter_inside_that_was_cut_off_is_doubted_once() -> None:
    inner = HEAD + b"Content-Type: multipart/mixed; boundary=c\n\n--c\n\nbread\n"
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n"

    _post, notes = _read(raw + inner + b"\n--b--\n")

    assert [(doubt.code, doubt.message[-1]) for doubt in notes.doubts] == [("cut-off", ".")]


@pytest.mark.parametrize(
    ("part", "doubt"),
    [
        (b"Content-Type: application/ms-tnef", "tnef-not-opened"),
        (b'Content-Type: application/octet-stream; name="WINMAIL.DAT"', "tnef-not-opened"),
        (b"Content-Type: application/pgp-encrypted", "encrypted-letter"),
        (b"Content-Type: application/pkcs7-mime; name=smime.p7m", "encrypted-letter"),
    ],
)
def test_what_may_hide_words_is_doubted(part: bytes, doubt: str) -> None:
    raw = (
        HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nbread\n--b\n" + part + b"\n\nx\n--b--\n"
    )

    assert _one(raw)[1] == [doubt]
