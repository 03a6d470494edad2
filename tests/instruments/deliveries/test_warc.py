from __future__ import annotations

import base64
import hashlib
import io

import pytest

from guwah.instruments.deliveries import warc

BODY = b"<p>bread</p>" * 9
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def _chunks(body: bytes, size: int) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x;ext=1\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def _digest(raw: bytes, form: str = "sha256") -> bytes:
    if form == "sha1":
        return b"sha1:" + base64.b32encode(hashlib.sha1(raw, usedforsecurity=False).digest())
    return b"sha256:" + hashlib.sha256(raw).hexdigest().encode()


def _record(block: bytes, *fields: bytes) -> bytes:
    head = b"\r\n".join([b"WARC/1.1", *fields, b"Content-Length: %d" % len(block)])
    return head + b"\r\n\r\n" + block + b"\r\n\r\n"


HTTP = b"Content-Type: application/http; msgtype=response"


def _walk(raw: bytes) -> warc.Walk:
    found = warc.Walk()
    warc.walk(io.BytesIO(raw), found)
    return found


@pytest.mark.parametrize("form", ["sha1", "sha256"])
@pytest.mark.parametrize("piece", [1, 7, 1 << 20])
def test_digests_of_blocks_and_payloads_agree(form: str, piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "_PIECE", piece)
    chunked = CHUNKED + _chunks(BODY, 10)
    records = [
        _record(BODY, b"WARC-Block-Digest: " + _digest(BODY, form)),
        _record(BODY, b"WARC-Payload-Digest: " + _digest(BODY, form), b"Content-Type: text/html"),
        _record(PLAIN + BODY, b"WARC-Payload-Digest: " + _digest(BODY, form), HTTP),
        # Joined, as the standard says, and as it lies there, as programs do.
        _record(chunked, b"WARC-Payload-Digest: " + _digest(BODY, form), HTTP),
        _record(chunked, b"WARC-Payload-Digest: " + _digest(_chunks(BODY, 10), form), HTTP),
    ]

    found = _walk(b"".join(records))

    assert (found.records, found.whole, found.differing, found.unknown) == (5, True, [], 0)


def test_what_differs_is_numbered() -> None:
    other = _digest(b"milk")
    chunked = CHUNKED + _chunks(BODY, 10)
    records = [
        _record(BODY),
        _record(BODY, b"WARC-Block-Digest: " + other),
        _record(PLAIN + BODY, b"WARC-Payload-Digest: " + other, HTTP),
        _record(chunked, b"WARC-Payload-Digest: " + other, HTTP),
        _record(BODY, b"WARC-Block-Digest: sha1:!!"),
    ]

    assert _walk(b"".join(records)).differing == [2, 3, 4, 5]


@pytest.mark.parametrize(
    "fields",
    [
        (b"WARC-Type: revisit", HTTP),
        (b"WARC-Segment-Number: 1", HTTP),
    ],
)
def test_digests_of_what_lies_elsewhere_are_not_compared(fields: tuple[bytes, ...]) -> None:
    record = _record(PLAIN + BODY, b"WARC-Payload-Digest: " + _digest(b"milk"), *fields)

    assert _walk(record).differing == []


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK", b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 20_000])
def test_a_head_without_an_end_has_no_payload_to_compare(head: bytes) -> None:
    assert _walk(_record(head, b"WARC-Payload-Digest: " + _digest(b"milk"), HTTP)).differing == []


@pytest.mark.parametrize(
    "body", [b"zz\r\nbread", b"x" * 500, b"5\r\nbread\r\n", b"5\r\nbread\r\n0\r\n\r\nmore"]
)
def test_chunks_that_are_none_do_no_harm(body: bytes) -> None:
    record = _record(CHUNKED + body, b"WARC-Payload-Digest: " + _digest(b"milk"), HTTP)

    assert _walk(record).differing == [1]


def test_digests_made_otherwise_are_counted() -> None:
    record = _record(PLAIN + BODY, b"WARC-Block-Digest: crc:1", b"WARC-Payload-Digest: blake3:2", HTTP)

    found = _walk(record)

    assert (found.unknown, found.differing) == (2, [])


def test_it_is_told_how_far_a_broken_file_is_whole() -> None:
    record = _record(BODY)

    assert [(_walk(raw).records, _walk(raw).whole) for raw in (record + b"x", record[:-2], b"")] == [
        (1, False),
        (1, False),
        (0, True),
    ]
