"""An invented conversation and an invented article, kept as layers, for the tests of the steps."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments import transcripts
from guwah.steps.claims.flows import import_claims
from guwah.steps.evidence.models import Source
from guwah.steps.testimony.flows.anchoring import anchor_by_quote
from guwah.steps.testimony.flows.storing import store
from guwah.steps.testimony.models import Layer

if TYPE_CHECKING:
    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.testimony.models import Anchor, Revision

TALK = """Conversation 1

Orynbek: When was the bakery closed?

Saule: They closed it on 5 May 2011. Мен наубайханада он жыл жұмыс істедім.

Orynbek: So it stood closed for 1 year and 3 days.

Saule: It opened again on 7 May 2012. No, I think it was on 9 June 2012.

Saule: The inspector said the flour was damp.

Orynbek: You told me before that it was on 6 May 2011.
"""
ARTICLE = """The bakery of Tasaryk

The bakery was closed in the summer of 2011, our reporter writes.

بۇ ناۋايخانا ئىككى يىل تاقالغان.
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A layer and its only revision, with hands to take hold of its words."""

    layer: Layer
    revision: Revision
    member: Member

    def at(self, quote: str) -> Anchor:
        return anchor_by_quote(self.member, self.revision, quote)

    def place(self, quote: str) -> dict[str, object]:
        start = self.revision.text.index(quote)
        return {"layer": self.layer.pk, "start": start, "end": start + len(quote), "quote": quote}


def keep(cast: Cast, title: str, text: str, kind: str = "original") -> Kept:
    number = cast.case.sources.count() + 1
    source = Source.objects.create(case=cast.case, number=number, title=title, added_by=cast.chiara)
    layer = Layer.objects.create(case=cast.case, source=source, kind=kind, made_by=cast.chiara)
    read = transcripts.read(text.encode(), "talk.txt")
    return Kept(layer, store(cast.chiara, layer, None, read), cast.chiara)


def disagree(cast: Cast, talk: Kept) -> None:
    """Three claims of the talk: two ends that exclude each other, and one of somebody else."""
    place = talk.place
    claims = [
        {"id": "a", "kind": "occurrence", **place("on 5 May 2011"), "readings": ["2011-05-05"]},
        {
            "id": "b",
            "kind": "occurrence",
            **place("on 7 May 2012"),
            "readings": ["2012-05-07"],
            "point": "end",
        },
        {
            "id": "c",
            "kind": "occurrence",
            **place("on 9 June 2012"),
            "readings": ["2012-06-09"],
            "point": "end",
        },
        {
            "id": "d",
            "kind": "statement",
            **place("1 year and 3 days"),
            "readings": [{"from": ["o", "start"], "to": ["o", "end"], "duration": "P1Y3D"}],
        },
    ]
    for claim in claims[:3]:
        claim["occurrence"] = {"id": "o", "title": "The bakery stands closed"}
    import_claims(cast.chiara, cast.case, json.dumps({"claims": claims}))
