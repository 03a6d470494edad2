"""Labels of several who say the same at once: "AL, TH: words" of minutes that name everybody by initials."""

import re

_MOST_LETTERS, _LONGEST = 4, 40
_BETWEEN = re.compile(r"\s*(?:,|/|&|\+)\s*")


def parts_of(base: str) -> tuple[str, ...]:
    """Return the initials of a joint label, one by one; none for another label."""
    return tuple(_BETWEEN.split(base)) if is_joint(base) else ()


def is_joint(base: str) -> bool:
    """Tell whether a label is the initials of several people, who are one voice there.

    >>> is_joint("AL, TH"), is_joint("AL/TH/BO"), is_joint("Ann Low, TH"), is_joint("AL")
    (True, True, False, False)
    """
    parts = _BETWEEN.split(base) if len(base) <= _LONGEST else []
    several = len(parts) > 1 and len(set(parts)) == len(parts)
    return several and all(
        1 < len(part) <= _MOST_LETTERS and part.isalpha() and part.isupper() for part in parts
    )
