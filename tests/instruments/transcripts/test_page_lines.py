"""What printing puts into a text is found, and what is only like it is left to who says it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guwah.instruments.transcripts import DEFAULT, Transcript, plain, read
from guwah.instruments.transcripts.line_numbers import numbered
from guwah.instruments.transcripts.lines import lines_of
from guwah.instruments.transcripts.page_lines import pages
from guwah.instruments.transcripts.running_heads import page_number


def _kept(text: str) -> list[str]:
    return [line.text for line in pages(text, DEFAULT).lines]


def _breaks(text: str) -> list[str]:
    return [text[span.start : span.end] for span in pages(text, DEFAULT).breaks]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Page 3", 3),
        ("[Page 2]", 2),
        ("page 3 of 10", 3),
        ("Page | 4", 4),
        ("- 4 -", 4),
        ("– 12 –", 12),
        ("p. 7", 7),
        ("Page 28, Line 7", 28),
        ("Page 28, lines 7-12", 28),
        ("стр. 8", 8),
        ("Страница 9 из 20", 9),
        ("第5页", 5),
        ("第 5 页 / 共 9 页", 5),
        ("3-бет", 3),
        ("2-بەت", 2),
        ("12", None),
        ("Page", None),
        ("on page 3", None),
        ("See page 3, please.", None),
        ("-4", None),
        ("pages 3", None),
    ],
)
def test_a_line_that_is_the_number_of_a_page(words: str, number: int | None) -> None:
    assert page_number(words, DEFAULT) == number


def test_a_bare_number_is_of_a_page_only_in_a_row_or_at_a_form_feed() -> None:
    assert _kept("a.\n12\nb.\n") == ["a.", "12", "b."]
    assert _breaks("a.\n12\n\fb.\n") == ["12\n\f"]
    rows = "".join(f"line {'x' * n}.\n" for n in range(6))
    assert _breaks(f"{rows}4\n{rows}5\n{rows}") == ["4", "5"]
    assert _breaks(f"{rows}4\n{rows}9\n{rows}") == []
    assert _breaks("a\n4\nb\n5\nc\n") == []


@pytest.mark.parametrize(
    "head", ["INTERVIEW WITH OVEN  Page {n}", "Page {n}  Oven, kitchen", "Oven interview   {n}", "{n} | Oven"]
)
def test_a_running_head_carries_its_number(head: str) -> None:
    text = "".join(f"{head.format(n=n)}\nIt was cold in year {n}.\nVery cold.\n" for n in (2, 3, 4))
    assert _breaks(text) == [head.format(n=n) for n in (2, 3, 4)]


def test_what_only_looks_like_a_head_is_left() -> None:
    said = "One.\nTwo.\nThree.\nit is on page 3\nFour.\nThe fire of  12\nFive.\n"
    assert _breaks(said) == []
    falling = "a.\nb.\nc.\nOven  9\nd.\nOven  4\ne.\n"
    assert _breaks(falling) == []


def test_the_first_lines_are_a_title_even_where_they_return() -> None:
    text = "The weir\n\nAnn: One.\n\f2\nThe weir\nBen: Two.\n\f3\nThe weir\nAnn: Three.\n"
    assert _kept(text) == ["The weir", "Ann: One.", "Ben: Two.", "Ann: Three."]


def test_what_is_also_said_is_no_head() -> None:
    text = "t\nu\nAnn: Well?\nYes.\n\fYes.\nBen: a\nYes.\nc\n\fYes.\nd\n"
    assert _breaks(text) == ["\f", "\f"]


def test_heads_in_capitals_stand_where_the_other_pages_have_theirs() -> None:
    body = "Q. One more?\nA. None.\n"
    text = "".join(
        f"{n}\nOVEN - {head}\n{body * 3}" for n, head in ((4, "DIRECT"), (5, "DIRECT"), (6, "CROSS"))
    )
    assert "OVEN - CROSS" not in _kept(f"a\nb\nc\n{text}")
    other = text.replace("OVEN - CROSS", "Said nobody")
    assert "Said nobody" in _kept(f"a\nb\nc\n{other}")


def test_a_foot_and_a_head_count_on() -> None:
    assert _breaks("We were\nOven 2\n\fOven 3\nthere.\n") == ["Oven 2\n\fOven 3"]
    assert _breaks("We were\nin 2\n\fin 7\nthere.\n") == ["\f"]
    assert _breaks("We were\n\fthere.\n") == ["\f"]


def test_numbers_of_lines_are_a_column() -> None:
    text = "".join(f"{n}  word{n}\n" for n in range(1, 10)) + "10\n" + "11  last\n"
    found = numbered(lines_of(text))
    assert [line.text for line in found.lines] == [*(f"word{n}" for n in range(1, 10)), "last"]
    assert [text[span.start : span.end] for span in found.numbers] == [str(n) for n in range(1, 12)]
    # The empty numbered line is a gap, as an empty line is.
    assert found.lines[-1].gap
    few = "".join(f"{n}  word\n" for n in range(1, 4))
    assert numbered(lines_of(few)).numbers == ()
    scattered = "".join(f"{n * 7}  word\n" for n in range(1, 20))
    assert numbered(lines_of(scattered)).numbers == ()


@pytest.mark.parametrize("form", ["{n}. ", "[{n}] ", "({n}) ", "{n:02} ", "{n}) ", "{n}\t"])
def test_forms_of_numbers(form: str) -> None:
    text = "".join(f"{form.format(n=n)}word\n" for n in range(1, 10))
    assert {line.text for line in numbered(lines_of(text)).lines} == {"word"}


def test_every_fifth_line_may_be_numbered() -> None:
    lines = [f"{n} word" if n % 5 == 0 else "word" for n in range(1, 23)]
    found = numbered(lines_of("\n".join(lines)))
    assert [span.end - span.start for span in found.numbers] == [1, 2, 2, 2]
    wrong = [f"{n} sacks" if n in {5, 9} else "word" for n in range(1, 23)]
    assert numbered(lines_of("\n".join(wrong))).numbers == ()


TALK = st.lists(
    st.lists(
        st.sampled_from(
            [
                "We baked bread.",
                "Нан пісірдік.",
                "Мы пекли хлеб.",
                "نان ياقتۇق.",
                "我们做面包。",
                "It was 12 or 20.",
            ]
        ),
        min_size=1,
        max_size=4,
    ),
    min_size=6,
    max_size=14,
)


def _printed(talk: list[list[str]], style: str, length: int, *, numbers: bool) -> str:
    """Print a talk on pages of so many lines."""
    lines = []
    for index, said in enumerate(talk):
        name = ("Айгүл", "Tom Hale")[index % 2]
        lines.extend([f"{name}: {said[0]}", *said[1:]])
    out = []
    for page, start in enumerate(range(0, len(lines), length), start=1):
        if page > 1:
            out.append(style.format(n=page))
        for number, line in enumerate(lines[start : start + length], start=1):
            out.append(f"{number:2}   {line}" if numbers else line)
    return "\n".join(out) + "\n"


def _said(transcript: Transcript) -> list[tuple[str, str]]:
    return [
        (turn.speaker, " ".join(plain(transcript, turn.start, turn.end).words.split()))
        for one in transcript.sessions
        for turn in one.turns
    ]


@settings(max_examples=80, deadline=None)
@given(
    TALK,
    st.sampled_from(
        [
            "Page {n}",
            "[Page {n}]",
            "- {n} -",
            "{n}-бет",
            "第{n}页",
            "\f",
            "\fOVEN TALK   Page {n}",
            "стр. {n}\n\f",
        ]
    ),
    st.integers(6, 25),
    st.booleans(),
)
def test_printing_changes_nobody_s_words(
    talk: list[list[str]], style: str, length: int, numbers: bool
) -> None:
    expected = [(("Айгүл", "Tom Hale")[index % 2], " ".join(said)) for index, said in enumerate(talk)]
    assert _said(read(_printed(talk, style, length, numbers=numbers).encode())) == expected


def test_a_head_that_is_long_for_its_wide_gaps_is_a_head_though_it_has_a_colon() -> None:
    gap = " " * 40
    pages_ = [
        f"Mill Ref: X42.2008{gap}© 2008 Museum of Mills and Weirs{gap}Page {n} of 9\n\n"
        f"Ann: Where was mill {n}?\nBo: By weir {n}, as far as\n\n"
        for n in range(2, 8)
    ]
    found = read("".join(f"{page}anybody knows.\n" for page in pages_).encode())

    assert [turn.label for turn in found.sessions[0].turns] == ["Ann", "Bo"] * 6
