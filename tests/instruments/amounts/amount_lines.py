"""Amounts in a short form, for tables: kind, value, unit, `of`, `per`; `~` is about."""

from __future__ import annotations

from guwah.instruments.amounts import Amount, find


def line(amount: Amount) -> str:
    most = "" if amount.most is None else f"-{amount.most}"
    value = "many" if amount.value is None else f"{amount.value}{most}"
    unit = "" if amount.kind in ("count", "share") else f" {amount.unit or '?'}"
    of = "" if amount.of is None else f" of {amount.of}"
    per = "" if amount.per is None else f" / {amount.per}"
    return f"{amount.kind} {'~' if amount.approximate else ''}{value}{unit}{of}{per}"


def said(text: str, language: str) -> list[str]:
    return [line(amount) for amount in find(text, language)]
