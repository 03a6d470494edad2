"""Which script letters belong to (ISO 15924), by ranges of the Unicode Standard's Scripts.txt."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

_RANGES: Mapping[str, str] = {
    "Latn": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8\u1d00-\u1d25\u1d2c-\u1d5c\u1d62-\u1d65"
    "\u1d6b-\u1d77\u1d79-\u1dbe\u1e00-\u1eff\u2c60-\u2c7f\ua722-\ua787\ua78b-\ua7ff\uab30-\uab64\ufb00-\ufb06"
    "\uff21-\uff3a\uff41-\uff5a",
    "Cyrl": "\u0400-\u0484\u0487-\u052f\u1c80-\u1c8f\u1d2b\u1d78\u2de0-\u2dff\ua640-\ua69f",
    "Arab": "\u0610-\u061a\u0620-\u063f\u0641-\u064a\u0656-\u066f\u0671-\u06dc\u06de-\u06ff"
    "\u0750-\u077f\u0870-\u08e1\u08e3-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "Hani": "\u2e80-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U000323af",
    "Grek": "\u0370-\u0373\u0375-\u03e1\u03f0-\u03ff\u1f00-\u1fff",
    "Hebr": "\u0591-\u05f4\ufb1d-\ufb4f",
    "Hira": "\u3041-\u309f",
    "Kana": "\u30a1-\u30fa\u30fd-\u30ff",
    "Hang": "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3",
    "Tibt": "\u0f00-\u0fd4",
    "Mong": "\u1800-\u18aa",
    "Deva": "\u0900-\u0963\u0966-\u097f",
    "Thai": "\u0e01-\u0e3a\u0e40-\u0e5b",
}
_RUNS = {script: re.compile(f"[{ranges}]+") for script, ranges in _RANGES.items()}

NO_SCRIPT = "Zyyy"
"""ISO 15924 code for text that has no letter of a known script."""


def shares(text: str) -> Mapping[str, float]:
    """Return the share of each script among the letters, largest first.

    Args:
        text: Any text; digits, punctuation and spaces do not count.

    Returns:
        ISO 15924 code to a number above 0; the shares sum to 1. Empty when there is no letter.
    """
    counts: Counter[str] = Counter()
    # A text has few characters many times over.
    for character, times in Counter(text).items():
        counts[script_of_letter(character)] += times
    del counts[NO_SCRIPT]
    total = counts.total()
    found = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return {script: count / total for script, count in found}


def script_of(text: str) -> str:
    """Return the ISO 15924 code most letters of the text belong to, `Zyyy` when there is none."""
    return next(iter(shares(text)), NO_SCRIPT)


@lru_cache(maxsize=1 << 13)
def script_of_letter(character: str) -> str:
    """Return the ISO 15924 code of one character, `Zyyy` when it is no letter of a known script."""
    return next((script for script, run in _RUNS.items() if run.fullmatch(character)), NO_SCRIPT)
