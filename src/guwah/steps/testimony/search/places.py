"""Who speaks in an entry, and in which language, as keys of the index; its number tells text and session."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from guwah.instruments.words.folding import plain
from guwah.instruments.words.sounds import sound
from guwah.instruments.words.splitting import split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@lru_cache(maxsize=1 << 12)
def place(language: str, names: tuple[str, ...]) -> str:
    """Return the keys of an entry, between spaces.

    Args:
        language: its language tag, or empty.
        names: what its speaker is called; none where that is withheld.
    """
    spoken = dict.fromkeys(key for name in names for key in speaker(name))
    return " ".join((*(tongue(tag) for tag in _widening(language)), *spoken))


def tongue(tag: str) -> str:
    """Return the key of a language tag."""
    return "g" + "".join(letter for letter in tag.lower() if letter.isalnum())


def speaker(name: str) -> Iterator[str]:
    """Yield a key for each word of a name, by its sound, so that it is found in any script."""
    for word in split(name):
        yield "n" + (sound(word.written) or plain(word.written))


def _widening(language: str) -> Iterable[str]:
    """Return a tag and what it is a kind of: kk-Arab, kk."""
    parts = language.split("-") if language else []
    return ("-".join(parts[:length]) for length in range(1, len(parts) + 1))
