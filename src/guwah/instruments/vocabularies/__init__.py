"""Controlled lists as data; codes are stored, labels are translated."""

from guwah.instruments.vocabularies.lists import (
    Label,
    Term,
    UnknownCodeError,
    UnknownListError,
    Vocabulary,
    codes,
    is_code,
    label,
    list_names,
    term,
    terms,
    vocabulary,
)

__all__ = [
    "Label",
    "Term",
    "UnknownCodeError",
    "UnknownListError",
    "Vocabulary",
    "codes",
    "is_code",
    "label",
    "list_names",
    "term",
    "terms",
    "vocabulary",
]
