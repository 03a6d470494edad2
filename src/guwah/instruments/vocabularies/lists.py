"""The typed, cached reader of the lists in `data/`: one JSON file for each list."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

SOURCE_LANGUAGE = "en"


class UnknownListError(KeyError):
    """There is no list of this name; `code` is always `unknown-list`."""

    code = "unknown-list"


class UnknownCodeError(KeyError):
    """The list has no term of this code; `code` is always `unknown-code`."""

    code = "unknown-code"


@dataclass(frozen=True, slots=True)
class Label:
    """A term in the words of one language.

    Attributes:
        text: the words.
        language: BCP 47 tag of the words, which may be English where the asked language has none.
        reviewed: two speakers confirmed it (law 11); until then pages print the English beside it.
    """

    text: str
    language: str
    reviewed: bool


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a list.

    Attributes:
        code: what is stored; stable, never translated.
        labels: language tag to label; English is always there, others only where known.
        broader: code of the wider term in the same list, or none.
        note: what it means, in English, empty where the label says it all.
        sensitive: a trained reader first (sexual violence and the like).
        facts: what else the list knows about the term (colour, default, limits), as in its file.
        mapping: codes of other bodies' lists, as in its file.
    """

    code: str
    labels: Mapping[str, Label]
    broader: str | None
    note: str
    sensitive: bool
    facts: Mapping[str, Any]
    mapping: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A whole list: its name, an English title, a note on its use, and its terms in their order."""

    name: str
    title: str
    note: str
    terms: tuple[Term, ...]


def _folder() -> resources.abc.Traversable:
    return resources.files(__package__).joinpath("data")


@cache
def list_names() -> tuple[str, ...]:
    """Return the names of every list, sorted."""
    return tuple(sorted(file.name.removesuffix(".json") for file in _folder().iterdir()))


@cache
def vocabulary(name: str) -> Vocabulary:
    """Return one list.

    Raises:
        UnknownListError: no list has this name.
    """
    if name not in list_names():
        raise UnknownListError(name)
    raw = json.loads(_folder().joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return Vocabulary(raw["list"], raw["title"], raw["note"], tuple(_term(each) for each in raw["terms"]))


def _term(raw: Mapping[str, Any]) -> Term:
    labels = {tag: Label(each["text"], tag, each["reviewed"]) for tag, each in raw["labels"].items()}
    return Term(
        code=raw["code"],
        labels=MappingProxyType(labels),
        broader=raw.get("broader"),
        note=raw.get("note", ""),
        sensitive=raw.get("sensitive", False),
        facts=MappingProxyType(raw.get("facts", {})),
        mapping=MappingProxyType(raw.get("mapping", {})),
    )


@cache
def _by_code(name: str) -> Mapping[str, Term]:
    return MappingProxyType({each.code: each for each in vocabulary(name).terms})


def terms(name: str) -> tuple[Term, ...]:
    """Return the terms of a list in the order of its file, which means something in some lists."""
    return vocabulary(name).terms


def codes(name: str) -> tuple[str, ...]:
    """Return the codes of a list in the order of its file."""
    return tuple(_by_code(name))


def is_code(name: str, code: str) -> bool:
    """Return whether the list has a term of exactly this code."""
    return code in _by_code(name)


def term(name: str, code: str) -> Term:
    """Return one term.

    Raises:
        UnknownListError: no list has this name.
        UnknownCodeError: the list has no such term.
    """
    if not is_code(name, code):
        raise UnknownCodeError(f"{name}: {code}")
    return _by_code(name)[code]


def label(name: str, code: str, language: str = SOURCE_LANGUAGE) -> Label:
    """Return the label in a language, in its bare language, or in English, in this order.

    Tags are compared without regard to case (RFC 5646, 2.1.1): Django says `zh-hans`, the lists `zh-Hans`.
    The returned label says which language it is in, so that a page can mark it (law 11).

    Raises:
        UnknownListError: no list has this name.
        UnknownCodeError: the list has no such term.
    """
    found = term(name, code).labels
    by_tag = {each.language.lower(): each for each in found.values()}
    asked = language.lower()
    return by_tag.get(asked) or by_tag.get(asked.partition("-")[0]) or found[SOURCE_LANGUAGE]
