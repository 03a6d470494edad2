"""Bech32 text for keys (BIP 173, without its length limit, as the age specification asks)."""

from __future__ import annotations

from typing import Final

_LETTERS: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM: Final = 6
_BITS: Final = 5
_BYTE: Final = 8


class NotBech32(ValueError):
    """The text is not Bech32, or was mistyped. The text itself, which may be a secret, is not quoted."""

    code = "bad-key-text"


def encode(prefix: str, data: bytes) -> str:
    """Return lower-case Bech32 of `data` under a lower-case `prefix`."""
    values = _regroup(list(data), _BYTE, _BITS, pad=True)
    check = _polymod([*_expand(prefix), *values, *[0] * _CHECKSUM]) ^ 1
    values += [check >> _BITS * (_CHECKSUM - 1 - at) & 31 for at in range(_CHECKSUM)]
    return f"{prefix}1" + "".join(_LETTERS[value] for value in values)


def decode(text: str) -> tuple[str, bytes]:
    """Return lower-case prefix and data of a text that is all lower or all upper case.

    Raises:
        NotBech32: mixed case, unknown letters, a wrong checksum, or bits left over.
    """
    lower = text.lower()
    prefix, separator, below = lower.rpartition("1")
    if text not in {lower, lower.upper()} or not text.isascii() or not separator or not prefix:
        raise NotBech32("not a key in Bech32 form")
    if len(below) < _CHECKSUM or any(letter not in _LETTERS for letter in below):
        raise NotBech32("not a key in Bech32 form")
    values = [_LETTERS.index(letter) for letter in below]
    if _polymod([*_expand(prefix), *values]) != 1:
        raise NotBech32("the key was mistyped: its checksum does not fit")
    return prefix, bytes(_regroup(values[:-_CHECKSUM], _BITS, _BYTE, pad=False))


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << _BITS ^ value
        for bit, generator in enumerate(_GENERATORS):
            check ^= generator if top >> bit & 1 else 0
    return check


def _expand(prefix: str) -> list[int]:
    return [ord(letter) >> _BITS for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]


def _regroup(values: list[int], width: int, other: int, *, pad: bool) -> list[int]:
    bits, held, out = 0, 0, []
    for value in values:
        held, bits = held << width | value, bits + width
        while bits >= other:
            bits -= other
            out.append(held >> bits)
            held &= (1 << bits) - 1
    if pad and bits:
        out.append(held << (other - bits))
    elif not pad and (bits >= width or held):
        raise NotBech32("not a key in Bech32 form")
    return out
