"""An invented talk about a mill and an invented article, as files, with what is claimed and allowed in them.

`MARKER` is a word that stands nowhere else: whoever finds it outside the vault has found a leak.
"""

from __future__ import annotations

import json
from typing import Any

MARKER = "Zhelqabaq"
TITLE = f"The mill of {MARKER}"
MEANT = "My son could not breathe from the flour dust, and we hid it from the neighbours."
ASKED = "You may print it. But cut the part about my son first."
ANSWERED = "Agreed, nobody will read of him."
PHONE = "+7 000 555 60 71"
TALK = f"""Conversation 1

Dilnoza (D): When did they close the mill of {MARKER}?

Orazgul (O): They closed the mill on 4 March 2016. Ұн да жоқ, нан да жоқ.

D: And when did it open again?

O: It opened again on 9 June 2017.

[inaudible]

D: How long is that?

O: One year, three months and six days. تۈگمەن تۇراتتى.

D: Was anybody at home ill [in that time]?

O: {MEANT}

D: May we print this?

O: {ASKED}

D: {ANSWERED}

O: Ring me on {PHONE}.

D: Thank you.
"""
ARTICLE = f"""The mill of {MARKER}

The mill stood still until 21 October 2017, our reporter writes.

在那以前没有面粉。
"""
# Whatever these say stands in no byte that goes out: the cut, the request, its answer, the number.
NEVER = ("breathe", "flour dust", "my son", "nobody will read", "555 60 71", "5556071")


def place(text: str, quote: str) -> dict[str, int]:
    """Return where the only place of a quotation is, in code points."""
    assert text.count(quote) == 1, quote
    start = text.index(quote)
    return {"start": start, "end": start + len(quote)}


def claims(talk: int, article: int) -> str:
    """Return four claims as a file; the last two cannot both be true."""

    def said(name: str, layer: int, quote: str, reading: dict[str, Any]) -> dict[str, Any]:
        text = TALK if layer == talk else ARTICLE
        return {
            "id": name,
            "kind": "occurrence",
            "layer": layer,
            **place(text, quote),
            "quote": quote,
            "knows": "saw" if layer == talk else "told",
            "occurrence": "closed",
            "readings": [reading],
        }

    rows = [
        said("shut", talk, "on 4 March 2016", {"at": ["closed", "start"], "edtf": "2016-03-04"}),
        said(
            "length",
            talk,
            "One year, three months and six days",
            {"from": ["closed", "start"], "to": ["closed", "end"], "duration": "P1Y3M6D"},
        ),
        said("open", talk, "on 9 June 2017", {"at": ["closed", "end"], "edtf": "2017-06-09"}),
        said("paper", article, "until 21 October 2017", {"at": ["closed", "end"], "edtf": "2017-10-21"}),
    ]
    named = {"closed": f"The mill of {MARKER} stands closed"}
    return json.dumps({"occurrences": named, "claims": rows}, ensure_ascii=False)


def consents(talk: int) -> str:
    """Return what Orazgul allowed, with her condition, as a file."""
    grant = {
        "id": "o-1",
        "kind": "grant",
        "by": f"Orazgul of {MARKER}",
        "state": "given_conditional",
        "capture": "spoken_recorded",
        "anchor": {"layer": talk, **place(TALK, ASKED)},
        "material": [{"source": f"layer:{talk}"}],
        "actions": ["publish_text"],
        "audiences": ["public"],
        "identity": ["anonymous"],
        "media": ["text"],
        "languages": ["*"],
        "conditions": [{"code": "redact_first", "params": {"category": "health"}, "met": None}],
    }
    told = {"records": [grant], "situation": {"custody": "free", "reachable": True}}
    return json.dumps(told, ensure_ascii=False)
