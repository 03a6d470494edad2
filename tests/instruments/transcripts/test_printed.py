"""An interview printed as PDF and read back: running heads, page numbers and hyphens are nobody's words."""

import io

import pytest
import typst

from guwah.instruments.transcripts import Transcript, plain, read
from guwah.steps.evidence.reading.inside import papers

ASKED = "Who kept the account of the flour, and where was it kept in those extraordinarily long years?"
SAID = (
    "My sister kept it. She wrote everything into a green book; nobody else was permitted to touch the book, "
    "and the understanding was that at the end of the month everything would be counted together in the "
    "presence of two neighbours, notwithstanding the municipality and its extraordinary regulations."
)


def _printed(columns: int) -> Transcript:
    talk = "\n\n".join(f"*Interviewer:* {ASKED}\n\n*Daria Olm:* {SAID}" for _ in range(9))
    source = f"""#set page(paper: "a5", margin: 2cm, columns: {columns},
  header: [Bread Archive #h(1fr) Interview with Daria Olm],
  footer: context align(center)[#counter(page).display()])
#set text(size: 10pt, lang: "en", hyphenate: true)
#set par(justify: true)
= Interview with Daria Olm

{talk}"""
    return read(papers.text(io.BytesIO(typst.compile(source.encode()))).encode(), "talk.txt")


@pytest.mark.parametrize("columns", [1, 2])
def test_what_was_said_comes_back_and_nothing_that_printing_put_there(columns: int) -> None:
    found = _printed(columns)
    turns = found.sessions[0].turns
    assert [turn.label for turn in turns] == ["Interviewer", "Daria Olm"] * 9
    assert any(one.code == "divided-words" for one in found.warnings) == (columns > 1)
    for turn in turns:
        words = " ".join(plain(found, turn.start, turn.end).words.split())
        # Where a word was divided the hyphen stays, and is told.
        together = words.replace("- ", "")
        assert together == (ASKED if turn.label == "Interviewer" else SAID)
