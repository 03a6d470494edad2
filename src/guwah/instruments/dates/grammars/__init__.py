"""One grammar of dates, durations and ages per language; each is data for `mentions.find`."""

from guwah.instruments.dates.grammars import en, kk, ru, ug, zh
from guwah.instruments.dates.grammars.shape import Form, Grammar

GRAMMARS: dict[str, Grammar] = {
    "en": en.GRAMMAR,
    "ru": ru.GRAMMAR,
    "zh": zh.GRAMMAR,
    "kk": kk.GRAMMAR,
    "ug": ug.GRAMMAR,
}

__all__ = ["GRAMMARS", "Form", "Grammar"]
