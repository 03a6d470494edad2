"""A talk printed as PDF, its words taken out as the jail does, read as who said what."""

from __future__ import annotations

import io

from guwah.instruments.transcripts import plain, read
from guwah.steps.evidence.reading.inside import papers

HEAD = "VALLEY ORAL HISTORY"
PAGES = (
    (HEAD, "LOW: You said the sacks were car-", "ried by hand?", "OVEN: By hand, and up the", "1"),
    (HEAD, "ladder. Two at a time.", "LOW: Were you fifteen?", "OVEN: I was twenty-", "one.", "2"),
    (HEAD, "LOW: So.", "OVEN: Yes.", "3"),
)


def _pdf(pages: tuple[tuple[str, ...], ...]) -> bytes:
    """Print lines of text (ISO 32000-1, a page to each tuple) in the plainest way."""
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
    ]
    for n, lines in enumerate(pages):
        shown = "BT /F1 11 Tf 72 740 Td 14 TL\n" + "".join(f"({line}) Tj T*\n" for line in lines) + "ET"
        bodies.append(f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream")
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {4 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode())
    table = out.tell()
    entries = "".join(f"{place:010} 00000 n \n" for place in places)
    out.write(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{entries}".encode())
    out.write(f"trailer << /Size {len(places) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF".encode())
    return out.getvalue()


def test_pages_and_hyphens_of_a_printed_talk_are_nobody_s_words() -> None:
    transcript = read(papers.text(io.BytesIO(_pdf(PAGES))).encode())
    session = transcript.sessions[0]
    said = [
        (turn.speaker, " ".join(plain(transcript, turn.start, turn.end).words.split()))
        for turn in session.turns
    ]
    assert said == [
        ("LOW", "You said the sacks were car- ried by hand?"),
        ("OVEN", "By hand, and up the ladder. Two at a time."),
        ("LOW", "Were you fifteen?"),
        ("OVEN", "I was twenty- one."),
        ("LOW", "So."),
        ("OVEN", "Yes."),
    ]
    assert session.title == HEAD
    # Whether a hyphen belongs to the word is left to a person, and both places are counted.
    assert [one.message.split()[0] for one in transcript.warnings if one.code == "divided-words"] == ["2"]
