"""What belongs to a label as printed and to no name: marks around a paper's, a word of generations behind."""

_TITLE_MARKS = ("《》", "「」", "『』", "〈〉")
_GENERATIONS = frozenset(
    {
        *("filho", "fils", "hijo", "jr", "jun", "junior", "ml", "mladší", "mł", "neto", "père", "sen"),
        *("senior", "sr", "st", "starší"),
    }
)


def without_title_marks(base: str) -> str:
    """Take off the marks of a title: so Chinese writes the name of a paper, which asks.

    >>> without_title_marks("《磨坊报》"), without_title_marks("磨坊报")
    ('磨坊报', '磨坊报')
    """
    return base[1:-1].strip() if base[:1] + base[-1:] in _TITLE_MARKS else base


def without_generation(name: str) -> str:
    """Take off what tells a child from a parent of the same name.

    >>> without_generation("Jan MLEJN mladší"), without_generation("Bo Low jr."), without_generation("Bo Low")
    ('Jan MLEJN', 'Bo Low', 'Bo Low')
    """
    own, _, last = name.rpartition(" ")
    return own if own and last.casefold().rstrip(".") in _GENERATIONS else name
