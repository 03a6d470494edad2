"""ASN.1 as time stamp authorities really send it, and the one DER form of the same (ITU-T X.690)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from guwah.instruments.proofs.errors import Malformed

if TYPE_CHECKING:
    from collections.abc import Iterable

BOOLEAN: Final = 0x01
INTEGER: Final = 0x02
OCTETS: Final = 0x04
NULL: Final = 0x05
OID: Final = 0x06
TIME: Final = 0x18
SEQUENCE: Final = 0x30
SET: Final = 0x31
MOST_BYTES: Final = 1 << 20
_CONSTRUCTED: Final = 0x20
_OCTETS_IN_PIECES: Final = OCTETS | _CONSTRUCTED
_DEEPEST: Final = 40
_LONG_TAG: Final = 0x1F
_INDEFINITE: Final = 0x80
_MOST_LENGTH_BYTES: Final = 4
_TIME_DIGITS: Final = 14


@dataclass(frozen=True, slots=True)
class Element:
    """One ASN.1 value: its identifier octet, and either its bytes or the values inside it.

    Attributes:
        tag: The identifier octet; only tag numbers below 31 are read.
        content: The bytes of a primitive value; empty for a constructed one.
        children: The values inside a constructed one.
    """

    tag: int
    content: bytes = b""
    children: tuple[Element, ...] = ()

    @property
    def der(self) -> bytes:
        """The value with shortest definite lengths (X.690 section 10.1); the order of sets is kept."""
        body = b"".join(child.der for child in self.children) if self.children else self.content
        size = len(body)
        if size < _INDEFINITE:
            return bytes((self.tag, size)) + body
        length = size.to_bytes((size.bit_length() + 7) // 8, "big")
        return bytes((self.tag, _INDEFINITE | len(length))) + length + body

    @property
    def integer(self) -> int:
        """The value of an INTEGER.

        Raises:
            Malformed: `bad-der` for anything else.
        """
        if self.tag != INTEGER or not self.content:
            raise Malformed("bad-der", "A whole number is missing.")
        return int.from_bytes(self.content, "big", signed=True)

    @property
    def time(self) -> datetime:
        """The moment of a GeneralizedTime in UTC, to the microsecond (RFC 3161 section 2.4.2).

        Raises:
            Malformed: `bad-der` for anything else.
        """
        text = self.content.decode("ascii", "replace")
        digits, point, fraction = text[:-1].partition(".")
        plain = digits + fraction
        if self.tag != TIME or text[-1:] != "Z" or not (plain.isascii() and plain.isdecimal()):
            raise Malformed("bad-der", "A time in UTC is missing.")
        if len(digits) != _TIME_DIGITS or bool(point) != bool(fraction):
            raise Malformed("bad-der", "The time is not written to the second.")
        try:
            moment = datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        except ValueError as error:
            raise Malformed("bad-der", "There is no such time.") from error
        return moment + timedelta(microseconds=int(fraction[:6].ljust(6, "0")))

    def child(self, place: int, tag: int) -> Element:
        """Return the value at a 0-based place inside, which must have this tag.

        Raises:
            Malformed: `bad-der`.
        """
        if not 0 <= place < len(self.children) or self.children[place].tag != tag:
            raise Malformed("bad-der", "The structure is not the one the standard describes.")
        return self.children[place]

    def sorted(self) -> Element:
        """Return a set with its values in DER order, each once (X.690 section 11.6)."""
        unique = {child.der: child for child in self.children}
        return Element(self.tag, self.content, tuple(unique[each] for each in sorted(unique)))


def sequence(*children: Element, tag: int = SEQUENCE) -> Element:
    """Build a constructed value."""
    return Element(tag, b"", children)


def number(value: int) -> Element:
    """Build an INTEGER in its shortest form."""
    # Of two's complement: -128 still fits into the one byte that 127 needs.
    bits = (value if value >= 0 else ~value).bit_length()
    return Element(INTEGER, value.to_bytes(bits // 8 + 1, "big", signed=True))


def identifier(dotted: str) -> Element:
    """Build an OBJECT IDENTIFIER from its dotted form (X.690 section 8.19)."""
    first, second, *rest = (int(part) for part in dotted.split("."))
    return Element(OID, b"".join(_base128(arc) for arc in (first * 40 + second, *rest)))


def read(data: bytes) -> Element:
    """Read one value that fills `data`; the looser lengths of BER are understood.

    Octet strings in pieces are put together. Beyond 1 MiB, 40 levels or tag number 30 nothing is read.

    Raises:
        Malformed: `bad-der`.
    """
    if len(data) > MOST_BYTES:
        raise Malformed("bad-der", "This is longer than any time stamp.")
    element, end = _element(data, 0, 0)
    if end != len(data):
        raise Malformed("bad-der", "Something follows after the end.")
    return element


def _element(data: bytes, at: int, depth: int) -> tuple[Element, int]:
    if depth > _DEEPEST or at + 2 > len(data) or data[at] & _LONG_TAG == _LONG_TAG:
        raise Malformed("bad-der", "The bytes are not ASN.1, or nested too deeply.")
    tag = data[at]
    size, start = _length(data, at + 1)
    if size is None:
        if not tag & _CONSTRUCTED:
            raise Malformed("bad-der", "A plain value says where it ends.")
        children, end = _until_marked(data, start, depth)
        return _built(tag, children), end
    end = start + size
    if end > len(data):
        raise Malformed("bad-der", "The bytes end in the middle of a value.")
    if not tag & _CONSTRUCTED:
        return Element(tag, data[start:end]), end
    inside: list[Element] = []
    while start < end:
        child, start = _element(data[:end], start, depth + 1)
        inside.append(child)
    return _built(tag, inside), end


def _built(tag: int, children: Iterable[Element]) -> Element:
    if tag == _OCTETS_IN_PIECES:
        return Element(OCTETS, b"".join(child.content for child in children))
    return Element(tag, b"", tuple(children))


def _until_marked(data: bytes, at: int, depth: int) -> tuple[list[Element], int]:
    children: list[Element] = []
    while data[at : at + 2] != b"\x00\x00":
        child, at = _element(data, at, depth + 1)
        children.append(child)
    return children, at + 2


def _length(data: bytes, at: int) -> tuple[int | None, int]:
    """Return the length (None: marked at its end) and where the value starts."""
    first = data[at]
    if first < _INDEFINITE:
        return first, at + 1
    count = first & ~_INDEFINITE
    if not count:
        return None, at + 1
    if count > _MOST_LENGTH_BYTES:
        raise Malformed("bad-der", "A length no time stamp can have.")
    return int.from_bytes(data[at + 1 : at + 1 + count], "big"), at + 1 + count


def _base128(arc: int) -> bytes:
    septets = [arc & 0x7F]
    while arc := arc >> 7:
        septets.append(arc & 0x7F | 0x80)
    return bytes(reversed(septets))
