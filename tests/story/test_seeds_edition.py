"""From the real conversations to a public edition: refused, refused again, cut, built, checked, broken.

No sentence, name or number of the conversations stands here: places are found by session and turn.
"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

import guwah_verify
from guwah.instruments.redaction.leaks import Kind, Secret, search
from guwah.instruments.redaction.spans import Spans
from guwah.instruments.suggestions.personal.finders import personal
from guwah.steps.consent import flows as consent
from guwah.steps.editions import flows as editions
from guwah.steps.editions.flows.writing import frozen_files
from guwah.steps.editions.models import Edition
from guwah.steps.editions.refusals import EditionRefused
from guwah.steps.editions.rendering import shown_words
from guwah.steps.testimony.flows import anchor, cut, import_file
from oven import holds, read_all, words_of

if TYPE_CHECKING:
    from pathlib import Path

    from cast import Cast
    from guwah.steps.testimony.flows import Imported
    from guwah.steps.testimony.models import Anchor

pytestmark = pytest.mark.seeds

# Where things stand in the conversations: session and turn, and code points in the turn.
ASKED, ANSWERED = (1, 361), (1, 362)
MEANT, MEANT_FROM = (1, 265), 50
NUMBER, RELATIVE, RELATIVE_AT = (2, 39), (2, 39), (59, 68)
ADDRESS, ADDRESS_FROM = (2, 21), 16


@dataclass(frozen=True)
class Story:
    """The conversations in a case, with hands to take hold of their words."""

    cast: Cast
    kept: Imported

    def at(self, turn: tuple[int, int], first: int = 0, after: int | None = None) -> Anchor:
        session, n = turn
        block = self.kept.revision.blocks.get(session__n=session, n=n)
        end = block.end if after is None else block.start + after
        return anchor(self.cast.chiara, self.kept.revision, block.start + first, end)

    def number(self) -> Anchor:
        """Return the telephone number of its turn."""
        held = self.at(NUMBER)
        found = next(each for each in personal(held.quote) if each.category == "phone")
        return self.at(NUMBER, found.start, found.end)

    def withheld(self) -> dict[str, Anchor]:
        return {
            "asked": self.at(ASKED),
            "answered": self.at(ANSWERED),
            "meant": self.at(MEANT, MEANT_FROM),
            "number": self.number(),
            "relative": self.at(RELATIVE, *RELATIVE_AT),
            "address": self.at(ADDRESS, ADDRESS_FROM),
        }

    def refused(self) -> tuple[str, ...]:
        with pytest.raises(EditionRefused) as refusing:
            editions.build(self.cast.boris, self.cast.case, "public")
        return tuple(each.code for each in refusing.value.refusals)


@pytest.fixture
def story(committed_cast: Cast, seeds: Path) -> Story:
    """Both files taken in; consent recorded as it was spoken."""
    cast = committed_cast
    kept = import_file(cast.chiara, cast.case, seeds / "conversations.txt", language="en")
    import_file(cast.chiara, cast.case, seeds / "article.txt", language="en")
    told = Story(cast, kept)
    record = {
        "id": "spoken",
        "kind": "grant",
        "by": "the witness",
        "state": "given_conditional",
        "material": f"layer:{kept.layer.pk}",
        "actions": ["publish_text"],
        "audiences": ["public"],
        "conditions": [{"code": "redact_first", "params": {"category": "reproductive_health"}}],
    }
    consent.take(cast.chiara, cast.case, record, told.at(ASKED))
    everything = Spans.of([(0, len(kept.revision.text))])
    consent.clear(cast.chiara, cast.case, kept.revision, everything)
    return told


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"[.?!\n]+\s*", text) if len(part.split()) > 3]


def verify(folder: Path) -> int:
    checking = [sys.executable, "-I", "-S", guwah_verify.__file__, str(folder)]
    return subprocess.run(checking, capture_output=True, check=False).returncode


def test_the_real_conversations_go_out_only_without_what_was_to_be_cut(story: Story, tmp_path: Path) -> None:
    cast, case = story.cast, story.cast.case
    assert story.refused() == ("passages-not-marked",)

    condition = case.consent_records.get().conditions.get()
    places = story.withheld()
    consent.mark_meant(cast.chiara, condition, places["meant"])
    assert story.refused() == ("passages-not-cut",)
    assert not Edition.objects.exists()

    for name in ("meant", "number", "relative", "address"):
        cut(cast.chiara, case, places[name], name, "witness")
    built = editions.build(cast.boris, case, "public")
    editions.approve(cast.emine, built, settled=True)
    editions.write_out(cast.boris, built, tmp_path / "edition")
    editions.publish_site(cast.boris, tmp_path / "site")

    prepared = editions.prepare(cast.boris, case, "public")
    cleared = shown_words(prepared.answer.going, prepared.withheld)
    for folder in (tmp_path / "edition", tmp_path / "site"):
        _holds_nothing(read_all(folder), places, cleared)
    page = frozen_files(built)["index.html"].decode()
    assert len(page) > len(story.kept.revision.text) / 2, "the rest of the words is there"

    assert verify(tmp_path / "edition") == 0
    index = tmp_path / "edition" / "index.html"
    data = bytearray(index.read_bytes())
    data[len(data) // 2] ^= 1
    index.write_bytes(data)
    assert verify(tmp_path / "edition") == 1


def _holds_nothing(files: dict[str, bytes], places: dict[str, Anchor], cleared: list[str]) -> None:
    kinds = {"number": Kind.NUMBER, "relative": Kind.VALUE}
    secrets = [Secret(name, held.quote, kinds.get(name, Kind.PASSAGE)) for name, held in places.items()]
    # A few common words in a row may stand in words that are shown; a longer run may not, even there.
    assert {leak.secret_id for leak in search(files, secrets, cleared)} == set()
    digits = "".join(sign for sign in places["number"].quote if sign.isdecimal())
    sentences = [part for name in ("meant", "asked", "answered") for part in _sentences(places[name].quote)]
    for words in (digits[-8:], places["relative"].quote, places["address"].quote, *sentences):
        assert holds(files, words) == []
    page = " ".join(data.decode() for path, data in files.items() if path.endswith("index.html"))
    alone = words_of(places["relative"].quote) - {"her", "his", "name", "is"}
    assert not alone & words_of(page)
