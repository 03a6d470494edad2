from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from guwah.instruments.proofs import encodings, errors

if TYPE_CHECKING:
    from collections.abc import Callable

HASH = bytes(range(32))


def refused(read: Callable[..., object], *given: Any, **named: Any) -> tuple[str, int | None]:  # noqa: ANN401 - whatever a reader takes
    """The code and the line of the refusal."""
    with pytest.raises(errors.Malformed) as caught:
        read(*given, **named)
    assert str(caught.value) == caught.value.message
    return caught.value.code, caught.value.line


@pytest.mark.parametrize(("text", "count"), [("0", 0), ("7", 7), ("10", 10), ("9" * 19, 10**19 - 1)])
def test_a_count_is_written_in_digits(text: str, count: int) -> None:
    assert encodings.decimal(text) == count


@pytest.mark.parametrize("text", ["", "00", "07", "+7", "-7", "7 ", " 7", "7\n", "٧", "1" + "0" * 19, "1_0"])
def test_a_count_has_one_spelling_and_an_end(text: str) -> None:
    assert refused(encodings.decimal, text, line=5) == ("bad-number", 5)
    assert refused(encodings.decimal, text) == ("bad-number", None)


@pytest.mark.parametrize("data", [b"", b"a", b"ab", b"abc", bytes(range(256))])
def test_base64_reads_back(data: bytes) -> None:
    assert encodings.to_base64(data) == base64.b64encode(data).decode("ascii")
    assert encodings.from_base64(encodings.to_base64(data)) == data


@pytest.mark.parametrize("text", ["YQ", "YR==", "YQ==\n", "Y Q==", "-_8=", "نان", "="])
def test_base64_has_one_spelling(text: str) -> None:
    assert refused(encodings.from_base64, text, line=4) == ("bad-base64", 4)
    assert refused(encodings.hash_from_base64, text, line=4) == ("bad-base64", 4)
    assert refused(encodings.from_base64, text) == ("bad-base64", None)


def test_a_hash_has_32_bytes_in_base64() -> None:
    assert encodings.hash_from_base64(encodings.to_base64(HASH)) == HASH
    for wrong in (b"", HASH[:-1], HASH + b"\x00"):
        assert refused(encodings.hash_from_base64, encodings.to_base64(wrong), line=9) == ("bad-hash", 9)


def test_a_hash_has_64_small_digits_in_hexadecimal() -> None:
    assert encodings.hash_from_hex(HASH.hex()) == HASH
    for wrong in (
        HASH.hex().upper(),
        HASH.hex()[:-1],
        HASH.hex() + "0",
        HASH.hex() + "\n",
        "g" * 64,
        None,
        7,
    ):
        assert refused(encodings.hash_from_hex, wrong) == ("bad-hash", None)


@pytest.mark.parametrize("value", [2**53, -(2**53), {"a": [2**53]}, ["\ud800"], {1: 2}, {"a": b""}])
def test_what_no_reader_of_json_is_sure_to_keep_is_not_written(value: Any) -> None:  # noqa: ANN401 - not JSON
    assert refused(encodings.canonical, value) == ("not-json", None)


def test_a_nest_too_deep_to_write_is_refused() -> None:
    nest: Any = []
    for _ in range(100_000):
        nest = [nest]
    try:
        assert refused(encodings.canonical, nest) == ("not-json", None)
    finally:
        while nest:  # taken apart by hand: to drop it whole would go as deep
            nest = nest[0]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-json"),
        (b"\xff", "not-json"),
        (b"NaN", "not-json"),
        (b"[-Infinity]", "not-json"),
        (b"\xef\xbb\xbf1", "not-json"),
        (b"1 ", "not-canonical"),
        (b"1.0", "not-canonical"),
        (b'{"b":1,"a":2}', "not-canonical"),
        (b'{"a":1,"a":1}', "not-canonical"),
        (b'"\\u0061"', "not-canonical"),
        (b"9007199254740992", "not-json"),
    ],
)
def test_what_is_read_is_canonical(data: bytes, code: str) -> None:
    assert refused(encodings.read_canonical, data) == (code, None)
    assert refused(encodings.read_object, data, frozenset({"a"})) == (code, None)


def test_an_object_has_exactly_the_members_it_must_have() -> None:
    members = frozenset({"a", "b"})
    assert encodings.read_object(b'{"a":1,"b":"\xd9\x86"}', members) == {"a": 1, "b": "ن"}
    for wrong in (b"[]", b'["a","b"]', b"{}", b'{"a":1}', b'{"a":1,"b":2,"c":3}', b'{"a":1,"c":2}'):
        assert refused(encodings.read_object, wrong, members) == ("bad-members", None)


anything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**54), 2**54) | st.text() | st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=4), inner, max_size=4)
        | st.dictionaries(st.text("ab", max_size=2), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(anything)
@example({"a": '\x00\x1f\x7f\u2028\\"\b\f\n\r\t/é😀', "B": [1, True, None]})
@example({"a": 2**53 - 1, "b": -(2**53) + 1})
@example({"ﬀ": 1, "😀": 2})
@example("\ud800")
@example([2**53])
@example({"a": {"b": "\udfff"}})
def test_the_quick_way_writes_what_the_library_writes(value: Any) -> None:  # noqa: ANN401 - JSON, and what is none
    try:
        wanted = rfc8785.dumps(value)
    except rfc8785.CanonicalizationError:
        with pytest.raises(errors.Malformed):
            encodings.canonical(value)
    else:
        assert encodings.canonical(value) == wanted
