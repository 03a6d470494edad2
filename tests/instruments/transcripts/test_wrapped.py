"""Texts whose lines were broken at one width, with no empty line between paragraphs or one below each."""

import textwrap

import pytest

from guwah.instruments.transcripts import read
from guwah.instruments.transcripts.indents import wrapped
from guwah.instruments.transcripts.lines import lines_of

ASKED = ("Where was the mill?", "Who ran it?", "Tell of the oven, then.", "What burned?") * 2
LONG = "it stood by the weir, where the road goes down to the river and the wood begins behind the yard, "
ANSWERED = [f"In {year} {LONG}and {LONG}and nobody came." for year in range(1931, 1939)]
LABELS = [
    ("— ", "— "),
    ("- ", "- "),
    ("[Low] ", "[Hale] "),
    ("Low – ", "Hale – "),
    ("Ann Low   ", "Bo Hale   "),
]


def _text(first: str, second: str, between: str = "\n") -> str:
    said = [
        label + words
        for pair in zip(ASKED, ANSWERED, strict=True)
        for label, words in _labelled(pair, first, second)
    ]
    return "About a mill\n\n" + between.join(between.join(textwrap.wrap(one, 60)) for one in said) + "\n"


def _labelled(pair: tuple[str, str], first: str, second: str) -> list[tuple[str, str]]:
    return [(first, pair[0]), (second, pair[1])]


def _turns(text: str) -> list[tuple[str, str]]:
    found = read(text.encode())
    return [
        (turn.label, " ".join(found.text_of(turn).split())) for one in found.sessions for turn in one.turns
    ]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize(("first", "second"), LABELS)
def test_lines_that_were_broken_are_no_paragraphs(first: str, second: str, between: str) -> None:
    labels = [one.strip(" []–") or one.strip() for one in (first, second)]

    assert _turns(_text(first, second, between)) == [
        turn for q, a in zip(ASKED, ANSWERED, strict=True) for turn in ((labels[0], q), (labels[1], a))
    ]


@pytest.mark.parametrize("names", [("AL", "BH"), ("LOW", "HALE"), ("Low", "Hale")])
def test_a_name_alone_below_a_sentence_needs_no_empty_line(names: tuple[str, str]) -> None:
    text = "".join(
        f"{names[0]}\n{asked}\n{names[1]}\n{answered}\n"
        for asked, answered in zip(ASKED, ANSWERED, strict=True)
    )

    assert [label for label, _ in _turns("A talk of old.\n" + text)] == [*names] * 8


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n".join(ASKED),
        "\n".join(ANSWERED),
        "\n".join(f"The mill {n} stood by the weir there, and so it was." for n in range(9)),
        "\n".join("The mill stood by the weir"[: n % 26 + 1] for n in range(30)),
    ],
    ids=["empty", "short", "wide", "whole", "of all lengths"],
)
def test_lines_that_were_not_broken_tell_of_no_paragraph(text: str) -> None:
    assert wrapped(lines_of(text)) == []


def test_a_paragraph_begins_below_a_shorter_line() -> None:
    lines = lines_of(_text("", ""))[1:]

    assert [lines[at].text.split()[0] for at in wrapped(lines)] == [
        word for q, a in zip(ASKED, ANSWERED, strict=True) for word in (q.split()[0], a.split()[0])
    ]


@pytest.mark.parametrize(("first", "second"), [("Ann; ", "Bo; "), ("Ann -> ", "Bo -> "), ("@ann ", "@bo ")])
def test_what_is_said_behind_signs_may_end_lines_below(first: str, second: str) -> None:
    assert len(_turns(_text(first, second))) == 16


@pytest.mark.parametrize("mark", ["**{}**", "## {}"])
def test_a_name_that_is_marked_needs_no_empty_line_below_a_title(mark: str) -> None:
    names = [mark.format(name) for name in ("Ann Low", "Bo Hale")]
    pairs = zip(ASKED, ANSWERED, strict=True)
    text = "".join(f"{names[0]}\n{asked}\n{names[1]}\n{answered}\n" for asked, answered in pairs)

    assert [label for label, _ in _turns(f"About a mill\n{text}")] == ["Ann Low", "Bo Hale"] * 8
