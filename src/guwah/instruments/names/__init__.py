"""Names across scripts: romanisation and search keys; names themselves stay verbatim."""

from guwah.instruments.names.compare import Comparison, compare
from guwah.instruments.names.keys import fold, search_keys
from guwah.instruments.names.romanise import Romanised, romanise

__all__ = ["Comparison", "Romanised", "compare", "fold", "romanise", "search_keys"]
