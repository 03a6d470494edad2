from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable
from typing import BinaryIO

import pytest

from guwah.instruments.deliveries import MemoryBundle, NotUnderstood, wacz, warc, web
from guwah.instruments.deliveries.model import Doubt, Message, Notes

PAGE = (
    "<!DOCTYPE html>\n<!-- saved from url=(0024)https://oven.example/a?b=1 -->\n"
    '<html lang="kk"><head><title>Bread\n of the day</title><title>two</title>'
    '<meta property="article:published_time" content="2021-01-31T09:00:00+06:00"><meta name="x" content="y">'
    '<link rel="canonical" href="https://oven.example/a"><link rel="icon" href="i"></head>'
    "<body><p>Bread is sold out.</p></body></html>"
)


def _html(text: str) -> tuple[Message, list[str]]:
    notes = Notes("a.html")
    page = web.read_html(text, notes)
    return page, [doubt.code for doubt in notes.doubts]


def test_a_saved_page_keeps_what_it_says_of_itself() -> None:
    page, doubts = _html(PAGE)

    assert page.told == (
        ("url", "https://oven.example/a?b=1"),
        ("lang", "kk"),
        ("title", "Bread of the day"),
        ("meta article:published_time", "2021-01-31T09:00:00+06:00"),
        ("canonical", "https://oven.example/a"),
    )
    assert (page.kind, page.text, page.sender, page.time, page.readings) == (
        "page",
        "Bread is sold out.",
        "",
        "",
        (),
    )
    assert doubts == []


def test_a_single_file_says_when_it_was_saved() -> None:
    page, _doubts = _html(
        "<html><!--\n Page saved with SingleFile \n url: https://oven.example/ \n"
        " saved date: Sun Jan 31 2021 09:00:00\n-->"
    )

    assert dict(page.told)["url"] == "https://oven.example/"
    assert page.time == "Sun Jan 31 2021 09:00:00"


def test_a_page_without_address_is_doubted_and_a_text_is_no_page() -> None:
    assert _html("<html><!-- x --><body>a")[1] == ["no-address"]
    with pytest.raises(NotUnderstood) as refusal:
        _html("bread")
    assert refusal.value.code == "no-page"


MHTML = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://oven.example/a\r\n"
    b"Subject: =?utf-8?Q?=D0=9D=D0=B0=D0=BD?=\r\n"
    b"Date: Sun, 31 Jan 2021 09:00:00 -0000\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related; type="text/html"; boundary="--o"\r\n\r\n'
    b"----o\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    b"Content-Location: https://oven.example/a\r\n\r\n"
    b"<html><body><p>bread =\r\nhere</p></body></html>\r\n"
    b"----o\r\nContent-Type: text/html\r\n\r\n<p>frame</p>\r\n"
    b"----o\r\nContent-Type: image/png\r\nContent-Location: https://oven.example/p.png\r\n\r\nx\r\n----o--\r\n"
)


def test_a_page_in_one_file_tells_its_address_time_and_parts() -> None:
    notes = Notes("a.mht")

    page = web.read_mhtml(MHTML, notes)

    assert web.looks_like_mhtml(MHTML)
    assert page.told[:2] == (("url", "https://oven.example/a"), ("title", "Нан"))
    assert page.text == "bread here"
    assert [(each.edtf, each.zone) for each in page.readings] == [("2021-01-31T09:00:00", "")]
    assert [(one.told, one.name) for one in page.attachments] == [
        ("inside", "https://oven.example/a"),
        ("inside", ""),
        ("inside", "https://oven.example/p.png"),
    ]
    assert notes.doubts == ()


def test_an_mhtml_without_any_address_is_doubted() -> None:
    notes = Notes("a.mht")
    raw = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
    raw += b"--b\nContent-Type: text/plain\n\nx\n--b--"

    web.read_mhtml(raw, notes)

    assert [doubt.code for doubt in notes.doubts] == ["no-address"]


def test_what_is_no_mhtml_too_deep_or_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    nested = b"".join(
        f'Content-Type: multipart/related; boundary="{n}"\n\n--{n}\n'.encode() for n in range(3000)
    )
    for raw, code in ((b"x", "no-page"), (b"MIME-Version: 1.0\n" + nested, "too-deep")):
        with pytest.raises(NotUnderstood) as refusal:
            web.read_mhtml(raw, Notes("a.mht"))
        assert refusal.value.code == code
    monkeypatch.setattr(web, "MAX_PARTS", 2)
    with pytest.raises(NotUnderstood) as refusal:
        web.read_mhtml(MHTML, Notes("a.mht"))
    assert refusal.value.code == "too-many-parts"


@pytest.mark.parametrize(
    ("name", "folder"),
    [("a.html", "a_files"), ("b.htm", "b-Dateien"), ("c.html", ""), ("d/e.html", "d/e.files")],
)
def test_the_folder_beside_a_page_is_found(name: str, folder: str) -> None:
    assert (
        web.companion_folder(name, frozenset({"a_files", "b-Dateien", "d/e.files", "cx", "c_x/y"})) == folder
    )


WARC = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 5\r\n\r\nbread\r\n\r\n"
PAGES = (
    '{"format": "json-pages-1.0", "id": "pages"}\n\n'
    '{"id": "1", "url": "https://oven.example/", "title": "Oven", '
    '"ts": "2021-01-31T09:00:00.123Z", "size": 5}\n'
    '{"url": "https://oven.example/2", "ts": "2021-02-31T09:00:00Z", "text": "milk"}\n'
)


def _wacz(change: Callable[[dict[str, bytes]], object] | None = None, **resource: object) -> MemoryBundle:
    files = {
        "archive/data.warc.gz": gzip.compress(WARC) + gzip.compress(WARC),
        "pages/pages.jsonl": PAGES.encode(),
    }
    listed = [
        {"name": name, "path": name, "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}", "bytes": len(raw)}
        | resource
        for name, raw in files.items()
    ]
    files["datapackage.json"] = json.dumps({"title": "Oven", "resources": listed}).encode()
    digest = hashlib.sha256(files["datapackage.json"]).hexdigest()
    files["datapackage-digest.json"] = json.dumps({"hash": f"sha256:{digest}"}).encode()
    if change is not None:
        change(files)
    return MemoryBundle(files)


def _read(bundle: MemoryBundle) -> tuple[str, tuple[Message, ...], list[str]]:
    assert wacz.looks_so(frozenset(entry.name for entry in bundle.entries))
    notes = Notes("datapackage.json")
    title, pages = wacz.read(bundle, notes)
    return title, pages, [doubt.code for doubt in notes.doubts]


def test_pages_of_a_web_archive_come_with_address_and_time() -> None:
    title, pages, doubts = _read(_wacz())

    assert title == "Oven"
    assert [(each.n, each.time, [one.edtf for one in each.readings]) for each in pages] == [
        (1, "2021-01-31T09:00:00.123Z", ["2021-01-31T09:00:00Z"]),
        (2, "2021-02-31T09:00:00Z", []),
    ]
    assert dict(pages[0].told) == {"id": "1", "url": "https://oven.example/", "title": "Oven", "size": "5"}
    assert [each.text for each in pages] == ["Oven", "milk"]
    assert PAGES[pages[1].start : pages[1].end].startswith('{"url"')
    assert doubts == ["time-not-read"]


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        (lambda files: files.update({"archive/data.warc.gz": gzip.compress(WARC)}), "digest-differs"),
        (
            lambda files: files.update({"datapackage-digest.json": b'{"hash": "sha256:0"}'}),
            "list-digest-differs",
        ),
        (lambda files: files.update({"x.txt": b"x"}), "not-listed"),
        (lambda files: files.pop("pages/pages.jsonl"), "listed-missing"),
        (lambda files: files.update({"archive/b.warc": b"bread"}), "broken-warc"),
        (lambda files: files.update({"archive/b.warc": WARC[:-6]}), "broken-warc"),
        (lambda files: files.update({"archive/b.warc": WARC.replace(b"5", b"x")}), "broken-warc"),
        (
            lambda files: files.update({"archive/b.warc": b"WARC/1.0\r\n" + b"a: b\r\n" * 20_000}),
            "broken-warc",
        ),
        (
            lambda files: files.update({"archive/b.warc": WARC.replace(b"5", b"99999999999999")}),
            "broken-warc",
        ),
        (lambda files: files.update({"archive/b.warc.gz": b"bread"}), "broken-warc"),
        (lambda files: files.update({"archive/b.warc.gz": gzip.compress(WARC)[:-9]}), "broken-warc"),
        (lambda files: files.update({"datapackage.json": b"{}"}), "no-digests"),
    ],
)
def test_what_disagrees_is_said(change: Callable[[dict[str, bytes]], object], doubt: str) -> None:
    assert doubt in _read(_wacz(change))[2]


def test_other_digests_wrong_sizes_and_endless_archives_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "digest-unknown" in _read(_wacz(hash="md5:0"))[2]
    assert _read(_wacz(bytes=1))[2] == ["size-differs", "size-differs", "time-not-read"]
    assert "no-pages" in _read(_wacz(lambda files: files.update({"pages/pages.jsonl": b"{}\n"})))[2]
    monkeypatch.setattr(warc, "MAX_RECORDS", 1)
    assert "broken-warc" in _read(_wacz())[2]


def test_whole_archives_are_not_doubted() -> None:
    def plain(files: dict[str, bytes]) -> None:
        files["archive/b.warc"] = WARC + WARC

    assert _read(_wacz(plain))[2] == ["not-listed", "time-not-read"]


@pytest.mark.parametrize(
    ("name", "raw", "line"),
    [("datapackage.json", b"[]", 1), ("datapackage.json", b"{", 1), ("datapackage-digest.json", b"{", 1)],
)
def test_broken_descriptions_are_refused_with_their_place(name: str, raw: bytes, line: int) -> None:
    bundle = _wacz(lambda files: files.update({name: raw}))

    with pytest.raises(NotUnderstood) as refusal:
        wacz.read(bundle, Notes(name))

    assert (refusal.value.code, refusal.value.name, refusal.value.line) == ("bad-json", name, line)


def _doubts(bundle: MemoryBundle) -> list[Doubt]:
    notes = Notes("datapackage.json")
    wacz.read(bundle, notes)
    return list(notes.doubts)


def test_every_file_that_disagrees_is_named() -> None:
    def change(files: dict[str, bytes]) -> None:
        files["archive/data.warc.gz"] += b""
        files["pages/pages.jsonl"] += b"{}\n"
        files |= {f"x{n:02}.txt": b"x" for n in range(25)}

    told = [(doubt.code, doubt.file) for doubt in _doubts(_wacz(change))]

    assert told[:2] == [("digest-differs", "pages/pages.jsonl"), ("size-differs", "pages/pages.jsonl")]
    assert [file for code, file in told if code == "not-listed"] == [f"x{n:02}.txt" for n in range(21)]


def test_a_bad_line_in_the_list_of_pages_is_a_doubt_and_the_others_are_read() -> None:
    bundle = _wacz(lambda files: files.update({"pages/pages.jsonl": PAGES.encode() + b"x\n{\n"}))

    notes = Notes("datapackage.json")
    _title, pages = wacz.read(bundle, notes)

    assert len(pages) == 2
    (bad,) = [doubt for doubt in notes.doubts if doubt.code == "bad-page"]
    assert (bad.file, bad.line) == ("pages/pages.jsonl", 5)
    assert "(2 times)" in bad.message


def test_a_list_of_pages_that_cannot_be_read_does_not_hide_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def too_large(bundle: MemoryBundle, name: str, limit: int = 0) -> bytes:
        if name == "pages/pages.jsonl":
            raise NotUnderstood("too-large", "Too large.", name=name)
        with bundle.open(name) as stream:
            return stream.read()

    monkeypatch.setattr(wacz, "read_whole", too_large)
    extra = _wacz(lambda files: files.update({"pages/extraPages.jsonl": b'{"url": "u"}\n'}))

    notes = Notes("datapackage.json")
    _title, pages = wacz.read(extra, notes)

    assert [each.file for each in pages] == ["pages/extraPages.jsonl"]
    assert ("pages-not-read", "pages/pages.jsonl") in [(doubt.code, doubt.file) for doubt in notes.doubts]


def test_a_damaged_file_of_a_web_archive_is_named_and_the_rest_read() -> None:
    class Damaged(MemoryBundle):
        def open(self, name: str) -> BinaryIO:
            if name == "archive/data.warc.gz":
                raise NotUnderstood("broken-file", "Damaged.", name=name)
            return super().open(name)

    whole = _wacz()
    damaged = Damaged({entry.name: whole.open(entry.name).read() for entry in whole.entries})

    notes = Notes("datapackage.json")
    _title, pages = wacz.read(damaged, notes)

    assert len(pages) == 2
    assert {("broken-file", "archive/data.warc.gz"), ("broken-warc", "archive/data.warc.gz")} <= {
        (doubt.code, doubt.file) for doubt in notes.doubts
    }


def test_records_that_are_not_what_they_tell_are_numbered() -> None:
    block = b"WARC/1.1\r\nWARC-Block-Digest: sha1:AAAA\r\nContent-Length: 5\r\n\r\nbread\r\n\r\n"
    odd = block.replace(b"sha1:AAAA", b"crc:1")
    bundle = _wacz(lambda files: files.update({"archive/b.warc": WARC + block * 22 + odd}))

    told = {(doubt.code, doubt.file): doubt.message for doubt in _doubts(bundle)}

    assert "2, 3, 4" in told["record-differs", "archive/b.warc"]
    assert "and 2 more" in told["record-differs", "archive/b.warc"]
    assert ("digest-unknown", "archive/b.warc") in told
