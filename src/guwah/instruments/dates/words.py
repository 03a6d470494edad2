"""EDTF values and durations as a page says them."""

from __future__ import annotations


def in_words(edtf: str, language: str) -> str:
    return edtf


def duration_in_words(duration, language: str) -> str:
    return str(duration)
