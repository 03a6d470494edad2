from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guwah.instruments.proofs import der
from guwah.instruments.proofs.errors import Malformed

PLAIN = st.builds(der.Element, st.sampled_from([0x01, 0x02, 0x04, 0x06, 0x80]), st.binary(max_size=300))
ELEMENTS = st.recursive(
    PLAIN,
    lambda inside: st.builds(
        lambda tag, children: der.Element(tag, b"", tuple(children)),
        st.sampled_from([der.SEQUENCE, der.SET, 0xA0]),
        st.lists(inside, max_size=4),
    ),
    max_leaves=12,
)


def refused(data: bytes) -> str:
    with pytest.raises(Malformed) as caught:
        der.read(data)
    return caught.value.code


@given(ELEMENTS)
def test_what_is_written_is_read_back(element: der.Element) -> None:
    assert der.read(element.der) == element
    assert der.read(element.der).der == element.der


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        element = der.read(data)
    except Malformed:
        return
    assert der.read(element.der).der == element.der


@pytest.mark.parametrize(
    ("loose", "strict"),
    [
        ("30800201050000", "3003020105"),
        ("308103020105", "3003020105"),
        ("3084000000030201 05", "3003020105"),
        ("2480040161040262630000", "0403616263"),
        ("240604016104016200"[:-2], "04026162"),
        ("24802480040161000004016200 00", "04026162"),
        ("3000", "3000"),
        ("30800000", "3000"),
    ],
)
def test_looser_forms_become_the_one_strict_form(loose: str, strict: str) -> None:
    assert der.read(bytes.fromhex(loose)).der.hex() == strict


@pytest.mark.parametrize(
    "data",
    [
        "",
        "02",
        "0201",
        "020105ff",
        "0280010000",
        "1f0101",
        "3080020105",
        "30800201050",
        "308501000000000",
        "3005020105",
        "30030201",
        "3081",
        "308003",
    ],
)
def test_broken_bytes_are_refused(data: str) -> None:
    assert refused(bytes.fromhex(data + "0" * (len(data) % 2))) == "bad-der"


def test_depth_and_length_have_a_limit() -> None:
    deep = der.number(1)
    for _ in range(40):
        deep = der.sequence(deep)
    assert der.read(deep.der) == deep
    assert refused(der.sequence(deep).der) == "bad-der"
    assert refused(b"\x30\x80" * 5000) == "bad-der"
    most = der.Element(der.OCTETS, bytes(der.MOST_BYTES - 5))
    assert der.read(most.der) == most
    assert refused(der.Element(der.OCTETS, bytes(der.MOST_BYTES)).der) == "bad-der"


@given(st.integers(-(2**200), 2**200))
@example(-128)
@example(-(2**63))
def test_numbers_are_written_in_their_shortest_form(value: int) -> None:
    element = der.number(value)
    assert element.integer == value
    assert (
        len(element.content) == 1
        or element.content[:1] not in {b"\x00", b"\xff"}
        or (element.content[0] >> 7 != element.content[1] >> 7)
    )


@pytest.mark.parametrize("element", [der.Element(der.OCTETS, b"\x01"), der.Element(der.INTEGER)])
def test_what_is_no_number_is_refused(element: der.Element) -> None:
    with pytest.raises(Malformed, match="whole number"):
        _ = element.integer


@pytest.mark.parametrize(
    ("dotted", "content"),
    [("2.16.840.1.101.3.4.2.1", "608648016503040201"), ("1.2.840.113549.1.7.2", "2a864886f70d010702")],
)
def test_identifiers_are_the_published_ones(dotted: str, content: str) -> None:
    assert der.identifier(dotted).content.hex() == content


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("20240506070809Z", datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)),
        ("20240506070809.5Z", datetime(2024, 5, 6, 7, 8, 9, 500_000, tzinfo=UTC)),
        ("20240506070809.1234567Z", datetime(2024, 5, 6, 7, 8, 9, 123_456, tzinfo=UTC)),
    ],
)
def test_times_are_read(text: str, moment: datetime) -> None:
    assert der.Element(der.TIME, text.encode()).time == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Z",
        "20240506070809",
        "202405060708Z",
        "20240506070809.Z",
        "20241306070809Z",
        "2024050607080９Z",
        "20240506070809+0100Z",
        "2024050607080912Z",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        _ = der.Element(der.TIME, text.encode()).time
    with pytest.raises(Malformed):
        _ = der.Element(der.OCTETS, b"20240506070809Z").time


def test_a_set_is_sorted_with_each_value_once() -> None:
    one, two, long = der.number(1), der.number(2), der.number(10**9)
    mixed = der.sequence(long, two, one, two, tag=der.SET)
    assert mixed.sorted().children == (one, two, long)
    assert mixed.sorted().tag == der.SET


def test_a_child_is_given_only_at_its_place_and_kind() -> None:
    pair = der.sequence(der.number(1), der.Element(der.NULL))
    assert pair.child(1, der.NULL) == der.Element(der.NULL)
    for place, tag in [(0, der.NULL), (2, der.NULL), (-1, der.NULL)]:
        with pytest.raises(Malformed):
            pair.child(place, tag)
