"""The words around amounts, one file per language; each is data for `amounts.find`."""

from guwah.instruments.amounts.tongues import en, kk, ru, ug, zh
from guwah.instruments.amounts.tongues.shape import Tongue

TONGUES: dict[str, Tongue] = {each.TONGUE.code: each.TONGUE for each in (en, ru, zh, kk, ug)}

__all__ = ["TONGUES", "Tongue"]
