"""English number words."""

from guwah.instruments.numbers.shape import Words

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
ONES = {word: number for number, word in enumerate(_ONES.split())}
TENS = {word: 10 * number for number, word in enumerate(_TENS.split(), 2)}
SMALL = {**ONES, **TENS}
_MANY = r"(?:hundred|thousand|million|billion|dozen)"

WORDS = Words(
    added={**SMALL, "fourty": 40, "half a": "0.5", "half an": "0.5"},
    times={
        "dozen": 12,
        "hundred": 100,
        "thousand": 1000, "k": 1000,
        "million": 10**6, "mn": 10**6, "mln": 10**6,
        "billion": 10**9, "bn": 10**9, "bln": 10**9,
    },
    halves=("and a half",),
    short=frozenset({"k", "mn", "mln", "bn", "bln"}),
    couples=("a couple of", "a couple", "couple of"),
    vague=(
        rf"(?:several|a\s+few|many)\s+(?:{_MANY}s?|tens)(?:\s+(?:of\s+)?(?:thousand|million)s?)?"
        r"|(?:tens|dozens|scores|hundreds|thousands|millions)(?:\s+(?:of|and)\s+(?:hundreds|thousands|millions))?"
    ),
    article=rf"(?:an?\s+(?={_MANY}\b))?",
    joined=r"[^\S\n]{1,3}|\n|[-‑]",
    odd=r"(?:-|\s)(?:odd|some)\s+|\s+or\s+so\s+|\s?\+\s?|\s+plus\s+",
    within=r"\s+and\s+",
    to=r"\s?[-‑–—~]\s?|\s+(?:to|or)\s+(?:even\s+|maybe\s+|about\s+)?",
    both=r"\bbetween\s+(?:about\s+)?",
    both_and=r"\s+and\s+",
)  # fmt: skip
