"""The real conversations: two releases that exclude each other, and a duration that is right counted one way.

Places are found by the digits of dates; no sentence, name or detail of the conversations stands here.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from guwah.instruments import transcripts
from guwah.steps.claims import queries
from guwah.steps.claims.conflicts_json import conflicts_json
from guwah.steps.claims.flows import import_claims, reckoned
from guwah.steps.evidence.models import Source
from guwah.steps.testimony.flows.storing import store
from guwah.steps.testimony.models import Block, Layer

if TYPE_CHECKING:
    from pathlib import Path

    from cast import Cast
    from guwah.steps.testimony.models import Revision

pytestmark = pytest.mark.seeds
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")


@pytest.fixture
def talks(cast: Cast, seeds: Path) -> Revision:
    raw = (seeds / "conversations.txt").read_bytes()
    source = Source.objects.create(case=cast.case, number=1, title="The conversations", added_by=cast.chiara)
    layer = Layer.objects.create(case=cast.case, source=source, made_by=cast.chiara)
    return store(cast.chiara, layer, None, transcripts.read(raw, "conversations.txt"))


@pytest.fixture
def article(cast: Cast, seeds: Path) -> Revision:
    raw = (seeds / "article.txt").read_bytes()
    source = Source.objects.create(case=cast.case, number=2, title="The article", added_by=cast.chiara)
    layer = Layer.objects.create(case=cast.case, source=source, made_by=cast.chiara)
    return store(cast.chiara, layer, None, transcripts.read(raw, "article.txt"))


def place(text: str, pattern: str, which: int = 0) -> dict[str, Any]:
    found = list(re.finditer(pattern, text))[which]
    return {"start": found.start(), "end": found.end(), "quote": found.group()}


def day(month: int, number: int, year: int) -> str:
    return rf"{MONTHS[month - 1]} {number}, {year}"


def imported(cast: Cast, revision: Revision, *claims: dict[str, Any]) -> dict[str, Any]:
    whole = [{"layer": revision.layer_id, "kind": "occurrence", "occurrence": "o", **one} for one in claims]
    import_claims(cast.chiara, cast.case, json.dumps({"claims": whole}))
    answer = reckoned(cast.case)
    return conflicts_json(answer, queries.conflicts_shown(cast.case, answer["conflicts"]))


def test_two_releases_in_one_year_exclude_each_other_with_their_words(cast: Cast, talks: Revision) -> None:
    early, late = place(talks.text, day(4, 7, 2019)), place(talks.text, day(10, 18, 2019))
    told = imported(
        cast,
        talks,
        {"id": "early", **early, "readings": ["2019-04-07"], "point": "end"},
        {"id": "late", **late, "readings": ["2019-10-18"], "point": "end"},
    )
    assert not told["consistent"]
    (conflict,) = told["conflicts"]
    assert conflict["members"] == ["early", "late"]
    assert conflict["grade"] == "hard"
    assert [words["quote"] for words in conflict["words"]] == [early["quote"], late["quote"]]
    assert len({words["by"] for words in conflict["words"]}) == 1


def test_two_years_and_twenty_three_days_are_right_when_both_end_days_count(
    cast: Cast, talks: Revision
) -> None:
    text = talks.text
    told = imported(
        cast,
        talks,
        {"id": "start", **place(text, day(9, 26, 2017), -1), "readings": ["2017-09-26"]},
        {"id": "end", **place(text, day(10, 18, 2019), -1), "readings": ["2019-10-18"], "point": "end"},
        {"id": "length", **place(text, r"2 years and 23 days"), "readings": ["P2Y23D"]},
    )
    assert told["consistent"]
    assert told["conflicts"] == []
    assert told["countings"] == {"length": ["inclusive"]}


def test_every_place_of_a_date_can_carry_a_claim(cast: Cast, talks: Revision) -> None:
    places = list(re.finditer(r"20(?:1[0-9]|2[0-2])", talks.text))
    claims = [
        {
            "id": f"n{number}",
            "kind": "statement",
            "occurrence": None,
            "start": found.start(),
            "end": found.end(),
            "quote": found.group(),
            "by": "" if any(b.start <= found.start() < b.end for b in blocks) else "the heading",
            "readings": [found.group()],
        }
        for blocks in [list(talks.blocks.all())]
        for number, found in enumerate(places)
    ]
    told = imported(cast, talks, *claims)
    assert told["conflicts"] == []
    assert len(queries.exported(cast.case)) == len(places) > 20


def test_a_date_in_an_article_carries_a_claim(cast: Cast, article: Revision) -> None:
    assert set(article.blocks.values_list("kind", flat=True)) == {Block.Kind.PARAGRAPH}
    said = place(article.text, rf"(?:{'|'.join(MONTHS)}) [0-9]{{1,2}}")
    month, number = said["quote"].split()
    # The article names no year; which one it means is a reader's to say, here an invented one.
    reading = f"2000-{MONTHS.index(month) + 1:02}-{int(number):02}"
    told = imported(cast, article, {"id": "a1", "by": "the article", **said, "readings": [reading]})
    assert told["conflicts"] == []
    (claim,) = queries.exported(cast.case)
    assert claim.anchor.quote == said["quote"]
    assert article.text[claim.anchor.start : claim.anchor.end] == said["quote"]
